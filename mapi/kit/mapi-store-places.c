/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The folders that a backend knows of. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-note-private.h"

static const guint32 row_columns[] = {
  MAPI_PR_ENTRYID,
  MAPI_PR_INSTANCE_KEY,
  MAPI_PR_RECORD_KEY,
  MAPI_PR_PARENT_ENTRYID,
  MAPI_PR_STORE_ENTRYID,
  MAPI_PR_STORE_RECORD_KEY,
  MAPI_PR_OBJECT_TYPE,
  MAPI_PR_SUBJECT,
  MAPI_PR_MESSAGE_CLASS,
  MAPI_PR_MESSAGE_FLAGS,
  MAPI_PR_MESSAGE_SIZE,
  MAPI_PR_MESSAGE_DELIVERY_TIME,
  MAPI_PR_CLIENT_SUBMIT_TIME,
  MAPI_PR_SENDER_NAME,
  MAPI_PR_SENT_REPRESENTING_NAME,
  MAPI_PR_DISPLAY_TO,
  MAPI_PR_DISPLAY_CC,
  MAPI_PR_DISPLAY_BCC,
  MAPI_PR_IMPORTANCE,
  MAPI_PR_PRIORITY,
  MAPI_PR_HASATTACH,
  MAPI_PR_MSG_STATUS,
  MAPI_PR_LAST_MODIFICATION_TIME,
  /* from here on in the queue alone */
  MAPI_PR_SUBMIT_FLAGS,
};

static MapiTableData *
new_table (gsize n_columns)
{
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (row_columns, n_columns);

  return mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ENTRYID, columns);
}

MapiTableData *
mapi_kept_queue_new (void)
{
  return new_table (G_N_ELEMENTS (row_columns));
}

static void
slip_free (gpointer data)
{
  MapiKeptSlip *self = data;

  g_free (self->key);
  g_free (self->stamp);
  g_clear_pointer (&self->row, mapi_prop_list_unref);
  g_free (self);
}

static void
place_free (gpointer data)
{
  MapiKeptPlace *self = data;

  g_free (self->key);
  g_free (self->name);
  g_ptr_array_unref (self->below);
  g_hash_table_unref (self->slips);
  g_object_unref (self->rows);
  g_object_unref (self->associated);
  g_clear_pointer (&self->note, mapi_prop_list_unref);
  g_free (self->note_key);
  g_free (self);
}

GHashTable *
mapi_kept_places_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, place_free);
}

static MapiKeptPlace *
place_new (const char *key, const char *name, MapiKeptPlace *parent)
{
  MapiKeptPlace *self = g_new0 (MapiKeptPlace, 1);

  self->key = g_strdup (key);
  self->name = g_strdup (name);
  self->parent = parent;
  self->below = g_ptr_array_new ();
  self->slips = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, slip_free);
  self->rows = new_table (G_N_ELEMENTS (row_columns) - 1);
  self->associated = new_table (G_N_ELEMENTS (row_columns) - 1);
  return self;
}

/* Last of those beside it, as if its provider had told of it just now. */
MapiKeptPlace *
mapi_store_backend_add_place (MapiStoreBackend *self,
                              MapiKeptPlace    *parent,
                              const char       *key,
                              const char       *name)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (self);
  MapiKeptPlace           *place = place_new (key, name, parent);

  if (parent != NULL)
    {
      place->seen = parent->listing;
      g_ptr_array_add (parent->below, place);
    }
  place->order = priv->n_told++;
  g_hash_table_insert (priv->places, place->key, place);
  return place;
}

static void
add_own (MapiStoreBackend *self, MapiKeptPlace *parent, const char *key, const char *name)
{
  mapi_store_backend_add_place (self, parent, key, name)->is_own = TRUE;
}

/* The folders that there are whatever the provider says. */
MapiKeptPlace *
mapi_store_backend_ensure_top (MapiStoreBackend *self)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (self);
  MapiKeptPlace           *top = g_hash_table_lookup (priv->places, MAPI_KEPT_TOP);
  MapiKeptPlace           *root = NULL;

  if (top != NULL)
    return top;
  if (mapi_store_backend_get_sends (self))
    root = mapi_store_backend_add_place (self, NULL, MAPI_KEPT_ROOT, "Root");
  top = mapi_store_backend_add_place (self, root, MAPI_KEPT_TOP, priv->name);
  if (root == NULL)
    return top;
  add_own (self, root, MAPI_KEPT_FINDER, "Search Root");
  add_own (self, top, MAPI_KEPT_INBOX, "Inbox");
  add_own (self, top, MAPI_KEPT_OUTBOX, "Outbox");
  add_own (self, top, MAPI_KEPT_SENT, "Sent Items");
  add_own (self, top, MAPI_KEPT_DELETED, "Deleted Items");
  return top;
}

