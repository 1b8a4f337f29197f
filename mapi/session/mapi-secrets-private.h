/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

/*
 * Where secrets of profiles are kept. A secret is found by the path of its profile, the group (a
 * section) and the key. No value ever gets into a message.
 */
typedef struct
{
  /* Adds all secrets of the profile, or of one group of it, to @into. */
  gboolean (*list) (const char *profile, const char *group, GKeyFile *into, GError **error);
  gboolean (*store) (
      const char *profile, const char *group, const char *key, const char *value, GError **error);
  /* Removes one, all of a group (@key is NULL), or all of the profile (@group is NULL too). */
  gboolean (*clear) (const char *profile, const char *group, const char *key, GError **error);
} MapiSecretsBackend;

extern const MapiSecretsBackend mapi_secrets_file;
extern const MapiSecretsBackend mapi_secrets_service;

char    *mapi_secrets_file_path (const char *profile);
gboolean mapi_secrets_file_check (const char *path, GError **error);
gboolean mapi_secrets_service_is_there (void);
gboolean mapi_secrets_service_can_store (void);

gboolean mapi_secrets_list (const char *profile, const char *group, GKeyFile *into, GError **error);
gboolean mapi_secrets_store (
    const char *profile, const char *group, const char *key, const char *value, GError **error);
gboolean
mapi_secrets_clear (const char *profile, const char *group, const char *key, GError **error);

G_END_DECLS
