/* SPDX-License-Identifier: MIT */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ectopy_json_guard_parse:
 * @text: JSON, need not end in NUL
 * @length: bytes of @text
 * @start: where in the file it begins, for messages
 * @max_depth: how deep objects and arrays may nest, at least 1
 * @name: what is read, for messages: the base name of a file
 * @error: return location
 *
 * Parses JSON that nobody vouches for. The parser of json-glib goes down by recursion, takes
 * comments and other additions for JSON, and lets the later of two members of one name win; here
 * all that is an %ECTOPY_ERROR_PARSE before or after it runs. Any thread.
 *
 * Returns: (transfer full) (nullable): the one object that @text holds
 */
JsonNode *ectopy_json_guard_parse (const char *text,
                                   size_t length,
                                   size_t start,
                                   guint max_depth,
                                   const char *name,
                                   GError **error);

G_END_DECLS
