/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-host.h"
#include "mock-support.h"

typedef struct
{
  MapiUid        uid;
  MockStore     *store;
  FakeTransport *transport;
  guint          connections;
  guint32        flags; /* PR_RESOURCE_FLAGS */

  MapiSpoolerHook *hook;
  char            *name; /* of the hook */
  MapiPropList    *row;  /* what the spooler has changed */
} Provider;

struct _MockHost
{
  GObject          parent_instance;
  MapiSpoolerHost *base; /* a session's; or NULL */
  char            *profile;
  GHashTable      *settings; /* by "NAME/KEY" of a transport, and "KEY" */
  GPtrArray       *providers;
  gint             n_refusals; /* atomic: of hooks, still to come */
  GMutex           lock;
  GWeakRef         link;
  MapiPropList    *status;
};

static void mock_host_host_init (MapiSpoolerHostInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockHost,
                               mock_host,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_HOST, mock_host_host_init))

/* NULL for a provider of the session. */
static Provider *
find_provider (MapiSpoolerHost *host, const MapiUid *uid)
{
  MockHost *self = MOCK_HOST (host);

  for (guint i = 0; i < self->providers->len; i++)
    {
      Provider *provider = g_ptr_array_index (self->providers, i);

      if (mapi_uid_equal (&provider->uid, uid))
        return provider;
    }

  g_assert (self->base != NULL);
  return NULL;
}

static char *
mock_host_get_profile_name (MapiSpoolerHost *host)
{
  return g_strdup (MOCK_HOST (host)->profile);
}

static char *
mock_host_get_setting (MapiSpoolerHost *host, const MapiUid *uid, const char *key)
{
  MockHost        *self = MOCK_HOST (host);
  Provider        *provider = uid != NULL ? find_provider (host, uid) : NULL;
  g_autofree char *name = NULL;

  if (uid == NULL)
    return g_strdup (g_hash_table_lookup (self->settings, key));
  if (provider == NULL)
    return mapi_spooler_host_get_setting (self->base, uid, key);
  if (g_str_equal (key, "connections"))
    return g_strdup_printf ("%u", provider->connections);
  name = g_strconcat (fake_transport_get_name (provider->transport), "/", key, NULL);
  return g_strdup (g_hash_table_lookup (self->settings, name));
}

void
mock_host_set_setting (MockHost *self, const char *key, const char *value)
{
  g_hash_table_replace (self->settings, g_strdup (key), g_strdup (value));
}

static guint32
type_of (const Provider *provider)
{
  if (provider->store != NULL)
    return MAPI_STORE_PROVIDER;
  return provider->hook != NULL ? MAPI_HOOK_PROVIDER : MAPI_TRANSPORT_PROVIDER;
}

static MapiPropList *
build_row (const Provider *provider)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_data (
      builder, MAPI_PR_PROVIDER_UID, &provider->uid, sizeof provider->uid);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_TYPE, (gint32) type_of (provider));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_FLAGS, (gint32) provider->flags);
  if (provider->transport != NULL)
    mapi_prop_list_builder_add_string (
        builder, MAPI_PR_DISPLAY_NAME, fake_transport_get_name (provider->transport));
  if (provider->hook != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, provider->name);

  return mapi_prop_list_builder_end (builder);
}

static void
add_rows (GPtrArray *rows, MapiRowSet *more)
{
  for (guint i = 0; i < mapi_row_set_get_size (more); i++)
    g_ptr_array_add (rows, mapi_row_set_get_row (more, i));
}

static MapiRowSet *
mock_host_get_providers (MapiSpoolerHost *host, GCancellable *cancellable, GError **error)
{
  MockHost *self = MOCK_HOST (host);
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiRowSet) others =
      self->base != NULL ? mapi_spooler_host_get_providers (self->base, cancellable, error) : NULL;

  if (self->base != NULL && others == NULL)
    return NULL;
  if (others != NULL)
    add_rows (rows, others);
  for (guint i = 0; i < self->providers->len; i++)
    g_ptr_array_add (rows, build_row (g_ptr_array_index (self->providers, i)));

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiMsgStore *
mock_host_open_store (MapiSpoolerHost *host,
                      const MapiUid   *uid,
                      GCancellable    *cancellable,
                      GError         **error)
{
  Provider *provider = find_provider (host, uid);

  return provider != NULL
             ? MAPI_MSG_STORE (g_object_ref (provider->store))
             : mapi_spooler_host_open_store (MOCK_HOST (host)->base, uid, cancellable, error);
}

