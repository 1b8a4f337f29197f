/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A spooler hook that files mail: what one person has written, and what was written to that person,
 * comes into one folder. */

#include <mapi/mapi.h>

/* Where filing-hook.service says the settings lie in our section of the profile. */
#define TAG_PERSON ((guint32) 0x6600001F)
#define TAG_FOLDER ((guint32) 0x6601001F)

/* The hook: what the spooler calls with each message. */
G_DECLARE_FINAL_TYPE (FilingHook, filing_hook, FILING, HOOK, GObject)
struct _FilingHook
{
  GObject parent_instance;
  char   *person;
  char   *folder;
};

static MapiPropList *
read_prop (gpointer object, guint32 tag, GCancellable *c, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  return mapi_prop_get_props (object, tags, 0, c, NULL, error);
}

static gboolean
is_person (FilingHook *self, const char *address)
{
  return address != NULL && g_ascii_strcasecmp (address, self->person) == 0;
}

/* The folder that all others of the user lie in. */
static MapiFolder *
open_top (MapiMsgStore *store, GCancellable *c, GError **error)
{
  g_autoptr (MapiPropList) props = read_prop (store, MAPI_PR_IPM_SUBTREE_ENTRYID, c, error);
  g_autoptr (GBytes) entry_id =
      props != NULL ? mapi_prop_list_get_bytes (props, MAPI_PR_IPM_SUBTREE_ENTRYID) : NULL;

  return (MapiFolder *) mapi_msg_store_open_entry (
      store, entry_id, "MapiFolder", MAPI_MODIFY, c, error);
}

/* @target: the folder, where there is none yet a new one. */
static gboolean
file (FilingHook *self, MapiMsgStore *store, GBytes **target, GCancellable *c, GError **error)
{
  g_autoptr (MapiFolder) top = open_top (store, c, error);
  g_autoptr (MapiFolder) folder =
      top != NULL ? mapi_folder_create_folder (
                        top, MAPI_FOLDER_GENERIC, self->folder, NULL, MAPI_OPEN_IF_EXISTS, c, error)
                  : NULL;
  g_autoptr (MapiPropList) props =
      folder != NULL ? read_prop (folder, MAPI_PR_ENTRYID, c, error) : NULL;

  if (props != NULL)
    *target = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
  return props != NULL;
}

static gboolean
filing_hook_inbound_msg_hook (MapiSpoolerHook *hook,
                              MapiMessage     *message,
                              MapiFolder      *folder,
                              MapiMsgStore    *store,
                              guint32         *flags,
                              GBytes          *entry_id,
                              GBytes         **target,
                              GCancellable    *c,
                              GError         **error)
{
  FilingHook *self = FILING_HOOK (hook);
  g_autoptr (MapiPropList) sender = read_prop (message, MAPI_PR_SENDER_EMAIL_ADDRESS, c, error);

  if (sender == NULL)
    return FALSE;
  return !is_person (self, mapi_prop_list_get_string (sender, MAPI_PR_SENDER_EMAIL_ADDRESS)) ||
         file (self, store, target, c, error);
}

static gboolean
filing_hook_outbound_msg_hook (MapiSpoolerHook *hook,
                               MapiMessage     *message,
                               MapiFolder      *folder,
                               MapiMsgStore    *store,
                               guint32         *flags,
                               GBytes          *entry_id,
                               GBytes         **target,
                               GCancellable    *c,
                               GError         **error)
{
  FilingHook *self = FILING_HOOK (hook);
  g_autoptr (MapiRowSet) recipients = mapi_message_list_recipients (message, c, error);

  if (recipients == NULL)
    return FALSE;
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      if (is_person (self, mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS)))
        return file (self, store, target, c, error);
    }
  return TRUE;
}

static void
init_hook (MapiSpoolerHookInterface *iface)
{
  iface->inbound_msg_hook = filing_hook_inbound_msg_hook;
  iface->outbound_msg_hook = filing_hook_outbound_msg_hook;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FilingHook,
                               filing_hook,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_HOOK, init_hook))

static void
filing_hook_finalize (GObject *object)
{
  g_free (FILING_HOOK (object)->person);
  g_free (FILING_HOOK (object)->folder);
  G_OBJECT_CLASS (filing_hook_parent_class)->finalize (object);
}

static void
filing_hook_class_init (FilingHookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = filing_hook_finalize;
}

static void
filing_hook_init (FilingHook *self)
{
}

/* The provider: makes a hook for each place that the service has in a profile. */
G_DECLARE_FINAL_TYPE (FilingProvider, filing_provider, FILING, PROVIDER, GObject)
struct _FilingProvider
{
  GObject parent_instance;
};

static gboolean
configure (FilingHook *self, MapiPropList *settings, GError **error)
{
  self->person = g_strdup (mapi_prop_list_get_string (settings, TAG_PERSON));
  self->folder = g_strdup (mapi_prop_list_get_string (settings, TAG_FOLDER));
  if (self->person != NULL && self->folder != NULL)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNCONFIGURED,
               "the setting %s is missing",
               self->person == NULL ? "person" : "folder");
  return FALSE;
}

static MapiSpoolerHook *
filing_provider_hook_logon (MapiHookProvider *provider,
                            MapiSupport      *support,
                            guint32           flags,
                            GCancellable     *c,
                            GError          **error)
{
  g_autoptr (MapiProfSect) section = mapi_support_open_profile_section (support, NULL, 0, c, error);
  g_autoptr (MapiPropList) settings =
      section != NULL ? mapi_prop_get_props (MAPI_PROP (section), NULL, 0, c, NULL, error) : NULL;
  g_autoptr (FilingHook) hook = g_object_new (filing_hook_get_type (), NULL);

  return settings != NULL && configure (hook, settings, error)
             ? MAPI_SPOOLER_HOOK (g_steal_pointer (&hook))
             : NULL;
}

static void
init_provider (MapiHookProviderInterface *iface)
{
  iface->hook_logon = filing_provider_hook_logon;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FilingProvider,
                               filing_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_HOOK_PROVIDER, init_provider))

static void
filing_provider_class_init (FilingProviderClass *klass)
{
}

static void
filing_provider_init (FilingProvider *self)
{
}

/* All that a module with hooks exports. */
MapiHookProvider *
mapi_hook_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return g_object_new (filing_provider_get_type (), NULL);
}
