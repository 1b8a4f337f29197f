/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "model-world.h"
#include "tap.h"

/* Operations that a failure shows. */
#define TRACE_MAX 600

static gboolean
open_store (ModelWorld *self)
{
  g_autoptr (GError) error = NULL;

  if (!mock_sqlite_open (&self->client, self->path, FALSE, &error) ||
      !mock_sqlite_open (&self->spooler, self->path, TRUE, &error))
    return model_world_no_error (self, error);
  model_open_queue (self);
  model_open_searches (self);
  return TRUE;
}

static void
view_free (gpointer data)
{
  ModelView *view = data;

  mock_table_copy_free (view->copy);
  g_clear_pointer (&view->restriction, mapi_restriction_unref);
  g_clear_pointer (&view->order, mapi_sort_order_set_unref);
  g_free (view);
}

gboolean
model_world_init (ModelWorld *self, guint32 seed, const char *path)
{
  g_autoptr (MapiFolder) subtree = NULL;
  g_autoptr (MapiFolder) root = NULL;
  g_autoptr (GError) error = NULL;

  *self = (ModelWorld){ .rand = g_rand_new_with_seed (seed), .path = g_strdup (path) };
  self->views = g_ptr_array_new_with_free_func (view_free);
  self->queue = g_ptr_array_new ();
  self->searches = model_searches_new ();
  self->trace = g_string_new (NULL);
  self->root = mock_model_folder_new ("Model");
  if (!open_store (self))
    return FALSE;
  subtree = mock_sqlite_open_folder (self->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  root = mapi_folder_create_folder (
      subtree, MAPI_FOLDER_GENERIC, self->root->name, NULL, 0, NULL, &error);
  if (!model_world_no_error (self, error))
    return FALSE;
  self->root->entry_id = mock_sqlite_get_entry_id (root);
  return TRUE;
}

static void
close_store (ModelWorld *self)
{
  model_world_close_views (self);
  model_close_searches (self);
  g_clear_pointer (&self->queue_copy, mock_table_copy_free);
  mock_sqlite_close (&self->spooler);
  mock_sqlite_close (&self->client);
}

void
model_world_clear (ModelWorld *self)
{
  close_store (self);
  g_ptr_array_unref (self->views);
  g_ptr_array_unref (self->queue);
  g_ptr_array_unref (self->searches);
  mock_model_folder_free (self->root);
  g_string_free (self->trace, TRUE);
  g_rand_free (self->rand);
  g_free (self->path);
}

void
model_world_reopen (ModelWorld *self)
{
  model_world_count (self, "reopen");
  close_store (self);
  open_store (self);
}

void
model_world_count (ModelWorld *self, const char *operation)
{
  self->n_operations++;
  g_string_append_printf (self->trace, " %s", operation);
  if (self->trace->len > 2 * TRACE_MAX)
    g_string_erase (self->trace, 0, TRACE_MAX);
}

static void
fail (ModelWorld *self, const char *message)
{
  if (self->failed)
    return;
  self->failed = TRUE;
  tap_note ("operation %u: %s", self->n_operations, message);
  tap_note ("the last operations: %s", self->trace->str);
  CU_FAIL ("store and model differ");
}

gboolean
model_world_expect (ModelWorld *self, gboolean holds, const char *format, ...)
{
  va_list          args;
  g_autofree char *message = NULL;

  if (holds)
    return TRUE;
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  fail (self, message);
  return FALSE;
}

gboolean
model_world_no_error (ModelWorld *self, const GError *error)
{
  if (error != NULL)
    fail (self, error->message);
  return error == NULL;
}

guint
model_world_choose (ModelWorld *self, guint n)
{
  return (guint) g_rand_int_range (self->rand, 0, (gint32) n);
}

gboolean
model_world_chance (ModelWorld *self, guint percent)
{
  return model_world_choose (self, 100) < percent;
}

MockModelFolder *
model_world_choose_folder (ModelWorld *self)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();

  mock_model_folder_list (self->root, folders);
  return folders->pdata[model_world_choose (self, folders->len)];
}

/* NULL where there is none. */
MockModelMessage *
model_world_choose_message (ModelWorld *self, MockModelFolder *folder)
{
  guint n = folder->messages->len;

  return n > 0 ? folder->messages->pdata[model_world_choose (self, n)] : NULL;
}

char *
model_world_new_name (ModelWorld *self, const char *prefix)
{
  return g_strdup_printf ("%s %u", prefix, ++self->last_name);
}

MapiFolder *
model_world_open_folder (ModelWorld *self, MockModelFolder *folder)
{
  g_autoptr (GError) error = NULL;
  MapiProp *object = mapi_msg_store_open_entry (
      self->client.store, folder->entry_id, NULL, MAPI_MODIFY, NULL, &error);

  return model_world_no_error (self, error) ? MAPI_FOLDER (object) : NULL;
}

MapiMessage *
model_world_open_message (ModelWorld *self, MockModelMessage *message)
{
  g_autoptr (GError) error = NULL;
  MapiProp *object = mapi_msg_store_open_entry (
      self->client.store, message->entry_id, NULL, message->queued ? 0 : MAPI_MODIFY, NULL, &error);

  return model_world_no_error (self, error) ? MAPI_MESSAGE (object) : NULL;
}

GBytes *
model_world_find_message (ModelWorld       *self,
                          MockModelFolder  *folder,
                          MockModelMessage *message,
                          gint32            number)
{
  static const guint32 tags[] = { MAPI_PR_ENTRYID };
  g_autoptr (MapiFolder) object = model_world_open_folder (self, folder);
  g_autoptr (MapiTable) table =
      object != NULL
          ? mapi_container_get_contents_table (
                MAPI_CONTAINER (object), message->associated ? MAPI_ASSOCIATED : 0, NULL, NULL)
          : NULL;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, 1);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MOCK_MODEL_NUMBER, number);
  g_autoptr (MapiRestriction) wanted =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MOCK_MODEL_NUMBER, value);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (table == NULL)
    return NULL;
  mapi_table_set_columns (table, columns, 0, NULL, NULL);
  mapi_table_find_row (table, wanted, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error);
  if (!model_world_no_error (self, error))
    return NULL;
  rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
  if (!model_world_no_error (self, error) ||
      !model_world_expect (
          self, mapi_row_set_get_size (rows) == 1, "message %d is not there", number))
    return NULL;
  row = mapi_row_set_get_row (rows, 0);
  return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
}

void
model_world_close_views (ModelWorld *self)
{
  g_ptr_array_set_size (self->views, 0);
}

void
model_world_deliver (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
