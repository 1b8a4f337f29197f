/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-secrets-private.h"

#include <libsecret/secret.h>

#include "mapi-late-library-private.h"

#define LIBSECRET "libsecret-1.so.0"

#define LIBSECRET_FUNCTIONS(X)                                                                     \
  X (secret_collection_for_alias_sync)                                                             \
  X (secret_collection_get_locked)                                                                 \
  X (secret_item_get_attributes)                                                                   \
  X (secret_item_get_secret)                                                                       \
  X (secret_service_clear_sync)                                                                    \
  X (secret_service_get_sync)                                                                      \
  X (secret_service_search_sync)                                                                   \
  X (secret_service_store_sync)                                                                    \
  X (secret_value_get_text)                                                                        \
  X (secret_value_new)                                                                             \
  X (secret_value_unref)

typedef struct
{
  LIBSECRET_FUNCTIONS (MAPI_LATE_MEMBER)
} Libsecret;

/* A bus or a service that does not answer in this time is as good as none. */
#define PATIENCE_MS 1000

#define SERVICE_NAME "org.freedesktop.secrets"

static const SecretSchema schema = {
  .name = "org.mapi.Profile",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "section", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "key", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static gpointer
load (gpointer unused)
{
  static const char *const names[] = { LIBSECRET_FUNCTIONS (MAPI_LATE_NAME) };
  static Libsecret         functions;

  mapi_late_library_load (LIBSECRET, names, G_N_ELEMENTS (names), (gpointer *) &functions);
  return &functions;
}

static const Libsecret *
libsecret (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}

typedef SecretValue Secret;

static void
secret_free (Secret *secret)
{
  libsecret ()->secret_value_unref (secret);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Secret, secret_free)

/* Asking GIO for a bus where there is none would launch one. */
static gboolean
bus_is_there (void)
{
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL || g_file_test (socket, G_FILE_TEST_EXISTS);
}

static gboolean
ask_bus (GDBusConnection *bus, const char *method, GVariant *arguments, const char *answer_type)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (bus,
                                                             "org.freedesktop.DBus",
                                                             "/org/freedesktop/DBus",
                                                             "org.freedesktop.DBus",
                                                             method,
                                                             arguments,
                                                             G_VARIANT_TYPE (answer_type),
                                                             G_DBUS_CALL_FLAGS_NONE,
                                                             PATIENCE_MS,
                                                             NULL,
                                                             NULL);

  return answer != NULL;
}

/* One that runs need not be one that the bus could start. */
static gboolean
start_service (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  return bus != NULL &&
         (ask_bus (bus, "GetNameOwner", g_variant_new ("(s)", SERVICE_NAME), "(s)") ||
          ask_bus (bus, "StartServiceByName", g_variant_new ("(su)", SERVICE_NAME, 0), "(u)"));
}

gboolean
mapi_secrets_service_is_there (void)
{
  static gsize answer;
  enum
  {
    ABSENT = 1,
    THERE = 2,
  };

  if (g_once_init_enter (&answer))
    g_once_init_leave (&answer, bus_is_there () && start_service () ? THERE : ABSENT);

  return answer == THERE;
}

/* Whether a secret can be stored without asking the user, whom a daemon does not have. */
gboolean
mapi_secrets_service_can_store (void)
{
  g_autoptr (SecretService) service =
      libsecret ()->secret_service_get_sync (SECRET_SERVICE_NONE, NULL, NULL);
  g_autoptr (SecretCollection) collection = NULL;

  if (service != NULL)
    collection = libsecret ()->secret_collection_for_alias_sync (
        service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, NULL);

  return collection != NULL && !libsecret ()->secret_collection_get_locked (collection);
}

static gboolean
fail (const GError *cause, GError **error)
{
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_ACCESS,
               "the Secret Service does not serve: %s",
               cause != NULL ? cause->message : "it gave no reason");
  return FALSE;
}

static GHashTable *
attributes_new (const char *profile, const char *group, const char *key)
{
  GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (attributes, (gpointer) "profile", (gpointer) profile);
  if (group != NULL)
    g_hash_table_insert (attributes, (gpointer) "section", (gpointer) group);
  if (key != NULL)
    g_hash_table_insert (attributes, (gpointer) "key", (gpointer) key);

  return attributes;
}

static gboolean
add_item (SecretItem *item, GKeyFile *into, GError **error)
{
  g_autoptr (GHashTable) attributes = libsecret ()->secret_item_get_attributes (item);
  g_autoptr (Secret) secret = libsecret ()->secret_item_get_secret (item);
  const char *group = g_hash_table_lookup (attributes, "section");
  const char *key = g_hash_table_lookup (attributes, "key");
  const char *text = secret != NULL ? libsecret ()->secret_value_get_text (secret) : NULL;

  if (group == NULL || key == NULL)
    return TRUE;
  if (text == NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NO_ACCESS,
                   "the Secret Service keeps '%s' locked; unlock the keyring",
                   key);
      return FALSE;
    }

  g_key_file_set_string (into, group, key, text);
  return TRUE;
}

/* Locked items are not unlocked: that would ask the user, whom a daemon does not have. */
static gboolean
service_list (const char *profile, const char *group, GKeyFile *into, GError **error)
{
  g_autoptr (GHashTable) attributes = attributes_new (profile, group, NULL);
  g_autoptr (GError) local = NULL;
  GList   *items;
  gboolean whole = TRUE;

  items = libsecret ()->secret_service_search_sync (
      NULL, &schema, attributes, SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS, NULL, &local);
  if (local != NULL)
    return fail (local, error);

  for (GList *item = items; item != NULL && whole; item = item->next)
    whole = add_item (item->data, into, error);
  g_list_free_full (items, g_object_unref);

  return whole;
}

static gboolean
service_store (
    const char *profile, const char *group, const char *key, const char *value, GError **error)
{
  g_autoptr (GHashTable) attributes = attributes_new (profile, group, key);
  g_autofree char *label = g_strdup_printf ("%s of %s", key, profile);
  g_autoptr (Secret) secret = libsecret ()->secret_value_new (value, -1, "text/plain");
  g_autoptr (GError) local = NULL;

  if (libsecret ()->secret_service_store_sync (
          NULL, &schema, attributes, SECRET_COLLECTION_DEFAULT, label, secret, NULL, &local))
    return TRUE;

  return fail (local, error);
}

static gboolean
service_clear (const char *profile, const char *group, const char *key, GError **error)
{
  g_autoptr (GHashTable) attributes = attributes_new (profile, group, key);
  g_autoptr (GError) local = NULL;

  /* FALSE without an error: there was nothing. */
  if (libsecret ()->secret_service_clear_sync (NULL, &schema, attributes, NULL, &local) ||
      local == NULL)
    return TRUE;

  return fail (local, error);
}

const MapiSecretsBackend mapi_secrets_service = { service_list, service_store, service_clear };
