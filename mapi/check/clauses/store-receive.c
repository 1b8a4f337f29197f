/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What arrives, where it goes, and who hears of it. */

#include "config.h"

#include "check-listener.h"
#include "check-store.h"

static gboolean
is_new_mail (MapiNotification *notification, gpointer data)
{
  return mapi_notification_get_event_type (notification) == MAPI_fnevNewMail;
}

static gboolean
is_same (CheckBench *bench, GBytes *one, GBytes *two)
{
  g_autoptr (GError) error = NULL;
  gboolean same = FALSE;

  if (one == NULL || two == NULL)
    return one == two;
  mapi_msg_store_compare_entry_ids (bench->store, one, two, 0, &same, &error);
  check_succeeds (bench, error, "CompareEntryIDs");
  return same;
}

static void
check_news (CheckBench *bench, MapiNotification *heard, MapiNotification *told)
{
  g_autoptr (GBytes) told_id = mapi_notification_get_entry_id (told);
  g_autoptr (GBytes) told_folder = mapi_notification_get_parent_id (told);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) folder = NULL;

  if (!check_that (bench, heard != NULL, "no fnevNewMail came to a client after NotifyNewMail"))
    return;
  id = mapi_notification_get_entry_id (heard);
  folder = mapi_notification_get_parent_id (heard);
  check_that (bench, is_same (bench, id, told_id), "fnevNewMail names another message");
  check_that (bench, is_same (bench, folder, told_folder), "fnevNewMail names another folder");
  check_that (bench,
              g_strcmp0 (mapi_notification_get_text (heard), "IPM.Note") == 0,
              "fnevNewMail has the class %s, not IPM.Note",
              mapi_notification_get_text (heard));
}

static void
tells_everybody (CheckBench *bench)
{
  MapiMsgStore *store = check_open_store (bench);
  g_autoptr (CheckListener) one = check_listener_new (bench);
  g_autoptr (CheckListener) two = check_listener_new (bench);
  CheckListener *listeners[] = { one, two };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) folder = NULL;
  g_autoptr (MapiNotification) told = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; store != NULL && i < G_N_ELEMENTS (listeners); i++)
    {
      g_clear_error (&error);
      mapi_msg_store_advise (store,
                             NULL,
                             MAPI_fnevNewMail,
                             check_listener_get_sink (listeners[i]),
                             bench->cancellable,
                             &error);
      check_succeeds (bench, error, "Advise for fnevNewMail");
    }
  message = check_deliver (bench, "News", NULL);
  props = check_read (bench, message);
  id = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
  folder = mapi_prop_list_get_bytes (props, MAPI_PR_PARENT_ENTRYID);
  if (!check_that (bench,
                   id != NULL && folder != NULL,
                   "what arrived has no PR_ENTRYID or no PR_PARENT_ENTRYID"))
    return;
  told = mapi_notification_new_newmail (id, folder, "IPM.Note", 0);
  g_clear_error (&error);
  mapi_msg_store_notify_new_mail (bench->spooler_store, told, bench->cancellable, &error);
  check_succeeds (bench, error, "NotifyNewMail");
  for (gsize i = 0; i < G_N_ELEMENTS (listeners); i++)
    {
      g_autoptr (MapiNotification) heard = check_listener_wait (listeners[i], is_new_mail, NULL);

      check_news (bench, heard, told);
    }
}

/* The receive folder of a class; @explicit_class is given out. */
static GBytes *
get_receive_folder (CheckBench *bench, const char *message_class, char **explicit_class)
{
  g_autoptr (GError) error = NULL;
  GBytes *id;

  *explicit_class = NULL;
  if (check_open_store (bench) == NULL)
    return NULL;
  id = mapi_msg_store_get_receive_folder (
      bench->store, message_class, 0, explicit_class, bench->cancellable, &error);
  check_succeeds (bench, error, "GetReceiveFolder");
  return id;
}

static void
set_receive_folder (CheckBench *bench, const char *message_class, GBytes *id)
{
  g_autoptr (GError) error = NULL;

  mapi_msg_store_set_receive_folder (
      bench->store, message_class, 0, id, bench->cancellable, &error);
  check_succeeds (bench, error, "SetReceiveFolder");
}

static void
check_receive_folder (CheckBench *bench,
                      const char *message_class,
                      GBytes     *wanted,
                      const char *wanted_class)
{
  g_autofree char *explicit_class = NULL;
  g_autoptr (GBytes) id = get_receive_folder (bench, message_class, &explicit_class);

  check_that (bench,
              is_same (bench, id, wanted),
              "GetReceiveFolder (%s) gave another folder than the one of %s",
              message_class,
              wanted_class[0] != '\0' ? wanted_class : "all classes");
  check_that (bench,
              g_strcmp0 (explicit_class != NULL ? explicit_class : "", wanted_class) == 0,
              "GetReceiveFolder (%s) gave the explicit class '%s', not '%s'",
              message_class,
              explicit_class,
              wanted_class);
}

