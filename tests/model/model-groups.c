/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tables with categories, and with a row for each value of a column. */

#include "model-world.h"

#define GROUP_COLUMNS                                                                              \
  MAPI_PR_INSTANCE_KEY, MOCK_MODEL_NUMBER, MAPI_PR_ROW_TYPE, MAPI_PR_CONTENT_COUNT,                \
      MAPI_PR_CONTENT_UNREAD

/* PT_MV_LONG, one of those that values come for. */
#define SEVERAL_TAG ((guint32) 0x670e1003)

static const guint32 group_tags[] = { MAPI_PR_SUBJECT, MAPI_PR_IMPORTANCE, 0x67010003 };

static MapiTable *
open_table (ModelWorld *self, MockModelFolder *folder, guint32 tag, guint n_categories)
{
  const guint32 tags[] = { GROUP_COLUMNS, tag };
  g_autoptr (MapiFolder) object = model_world_open_folder (self, folder);
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (n_categories, n_categories);
  g_autoptr (MapiSortOrderSet) order = mapi_sort_order_set_append (
      empty, tag, model_world_chance (self, 50) ? MAPI_TABLE_SORT_ASCEND : MAPI_TABLE_SORT_DESCEND);
  g_autoptr (GError) error = NULL;
  MapiTable *table =
      object != NULL ? mapi_container_get_contents_table (MAPI_CONTAINER (object), 0, NULL, &error)
                     : NULL;

  if (table == NULL || !mapi_table_set_columns (table, columns, 0, NULL, &error) ||
      !mapi_table_sort_table (table, order, 0, NULL, &error))
    g_clear_object (&table);
  model_world_no_error (self, error);
  return table;
}

static MapiRowSet *
read_all (ModelWorld *self, MapiTable *table)
{
  g_autoptr (GError) error = NULL;
  MapiRowSet *rows = NULL;

  if (mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, &error))
    rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, &error);
  model_world_no_error (self, error);
  return rows;
}

/* What a heading says, and what has come below it. */
typedef struct
{
  MapiPropList  *heading; /* NULL before the first */
  MapiPropValue *value;   /* NULL for the messages without one */
  guint          n_rows;
  guint          n_unread;
} Group;

static void
group_clear (Group *self)
{
  g_clear_pointer (&self->heading, mapi_prop_list_unref);
  g_clear_pointer (&self->value, mapi_prop_value_unref);
}

static gboolean
same_value (MapiPropValue *one, MapiPropValue *two)
{
  return one == NULL || two == NULL ? one == two : mapi_prop_value_compare (one, two) == 0;
}

static void
end_group (ModelWorld *self, Group *group)
{
  guint count = 0;
  guint unread = 0;

  if (group->heading != NULL)
    {
      count = (guint) mapi_prop_list_get_long (group->heading, MAPI_PR_CONTENT_COUNT, -1);
      unread = (guint) mapi_prop_list_get_long (group->heading, MAPI_PR_CONTENT_UNREAD, -1);
    }
  model_world_expect (self,
                      count == group->n_rows && unread == group->n_unread,
                      "a heading counts %u rows, %u unread, and has %u, %u",
                      count,
                      unread,
                      group->n_rows,
                      group->n_unread);
  group_clear (group);
  *group = (Group){ 0 };
}

static void
begin_group (ModelWorld *self, Group *group, MapiPropList *row, guint32 tag)
{
  g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (row, tag);

  model_world_expect (self,
                      group->heading == NULL || !same_value (group->value, value),
                      "two headings have one value");
  end_group (self, group);
  group->heading = mapi_prop_list_ref (row);
  group->value = g_steal_pointer (&value);
}

/* The messages of the model by number, those that a table has. */
static GHashTable *
list_messages (MockModelFolder *folder)
{
  GHashTable *messages = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < folder->messages->len; i++)
    {
      MockModelMessage *message = folder->messages->pdata[i];

      if (!message->associated)
        g_hash_table_insert (messages, GINT_TO_POINTER (message->number), message);
    }
  return messages;
}

