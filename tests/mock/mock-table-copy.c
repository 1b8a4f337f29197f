/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-table-copy.h"

#define NONE G_MAXUINT

/* The position of the row with this key; NONE when the copy has none. */
static guint
find_key (MockTableCopy *self, GBytes *key)
{
  for (guint i = 0; key != NULL && i < self->rows->len; i++)
    {
      g_autoptr (GBytes) found =
          mapi_prop_list_get_bytes (g_ptr_array_index (self->rows, i), MAPI_PR_INSTANCE_KEY);

      if (found != NULL && g_bytes_equal (found, key))
        return i;
    }
  return NONE;
}

/* The client itself has asked for other rows. */
static gboolean
is_done (guint32 event)
{
  return event == MAPI_TABLE_SORT_DONE || event == MAPI_TABLE_RESTRICT_DONE ||
         event == MAPI_TABLE_SETCOL_DONE;
}

static void
apply (MockTableCopy *self, MapiNotification *notification)
{
  g_autoptr (GBytes) index = mapi_notification_get_index (notification);
  g_autoptr (GBytes) prior = mapi_notification_get_prior (notification);
  guint32 event = mapi_notification_get_table_event (notification);
  guint   at = find_key (self, index);
  guint   after;

  if (event == MAPI_TABLE_CHANGED || event == MAPI_TABLE_RELOAD)
    {
      self->n_reread++;
      mock_table_copy_reread (self);
      return;
    }
  if (is_done (event))
    {
      mock_table_copy_reread (self);
      return;
    }

  self->n_wrong += (at == NONE) != (event == MAPI_TABLE_ROW_ADDED);
  if (at != NONE)
    g_ptr_array_remove_index (self->rows, at);
  if (event == MAPI_TABLE_ROW_DELETED)
    return;

  after = find_key (self, prior);
  self->n_wrong += (after == NONE) != (prior == NULL);
  g_ptr_array_insert (
      self->rows, after == NONE ? 0 : (gint) after + 1, mapi_notification_get_row (notification));
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, MockTableCopy *self)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    {
      g_autoptr (MapiNotification) notification = mapi_notification_list_get_notification (list, i);

      apply (self, notification);
    }
}

MockTableCopy *
mock_table_copy_new (MapiTable *view)
{
  MockTableCopy *self = g_new0 (MockTableCopy, 1);

  self->view = view;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  self->sink = mapi_callback_sink_new ();
  g_signal_connect (self->sink, "received", G_CALLBACK (on_received), self);
  if (mapi_table_advise (view, MAPI_fnevTableModified, MAPI_ADVISE_SINK (self->sink), NULL) == 0)
    self->n_wrong++;
  mock_table_copy_reread (self);
  return self;
}

void
mock_table_copy_free (MockTableCopy *self)
{
  g_object_unref (self->sink);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->view);
  g_free (self);
}

static MapiRowSet *
read_all (MapiTable *view)
{
  guint32     position = 0;
  MapiRowSet *rows;

  mapi_table_query_position (view, &position, NULL, NULL, NULL, NULL);
  mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, NULL);
  rows = mapi_table_query_rows (view, G_MAXINT32, 0, NULL, NULL);
  mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, (gint32) position, NULL, NULL, NULL, NULL);
  return rows;
}

void
mock_table_copy_reread (MockTableCopy *self)
{
  g_autoptr (MapiRowSet) rows = read_all (self->view);

  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    g_ptr_array_add (self->rows, mapi_row_set_get_row (rows, i));
}

gboolean
mock_table_copy_is_exact (MockTableCopy *self)
{
  g_autoptr (MapiRowSet) rows = read_all (self->view);
  g_autoptr (MapiRowSet) copied =
      mapi_row_set_new ((MapiPropList **) self->rows->pdata, self->rows->len);

  return self->n_wrong == 0 && mapi_row_set_equal (rows, copied);
}
