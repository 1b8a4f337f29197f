/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-key-file-private.h"
#include "mapi-secrets-private.h"

#include <errno.h>
#include <glib/gstdio.h>

#define PROFILE_SUFFIX ".profile"
#define PRIVATE_MODE 0600
#define MODE_OF_OTHERS 0077

char *
mapi_secrets_file_path (const char *profile)
{
  gsize stem = strlen (profile);

  if (g_str_has_suffix (profile, PROFILE_SUFFIX))
    stem -= strlen (PROFILE_SUFFIX);
  return g_strdup_printf ("%.*s.secrets", (int) stem, profile);
}

/* What others could read is no secret any more, and using it would hide that. */
gboolean
mapi_secrets_file_check (const char *path, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0 || (status.st_mode & MODE_OF_OTHERS) == 0)
    return TRUE;

  g_set_error (
      error,
      MAPI_ERROR,
      MAPI_E_NO_ACCESS,
      "%s: others may read this file of secrets (mode %04o), so it is not used; change the "
      "secrets, and make it private with: chmod 600 '%s'",
      path,
      (guint) status.st_mode & 07777,
      path);
  return FALSE;
}

/* A file that does not exist is an empty one. */
static MapiKeyFile *
load (const char *profile, GError **error)
{
  g_autofree char *path = mapi_secrets_file_path (profile);
  g_autoptr (MapiKeyFile) file = NULL;
  g_autoptr (GError) local = NULL;

  if (!mapi_secrets_file_check (path, error))
    return NULL;

  file = mapi_key_file_load (path, &local);
  if (file != NULL)
    return g_steal_pointer (&file);
  if (local->code == MAPI_E_NOT_FOUND)
    return mapi_key_file_new (path);

  /* The parser quotes the line it stumbles over. */
  g_set_error (
      error, MAPI_ERROR, local->code, "%s: the file of secrets cannot be read as a key file", path);
  return NULL;
}

static void
copy_group (GKeyFile *from, const char *group, GKeyFile *into)
{
  g_auto (GStrv) keys = g_key_file_get_keys (from, group, NULL, NULL);

  for (char **key = keys; key != NULL && *key != NULL; key++)
    {
      g_autofree char *value = g_key_file_get_value (from, group, *key, NULL);

      g_key_file_set_value (into, group, *key, value);
    }
}

static gboolean
file_list (const char *profile, const char *group, GKeyFile *into, GError **error)
{
  g_autoptr (MapiKeyFile) file = load (profile, error);
  g_auto (GStrv) groups = NULL;

  if (file == NULL)
    return FALSE;

  groups = g_key_file_get_groups (file->keys, NULL);
  for (char **name = groups; *name != NULL; name++)
    {
      if (group == NULL || strcmp (group, *name) == 0)
        copy_group (file->keys, *name, into);
    }

  return TRUE;
}

static gboolean
file_store (
    const char *profile, const char *group, const char *key, const char *value, GError **error)
{
  g_autoptr (MapiKeyFile) file = load (profile, error);

  if (file == NULL)
    return FALSE;

  g_key_file_set_string (file->keys, group, key, value);
  return mapi_key_file_save (file, PRIVATE_MODE, error);
}

static gboolean
remove_file (const char *profile, GError **error)
{
  g_autofree char *path = mapi_secrets_file_path (profile);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  g_set_error (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "cannot remove %s: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
file_clear (const char *profile, const char *group, const char *key, GError **error)
{
  g_autoptr (MapiKeyFile) file = NULL;
  gboolean changed;

  if (group == NULL)
    return remove_file (profile, error);

  file = load (profile, error);
  if (file == NULL)
    return FALSE;

  changed = key != NULL ? g_key_file_remove_key (file->keys, group, key, NULL)
                        : g_key_file_remove_group (file->keys, group, NULL);
  return !changed || mapi_key_file_save (file, PRIVATE_MODE, error);
}

const MapiSecretsBackend mapi_secrets_file = { file_list, file_store, file_clear };
