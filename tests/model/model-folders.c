/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What changes folders, and many messages at once. */

#include "model-world.h"

#define MAX_FOLDERS 24

static void
create_folder (ModelWorld *self, MockModelFolder *parent)
{
  g_autofree char *name = g_strdup_printf ("Folder %u", model_world_choose (self, 12));
  g_autoptr (MapiFolder) object = model_world_open_folder (self, parent);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) created = NULL;
  MockModelFolder *folder;

  if (object == NULL)
    return;
  model_world_count (self, "create-folder");
  created = mapi_folder_create_folder (object, MAPI_FOLDER_GENERIC, name, NULL, 0, NULL, &error);
  if (mock_model_folder_find (parent, name) != NULL)
    {
      model_world_expect (self,
                          created == NULL && error->code == (gint) MAPI_E_COLLISION,
                          "CreateFolder: a second %s",
                          name);
      return;
    }
  if (!model_world_no_error (self, error))
    return;
  folder = mock_model_folder_new (name);
  folder->entry_id = mock_sqlite_get_entry_id (created);
  mock_model_folder_add_folder (parent, folder);
}

static gboolean
has_messages (MockModelFolder *folder, gboolean deep)
{
  gboolean found = folder->messages->len > 0;

  for (guint i = 0; deep && i < folder->folders->len && !found; i++)
    found = has_messages (folder->folders->pdata[i], TRUE);
  return found;
}

/* Messages in folders below count where those may go too. */
static gint32
find_delete_error (MockModelFolder *folder, guint32 flags)
{
  if (has_messages (folder, (flags & MAPI_DEL_FOLDERS) != 0) && !(flags & MAPI_DEL_MESSAGES))
    return MAPI_E_HAS_MESSAGES;
  if (folder->folders->len > 0 && !(flags & MAPI_DEL_FOLDERS))
    return MAPI_E_HAS_FOLDERS;
  return 0;
}

/* Forgets the views of what goes. */
static void
close_views_of (ModelWorld *self, MockModelFolder *folder)
{
  for (guint i = self->views->len; i-- > 0;)
    if (mock_model_folder_is_inside (((ModelView *) self->views->pdata[i])->folder, folder))
      g_ptr_array_remove_index (self->views, i);
}

static void
delete_folder (ModelWorld *self, MockModelFolder *folder)
{
  guint32 flags = model_world_choose (self, 2) * MAPI_DEL_MESSAGES |
                  model_world_choose (self, 2) * MAPI_DEL_FOLDERS;
  gint32   code = find_delete_error (folder, flags);
  gboolean deleted;
  g_autoptr (MapiFolder) parent = model_world_open_folder (self, folder->parent);
  g_autoptr (GError) error = NULL;

  if (parent == NULL || mock_model_folder_has_queued (folder))
    return;
  model_world_count (self, "delete-folder");
  deleted = mapi_folder_delete_folder (parent, folder->entry_id, NULL, flags, NULL, NULL, &error);
  if (!model_world_expect (self,
                           deleted ? code == 0 : error->code == code,
                           "DeleteFolder: %s",
                           error != NULL ? error->message : "deleted"))
    return;
  if (!deleted)
    return;
  close_views_of (self, folder);
  mock_model_folder_steal (folder);
  mock_model_folder_free (folder);
}

static void
empty_folder (ModelWorld *self, MockModelFolder *folder)
{
  gboolean all = model_world_chance (self, 50);
  g_autoptr (MapiFolder) object = model_world_open_folder (self, folder);
  g_autoptr (GError) error = NULL;

  if (object == NULL || mock_model_folder_has_queued (folder))
    return;
  model_world_count (self, "empty");
  mapi_folder_empty_folder (object, NULL, all ? MAPI_DEL_ASSOCIATED : 0, NULL, NULL, &error);
  model_world_no_error (self, error);
  for (guint i = 0; i < folder->folders->len; i++)
    close_views_of (self, folder->folders->pdata[i]);
  g_ptr_array_set_size (folder->folders, 0);
  for (guint i = folder->messages->len; i-- > 0;)
    if (all || !((MockModelMessage *) folder->messages->pdata[i])->associated)
      g_ptr_array_remove_index (folder->messages, i);
}

/* A copy that the store has made gets a number of its own. */
static void
take_copy (ModelWorld *self, MockModelFolder *folder, MockModelMessage *original)
{
  MockModelMessage *copy = mock_model_message_copy (original, ++self->last_number);
  g_autoptr (MapiMessage) object = NULL;
  g_autoptr (GError) error = NULL;

  mock_model_folder_add_message (folder, copy);
  copy->entry_id = model_world_find_message (self, folder, copy, original->number);
  object = copy->entry_id != NULL ? model_world_open_message (self, copy) : NULL;
  if (object == NULL)
    return;
  mock_sqlite_set (object, mapi_prop_value_new_long (MOCK_MODEL_NUMBER, copy->number));
  mapi_prop_save_changes (MAPI_PROP (object), 0, NULL, &error);
  model_world_no_error (self, error);
  copy->flags &= ~MAPI_MSGFLAG_UNMODIFIED;
}

