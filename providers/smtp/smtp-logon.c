/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-logon.h"

#include "smtp-transaction.h"

/* A connection that nobody needs for so long is given up (in microseconds). */
#define MAX_IDLE (30 * G_USEC_PER_SEC)

#define CODE_TOO_MANY 452

struct _SmtpLogon
{
  MapiTransport parent_instance;

  SmtpSettings   *settings;
  MapiPropList   *sender;     /* an address, and who it is; NULL without one */
  SmtpConnection *connection; /* kept between messages */
  gint64          last_use;   /* in monotonic microseconds */
  SmtpContent    *content;
  guint32         last_reference;
  guint32         end_flags; /* what EndMessage will answer */
};

static void smtp_logon_iface_init (MapiXpLogonInterface *iface);

static MapiXpLogonInterface *parent_iface;

G_DEFINE_FINAL_TYPE_WITH_CODE (SmtpLogon,
                               smtp_logon,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, smtp_logon_iface_init))

static MapiAddressTypes *
smtp_logon_address_types (MapiXpLogon  *logon,
                          guint32      *flags,
                          GCancellable *cancellable,
                          GError      **error)
{
  static const char *const types[] = { "SMTP", NULL };

  *flags = MAPI_UNICODE;
  return mapi_address_types_new (types, NULL);
}

/* Connects to nothing yet: that waits for the first message. */
static gboolean
smtp_logon_open (MapiTransport *transport,
                 MapiPropList  *props,
                 guint32       *flags,
                 GCancellable  *cancellable,
                 GError       **error)
{
  SmtpLogon       *self = SMTP_LOGON (transport);
  g_autofree char *display_name = NULL;
  g_autoptr (MapiPropList) identity = NULL;

  self->settings = smtp_settings_read (props, error);
  if (self->settings == NULL)
    return FALSE;

  display_name = g_strdup_printf ("SMTP (%s)", self->settings->host);
  mapi_transport_set_display_name (transport, display_name);
  if (self->settings->address != NULL)
    identity =
        mapi_recipient_new (MAPI_ORIG, self->settings->name, "SMTP", self->settings->address);
  mapi_transport_set_identity (transport, identity);
  *flags = MAPI_LOGON_SP_IDLE;
  return TRUE;
}

/* The connection */

static void
hang_up (SmtpLogon *self, gboolean politely)
{
  if (self->connection == NULL)
    return;

  if (politely)
    smtp_connection_close (g_steal_pointer (&self->connection));
  else
    g_clear_pointer (&self->connection, smtp_connection_free);
}

/* @fresh tells whether the connection is new, and so cannot have been given up by the server. */
static gboolean
connect_to_server (SmtpLogon *self, gboolean *fresh, GCancellable *cancellable, GError **error)
{
  *fresh = FALSE;
  if (self->connection != NULL && smtp_connection_is_alive (self->connection))
    return TRUE;

  hang_up (self, FALSE);
  *fresh = TRUE;
  self->connection = smtp_connection_open (self->settings, cancellable, error);
  return self->connection != NULL;
}

/* Sending */

static gboolean
write_content (SmtpLogon    *self,
               MapiMessage  *message,
               SmtpEnvelope *envelope,
               GCancellable *cancellable,
               GError      **error)
{
  guint32 offers = smtp_connection_get_offers (self->connection);
  guint32 flags = MAPI_MIME_WRITE_CRLF;

  if ((offers & SMTP_OFFERS_8BITMIME) == 0)
    flags |= MAPI_MIME_WRITE_7BIT;
  if (envelope->needs_utf8)
    flags |= MAPI_MIME_WRITE_UTF8_HEADERS;
  if (envelope->is_rich)
    flags |= MAPI_MIME_WRITE_TNEF;

  smtp_content_reset (self->content);
  return mapi_mime_write (message, G_OUTPUT_STREAM (self->content), flags, cancellable, error) &&
         smtp_content_end (self->content, error);
}

/* A server that has told its limit need not be asked. */
static void
check_size (SmtpLogon *self, SmtpEnvelope *envelope)
{
  guint64          limit = smtp_connection_get_max_size (self->connection);
  guint64          size = smtp_content_get_size (self->content);
  g_autofree char *text = NULL;

  if (limit == 0 || size <= limit)
    return;
  text = g_strdup_printf ("552 5.3.4 The message has %" G_GUINT64_FORMAT
                          " octets, and the server takes %" G_GUINT64_FORMAT " at most",
                          size,
                          limit);
  smtp_envelope_judge (envelope, SMTP_VERDICT_OPEN, SMTP_VERDICT_REFUSED, 552, text);
}

