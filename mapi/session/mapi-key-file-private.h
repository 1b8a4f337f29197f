/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

/*
 * A GKeyFile together with where it came from, so that every complaint about it can say
 * `FILE: [GROUP] KEY: cause`.
 */
typedef struct
{
  GKeyFile *keys;
  char     *path;
} MapiKeyFile;

MapiKeyFile *mapi_key_file_new (const char *path);
MapiKeyFile *mapi_key_file_load (const char *path, GError **error);
char        *mapi_key_file_read_text (const char *path, GError **error);
void         mapi_key_file_free (MapiKeyFile *self);
gboolean     mapi_key_file_save (MapiKeyFile *self, int mode, GError **error);

void mapi_key_file_set_error (const MapiKeyFile *self,
                              const char        *group,
                              const char        *key,
                              MapiError          code,
                              GError           **error,
                              const char        *format,
                              ...) G_GNUC_PRINTF (6, 7);

gboolean mapi_key_file_get_string (
    const MapiKeyFile *self, const char *group, const char *key, char **value, GError **error);
char    *mapi_key_file_require_string (const MapiKeyFile *self,
                                       const char        *group,
                                       const char        *key,
                                       GError           **error);
gboolean mapi_key_file_get_boolean (
    const MapiKeyFile *self, const char *group, const char *key, gboolean *value, GError **error);
gboolean mapi_key_file_get_strings (
    const MapiKeyFile *self, const char *group, const char *key, char ***value, GError **error);
gboolean mapi_key_file_get_flags (
    const MapiKeyFile *self, const char *group, const char *key, guint32 *value, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiKeyFile, mapi_key_file_free)

G_END_DECLS
