/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Search folders: what they find is what the model finds, and what they tell adds up. */

#include "model-world.h"
#include "tap.h"

#define MAX_SEARCHES 3

static void
search_free (gpointer data)
{
  ModelSearch *self = data;

  g_clear_pointer (&self->copy, mock_table_copy_free);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->restriction, mapi_restriction_unref);
  g_ptr_array_unref (self->scope);
  g_bytes_unref (self->entry_id);
  g_free (self);
}

GPtrArray *
model_searches_new (void)
{
  return g_ptr_array_new_with_free_func (search_free);
}

static void
open_search (ModelWorld *self, ModelSearch *search)
{
  g_autoptr (GError) error = NULL;

  search->folder = MAPI_FOLDER (mapi_msg_store_open_entry (
      self->client.store, search->entry_id, NULL, MAPI_MODIFY, NULL, &error));
  model_world_no_error (self, error);
}

/* Whoever reads while a search runs reads some of what is told then: the copy begins when it has
 * ended, and must fit from then on. */
static void
watch_search (ModelWorld *self, ModelSearch *search)
{
  static const guint32 tags[] = {
    MAPI_PR_INSTANCE_KEY, MOCK_MODEL_NUMBER, MAPI_PR_SUBJECT, MAPI_PR_MESSAGE_FLAGS
  };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (GError) error = NULL;
  MapiTable *table =
      mapi_container_get_contents_table (MAPI_CONTAINER (search->folder), 0, NULL, &error);

  if (!model_world_no_error (self, error))
    return;
  mapi_table_set_columns (table, columns, 0, NULL, NULL);
  search->copy = mock_table_copy_new (table);
}

/* A store that was opened anew goes on with the searches that it had. */
void
model_open_searches (ModelWorld *self)
{
  for (guint i = 0; i < self->searches->len && !self->failed; i++)
    open_search (self, self->searches->pdata[i]);
}

void
model_close_searches (ModelWorld *self)
{
  for (guint i = 0; i < self->searches->len; i++)
    {
      ModelSearch *search = self->searches->pdata[i];

      g_clear_pointer (&search->copy, mock_table_copy_free);
      g_clear_object (&search->folder);
    }
}

static void
set_criteria (ModelWorld *self, ModelSearch *search)
{
  guint32 flags = MAPI_RESTART_SEARCH;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiEntryList) scope = NULL;

  g_clear_pointer (&search->restriction, mapi_restriction_unref);
  search->restriction = model_world_new_restriction (self, 2);
  g_ptr_array_set_size (search->scope, 0);
  for (guint n = 1 + model_world_choose (self, 3); n > 0; n--)
    g_ptr_array_add (search->scope, g_bytes_ref (model_world_choose_folder (self)->entry_id));
  search->recursive = model_world_chance (self, 50);
  flags |= search->recursive ? MAPI_RECURSIVE_SEARCH : MAPI_SHALLOW_SEARCH;
  flags |= model_world_chance (self, 50) ? MAPI_FOREGROUND_SEARCH : MAPI_BACKGROUND_SEARCH;
  scope = mapi_entry_list_new ((GBytes **) search->scope->pdata, search->scope->len);
  model_world_count (self, "search");
  g_clear_pointer (&search->copy, mock_table_copy_free);
  mapi_container_set_search_criteria (
      MAPI_CONTAINER (search->folder), search->restriction, scope, flags, NULL, &error);
  model_world_no_error (self, error);
}

static void
create_search (ModelWorld *self)
{
  g_autofree char *name = model_world_new_name (self, "Search");
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) subtree =
      mock_sqlite_open_folder (self->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  g_autoptr (MapiFolder) created =
      mapi_folder_create_folder (subtree, MAPI_FOLDER_SEARCH, name, NULL, 0, NULL, &error);
  ModelSearch *search;

  if (!model_world_no_error (self, error))
    return;
  search = g_new0 (ModelSearch, 1);
  search->entry_id = mock_sqlite_get_entry_id (created);
  search->scope = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (self->searches, search);
  open_search (self, search);
  if (!self->failed)
    set_criteria (self, search);
}

static void
delete_search (ModelWorld *self, ModelSearch *search)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) subtree =
      mock_sqlite_open_folder (self->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);

  model_world_count (self, "end-search");
  g_clear_pointer (&search->copy, mock_table_copy_free);
  mapi_folder_delete_folder (subtree, search->entry_id, NULL, 0, NULL, NULL, &error);
  model_world_no_error (self, error);
  g_ptr_array_remove (self->searches, search);
}

