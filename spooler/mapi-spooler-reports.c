/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-post-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-reports-private.h"

static char *
explain (MapiPropList *recipient, gboolean expired, gboolean declined, const char *trouble)
{
  const char      *type = mapi_prop_list_get_string (recipient, MAPI_PR_ADDRTYPE);
  g_autofree char *text = NULL;

  if (expired)
    text = g_strdup ("The message could not be delivered in time");
  else if (declined)
    text = g_strdup ("No transport accepted the recipient");
  else
    text = g_strdup_printf ("No transport handles addresses of type %s",
                            type != NULL ? type : "(none)");

  return trouble != NULL ? g_strconcat (text, ": ", trouble, NULL) : g_steal_pointer (&text);
}

MapiPropList *
mapi_spooler_reports_explain (
    MapiPropList *recipient, gboolean expired, gboolean declined, const char *trouble, gint64 now)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) reason = NULL;
  g_autofree char *text = explain (recipient, expired, declined, trouble);

  mapi_prop_list_builder_add_long (builder,
                                   MAPI_PR_NDR_REASON_CODE,
                                   expired ? MAPI_REASON_TRANSFER_FAILED
                                           : MAPI_REASON_TRANSFER_IMPOSSIBLE);
  mapi_prop_list_builder_add_long (builder,
                                   MAPI_PR_NDR_DIAG_CODE,
                                   expired ? (gint32) MAPI_DIAG_MAXIMUM_TIME_EXPIRED
                                           : (gint32) MAPI_DIAG_NO_DIAGNOSTIC);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_TEXT, text);
  mapi_prop_list_builder_add_systime (
      builder, MAPI_PR_REPORT_TIME, mapi_filetime_from_unix_usec (now));
  reason = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (recipient, reason);
}

gboolean
mapi_spooler_reports_is_failure (MapiPropList *recipient)
{
  return !mapi_prop_list_contains (recipient, MAPI_PR_DELIVER_TIME);
}

/* What every recipient of a report has, unless who reported it knows better. */
static MapiPropList *
complete_row (MapiPropList *row, MapiReportKind kind, MapiPropList *original, gint64 now)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) usual = NULL;
  const char *message_class = mapi_prop_list_get_string (original, MAPI_PR_MESSAGE_CLASS);

  mapi_prop_list_builder_add_systime (
      builder, MAPI_PR_REPORT_TIME, mapi_filetime_from_unix_usec (now));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_MAILUSER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DISPLAY_TYPE, MAPI_DT_MAILUSER);
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_MESSAGE_CLASS, message_class != NULL ? message_class : "IPM.Note");
  if (kind == MAPI_REPORT_NOT_DELIVERED)
    {
      mapi_prop_list_builder_add_long (
          builder, MAPI_PR_NDR_REASON_CODE, MAPI_REASON_TRANSFER_FAILED);
      mapi_prop_list_builder_add_long (
          builder, MAPI_PR_NDR_DIAG_CODE, (gint32) MAPI_DIAG_NO_DIAGNOSTIC);
    }
  usual = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (usual, row);
}

/* One whom a message was sent to again is a recipient like any other in a report. */
static MapiPropList *
with_plain_type (MapiPropList *row)
{
  guint32 type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  guint32 plain = type & ~(guint32) (MAPI_P1 | MAPI_SUBMITTED);
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_RECIPIENT_TYPE, (gint32) (plain != 0 ? plain : MAPI_TO));
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);

  return mapi_prop_list_merge (row, change);
}

/* What belongs to the recipient in the queue and not in a report, or in another kind of it. */
static MapiPropList *
clean_row (MapiPropList *row, MapiReportKind kind)
{
  static const guint32 unwanted[] = {
    MAPI_PR_ROWID,           MAPI_PR_RESPONSIBILITY, MAPI_PR_SPOOLER_STATUS,
    MAPI_PR_NDR_REASON_CODE, MAPI_PR_NDR_DIAG_CODE,  MAPI_PR_NDR_STATUS_CODE,
  };
  g_autoptr (MapiPropList) known = mapi_prop_list_without_errors (row);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (
      unwanted, kind == MAPI_REPORT_NOT_DELIVERED ? 3 : G_N_ELEMENTS (unwanted));
  g_autoptr (MapiPropList) clean = mapi_prop_list_without (known, tags);

  return with_plain_type (clean);
}