static MapiXpLogon *
logon_fake (MockHost     *self,
            Provider     *provider,
            guint32      *flags,
            MapiSupport **support,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (MapiSpoolerLink) link = g_weak_ref_get (&self->link);
  g_autoptr (MapiPropList) settings = mapi_prop_list_new_empty ();
  g_autoptr (MockSupport) own = mock_support_new (settings);
  MapiXpLogon *logon;

  mock_support_set_link (own, link, &provider->uid);
  logon = fake_transport_logon (
      provider->transport, MAPI_SUPPORT (own), self->profile, flags, cancellable, error);
  if (logon != NULL)
    *support = MAPI_SUPPORT (g_steal_pointer (&own));
  return logon;
}

static MapiXpLogon *
mock_host_logon_transport (MapiSpoolerHost *host,
                           const MapiUid   *uid,
                           guint32         *flags,
                           MapiSupport    **support,
                           GCancellable    *cancellable,
                           GError         **error)
{
  MockHost *self = MOCK_HOST (host);
  Provider *provider = find_provider (host, uid);

  return provider != NULL ? logon_fake (self, provider, flags, support, cancellable, error)
                          : mapi_spooler_host_logon_transport (
                                self->base, uid, flags, support, cancellable, error);
}

static void
keep_row (MapiPropList **row, MapiPropList *columns)
{
  g_autoptr (MapiPropList) before = *row != NULL ? *row : mapi_prop_list_new_empty ();

  *row = mapi_prop_list_merge (before, columns);
}

