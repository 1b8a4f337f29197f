/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-copy.h"
#include "mapi-flags.h"
#include "mapi-folder-copy-private.h"

#define ROWS_AT_ONCE 1000
#define DEEPEST_FOLDER 256

/* What a call has to copy, and how far it is. */
typedef struct
{
  MapiProgress *progress;
  GCancellable *cancellable;
  guint32      *warning;
  guint         done; /* messages */
  guint         total;
  GError       *failure; /* why the first folder that was left out could not be copied */
} Work;

static GPtrArray *
entry_ids_of (MapiTable *table, GCancellable *cancellable, GError **error)
{
  static const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  guint n_rows;

  if (!mapi_table_set_columns (table, columns, 0, cancellable, error))
    return NULL;

  do
    {
      g_autoptr (MapiRowSet) rows =
          mapi_table_query_rows (table, ROWS_AT_ONCE, 0, cancellable, error);

      if (rows == NULL)
        return NULL;
      n_rows = mapi_row_set_get_size (rows);
      for (guint i = 0; i < n_rows; i++)
        {
          g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
          GBytes *entry_id = mapi_prop_list_get_bytes (row, tag);

          if (entry_id != NULL)
            g_ptr_array_add (ids, entry_id);
        }
    }
  while (n_rows > 0);

  return g_steal_pointer (&ids);
}

static MapiEntryList *
make_entry_list (GPtrArray *ids)
{
  return mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
}

static gboolean
is_associated (MapiProp *message, GCancellable *cancellable)
{
  static const guint32 tag = MAPI_PR_MESSAGE_FLAGS;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props = mapi_prop_get_props (message, tags, 0, cancellable, NULL, NULL);

  return props != NULL &&
         ((guint32) mapi_prop_list_get_long (props, tag, 0) & MAPI_MSGFLAG_ASSOCIATED) != 0;
}

static gboolean
copy_message (MapiFolder   *source,
              GBytes       *entry_id,
              MapiFolder   *destination,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (MapiProp) message =
      mapi_container_open_entry (MAPI_CONTAINER (source), entry_id, NULL, 0, cancellable, error);
  g_autoptr (MapiMessage) copy = NULL;
  guint32 flags;

  if (message == NULL)
    return FALSE;
  if (!MAPI_IS_MESSAGE (message))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_UNEXPECTED_TYPE, "the entry identifier names no message");
      return FALSE;
    }

  flags = is_associated (message, cancellable) ? MAPI_ASSOCIATED : 0;
  copy = mapi_folder_create_message (destination, NULL, flags, cancellable, error);
  return copy != NULL &&
         mapi_message_copy (MAPI_MESSAGE (message), copy, NULL, NULL, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (copy), 0, cancellable, error);
}

/* Whether nothing more can be copied, whatever it is. */
static gboolean
is_final (const GError *error)
{
  static const MapiError codes[] = { MAPI_E_USER_CANCEL,       MAPI_E_NOT_ENOUGH_DISK,
                                     MAPI_E_NOT_ENOUGH_MEMORY, MAPI_E_DISK_ERROR,
                                     MAPI_E_CORRUPT_STORE,     MAPI_E_NETWORK_ERROR,
                                     MAPI_E_INVALID_OBJECT };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, MAPI_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
tell (Work *self, GError **error)
{
  self->done++;
  return self->progress == NULL ||
         mapi_progress_tell (self->progress, self->done, MAX (self->total, self->done), error);
}

/* Who has asked for it is told of what is read now: a copy owes no reports. */
static void
send_receipts (MapiFolder *source, MapiEntryList *messages, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!mapi_folder_set_read_flags (
          source, messages, NULL, MAPI_GENERATE_RECEIPT_ONLY, cancellable, NULL, &error))
    g_debug ("no read reports before the copy: %s", error->message);
}

/* Copies as many as it can: those it could are @copied, and why the first one could not be is
 * *@failure. */
