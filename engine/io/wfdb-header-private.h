/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/error.h"
#include "engine/io/wfdb-header.h"

G_BEGIN_DECLS

/* A header on its way, for the files that read one: wfdb-header.c, wfdb-header-signal.c and
 * wfdb-header-parser.c. */

/* Lines, one by one; @line is a copy that is cut into fields. */
typedef struct {
  const char *name;
  const char *next;
  guint number;
  char *line;
  EctopyWfdbHeader *header;
  GString *comment;
} EctopyWfdbParser;

/* Sets @error, naming file and line. Returns: FALSE */
gboolean ectopy_wfdb_parser_fail (const EctopyWfdbParser *parser,
                                  EctopyError code,
                                  GError **error,
                                  const char *format,
                                  ...) G_GNUC_PRINTF (4, 5);

/* The next line becomes @line, without its end and control characters. Returns: FALSE at the end. */
gboolean ectopy_wfdb_parser_next_line (EctopyWfdbParser *parser);

/* The next line that is neither empty nor a comment. Returns: its first field, or NULL. */
const char *ectopy_wfdb_parser_next_entry (EctopyWfdbParser *parser);

/* Returns: (transfer full): the field at @text, which moves to the next; empty at the line's end. */
char *ectopy_wfdb_parser_take_field (const char **text);

/* Digits at @text, which moves past them. Returns: FALSE where there are none, or too many. */
gboolean ectopy_wfdb_parser_read_count (const char **text, guint64 *value);

/* A finite number at @text, which moves past it. */
gboolean ectopy_wfdb_parser_read_real (const char **text, double *value);

/* Whether @name cannot lead out of the folder. */
gboolean ectopy_wfdb_parser_check_plain_name (const EctopyWfdbParser *parser,
                                              const char *name,
                                              GError **error);

/* As many lines on signals as the header says. */
gboolean ectopy_wfdb_parser_read_signals (EctopyWfdbParser *parser, GError **error);

/* Of an element of the header's signals. */
void ectopy_wfdb_parser_clear_signal (gpointer signal);

G_END_DECLS
