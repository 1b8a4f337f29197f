/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-key-file-lines-private.h"
#include "mapi-profile-private.h"
#include "mapi-profile-problem.h"
#include "mapi-prop-text-private.h"
#include "mapi-secrets-private.h"
#include "mapi-spooler-settings-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/*
 * All that is wrong with a profile at once. Who uses a profile stops at the first complaint, which
 * these are; here each is kept with its line, and the next is looked for.
 */

/* A file that is looked at: the profile, or its secrets. */
typedef struct
{
  MapiKeyFile      *file;
  MapiKeyFileLines *lines;
} Sheet;

typedef struct
{
  MapiProfile *profile;
  GListStore  *problems;
  Sheet        main;
  Sheet        secrets;
} Lint;

static void
sheet_clear (Sheet *self)
{
  g_clear_pointer (&self->file, mapi_key_file_free);
  g_clear_pointer (&self->lines, mapi_key_file_lines_free);
}

static void
lint_clear (Lint *self)
{
  g_clear_object (&self->problems);
  sheet_clear (&self->main);
  sheet_clear (&self->secrets);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lint, lint_clear)

static void
add (Lint *self, const char *path, guint line, MapiError code, const char *message)
{
  g_autoptr (MapiProfileProblem) problem = mapi_profile_problem_new (path, line, code, message);

  g_list_store_append (self->problems, problem);
}

/* The complaint of somebody else, who begins it with the file. */
static void
add_error (Lint *self, const Sheet *sheet, const char *group, const char *key, GError *error)
{
  const char *path = sheet->file->path;
  const char *message = error->message;

  if (g_str_has_prefix (message, path) && g_str_has_prefix (message + strlen (path), ": "))
    message += strlen (path) + strlen (": ");
  add (self, path, mapi_key_file_lines_find (sheet->lines, group, key), error->code, message);
  g_error_free (error);
}

static void
add_cause (Lint *self, const char *group, const char *key, MapiError code, const char *format, ...)
    G_GNUC_PRINTF (5, 6);

static void
add_cause (Lint *self, const char *group, const char *key, MapiError code, const char *format, ...)
{
  GError          *error = NULL;
  g_autofree char *cause = NULL;
  va_list          args;

  va_start (args, format);
  cause = g_strdup_vprintf (format, args);
  va_end (args);
  mapi_key_file_set_error (self->main.file, group, key, code, &error, "%s", cause);
  add_error (self, &self->main, group, key, error);
}

typedef struct
{
  Lint       *lint;
  const char *path;
} Reader;

static void
complain_of_line (guint       line,
                  gboolean    is_copy,
                  const char *group,
                  const char *key,
                  const char *cause,
                  gpointer    data)
{
  const Reader    *reader = data;
  g_autofree char *message = key != NULL ? g_strdup_printf ("[%s] %s: %s", group, key, cause)
                             : is_copy   ? g_strdup_printf ("[%s]: %s", group, cause)
                                         : g_strdup (cause);

  add (reader->lint, reader->path, line, MAPI_E_CORRUPT_DATA, message);
}

static void
read_sheet (Lint *self, Sheet *sheet, const char *path, const char *text)
{
  Reader reader = { self, path };

  sheet->file = mapi_key_file_new (path);
  sheet->lines = mapi_key_file_lines_new (text, complain_of_line, &reader);
  g_key_file_load_from_data (sheet->file->keys,
                             mapi_key_file_lines_get_readable (sheet->lines),
                             (gsize) -1,
                             G_KEY_FILE_KEEP_TRANSLATIONS,
                             NULL);
}

static gboolean
is_uid_of (Lint *self, const char *kind, const char *text)
{
  g_autoptr (MapiUid) uid = mapi_uid_new_from_string (text, NULL);
  g_autofree char *group = uid != NULL ? mapi_profile_group_of (kind, uid) : NULL;

  return group != NULL && g_key_file_has_group (self->main.file->keys, group);
}

/* [Profile] */

static void
check_choice (Lint *self, const char *key)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!mapi_key_file_get_string (self->main.file, MAPI_GROUP_PROFILE, key, &text, &error))
    add_error (self, &self->main, MAPI_GROUP_PROFILE, key, g_steal_pointer (&error));
  else if (text != NULL && !is_uid_of (self, MAPI_GROUP_SERVICE, text))
    add_cause (self,
               MAPI_GROUP_PROFILE,
               key,
               MAPI_E_CORRUPT_DATA,
               "'%s' is no service of the profile",
               text);
}