static GBytes *
find_folder (ModelWorld *self, MockModelFolder *parent, const char *name)
{
  g_autoptr (MapiFolder) object = model_world_open_folder (self, parent);
  g_autoptr (MapiTable) table =
      mapi_container_get_hierarchy_table (MAPI_CONTAINER (object), 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), name) == 0)
        return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
    }
  model_world_expect (self, FALSE, "the folder %s is not there", name);
  return NULL;
}

/* The store has copied @folder to @parent; the model does so here. */
static void
take_tree (ModelWorld      *self,
           MockModelFolder *folder,
           MockModelFolder *parent,
           const char      *name,
           gboolean         deep)
{
  MockModelFolder *copy = mock_model_folder_new (name);

  mock_model_folder_add_folder (parent, copy);
  g_hash_table_unref (copy->props);
  copy->props = mock_model_props_copy (folder->props);
  copy->entry_id = find_folder (self, parent, name);
  for (guint i = 0; i < folder->messages->len && !self->failed; i++)
    take_copy (self, copy, folder->messages->pdata[i]);
  for (guint i = 0; deep && i < folder->folders->len && !self->failed; i++)
    {
      MockModelFolder *child = folder->folders->pdata[i];

      take_tree (self, child, copy, child->name, TRUE);
    }
}

static void
copy_folder (ModelWorld *self, MockModelFolder *folder, MockModelFolder *destination)
{
  gboolean         move = model_world_chance (self, 60);
  gboolean         deep = model_world_chance (self, 50);
  gboolean         cycle = mock_model_folder_is_inside (destination, folder);
  g_autofree char *name = g_strdup_printf ("Folder %u", model_world_choose (self, 12));
  MockModelFolder *present = mock_model_folder_find (destination, name);
  gboolean         done;
  guint32          flags = move ? MAPI_FOLDER_MOVE : deep ? MAPI_COPY_SUBFOLDERS : 0;
  g_autoptr (MapiFolder) parent = model_world_open_folder (self, folder->parent);
  g_autoptr (MapiFolder) target = model_world_open_folder (self, destination);
  g_autoptr (GError) error = NULL;

  if (parent == NULL || target == NULL || (move && mock_model_folder_has_queued (folder)))
    return;
  model_world_count (self, move ? "move-folder" : "copy-folder");
  done = mapi_folder_copy_folder (
      parent, folder->entry_id, target, name, NULL, flags, NULL, NULL, &error);
  if (cycle || (present != NULL && present != folder) || (present != NULL && !move))
    {
      model_world_expect (self,
                          !done && error->code ==
                                       (gint) (cycle ? MAPI_E_FOLDER_CYCLE : MAPI_E_COLLISION),
                          "CopyFolder: %s",
                          error != NULL ? error->message : "done");
      return;
    }
  if (!model_world_no_error (self, error))
    return;
  if (!move)
    {
      take_tree (self, folder, destination, name, deep);
      return;
    }
  mock_model_folder_steal (folder);
  g_free (folder->name);
  folder->name = g_steal_pointer (&name);
  mock_model_folder_add_folder (destination, folder);
}

static void
change_folder_props (ModelWorld *self, MockModelFolder *folder)
{
  MapiPropValue *value = mapi_prop_value_new_long (
      0x67a00003 + (model_world_choose (self, 4) << 16), (gint32) model_world_choose (self, 1000));
  g_autoptr (MapiFolder) object = model_world_open_folder (self, folder);

  model_world_count (self, "set-folder");
  if (object != NULL)
    mock_sqlite_set (object, mapi_prop_value_ref (value));
  mock_model_props_set (folder->props, value);
}

void
model_change_folder (ModelWorld *self)
{
  MockModelFolder *folder = model_world_choose_folder (self);
  guint            choice = model_world_choose (self, 10);
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();

  mock_model_folder_list (self->root, folders);
  if (choice < 2)
    change_folder_props (self, folder);
  else if (folder->parent != NULL && (choice < 4 || folders->len > MAX_FOLDERS))
    delete_folder (self, folder);
  else if (folder->parent != NULL && choice == 4)
    empty_folder (self, folder);
  else if (folder->parent != NULL && choice < 7 && folder->messages->len < 8)
    copy_folder (self, folder, model_world_choose_folder (self));
  else if (folders->len <= MAX_FOLDERS)
    create_folder (self, folder);
}