static void
copy_each (Work          *self,
           MapiFolder    *source,
           MapiEntryList *messages,
           MapiFolder    *destination,
           GPtrArray     *copied,
           GError       **failure)
{
  for (guint i = 0; i < mapi_entry_list_get_size (messages) && !is_final (*failure); i++)
    {
      g_autoptr (GBytes) entry_id = mapi_entry_list_get_entry_id (messages, i);
      g_autoptr (GError) local = NULL;

      if (copy_message (source, entry_id, destination, self->cancellable, &local))
        g_ptr_array_add (copied, g_steal_pointer (&entry_id));
      if (local == NULL)
        tell (self, &local);
      if (local != NULL && (*failure == NULL || is_final (local)))
        {
          g_clear_error (failure);
          *failure = g_steal_pointer (&local);
        }
    }
}

/* Even after a cancel: each message is to be in one place. */
static gboolean
delete_copied (MapiFolder *source, GPtrArray *copied, GError **error)
{
  g_autoptr (MapiEntryList) messages = make_entry_list (copied);

  return copied->len == 0 ||
         mapi_folder_delete_messages (source, messages, NULL, 0, NULL, NULL, error);
}

/* What could not be copied is left out, with a warning; when nothing could, that is a failure. */
static gboolean
conclude (Work *self, guint n_done, GError *failure, GError **error)
{
  if (failure == NULL)
    return TRUE;
  if (n_done == 0 || is_final (failure))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  g_error_free (failure);
  *self->warning = MAPI_W_PARTIAL_COMPLETION;
  return TRUE;
}

static gboolean
copy_messages (Work          *self,
               MapiFolder    *source,
               MapiEntryList *messages,
               MapiFolder    *destination,
               gboolean       move,
               GError       **error)
{
  g_autoptr (GPtrArray) copied = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GError *failure = NULL;

  if (mapi_entry_list_get_size (messages) == 0)
    return TRUE;
  send_receipts (source, messages, self->cancellable);
  copy_each (self, source, messages, destination, copied, &failure);
  if (move && !delete_copied (source, copied, error))
    {
      g_clear_error (&failure);
      return FALSE;
    }
  return conclude (self, copied->len, failure, error);
}

gboolean
mapi_folder_copy_messages_to (MapiFolder    *source,
                              MapiEntryList *messages,
                              MapiFolder    *destination,
                              MapiProgress  *progress,
                              guint32        flags,
                              GCancellable  *cancellable,
                              guint32       *warning,
                              GError       **error)
{
  Work work = { .progress = progress,
                .cancellable = cancellable,
                .warning = warning,
                .total = mapi_entry_list_get_size (messages) };

  return copy_messages (
      &work, source, messages, destination, (flags & MAPI_MESSAGE_MOVE) != 0, error);
}

static guint
count_row (MapiPropList *row)
{
  return (guint) MAX (0, mapi_prop_list_get_long (row, MAPI_PR_CONTENT_COUNT, 0)) +
         (guint) MAX (0, mapi_prop_list_get_long (row, MAPI_PR_ASSOC_CONTENT_COUNT, 0));
}

static void
count_below (Work *self, MapiFolder *folder)
{
  static const guint32 counts[] = { MAPI_PR_CONTENT_COUNT, MAPI_PR_ASSOC_CONTENT_COUNT };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (counts, G_N_ELEMENTS (counts));
  g_autoptr (MapiTable) table = mapi_container_get_hierarchy_table (
      MAPI_CONTAINER (folder), MAPI_CONVENIENT_DEPTH, self->cancellable, NULL);
  g_autoptr (MapiRowSet) rows = NULL;

  if (table != NULL && mapi_table_set_columns (table, columns, 0, self->cancellable, NULL))
    rows = mapi_table_query_rows (table, G_MAXINT32, 0, self->cancellable, NULL);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      self->total += count_row (row);
    }
}

/* For who wants to know how far it is; a store that does not count makes it less exact. */
static void
count_messages (Work *self, MapiFolder *folder, gboolean with_subfolders)
{
  static const guint32 counts[] = { MAPI_PR_CONTENT_COUNT, MAPI_PR_ASSOC_CONTENT_COUNT };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (counts, G_N_ELEMENTS (counts));
  g_autoptr (MapiPropList) props = NULL;

  if (self->progress == NULL)
    return;
  props = mapi_prop_get_props (MAPI_PROP (folder), tags, 0, self->cancellable, NULL, NULL);
  if (props != NULL)
    self->total += count_row (props);
  if (with_subfolders)
    count_below (self, folder);
}

