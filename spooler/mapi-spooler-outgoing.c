/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-outgoing-private.h"

enum
{
  OWN = 1 << 0,
  DONE = 1 << 1,
};

struct _MapiSpoolerOutgoing
{
  MapiSpoolerMessage parent_instance;
  GMutex             lock;
  MapiRowSet        *recipients;
  guint8            *marks; /* one for each recipient */
  MapiRowSet        *reported;
  MapiPropList      *changes;
  gboolean           saved;
  gboolean           overreached; /* spoke for recipients who are not its own */
};

static void mapi_spooler_outgoing_prop_init (MapiPropInterface *iface);
static void mapi_spooler_outgoing_message_init (MapiMessageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSpoolerOutgoing,
                               mapi_spooler_outgoing,
                               MAPI_TYPE_SPOOLER_MESSAGE,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP,
                                                      mapi_spooler_outgoing_prop_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_MESSAGE,
                                                          mapi_spooler_outgoing_message_init))

static MapiPropInterface *parent_prop;

static gboolean
mapi_spooler_outgoing_save_changes (MapiProp     *prop,
                                    guint32       flags,
                                    GCancellable *cancellable,
                                    GError      **error)
{
  MapiSpoolerOutgoing *self = MAPI_SPOOLER_OUTGOING (prop);

  /* The message stays the spooler's, whatever the transport wants. */
  if (!parent_prop->save_changes (prop, MAPI_KEEP_OPEN_READWRITE, cancellable, error))
    return FALSE;

  g_mutex_lock (&self->lock);
  self->saved = TRUE;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
mapi_spooler_outgoing_set_props (MapiProp              *prop,
                                 MapiPropList          *props,
                                 MapiPropProblemArray **problems,
                                 GCancellable          *cancellable,
                                 GError               **error)
{
  MapiSpoolerOutgoing *self = MAPI_SPOOLER_OUTGOING (prop);
  MapiPropList        *changes;

  if (!parent_prop->set_props (prop, props, problems, cancellable, error))
    return FALSE;

  g_mutex_lock (&self->lock);
  changes = self->changes != NULL ? mapi_prop_list_merge (self->changes, props)
                                  : mapi_prop_list_ref (props);
  g_clear_pointer (&self->changes, mapi_prop_list_unref);
  self->changes = changes;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* The rows as the transport is to see them. */
static MapiRowSet *
build_rows (MapiSpoolerOutgoing *self)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < mapi_row_set_get_size (self->recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->recipients, i);

      g_ptr_array_add (rows, mapi_recipient_with_responsibility (row, self->marks[i] != OWN));
    }
  g_mutex_unlock (&self->lock);

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiTable *
mapi_spooler_outgoing_get_recipient_table (MapiMessage  *message,
                                           guint32       flags,
                                           GCancellable *cancellable,
                                           GError      **error)
{
  MapiSpoolerOutgoing *self = MAPI_SPOOLER_OUTGOING (message);
  g_autoptr (MapiRowSet) rows = build_rows (self);

  return MAPI_TABLE (mapi_snapshot_table_new (rows, NULL, 0));
}

gint
mapi_spooler_find_recipient (MapiRowSet *recipients, MapiPropList *wanted)
{
  gboolean has_id = mapi_prop_list_contains (wanted, MAPI_PR_ROWID);
  gint32   id = mapi_prop_list_get_long (wanted, MAPI_PR_ROWID, 0);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      if (has_id ? mapi_prop_list_contains (row, MAPI_PR_ROWID) &&
                       mapi_prop_list_get_long (row, MAPI_PR_ROWID, 0) == id
                 : mapi_recipient_same_address (row, wanted))
        return (gint) i;
    }

  return -1;
}

/* Nobody has taken responsibility for that recipient yet, as far as the store knows. */
static gboolean
is_open_for_others (MapiSpoolerOutgoing *self, guint index)
{
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->recipients, index);

  return !mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE);
}

static void
record (MapiSpoolerOutgoing *self, MapiPropList *row)
{
  gboolean done = mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE);
  gint     index = mapi_spooler_find_recipient (self->recipients, row);

  if (index >= 0 && (self->marks[index] & OWN))
    self->marks[index] = done ? OWN | DONE : OWN;
  else if (done && (index < 0 || is_open_for_others (self, (guint) index)))
    self->overreached = TRUE;
}

/* A transport decides about its own recipients, and about nothing else: what it says of others is
 * passed over, so that a whole table written back does no harm. */
