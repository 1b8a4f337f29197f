/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-envelope.h"

#include "smtp-connection.h"

#include <string.h>

#define MAX_ADDRESS 1000

void
smtp_recipient_free (gpointer data)
{
  SmtpRecipient *self = data;

  mapi_prop_list_unref (self->row);
  g_free (self->address);
  g_free (self->text);
  g_free (self);
}

/* Nothing that would end the command or the address, whoever wrote it: between quotes neither does.
 */
static gboolean
is_speakable (const char *address)
{
  gboolean quoted = FALSE;
  gboolean escaped = FALSE;

  if (address[0] == '\0' || strlen (address) > MAX_ADDRESS)
    return FALSE;
  for (const char *c = address; *c != '\0'; c++)
    {
      if (g_ascii_iscntrl (*c) || (!quoted && strchr (" <>", *c) != NULL))
        return FALSE;
      if (*c == '"' && !escaped)
        quoted = !quoted;
      escaped = quoted && !escaped && *c == '\\';
    }
  return !quoted;
}

/* The address as it goes over the wire: a domain in another script in its ASCII form, since that
 * asks nothing of the server. NULL when there is none. */
static char *
make_wire_address (const char *address)
{
  const char      *at;
  g_autofree char *local = NULL;
  g_autofree char *domain = NULL;

  if (address == NULL || !is_speakable (address))
    return NULL;
  at = strrchr (address, '@');
  if (at == NULL || !g_hostname_is_non_ascii (at + 1))
    return g_strdup (address);

  local = g_strndup (address, (gsize) (at - address));
  domain = g_hostname_to_ascii (at + 1);
  return domain != NULL ? g_strconcat (local, "@", domain, NULL) : NULL;
}

SmtpRecipient *
smtp_recipient_new (MapiPropList *row)
{
  SmtpRecipient *self = g_new0 (SmtpRecipient, 1);

  self->row = mapi_prop_list_ref (row);
  self->address = make_wire_address (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS));
  if (self->address == NULL)
    smtp_recipient_judge (self, SMTP_VERDICT_REFUSED, 553, "553 5.1.3 This is no mail address");
  return self;
}

static const char *
find_smtp_address (const MapiPropList *props, guint32 type_tag, guint32 address_tag)
{
  const char *type = mapi_prop_list_get_string (props, type_tag);
  const char *address = mapi_prop_list_get_string (props, address_tag);

  return address != NULL && (type == NULL || g_ascii_strcasecmp (type, "SMTP") == 0) ? address
                                                                                     : NULL;
}

static gboolean
is_of_class (const MapiPropList *props, const char *beginning)
{
  const char *message_class = mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS);

  return message_class != NULL &&
         g_ascii_strncasecmp (message_class, beginning, strlen (beginning)) == 0;
}

/* A report goes out without a sender, so that nobody reports on it (RFC 5321, 4.5.5). */
static char *
find_sender (const MapiPropList *props, const SmtpSettings *settings)
{
  const char *address = settings->address;

  if (is_of_class (props, "REPORT."))
    return g_strdup ("");

  if (address == NULL)
    address = find_smtp_address (props, MAPI_PR_SENDER_ADDRTYPE, MAPI_PR_SENDER_EMAIL_ADDRESS);
  if (address == NULL)
    address = find_smtp_address (
        props, MAPI_PR_SENT_REPRESENTING_ADDRTYPE, MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS);
  return make_wire_address (address);
}

static gboolean
read_message (SmtpEnvelope       *self,
              MapiMessage        *message,
              const SmtpSettings *settings,
              GCancellable       *cancellable,
              GError            **error)
{
  static const guint32 wanted[] = {
    MAPI_PR_MESSAGE_CLASS,
    MAPI_PR_SENDER_ADDRTYPE,
    MAPI_PR_SENDER_EMAIL_ADDRESS,
    MAPI_PR_SENT_REPRESENTING_ADDRTYPE,
    MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS,
  };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, error);

  if (props == NULL)
    return FALSE;

  self->sender = find_sender (props, settings);
  self->keeps_form = is_of_class (props, "REPORT.") || is_of_class (props, "IPM.Note.SMIME");
  return TRUE;
}

static gboolean
needs_utf8 (const SmtpEnvelope *self)
{
  if (self->sender != NULL && !g_str_is_ascii (self->sender))
    return TRUE;
  for (guint i = 0; i < self->recipients->len; i++)
    {
      const char *address = smtp_envelope_get (self, i)->address;

      if (address != NULL && !g_str_is_ascii (address))
        return TRUE;
    }
  return FALSE;
}

static SmtpEnvelope *
new_empty (void)
{
  SmtpEnvelope *self = g_new0 (SmtpEnvelope, 1);

  self->recipients = g_ptr_array_new_with_free_func (smtp_recipient_free);
  return self;
}

SmtpEnvelope *
smtp_envelope_new (MapiMessage        *message,
                   const SmtpSettings *settings,
                   GCancellable       *cancellable,
                   GError            **error)
{
  g_autoptr (SmtpEnvelope) self = new_empty ();
  g_autoptr (MapiRowSet) rows = mapi_message_list_open_recipients (message, cancellable, error);

  if (rows == NULL || !read_message (self, message, settings, cancellable, error))
    return NULL;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (self->recipients, smtp_recipient_new (row));
    }
  self->needs_utf8 = needs_utf8 (self);
  return g_steal_pointer (&self);
}