static void
check_order (Lint *self)
{
  g_auto (GStrv) order = NULL;
  g_autoptr (GError) error = NULL;

  if (!mapi_key_file_get_strings (
          self->main.file, MAPI_GROUP_PROFILE, MAPI_KEY_TRANSPORT_ORDER, &order, &error))
    {
      add_error (self,
                 &self->main,
                 MAPI_GROUP_PROFILE,
                 MAPI_KEY_TRANSPORT_ORDER,
                 g_steal_pointer (&error));
      return;
    }
  for (char **uid = order; *uid != NULL; uid++)
    if (!is_uid_of (self, MAPI_GROUP_PROVIDER, *uid))
      add_cause (self,
                 MAPI_GROUP_PROFILE,
                 MAPI_KEY_TRANSPORT_ORDER,
                 MAPI_E_CORRUPT_DATA,
                 "'%s' is no provider of the profile",
                 *uid);
}

/* What the spooler goes by. */
static void
check_option (Lint *self, const char *key)
{
  g_autofree char *value =
      g_key_file_get_string (self->main.file->keys, MAPI_GROUP_PROFILE, key, NULL);
  g_autoptr (GError) error = NULL;

  if (value == NULL || !mapi_setting_info_check (mapi_spooler_settings_lookup (key), value, &error))
    add_cause (self,
               MAPI_GROUP_PROFILE,
               key,
               MAPI_E_CORRUPT_DATA,
               "%s",
               error != NULL ? error->message : "is not text");
}

static void
check_profile (Lint *self)
{
  static const char *const known[] = {
    "Name",
    MAPI_KEY_DEFAULT_STORE,
    MAPI_KEY_PRIMARY_IDENTITY,
    MAPI_KEY_TRANSPORT_ORDER,
    "Description",
    NULL,
  };
  g_auto (GStrv) keys = g_key_file_get_keys (self->main.file->keys, MAPI_GROUP_PROFILE, NULL, NULL);

  for (char **key = keys; *key != NULL; key++)
    if (mapi_spooler_settings_lookup (*key) != NULL)
      check_option (self, *key);
    else if (!g_strv_contains (known, *key))
      add_cause (self, MAPI_GROUP_PROFILE, *key, MAPI_E_CORRUPT_DATA, "is no key of a profile");
  check_choice (self, MAPI_KEY_DEFAULT_STORE);
  check_choice (self, MAPI_KEY_PRIMARY_IDENTITY);
  check_order (self);
}

/* The other groups. Keys with a capital are MAPI's: @known are those of the group. */
static void
check_keys (Lint *self, const char *group, const char *const *known)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->main.file->keys, group, NULL, NULL);

  for (char **key = keys; *key != NULL; key++)
    {
      GError *error = NULL;

      if (!g_strv_contains (known, *key) &&
          !mapi_profile_check_key (self->profile, self->main.file, group, *key, &error))
        add_error (self, &self->main, group, *key, error);
    }
}

/* FALSE where the name of a group does not end in an identifier. */
static gboolean
check_uid (Lint *self, const char *group, const char *kind)
{
  g_autoptr (MapiUid) uid = mapi_uid_new_from_string (group + strlen (kind), NULL);

  if (uid == NULL)
    add_cause (
        self, group, NULL, MAPI_E_CORRUPT_DATA, "'%s' is no identifier", group + strlen (kind));
  return uid != NULL;
}

static void
check_settings (Lint *self, MapiServiceInfo *service, const char *group)
{
  g_autoptr (MapiUid) uid = mapi_uid_new_from_string (group + strlen (MAPI_GROUP_SERVICE), NULL);

  for (guint i = 0; i < mapi_service_info_get_n_settings (service); i++)
    {
      MapiSettingInfo *setting = mapi_service_info_get_setting (service, i);
      g_autoptr (GError) error = NULL;

      if (!mapi_profile_check_setting (
              self->profile, self->main.file, service, setting, uid, &error) &&
          error->code == MAPI_E_UNCONFIGURED)
        add_error (self, &self->main, group, NULL, g_steal_pointer (&error));
    }
}

static void
check_service (Lint *self, const char *group)
{
  static const char *const known[] = { "Service", "DisplayName", NULL };
  GError                  *error = NULL;
  MapiServiceInfo         *service;

  check_keys (self, group, known);
  if (!check_uid (self, group, MAPI_GROUP_SERVICE))
    return;
  service = mapi_profile_service_info (self->profile, self->main.file, group, &error);
  if (service == NULL)
    add_error (self, &self->main, group, "Service", error);
  else
    check_settings (self, service, group);
}

