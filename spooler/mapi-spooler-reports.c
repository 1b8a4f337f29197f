/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-delivery-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-reports-private.h"

/* Values of PR_NDR_REASON_CODE. */
enum
{
  REASON_TRANSFER_FAILED = 0,
  REASON_TRANSFER_IMPOSSIBLE = 1,
};

typedef struct
{
  MapiSpooler  *spooler;
  MapiMessage  *message;
  MapiPropList *original; /* its properties */
  MapiRowSet   *recipients;
  gboolean      failure; /* a non-delivery report */
} Report;

MapiPropList *
mapi_spooler_reports_explain (MapiPropList *recipient,
                              gboolean      expired,
                              gboolean      declined,
                              const char   *trouble)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) reason = NULL;
  const char      *type = mapi_prop_list_get_string (recipient, MAPI_PR_ADDRTYPE);
  g_autofree char *text = NULL;

  if (expired)
    text = g_strdup ("The message could not be delivered in time");
  else if (declined)
    text = g_strdup ("No transport accepted the recipient");
  else
    text = g_strdup_printf ("No transport handles addresses of type %s",
                            type != NULL ? type : "(none)");
  if (trouble != NULL)
    {
      g_autofree char *before = g_steal_pointer (&text);

      text = g_strconcat (before, ": ", trouble, NULL);
    }

  mapi_prop_list_builder_add_long (builder,
                                   MAPI_PR_NDR_REASON_CODE,
                                   expired ? REASON_TRANSFER_FAILED : REASON_TRANSFER_IMPOSSIBLE);
  mapi_prop_list_builder_add_long (builder,
                                   MAPI_PR_NDR_DIAG_CODE,
                                   expired ? (gint32) MAPI_DIAG_MAXIMUM_TIME_EXPIRED
                                           : (gint32) MAPI_DIAG_NO_DIAGNOSTIC);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_TEXT, text);
  reason = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (recipient, reason);
}

/* A row that tells when the message was delivered is about a success (R576). */
static gboolean
is_failure (MapiPropList *recipient)
{
  return !mapi_prop_list_contains (recipient, MAPI_PR_DELIVER_TIME);
}

static MapiRowSet *
select_rows (MapiRowSet *recipients, gboolean failure)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      if (is_failure (row) == failure)
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiPropList *
read_original (MapiMessage *original, GCancellable *cancellable, GError **error)
{
  static const guint32 tags[] = {
    MAPI_PR_MESSAGE_CLASS,
    MAPI_PR_SUBJECT,
    MAPI_PR_CLIENT_SUBMIT_TIME,
    MAPI_PR_DISPLAY_TO,
    MAPI_PR_DISPLAY_CC,
    MAPI_PR_DISPLAY_BCC,
    MAPI_PR_SEARCH_KEY,
    MAPI_PR_INTERNET_MESSAGE_ID,
    MAPI_PR_PRIORITY,
    MAPI_PR_REPORT_TAG,
    MAPI_PR_SENDER_NAME,
    MAPI_PR_SENDER_ADDRTYPE,
    MAPI_PR_SENDER_EMAIL_ADDRESS,
    MAPI_PR_CONTENT_RETURN_REQUESTED,
    MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED,
    MAPI_PR_ORIGINATOR_NON_DELIVERY_REPORT_REQUESTED,
  };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  return mapi_prop_get_props (MAPI_PROP (original), wanted, 0, cancellable, NULL, error);
}

/* Reports about reports are nobody's wish (R570, R571). */
static gboolean
is_wanted (MapiPropList *original, gboolean failure)
{
  const char *message_class = mapi_prop_list_get_string (original, MAPI_PR_MESSAGE_CLASS);

  if (message_class != NULL && g_ascii_strncasecmp (message_class, "REPORT.", 7) == 0)
    return FALSE;
  return failure ? mapi_prop_list_get_boolean (
                       original, MAPI_PR_ORIGINATOR_NON_DELIVERY_REPORT_REQUESTED, TRUE)
                 : mapi_prop_list_get_boolean (
                       original, MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED, FALSE);
}

