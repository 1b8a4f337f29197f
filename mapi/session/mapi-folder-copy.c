/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-copy.h"
#include "mapi-flags.h"
#include "mapi-folder-copy-private.h"

#define ROWS_AT_ONCE 1000
#define DEEPEST_FOLDER 256

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
copy_message (MapiFolder   *source,
              GBytes       *entry_id,
              MapiFolder   *destination,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (MapiProp) message =
      mapi_container_open_entry (MAPI_CONTAINER (source), entry_id, NULL, 0, cancellable, error);
  g_autoptr (MapiMessage) copy = NULL;

  if (message == NULL)
    return FALSE;
  if (!MAPI_IS_MESSAGE (message))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_UNEXPECTED_TYPE, "the entry identifier names no message");
      return FALSE;
    }

  copy = mapi_folder_create_message (destination, NULL, 0, cancellable, error);
  return copy != NULL &&
         mapi_message_copy (MAPI_MESSAGE (message), copy, NULL, NULL, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (copy), 0, cancellable, error);
}

static gboolean
is_cancel (const GError *error)
{
  return g_error_matches (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
}

/* What could not be copied is left out, with a warning; when nothing could, that is a failure. */
static gboolean
conclude (guint n_done, GError *first_failure, guint32 *warning, GError **error)
{
  if (first_failure == NULL)
    return TRUE;
  if (n_done == 0 || is_cancel (first_failure))
    {
      g_propagate_error (error, first_failure);
      return FALSE;
    }

  g_error_free (first_failure);
  *warning = MAPI_W_PARTIAL_COMPLETION;
  return TRUE;
}

/* @progress may have somebody cancel, which its failure tells. */
static gboolean
report (MapiProgress *progress, guint done, guint total, GError **error)
{
  return progress == NULL || mapi_progress_progress (progress, done, done, total, error);
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
  guint   n_messages = mapi_entry_list_get_size (messages);
  GError *first_failure = NULL;
  g_autoptr (GPtrArray) copied = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (MapiEntryList) moved = NULL;

  for (guint i = 0; i < n_messages && !is_cancel (first_failure); i++)
    {
      g_autoptr (GBytes) entry_id = mapi_entry_list_get_entry_id (messages, i);
      g_autoptr (GError) failure = NULL;

      if (copy_message (source, entry_id, destination, cancellable, &failure) &&
          report (progress, i + 1, n_messages, &failure))
        g_ptr_array_add (copied, g_steal_pointer (&entry_id));
      else if (first_failure == NULL || is_cancel (failure))
        {
          g_clear_error (&first_failure);
          first_failure = g_steal_pointer (&failure);
        }
    }

  if ((flags & MAPI_MESSAGE_MOVE) != 0 && copied->len > 0)
    {
      moved = make_entry_list (copied);
      if (!mapi_folder_delete_messages (source, moved, NULL, 0, cancellable, NULL, error))
        {
          g_clear_error (&first_failure);
          return FALSE;
        }
    }
  return conclude (copied->len, first_failure, warning, error);
}

gboolean
mapi_folder_copy_contents_to (MapiFolder   *source,
                              MapiFolder   *destination,
                              MapiProgress *progress,
                              GCancellable *cancellable,
                              guint32      *warning,
                              GError      **error)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (source), 0, cancellable, error);
  g_autoptr (GPtrArray) ids = table != NULL ? entry_ids_of (table, cancellable, error) : NULL;
  g_autoptr (MapiEntryList) messages = ids != NULL ? make_entry_list (ids) : NULL;

  return messages != NULL &&
         mapi_folder_copy_messages_to (
             source, messages, destination, progress, 0, cancellable, warning, error);
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
  g_autoptr (MapiPropList) names = read_names (original, cancellable, error);
  const char *name;

  if (names == NULL)
    return NULL;
  name = new_name != NULL ? new_name : mapi_prop_list_get_string (names, MAPI_PR_DISPLAY_NAME);

  return mapi_folder_create_folder (destination,
                                    MAPI_FOLDER_GENERIC,
                                    name != NULL ? name : "",
                                    mapi_prop_list_get_string (names, MAPI_PR_COMMENT),
                                    0,
                                    cancellable,
                                    error);
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
copy_folder (MapiFolder   *original,
             MapiFolder   *destination,
             const char   *new_name,
             gboolean      with_subfolders,
             MapiProgress *progress,
             GCancellable *cancellable,
             guint32      *warning,
             GError      **error)
{
  g_autoptr (MapiFolder) copy = make_folder (original, destination, new_name, cancellable, error);

  return copy != NULL &&
         mapi_folder_copy_contents_to (original, copy, progress, cancellable, warning, error) &&
         (!with_subfolders ||
          mapi_folder_copy_subfolders_to (original, copy, progress, cancellable, warning, error));
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

gboolean
mapi_folder_copy_subfolders_to (MapiFolder   *source,
                                MapiFolder   *destination,
                                MapiProgress *progress,
                                GCancellable *cancellable,
                                guint32      *warning,
                                GError      **error)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_hierarchy_table (MAPI_CONTAINER (source), 0, cancellable, error);
  g_autoptr (GPtrArray) ids = table != NULL ? entry_ids_of (table, cancellable, error) : NULL;
  g_autoptr (MapiPropList) props =
      ids != NULL ? mapi_prop_get_props (MAPI_PROP (source), NULL, 0, cancellable, NULL, error)
                  : NULL;
  g_autoptr (GBytes) own = props != NULL ? mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID) : NULL;

  if (props == NULL || (own != NULL && !check_no_cycle (destination, own, cancellable, error)))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (MapiFolder) folder =
          open_folder (source, g_ptr_array_index (ids, i), cancellable, error);

      if (folder == NULL ||
          !copy_folder (folder, destination, NULL, TRUE, progress, cancellable, warning, error))
        return FALSE;
    }

  return TRUE;
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
  gboolean is_move = (flags & MAPI_FOLDER_MOVE) != 0;
  gboolean whole = is_move || (flags & MAPI_COPY_SUBFOLDERS) != 0;
  g_autoptr (MapiFolder) original = NULL;

  if (!check_no_cycle (destination, entry_id, cancellable, error))
    return FALSE;
  original = open_folder (source, entry_id, cancellable, error);
  if (original == NULL ||
      !copy_folder (original, destination, new_name, whole, progress, cancellable, warning, error))
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
