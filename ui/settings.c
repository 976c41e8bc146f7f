/* SPDX-License-Identifier: MIT */
#include "ui/settings.h"

#include "config.h"
#include "engine/run/program-folder.h"

/* (transfer full) (nullable): the schema in @folder. */
static GSettingsSchema *
look_in (const char *folder)
{
  g_autoptr (GSettingsSchemaSource) source = g_settings_schema_source_new_from_directory (
      folder, g_settings_schema_source_get_default (), FALSE, NULL);

  return source != NULL ? g_settings_schema_source_lookup (source, ECTOPY_APP_ID, FALSE) : NULL;
}

static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *usual = g_settings_schema_source_get_default ();
  g_autofree char *bin = ectopy_program_folder ();
  g_autofree char *built = g_build_filename (ECTOPY_BUILDDIR, "data", NULL);
  GSettingsSchema *schema = NULL;

  if (ectopy_program_is_built (bin))
    schema = look_in (built);
  if (schema == NULL && usual != NULL)
    schema = g_settings_schema_source_lookup (usual, ECTOPY_APP_ID, TRUE);
  if (schema == NULL && bin != NULL) {
    g_autofree char *beside = g_build_filename (bin, "..", "share", "glib-2.0", "schemas", NULL);

    schema = look_in (beside);
  }
  return schema;
}

GSettings *
ectopy_settings (void)
{
  static GSettings *settings;

  if (settings == NULL) {
    g_autoptr (GSettingsSchema) schema = find_schema ();

    if (schema == NULL)
      g_error ("The schema %s of the preferences is not installed; it comes with Ectopy.",
               ECTOPY_APP_ID);
    settings = g_settings_new_full (schema, NULL, NULL);
  }
  return settings;
}
