/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-table-copy.h"
#include "tap.h"

#include <mapi/mapi.h>

/* ITableData: rows by their index and by their place, and what views are told of them. */

#define MANY 30

static MapiPropList *
new_row (gint32 id, const char *subject)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ROWID, id);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, subject);
  return mapi_prop_list_builder_end (builder);
}

/* With the rows 0 to @n - 1. */
static MapiTableData *
new_table (gint32 n)
{
  MapiTableData *data = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ROWID, NULL);

  for (gint32 i = 0; i < n; i++)
    {
      g_autoptr (MapiPropList) row = new_row (i, "row");

      CU_ASSERT (mapi_table_data_modify_row (data, row, NULL));
    }
  return data;
}

/* The rows from @first to @last. */
static MapiRowSet *
new_rows (gint32 first, gint32 last)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (gint32 i = first; i <= last; i++)
    g_ptr_array_add (rows, new_row (i, "new"));
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static void
insert (MapiTableData *data, guint32 at, gint32 id)
{
  g_autoptr (MapiPropList) row = new_row (id, "inserted");
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_table_data_insert_row (data, at, row, &error));
  TAP_NO_ERROR (error);
}

static gint32
id_of (const MapiPropList *row)
{
  return mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1);
}

/* As HrEnumRow has the rows: "3 1 2". */
static char *
enumerate (MapiTableData *data)
{
  GString      *text = g_string_new (NULL);
  MapiPropList *row;

  for (guint32 i = 0; (row = mapi_table_data_enum_row (data, i)) != NULL; i++)
    {
      g_string_append_printf (text, i > 0 ? " %d" : "%d", id_of (row));
      mapi_prop_list_unref (row);
    }
  return g_string_free (text, FALSE);
}

static void
expect_order (MapiTableData *data, const char *expected)
{
  g_autofree char *text = enumerate (data);

  TAP_STRING (text, expected);
}

static void
test_order (void)
{
  g_autoptr (MapiTableData) data = new_table (3);
  g_autoptr (MapiPropList) first = new_row (0, "changed");
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_long (MAPI_PR_ROWID, 1);

  expect_order (data, "0 1 2");
  CU_ASSERT (mapi_table_data_modify_row (data, first, NULL));
  expect_order (data, "0 1 2");
  insert (data, 0, 10);
  insert (data, 2, 11);
  insert (data, 5, 12);
  expect_order (data, "10 0 11 1 2 12");
  CU_ASSERT (mapi_table_data_delete_row (data, index, NULL));
  insert (data, 3, 13);
  expect_order (data, "10 0 11 13 2 12");
  CU_ASSERT_PTR_NULL (mapi_table_data_enum_row (data, 6));
}