static void
has_a_default (CheckBench *bench)
{
  g_autofree char *explicit_class = NULL;
  g_autofree char *empty_class = NULL;
  g_autoptr (GBytes) id = get_receive_folder (bench, NULL, &explicit_class);
  g_autoptr (GBytes) empty = id != NULL ? get_receive_folder (bench, "", &empty_class) : NULL;
  g_autoptr (MapiFolder) folder = NULL;

  if (id == NULL)
    return;
  check_that (bench,
              is_same (bench, id, empty),
              "GetReceiveFolder with an empty class gave another folder than with none");
  folder = check_open_folder (bench, bench->store, 0);
}

static void
has_a_table (CheckBench *bench)
{
  static const guint32 columns[] = { MAPI_PR_ENTRYID, MAPI_PR_MESSAGE_CLASS };
  MapiMsgStore        *store = check_open_store (bench);
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return;
  table = mapi_msg_store_get_receive_folder_table (store, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "GetReceiveFolderTable");
  rows = check_query_rows (bench, table, columns, G_N_ELEMENTS (columns));
  check_that (bench,
              mapi_row_set_get_size (rows) > 0,
              "the receive folder table has no row, not even that of the default");
}

static GBytes *
get_outbox (CheckBench *bench)
{
  MapiMsgStore *store = check_open_store (bench);
  g_autoptr (MapiFolder) outbox = check_open_folder (bench, store, MAPI_PR_IPM_OUTBOX_ENTRYID);

  return outbox != NULL ? check_get_entry_id (bench, outbox) : NULL;
}

static void
looks_for_the_longest_prefix (CheckBench *bench)
{
  g_autoptr (GBytes) other = get_outbox (bench);
  g_autofree char *explicit_class = NULL;
  g_autoptr (GBytes) inbox = NULL;

  if (other == NULL)
    return;
  inbox = get_receive_folder (bench, NULL, &explicit_class);
  set_receive_folder (bench, "IPM.Check", other);
  set_receive_folder (bench, "IPM.Check.Deep", inbox);
  check_receive_folder (bench, "IPM.Check", other, "IPM.Check");
  check_receive_folder (bench, "IPM.Check.Phone", other, "IPM.Check");
  check_receive_folder (bench, "ipm.check.phone", other, "IPM.Check");
  check_receive_folder (bench, "IPM.Check.Deep.Down", inbox, "IPM.Check.Deep");
  check_receive_folder (bench, "IPM.Checker", inbox, "");
}

static void
forgets_a_setting (CheckBench *bench)
{
  g_autoptr (GBytes) other = get_outbox (bench);
  g_autofree char *explicit_class = NULL;
  g_autoptr (GBytes) inbox = NULL;

  if (other == NULL)
    return;
  inbox = get_receive_folder (bench, NULL, &explicit_class);
  set_receive_folder (bench, "IPM.Check", other);
  set_receive_folder (bench, "IPM.Check", NULL);
  check_receive_folder (bench, "IPM.Check", inbox, "");
  set_receive_folder (bench, "IPM.Check.Never", NULL);
}

static void
keeps_a_setting (CheckBench *bench)
{
  g_autoptr (GBytes) other = get_outbox (bench);
  g_autoptr (MapiUid) nobody = mapi_uid_new ();
  g_autoptr (GBytes) wrong = mapi_entry_id_new (0, nobody, "x", 1);
  g_autoptr (GError) error = NULL;

  if (other == NULL)
    return;
  set_receive_folder (bench, "IPM.Check", other);
  mapi_msg_store_set_receive_folder (
      bench->store, "IPM.Check", 0, wrong, bench->cancellable, &error);
  check_that (bench, error != NULL, "SetReceiveFolder took a folder that is not of this store");
  check_receive_folder (bench, "IPM.Check", other, "IPM.Check");
}

static void
makes_mail_unread (CheckBench *bench)
{
  g_autoptr (MapiPropValue) read =
      mapi_prop_value_new_long (MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ);
  g_autoptr (MapiPropList) more = mapi_prop_list_new_from_value (read);
  g_autoptr (MapiMessage) message = check_deliver (bench, "Unread", more);
  guint32 flags = (guint32) check_read_long (bench, message, MAPI_PR_MESSAGE_FLAGS, 0);

  check_that (bench,
              (flags & MAPI_MSGFLAG_READ) == 0,
              "a message that arrives has MSGFLAG_READ (0x%x)",
              flags);
  check_that (bench,
              (flags & MAPI_MSGFLAG_UNMODIFIED) != 0,
              "a message that arrives does not have MSGFLAG_UNMODIFIED (0x%x)",
              flags);
}

