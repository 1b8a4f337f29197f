/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copies messages with recipients, attachments and the messages in them. */

#include "config.h"

#include "mapi-copy-private.h"
#include "mapi-flags.h"

/* Each level costs stack. */
#define MAX_DEPTH 1000
#define ROWS_AT_ONCE 1000

static gboolean
is_excluded (MapiCopy *self, guint32 tag)
{
  for (guint i = 0; self->exclude != NULL && i < mapi_prop_tag_array_get_size (self->exclude); i++)
    if (mapi_prop_tag_get_id (mapi_prop_tag_array_get_tag (self->exclude, i)) ==
        mapi_prop_tag_get_id (tag))
      return TRUE;
  return FALSE;
}

static GPtrArray *
read_rows (MapiTable *table, MapiPropTagArray *columns, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  guint n_rows;

  if (!mapi_table_set_columns (table, columns, 0, cancellable, error))
    return NULL;

  do
    {
      g_autoptr (MapiRowSet) some =
          mapi_table_query_rows (table, ROWS_AT_ONCE, 0, cancellable, error);

      if (some == NULL)
        return NULL;
      n_rows = mapi_row_set_get_size (some);
      for (guint i = 0; i < n_rows; i++)
        g_ptr_array_add (rows, mapi_row_set_get_row (some, i));
    }
  while (n_rows > 0);
  return g_steal_pointer (&rows);
}

static gboolean
has_recipients (MapiCopy *self, MapiMessage *message)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (message, 0, self->cancellable, NULL);
  guint32 count = 0;

  return table != NULL &&
         mapi_table_get_row_count (table, 0, &count, self->cancellable, NULL, NULL) && count > 0;
}

static gboolean
copy_recipients (MapiCopy *self, MapiMessage *source, MapiMessage *destination, GError **error)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (source, MAPI_UNICODE, self->cancellable, error);
  g_autoptr (MapiPropTagArray) columns = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (MapiRowSet) recipients = NULL;

  if (table == NULL)
    return FALSE;
  columns = mapi_table_query_columns (table, MAPI_TBL_ALL_COLUMNS, self->cancellable, error);
  if (columns == NULL)
    return FALSE;
  rows = read_rows (table, columns, self->cancellable, error);
  if (rows == NULL)
    return FALSE;
  if (rows->len == 0 || ((self->flags & MAPI_NOREPLACE) != 0 && has_recipients (self, destination)))
    return TRUE;

  recipients = mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
  return mapi_message_modify_recipients (destination, 0, recipients, self->cancellable, error) &&
         ((self->flags & MAPI_MOVE) == 0 ||
          mapi_message_modify_recipients (source, 0, NULL, self->cancellable, error));
}

static MapiMessage *
open_embedded (MapiAttach *attach, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (GObject) object = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, flags, cancellable, error);

  if (object == NULL)
    return NULL;
  if (MAPI_IS_MESSAGE (object))
    return MAPI_MESSAGE (g_steal_pointer (&object));

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INTERFACE_NOT_SUPPORTED,
               "%s: OpenProperty gave a %s instead of a message",
               G_OBJECT_TYPE_NAME (attach),
               G_OBJECT_TYPE_NAME (object));
  return NULL;
}

/* The whole of it, whatever is left out of the message around it. */
static gboolean
copy_embedded (MapiCopy *self, MapiAttach *source, MapiAttach *destination, GError **error)
{
  MapiCopy inner = { .depth = self->depth + 1, .cancellable = self->cancellable };
  g_autoptr (MapiMessage) from = open_embedded (source, 0, self->cancellable, error);
  g_autoptr (MapiMessage) to = NULL;
  gboolean copied;

  if (from == NULL)
    return FALSE;
  to = open_embedded (destination, MAPI_CREATE | MAPI_MODIFY, self->cancellable, error);
  if (to == NULL)
    return FALSE;

  copied = mapi_copy_message (&inner, from, to, error);
  return mapi_copy_finish (&inner, copied, NULL) &&
         mapi_prop_save_changes (MAPI_PROP (to), 0, self->cancellable, error);
}

static gboolean
is_embedded (MapiAttach *attach, GCancellable *cancellable)
{
  static const guint32 method = MAPI_PR_ATTACH_METHOD;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&method, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (attach), tags, MAPI_UNICODE, cancellable, NULL, NULL);

  return props != NULL && mapi_prop_list_get_long (props, method, 0) == MAPI_ATTACH_EMBEDDED_MSG;
}

