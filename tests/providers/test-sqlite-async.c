/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tables that are changed in the background. How long that takes nobody knows: what can be seen
 * only while it lasts is tried until it is seen. */

#include "mock-actor.h"
#include "mock-table-copy.h"
#include "tap.h"

#define N_MESSAGES 4096
#define MOST_TRIES 20000

typedef struct
{
  char             *path;
  MockSqlite        client;
  MockActor         actor;
  MapiTable        *table;
  MapiCallbackSink *sink;
  GString          *events;
} Fixture;

static const char *
name_event (guint32 event)
{
  switch (event)
    {
    case MAPI_TABLE_SETCOL_DONE:
      return "setcol";
    case MAPI_TABLE_RESTRICT_DONE:
      return "restrict";
    case MAPI_TABLE_SORT_DONE:
      return "sort";
    case MAPI_TABLE_CHANGED:
      return "changed";
    case MAPI_TABLE_ERROR:
      return "error";
    default:
      return "row";
    }
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, Fixture *fixture)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    {
      g_autoptr (MapiNotification) notification = mapi_notification_list_get_notification (list, i);

      g_string_append_printf (fixture->events,
                              "%s%s",
                              fixture->events->len > 0 ? " " : "",
                              name_event (mapi_notification_get_table_event (notification)));
    }
}

/* One message, and copies of all there are. */
static void
fill (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint32 n = 2;

  for (guint i = 0; i < n; i++)
    g_bytes_unref (mock_actor_add (&fixture->actor, 0, i == 0 ? "b" : "a"));
  for (; n < N_MESSAGES && error == NULL; n *= 2)
    {
      g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_autoptr (MapiTable) table = mapi_container_get_contents_table (
          MAPI_CONTAINER (fixture->actor.folders[0]), 0, NULL, &error);
      g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, &error);
      g_autoptr (MapiEntryList) list = NULL;

      for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
        {
          g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

          g_ptr_array_add (ids, mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID));
        }
      list = mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
      mapi_folder_copy_messages (
          fixture->actor.folders[0], list, fixture->actor.folders[0], NULL, 0, NULL, NULL, &error);
    }
  TAP_NO_ERROR (error);
}

static gboolean
set_up (Fixture *fixture)
{
  static guint n;
  g_autoptr (GError) error = NULL;

  *fixture = (Fixture){ .path = g_strdup_printf ("%s/async-%u.db", tap_fast_folder (), ++n),
                        .sink = mapi_callback_sink_new (),
                        .events = g_string_new (NULL) };
  if (!mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  mock_actor_init (&fixture->actor, fixture->client.store, 3);
  fill (fixture);
  fixture->table = mapi_container_get_contents_table (
      MAPI_CONTAINER (fixture->actor.folders[0]), 0, NULL, &error);
  g_signal_connect (fixture->sink, "received", G_CALLBACK (on_received), fixture);
  mapi_table_advise (
      fixture->table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (fixture->sink), &error);
  return TAP_NO_ERROR (error);
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->table);
  g_clear_object (&fixture->sink);
  mock_actor_clear (&fixture->actor);
  mock_sqlite_close (&fixture->client);
  g_string_free (fixture->events, TRUE);
  g_free (fixture->path);
}

static void
expect_events (Fixture *fixture, const char *events)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  TAP_STRING (fixture->events->str, events);
  g_string_truncate (fixture->events, 0);
}

static MapiSortOrderSet *
new_order (guint32 tag, guint32 direction)
{
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (0, 0);

  return mapi_sort_order_set_append (empty, tag, direction);
}

static gboolean
sort (Fixture *fixture, guint32 tag, guint32 flags, GError **error)
{
  g_autoptr (MapiSortOrderSet) order = new_order (tag, MAPI_TABLE_SORT_ASCEND);

  return mapi_table_sort_table (fixture->table, order, flags, NULL, error);
}

static gboolean
restrict_to (Fixture *fixture, const char *subject, guint32 flags, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject);
  g_autoptr (MapiRestriction) restriction =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_SUBJECT, value);

  return mapi_table_restrict (fixture->table, restriction, flags, NULL, error);
}

static gboolean
set_columns (Fixture *fixture, guint32 tag, guint32 flags, GError **error)
{
  const guint32 tags[] = { MAPI_PR_INSTANCE_KEY, MAPI_PR_SUBJECT, tag };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  return mapi_table_set_columns (fixture->table, columns, flags, NULL, error);
}

