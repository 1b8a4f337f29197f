/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-provider.h"

#include "fake-status.h"

/* Where fake-transport.service says the settings lie. */
#define TAG_TYPES ((guint32) 0x6601001F)
#define TAG_UIDS ((guint32) 0x6602001F)
#define TAG_ASKS ((guint32) 0x6603001F)
#define TAG_LOG ((guint32) 0x6604001F)

#define FAKE_TYPE_PROVIDER (fake_provider_get_type ())
G_DECLARE_FINAL_TYPE (FakeProvider, fake_provider, FAKE, PROVIDER, GObject)

struct _FakeProvider
{
  GObject     parent_instance;
  GMutex      lock;
  GHashTable *transports; /* by PR_PROVIDER_UID */
};

static void fake_provider_iface_init (MapiXpProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeProvider,
                               fake_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_PROVIDER,
                                                      fake_provider_iface_init))

static GStrv
split (const char *words)
{
  g_auto (GStrv) all = g_strsplit_set (words != NULL ? words : "", " ,", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; all[i] != NULL; i++)
    if (*all[i] != '\0')
      g_strv_builder_add (builder, all[i]);
  return g_strv_builder_end (builder);
}

static MapiUidArray *
read_uids (MapiPropList *settings, GError **error)
{
  g_auto (GStrv) words = split (mapi_prop_list_get_string (settings, TAG_UIDS));
  g_autoptr (MapiUidArray) uids = mapi_uid_array_new ();

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autoptr (MapiUid) uid = mapi_uid_new_from_string (words[i], error);
      g_autoptr (MapiUidArray) before = uids;

      uids = uid != NULL ? mapi_uid_array_append (before, uid) : NULL;
      if (uids == NULL)
        return NULL;
    }

  return g_steal_pointer (&uids);
}

/* A star stands for all types. */
static MapiAddressTypes *
read_types (MapiPropList *settings, GError **error)
{
  g_auto (GStrv) types = split (mapi_prop_list_get_string (settings, TAG_TYPES));
  gboolean all = types[0] != NULL && g_str_equal (types[0], "*");
  g_autoptr (MapiUidArray) uids = read_uids (settings, error);

  if (uids == NULL)
    return NULL;
  return mapi_address_types_new (all ? NULL : (const char *const *) types, uids);
}

static gboolean
read_asks (MapiPropList *settings, guint32 *wants, GError **error)
{
  g_auto (GStrv) words = split (mapi_prop_list_get_string (settings, TAG_ASKS));

  *wants = 0;
  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *upper = g_ascii_strup (words[i], -1);
      g_autofree char *name = g_strconcat ("LOGON_SP_", upper, NULL);
      guint32          flag;

      if (!mapi_flag_from_name (name, &flag))
        {
          g_set_error (error,
                       MAPI_ERROR,
                       MAPI_E_INVALID_PARAMETER,
                       "the setting asks: there is no %s; there are POLL, IDLE and RESOLVE",
                       name);
          return FALSE;
        }
      *wants |= flag;
    }

  return TRUE;
}

static gboolean
configure (FakeTransport *transport, MapiPropList *settings, GError **error)
{
  const char *script = mapi_prop_list_get_string (settings, FAKE_PR_SCRIPT);
  const char *log = mapi_prop_list_get_string (settings, TAG_LOG);
  g_autoptr (MapiAddressTypes) types = read_types (settings, error);
  guint32 wants;

  if (types == NULL || !read_asks (settings, &wants, error))
    return FALSE;

  fake_transport_set_types (transport, types);
  fake_transport_set_wants (transport, wants);
  return (log == NULL ||
          fake_actor_set_log_file (fake_transport_get_actor (transport), log, error)) &&
         fake_transport_set_script (transport, script != NULL ? script : "", error);
}

static MapiPropList *
read_settings (MapiSupport *support, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiProfSect) section =
      mapi_support_open_profile_section (support, NULL, 0, cancellable, error);

  return section != NULL
             ? mapi_prop_get_props (MAPI_PROP (section), NULL, 0, cancellable, NULL, error)
             : NULL;
}

/* The logons of one section share a transport: it has the settings of the first. */
static FakeTransport *
find_transport (FakeProvider *self, MapiPropList *settings, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GBytes) uid = mapi_prop_list_get_bytes (settings, MAPI_PR_PROVIDER_UID);
  const char *name = mapi_prop_list_get_string (settings, MAPI_PR_DISPLAY_NAME);
  g_autoptr (FakeTransport) transport = NULL;
  FakeTransport *known;

  if (uid == NULL)
    uid = g_bytes_new (NULL, 0);
  known = g_hash_table_lookup (self->transports, uid);
  if (known != NULL)
    return g_object_ref (known);

  transport = fake_transport_new (name != NULL ? name : "Fake transport");
  if (!configure (transport, settings, error))
    return NULL;

  g_hash_table_insert (self->transports, g_steal_pointer (&uid), g_object_ref (transport));
  return g_steal_pointer (&transport);
}

static MapiXpLogon *
fake_provider_transport_logon (MapiXpProvider *provider,
                               MapiSupport    *support,
                               const char     *profile_name,
                               guint32        *flags,
                               GCancellable   *cancellable,
                               GError        **error)
{
  g_autoptr (MapiPropList) settings = read_settings (support, cancellable, error);
  g_autoptr (FakeTransport) transport = NULL;

  if (settings == NULL)
    return NULL;

  transport = find_transport (FAKE_PROVIDER (provider), settings, error);
  return transport != NULL
             ? fake_transport_logon (transport, support, profile_name, flags, cancellable, error)
             : NULL;
}

static gboolean
fake_provider_shutdown (MapiXpProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

static void
fake_provider_iface_init (MapiXpProviderInterface *iface)
{
  iface->transport_logon = fake_provider_transport_logon;
  iface->shutdown = fake_provider_shutdown;
}

static void
fake_provider_finalize (GObject *object)
{
  FakeProvider *self = FAKE_PROVIDER (object);

  g_hash_table_unref (self->transports);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (fake_provider_parent_class)->finalize (object);
}

static void
fake_provider_class_init (FakeProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_provider_finalize;
}

static void
fake_provider_init (FakeProvider *self)
{
  g_mutex_init (&self->lock);
  self->transports = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, g_object_unref);
}

MapiXpProvider *
fake_provider_new (void)
{
  return g_object_new (FAKE_TYPE_PROVIDER, NULL);
}