static gboolean
is_of_kind (MapiPropList *row, MapiReportKind kind)
{
  switch (kind)
    {
    case MAPI_REPORT_DELIVERED:
      return !mapi_spooler_reports_is_failure (row);
    case MAPI_REPORT_NOT_DELIVERED:
      return mapi_spooler_reports_is_failure (row);
    default:
      return TRUE;
    }
}

static MapiRowSet *
select_rows (MapiRowSet *recipients, MapiReportKind kind, MapiPropList *original, gint64 now)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);
      g_autoptr (MapiPropList) clean = clean_row (row, kind);

      if (is_of_kind (row, kind))
        g_ptr_array_add (rows, complete_row (clean, kind, original, now));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/* The original comes along when something is to be done about it, unless it is not wanted back
 * (R566, R567, R572). */
static gboolean
returns_content (MapiReportKind kind, MapiPropList *original)
{
  return kind == MAPI_REPORT_NOT_DELIVERED &&
         mapi_prop_list_get_boolean (original, MAPI_PR_CONTENT_RETURN_REQUESTED, TRUE);
}

static gboolean
make_one (MapiSpooler     *spooler,
          MapiSpoolerItem *item,
          MapiMessage     *original,
          MapiPropList    *props,
          MapiReportKind   kind,
          MapiRowSet      *recipients,
          GCancellable    *cancellable,
          GError         **error)
{
  gint64 now = mapi_spooler_schedule_get_time (spooler->schedule);
  g_autoptr (MapiRowSet) rows = select_rows (recipients, kind, props, now);
  g_autoptr (MapiPropList) report = NULL;
  g_autoptr (MapiPropList) addressee = NULL;
  g_autoptr (MapiMsgStore) store = mapi_spooler_home_ref_store (item->home);
  MapiSpoolerPost post = { .spooler = spooler, .store = store, .recipients = rows };

  if (mapi_row_set_get_size (rows) == 0 || !mapi_report_is_wanted (kind, props))
    return TRUE;

  report = mapi_report_build (kind, props, rows, now);
  addressee = mapi_report_get_addressee (kind, props);
  post.report = report;
  post.addressee = addressee;
  post.original = returns_content (kind, props) ? original : NULL;
  post.original_props = props;
  return mapi_spooler_post (&post, cancellable, error);
}

gboolean
mapi_spooler_reports_make (MapiSpooler     *spooler,
                           MapiSpoolerItem *item,
                           MapiMessage     *original,
                           MapiRowSet      *recipients,
                           GCancellable    *cancellable,
                           GError         **error)
{
  g_autoptr (MapiPropList) props = mapi_report_read_original (original, cancellable, error);

  return props != NULL &&
         make_one (spooler,
                   item,
                   original,
                   props,
                   MAPI_REPORT_NOT_DELIVERED,
                   recipients,
                   cancellable,
                   error) &&
         make_one (
             spooler, item, original, props, MAPI_REPORT_DELIVERED, recipients, cancellable, error);
}

gboolean
mapi_spooler_reports_warn (MapiSpooler     *spooler,
                           MapiSpoolerItem *item,
                           MapiMessage     *original,
                           MapiRowSet      *recipients,
                           gboolean        *wanted,
                           GCancellable    *cancellable,
                           GError         **error)
{
  g_autoptr (MapiPropList) props = mapi_report_read_original (original, cancellable, error);

  *wanted = props != NULL && mapi_report_is_wanted (MAPI_REPORT_DELAYED, props);
  return props != NULL &&
         make_one (
             spooler, item, original, props, MAPI_REPORT_DELAYED, recipients, cancellable, error);
}
