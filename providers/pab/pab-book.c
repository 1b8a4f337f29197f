/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-book.h"
#include "pab-db.h"

struct _PabBook
{
  GObject parent_instance;

  MapiNotifier  *notifier;
  MapiTableData *rows;

  GMutex lists_lock;

  GMutex      lock;
  PabDb      *db;
  gint64      version;
  GHashTable *records; /* of the number to PabRecord */
};

G_DEFINE_FINAL_TYPE (PabBook, pab_book, G_TYPE_OBJECT)

/* The open books by path, held weakly. */
static GMutex      books_lock;
static GHashTable *books;

static void
pab_book_finalize (GObject *object)
{
  PabBook *self = PAB_BOOK (object);

  g_clear_object (&self->notifier);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_pointer (&self->db, pab_db_close);
  g_mutex_clear (&self->lists_lock);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (pab_book_parent_class)->finalize (object);
}

static void
pab_book_class_init (PabBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pab_book_finalize;
}

static void
pab_book_init (PabBook *self)
{
  g_mutex_init (&self->lists_lock);
  g_mutex_init (&self->lock);
  self->notifier = mapi_notifier_new ();
  self->rows = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_INSTANCE_KEY, NULL);
  self->records = g_hash_table_new_full (
      g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) pab_record_unref);
}

const MapiUid *
pab_book_get_uid (PabBook *self)
{
  return pab_db_get_uid (self->db);
}

MapiNotifier *
pab_book_get_notifier (PabBook *self)
{
  return self->notifier;
}

GBytes *
pab_book_get_container_id (PabBook *self)
{
  return pab_entry_id_new (pab_book_get_uid (self), PAB_ID_CONTAINER, 0);
}

static GBytes *
entry_id_of (PabBook *self, gint64 id)
{
  return pab_entry_id_new (pab_book_get_uid (self), PAB_ID_ENTRY, id);
}

static void
add_search_key (MapiPropListBuilder *builder, const char *type, const char *address)
{
  g_autofree char *text = g_strconcat (type, ":", address, NULL);
  g_autofree char *key = g_utf8_strup (text, -1);

  mapi_prop_list_builder_add_data (builder, MAPI_PR_SEARCH_KEY, key, strlen (key) + 1);
}

MapiPropList *
pab_book_describe (PabBook *self, const PabRecord *record)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) entry_id = entry_id_of (self, record->id);
  g_autoptr (MapiPropList) computed = NULL;
  gboolean    is_list = record->kind == PAB_KIND_LIST;
  const char *name = mapi_prop_list_get_string (record->props, MAPI_PR_DISPLAY_NAME);
  const char *type =
      is_list ? "MAPIPDL" : mapi_prop_list_get_string (record->props, MAPI_PR_ADDRTYPE);
  const char *address =
      is_list ? name : mapi_prop_list_get_string (record->props, MAPI_PR_EMAIL_ADDRESS);

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RECORD_KEY, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, entry_id);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_OBJECT_TYPE, is_list ? MAPI_OBJECT_DISTLIST : MAPI_OBJECT_MAILUSER);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_DISPLAY_TYPE, is_list ? MAPI_DT_PRIVATE_DISTLIST : MAPI_DT_MAILUSER);
  if (type != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, type);
  if (type != NULL && address != NULL)
    add_search_key (builder, type, address);
  if (name != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_TRANSMITABLE_DISPLAY_NAME, name);
  if (!mapi_prop_list_contains (record->props, MAPI_PR_SEND_RICH_INFO))
    mapi_prop_list_builder_add_boolean (builder, MAPI_PR_SEND_RICH_INFO, FALSE);
  computed = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (record->props, computed);
}

static gboolean
show (PabBook *self, const PabRecord *record, GError **error)
{
  g_autoptr (MapiPropList) row = pab_book_describe (self, record);

  return mapi_table_data_modify_row (self->rows, row, error);
}

static void
hide (PabBook *self, gint64 id)
{
  g_autoptr (GBytes) key = entry_id_of (self, id);
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_INSTANCE_KEY, key);

  mapi_table_data_delete_row (self->rows, index, NULL);
}

static void
keep (PabBook *self, PabRecord *record)
{
  gint64 *key = g_new (gint64, 1);

  *key = record->id;
  g_hash_table_replace (self->records, key, pab_record_ref (record));
}

static void
drop_others (PabBook *self, GPtrArray *records)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  gpointer       key;

  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (wanted, &((PabRecord *) records->pdata[i])->id);
  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (wanted, key))
      {
        hide (self, *(gint64 *) key);
        g_hash_table_iter_remove (&iter);
      }
}

/* With the lock: takes in what other processes have written since the last look. */
static gboolean
refresh (PabBook *self, GError **error)
{
  gint64 version = pab_db_get_version (self->db);
  g_autoptr (GPtrArray) records = NULL;

  if (version == self->version)
    return TRUE;
  records = pab_db_load (self->db, error);
  if (records == NULL)
    return FALSE;

  drop_others (self, records);
  for (guint i = 0; i < records->len; i++)
    {
      PabRecord *record = records->pdata[i];
      PabRecord *old = g_hash_table_lookup (self->records, &record->id);

      if ((old == NULL || !mapi_prop_list_equal (old->props, record->props)) &&
          !show (self, record, error))
        return FALSE;
      keep (self, record);
    }
  self->version = version;

  return TRUE;
}

