/* SPDX-License-Identifier: MIT */
/* ectopy_safetensors_read() of safetensors.h. */
#include "engine/core/input-file.h"
#include "engine/model-file/safetensors.h"

#define MAX_FILE ((size_t) 4 << 30) /* bytes */

EctopySafetensors *
ectopy_safetensors_read (const char *path, GError **error)
{
  size_t size = 0;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *bytes = ectopy_input_file_read_all (path, MAX_FILE, &size, error);

  return bytes != NULL ? ectopy_safetensors_parse ((guint8 *) bytes, size, name, error) : NULL;
}
