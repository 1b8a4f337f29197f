/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Where the groups and keys of a key file stand, which GKeyFile forgets, and which lines it cannot
 * read. No text of a line gets into a complaint: it may be a secret.
 */
typedef struct _MapiKeyFileLines MapiKeyFileLines;

/* @is_copy: it can be read, and takes the place of what stood before. */
typedef void (*MapiKeyFileComplaint) (guint       line,
                                      gboolean    is_copy,
                                      const char *group,
                                      const char *key,
                                      const char *cause,
                                      gpointer    data);

/* Tells @complain of every line that is wrong, in their order. */
MapiKeyFileLines      *
mapi_key_file_lines_new (const char *text, MapiKeyFileComplaint complain, gpointer data);
void mapi_key_file_lines_free (MapiKeyFileLines *self);

/* The line of a key, or of the group where there is no such key or @key is NULL; 0 for nowhere. */
guint mapi_key_file_lines_find (const MapiKeyFileLines *self, const char *group, const char *key);

/* What GKeyFile can read of the text: the same with empty lines for those that are wrong. */
const char *mapi_key_file_lines_get_readable (const MapiKeyFileLines *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiKeyFileLines, mapi_key_file_lines_free)

G_END_DECLS
