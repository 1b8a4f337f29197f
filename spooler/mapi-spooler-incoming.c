/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-incoming-private.h"

struct _MapiSpoolerIncoming
{
  MapiSpoolerMessage   parent_instance;
  MapiSpoolerDelivery *delivery; /* which outlives StartMessage */
  gint64               now;
  gboolean             filled;
  gboolean             has_class;
  gboolean             has_flags;
  gboolean             settled;
  gboolean             saved;
  gboolean             deleted;
};

static void mapi_spooler_incoming_prop_init (MapiPropInterface *iface);
static void mapi_spooler_incoming_message_init (MapiMessageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSpoolerIncoming,
                               mapi_spooler_incoming,
                               MAPI_TYPE_SPOOLER_MESSAGE,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP,
                                                      mapi_spooler_incoming_prop_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_MESSAGE,
                                                          mapi_spooler_incoming_message_init))

static MapiPropInterface    *parent_prop;
static MapiMessageInterface *parent_message;

/* What a message that arrived has, unless the transport knows better (R352, R519), and that it was
 * delivered (R356). */
static MapiPropList *
build_defaults (MapiSpoolerIncoming *self, MapiPropList *present)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  /* A store gives each message a class, which says nothing. */
  if (!self->has_class)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  if (!mapi_prop_list_contains (present, MAPI_PR_MESSAGE_DELIVERY_TIME))
    mapi_prop_list_builder_add_systime (
        builder, MAPI_PR_MESSAGE_DELIVERY_TIME, mapi_filetime_from_unix_usec (self->now));

  mapi_prop_list_builder_add_long (builder, MAPI_PR_SPOOLER_STATUS, 0);
  if (!self->has_flags)
    mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_UNMODIFIED);

  return mapi_prop_list_builder_end (builder);
}

static gboolean
add_defaults (MapiSpoolerIncoming *self, GCancellable *cancellable, GError **error)
{
  static const guint32 tags[] = { MAPI_PR_MESSAGE_DELIVERY_TIME };
  MapiProp            *inner = MAPI_PROP (mapi_message_proxy_get_inner (MAPI_MESSAGE_PROXY (self)));
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropList) present = NULL;
  g_autoptr (MapiPropList) defaults = NULL;

  present = mapi_prop_get_props (inner, wanted, 0, cancellable, NULL, error);
  if (present == NULL)
    return FALSE;

  defaults = build_defaults (self, present);
  return mapi_prop_set_props (inner, defaults, NULL, cancellable, error);
}

/* Copies of recipients of a message that was sent again (R560). */
static gboolean
drop_copies (MapiSpoolerIncoming *self, GCancellable *cancellable, GError **error)
{
  MapiMessage *inner = mapi_message_proxy_get_inner (MAPI_MESSAGE_PROXY (self));
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (inner, cancellable, error);
  g_autoptr (GPtrArray) copies =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiRowSet) gone = NULL;

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if ((guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, 0) & MAPI_P1)
        g_ptr_array_add (copies, g_steal_pointer (&row));
    }
  if (rows == NULL || copies->len == 0)
    return rows != NULL;

  gone = mapi_row_set_new ((MapiPropList **) copies->pdata, copies->len);
  return mapi_message_modify_recipients (inner, MAPI_MODRECIP_REMOVE, gone, cancellable, error);
}

/* Once: from then on the message is where it belongs, or nowhere. */
static gboolean
settle (MapiSpoolerIncoming *self, GCancellable *cancellable, GError **error)
{
  if (self->settled)
    return TRUE;
  if (!add_defaults (self, cancellable, error) || !drop_copies (self, cancellable, error) ||
      !mapi_spooler_delivery_settle (self->delivery, &self->deleted, cancellable, error))
    return FALSE;

  mapi_message_proxy_set_inner (MAPI_MESSAGE_PROXY (self),
                                mapi_spooler_delivery_get_message (self->delivery));
  self->settled = TRUE;
  return TRUE;
}

static gboolean
mapi_spooler_incoming_save_changes (MapiProp     *prop,
                                    guint32       flags,
                                    GCancellable *cancellable,
                                    GError      **error)
{
  MapiSpoolerIncoming *self = MAPI_SPOOLER_INCOMING (prop);

  if (!self->filled)
    return TRUE;

  /* The spooler still has to look at it, whatever the transport wants. */
  if (!settle (self, cancellable, error))
    return FALSE;
  mapi_step (MAPI_STEP_RECEIVE_SETTLED);
  if (!self->deleted &&
      !parent_prop->save_changes (prop, MAPI_KEEP_OPEN_READWRITE, cancellable, error))
    return FALSE;

  mapi_step (MAPI_STEP_RECEIVE_STORED);
  self->saved = TRUE;
  return TRUE;
}