/* Whether it is in the provider's hands, and not something that a store always has. */
gboolean
mapi_kept_place_is_free (MapiKeptPlace *self)
{
  return self->parent != NULL && !self->is_own && *self->key != '\0';
}

/* By the name that people see, as far as the provider was asked. */
MapiKeptPlace *
mapi_kept_place_find_below (MapiKeptPlace *self, const char *name)
{
  for (guint i = 0; i < self->below->len; i++)
    {
      MapiKeptPlace *below = self->below->pdata[i];

      if (g_str_equal (below->name, name))
        return below;
    }
  return NULL;
}

gboolean
mapi_kept_place_is_within (MapiKeptPlace *self, const MapiKeptPlace *other)
{
  for (const MapiKeptPlace *place = self; place != NULL; place = place->parent)
    if (place == other)
      return TRUE;
  return FALSE;
}

/* --- Folders as properties --- */

static guint
count_unread (MapiKeptPlace *place)
{
  guint n = 0;

  for (guint i = 0; i < mapi_table_data_get_size (place->rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_table_data_enum_row (place->rows, i);

      if ((mapi_prop_list_get_long (row, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_READ) == 0)
        n++;
    }
  return n;
}

/* What no table of messages shows. */
static guint
count_aside (MapiKeptPlace *place)
{
  return mapi_table_data_get_size (place->associated) + (place->note_key != NULL ? 1 : 0);
}

static guint32
get_access (MapiStoreBackend *self, MapiKeptPlace *place)
{
  MapiStoreBackendClass *klass = MAPI_STORE_BACKEND_GET_CLASS (self);
  guint32                access = MAPI_ACCESS_READ;

  if (!mapi_store_backend_is_writable (self) || mapi_kept_key_is_hidden (place->key))
    return access;
  access |= MAPI_ACCESS_MODIFY | MAPI_ACCESS_CREATE_CONTENTS | MAPI_ACCESS_CREATE_ASSOCIATED;
  if (klass->create_folder != NULL)
    access |= MAPI_ACCESS_CREATE_HIERARCHY;
  if (klass->remove_folder != NULL && mapi_kept_place_is_free (place))
    access |= MAPI_ACCESS_DELETE;
  return access;
}

static void
add_counts (MapiPropListBuilder *builder, MapiKeptPlace *place)
{
  guint n_associated = mapi_table_data_get_size (place->associated);
  guint n_messages = g_hash_table_size (place->slips) - count_aside (place);

  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_SUBFOLDERS, place->below->len > 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTENT_COUNT, (gint32) n_messages);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTENT_UNREAD, (gint32) count_unread (place));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ASSOC_CONTENT_COUNT, (gint32) n_associated);
}

MapiPropList *
mapi_store_backend_compute (MapiStoreBackend *self, MapiKeptPlace *place, gint32 depth)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  const char *parent = place->parent != NULL ? place->parent->key : place->key;
  g_autoptr (GBytes) id = mapi_store_backend_new_id (self, MAPI_KEPT_IS_FOLDER, place->key, NULL);
  g_autoptr (GBytes) parent_id =
      mapi_store_backend_new_id (self, MAPI_KEPT_IS_FOLDER, parent, NULL);
  gint32 type = place->parent == NULL ? MAPI_FOLDER_ROOT : MAPI_FOLDER_GENERIC;

  mapi_store_backend_add_common (self, builder);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_FOLDER);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RECORD_KEY, id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_PARENT_ENTRYID, parent_id);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, place->name);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_FOLDER_TYPE, type);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DEPTH, depth);
  add_counts (builder, place);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS, (gint32) get_access (self, place));
  return mapi_prop_list_builder_end (builder);
}

MapiPropList *
mapi_store_backend_describe (MapiStoreBackend *self, MapiKeptPlace *place, gint32 depth)
{
  g_autoptr (MapiPropList) kept = mapi_kept_note_get_props (place);
  g_autoptr (MapiPropList) computed = mapi_store_backend_compute (self, place, depth);

  return mapi_prop_list_merge (kept, computed);
}