static gboolean
copy_contents (
    Work *self, MapiFolder *source, MapiFolder *destination, guint32 flags, GError **error)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (source), flags, self->cancellable, error);
  g_autoptr (GPtrArray) ids = table != NULL ? entry_ids_of (table, self->cancellable, error) : NULL;
  g_autoptr (MapiEntryList) messages = ids != NULL ? make_entry_list (ids) : NULL;

  return messages != NULL && copy_messages (self, source, messages, destination, FALSE, error);
}

gboolean
mapi_folder_copy_contents_to (MapiFolder   *source,
                              MapiFolder   *destination,
                              MapiProgress *progress,
                              GCancellable *cancellable,
                              guint32      *warning,
                              GError      **error)
{
  Work work = { .progress = progress, .cancellable = cancellable, .warning = warning };

  count_messages (&work, source, FALSE);
  return copy_contents (&work, source, destination, 0, error);
}

static MapiPropList *
read_names (MapiFolder *folder, GCancellable *cancellable, GError **error)
{
  static const guint32 wanted[] = { MAPI_PR_DISPLAY_NAME, MAPI_PR_COMMENT };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));

  return mapi_prop_get_props (MAPI_PROP (folder), tags, 0, cancellable, NULL, error);
}

static MapiFolder *
make_folder (MapiFolder   *original,
             MapiFolder   *destination,
             const char   *new_name,
             GCancellable *cancellable,
             GError      **error)
{
  static const guint32 name_tag = MAPI_PR_DISPLAY_NAME;
  g_autoptr (MapiPropTagArray) exclude = mapi_prop_tag_array_new (&name_tag, 1);
  g_autoptr (MapiPropList) names = read_names (original, cancellable, error);
  g_autoptr (MapiFolder) copy = NULL;
  const char *name;

  if (names == NULL)
    return NULL;
  name = new_name != NULL ? new_name : mapi_prop_list_get_string (names, MAPI_PR_DISPLAY_NAME);
  copy = mapi_folder_create_folder (destination,
                                    MAPI_FOLDER_GENERIC,
                                    name != NULL ? name : "",
                                    mapi_prop_list_get_string (names, MAPI_PR_COMMENT),
                                    0,
                                    cancellable,
                                    error);
  if (copy == NULL ||
      !mapi_copy_props (
          MAPI_PROP (original), NULL, exclude, MAPI_PROP (copy), 0, NULL, cancellable, error))
    return NULL;
  return g_steal_pointer (&copy);
}

static MapiFolder *
open_folder (MapiFolder *parent, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiProp) folder =
      mapi_container_open_entry (MAPI_CONTAINER (parent), entry_id, NULL, 0, cancellable, error);

  if (folder == NULL || MAPI_IS_FOLDER (folder))
    return (MapiFolder *) g_steal_pointer (&folder);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_UNEXPECTED_TYPE, "the entry identifier names no folder");
  return NULL;
}

static gboolean
copy_subfolders (Work *self, MapiFolder *source, MapiFolder *destination, GError **error);

static gboolean
copy_folder (Work       *self,
             MapiFolder *original,
             MapiFolder *destination,
             const char *new_name,
             gboolean    with_subfolders,
             GError    **error)
{
  g_autoptr (MapiFolder) copy =
      make_folder (original, destination, new_name, self->cancellable, error);

  return copy != NULL && copy_contents (self, original, copy, 0, error) &&
         copy_contents (self, original, copy, MAPI_ASSOCIATED, error) &&
         (!with_subfolders || copy_subfolders (self, original, copy, error));
}