void
model_change_search (ModelWorld *self)
{
  guint        n = self->searches->len;
  ModelSearch *search = n > 0 ? self->searches->pdata[model_world_choose (self, n)] : NULL;

  if (search == NULL || (n < MAX_SEARCHES && model_world_chance (self, 50)))
    create_search (self);
  else if (model_world_chance (self, 30))
    delete_search (self, search);
  else
    set_criteria (self, search);
}

static gboolean
is_complete (gpointer data)
{
  ModelSearch *search = data;
  guint32      state = MAPI_SEARCH_REBUILD;
  g_autoptr (GError) error = NULL;

  mapi_container_get_search_criteria (
      MAPI_CONTAINER (search->folder), 0, NULL, NULL, &state, NULL, &error);
  return error != NULL || (state & MAPI_SEARCH_REBUILD) == 0;
}

/* The end of a search makes a notification, which lets the main context turn. Whoever reads that it
 * has ended may be faster than those who tell of what it found: a change comes behind them. */
static void
wait_for_search (ModelWorld *self, ModelSearch *search)
{
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GError) error = NULL;
  guint32 connection = mapi_msg_store_advise (self->client.store,
                                              search->entry_id,
                                              MAPI_fnevSearchComplete,
                                              MAPI_ADVISE_SINK (sink),
                                              NULL,
                                              &error);

  model_world_no_error (self, error);
  tap_wait (g_main_context_default (), is_complete, search);
  mapi_msg_store_unadvise (self->client.store, connection, NULL);
  mock_sqlite_set (search->folder, mapi_prop_value_new_long (0x67b00003, 1));
}

static gboolean
is_in_scope (const ModelSearch *search, const MockModelFolder *folder)
{
  for (; folder != NULL; folder = search->recursive ? folder->parent : NULL)
    for (guint i = 0; i < search->scope->len; i++)
      if (g_bytes_equal (search->scope->pdata[i], folder->entry_id))
        return TRUE;
  return FALSE;
}

/* Numbers of messages to those that have to be found. */
static GHashTable *
find_messages (ModelWorld *self, const ModelSearch *search)
{
  GHashTable *found = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();

  mock_model_folder_list (self->root, folders);
  for (guint i = 0; i < folders->len; i++)
    {
      MockModelFolder *folder = folders->pdata[i];

      for (guint j = 0; is_in_scope (search, folder) && j < folder->messages->len; j++)
        {
          MockModelMessage *message = folder->messages->pdata[j];
          g_autoptr (MapiPropList) row = mock_model_message_to_row (message);

          if (!message->associated && mapi_restriction_matches (search->restriction, row))
            g_hash_table_insert (found, GINT_TO_POINTER (message->number), message);
        }
    }
  return found;
}

static guint
count_unread (GHashTable *found)
{
  GHashTableIter    iter;
  MockModelMessage *message;
  guint             n = 0;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &message))
    n += (message->flags & MAPI_MSGFLAG_READ) == 0;
  return n;
}

static void
check_counters (ModelWorld *self, ModelSearch *search, GHashTable *found)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (search->folder), NULL, 0, NULL, NULL, NULL);
  guint count = (guint) mapi_prop_list_get_long (props, MAPI_PR_CONTENT_COUNT, -1);
  guint unread = (guint) mapi_prop_list_get_long (props, MAPI_PR_CONTENT_UNREAD, -1);

  model_world_expect (self,
                      count == g_hash_table_size (found) && unread == count_unread (found),
                      "a search folder counts %u messages, %u unread, and not %u, %u",
                      count,
                      unread,
                      g_hash_table_size (found),
                      count_unread (found));
}

void
model_check_search (ModelWorld *self)
{
  guint        n = self->searches->len;
  ModelSearch *search = n > 0 ? self->searches->pdata[model_world_choose (self, n)] : NULL;
  g_autoptr (GHashTable) found = search != NULL ? find_messages (self, search) : NULL;

  if (search == NULL)
    return;
  model_world_count (self, "check-search");
  wait_for_search (self, search);
  model_world_deliver ();
  if (search->copy == NULL)
    watch_search (self, search);
  if (self->failed)
    return;
  model_world_expect (self,
                      search->copy->n_wrong == 0 && mock_table_copy_is_exact (search->copy),
                      "what was told of a search folder does not add up");
  check_counters (self, search, found);
  for (guint i = 0; i < search->copy->rows->len; i++)
    {
      gint32 number = mapi_prop_list_get_long (search->copy->rows->pdata[i], MOCK_MODEL_NUMBER, 0);

      model_world_expect (self,
                          g_hash_table_contains (found, GINT_TO_POINTER (number)),
                          "message %d was not to be found",
                          number);
    }
  model_world_expect (self,
                      search->copy->rows->len == g_hash_table_size (found),
                      "%u messages found instead of %u",
                      search->copy->rows->len,
                      g_hash_table_size (found));
}