/* A transport may look what became of the message: one that a hook deletes is never stored. */
static MapiPropList *
mapi_spooler_incoming_get_props (MapiProp         *prop,
                                 MapiPropTagArray *tags,
                                 guint32           flags,
                                 GCancellable     *cancellable,
                                 guint32          *warning,
                                 GError          **error)
{
  MapiSpoolerIncoming *self = MAPI_SPOOLER_INCOMING (prop);
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_SPOOLER_STATUS, MAPI_E_OBJECT_DELETED);
  g_autoptr (MapiPropList) status = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) props =
      parent_prop->get_props (prop, tags, flags, cancellable, warning, error);

  if (props == NULL || !self->deleted ||
      (tags != NULL && !mapi_prop_tag_array_contains (tags, MAPI_PR_SPOOLER_STATUS)))
    return g_steal_pointer (&props);
  return mapi_prop_list_merge (props, status);
}

static gboolean
mapi_spooler_incoming_set_props (MapiProp              *prop,
                                 MapiPropList          *props,
                                 MapiPropProblemArray **problems,
                                 GCancellable          *cancellable,
                                 GError               **error)
{
  MapiSpoolerIncoming *self = MAPI_SPOOLER_INCOMING (prop);

  self->filled = TRUE;
  self->has_class |= mapi_prop_list_contains (props, MAPI_PR_MESSAGE_CLASS);
  self->has_flags |= mapi_prop_list_contains (props, MAPI_PR_MESSAGE_FLAGS);
  return parent_prop->set_props (prop, props, problems, cancellable, error);
}

static GObject *
mapi_spooler_incoming_open_property (MapiProp     *prop,
                                     guint32       tag,
                                     const char   *interface_name,
                                     guint32       interface_options,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error)
{
  if (flags & (MAPI_MODIFY | MAPI_CREATE))
    MAPI_SPOOLER_INCOMING (prop)->filled = TRUE;
  return parent_prop->open_property (
      prop, tag, interface_name, interface_options, flags, cancellable, error);
}

static gboolean
mapi_spooler_incoming_modify_recipients (MapiMessage  *message,
                                         guint32       flags,
                                         MapiRowSet   *recipients,
                                         GCancellable *cancellable,
                                         GError      **error)
{
  MAPI_SPOOLER_INCOMING (message)->filled = TRUE;
  return parent_message->modify_recipients (message, flags, recipients, cancellable, error);
}

static MapiAttach *
mapi_spooler_incoming_create_attach (MapiMessage  *message,
                                     guint32       flags,
                                     guint32      *attachment_number,
                                     GCancellable *cancellable,
                                     GError      **error)
{
  MAPI_SPOOLER_INCOMING (message)->filled = TRUE;
  return parent_message->create_attach (message, flags, attachment_number, cancellable, error);
}

static void
mapi_spooler_incoming_prop_init (MapiPropInterface *iface)
{
  parent_prop = g_type_interface_peek_parent (iface);
  iface->save_changes = mapi_spooler_incoming_save_changes;
  iface->get_props = mapi_spooler_incoming_get_props;
  iface->set_props = mapi_spooler_incoming_set_props;
  iface->open_property = mapi_spooler_incoming_open_property;
}

static void
mapi_spooler_incoming_message_init (MapiMessageInterface *iface)
{
  parent_message = g_type_interface_peek_parent (iface);
  iface->modify_recipients = mapi_spooler_incoming_modify_recipients;
  iface->create_attach = mapi_spooler_incoming_create_attach;
}

static void
mapi_spooler_incoming_class_init (MapiSpoolerIncomingClass *klass)
{
}

static void
mapi_spooler_incoming_init (MapiSpoolerIncoming *self)
{
}

MapiSpoolerIncoming *
mapi_spooler_incoming_new (MapiSpoolerDelivery *delivery, gint64 now)
{
  MapiSpoolerIncoming *self = g_object_new (MAPI_TYPE_SPOOLER_INCOMING, NULL);

  mapi_message_proxy_set_inner (MAPI_MESSAGE_PROXY (self),
                                mapi_spooler_delivery_get_message (delivery));
  self->delivery = delivery;
  self->now = now;

  return self;
}

gboolean
mapi_spooler_incoming_is_saved (MapiSpoolerIncoming *self)
{
  return self->saved && !self->deleted;
}

gboolean
mapi_spooler_incoming_is_deleted (MapiSpoolerIncoming *self)
{
  return self->deleted;
}
