/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The part of a report that is for machines, on the way out (RFC 3464, RFC 8098). */

#include "config.h"

#include "mapi-gmime-private.h"
#include <string.h>

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-mime-header-private.h"
#include "mapi-mime-report-private.h"
#include "mapi-mime.h"
#include "mapi-report-status-private.h"
#include "mapi-responsibility.h"

static const char *const actions[] = {
  [MAPI_REPORT_DELIVERED] = "delivered",  [MAPI_REPORT_EXPANDED] = "expanded",
  [MAPI_REPORT_RELAYED] = "relayed",      [MAPI_REPORT_DELAYED] = "delayed",
  [MAPI_REPORT_NOT_DELIVERED] = "failed",
};

/* The first figure of a status. */
static const guint classes[] = {
  [MAPI_REPORT_DELIVERED] = 2, [MAPI_REPORT_EXPANDED] = 2,      [MAPI_REPORT_RELAYED] = 2,
  [MAPI_REPORT_DELAYED] = 4,   [MAPI_REPORT_NOT_DELIVERED] = 5,
};

typedef struct
{
  GString              *out;
  const MapiMimeSource *source;
  MapiReportKind        kind;
  gboolean              utf8;
} ReportWriter;

static gboolean
is_about_delivery (MapiReportKind kind)
{
  return kind >= MAPI_REPORT_DELIVERED && kind <= MAPI_REPORT_NOT_DELIVERED;
}

MapiReportKind
mapi_mime_report_get_kind (MapiPropList *props)
{
  return mapi_report_get_kind (mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS));
}

const char *
mapi_mime_report_get_type (MapiReportKind kind)
{
  return is_about_delivery (kind) ? "delivery-status" : "disposition-notification";
}

gboolean
mapi_mime_report_is_about_delivery (const MapiMimeSource *source)
{
  return is_about_delivery (mapi_mime_report_get_kind (source->props));
}

gboolean
mapi_mime_report_load_props (MapiMimeSource *source, GCancellable *cancellable, GError **error)
{
  static const guint32 tags[] = {
    MAPI_PR_REPORTING_MTA,    MAPI_PR_ORIGINAL_MESSAGE_ID,  MAPI_PR_ORIGINAL_SUBMIT_TIME,
    MAPI_PR_REPORT_TIME,      MAPI_PR_REPORT_DISPOSITION,   MAPI_PR_REPORT_DISPOSITION_MODE,
    MAPI_PR_RECEIVED_BY_NAME, MAPI_PR_RECEIVED_BY_ADDRTYPE, MAPI_PR_RECEIVED_BY_EMAIL_ADDRESS,
  };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropList) more =
      mapi_prop_get_props (MAPI_PROP (source->message), wanted, 0, cancellable, NULL, error);
  g_autoptr (MapiPropList) known = NULL;
  g_autoptr (MapiPropList) before = NULL;

  if (more == NULL)
    return FALSE;

  known = mapi_prop_list_without_errors (more);
  before = g_steal_pointer (&source->props);
  source->props = mapi_prop_list_merge (before, known);
  return TRUE;
}

static MapiPropList *
receiver_of (MapiPropList *props)
{
  const char *type = mapi_prop_list_get_string (props, MAPI_PR_RECEIVED_BY_ADDRTYPE);
  const char *address = mapi_prop_list_get_string (props, MAPI_PR_RECEIVED_BY_EMAIL_ADDRESS);

  return type != NULL && address != NULL
             ? mapi_recipient_new (MAPI_TO,
                                   mapi_prop_list_get_string (props, MAPI_PR_RECEIVED_BY_NAME),
                                   type,
                                   address)
             : NULL;
}

static gboolean
is_addressee (MapiPropList *row)
{
  return ((guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, MAPI_TO) & MAPI_P1) != 0;
}

static MapiPropList *
as_to (MapiPropList *row)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);

  return mapi_prop_list_merge (row, change);
}

static void
sort_rows (MapiRowSet *rows, GPtrArray *addressees, GPtrArray *reported)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (is_addressee (row))
        g_ptr_array_add (addressees, as_to (row));
      else
        g_ptr_array_add (reported, g_steal_pointer (&row));
    }
}

