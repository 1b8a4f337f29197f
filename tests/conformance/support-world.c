/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "support-world.h"

#include "tap.h"

/* Sees the support objects that providers are given. */
typedef struct
{
  MapiWrapper   parent_instance;
  MapiSupport **supports; /* the world's */
} Watcher;
typedef MapiWrapperClass WatcherClass;

static GType watcher_get_type (void);
G_DEFINE_TYPE (Watcher, watcher, MAPI_TYPE_WRAPPER)

static SupportKind
kind_of (const char *interface)
{
  static const char *const interfaces[SUPPORT_N_KINDS] = {
    [SUPPORT_KIND_ADDRESS_BOOK] = "MapiAbProvider",
    [SUPPORT_KIND_STORE] = "MapiMsProvider",
    [SUPPORT_KIND_TRANSPORT] = "MapiXpProvider",
    [SUPPORT_KIND_HOOK] = "MapiHookProvider"
  };
  guint kind = 0;

  while (kind < SUPPORT_N_KINDS && g_strcmp0 (interfaces[kind], interface) != 0)
    kind++;
  return kind;
}

static gboolean
watcher_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  Watcher    *self = (Watcher *) wrapper;
  GObject    *support = mapi_call_get_argument (call, "support");
  SupportKind kind = kind_of (mapi_call_get_interface_name (call));

  if (self->supports != NULL && support != NULL && kind < SUPPORT_N_KINDS &&
      self->supports[kind] == NULL)
    self->supports[kind] = g_object_ref (MAPI_SUPPORT (mapi_wrapper_unwrap (wrapper, support)));
  return TRUE;
}

static void
watcher_class_init (WatcherClass *klass)
{
  klass->enter = watcher_enter;
}

static void
watcher_init (Watcher *self)
{
}

/* A user who agrees with everything and fills in what can be, and a preprocessor that does nothing.
 */
typedef struct
{
  GObject parent_instance;
} User;
typedef GObjectClass UserClass;

static MapiRowSet *
choose_recipients (MapiInteraction *interaction,
                   MapiAddrBook    *book,
                   MapiRowSet      *recipients,
                   guint32          flags,
                   GCancellable    *cancellable,
                   GError         **error)
{
  return mapi_row_set_ref (recipients);
}

static gboolean
edit_entry (MapiInteraction *interaction,
            MapiProp        *entry,
            MapiTable       *fields,
            MapiControl     *button,
            const char      *button_text,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Ada");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, "ada@example.org");
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_set_props (entry, props, NULL, cancellable, NULL);
  return TRUE;
}

static void
user_interaction_init (MapiInteractionInterface *iface)
{
  iface->choose_recipients = choose_recipients;
  iface->edit_entry = edit_entry;
}

static GType user_get_type (void);
G_DEFINE_TYPE_WITH_CODE (User,
                         user,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (MAPI_TYPE_PREPROCESSOR, NULL)
                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_INTERACTION, user_interaction_init))

static void
user_class_init (UserClass *klass)
{
}

static void
user_init (User *self)
{
}

GBytes *
support_world_read_id (gpointer prop, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (prop), tags, 0, NULL, NULL, NULL);

  return props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
}

static MapiMessage *
new_message (void)
{
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "B", "SMTP", "b@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "a@example.org");
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL);
  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, NULL);
  return message;
}

static void
world_fill_store (SupportWorld *self, GError **error)
{
  g_autoptr (MapiProp) root =
      mapi_msg_store_open_entry (self->rig.store, NULL, NULL, MAPI_MODIFY, NULL, error);
  g_autoptr (MapiMessage) message = NULL;

  self->folder = mapi_folder_create_folder (
      MAPI_FOLDER (root), MAPI_FOLDER_GENERIC, "From", NULL, 0, NULL, error);
  self->other = mapi_folder_create_folder (
      MAPI_FOLDER (root), MAPI_FOLDER_GENERIC, "To", NULL, 0, NULL, error);
  message = mapi_folder_create_message (self->folder, NULL, 0, NULL, error);
  mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READONLY, NULL, error);
  self->message_id = support_world_read_id (message, MAPI_PR_ENTRYID);
  self->folder_id = support_world_read_id (self->folder, MAPI_PR_ENTRYID);
}