static gboolean
mock_host_modify_status_row (MapiSpoolerHost *host,
                             const MapiUid   *uid,
                             MapiPropList    *columns,
                             GError         **error)
{
  MockHost *self = MOCK_HOST (host);
  Provider *provider = uid != NULL ? find_provider (host, uid) : NULL;

  if (uid != NULL && provider == NULL)
    return mapi_spooler_host_modify_status_row (self->base, uid, columns, error);

  g_mutex_lock (&self->lock);
  keep_row (provider != NULL ? &provider->row : &self->status, columns);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static void
mock_host_set_link (MapiSpoolerHost *host, MapiSpoolerLink *link)
{
  MockHost *self = MOCK_HOST (host);

  g_weak_ref_set (&self->link, link);
  if (self->base != NULL)
    mapi_spooler_host_set_link (self->base, link);
}

static gboolean
refuses_hook (MockHost *self)
{
  gint left;

  do
    left = g_atomic_int_get (&self->n_refusals);
  while (left > 0 && !g_atomic_int_compare_and_exchange (&self->n_refusals, left, left - 1));
  return left > 0;
}

static MapiSpoolerHook *
mock_host_logon_hook (MapiSpoolerHost *host,
                      const MapiUid   *uid,
                      guint32          flags,
                      GCancellable    *cancellable,
                      GError         **error)
{
  MockHost *self = MOCK_HOST (host);
  Provider *provider = find_provider (host, uid);

  if (provider == NULL)
    return mapi_spooler_host_logon_hook (self->base, uid, flags, cancellable, error);
  if (!refuses_hook (self))
    return g_object_ref (provider->hook);
  g_set_error (error, MAPI_ERROR, MAPI_E_FAILONEPROVIDER, "%s: not now", provider->name);
  return NULL;
}

static MapiPropList *
mock_host_get_identity (MapiSpoolerHost *host)
{
  MockHost *self = MOCK_HOST (host);

  return self->base != NULL ? mapi_spooler_host_get_identity (self->base) : NULL;
}

/* Who has no address has one that nobody else has. */
static MapiPropList *
resolve (MapiPropList *row)
{
  g_autoptr (MapiPropValue) address =
      mapi_prop_value_new_string (MAPI_PR_EMAIL_ADDRESS, "resolved");
  g_autoptr (MapiPropList) found = mapi_prop_list_new_from_value (address);

  return mapi_prop_list_contains (row, MAPI_PR_EMAIL_ADDRESS) ? mapi_prop_list_ref (row)
                                                              : mapi_prop_list_merge (row, found);
}

static MapiRowSet *
mock_host_resolve_recipients (MapiSpoolerHost *host,
                              MapiRowSet      *recipients,
                              GCancellable    *cancellable,
                              GError         **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      g_ptr_array_add (rows, resolve (row));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static void
mock_host_host_init (MapiSpoolerHostInterface *iface)
{
  iface->get_profile_name = mock_host_get_profile_name;
  iface->get_setting = mock_host_get_setting;
  iface->get_providers = mock_host_get_providers;
  iface->open_store = mock_host_open_store;
  iface->logon_transport = mock_host_logon_transport;
  iface->modify_status_row = mock_host_modify_status_row;
  iface->set_link = mock_host_set_link;
  iface->get_identity = mock_host_get_identity;
  iface->logon_hook = mock_host_logon_hook;
  iface->resolve_recipients = mock_host_resolve_recipients;
}

static void
free_provider (gpointer data)
{
  Provider *provider = data;

  g_clear_object (&provider->store);
  g_clear_object (&provider->transport);
  g_clear_object (&provider->hook);
  g_clear_pointer (&provider->row, mapi_prop_list_unref);
  g_free (provider->name);
  g_free (provider);
}

static void
mock_host_finalize (GObject *object)
{
  MockHost *self = MOCK_HOST (object);

  g_ptr_array_unref (self->providers);
  g_hash_table_unref (self->settings);
  g_clear_object (&self->base);
  g_clear_pointer (&self->status, mapi_prop_list_unref);
  g_weak_ref_clear (&self->link);
  g_mutex_clear (&self->lock);
  g_free (self->profile);

  G_OBJECT_CLASS (mock_host_parent_class)->finalize (object);
}

static void
mock_host_class_init (MockHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_host_finalize;
}

static void
mock_host_init (MockHost *self)
{
  self->providers = g_ptr_array_new_with_free_func (free_provider);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->link, NULL);
}

MockHost *
mock_host_new (const char *profile)
{
  MockHost *self = g_object_new (MOCK_TYPE_HOST, NULL);

  self->profile = g_strdup (profile);
  return self;
}

static Provider *
add_provider (MockHost *self)
{
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  Provider *provider = g_new0 (Provider, 1);

  provider->uid = *uid;
  g_ptr_array_add (self->providers, provider);
  return provider;
}

void
mock_host_add_store (MockHost *self, MockStore *store)
{
  add_provider (self)->store = g_object_ref (store);
}

void
mock_host_add_transport (MockHost *self, FakeTransport *transport, guint connections)
{
  Provider *provider = add_provider (self);

  provider->transport = g_object_ref (transport);
  provider->connections = connections;
}

void
mock_host_add_hook (MockHost *self, const char *name, guint32 flags, MapiSpoolerHook *hook)
{
  Provider *provider = add_provider (self);

  provider->hook = g_object_ref (hook);
  provider->name = g_strdup (name);
  provider->flags = flags;
}

void
mock_host_refuse_hooks (MockHost *self, guint n_times)
{
  g_atomic_int_set (&self->n_refusals, (gint) n_times);
}

void
mock_host_set_session (MockHost *self, MapiSession *session)
{
  self->base = mapi_spooler_session_host_new (session);
}

MapiPropList *
mock_host_get_row (MockHost *self, FakeTransport *transport)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->providers->len; i++)
    {
      Provider *provider = g_ptr_array_index (self->providers, i);

      if (provider->transport == transport)
        return provider->row != NULL ? mapi_prop_list_ref (provider->row) : NULL;
    }

  return NULL;
}

void
mock_host_set_flags (MockHost *self, FakeTransport *transport, guint32 flags)
{
  for (guint i = 0; i < self->providers->len; i++)
    {
      Provider *provider = g_ptr_array_index (self->providers, i);

      if (provider->transport == transport)
        provider->flags = flags;
    }
}

GBytes *
mock_host_get_status_entry_id (MockHost *self, FakeTransport *transport)
{
  static const MapiUid status_uid = { "mock status row" };

  for (guint i = 0; i < self->providers->len; i++)
    {
      const Provider *provider = g_ptr_array_index (self->providers, i);

      if (provider->transport == transport)
        return mapi_entry_id_new (0, &status_uid, provider->uid.bytes, sizeof provider->uid.bytes);
    }

  g_assert_not_reached ();
}

MapiPropList *
mock_host_get_status (MockHost *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->status != NULL ? mapi_prop_list_ref (self->status) : NULL;
}