gboolean
mapi_mime_report_load_recipients (MapiMimeSource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (source->message, cancellable, error);
  g_autoptr (GPtrArray) addressees =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (GPtrArray) reported =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  gboolean is_new = !mapi_prop_list_contains (source->props, MAPI_PR_MIME_SKELETON);
  g_autoptr (MapiPropList) receiver = is_new ? receiver_of (source->props) : NULL;

  if (rows == NULL)
    return FALSE;

  sort_rows (rows, addressees, reported);
  if (addressees->len == 0 && receiver != NULL)
    g_ptr_array_add (addressees, g_steal_pointer (&receiver));

  mapi_row_set_unref (source->recipients);
  source->recipients = mapi_row_set_new ((MapiPropList **) addressees->pdata, addressees->len);
  source->reported = mapi_row_set_new ((MapiPropList **) reported->pdata, reported->len);
  return TRUE;
}

static void
write_text (ReportWriter *self, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    mapi_mime_header_append_text (self->out, name, text, self->utf8);
}

/* `type; text`, of which the text alone may be encoded. */
static void
write_typed (ReportWriter *self, const char *name, const char *type, const char *text)
{
  g_autofree char *clean = text != NULL ? mapi_mime_header_clean (text) : NULL;
  g_autoptr (GString) value = g_string_new (type);

  if (clean == NULL || *clean == '\0')
    return;

  g_string_append (value, "; ");
  if (self->utf8 || g_str_is_ascii (clean))
    g_string_append (value, clean);
  else
    mapi_mime_header_append_words (value, clean);
  mapi_mime_header_append (self->out, name, value->str);
}

static void
write_time (ReportWriter *self, const char *name, guint64 filetime)
{
  g_autoptr (GDateTime) time = filetime != 0 ? mapi_filetime_to_date_time (filetime) : NULL;
  g_autofree char *text =
      time != NULL ? mapi_gmime ()->g_mime_utils_header_format_date (time) : NULL;

  write_text (self, name, text);
}

/* Characters that are not of ASCII stand for themselves where that is allowed, and else as their
 * numbers (RFC 6533). */
static char *
escape_address (const char *address, gboolean utf8)
{
  g_autoptr (GString) escaped = g_string_new (NULL);

  for (const char *at = address; *at != '\0'; at = g_utf8_next_char (at))
    if ((*at & 0x80) == 0 || utf8)
      g_string_append_unichar (escaped, g_utf8_get_char (at));
    else
      g_string_append_printf (escaped, "\\x{%X}", g_utf8_get_char (at));

  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

static void
write_address (ReportWriter *self, const char *name, const char *address_type, const char *address)
{
  gboolean         is_smtp = address_type == NULL || g_ascii_strcasecmp (address_type, "SMTP") == 0;
  gboolean         is_ascii = g_str_is_ascii (address);
  g_autofree char *foreign = is_smtp ? NULL : g_ascii_strdown (address_type, -1);
  g_autofree char *text = escape_address (address, self->utf8);

  write_typed (self, name, foreign != NULL ? foreign : is_ascii ? "rfc822" : "utf-8", text);
}

/* What will not be tried again may still be called a temporary failure. */
static gboolean
fits (gint32 status, MapiReportKind kind)
{
  guint first = (guint) status / 100;

  return first == classes[kind] || (kind == MAPI_REPORT_NOT_DELIVERED && first == 4);
}

/* What is known best: the code itself, what the server's answer begins with, or what the
 * diagnostic code says. */
static gint32
find_status (MapiPropList *row, MapiReportKind kind)
{
  gint32      status = mapi_prop_list_get_long (row, MAPI_PR_NDR_STATUS_CODE, 0);
  const char *text = mapi_prop_list_get_string (row, MAPI_PR_REPORT_TEXT);
  const char *behind_code = text != NULL ? strchr (text, ' ') : NULL;
  guint       subject = 0;
  guint       detail = 0;

  if (status == 0 && behind_code != NULL)
    status = mapi_report_parse_status (behind_code + 1);
  if (fits (status, kind))
    return status;

  if (kind == MAPI_REPORT_NOT_DELIVERED)
    mapi_report_find_status (
        mapi_prop_list_get_long (row, MAPI_PR_NDR_DIAG_CODE, -1), &subject, &detail);
  return (gint32) (classes[kind] * 100 + subject * 10 + detail);
}

static void
write_status (ReportWriter *self, MapiPropList *row)
{
  guint            status = (guint) find_status (row, self->kind);
  g_autofree char *text = g_strdup_printf ("%u.%u.%u", status / 100, status / 10 % 10, status % 10);

  write_text (self, "Status", text);
}

/* An answer that begins with a code of three figures is one of SMTP. */
static void
write_diagnostic (ReportWriter *self, MapiPropList *row)
{
  const char *text = mapi_prop_list_get_string (row, MAPI_PR_REPORT_TEXT);
  gboolean    is_smtp = text != NULL && g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1]) &&
                     g_ascii_isdigit (text[2]) && !g_ascii_isdigit (text[3]);

  if (text != NULL && *text != '\0')
    write_typed (self, "Diagnostic-Code", is_smtp ? "smtp" : "x-mapi", text);
}