/* A folder that went into itself would never be done. */
static gboolean
check_no_cycle (MapiFolder   *destination,
                GBytes       *entry_id,
                GCancellable *cancellable,
                GError      **error)
{
  static const guint32 wanted[] = { MAPI_PR_ENTRYID, MAPI_PR_PARENT_ENTRYID };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiFolder) folder = g_object_ref (destination);

  for (guint depth = 0; folder != NULL && depth < DEEPEST_FOLDER; depth++)
    {
      g_autoptr (MapiPropList) props =
          mapi_prop_get_props (MAPI_PROP (folder), tags, 0, cancellable, NULL, error);
      g_autoptr (GBytes) own = NULL;
      g_autoptr (GBytes) parent = NULL;

      if (props == NULL)
        return FALSE;
      own = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
      parent = mapi_prop_list_get_bytes (props, MAPI_PR_PARENT_ENTRYID);
      if (own != NULL && g_bytes_equal (own, entry_id))
        {
          g_set_error_literal (
              error, MAPI_ERROR, MAPI_E_FOLDER_CYCLE, "a folder cannot be copied into itself");
          return FALSE;
        }
      g_clear_object (&folder);
      if (parent != NULL && own != NULL && !g_bytes_equal (own, parent))
        folder = open_folder (destination, parent, cancellable, NULL);
    }

  return TRUE;
}

static gboolean
copy_subfolder (
    Work *self, MapiFolder *source, GBytes *entry_id, MapiFolder *destination, GError **error)
{
  g_autoptr (MapiFolder) folder = open_folder (source, entry_id, self->cancellable, error);

  return folder != NULL && copy_folder (self, folder, destination, NULL, TRUE, error);
}

/* One that cannot be copied is left out. */
static gboolean
copy_subfolders (Work *self, MapiFolder *source, MapiFolder *destination, GError **error)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_hierarchy_table (MAPI_CONTAINER (source), 0, self->cancellable, error);
  g_autoptr (GPtrArray) ids = table != NULL ? entry_ids_of (table, self->cancellable, error) : NULL;

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (GError) local = NULL;

      if (copy_subfolder (self, source, g_ptr_array_index (ids, i), destination, &local))
        continue;
      if (is_final (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (self->failure == NULL)
        self->failure = g_steal_pointer (&local);
    }
  return ids != NULL;
}

gboolean
mapi_folder_copy_subfolders_to (MapiFolder   *source,
                                MapiFolder   *destination,
                                MapiProgress *progress,
                                GCancellable *cancellable,
                                guint32      *warning,
                                GError      **error)
{
  Work     work = { .progress = progress, .cancellable = cancellable, .warning = warning };
  gboolean copied;
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (source), NULL, 0, cancellable, NULL, error);
  g_autoptr (GBytes) own = props != NULL ? mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID) : NULL;

  if (props == NULL || (own != NULL && !check_no_cycle (destination, own, cancellable, error)))
    return FALSE;
  count_messages (&work, source, TRUE);
  copied = copy_subfolders (&work, source, destination, error);
  if (copied && work.failure != NULL)
    {
      g_propagate_error (error, work.failure);
      return FALSE;
    }
  g_clear_error (&work.failure);
  return copied;
}

gboolean
mapi_folder_copy_folder_to (MapiFolder   *source,
                            GBytes       *entry_id,
                            MapiFolder   *destination,
                            const char   *new_name,
                            MapiProgress *progress,
                            guint32       flags,
                            GCancellable *cancellable,
                            guint32      *warning,
                            GError      **error)
{
  Work     work = { .progress = progress, .cancellable = cancellable, .warning = warning };
  gboolean is_move = (flags & MAPI_FOLDER_MOVE) != 0;
  gboolean whole = is_move || (flags & MAPI_COPY_SUBFOLDERS) != 0;
  gboolean copied;
  g_autoptr (MapiFolder) original = NULL;

  if (!check_no_cycle (destination, entry_id, cancellable, error))
    return FALSE;
  original = open_folder (source, entry_id, cancellable, error);
  if (original == NULL)
    return FALSE;
  count_messages (&work, original, whole);
  copied = copy_folder (&work, original, destination, new_name, whole, error);
  if (work.failure != NULL)
    *warning = MAPI_W_PARTIAL_COMPLETION;
  g_clear_error (&work.failure);
  if (!copied)
    return FALSE;

  /* What could not be copied must not be deleted. */
  return !is_move || *warning != 0 ||
         mapi_folder_delete_folder (source,
                                    entry_id,
                                    NULL,
                                    MAPI_DEL_MESSAGES | MAPI_DEL_FOLDERS,
                                    cancellable,
                                    NULL,
                                    error);
}
