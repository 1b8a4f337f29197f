/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "maildir-logon.h"

#include "maildir-box.h"
#include "maildir-inbox.h"
#include "maildir-outbox.h"

struct _MaildirLogon
{
  MapiTransport parent_instance;

  MaildirSettings *settings;
  MaildirInbox    *inbox;
  guint32          last_reference;
  guint32          end_flags;    /* what EndMessage will answer */
  gboolean         is_announced; /* that there is mail */
};

static void maildir_logon_iface_init (MapiXpLogonInterface *iface);

static MapiXpLogonInterface *parent_iface;

G_DEFINE_FINAL_TYPE_WITH_CODE (MaildirLogon,
                               maildir_logon,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, maildir_logon_iface_init))

static MapiAddressTypes *
maildir_logon_address_types (MapiXpLogon  *logon,
                             guint32      *flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  const char *types[] = { MAILDIR_LOGON (logon)->settings->address_type, NULL };

  *flags = MAPI_UNICODE;
  return mapi_address_types_new (types, NULL);
}

static gboolean
is_receiving (MaildirLogon *self)
{
  guint32 status = mapi_transport_get_status (MAPI_TRANSPORT (self));

  return self->inbox != NULL && (status & MAPI_STATUS_INBOUND_ENABLED) != 0;
}

/* One notice is enough until somebody comes for the mail (R336). */
static void
on_arrived (gpointer data)
{
  MaildirLogon *self = data;
  MapiSupport  *support = mapi_transport_get_support (MAPI_TRANSPORT (self));
  g_autoptr (GError) error = NULL;

  if (support == NULL || !is_receiving (self) || self->is_announced)
    return;
  self->is_announced = mapi_support_spooler_notify (support, MAPI_NOTIFY_NEWMAIL, NULL, &error);
  if (!self->is_announced)
    g_debug ("maildir: cannot announce mail: %s", error->message);
}

/* Whether the Maildir that mail comes in by is there, or can be made. */
static gboolean
check_box (MaildirLogon *self, GError **error)
{
  const char *path = self->settings->path;

  if (path == NULL || maildir_box_exists (path))
    return TRUE;
  if (self->settings->create)
    return maildir_box_create (path, error);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNCONFIGURED,
               "maildir: there is no Maildir %s; with create=true it is made",
               path);
  return FALSE;
}

static void
set_identity (MaildirLogon *self)
{
  g_autoptr (MapiPropList) identity = NULL;

  if (self->settings->address == NULL)
    return;
  identity = mapi_recipient_new (MAPI_ORIG, NULL, "SMTP", self->settings->address);
  mapi_transport_set_identity (MAPI_TRANSPORT (self), identity);
}

/* Takes nothing yet: that begins when the spooler says so. */
static gboolean
maildir_logon_open (MapiTransport *transport,
                    MapiPropList  *props,
                    guint32       *flags,
                    GCancellable  *cancellable,
                    GError       **error)
{
  MaildirLogon *self = MAILDIR_LOGON (transport);

  *flags = MAPI_LOGON_SP_POLL;
  self->settings = maildir_settings_read (props, error);
  if (self->settings == NULL || !check_box (self, error))
    return FALSE;
  set_identity (self);
  return TRUE;
}

