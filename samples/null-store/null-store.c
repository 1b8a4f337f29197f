/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The least store that somebody can log on to: it has a name and an identity, and nothing in it.
 * What a slot is not filled in for, MAPI answers with MAPI_E_NO_SUPPORT by itself. */

#include <mapi/mapi.h>

/* Whose entry identifiers are ours. A provider of your own needs a UID of its own: uuidgen. */
static const MapiUid provider_uid = {
  { 0x0b, 0x8a, 0x1f, 0x52, 0x6e, 0x0d, 0x4c, 0x1e, 0x9a, 0x37, 0x5d, 0xe4, 0x21, 0x7c, 0xf0, 0x66 }
};

/* The store object: what a client gets when it opens the store. */
G_DECLARE_FINAL_TYPE (NullStore, null_store, NULL, STORE, GObject)
struct _NullStore
{
  GObject       parent_instance;
  MapiPropList *props;
  MapiSupport  *support; /* to keep it is to be logged on */
};

static MapiPropList *
null_store_get_props (MapiProp         *prop,
                      MapiPropTagArray *tags,
                      guint32           flags,
                      GCancellable     *cancellable,
                      guint32          *warning,
                      GError          **error)
{
  NullStore    *self = NULL_STORE (prop);
  gboolean      missing = FALSE;
  MapiPropList *found;

  if (tags == NULL)
    return mapi_prop_list_ref (self->props);

  /* What is not there comes as a PT_ERROR value, and the call succeeds with a warning. */
  found = mapi_prop_list_select (self->props, tags, &missing);
  if (missing && warning != NULL)
    *warning = MAPI_W_ERRORS_RETURNED;
  return found;
}

static MapiPropTagArray *
null_store_get_prop_list (MapiProp *prop, guint32 flags, GCancellable *c, GError **error)
{
  return mapi_prop_list_get_tags (NULL_STORE (prop)->props);
}

static gboolean
null_store_compare_entry_ids (MapiMsgStore *store,
                              GBytes       *entry_id1,
                              GBytes       *entry_id2,
                              guint32       flags,
                              gboolean     *result,
                              GError      **error)
{
  *result = g_bytes_equal (entry_id1, entry_id2);
  return TRUE;
}

static gboolean
null_store_store_logoff (MapiMsgStore *store, guint32 *flags, GCancellable *c, GError **error)
{
  return TRUE;
}

static void
init_prop (MapiPropInterface *iface)
{
  iface->get_props = null_store_get_props;
  iface->get_prop_list = null_store_get_prop_list;
}

static void
init_store (MapiMsgStoreInterface *iface)
{
  iface->compare_entry_ids = null_store_compare_entry_ids;
  iface->store_logoff = null_store_store_logoff;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NullStore,
                               null_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, init_prop)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_MSG_STORE, init_store))

static void
null_store_finalize (GObject *object)
{
  mapi_prop_list_unref (NULL_STORE (object)->props);
  g_object_unref (NULL_STORE (object)->support);
  G_OBJECT_CLASS (null_store_parent_class)->finalize (object);
}

static void
null_store_class_init (NullStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = null_store_finalize;
}

static void
null_store_init (NullStore *self)
{
}

/* PR_STORE_SUPPORT_MASK has no more than that nothing can be changed: no search, no submission, no
 * notification. */
static MapiMsgStore *
null_store_new (MapiSupport *support, GBytes *entry_id)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) uid = mapi_uid_to_bytes (&provider_uid);
  NullStore *self = g_object_new (null_store_get_type (), NULL);

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Nothing at all");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_STORE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STORE_SUPPORT_MASK, MAPI_STORE_READONLY);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_MDB_PROVIDER, uid);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RECORD_KEY, uid);
  self->props = mapi_prop_list_builder_end (builder);
  self->support = g_object_ref (support);
  return MAPI_MSG_STORE (self);
}

/* What `mapi status` shows. */
static gboolean
publish_status (MapiSupport *support, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Nothing at all");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  row = mapi_prop_list_builder_end (builder);
  return mapi_support_modify_status_row (support, row, 0, cancellable, error);
}

/* The store logon: what MAPI itself talks to. Opening entries is its only duty, and there are
 * none. */
G_DECLARE_FINAL_TYPE (NullLogon, null_logon, NULL, LOGON, GObject)
struct _NullLogon
{
  GObject parent_instance;
};

static gboolean
null_logon_logoff (MapiMsLogon *logon, guint32 *flags, GCancellable *c, GError **error)
{
  return TRUE;
}

static void
init_logon (MapiMsLogonInterface *iface)
{
  iface->logoff = null_logon_logoff;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NullLogon,
                               null_logon,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_LOGON, init_logon))

static void
null_logon_class_init (NullLogonClass *klass)
{
}

static void
null_logon_init (NullLogon *self)
{
}

/* The provider: what the entry point gives. */
G_DECLARE_FINAL_TYPE (NullProvider, null_provider, NULL, PROVIDER, GObject)
struct _NullProvider
{
  GObject parent_instance;
};

static MapiMsgStore *
null_provider_logon (MapiMsProvider *provider,
                     MapiSupport    *support,
                     const char     *profile_name,
                     GBytes         *entry_id,
                     guint32         flags,
                     const char     *interface_name,
                     GBytes        **spool_security,
                     MapiMsLogon   **logon,
                     GCancellable   *cancellable,
                     GError        **error)
{
  g_autoptr (GBytes) own = NULL;

  /* Calls for entry identifiers with this UID come to us. */
  if (!mapi_support_set_provider_uid (support, &provider_uid, 0, error) ||
      !publish_status (support, cancellable, error))
    return NULL;

  own = mapi_entry_id_new (0, &provider_uid, NULL, 0);
  *logon = g_object_new (null_logon_get_type (), NULL);
  return null_store_new (support, own);
}

static gboolean
null_provider_compare_store_ids (MapiMsProvider *provider,
                                 GBytes         *entry_id1,
                                 GBytes         *entry_id2,
                                 guint32         flags,
                                 gboolean       *result,
                                 GError        **error)
{
  *result = g_bytes_equal (entry_id1, entry_id2);
  return TRUE;
}

static gboolean
null_provider_shutdown (MapiMsProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

static void
init_provider (MapiMsProviderInterface *iface)
{
  iface->logon = null_provider_logon;
  iface->compare_store_ids = null_provider_compare_store_ids;
  iface->shutdown = null_provider_shutdown;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NullProvider,
                               null_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_PROVIDER, init_provider))

static void
null_provider_class_init (NullProviderClass *klass)
{
}

static void
null_provider_init (NullProvider *self)
{
}

MapiMsProvider *
mapi_ms_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return g_object_new (null_provider_get_type (), NULL);
}