static void
take_leaf (ModelWorld *self, Group *group, MapiPropList *row, guint32 tag, GHashTable *messages)
{
  gpointer          number = GINT_TO_POINTER (mapi_prop_list_get_long (row, MOCK_MODEL_NUMBER, 0));
  MockModelMessage *message = g_hash_table_lookup (messages, number);
  g_autoptr (MapiPropList) full = NULL;
  g_autoptr (MapiPropValue) value = NULL;

  if (!model_world_expect (self, message != NULL, "a row too many below a heading"))
    return;
  g_hash_table_remove (messages, number);
  full = mock_model_message_to_row (message);
  value = mapi_prop_list_lookup (full, tag);
  model_world_expect (self,
                      group->heading != NULL && same_value (group->value, value),
                      "message %d stands below the wrong heading",
                      message->number);
  group->n_rows++;
  group->n_unread += (message->flags & MAPI_MSGFLAG_READ) == 0;
}

/* Each message once, below the heading with its value; each heading once, with the right counts. */
static void
check_groups (ModelWorld *self, MockModelFolder *folder)
{
  guint32 tag = group_tags[model_world_choose (self, G_N_ELEMENTS (group_tags))];
  g_autoptr (MapiTable) table = open_table (self, folder, tag, 1);
  g_autoptr (MapiRowSet) rows = table != NULL ? read_all (self, table) : NULL;
  g_autoptr (GHashTable) messages = list_messages (folder);
  Group group = { 0 };

  model_world_count (self, "groups");
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows) && !self->failed; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_ROW_TYPE, -1) == (gint32) MAPI_TBL_LEAF_ROW)
        take_leaf (self, &group, row, tag, messages);
      else
        begin_group (self, &group, row, tag);
    }
  if (!self->failed)
    {
      end_group (self, &group);
      model_world_expect (self,
                          g_hash_table_size (messages) == 0,
                          "%u messages stand below no heading",
                          g_hash_table_size (messages));
    }
  group_clear (&group);
}

static char *
describe_instance (gint32 number, gboolean has_value, gint32 value)
{
  return has_value ? g_strdup_printf ("%d: %d", number, value) : g_strdup_printf ("%d", number);
}

/* Values that are alike have one row. */
static void
add_instances (GPtrArray *wanted, MockModelMessage *message)
{
  g_autoptr (MapiPropList) row = mock_model_message_to_row (message);
  g_autoptr (MapiPropValue) values = mapi_prop_list_lookup (row, SEVERAL_TAG);
  guint n = values != NULL ? mapi_prop_value_get_n_values (values) : 0;

  if (n == 0)
    g_ptr_array_add (wanted, describe_instance (message->number, FALSE, 0));
  for (guint i = 0; i < n; i++)
    {
      gint32           value = (gint32) mapi_prop_value_get_mv_integer (values, i);
      g_autofree char *text = describe_instance (message->number, TRUE, value);

      if (!g_ptr_array_find_with_equal_func (wanted, text, g_str_equal, NULL))
        g_ptr_array_add (wanted, g_steal_pointer (&text));
    }
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char *
join_sorted (GPtrArray *texts)
{
  g_ptr_array_sort (texts, compare_texts);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (", ", (char **) texts->pdata);
}

/* A row for each value that differs, and one for each message without any. */
static void
check_instances (ModelWorld *self, MockModelFolder *folder)
{
  guint32 single = mapi_prop_tag_change_type (SEVERAL_TAG, MAPI_PT_LONG);
  g_autoptr (MapiTable) table = open_table (self, folder, SEVERAL_TAG | MAPI_MVI_FLAG, 0);
  g_autoptr (MapiRowSet) rows = table != NULL ? read_all (self, table) : NULL;
  g_autoptr (GHashTable) messages = list_messages (folder);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *found_text = NULL;
  g_autofree char *wanted_text = NULL;
  GHashTableIter   iter;
  gpointer         message;

  model_world_count (self, "instances");
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (row, single);

      g_ptr_array_add (found,
                       describe_instance (mapi_prop_list_get_long (row, MOCK_MODEL_NUMBER, 0),
                                          value != NULL,
                                          mapi_prop_list_get_long (row, single, 0)));
    }
  g_hash_table_iter_init (&iter, messages);
  while (g_hash_table_iter_next (&iter, NULL, &message))
    add_instances (wanted, message);
  found_text = join_sorted (found);
  wanted_text = join_sorted (wanted);
  model_world_expect (self,
                      g_str_equal (found_text, wanted_text),
                      "instances are [%.300s] instead of [%.300s]",
                      found_text,
                      wanted_text);
}

void
model_check_groups (ModelWorld *self)
{
  MockModelFolder *folder = model_world_choose_folder (self);

  if (model_world_chance (self, 60))
    check_groups (self, folder);
  else
    check_instances (self, folder);
}
