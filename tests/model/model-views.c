/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tables, what they tell of their changes, and ways through them. */

#include "model-world.h"

#define MAX_VIEWS 6

/* Each of another type. */
static const guint32 view_columns[] = {
  MAPI_PR_INSTANCE_KEY,
  MAPI_PR_ENTRYID,
  MOCK_MODEL_NUMBER,
  MAPI_PR_SUBJECT,
  MAPI_PR_MESSAGE_FLAGS,
  MAPI_PR_MSG_STATUS,
  MAPI_PR_HASATTACH,
  MAPI_PR_MESSAGE_DELIVERY_TIME,
  MAPI_PR_IMPORTANCE,
  0x67000002,
  0x67010003,
  0x67050007,
  0x6709001f,
  0x670c0048,
};

static const guint32 sort_tags[] = { MAPI_PR_SUBJECT,    MAPI_PR_MESSAGE_DELIVERY_TIME,
                                     MAPI_PR_IMPORTANCE, MAPI_PR_SENDER_NAME,
                                     0x67000002,         0x67010003,
                                     0x67080040,         MOCK_MODEL_NUMBER };

void
model_open_view (ModelWorld *self)
{
  MockModelFolder *folder = model_world_choose_folder (self);
  ModelView       *view = g_new0 (ModelView, 1);
  g_autoptr (MapiFolder) object = model_world_open_folder (self, folder);
  g_autoptr (MapiPropTagArray) columns =
      mapi_prop_tag_array_new (view_columns, G_N_ELEMENTS (view_columns));
  g_autoptr (GError) error = NULL;
  MapiTable *table;

  if (self->views->len >= MAX_VIEWS)
    g_ptr_array_remove_index (self->views, model_world_choose (self, self->views->len));
  model_world_count (self, "open-view");
  view->folder = folder;
  view->associated = model_world_chance (self, 15);
  table = mapi_container_get_contents_table (
      MAPI_CONTAINER (object), view->associated ? MAPI_ASSOCIATED : 0, NULL, &error);
  model_world_no_error (self, error);
  mapi_table_set_columns (table, columns, 0, NULL, &error);
  model_world_no_error (self, error);
  if (model_world_chance (self, 40))
    {
      view->restriction = model_world_new_restriction (self, 2);
      mapi_table_restrict (table, view->restriction, 0, NULL, &error);
      model_world_no_error (self, error);
    }
  if (model_world_chance (self, 50))
    {
      view->order = mapi_sort_order_set_new (0, 0);
      for (guint n = 1 + model_world_choose (self, 2); n > 0; n--)
        {
          g_autoptr (MapiSortOrderSet) before = view->order;

          view->order = mapi_sort_order_set_append (
              before,
              sort_tags[model_world_choose (self, G_N_ELEMENTS (sort_tags))],
              model_world_chance (self, 50) ? MAPI_TABLE_SORT_ASCEND : MAPI_TABLE_SORT_DESCEND);
        }
      mapi_table_sort_table (table, view->order, 0, NULL, &error);
      model_world_no_error (self, error);
    }
  view->copy = mock_table_copy_new (table);
  g_ptr_array_add (self->views, view);
}

/* What the model says the view has, by number. */
static GHashTable *
list_rows (ModelView *view)
{
  GHashTable *rows =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < view->folder->messages->len; i++)
    {
      MockModelMessage *message = view->folder->messages->pdata[i];
      g_autoptr (MapiPropList) row = mock_model_message_to_row (message);

      if (message->associated == view->associated &&
          (view->restriction == NULL || mapi_restriction_matches (view->restriction, row)))
        g_hash_table_insert (rows, GINT_TO_POINTER (message->number), g_steal_pointer (&row));
    }
  return rows;
}

static void
check_cell (ModelWorld *self, MapiPropList *row, MapiPropList *wanted, guint32 tag)
{
  g_autoptr (MapiPropValue) found = mapi_prop_list_lookup (row, tag);
  g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (wanted, tag);
  gboolean absent =
      mapi_prop_list_get_error (row, mapi_prop_tag_change_type (tag, MAPI_PT_ERROR)) ==
      (gint) MAPI_E_NOT_FOUND;

  g_autofree char *text = found != NULL ? mapi_prop_value_to_string (found) : NULL;
  g_autofree char *wanted_text = value != NULL ? mapi_prop_value_to_string (value) : NULL;

  model_world_expect (self,
                      value != NULL ? found != NULL && mapi_prop_value_equal (found, value)
                                    : absent,
                      "message %d has %s in the column %#x, not %s",
                      mapi_prop_list_get_long (row, MOCK_MODEL_NUMBER, 0),
                      text,
                      tag,
                      wanted_text);
}