static void
test_insert_refused (void)
{
  g_autoptr (MapiTableData) data = new_table (2);
  g_autoptr (MapiPropList) known = new_row (1, "known");
  g_autoptr (MapiPropList) unknown = new_row (7, "unknown");
  g_autoptr (MapiPropList) empty = mapi_prop_list_new_empty ();
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_table_data_insert_row (data, 0, known, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_table_data_insert_row (data, 3, unknown, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_table_data_insert_row (data, 0, empty, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  expect_order (data, "0 1");
}

static void
test_row_number (void)
{
  g_autoptr (MapiTableData) data = new_table (4);
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_long (MAPI_PR_ROWID, 2);
  g_autoptr (MapiPropValue) other = mapi_prop_value_new_long (MAPI_PR_MESSAGE_SIZE, 2);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;
  guint32 number = 0;

  insert (data, 1, 9);
  row = mapi_table_data_query_row (data, index, &number, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (id_of (row), 2);
  TAP_NUMBER (number, 3);
  CU_ASSERT_PTR_NULL (mapi_table_data_query_row (data, other, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

/* The events of a view, one after the other, as a client hears of them. */
static void
note_events (MapiCallbackSink *sink, MapiNotificationList *list, gpointer events)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    {
      g_autoptr (MapiNotification) notification = mapi_notification_list_get_notification (list, i);
      guint32 event = mapi_notification_get_table_event (notification);

      g_array_append_val (events, event);
    }
}

typedef struct
{
  MapiTable        *view;
  MapiCallbackSink *sink;
  GArray           *events;
} Listener;

static void
listener_init (Listener *self, MapiTableData *data)
{
  self->view = mapi_table_data_get_view (data, NULL);
  self->sink = mapi_callback_sink_new ();
  self->events = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_signal_connect (self->sink, "received", G_CALLBACK (note_events), self->events);
  CU_ASSERT (mapi_table_advise (
                 self->view, MAPI_fnevTableModified, MAPI_ADVISE_SINK (self->sink), NULL) != 0);
}

static void
listener_clear (Listener *self)
{
  g_clear_object (&self->sink);
  g_clear_object (&self->view);
  g_clear_pointer (&self->events, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listener, listener_clear)

static void
turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* All that was told of since the last time is @n times @event. */
static void
expect_events (Listener *self, guint n, guint32 event)
{
  turn ();
  TAP_NUMBER (self->events->len, n);
  for (guint i = 0; i < self->events->len; i++)
    TAP_NUMBER (g_array_index (self->events, guint32, i), event);
  g_array_set_size (self->events, 0);
}

static void
test_send_notification (void)
{
  g_autoptr (MapiTableData) data = new_table (2);
  g_auto (Listener) listener = { 0 };
  g_autoptr (MapiPropList) known = new_row (1, "need not be so");
  g_autoptr (MapiPropList) unknown = new_row (2, "unknown");
  g_autoptr (MapiPropList) empty = mapi_prop_list_new_empty ();
  g_autoptr (GError) error = NULL;

  listener_init (&listener, data);
  CU_ASSERT (mapi_table_data_send_notification (data, known, &error));
  TAP_NO_ERROR (error);
  expect_events (&listener, 1, MAPI_TABLE_ROW_MODIFIED);

  CU_ASSERT_FALSE (mapi_table_data_send_notification (data, unknown, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_table_data_send_notification (data, empty, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  expect_events (&listener, 0, 0);
}

static guint32
delete_rows (MapiTableData *data, guint32 flags, MapiRowSet *rows)
{
  g_autoptr (GError) error = NULL;
  guint32 n_deleted = G_MAXUINT32;

  CU_ASSERT (mapi_table_data_delete_rows (data, flags, rows, &n_deleted, &error));
  TAP_NO_ERROR (error);
  return n_deleted;
}

static void
test_delete_rows (void)
{
  g_autoptr (MapiTableData) data = new_table (2 * MANY);
  g_autoptr (MapiRowSet) few = new_rows (-2, 1);
  g_autoptr (MapiRowSet) many = new_rows (0, MANY);
  g_auto (Listener) listener = { 0 };

  listener_init (&listener, data);
  TAP_NUMBER (delete_rows (data, 0, few), 2);
  expect_events (&listener, 2, MAPI_TABLE_ROW_DELETED);
  TAP_NUMBER (delete_rows (data, 0, many), MANY - 1);
  expect_events (&listener, 1, MAPI_TABLE_CHANGED);
  TAP_NUMBER (mapi_table_data_get_size (data), MANY - 1);
  TAP_NUMBER (delete_rows (data, MAPI_TAD_ALL_ROWS, NULL), MANY - 1);
  expect_events (&listener, 1, MAPI_TABLE_RELOAD);
  TAP_NUMBER (delete_rows (data, MAPI_TAD_ALL_ROWS, NULL), 0);
  expect_order (data, "");
}

static void
test_delete_refused (void)
{
  g_autoptr (MapiTableData) data = new_table (2);
  g_autoptr (MapiPropList) known = new_row (1, "known");
  g_autoptr (MapiPropList) empty = mapi_prop_list_new_empty ();
  MapiPropList *both[] = { known, empty };
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (both, G_N_ELEMENTS (both));
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_table_data_delete_rows (data, 0, rows, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_table_data_modify_rows (data, rows, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_table_data_delete_rows (data, 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  expect_order (data, "0 1");
}

/* As @data has its rows, a view that is not sorted has them. */
static gboolean
is_in_order (MapiTableData *data, MapiTable *view)
{
  g_autoptr (MapiRowSet) rows = NULL;

  mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, NULL);
  rows = mapi_table_query_rows (view, G_MAXINT32, 0, NULL, NULL);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) seen = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiPropList) row = mapi_table_data_enum_row (data, i);

      if (row == NULL || id_of (row) != id_of (seen))
        return FALSE;
    }
  return mapi_row_set_get_size (rows) == mapi_table_data_get_size (data);
}

static void
change_randomly (MapiTableData *data, GRand *rand)
{
  gint32 id = g_rand_int_range (rand, 0, 40);
  gint32 at = g_rand_int_range (rand, 0, (gint32) mapi_table_data_get_size (data) + 1);
  g_autoptr (MapiPropList) row = new_row (id, at % 2 == 0 ? "even" : "odd");
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_long (MAPI_PR_ROWID, id);

  switch (g_rand_int_range (rand, 0, 3))
    {
    case 0:
      mapi_table_data_delete_row (data, index, NULL);
      break;
    case 1:
      CU_ASSERT (mapi_table_data_modify_row (data, row, NULL));
      break;
    default:
      mapi_table_data_insert_row (data, (guint32) at, row, NULL);
    }
}

static void
test_replay (void)
{
  g_autoptr (MapiTableData) data = new_table (1);
  g_autoptr (MapiSortOrderSet) none = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) by_subject =
      mapi_sort_order_set_append (none, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MockTableCopy) plain = mock_table_copy_new (mapi_table_data_get_view (data, NULL));
  g_autoptr (MockTableCopy) sorted =
      mock_table_copy_new (mapi_table_data_get_view (data, by_subject));
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint n_wrong = 0;

  for (guint round = 0; round < 1000; round++)
    {
      change_randomly (data, rand);
      turn ();
      n_wrong += !mock_table_copy_is_exact (plain) + !mock_table_copy_is_exact (sorted) +
                 !is_in_order (data, plain->view);
    }
  TAP_NUMBER (n_wrong, 0);
}

TAP_MAIN ("kit/table-rows",
          { "rows have an order of their own", test_order },
          { "InsertRow refuses", test_insert_refused },
          { "QueryRow gives the row's number", test_row_number },
          { "a notification for a row that has not changed", test_send_notification },
          { "DeleteRows", test_delete_rows },
          { "a row without an index", test_delete_refused },
          { "views follow rows that are inserted", test_replay })