/* Watches in the context of the thread that does the work. */
static gboolean
open_inbox (MaildirLogon *self, GError **error)
{
  if (self->inbox == NULL && self->settings->path != NULL)
    {
      self->inbox = maildir_inbox_open (self->settings, on_arrived, self, error);
      if (self->inbox == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
maildir_logon_submit_message (MapiXpLogon  *logon,
                              guint32       flags,
                              MapiMessage  *message,
                              guint32      *message_ref,
                              guint32      *return_parm,
                              GCancellable *cancellable,
                              GError      **error)
{
  MaildirLogon  *self = MAILDIR_LOGON (logon);
  MapiTransport *transport = MAPI_TRANSPORT (self);
  g_autoptr (GCancellable) work = mapi_transport_begin_work (transport, cancellable);
  g_autofree char *delayed = NULL;
  gboolean         sent;

  *message_ref = ++self->last_reference;
  sent = mapi_transport_set_sender (transport, message, work, error) &&
         maildir_outbox_send (self->settings, message, transport, &delayed, work, error);
  mapi_transport_end_work (transport, work);

  self->end_flags = delayed != NULL ? MAPI_END_RESEND_LATER : 0;
  if (delayed != NULL)
    mapi_transport_change_status (transport, 0, 0, delayed, NULL);
  return sent;
}

static gboolean
maildir_logon_end_message (MapiXpLogon  *logon,
                           guint32       message_ref,
                           guint32      *flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  *flags = MAILDIR_LOGON (logon)->end_flags;
  return TRUE;
}

static gboolean
maildir_logon_poll (MapiXpLogon  *logon,
                    guint32      *incoming,
                    GCancellable *cancellable,
                    GError      **error)
{
  MaildirLogon *self = MAILDIR_LOGON (logon);
  gboolean      found = FALSE;

  if (is_receiving (self) && !maildir_inbox_look (self->inbox, &found, error))
    return FALSE;
  *incoming = found;
  return TRUE;
}

static void
announce_waiting (MaildirLogon *self)
{
  gboolean found = FALSE;

  if (self->inbox != NULL && maildir_inbox_look (self->inbox, &found, NULL) && found)
    on_arrived (self);
}

static gboolean
maildir_logon_start_message (MapiXpLogon  *logon,
                             guint32       flags,
                             MapiMessage  *message,
                             guint32      *message_ref,
                             GCancellable *cancellable,
                             GError      **error)
{
  MaildirLogon *self = MAILDIR_LOGON (logon);
  g_autoptr (GCancellable) work = NULL;
  gboolean received;

  *message_ref = ++self->last_reference;
  self->is_announced = FALSE;
  if (self->inbox == NULL)
    return TRUE;

  work = mapi_transport_begin_work (MAPI_TRANSPORT (self), cancellable);
  received = maildir_inbox_receive (self->inbox, message, work, error);
  mapi_transport_end_work (MAPI_TRANSPORT (self), work);
  if (received)
    announce_waiting (self);
  return received;
}

/* What came while nobody listened is announced when somebody does. */
static gboolean
maildir_logon_transport_notify (
    MapiXpLogon *logon, guint32 *flags, guint32 message_ref, GBytes *entry_id, GError **error)
{
  gboolean begins = (*flags & MAPI_NOTIFY_BEGIN_INBOUND) != 0;

  if ((begins && !open_inbox (MAILDIR_LOGON (logon), error)) ||
      !parent_iface->transport_notify (logon, flags, message_ref, entry_id, error))
    return FALSE;

  if (begins)
    {
      MAILDIR_LOGON (logon)->is_announced = FALSE;
      announce_waiting (MAILDIR_LOGON (logon));
    }
  return TRUE;
}

static gboolean
maildir_logon_transport_logoff (MapiXpLogon  *logon,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  g_clear_pointer (&MAILDIR_LOGON (logon)->inbox, maildir_inbox_free);
  return parent_iface->transport_logoff (logon, flags, cancellable, error);
}

static void
maildir_logon_iface_init (MapiXpLogonInterface *iface)
{
  parent_iface = g_type_interface_peek_parent (iface);
  iface->address_types = maildir_logon_address_types;
  iface->submit_message = maildir_logon_submit_message;
  iface->end_message = maildir_logon_end_message;
  iface->poll = maildir_logon_poll;
  iface->start_message = maildir_logon_start_message;
  iface->transport_notify = maildir_logon_transport_notify;
  iface->transport_logoff = maildir_logon_transport_logoff;
}

static void
maildir_logon_finalize (GObject *object)
{
  MaildirLogon *self = MAILDIR_LOGON (object);

  g_clear_pointer (&self->inbox, maildir_inbox_free);
  g_clear_pointer (&self->settings, maildir_settings_free);
  G_OBJECT_CLASS (maildir_logon_parent_class)->finalize (object);
}

static void
maildir_logon_class_init (MaildirLogonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = maildir_logon_finalize;
  MAPI_TRANSPORT_CLASS (klass)->open = maildir_logon_open;
}

static void
maildir_logon_init (MaildirLogon *self)
{
}