static gint
compare_rows (MapiSortOrderSet *order, MapiPropList *one, MapiPropList *two)
{
  for (guint i = 0; i < mapi_sort_order_set_get_size (order); i++)
    {
      guint32 tag = mapi_sort_order_set_get_tag (order, i);
      g_autoptr (MapiPropValue) a = mapi_prop_list_lookup (one, tag);
      g_autoptr (MapiPropValue) b = mapi_prop_list_lookup (two, tag);
      gint result =
          a == NULL || b == NULL ? (a != NULL) - (b != NULL) : mapi_prop_value_compare (a, b);

      if (result != 0)
        return mapi_sort_order_set_get_order (order, i) == MAPI_TABLE_SORT_DESCEND ? -result
                                                                                   : result;
    }
  return 0;
}

static MapiRowSet *
read_rows (ModelWorld *self, ModelView *view)
{
  g_autoptr (GError) error = NULL;
  MapiRowSet *rows;

  mapi_table_seek_row (view->copy->view, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, &error);
  model_world_no_error (self, error);
  rows = mapi_table_query_rows (view->copy->view, G_MAXINT32, MAPI_TBL_NOADVANCE, NULL, &error);
  model_world_no_error (self, error);
  return rows;
}

/* Rows that compare alike may stand in any order. */
static void
check_rows (ModelWorld *self, ModelView *view, MapiRowSet *rows)
{
  g_autoptr (GHashTable) wanted = list_rows (view);
  MapiPropList *before = NULL;

  model_world_expect (self,
                      mapi_row_set_get_size (rows) == g_hash_table_size (wanted),
                      "%u rows instead of %u",
                      mapi_row_set_get_size (rows),
                      g_hash_table_size (wanted));
  for (guint i = 0; i < mapi_row_set_get_size (rows) && !self->failed; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      gint32        number = mapi_prop_list_get_long (row, MOCK_MODEL_NUMBER, 0);
      MapiPropList *full = g_hash_table_lookup (wanted, GINT_TO_POINTER (number));

      if (!model_world_expect (self, full != NULL, "message %d has no business here", number))
        return;
      for (guint j = 2; j < G_N_ELEMENTS (view_columns); j++)
        check_cell (self, row, full, view_columns[j]);
      if (view->order != NULL && before != NULL)
        model_world_expect (self,
                            compare_rows (view->order, before, full) <= 0,
                            "message %d stands in the wrong place",
                            number);
      before = full;
    }
}

/* The rows are right, and so is the copy of who was only told of the changes. */
void
model_check_view (ModelWorld *self, ModelView *view)
{
  g_autoptr (MapiRowSet) rows = NULL;

  model_world_count (self, "check-view");
  model_world_deliver ();
  rows = read_rows (self, view);
  if (self->failed)
    return;
  check_rows (self, view, rows);
  model_world_expect (self,
                      view->copy->n_wrong == 0,
                      "%u notifications do not fit what was told before",
                      view->copy->n_wrong);
  model_world_expect (self,
                      mock_table_copy_is_exact (view->copy),
                      "the rows that were told of are not the rows that are there (%s, %s, %s)",
                      view->associated ? "associated" : "contents",
                      view->restriction != NULL ? "restricted" : "all",
                      view->order != NULL ? "sorted" : "as they are");
}

static guint32
get_position (ModelWorld *self, MapiTable *table)
{
  guint32 row = 0;
  g_autoptr (GError) error = NULL;

  mapi_table_query_position (table, &row, NULL, NULL, NULL, &error);
  model_world_no_error (self, error);
  return row;
}

static void
expect_position (ModelWorld *self, MapiTable *table, gint64 wanted)
{
  guint32 found = get_position (self, table);

  model_world_expect (
      self, found == wanted, "the cursor is at %u, not %" G_GINT64_FORMAT, found, wanted);
}

static void
walk_seek (ModelWorld *self, MapiTable *table, gint64 n)
{
  static const guint32 origins[] = { MAPI_BOOKMARK_BEGINNING,
                                     MAPI_BOOKMARK_CURRENT,
                                     MAPI_BOOKMARK_END };
  guint                choice = model_world_choose (self, 3);
  gint64               from = choice == 0 ? 0 : choice == 1 ? get_position (self, table) : n;
  gint32               step = g_rand_int_range (self->rand, -12, 13);
  gint32               sought = 0;
  gint64               target = CLAMP (from + step, 0, n);
  g_autoptr (GError) error = NULL;

  model_world_count (self, "seek");
  mapi_table_seek_row (table, origins[choice], step, &sought, NULL, NULL, &error);
  model_world_no_error (self, error);
  model_world_expect (self,
                      sought == target - from,
                      "SeekRow (%u, %d) went %d rows",
                      origins[choice],
                      step,
                      sought);
  expect_position (self, table, target);
}