/* A module that is not there; whether it is any good shows when it is loaded. */
static void
check_module (Lint *self, const char *group)
{
  g_autofree char *owner = g_key_file_get_string (self->main.file->keys, group, "Service", NULL);
  g_autofree char *name = g_key_file_get_string (self->main.file->keys, group, "Provider", NULL);
  g_autofree char *service_group = g_strconcat (MAPI_GROUP_SERVICE, owner, NULL);
  MapiServiceInfo *service =
      mapi_profile_service_info (self->profile, self->main.file, service_group, NULL);
  MapiProviderInfo *provider =
      service != NULL ? mapi_service_info_lookup_provider (service, name) : NULL;
  const char *path = provider != NULL ? mapi_provider_info_get_module_path (provider) : NULL;

  if (path != NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
    add_cause (self,
               group,
               "Provider",
               MAPI_E_NOT_FOUND,
               "service '%s' has no module: there is no file %s",
               mapi_service_info_get_name (service),
               path);
}

static void
check_provider (Lint *self, const char *group)
{
  static const char *const known[] = { "Service", "Provider", NULL };
  GError                  *error = NULL;

  if (!check_uid (self, group, MAPI_GROUP_PROVIDER))
    return;
  if (mapi_profile_check_group (self->profile, self->main.file, group, &error))
    {
      check_keys (self, group, known);
      check_module (self, group);
    }
  /* Of a service that is gone, its own group tells. */
  else if (error->code != MAPI_E_UNCONFIGURED || strstr (error->message, group) != NULL)
    add_error (self, &self->main, group, "Service", error);
  else
    g_error_free (error);
}

static void
check_section (Lint *self, const char *group)
{
  static const char *const known[] = { "Owner", NULL };

  if (check_uid (self, group, MAPI_GROUP_SECTION))
    check_keys (self, group, known);
}

static void
check_group (Lint *self, const char *group)
{
  static const struct
  {
    const char *kind;
    void (*check) (Lint *self, const char *group);
  } kinds[] = {
    { MAPI_GROUP_SERVICE, check_service },
    { MAPI_GROUP_PROVIDER, check_provider },
    { MAPI_GROUP_SECTION, check_section },
  };

  if (strcmp (group, MAPI_GROUP_PROFILE) == 0)
    {
      check_profile (self);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (group, kinds[i].kind))
      {
        kinds[i].check (self, group);
        return;
      }

  add_cause (self, group, NULL, MAPI_E_CORRUPT_DATA, "is no group of a profile");
}

/* Secrets. */

static void
check_secrets_of (Lint *self, const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->secrets.file->keys, group, NULL, NULL);

  for (char **key = keys; *key != NULL; key++)
    {
      GError *error = NULL;

      if (!mapi_profile_check_secret (
              self->profile, self->main.file, self->secrets.file, group, *key, &error))
        add_error (self, &self->secrets, group, *key, error);
    }
}

static void
check_secrets (Lint *self)
{
  g_autofree char *path = mapi_secrets_file_path (self->main.file->path);
  g_autofree char *text = NULL;
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) error = NULL;

  if (!mapi_secrets_file_check (path, &error))
    {
      read_sheet (self, &self->secrets, path, "");
      add_error (self, &self->secrets, "", NULL, g_steal_pointer (&error));
      return;
    }
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  read_sheet (self, &self->secrets, path, text);
  groups = g_key_file_get_groups (self->secrets.file->keys, NULL);
  for (char **group = groups; *group != NULL; group++)
    check_secrets_of (self, *group);
}

static int
compare_problems (gconstpointer a, gconstpointer b, gpointer data)
{
  MapiProfileProblem *one = MAPI_PROFILE_PROBLEM ((gpointer) a);
  MapiProfileProblem *other = MAPI_PROFILE_PROBLEM ((gpointer) b);
  int order = strcmp (mapi_profile_problem_get_path (one), mapi_profile_problem_get_path (other));

  return order != 0 ? order
                    : (int) mapi_profile_problem_get_line (one) -
                          (int) mapi_profile_problem_get_line (other);
}

/**
 * mapi_profile_lint:
 * @self: a #MapiProfile
 * @error: return location for a #GError
 *
 * Looks for everything that is wrong with the files of the profile, its secrets included, without
 * loading any module: lines that cannot be read, groups and keys that nobody knows, settings that
 * are missing or of another type than their service declares, services and modules that are not
 * there (any more), secrets in the wrong place or that others may read.
 *
 * Returns: (transfer full): a list of #MapiProfileProblem by file and line, empty when all is well;
 *   %NULL when the profile cannot be read at all
 *
 * Since: 1.0
 */
GListModel *
mapi_profile_lint (MapiProfile *self, GError **error)
{
  g_auto (Lint) lint = { 0 };
  g_autofree char *text = NULL;
  g_auto (GStrv) groups = NULL;
  const char *path;

  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);

  path = mapi_profile_get_path (self);
  text = mapi_key_file_read_text (path, error);
  if (text == NULL)
    return NULL;

  lint.profile = self;
  lint.problems = g_list_store_new (MAPI_TYPE_PROFILE_PROBLEM);
  read_sheet (&lint, &lint.main, path, text);
  groups = g_key_file_get_groups (lint.main.file->keys, NULL);
  for (char **group = groups; *group != NULL; group++)
    check_group (&lint, *group);
  check_secrets (&lint);
  g_list_store_sort (lint.problems, compare_problems, NULL);

  return G_LIST_MODEL (g_steal_pointer (&lint.problems));
}