gboolean
mapi_copy_attach (MapiCopy *self, MapiAttach *source, MapiAttach *destination, GError **error)
{
  if (!mapi_copy_listed_props (self, MAPI_PROP (source), NULL, MAPI_PROP (destination), error))
    return FALSE;
  return !is_embedded (source, self->cancellable) || is_excluded (self, MAPI_PR_ATTACH_DATA_OBJ) ||
         copy_embedded (self, source, destination, error);
}

static gboolean
copy_one_attach (
    MapiCopy *self, MapiMessage *source, guint32 number, MapiMessage *destination, GError **error)
{
  MapiCopy inner = { .depth = self->depth, .cancellable = self->cancellable };
  g_autoptr (MapiAttach) from =
      mapi_message_open_attach (source, number, NULL, 0, self->cancellable, error);
  g_autoptr (MapiAttach) to = NULL;
  gboolean copied;

  if (from == NULL)
    return FALSE;
  to = mapi_message_create_attach (destination, 0, NULL, self->cancellable, error);
  if (to == NULL)
    return FALSE;

  copied = mapi_copy_attach (&inner, from, to, error);
  if (!mapi_copy_finish (&inner, copied, NULL) ||
      !mapi_prop_save_changes (MAPI_PROP (to), 0, self->cancellable, error))
    return FALSE;
  return (self->flags & MAPI_MOVE) == 0 ||
         mapi_message_delete_attach (source, number, NULL, 0, self->cancellable, error);
}

static gboolean
show_progress (MapiCopy *self, guint done, guint total, GError **error)
{
  return self->progress == NULL || mapi_progress_tell (self->progress, done, total, error);
}

static gboolean
copy_attachments (MapiCopy *self, MapiMessage *source, MapiMessage *destination, GError **error)
{
  static const guint32 tag = MAPI_PR_ATTACH_NUM;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiTable) table =
      mapi_message_get_attachment_table (source, MAPI_UNICODE, self->cancellable, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (table == NULL)
    return FALSE;
  rows = read_rows (table, columns, self->cancellable, error);
  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      guint32 number = (guint32) mapi_prop_list_get_long (g_ptr_array_index (rows, i), tag, -1);

      if (!copy_one_attach (self, source, number, destination, error) ||
          !show_progress (self, i + 1, rows->len, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mapi_copy_message (MapiCopy *self, MapiMessage *source, MapiMessage *destination, GError **error)
{
  if (self->depth >= MAX_DEPTH)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_TOO_COMPLEX,
                   "CopyTo: more than %u messages lie one in the other",
                   MAX_DEPTH);
      return FALSE;
    }

  return mapi_copy_listed_props (self, MAPI_PROP (source), NULL, MAPI_PROP (destination), error) &&
         (is_excluded (self, MAPI_PR_MESSAGE_RECIPIENTS) ||
          copy_recipients (self, source, destination, error)) &&
         (is_excluded (self, MAPI_PR_MESSAGE_ATTACHMENTS) ||
          copy_attachments (self, source, destination, error));
}

/**
 * mapi_message_copy:
 * @source: the message to copy
 * @destination: the message to fill, as a rule a new one
 * @exclude: (nullable): properties not to copy; `PR_MESSAGE_RECIPIENTS` and
 *   `PR_MESSAGE_ATTACHMENTS` stand for all recipients and all attachments
 * @progress: (nullable): told after each attachment
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Copies properties, recipients and attachments, with the messages in them, from any message to
 * any other, as mapi_copy_props() does. The recipients take the place of those in @destination,
 * the attachments are added. What @destination computes itself or refuses to take is passed over.
 * @destination is not saved.
 *
 * Fails with %MAPI_E_TOO_COMPLEX when more than a thousand messages lie one in the other.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_message_copy (MapiMessage      *source,
                   MapiMessage      *destination,
                   MapiPropTagArray *exclude,
                   MapiProgress     *progress,
                   GCancellable     *cancellable,
                   GError          **error)
{
  MapiCopy copy = { .exclude = exclude, .progress = progress, .cancellable = cancellable };
  gboolean copied;

  g_return_val_if_fail (MAPI_IS_MESSAGE (source), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (destination), FALSE);

  copied = mapi_copy_message (&copy, source, destination, error);
  return mapi_copy_finish (&copy, copied, NULL);
}
