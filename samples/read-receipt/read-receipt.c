/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A client that does one thing: those who asked to be told that their mail was read are told so.
 *
 *     read-receipt [--refuse] [PROFILE]
 */

#include <mapi/mapi.h>

#define ALL_ROWS 0x7fffffff

/* To tell, and leave the message unread if it is; or to forget that somebody asked. */
#define TELL MAPI_GENERATE_RECEIPT_ONLY
#define FORGET (MAPI_GENERATE_RECEIPT_ONLY | MAPI_SUPPRESS_RECEIPT)

typedef struct
{
  gboolean      refuse;
  MapiSession  *session;
  MapiMsgStore *store; /* the default store */
} Sender;

static void
sender_clear (Sender *self)
{
  g_clear_object (&self->store);
  if (self->session != NULL)
    mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sender, sender_clear)

/* The contents of the folder that mail arrives in. */
static MapiTable *
open_inbox (Sender *self, GError **error)
{
  g_autoptr (GBytes) entry_id =
      mapi_msg_store_get_receive_folder (self->store, "IPM", 0, NULL, NULL, error);
  g_autoptr (MapiProp) folder =
      entry_id != NULL ? mapi_msg_store_open_entry (self->store, entry_id, NULL, 0, NULL, error)
                       : NULL;

  return folder != NULL
             ? mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, error)
             : NULL;
}

/* Messages whose sender asked, and was not told yet: the store keeps a flag for that. */
static MapiRowSet *
list_asking (Sender *self, GError **error)
{
  static const guint32 columns[] = { MAPI_PR_ENTRYID, MAPI_PR_SUBJECT, MAPI_PR_SENDER_NAME };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MapiRestriction) pending =
      mapi_restriction_new_bitmask (MAPI_BMR_NEZ, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_RN_PENDING);
  g_autoptr (MapiTable) table = open_inbox (self, error);

  if (table == NULL || !mapi_table_set_columns (table, tags, 0, NULL, error) ||
      !mapi_table_restrict (table, pending, 0, NULL, error))
    return NULL;
  return mapi_table_query_rows (table, ALL_ROWS, 0, NULL, error);
}

/* The store writes the report and puts it into the Outbox; the spooler sends it. */
static gboolean
answer (Sender *self, MapiPropList *row, GError **error)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) message =
      mapi_msg_store_open_entry (self->store, entry_id, NULL, MAPI_MODIFY, NULL, error);
  const char *subject = mapi_prop_list_get_string (row, MAPI_PR_SUBJECT);
  const char *sender = mapi_prop_list_get_string (row, MAPI_PR_SENDER_NAME);

  if (message == NULL || !mapi_message_set_read_flag (
                             MAPI_MESSAGE (message), self->refuse ? FORGET : TELL, NULL, error))
    return FALSE;

  g_print ("%s %s: %s\n",
           self->refuse ? "not told" : "told",
           sender != NULL ? sender : "somebody",
           subject != NULL ? subject : "");
  return TRUE;
}

static gboolean
run (Sender *self, const char *profile, GError **error)
{
  g_autoptr (MapiRowSet) rows = NULL;

  self->session = mapi_session_logon (profile, 0, NULL, error);
  if (self->session == NULL)
    return FALSE;
  self->store = mapi_session_open_msg_store (self->session, NULL, MAPI_MDB_WRITE, NULL, error);
  rows = self->store != NULL ? list_asking (self, error) : NULL;

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (!answer (self, row, error))
        return FALSE;
    }
  return rows != NULL;
}

int
main (int argc, char **argv)
{
  g_auto (Sender) self = { 0 };
  const GOptionEntry options[] = {
    { "refuse", 0, 0, G_OPTION_ARG_NONE, &self.refuse, "Tell nobody, now and later", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("[PROFILE]");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error) &&
      run (&self, argc > 1 ? argv[1] : NULL, &error))
    return 0;

  g_printerr ("read-receipt: %s\n", error->message);
  return 1;
}