/* FALSE when the conversation has failed; @again when a new one would not have this fault. */
static gboolean
converse (SmtpLogon    *self,
          MapiMessage  *message,
          SmtpEnvelope *envelope,
          gboolean     *again,
          GCancellable *cancellable,
          GError      **error)
{
  gboolean fresh;
  gboolean begun = FALSE;

  *again = FALSE;
  if (!connect_to_server (self, &fresh, cancellable, error))
    return FALSE;
  smtp_envelope_adapt (envelope, smtp_connection_get_offers (self->connection));
  if (!write_content (self, message, envelope, cancellable, error))
    return FALSE;
  check_size (self, envelope);
  if (smtp_envelope_count (envelope, SMTP_VERDICT_OPEN) == 0 ||
      smtp_transaction_run (self->connection, envelope, self->content, &begun, cancellable, error))
    return TRUE;

  hang_up (self, FALSE);
  *again = !fresh && !begun && !g_cancellable_is_cancelled (cancellable);
  return FALSE;
}

/* A transaction with one way to write the message. */
static gboolean
deliver (SmtpLogon    *self,
         MapiMessage  *message,
         SmtpEnvelope *envelope,
         GCancellable *cancellable,
         GError      **error)
{
  g_autoptr (GError) local = NULL;
  gboolean again = TRUE;

  while (again)
    {
      g_clear_error (&local);
      if (smtp_envelope_count (envelope, SMTP_VERDICT_OPEN) == 0 ||
          converse (self, message, envelope, &again, cancellable, &local))
        return TRUE;
      smtp_envelope_reopen (envelope);
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The others have the message already: it stays so, and these wait. */
static gboolean
deliver_rich (SmtpLogon    *self,
              MapiMessage  *message,
              SmtpEnvelope *rich,
              gboolean      alone,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (GError) local = NULL;

  if (deliver (self, message, rich, cancellable, &local))
    return TRUE;
  if (!alone)
    {
      smtp_envelope_judge (rich, SMTP_VERDICT_OPEN, SMTP_VERDICT_DELAYED, 0, local->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static SmtpEnvelope *
deliver_all (SmtpLogon *self, MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (SmtpEnvelope) envelope =
      smtp_envelope_new (message, self->settings, cancellable, error);
  g_autoptr (SmtpEnvelope) rich = envelope != NULL ? smtp_envelope_split (envelope) : NULL;

  if (envelope == NULL || !deliver (self, message, envelope, cancellable, error))
    return NULL;
  if (rich != NULL)
    {
      gboolean alone = envelope->recipients->len == 0;

      if (!deliver_rich (self, message, rich, alone, cancellable, error))
        return NULL;
      smtp_envelope_join (envelope, rich);
    }
  return g_steal_pointer (&envelope);
}

static const SmtpRecipient *
find_delayed (const SmtpEnvelope *envelope)
{
  for (guint i = 0; i < envelope->recipients->len; i++)
    if (smtp_envelope_get (envelope, i)->verdict == SMTP_VERDICT_DELAYED)
      return smtp_envelope_get (envelope, i);
  return NULL;
}

/* Nobody could be dealt with now: the message stays as it is, with the reason. */
static gboolean
postpone (SmtpLogon *self, const SmtpRecipient *delayed, GError **error)
{
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_WAIT,
               "smtp: %s:%u: %s: %s",
               self->settings->host,
               self->settings->port,
               delayed->address,
               delayed->text);
  return FALSE;
}

/* Some could: the others are tried again, at once when the server wants no more at a time. */
static void
note_delayed (SmtpLogon *self, const SmtpEnvelope *envelope, const SmtpRecipient *delayed)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", delayed->address, delayed->text);
  gboolean         progress = smtp_envelope_count (envelope, SMTP_VERDICT_ACCEPTED) > 0;

  self->end_flags =
      progress && delayed->code == CODE_TOO_MANY ? MAPI_END_RESEND_NOW : MAPI_END_RESEND_LATER;
  mapi_transport_change_status (MAPI_TRANSPORT (self), 0, 0, text, NULL);
}

/* What the server has taken is taken, even when somebody cancels now. */
static gboolean
settle (SmtpLogon *self, MapiMessage *message, const SmtpEnvelope *envelope, GError **error)
{
  g_autoptr (MapiRowSet) accepted = smtp_envelope_list (envelope, SMTP_VERDICT_ACCEPTED);
  g_autoptr (MapiRowSet) refused = smtp_envelope_list (envelope, SMTP_VERDICT_REFUSED);

  return mapi_transport_settle (MAPI_TRANSPORT (self), message, accepted, refused, NULL, error);
}

static gboolean
submit (SmtpLogon *self, MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (SmtpEnvelope) envelope = NULL;
  const SmtpRecipient *delayed;

  if (!mapi_transport_set_sender (MAPI_TRANSPORT (self), message, cancellable, error))
    return FALSE;
  envelope = deliver_all (self, message, cancellable, error);
  self->last_use = g_get_monotonic_time ();
  if (envelope == NULL)
    return FALSE;

  delayed = find_delayed (envelope);
  if (delayed != NULL &&
      smtp_envelope_count (envelope, SMTP_VERDICT_DELAYED) == envelope->recipients->len)
    return postpone (self, delayed, error);

  self->end_flags = 0;
  if (delayed != NULL)
    note_delayed (self, envelope, delayed);
  return settle (self, message, envelope, error);
}

/* A connection that is merely kept is not at work (R500). */
static void
show_sending (SmtpLogon *self, gboolean sending)
{
  mapi_transport_change_status (MAPI_TRANSPORT (self),
                                sending ? MAPI_STATUS_OUTBOUND_ACTIVE : 0,
                                sending ? 0 : MAPI_STATUS_OUTBOUND_ACTIVE,
                                NULL,
                                NULL);
}

static gboolean
smtp_logon_submit_message (MapiXpLogon  *logon,
                           guint32       flags,
                           MapiMessage  *message,
                           guint32      *message_ref,
                           guint32      *return_parm,
                           GCancellable *cancellable,
                           GError      **error)
{
  SmtpLogon *self = SMTP_LOGON (logon);
  g_autoptr (GCancellable) work = mapi_transport_begin_work (MAPI_TRANSPORT (self), cancellable);
  gboolean submitted;

  *message_ref = ++self->last_reference;
  show_sending (self, TRUE);
  submitted = submit (self, message, work, error);
  show_sending (self, FALSE);
  mapi_transport_end_work (MAPI_TRANSPORT (self), work);
  return submitted;
}

static gboolean
smtp_logon_end_message (MapiXpLogon  *logon,
                        guint32       message_ref,
                        guint32      *flags,
                        GCancellable *cancellable,
                        GError      **error)
{
  *flags = SMTP_LOGON (logon)->end_flags;
  return TRUE;
}

static gboolean
smtp_logon_idle (MapiXpLogon *logon, guint32 flags, GCancellable *cancellable, GError **error)
{
  SmtpLogon *self = SMTP_LOGON (logon);

  if (g_get_monotonic_time () - self->last_use > MAX_IDLE)
    hang_up (self, TRUE);
  return TRUE;
}

static gboolean
smtp_logon_transport_logoff (MapiXpLogon  *logon,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  hang_up (SMTP_LOGON (logon), TRUE);
  return parent_iface->transport_logoff (logon, flags, cancellable, error);
}

/* What a message says of itself in its header, and as what it counts that says nothing. */
static MapiRowSet *
smtp_logon_register_options (MapiXpLogon  *logon,
                             guint32      *flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_FLAGS, MAPI_OPTION_TYPE_MESSAGE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_IMPORTANCE, MAPI_IMPORTANCE_NORMAL);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_PRIORITY, MAPI_PRIO_NORMAL);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_SENSITIVITY, MAPI_SENSITIVITY_NONE);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_READ_RECEIPT_REQUESTED, FALSE);
  row = mapi_prop_list_builder_end (builder);
  return mapi_row_set_new (&row, 1);
}

static void
smtp_logon_iface_init (MapiXpLogonInterface *iface)
{
  parent_iface = g_type_interface_peek_parent (iface);
  iface->address_types = smtp_logon_address_types;
  iface->register_options = smtp_logon_register_options;
  iface->submit_message = smtp_logon_submit_message;
  iface->end_message = smtp_logon_end_message;
  iface->idle = smtp_logon_idle;
  iface->transport_logoff = smtp_logon_transport_logoff;
}

static void
smtp_logon_finalize (GObject *object)
{
  SmtpLogon *self = SMTP_LOGON (object);

  g_clear_pointer (&self->connection, smtp_connection_close);
  g_clear_pointer (&self->settings, smtp_settings_free);
  g_object_unref (self->content);
  G_OBJECT_CLASS (smtp_logon_parent_class)->finalize (object);
}

static void
smtp_logon_class_init (SmtpLogonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = smtp_logon_finalize;
  MAPI_TRANSPORT_CLASS (klass)->open = smtp_logon_open;
}

static void
smtp_logon_init (SmtpLogon *self)
{
  self->content = smtp_content_new ();
}