/* Some messages of a folder, as the model has them and as the store wants them named. */
static MapiEntryList *
choose_some (ModelWorld *self, MockModelFolder *folder, GPtrArray *chosen)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < folder->messages->len && chosen->len < 5; i++)
    {
      MockModelMessage *message = folder->messages->pdata[i];

      if (!model_world_chance (self, 30))
        continue;
      g_ptr_array_add (chosen, message);
      g_ptr_array_add (ids, message->entry_id);
    }
  return mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
}

static gboolean
has_queued (GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++)
    if (((MockModelMessage *) messages->pdata[i])->queued)
      return TRUE;
  return FALSE;
}

static void
copy_messages (ModelWorld *self, MockModelFolder *from, MockModelFolder *to, gboolean move)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (MapiEntryList) ids = choose_some (self, from, chosen);
  g_autoptr (MapiFolder) source = model_world_open_folder (self, from);
  g_autoptr (MapiFolder) target = model_world_open_folder (self, to);
  g_autoptr (GError) error = NULL;
  guint32 warning = 0;

  /* A copy beside its original would be mistaken for it until it has its number. */
  if (source == NULL || target == NULL || (from == to && !move))
    return;
  model_world_count (self, move ? "move" : "copy");
  mapi_folder_copy_messages (
      source, ids, target, NULL, move ? MAPI_MESSAGE_MOVE : 0, NULL, &warning, &error);
  if (!model_world_no_error (self, error) ||
      !model_world_expect (self,
                           (warning == MAPI_W_PARTIAL_COMPLETION) == (move && has_queued (chosen)),
                           "CopyMessages: the warning is %#x",
                           warning))
    return;
  for (guint i = 0; i < chosen->len && !self->failed; i++)
    {
      MockModelMessage *message = chosen->pdata[i];
      guint             index;

      if (!move)
        take_copy (self, to, message);
      else if (!message->queued && from != to && g_ptr_array_find (from->messages, message, &index))
        {
          mock_model_folder_add_message (to, g_ptr_array_steal_index (from->messages, index));
          message->status = 0;
        }
    }
}

static void
delete_messages (ModelWorld *self, MockModelFolder *folder)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (MapiEntryList) ids = choose_some (self, folder, chosen);
  g_autoptr (MapiFolder) object = model_world_open_folder (self, folder);
  g_autoptr (GError) error = NULL;
  guint32 warning = 0;

  if (object == NULL)
    return;
  model_world_count (self, "delete");
  mapi_folder_delete_messages (object, ids, NULL, 0, NULL, &warning, &error);
  model_world_no_error (self, error);
  model_world_expect (self,
                      (warning == MAPI_W_PARTIAL_COMPLETION) == has_queued (chosen),
                      "DeleteMessages: the warning is %#x",
                      warning);
  for (guint i = 0; i < chosen->len; i++)
    if (!((MockModelMessage *) chosen->pdata[i])->queued)
      g_ptr_array_remove (folder->messages, chosen->pdata[i]);
}

static void
set_read_flags (ModelWorld *self, MockModelFolder *folder)
{
  gboolean clear = model_world_chance (self, 40);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (MapiEntryList) ids = choose_some (self, folder, chosen);
  g_autoptr (MapiFolder) object = model_world_open_folder (self, folder);
  g_autoptr (GError) error = NULL;

  if (object == NULL)
    return;
  model_world_count (self, "read-flags");
  mapi_folder_set_read_flags (
      object, ids, NULL, clear ? MAPI_CLEAR_READ_FLAG : 0, NULL, NULL, &error);
  model_world_no_error (self, error);
  for (guint i = 0; i < chosen->len; i++)
    {
      MockModelMessage *message = chosen->pdata[i];

      if (!message->queued)
        message->flags =
            clear ? message->flags & ~MAPI_MSGFLAG_READ : message->flags | MAPI_MSGFLAG_READ;
    }
}

static void
set_status (ModelWorld *self, MockModelFolder *folder)
{
  MockModelMessage *message = model_world_choose_message (self, folder);
  guint32           status = model_world_choose (self, 16);
  guint32           mask = model_world_choose (self, 16);
  guint32           before = 0;
  g_autoptr (MapiFolder) object = model_world_open_folder (self, folder);
  g_autoptr (GError) error = NULL;

  if (message == NULL || object == NULL)
    return;
  model_world_count (self, "status");
  mapi_folder_set_message_status (object, message->entry_id, status, mask, &before, NULL, &error);
  model_world_no_error (self, error);
  model_world_expect (self, before == message->status, "SetMessageStatus: it was %#x", before);
  message->status = (message->status & ~mask) | (status & mask);
}

void
model_change_messages (ModelWorld *self)
{
  MockModelFolder *folder = model_world_choose_folder (self);
  guint            choice = model_world_choose (self, 10);

  if (choice < 2)
    copy_messages (self, folder, model_world_choose_folder (self), choice == 0);
  else if (choice < 5)
    delete_messages (self, folder);
  else if (choice < 8)
    set_read_flags (self, folder);
  else
    set_status (self, folder);
}