static void
world_open_book (SupportWorld *self, GError **error)
{
  g_autoptr (MapiAddressBook) book =
      mapi_session_open_address_book (self->rig.session, 0, NULL, NULL, error);
  g_autoptr (MapiAbContainer) pab = mapi_address_book_open_container (book, NULL, 0, NULL, error);

  self->book_id = support_world_read_id (pab, MAPI_PR_ENTRYID);
  self->template_id = support_world_read_id (pab, MAPI_PR_DEF_CREATE_MAILUSER);
}

static void
world_log_on (SupportWorld *self, const MapiUid *uid, guint32 type, GError **error)
{
  guint32 flags = 0;
  g_autoptr (GObject) logon =
      type == MAPI_HOOK_PROVIDER
          ? (GObject *) mapi_session_logon_hook (self->rig.session, uid, 0, NULL, error)
          : (GObject *) mapi_session_logon_transport (
                self->rig.session, uid, &flags, NULL, NULL, error);
}

/* As the spooler does it. */
static void
world_open_others (SupportWorld *self, GError **error)
{
  g_autoptr (MapiTable) table = mapi_session_get_providers (self->rig.session, error);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, error);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      guint32 type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0);
      g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
      g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (bytes, NULL);

      if (type == MAPI_HOOK_PROVIDER || type == MAPI_TRANSPORT_PROVIDER)
        world_log_on (self, uid, type, error);
    }
}

gboolean
support_world_begin (SupportWorld *self, const char *name)
{
  static const char *const smtp[] = { "host", "localhost", NULL };
  static const char *const hook[] = { "person", "ada@example.org", "folder", "Ada", NULL };
  g_autoptr (GError) error = NULL;

  if (!session_rig_begin (&self->rig, name) || !session_rig_add (&self->rig, "pab", NULL) ||
      !session_rig_add (&self->rig, "smtp", smtp) ||
      !session_rig_add (&self->rig, "filing-hook", hook))
    return FALSE;

  self->watcher = g_object_new (watcher_get_type (), NULL);
  ((Watcher *) self->watcher)->supports = self->supports;
  self->link = mock_link_new ();
  self->user = g_object_new (user_get_type (), NULL);
  self->message = new_message ();
  self->rig.session = mapi_session_logon_profile (self->rig.profile, 0, NULL, &error);
  mapi_session_set_wrapper (self->rig.session, MAPI_WRAPPER (self->watcher));
  mapi_session_set_spooler (self->rig.session, MAPI_SPOOLER_LINK (self->link));
  mapi_session_set_interaction (self->rig.session, MAPI_INTERACTION (self->user));
  self->rig.store =
      mapi_session_open_msg_store (self->rig.session, NULL, MAPI_MDB_WRITE, NULL, &error);
  world_fill_store (self, &error);
  world_open_book (self, &error);
  world_open_others (self, &error);
  self->supports[SUPPORT_KIND_SERVICE] =
      mapi_support_get_svc_config_support_obj (self->supports[SUPPORT_KIND_STORE], 0, &error);
  return TAP_NO_ERROR (error);
}

void
support_world_clear (SupportWorld *self)
{
  for (SupportKind kind = 0; kind < SUPPORT_N_KINDS; kind++)
    g_clear_object (&self->supports[kind]);
  g_clear_object (&self->folder);
  g_clear_object (&self->other);
  g_clear_object (&self->message);
  g_clear_pointer (&self->message_id, g_bytes_unref);
  g_clear_pointer (&self->folder_id, g_bytes_unref);
  g_clear_pointer (&self->book_id, g_bytes_unref);
  g_clear_pointer (&self->template_id, g_bytes_unref);
  session_rig_clear (&self->rig);
  g_clear_object (&self->watcher);
  g_clear_object (&self->link);
  g_clear_object (&self->user);
}