static PabBook *
open_new (const char *path, GError **error)
{
  g_autoptr (PabBook) self = g_object_new (PAB_TYPE_BOOK, NULL);

  self->db = pab_db_open (path, error);
  return self->db != NULL && refresh (self, error) ? g_steal_pointer (&self) : NULL;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

PabBook *
pab_book_open (const char *path, GError **error)
{
  g_autofree char *canonical = g_canonicalize_filename (path, NULL);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&books_lock);
  GWeakRef *weak;
  PabBook  *self;

  if (books == NULL)
    books = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, weak_ref_free);
  weak = g_hash_table_lookup (books, canonical);
  self = weak != NULL ? g_weak_ref_get (weak) : NULL;
  if (self == NULL)
    {
      self = open_new (canonical, error);
      weak = g_new0 (GWeakRef, 1);
      g_weak_ref_init (weak, self);
      g_hash_table_replace (books, g_steal_pointer (&canonical), weak);
    }

  return self;
}

PabRecord *
pab_book_lookup (PabBook *self, gint64 id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  PabRecord *record;

  if (!refresh (self, error))
    return NULL;
  record = g_hash_table_lookup (self->records, &id);
  if (record != NULL)
    return pab_record_ref (record);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "pab: %s has no entry %" G_GINT64_FORMAT,
               pab_db_get_path (self->db),
               id);
  return NULL;
}

static gboolean
same_text (const PabRecord *a, const PabRecord *b, guint32 tag)
{
  const char      *text_a = mapi_prop_list_get_string (a->props, tag);
  const char      *text_b = mapi_prop_list_get_string (b->props, tag);
  g_autofree char *folded_a = g_utf8_casefold (text_a != NULL ? text_a : "", -1);
  g_autofree char *folded_b = g_utf8_casefold (text_b != NULL ? text_b : "", -1);

  return strcmp (folded_a, folded_b) == 0;
}

/* Loosely an entry is like one of the same name, strictly like one of the same address too. */
static gboolean
is_like (const PabRecord *a, const PabRecord *b, guint32 flags)
{
  if (a->id == b->id || !same_text (a, b, MAPI_PR_DISPLAY_NAME))
    return FALSE;
  return (flags & MAPI_CREATE_CHECK_DUP_STRICT) == 0 ||
         (a->kind == b->kind && same_text (a, b, MAPI_PR_ADDRTYPE) &&
          same_text (a, b, MAPI_PR_EMAIL_ADDRESS));
}

static PabRecord *
find_like (PabBook *self, const PabRecord *record, guint32 flags)
{
  GHashTableIter iter;
  gpointer       value;

  if ((flags & (MAPI_CREATE_CHECK_DUP_LOOSE | MAPI_CREATE_CHECK_DUP_STRICT)) == 0)
    return NULL;
  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_like (value, record, flags))
      return value;
  return NULL;
}

/* The record to write: the new one, or one that takes the place of an entry like it. */
static PabRecord *
place (PabBook *self, const PabRecord *record, guint32 flags, GError **error)
{
  const PabRecord *like = find_like (self, record, flags);

  if (like == NULL)
    return pab_record_new (record->id, record->kind, record->props, record->members);
  if ((flags & MAPI_CREATE_REPLACE) != 0 && like->kind == record->kind && record->id == 0)
    return pab_record_new (like->id, record->kind, record->props, record->members);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_COLLISION,
               "pab: there is an entry '%s' already",
               mapi_prop_list_get_string (like->props, MAPI_PR_DISPLAY_NAME));
  return NULL;
}

static void
tell (PabBook *self, guint32 event, gint64 id, PabKind kind)
{
  g_autoptr (GBytes) entry_id = entry_id_of (self, id);
  g_autoptr (GBytes) container_id = pab_book_get_container_id (self);
  g_autoptr (MapiNotification) notification = mapi_notification_new_object (
      event,
      kind == PAB_KIND_LIST ? MAPI_OBJECT_DISTLIST : MAPI_OBJECT_MAILUSER,
      entry_id,
      container_id,
      NULL,
      NULL,
      NULL);

  mapi_notifier_send (self->notifier, entry_id, notification);
  mapi_notifier_send (self->notifier, container_id, notification);
}

/* With the lock. */
static gint64
write_record (PabBook *self, const PabRecord *record, guint32 flags, GError **error)
{
  g_autoptr (PabRecord) wanted = refresh (self, error) ? place (self, record, flags, error) : NULL;
  g_autoptr (PabRecord) written = NULL;
  gint64 id = wanted != NULL ? pab_db_put (self->db, wanted, error) : 0;

  if (id == 0)
    return 0;
  written = pab_record_new (id, wanted->kind, wanted->props, wanted->members);
  keep (self, written);
  return show (self, written, error) ? id : 0;
}

gint64
pab_book_save (PabBook *self, const PabRecord *record, guint32 flags, GError **error)
{
  gint64 id;

  g_mutex_lock (&self->lock);
  id = write_record (self, record, flags, error);
  g_mutex_unlock (&self->lock);
  if (id != 0)
    tell (self,
          record->id == id ? MAPI_fnevObjectModified : MAPI_fnevObjectCreated,
          id,
          record->kind);

  return id;
}

gboolean
pab_book_delete (PabBook *self, gint64 id, GError **error)
{
  g_autoptr (PabRecord) record = pab_book_lookup (self, id, error);
  gboolean done;

  if (record == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  done = pab_db_delete (self->db, id, error);
  if (done)
    {
      hide (self, id);
      g_hash_table_remove (self->records, &id);
    }
  g_mutex_unlock (&self->lock);
  if (done)
    tell (self, MAPI_fnevObjectDeleted, id, record->kind);

  return done;
}

GMutexLocker *
pab_book_lock_lists (PabBook *self)
{
  return g_mutex_locker_new (&self->lists_lock);
}

MapiTable *
pab_book_get_table (PabBook *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return refresh (self, error) ? mapi_table_data_get_view (self->rows, NULL) : NULL;
}