SmtpEnvelope *
smtp_envelope_split (SmtpEnvelope *self)
{
  g_autoptr (SmtpEnvelope) rich = new_empty ();

  for (guint i = self->keeps_form ? 0 : self->recipients->len; i > 0; i--)
    if (mapi_prop_list_get_boolean (
            smtp_envelope_get (self, i - 1)->row, MAPI_PR_SEND_RICH_INFO, FALSE))
      g_ptr_array_insert (rich->recipients, 0, g_ptr_array_steal_index (self->recipients, i - 1));
  if (rich->recipients->len == 0)
    return NULL;

  rich->sender = g_strdup (self->sender);
  rich->is_rich = TRUE;
  rich->needs_utf8 = needs_utf8 (rich);
  self->needs_utf8 = needs_utf8 (self);
  return g_steal_pointer (&rich);
}

void
smtp_envelope_join (SmtpEnvelope *self, SmtpEnvelope *other)
{
  g_ptr_array_extend_and_steal (self->recipients, g_ptr_array_ref (other->recipients));
}

void
smtp_envelope_reopen (SmtpEnvelope *self)
{
  for (guint i = 0; i < self->recipients->len; i++)
    if (smtp_envelope_get (self, i)->address != NULL)
      smtp_recipient_judge (smtp_envelope_get (self, i), SMTP_VERDICT_OPEN, 0, NULL);
  self->needs_utf8 = needs_utf8 (self);
}

void
smtp_envelope_free (SmtpEnvelope *self)
{
  g_ptr_array_unref (self->recipients);
  g_free (self->sender);
  g_free (self);
}

SmtpRecipient *
smtp_envelope_get (const SmtpEnvelope *self, guint index)
{
  return g_ptr_array_index (self->recipients, index);
}

guint
smtp_envelope_count (const SmtpEnvelope *self, SmtpVerdict verdict)
{
  guint n = 0;

  for (guint i = 0; i < self->recipients->len; i++)
    n += smtp_envelope_get (self, i)->verdict == verdict;
  return n;
}

void
smtp_recipient_judge (SmtpRecipient *self, SmtpVerdict verdict, guint code, const char *text)
{
  self->verdict = verdict;
  self->code = code;
  g_free (self->text);
  self->text = g_strdup (text);
}

void
smtp_recipient_judge_by_reply (SmtpRecipient *self, const SmtpReply *reply)
{
  gboolean    never = smtp_reply_get_class (reply) == 5;
  SmtpVerdict verdict = never ? SMTP_VERDICT_REFUSED : SMTP_VERDICT_DELAYED;

  smtp_recipient_judge (self, verdict, reply->code, reply->text->str);
}

void
smtp_envelope_judge (
    SmtpEnvelope *self, SmtpVerdict old, SmtpVerdict verdict, guint code, const char *text)
{
  for (guint i = 0; i < self->recipients->len; i++)
    if (smtp_envelope_get (self, i)->verdict == old)
      smtp_recipient_judge (smtp_envelope_get (self, i), verdict, code, text);
}

void
smtp_envelope_judge_by_reply (SmtpEnvelope *self, SmtpVerdict old, const SmtpReply *reply)
{
  for (guint i = 0; i < self->recipients->len; i++)
    if (smtp_envelope_get (self, i)->verdict == old)
      smtp_recipient_judge_by_reply (smtp_envelope_get (self, i), reply);
}

void
smtp_envelope_adapt (SmtpEnvelope *self, guint32 offers)
{
  if (self->sender == NULL)
    smtp_envelope_judge (self,
                         SMTP_VERDICT_OPEN,
                         SMTP_VERDICT_REFUSED,
                         553,
                         "553 5.1.7 The message has no sender that is a mail address; the setting "
                         "`address` of the service can name one");
  if (!self->needs_utf8 || (offers & SMTP_OFFERS_SMTPUTF8) != 0)
    return;

  for (guint i = 0; i < self->recipients->len; i++)
    {
      SmtpRecipient *recipient = smtp_envelope_get (self, i);

      if (recipient->verdict == SMTP_VERDICT_OPEN &&
          !(g_str_is_ascii (self->sender) && g_str_is_ascii (recipient->address)))
        smtp_recipient_judge (recipient,
                              SMTP_VERDICT_REFUSED,
                              553,
                              "553 5.6.7 The server takes no addresses beyond ASCII");
    }
  self->needs_utf8 = FALSE;
}

/* The enhanced status code says more than the reply code, where there is one (RFC 3463). */
static guint32
find_diagnostic (const SmtpRecipient *recipient)
{
  const char *status = strchr (recipient->text, ' ');
  gint32      reason;
  gint32      diagnostic = (gint32) MAPI_DIAG_NO_DIAGNOSTIC;

  if (status != NULL)
    mapi_report_diagnose (status + 1, &reason, &diagnostic);
  return diagnostic == (gint32) MAPI_DIAG_NO_DIAGNOSTIC && recipient->code == 552
             ? MAPI_DIAG_CONTENT_TOO_LONG
             : (guint32) diagnostic;
}

MapiRowSet *
smtp_envelope_list (const SmtpEnvelope *self, SmtpVerdict verdict)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < self->recipients->len; i++)
    {
      SmtpRecipient *recipient = smtp_envelope_get (self, i);

      if (recipient->verdict == verdict)
        g_ptr_array_add (rows,
                         verdict == SMTP_VERDICT_REFUSED
                             ? mapi_recipient_with_failure (
                                   recipient->row, find_diagnostic (recipient), recipient->text)
                             : mapi_prop_list_ref (recipient->row));
    }
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}
