/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* client ADDRESS: a mail program in small.
 *
 * Logs on to the default profile, lists its folders, writes a message to ADDRESS (`TYPE:ADDRESS`),
 * drives the spooler, and shows the first message that arrives. Set MAPI_PROFILE for another
 * profile.
 */

#include <mapi/mapi.h>
#include <mapi-spooler/mapi-spooler.h>

typedef struct
{
  MapiSession      *session;
  MapiMsgStore     *store; /* the default store */
  MapiSpooler      *spooler;
  MapiCallbackSink *sink; /* whoever advises keeps it: the store holds it weakly */
  GMainLoop        *loop;
  GBytes           *arrived; /* the entry identifier of the message that came */
} Client;

static void
client_clear (Client *self)
{
  g_clear_object (&self->spooler);
  g_clear_object (&self->sink);
  g_clear_object (&self->store);
  g_clear_object (&self->session);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->arrived, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Client, client_clear)

/* A folder that the store names in a property of its own. */
static MapiProp *
open_folder (Client *self, guint32 tag, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) names =
      mapi_prop_get_props (MAPI_PROP (self->store), tags, 0, NULL, NULL, error);
  g_autoptr (GBytes) entry_id = names != NULL ? mapi_prop_list_get_bytes (names, tag) : NULL;

  return names != NULL
             ? mapi_msg_store_open_entry (self->store, entry_id, NULL, MAPI_MODIFY, NULL, error)
             : NULL;
}

static MapiTable *
open_folder_table (Client *self, GError **error)
{
  static const guint32 columns[] = { MAPI_PR_DISPLAY_NAME, MAPI_PR_CONTENT_COUNT };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MapiProp) top = open_folder (self, MAPI_PR_IPM_SUBTREE_ENTRYID, error);
  g_autoptr (MapiTable) table =
      top != NULL ? mapi_container_get_hierarchy_table (MAPI_CONTAINER (top), 0, NULL, error)
                  : NULL;

  if (table == NULL || !mapi_table_set_columns (table, tags, 0, NULL, error))
    return NULL;
  return g_steal_pointer (&table);
}

static gboolean
list_folders (Client *self, GError **error)
{
  g_autoptr (MapiTable) table = open_folder_table (self, error);
  guint n_rows = 1;

  while (table != NULL && n_rows > 0)
    {
      g_autoptr (MapiRowSet) page = mapi_table_query_rows (table, 100, 0, NULL, error);

      if (page == NULL)
        return FALSE;
      n_rows = mapi_row_set_get_size (page);
      for (guint i = 0; i < n_rows; i++)
        {
          g_autoptr (MapiPropList) row = mapi_row_set_get_row (page, i);

          g_print ("%-20s %d messages\n",
                   mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME),
                   mapi_prop_list_get_long (row, MAPI_PR_CONTENT_COUNT, 0));
        }
    }
  return table != NULL;
}

static gboolean
write_message (MapiMessage *message, const char *type, const char *address, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) to = mapi_recipient_new (MAPI_TO, address, type, address);
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&to, 1);
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Hello from C");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, "Written by a program.\n");
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_DELETE_AFTER_SUBMIT, TRUE);
  props = mapi_prop_list_builder_end (builder);
  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, error) &&
         mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, error);
}

static gboolean
submit (Client *self, const char *recipient, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (recipient, ":", 2);
  g_autoptr (MapiProp) outbox = open_folder (self, MAPI_PR_IPM_OUTBOX_ENTRYID, error);
  g_autoptr (MapiMessage) message =
      outbox != NULL ? mapi_folder_create_message (MAPI_FOLDER (outbox), NULL, 0, NULL, error)
                     : NULL;

  return message != NULL && write_message (message, parts[0], parts[1], error) &&
         mapi_message_submit_message (message, 0, NULL, error);
}

static gboolean
show (Client *self, GError **error)
{
  static const guint32 wanted[] = { MAPI_PR_SUBJECT, MAPI_PR_BODY };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiProp) message =
      mapi_msg_store_open_entry (self->store, self->arrived, NULL, 0, NULL, error);
  g_autoptr (MapiPropList) said =
      message != NULL ? mapi_prop_get_props (message, tags, 0, NULL, NULL, error) : NULL;

  if (said == NULL)
    return FALSE;
  g_print ("received: %s\n", mapi_prop_list_get_string (said, MAPI_PR_SUBJECT));
  g_print ("%s\n", mapi_prop_list_get_string (said, MAPI_PR_BODY));
  return TRUE;
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *news, gpointer data)
{
  Client *self = data;
  g_autoptr (MapiNotification) first = mapi_notification_list_get_notification (news, 0);

  g_clear_pointer (&self->arrived, g_bytes_unref);
  self->arrived = mapi_notification_get_entry_id (first);
  g_main_loop_quit (self->loop);
}

static void
on_event (MapiSpooler *spooler, const char *text, const char *const *fields, gpointer data)
{
  g_print ("  %s\n", text);
}

static gboolean
on_timeout (gpointer data)
{
  Client *self = data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
log_on (Client *self, GError **error)
{
  self->session = mapi_session_logon (g_getenv ("MAPI_PROFILE"), 0, NULL, error);
  if (self->session != NULL)
    self->store = mapi_session_open_msg_store (self->session, NULL, MAPI_MDB_WRITE, NULL, error);
  return self->store != NULL;
}

/* Asks to be told of new mail, and starts the spooler. */
static gboolean
start (Client *self, GError **error)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  self->sink = mapi_callback_sink_new ();
  g_signal_connect (self->sink, "received", G_CALLBACK (on_received), self);
  if (mapi_msg_store_advise (
          self->store, NULL, MAPI_fnevNewMail, MAPI_ADVISE_SINK (self->sink), NULL, error) == 0)
    return FALSE;

  self->spooler = mapi_spooler_new_for_session (self->session);
  g_signal_connect (self->spooler, "event", G_CALLBACK (on_event), self);
  return mapi_spooler_start (self->spooler, NULL, error);
}

static gboolean
wait_for_mail (Client *self, GError **error)
{
  g_timeout_add_seconds (60, on_timeout, self);
  g_main_loop_run (self->loop);
  if (!mapi_spooler_stop (self->spooler, error))
    return FALSE;
  if (self->arrived == NULL)
    g_set_error (error, MAPI_ERROR, MAPI_E_TIMEOUT, "Nothing arrived within a minute.");
  return self->arrived != NULL;
}

int
main (int argc, char **argv)
{
  g_auto (Client) self = { 0 };
  g_autoptr (GError) error = NULL;

  if (argc != 2 || strchr (argv[1], ':') == NULL)
    {
      g_printerr ("usage: client TYPE:ADDRESS\n");
      return 2;
    }
  if (log_on (&self, &error) && list_folders (&self, &error) && start (&self, &error) &&
      submit (&self, argv[1], &error) && wait_for_mail (&self, &error) && show (&self, &error))
    return 0;

  g_printerr ("client: %s\n", error->message);
  return 1;
}