/* The text that a client shows which knows nothing of reports. */
static char *
build_body (const Report *report)
{
  GString *body = g_string_new (NULL);

  g_string_append (body,
                   report->failure ? "Your message did not reach some or all of its recipients.\n"
                                   : "Your message was delivered to these recipients.\n");
  for (guint i = 0; i < mapi_row_set_get_size (report->recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (report->recipients, i);
      const char *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
      const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);
      const char *text = mapi_prop_list_get_string (row, MAPI_PR_REPORT_TEXT);

      g_string_append_printf (
          body, "\n  %s <%s>\n", name != NULL ? name : "", address != NULL ? address : "");
      if (text != NULL)
        g_string_append_printf (body, "    %s\n", text);
    }

  return g_string_free (body, FALSE);
}

static void
copy_value (MapiPropListBuilder *builder, MapiPropList *source, guint32 from, guint32 to)
{
  g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (source, from);
  g_autoptr (MapiPropValue) renamed = value != NULL ? mapi_prop_value_change_tag (value, to) : NULL;

  if (renamed != NULL)
    mapi_prop_list_builder_add_value (builder, renamed);
}

/* What a report has of the message it is about (R573 to R575). */
static void
add_original (MapiPropListBuilder *builder, MapiPropList *original)
{
  static const struct
  {
    guint32 from;
    guint32 to;
  } copies[] = {
    { MAPI_PR_SUBJECT, MAPI_PR_ORIGINAL_SUBJECT },
    { MAPI_PR_CLIENT_SUBMIT_TIME, MAPI_PR_ORIGINAL_SUBMIT_TIME },
    { MAPI_PR_DISPLAY_TO, MAPI_PR_ORIGINAL_DISPLAY_TO },
    { MAPI_PR_DISPLAY_CC, MAPI_PR_ORIGINAL_DISPLAY_CC },
    { MAPI_PR_DISPLAY_BCC, MAPI_PR_ORIGINAL_DISPLAY_BCC },
    { MAPI_PR_SEARCH_KEY, MAPI_PR_ORIGINAL_SEARCH_KEY },
    { MAPI_PR_INTERNET_MESSAGE_ID, MAPI_PR_IN_REPLY_TO_ID },
    { MAPI_PR_PRIORITY, MAPI_PR_PRIORITY },
    { MAPI_PR_REPORT_TAG, MAPI_PR_REPORT_TAG },
    { MAPI_PR_SENDER_NAME, MAPI_PR_ORIGINAL_SENDER_NAME },
    { MAPI_PR_SENDER_ADDRTYPE, MAPI_PR_ORIGINAL_SENDER_ADDRTYPE },
    { MAPI_PR_SENDER_EMAIL_ADDRESS, MAPI_PR_ORIGINAL_SENDER_EMAIL_ADDRESS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (copies); i++)
    copy_value (builder, original, copies[i].from, copies[i].to);
}

/* "Report", the class of the original, and what kind it is (R569). */
static char *
build_class (const Report *report)
{
  const char *original = mapi_prop_list_get_string (report->original, MAPI_PR_MESSAGE_CLASS);

  return g_strconcat (
      "REPORT.", original != NULL ? original : "IPM.Note", report->failure ? ".NDR" : ".DR", NULL);
}

static MapiPropList *
build_props (const Report *report)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  gint64           now = mapi_spooler_schedule_get_time (report->spooler->schedule);
  guint64          time = mapi_filetime_from_unix_usec (now);
  const char      *subject = mapi_prop_list_get_string (report->original, MAPI_PR_SUBJECT);
  g_autofree char *title = g_strconcat (
      report->failure ? "Undeliverable: " : "Delivered: ", subject != NULL ? subject : "", NULL);
  g_autofree char *message_class = build_class (report);
  g_autofree char *body = build_body (report);

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, message_class);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, title);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, body);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_TEXT, body);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_REPORT_TIME, time);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_CLIENT_SUBMIT_TIME, time);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_MESSAGE_DELIVERY_TIME, time);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_UNMODIFIED);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_NAME, "Mail delivery");
  add_original (builder, report->original);

  return mapi_prop_list_builder_end (builder);
}