static void
walk_find (ModelWorld *self, ModelView *view, MapiRowSet *rows)
{
  MapiTable *table = view->copy->view;
  gboolean   backward = model_world_chance (self, 40);
  gint64     at = get_position (self, table);
  gboolean   found;
  g_autoptr (MapiRestriction) wanted = model_world_new_restriction (self, 1);
  g_autoptr (GHashTable) full = list_rows (view);
  g_autoptr (GError) error = NULL;

  model_world_count (self, "find");
  found = mapi_table_find_row (
      table, wanted, MAPI_BOOKMARK_CURRENT, backward ? MAPI_DIR_BACKWARD : 0, NULL, NULL, &error);
  if (!found)
    model_world_expect (
        self, error->code == (gint) MAPI_E_NOT_FOUND, "FindRow: %s", error->message);
  for (at -= backward ? 1 : 0; at >= 0 && at < mapi_row_set_get_size (rows);
       at += backward ? -1 : 1)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, (guint) at);
      gint32        number = mapi_prop_list_get_long (row, MOCK_MODEL_NUMBER, 0);
      MapiPropList *all = g_hash_table_lookup (full, GINT_TO_POINTER (number));

      if (!mapi_restriction_matches (wanted, all))
        continue;
      model_world_expect (self, found, "FindRow has not found message %d", number);
      if (found)
        expect_position (self, table, at);
      return;
    }
  model_world_expect (self, !found, "FindRow has found what is not there");
}

static void
walk_read (ModelWorld *self, MapiTable *table, MapiRowSet *rows)
{
  gint32 count = g_rand_int_range (self->rand, 1, 8);
  gint64 at = get_position (self, table);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) read = mapi_table_query_rows (table, count, 0, NULL, &error);
  gint64 left = (gint64) mapi_row_set_get_size (rows) - at;

  model_world_count (self, "read");
  if (!model_world_no_error (self, error) ||
      !model_world_expect (self,
                           mapi_row_set_get_size (read) == MIN (left, count),
                           "QueryRows (%d) gave %u rows",
                           count,
                           mapi_row_set_get_size (read)))
    return;
  for (guint i = 0; i < mapi_row_set_get_size (read); i++)
    {
      g_autoptr (MapiPropList) one = mapi_row_set_get_row (read, i);
      g_autoptr (MapiPropList) two = mapi_row_set_get_row (rows, (guint) at + i);

      model_world_expect (self, mapi_prop_list_equal (one, two), "QueryRows gave other rows");
    }
  expect_position (self, table, at + mapi_row_set_get_size (read));
}

static void
walk_bookmark (ModelWorld *self, MapiTable *table)
{
  gint64 at = get_position (self, table);
  g_autoptr (GError) error = NULL;
  guint32 bookmark = mapi_table_create_bookmark (table, NULL, &error);

  model_world_count (self, "bookmark");
  model_world_no_error (self, error);
  mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, 1, NULL, NULL, NULL, NULL);
  mapi_table_seek_row (table, bookmark, 0, NULL, NULL, NULL, &error);
  model_world_no_error (self, error);
  expect_position (self, table, at);
  mapi_table_free_bookmark (table, bookmark, &error);
  model_world_no_error (self, error);
  model_world_expect (self,
                      !mapi_table_seek_row (table, bookmark, 0, NULL, NULL, NULL, &error) &&
                          error->code == (gint) MAPI_E_INVALID_BOOKMARK,
                      "a bookmark that was freed");
}

void
model_walk_view (ModelWorld *self, ModelView *view)
{
  MapiTable *table = view->copy->view;
  g_autoptr (MapiRowSet) rows = NULL;

  model_world_deliver ();
  rows = read_rows (self, view);
  for (guint n = 0; n < 20 && !self->failed; n++)
    switch (model_world_choose (self, 4))
      {
      case 0:
        walk_seek (self, table, mapi_row_set_get_size (rows));
        break;
      case 1:
        walk_find (self, view, rows);
        break;
      case 2:
        walk_read (self, table, rows);
        break;
      default:
        walk_bookmark (self, table);
      }
}