/* A store that tells nobody says so. */
static void
refuses_to_advise (CheckBench *bench)
{
  MapiMsgStore *store = check_open_store (bench);
  g_autoptr (CheckListener) listener = check_listener_new (bench);
  g_autoptr (GError) error = NULL;
  guint32 mask;

  if (store == NULL)
    return;
  mask = (guint32) check_read_long (bench, store, MAPI_PR_STORE_SUPPORT_MASK, 0);
  if ((mask & MAPI_STORE_NOTIFY_OK) != 0)
    {
      check_skip (bench, "PR_STORE_SUPPORT_MASK has STORE_NOTIFY_OK");
      return;
    }
  mapi_msg_store_advise (store,
                         NULL,
                         MAPI_fnevNewMail,
                         check_listener_get_sink (listener),
                         bench->cancellable,
                         &error);
  check_fails (bench, error, MAPI_E_NO_SUPPORT, "Advise of a store that does not notify");
}

static void
count_sync (MapiCall *call, gpointer data)
{
  if ((mapi_call_get_flags (call) & MAPI_NOTIFY_SYNC) != 0)
    ++*(guint *) data;
}

static void
subscribes_asynchronously (CheckBench *bench)
{
  MapiMsgStore *store = check_open_store (bench);
  g_autoptr (CheckListener) listener = check_listener_new (bench);
  g_autoptr (GError) error = NULL;
  guint n_sync = 0;

  if (store == NULL)
    return;
  check_watch_set_witness (bench->watch, "Subscribe", count_sync, NULL, &n_sync);
  mapi_msg_store_advise (store,
                         NULL,
                         MAPI_fnevNewMail,
                         check_listener_get_sink (listener),
                         bench->cancellable,
                         &error);
  check_succeeds (bench, error, "Advise");
  check_that (bench, n_sync == 0, "Subscribe was called with NOTIFY_SYNC for a client's Advise");
}

static gboolean
is_created (MapiNotification *notification, gpointer data)
{
  return mapi_notification_get_event_type (notification) == MAPI_fnevObjectCreated &&
         mapi_notification_get_object_type (notification) == MAPI_OBJECT_MESSAGE;
}

static void
tells_in_order (CheckBench *bench)
{
  MapiMsgStore *store = check_open_store (bench);
  g_autoptr (CheckListener) listener = check_listener_new (bench);
  g_autoptr (GError) error = NULL;
  GBytes *ids[3] = { NULL };

  if (store == NULL)
    return;
  mapi_msg_store_advise (store,
                         NULL,
                         MAPI_fnevObjectCreated,
                         check_listener_get_sink (listener),
                         bench->cancellable,
                         &error);
  check_succeeds (bench, error, "Advise for fnevObjectCreated");
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (MapiMessage) message = check_deliver (bench, "Order", NULL);

      ids[i] = check_get_entry_id (bench, message);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (MapiNotification) heard = check_listener_wait (listener, is_created, NULL);
      g_autoptr (GBytes) id = heard != NULL ? mapi_notification_get_entry_id (heard) : NULL;

      check_that (bench,
                  id != NULL && is_same (bench, id, ids[i]),
                  "fnevObjectCreated number %" G_GSIZE_FORMAT
                  " is not about message %" G_GSIZE_FORMAT,
                  i + 1,
                  i + 1);
      g_clear_pointer (&ids[i], g_bytes_unref);
    }
}

const MapiCheckClause check_store_receive_clauses[] = {
  { "store/new-mail-reaches-everybody",
    "NotifyNewMail reaches every client that advised on the whole store",
    "R145 R146 R341 R346",
    CHECK_NEEDS_STORE_SUBMIT_OK | CHECK_NEEDS_STORE_NOTIFY_OK,
    tells_everybody },
  { "store/receive-folder-has-a-default",
    "There is a receive folder for no class, or the empty one",
    "R340 R353",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    has_a_default },
  { "store/receive-folder-has-a-table",
    "GetReceiveFolderTable has the receive folders",
    "R340",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    has_a_table },
  { "store/receive-folder-by-longest-prefix",
    "A class has the receive folder of the longest class that it begins with",
    "R348",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    looks_for_the_longest_prefix },
  { "store/receive-folder-can-be-forgotten",
    "SetReceiveFolder without a folder drops the setting, if there is one",
    "R354",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    forgets_a_setting },
  { "store/receive-folder-survives-errors",
    "SetReceiveFolder that fails changes nothing",
    "R355",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    keeps_a_setting },
  { "store/incoming-is-unread",
    "What arrives is unread and unmodified",
    "R519",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    makes_mail_unread },
  { "store/advise-fails-where-nobody-is-told",
    "Advise of a store that never notifies fails with MAPI_E_NO_SUPPORT",
    "R624",
    CHECK_NEEDS_NOTHING,
    refuses_to_advise },
  { "store/advise-is-not-synchronous",
    "Subscribe is not called with NOTIFY_SYNC for a client",
    "R646",
    CHECK_NEEDS_STORE_NOTIFY_OK,
    subscribes_asynchronously },
  { "store/notifies-in-order",
    "What happens first is told first",
    "R648",
    CHECK_NEEDS_STORE_SUBMIT_OK | CHECK_NEEDS_STORE_NOTIFY_OK,
    tells_in_order },
  { NULL },
};