static void
wait_for_table (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint32 status = 99;

  mapi_table_wait_for_completion (fixture->table, 0, G_MAXUINT32, &status, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (status, MAPI_TBLSTAT_COMPLETE);
}

static guint32
get_status (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint32 status = 99;
  guint32 type = 99;

  mapi_table_get_status (fixture->table, &status, &type, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (type, MAPI_TBLTYPE_DYNAMIC);
  return status;
}

/* The subjects of the first row and the last. */
static char *
get_ends (Fixture *fixture)
{
  g_autofree char *first = mock_sqlite_get_cell (fixture->table, 0, MAPI_PR_SUBJECT);
  g_autofree char *last = mock_sqlite_get_cell (
      fixture->table, mock_sqlite_count (fixture->table) - 1, MAPI_PR_SUBJECT);

  return g_strdup_printf ("%s-%s", first, last);
}

#define EXPECT_ENDS(fixture, expected)                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *ends = get_ends (fixture);                                                    \
                                                                                                   \
    TAP_STRING (ends, expected);                                                                   \
  }                                                                                                \
  G_STMT_END

/* Each operation ends with its event, and the table shows what it was asked for. */
static void
test_done (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  if (!set_up (&fixture))
    return;
  sort (&fixture, MAPI_PR_SUBJECT, MAPI_TBL_ASYNC, &error);
  wait_for_table (&fixture);
  expect_events (&fixture, "sort");
  EXPECT_ENDS (&fixture, "a-b");
  restrict_to (&fixture, "b", MAPI_TBL_ASYNC, &error);
  wait_for_table (&fixture);
  expect_events (&fixture, "restrict");
  EXPECT_ENDS (&fixture, "b-b");
  TAP_NUMBER (mock_sqlite_count (fixture.table), N_MESSAGES / 2);
  set_columns (&fixture, MAPI_PR_SENDER_NAME, MAPI_TBL_ASYNC, &error);
  wait_for_table (&fixture);
  expect_events (&fixture, "setcol");
  set_columns (&fixture, MOCK_ACTOR_KEYWORDS | MAPI_MV_INSTANCE, MAPI_TBL_ASYNC, &error);
  wait_for_table (&fixture);
  expect_events (&fixture, "setcol");
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

static void
run_sql (Fixture *fixture, const char *sql)
{
  char *argv[] = { "sqlite3", fixture->path, (char *) sql, NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
expect_failure (Fixture *fixture, guint32 expected)
{
  g_autoptr (GError) error = NULL;
  guint32 status = 99;

  mapi_table_wait_for_completion (fixture->table, 0, G_MAXUINT32, &status, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (status, expected);
  TAP_NUMBER (get_status (fixture), expected);
  expect_events (fixture, "error");
}

/* A store that cannot be read for a while: each operation ends in its own state of error with a
 * TABLE_ERROR, and works again when the store does. */
static void
test_failed (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  if (!set_up (&fixture))
    return;
  run_sql (&fixture, "PRAGMA legacy_alter_table=ON; ALTER TABLE messages RENAME TO hidden");
  sort (&fixture, MAPI_PR_SUBJECT, MAPI_TBL_ASYNC, &error);
  expect_failure (&fixture, MAPI_TBLSTAT_SORT_ERROR);
  restrict_to (&fixture, "b", MAPI_TBL_ASYNC, &error);
  expect_failure (&fixture, MAPI_TBLSTAT_RESTRICT_ERROR);
  set_columns (&fixture, MOCK_ACTOR_KEYWORDS | MAPI_MV_INSTANCE, MAPI_TBL_ASYNC, &error);
  expect_failure (&fixture, MAPI_TBLSTAT_SETCOL_ERROR);
  run_sql (&fixture, "PRAGMA legacy_alter_table=ON; ALTER TABLE hidden RENAME TO messages");
  sort (&fixture, MAPI_PR_SUBJECT, MAPI_TBL_ASYNC, &error);
  wait_for_table (&fixture);
  expect_events (&fixture, "sort");
  EXPECT_ENDS (&fixture, "a-b");
  TAP_NO_ERROR (error);
  tear_down (&fixture);
}

/* Calls that have to wait for what goes on. */
static gboolean
call_query_rows (Fixture *fixture, GError **error)
{
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (fixture->table, 1, 0, NULL, error);

  return rows != NULL;
}

static gboolean
call_count (Fixture *fixture, GError **error)
{
  return mapi_table_get_row_count (fixture->table, 0, NULL, NULL, NULL, error);
}

static gboolean
call_seek (Fixture *fixture, GError **error)
{
  return mapi_table_seek_row (fixture->table, MAPI_BOOKMARK_END, 0, NULL, NULL, NULL, error);
}

static gboolean
call_seek_approx (Fixture *fixture, GError **error)
{
  return mapi_table_seek_row_approx (fixture->table, 1, 2, NULL, error);
}

static gboolean
call_sort (Fixture *fixture, GError **error)
{
  return sort (fixture, MAPI_PR_IMPORTANCE, 0, error);
}

static gboolean
call_restrict (Fixture *fixture, GError **error)
{
  return restrict_to (fixture, "a", 0, error);
}

static gboolean
call_set_columns (Fixture *fixture, GError **error)
{
  return set_columns (fixture, MAPI_PR_SENDER_NAME, 0, error);
}

static gboolean
call_query_columns (Fixture *fixture, GError **error)
{
  g_autoptr (MapiPropTagArray) columns = mapi_table_query_columns (fixture->table, 0, NULL, error);

  return columns != NULL;
}

static gboolean
call_query_order (Fixture *fixture, GError **error)
{
  g_autoptr (MapiSortOrderSet) order = mapi_table_query_sort_order (fixture->table, NULL, error);

  return order != NULL;
}

static gboolean
call_get_state (Fixture *fixture, GError **error)
{
  g_autoptr (GBytes) state = mapi_table_get_collapse_state (fixture->table, 0, NULL, NULL, error);

  return state != NULL || (*error)->code != (gint) MAPI_E_BUSY;
}

static gboolean
call_set_state (Fixture *fixture, GError **error)
{
  g_autoptr (GBytes) state = g_bytes_new_static ("x", 1);

  return mapi_table_set_collapse_state (fixture->table, 0, state, NULL, NULL, error) ||
         (*error)->code != (gint) MAPI_E_BUSY;
}

static gboolean
call_wait (Fixture *fixture, GError **error)
{
  return mapi_table_wait_for_completion (fixture->table, 0, 0, NULL, NULL, error);
}

/* Whether a call fails with @code while a table is being sorted. */
static gboolean
fails_meanwhile (Fixture *fixture, gboolean (*call) (Fixture *, GError **), MapiError code)
{
  for (guint i = 0; i < MOST_TRIES; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!sort (fixture, MAPI_PR_SUBJECT, MAPI_TBL_ASYNC, &error))
        return TAP_NO_ERROR (error);
      if (!call (fixture, &error))
        {
          wait_for_table (fixture);
          return g_error_matches (error, MAPI_ERROR, code);
        }
      wait_for_table (fixture);
    }
  return FALSE;
}

static void
test_busy (void)
{
  static const struct
  {
    const char *name;
    gboolean (*call) (Fixture *fixture, GError **error);
    MapiError code;
  } calls[] = {
    { "QueryRows", call_query_rows, MAPI_E_BUSY },
    { "GetRowCount", call_count, MAPI_E_BUSY },
    { "SeekRow", call_seek, MAPI_E_BUSY },
    { "SeekRowApprox", call_seek_approx, MAPI_E_BUSY },
    { "SortTable", call_sort, MAPI_E_BUSY },
    { "Restrict", call_restrict, MAPI_E_BUSY },
    { "SetColumns", call_set_columns, MAPI_E_BUSY },
    { "QueryColumns", call_query_columns, MAPI_E_BUSY },
    { "QuerySortOrder", call_query_order, MAPI_E_BUSY },
    { "GetCollapseState", call_get_state, MAPI_E_BUSY },
    { "SetCollapseState", call_set_state, MAPI_E_BUSY },
    { "WaitForCompletion", call_wait, MAPI_E_TIMEOUT },
  };
  Fixture fixture;

  if (!set_up (&fixture))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    if (!fails_meanwhile (&fixture, calls[i].call, calls[i].code))
      TAP_STRING (calls[i].name, "a call that says that the table is busy");
  tear_down (&fixture);
}

/* What the table is doing. */
static void
test_status (void)
{
  Fixture fixture;
  guint32 seen[3] = { 0 };

  if (!set_up (&fixture))
    return;
  for (guint i = 0; i < MOST_TRIES && (seen[0] == 0 || seen[1] == 0 || seen[2] == 0); i++)
    {
      g_autoptr (GError) error = NULL;

      sort (&fixture, MAPI_PR_SUBJECT, MAPI_TBL_ASYNC, &error);
      seen[0] = MAX (seen[0], get_status (&fixture));
      wait_for_table (&fixture);
      restrict_to (&fixture, "a", MAPI_TBL_ASYNC, &error);
      seen[1] = MAX (seen[1], get_status (&fixture));
      wait_for_table (&fixture);
      set_columns (&fixture, MAPI_PR_SENDER_NAME, 0, &error);
      set_columns (&fixture, MOCK_ACTOR_KEYWORDS | MAPI_MV_INSTANCE, MAPI_TBL_ASYNC, &error);
      seen[2] = MAX (seen[2], get_status (&fixture));
      wait_for_table (&fixture);
      mapi_table_restrict (fixture.table, NULL, 0, NULL, &error);
      if (!TAP_NO_ERROR (error))
        break;
    }
  TAP_NUMBER (seen[0], MAPI_TBLSTAT_SORTING);
  TAP_NUMBER (seen[1], MAPI_TBLSTAT_RESTRICTING);
  TAP_NUMBER (seen[2], MAPI_TBLSTAT_SETTING_COLS);
  TAP_NUMBER (get_status (&fixture), MAPI_TBLSTAT_COMPLETE);
  tear_down (&fixture);
}

/* What is stopped leaves the table as it was; what is done cannot be stopped. */
static void
test_abort (void)
{
  Fixture  fixture;
  gboolean stopped = FALSE;
  guint32  tag = 0;
  g_autoptr (GError) error = NULL;

  if (!set_up (&fixture))
    return;
  for (guint i = 0; i < MOST_TRIES && !stopped; i++)
    {
      g_autoptr (GError) local = NULL;

      sort (&fixture, MAPI_PR_IMPORTANCE, 0, &error);
      sort (&fixture, MAPI_PR_SUBJECT, MAPI_TBL_ASYNC, &error);
      stopped = mapi_table_abort (fixture.table, &local);
      if (!stopped)
        TAP_ERROR (local, MAPI_ERROR, MAPI_E_UNABLE_TO_ABORT);
      TAP_NUMBER (get_status (&fixture), MAPI_TBLSTAT_COMPLETE);
    }
  CU_ASSERT_TRUE (stopped);
  wait_for_table (&fixture);
  if (TAP_NO_ERROR (error))
    {
      g_autoptr (MapiSortOrderSet) order =
          mapi_table_query_sort_order (fixture.table, NULL, &error);

      tag = mapi_sort_order_set_get_tag (order, 0);
    }
  TAP_NUMBER (tag, MAPI_PR_IMPORTANCE);

  sort (&fixture, MAPI_PR_SUBJECT, MAPI_TBL_ASYNC, &error);
  wait_for_table (&fixture);
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (mapi_table_abort (fixture.table, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNABLE_TO_ABORT);
  EXPECT_ENDS (&fixture, "a-b");
  tear_down (&fixture);
}

/* What changes meanwhile is not lost: each row comes once, and in its place. */
static void
test_changes_meanwhile (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MockTableCopy) copy = NULL;

  if (!set_up (&fixture))
    return;
  set_columns (&fixture, MAPI_PR_IMPORTANCE, 0, &error);
  copy = mock_table_copy_new (g_object_ref (fixture.table));
  for (guint i = 0; i < 40; i++)
    {
      sort (&fixture, i % 2 == 0 ? MAPI_PR_SUBJECT : MAPI_PR_IMPORTANCE, MAPI_TBL_ASYNC, &error);
      for (guint j = 0; j < 3; j++)
        g_bytes_unref (mock_actor_add (&fixture.actor, 0, "new"));
      wait_for_table (&fixture);
      mock_table_copy_reread (copy);
      for (guint j = 0; j < 3; j++)
        mock_actor_act (&fixture.actor);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      copy->n_wrong = 0;
      if (!mock_table_copy_is_exact (copy))
        break;
    }
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mock_table_copy_is_exact (copy));
  g_clear_pointer (&copy, mock_table_copy_free);
  tear_down (&fixture);
}

/* Somebody who waits may be called away. */
static void
test_cancel (void)
{
  Fixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean cancelled = FALSE;

  if (!set_up (&fixture))
    return;
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < MOST_TRIES && !cancelled; i++)
    {
      g_autoptr (GError) error = NULL;

      sort (&fixture, MAPI_PR_SUBJECT, MAPI_TBL_ASYNC, &error);
      TAP_NO_ERROR (error);
      cancelled = !mapi_table_wait_for_completion (
                      fixture.table, 0, G_MAXUINT32, NULL, cancellable, &error) &&
                  g_error_matches (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
      wait_for_table (&fixture);
    }
  CU_ASSERT_TRUE (cancelled);
  tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-async",
          { "done", test_done },
          { "operations that fail", test_failed },
          { "busy", test_busy },
          { "status", test_status },
          { "abort", test_abort },
          { "changes meanwhile", test_changes_meanwhile },
          { "cancelled", test_cancel })