static MapiAttach *
create_attachment (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiAttach) attach = mapi_message_create_attach (message, 0, NULL, cancellable, error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_EMBEDDED_MSG);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RENDERING_POSITION, -1);
  props = mapi_prop_list_builder_end (builder);

  return attach != NULL && mapi_prop_set_props (MAPI_PROP (attach), props, NULL, cancellable, error)
             ? g_steal_pointer (&attach)
             : NULL;
}

static gboolean
attach_original (MapiMessage  *message,
                 MapiMessage  *original,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autoptr (MapiAttach) attach = create_attachment (message, cancellable, error);
  g_autoptr (GObject) embedded = NULL;

  if (attach == NULL)
    return FALSE;

  embedded = mapi_prop_open_property (MAPI_PROP (attach),
                                      MAPI_PR_ATTACH_DATA_OBJ,
                                      "MapiMessage",
                                      0,
                                      MAPI_CREATE | MAPI_MODIFY,
                                      cancellable,
                                      error);
  return embedded != NULL &&
         mapi_message_copy (original, MAPI_MESSAGE (embedded), NULL, NULL, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (embedded), 0, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (attach), 0, cancellable, error);
}

/* A report that fails to bring the original along is better than none (R567, R572). */
static void
return_content (const Report *report, MapiMessage *message, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (report->failure &&
      mapi_prop_list_get_boolean (report->original, MAPI_PR_CONTENT_RETURN_REQUESTED, TRUE) &&
      !attach_original (message, report->message, cancellable, &error))
    g_info ("spooler: a report comes without the original: %s", error->message);
}

static gboolean
make_report (MapiSpooler  *spooler,
             MapiMsgStore *store,
             const Report *report,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (MapiSpoolerDelivery) delivery =
      mapi_spooler_delivery_new (spooler, store, cancellable, error);
  g_autoptr (MapiPropList) props = NULL;
  MapiMessage *message;

  if (delivery == NULL)
    return FALSE;

  message = mapi_spooler_delivery_get_message (delivery);
  props = build_props (report);
  return_content (report, message, cancellable);
  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cancellable, error) &&
         mapi_message_modify_recipients (
             message, MAPI_MODRECIP_ADD, report->recipients, cancellable, error) &&
         mapi_prop_save_changes (
             MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, cancellable, error) &&
         mapi_spooler_delivery_announce (delivery, cancellable, error);
}

static gint32
result_of (MapiPropList *recipient)
{
  return mapi_prop_list_get_long (recipient, MAPI_PR_NDR_DIAG_CODE, 0) ==
                 MAPI_DIAG_MAXIMUM_TIME_EXPIRED
             ? MAPI_E_TIMEOUT
             : MAPI_E_CALL_FAILED;
}

static void
tell_failed (MapiSpooler *spooler, MapiSpoolerItem *item, MapiRowSet *recipients)
{
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);
      const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);
      const char *text = mapi_prop_list_get_string (row, MAPI_PR_REPORT_TEXT);

      item->result = item->result != 0 ? item->result : result_of (row);
      mapi_spooler_events_recipient_failed (spooler->events, item->entry_id, row);
      mapi_spooler_events_tell (spooler->events,
                                "failed",
                                item->entry_id,
                                NULL,
                                "message %" G_GINT64_FORMAT " does not reach %s: %s",
                                item->sequence,
                                address != NULL ? address : "a recipient",
                                text != NULL ? text : "no reason was given");
    }
}

gboolean
mapi_spooler_reports_make (MapiSpooler     *spooler,
                           MapiSpoolerItem *item,
                           MapiMessage     *original,
                           MapiRowSet      *recipients,
                           GCancellable    *cancellable,
                           GError         **error)
{
  g_autoptr (MapiPropList) props = read_original (original, cancellable, error);

  if (props == NULL)
    return FALSE;

  for (int failure = TRUE; failure >= FALSE; failure--)
    {
      g_autoptr (MapiRowSet) rows = select_rows (recipients, failure);
      Report report = { spooler, original, props, rows, failure };

      if (mapi_row_set_get_size (rows) == 0)
        continue;
      if (is_wanted (props, failure) &&
          !make_report (spooler, item->store, &report, cancellable, error))
        return FALSE;
      if (failure)
        tell_failed (spooler, item, rows);
    }

  return TRUE;
}