static void
write_recipient (ReportWriter *self, MapiPropList *row)
{
  const char *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);
  guint64     reported = mapi_prop_list_get_systime (row, MAPI_PR_REPORT_TIME, 0);

  g_string_append_c (self->out, '\n');
  write_address (self,
                 "Final-Recipient",
                 mapi_prop_list_get_string (row, MAPI_PR_ADDRTYPE),
                 address != NULL ? address
                 : name != NULL  ? name
                                 : "unknown");
  write_text (self, "Action", actions[self->kind]);
  write_status (self, row);
  write_typed (self, "Remote-MTA", "dns", mapi_prop_list_get_string (row, MAPI_PR_REMOTE_MTA));
  write_diagnostic (self, row);
  write_time (
      self, "Last-Attempt-Date", mapi_prop_list_get_systime (row, MAPI_PR_DELIVER_TIME, reported));
  write_text (
      self, "X-Supplementary-Info", mapi_prop_list_get_string (row, MAPI_PR_SUPPLEMENTARY_INFO));
  if (g_strcmp0 (name, address) != 0)
    write_text (self, "X-Display-Name", name);
}

static void
write_delivery (ReportWriter *self)
{
  MapiPropList *props = self->source->props;
  const char   *reporter = mapi_prop_list_get_string (props, MAPI_PR_REPORTING_MTA);

  write_typed (self, "Reporting-MTA", "dns", reporter != NULL ? reporter : g_get_host_name ());
  write_text (self,
              "X-Original-Message-ID",
              mapi_prop_list_get_string (props, MAPI_PR_ORIGINAL_MESSAGE_ID));
  write_time (
      self, "Arrival-Date", mapi_prop_list_get_systime (props, MAPI_PR_ORIGINAL_SUBMIT_TIME, 0));
  for (guint i = 0; i < mapi_row_set_get_size (self->source->reported); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->source->reported, i);

      write_recipient (self, row);
    }
}

/* Who has read the message is who sends the receipt. */
static void
write_reader (ReportWriter *self)
{
  MapiPropList *props = self->source->props;
  const char   *address = mapi_prop_list_get_string (props, MAPI_PR_SENDER_EMAIL_ADDRESS);
  const char   *type = mapi_prop_list_get_string (props, MAPI_PR_SENDER_ADDRTYPE);

  if (address == NULL)
    {
      address = mapi_prop_list_get_string (props, MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS);
      type = mapi_prop_list_get_string (props, MAPI_PR_SENT_REPRESENTING_ADDRTYPE);
    }
  write_address (self, "Final-Recipient", type, address != NULL ? address : "unknown");
}

static void
write_disposition (ReportWriter *self)
{
  MapiPropList    *props = self->source->props;
  const char      *mode = mapi_prop_list_get_string (props, MAPI_PR_REPORT_DISPOSITION_MODE);
  const char      *type = mapi_prop_list_get_string (props, MAPI_PR_REPORT_DISPOSITION);
  g_autofree char *reporter = g_strconcat (g_get_host_name (), "; libmapi", NULL);

  write_text (self, "Reporting-UA", reporter);
  write_reader (self);
  write_text (
      self, "Original-Message-ID", mapi_prop_list_get_string (props, MAPI_PR_ORIGINAL_MESSAGE_ID));
  if (type == NULL || *type == '\0')
    type = self->kind == MAPI_REPORT_READ ? "displayed" : "deleted";
  write_typed (self,
               "Disposition",
               mode != NULL && *mode != '\0' ? mode : "manual-action/MDN-sent-manually",
               type);
}

void
mapi_mime_report_write (MapiMimeOutput *out, const MapiMimeSource *source)
{
  MapiReportKind kind = mapi_mime_report_get_kind (source->props);
  gboolean       utf8 = (out->flags & MAPI_MIME_WRITE_UTF8_HEADERS) != 0;
  g_autoptr (GString) text = g_string_new (NULL);
  ReportWriter self = { text, source, kind, utf8 };

  g_string_append_printf (text,
                          "Content-Type: message/%s%s\n%s\n",
                          utf8 ? "global-" : "",
                          mapi_mime_report_get_type (kind),
                          utf8 ? "Content-Transfer-Encoding: 8bit\n" : "");
  if (is_about_delivery (kind))
    write_delivery (&self);
  else
    write_disposition (&self);
  mapi_mime_output_lines (out, text->str, text->len);
}