static gboolean
mapi_spooler_outgoing_modify_recipients (MapiMessage  *message,
                                         guint32       flags,
                                         MapiRowSet   *recipients,
                                         GCancellable *cancellable,
                                         GError      **error)
{
  MapiSpoolerOutgoing *self = MAPI_SPOOLER_OUTGOING (message);

  if (flags & (MAPI_MODRECIP_ADD | MAPI_MODRECIP_REMOVE))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_NO_ACCESS,
                           "spooler: ModifyRecipients: a message on its way keeps its recipients");
      return FALSE;
    }

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      record (self, row);
    }
  g_mutex_unlock (&self->lock);

  return TRUE;
}

static void
mapi_spooler_outgoing_prop_init (MapiPropInterface *iface)
{
  parent_prop = g_type_interface_peek_parent (iface);
  iface->save_changes = mapi_spooler_outgoing_save_changes;
  iface->set_props = mapi_spooler_outgoing_set_props;
}

static void
mapi_spooler_outgoing_message_init (MapiMessageInterface *iface)
{
  iface->get_recipient_table = mapi_spooler_outgoing_get_recipient_table;
  iface->modify_recipients = mapi_spooler_outgoing_modify_recipients;
}

static void
mapi_spooler_outgoing_finalize (GObject *object)
{
  MapiSpoolerOutgoing *self = MAPI_SPOOLER_OUTGOING (object);

  g_clear_pointer (&self->recipients, mapi_row_set_unref);
  g_clear_pointer (&self->reported, mapi_row_set_unref);
  g_clear_pointer (&self->changes, mapi_prop_list_unref);
  g_free (self->marks);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (mapi_spooler_outgoing_parent_class)->finalize (object);
}

static void
mapi_spooler_outgoing_class_init (MapiSpoolerOutgoingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_spooler_outgoing_finalize;
}

static void
mapi_spooler_outgoing_init (MapiSpoolerOutgoing *self)
{
  g_mutex_init (&self->lock);
}

/* @own: not 0 for each recipient that is the transport's. */
MapiSpoolerOutgoing *
mapi_spooler_outgoing_new (MapiMessage *message, MapiRowSet *recipients, const guint8 *own)
{
  MapiSpoolerOutgoing *self = g_object_new (MAPI_TYPE_SPOOLER_OUTGOING, NULL);
  guint                n_recipients = mapi_row_set_get_size (recipients);

  mapi_message_proxy_set_inner (MAPI_MESSAGE_PROXY (self), message);
  self->recipients = mapi_row_set_ref (recipients);
  self->marks = g_new (guint8, n_recipients);
  for (guint i = 0; i < n_recipients; i++)
    self->marks[i] = own[i] ? OWN : 0;

  return self;
}

gboolean
mapi_spooler_outgoing_is_own (MapiSpoolerOutgoing *self, guint index)
{
  return (self->marks[index] & OWN) != 0;
}

gboolean
mapi_spooler_outgoing_is_done (MapiSpoolerOutgoing *self, guint index)
{
  gboolean done;

  g_mutex_lock (&self->lock);
  done = (self->marks[index] & DONE) != 0;
  g_mutex_unlock (&self->lock);

  return done;
}

gboolean
mapi_spooler_outgoing_has_overreached (MapiSpoolerOutgoing *self)
{
  gboolean overreached;

  g_mutex_lock (&self->lock);
  overreached = self->overreached;
  g_mutex_unlock (&self->lock);

  return overreached;
}

gboolean
mapi_spooler_outgoing_is_saved (MapiSpoolerOutgoing *self)
{
  return self->saved;
}

MapiPropList *
mapi_spooler_outgoing_get_changes (MapiSpoolerOutgoing *self)
{
  return self->changes != NULL ? mapi_prop_list_ref (self->changes) : NULL;
}

gboolean
mapi_spooler_outgoing_add_reported (MapiSpoolerOutgoing *self,
                                    MapiRowSet          *recipients,
                                    GError             **error)
{
  if (mapi_spooler_message_is_closed (MAPI_SPOOLER_MESSAGE (self)))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_OBJECT,
                           "spooler: StatusRecips: the message was valid until EndMessage");
      return FALSE;
    }

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);
      g_autoptr (MapiRowSet) before =
          self->reported != NULL ? self->reported : mapi_row_set_new (NULL, 0);

      self->reported = mapi_row_set_append (before, row);
    }
  g_mutex_unlock (&self->lock);
  return TRUE;
}

MapiRowSet *
mapi_spooler_outgoing_get_reported (MapiSpoolerOutgoing *self)
{
  MapiRowSet *reported;

  g_mutex_lock (&self->lock);
  reported = self->reported != NULL ? mapi_row_set_ref (self->reported) : NULL;
  g_mutex_unlock (&self->lock);

  return reported;
}
