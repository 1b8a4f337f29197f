/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The message that a report brings along, and how it is sent again. */

#include "config.h"

#include "mapi-copy.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-report.h"
#include "mapi-responsibility.h"

/* What a recipient's row has for the one message that it stands in. */
static const guint32 of_message[] = {
  MAPI_PR_ROWID,
  MAPI_PR_INSTANCE_KEY,
  MAPI_PR_RESPONSIBILITY,
  MAPI_PR_SPOOLER_STATUS,
};

/* What a report says of a recipient. */
static const guint32 of_report[] = {
  MAPI_PR_DELIVER_TIME,  MAPI_PR_REPORT_TIME,     MAPI_PR_REPORT_TEXT, MAPI_PR_NDR_REASON_CODE,
  MAPI_PR_NDR_DIAG_CODE, MAPI_PR_NDR_STATUS_CODE, MAPI_PR_REMOTE_MTA,  MAPI_PR_SUPPLEMENTARY_INFO,
};

/* What a message that is sent again has anew: who sends it, and to whom (R564). */
static const guint32 not_resent[] = {
  MAPI_PR_MESSAGE_RECIPIENTS,
  MAPI_PR_SENDER_NAME,
  MAPI_PR_SENDER_ENTRYID,
  MAPI_PR_SENDER_ADDRTYPE,
  MAPI_PR_SENDER_EMAIL_ADDRESS,
  MAPI_PR_SENDER_SEARCH_KEY,
  MAPI_PR_SENT_REPRESENTING_NAME,
  MAPI_PR_SENT_REPRESENTING_ENTRYID,
  MAPI_PR_SENT_REPRESENTING_ADDRTYPE,
  MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS,
  MAPI_PR_SENT_REPRESENTING_SEARCH_KEY,
  MAPI_PR_PROVIDER_SUBMIT_TIME,
  MAPI_PR_DELETE_AFTER_SUBMIT,
  MAPI_PR_DEFERRED_SEND_TIME,
};

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

static MapiMessage *
open_embedded (MapiAttach *attach, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (GObject) object = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, flags, cancellable, error);

  if (object == NULL || MAPI_IS_MESSAGE (object))
    return (MapiMessage *) g_steal_pointer (&object);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_INTERFACE_NOT_SUPPORTED,
                       "the message in the report cannot be opened as one");
  return NULL;
}

/* The recipient as it was when the message was submitted. */
static MapiPropList *
plain_row (MapiPropList *row)
{
  g_autoptr (MapiPropTagArray) message =
      mapi_prop_tag_array_new (of_message, G_N_ELEMENTS (of_message));
  g_autoptr (MapiPropTagArray) report =
      mapi_prop_tag_array_new (of_report, G_N_ELEMENTS (of_report));
  g_autoptr (MapiPropList) known = mapi_prop_list_without_errors (row);
  g_autoptr (MapiPropList) rest = mapi_prop_list_without (known, message);

  return mapi_prop_list_without (rest, report);
}

static MapiPropList *
find_same_address (MapiRowSet *rows, MapiPropList *wanted)
{
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_recipient_same_address (row, wanted))
        return g_steal_pointer (&row);
    }

  return NULL;
}

static MapiPropList *
add_words (MapiPropList *row, MapiPropList *reported)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (of_report, G_N_ELEMENTS (of_report));
  g_autoptr (MapiPropList) selected = mapi_prop_list_select (reported, tags, NULL);
  g_autoptr (MapiPropList) words = mapi_prop_list_without_errors (selected);

  return mapi_prop_list_merge (row, words);
}

/* As they were when the message was submitted, and with what the report says of those that it is
 * about: a client that shows a report reads it there. */
static gboolean
restore_recipients (MapiMessage  *embedded,
                    MapiRowSet   *reported,
                    GCancellable *cancellable,
                    GError      **error)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (embedded, cancellable, error);
  g_autoptr (GPtrArray) restored =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiRowSet) all = NULL;

  if (rows == NULL || mapi_row_set_get_size (rows) == 0)
    return rows != NULL;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiPropList) plain = plain_row (row);
      g_autoptr (MapiPropList) words = find_same_address (reported, row);

      g_ptr_array_add (restored,
                       words != NULL ? add_words (plain, words) : g_steal_pointer (&plain));
    }
  all = mapi_row_set_new ((MapiPropList **) restored->pdata, restored->len);

  return mapi_message_modify_recipients (embedded, 0, all, cancellable, error);
}

/**
 * mapi_report_attach_original:
 * @report: a report that is not saved yet
 * @original: the message that it is about
 * @recipients: (nullable): whom the report is about
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Attaches a message to the report about it, as it was when it was submitted (R567), with what the
 * report says in the rows of its recipients.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_report_attach_original (MapiMessage  *report,
                             MapiMessage  *original,
                             MapiRowSet   *recipients,
                             GCancellable *cancellable,
                             GError      **error)
{
  g_autoptr (MapiAttach) attach = NULL;
  g_autoptr (MapiMessage) embedded = NULL;

  g_return_val_if_fail (MAPI_IS_MESSAGE (report), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (original), FALSE);

  attach = create_attachment (report, cancellable, error);
  if (attach != NULL)
    embedded = open_embedded (attach, MAPI_CREATE | MAPI_MODIFY, cancellable, error);

  return embedded != NULL &&
         mapi_message_copy (original, embedded, NULL, NULL, cancellable, error) &&
         restore_recipients (embedded, recipients, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (embedded), 0, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (attach), 0, cancellable, error);
}

static MapiMessage *
open_if_message (MapiMessage *report, MapiPropList *row, GCancellable *cancellable, GError **error)
{
  guint32 number = (guint32) mapi_prop_list_get_long (row, MAPI_PR_ATTACH_NUM, 0);
  g_autoptr (MapiAttach) attach = NULL;

  if (mapi_prop_list_get_long (row, MAPI_PR_ATTACH_METHOD, 0) != MAPI_ATTACH_EMBEDDED_MSG)
    return NULL;
  attach = mapi_message_open_attach (report, number, NULL, 0, cancellable, error);
  return attach != NULL ? open_embedded (attach, 0, cancellable, error) : NULL;
}

static MapiMessage *
open_original (MapiMessage *report, GCancellable *cancellable, GError **error)
{
  static const guint32 tags[] = { MAPI_PR_ATTACH_NUM, MAPI_PR_ATTACH_METHOD };
  g_autoptr (MapiTable) table = mapi_message_get_attachment_table (report, 0, cancellable, error);
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) local = NULL;

  if (table != NULL && mapi_table_set_columns (table, columns, 0, cancellable, error))
    rows = mapi_table_query_rows (table, G_MAXINT32, 0, cancellable, error);
  if (rows == NULL)
    return NULL;

  for (guint i = 0; i < mapi_row_set_get_size (rows) && local == NULL; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiMessage) original = open_if_message (report, row, cancellable, &local);

      if (original != NULL)
        return g_steal_pointer (&original);
    }
  if (local == NULL)
    local = mapi_error_new (MAPI_E_NOT_FOUND, "the report does not bring the message along");
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static MapiPropList *
with_type (MapiPropList *row, guint32 type)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_RECIPIENT_TYPE, (gint32) type);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);

  return mapi_prop_list_merge (row, change);
}

/* A list that failed for some of its members only is not to be sent to (R577). */
static gboolean
is_to_be_sent_to (MapiPropList *reported)
{
  return reported != NULL && !mapi_prop_list_get_boolean (reported, MAPI_PR_DISCRETE_VALUES, FALSE);
}

/* All are shown, and those whom the report is about are sent to (R563, R558, R559). */
static void
add_shown (GPtrArray *resent, MapiRowSet *rows, MapiRowSet *failed)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiPropList) plain = plain_row (row);
      g_autoptr (MapiPropList) reported = find_same_address (failed, row);
      guint32 type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);

      if ((type & MAPI_P1) != 0)
        continue;
      g_ptr_array_add (resent, with_type (plain, type | MAPI_SUBMITTED));
      if (is_to_be_sent_to (reported))
        g_ptr_array_add (resent, with_type (plain, MAPI_P1));
    }
}

/* The members of lists that only the transport knows are in the report alone. */
static void
add_members (GPtrArray *resent, MapiRowSet *rows, MapiRowSet *failed)
{
  for (guint i = 0; i < mapi_row_set_get_size (failed); i++)
    {
      g_autoptr (MapiPropList) reported = mapi_row_set_get_row (failed, i);
      g_autoptr (MapiPropList) known = find_same_address (rows, reported);
      g_autoptr (MapiPropList) plain = plain_row (reported);

      if (known == NULL && is_to_be_sent_to (reported) &&
          mapi_prop_list_contains (reported, MAPI_PR_ORIGINAL_ENTRYID))
        g_ptr_array_add (resent, with_type (plain, MAPI_P1));
    }
}

static gboolean
goes_to_anybody (GPtrArray *resent)
{
  for (guint i = 0; i < resent->len; i++)
    if (mapi_prop_list_get_long (g_ptr_array_index (resent, i), MAPI_PR_RECIPIENT_TYPE, 0) ==
        (gint32) MAPI_P1)
      return TRUE;
  return FALSE;
}

static MapiRowSet *
rows_to_resend (MapiRowSet *rows, MapiRowSet *failed, GError **error)
{
  g_autoptr (GPtrArray) resent =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  add_shown (resent, rows, failed);
  add_members (resent, rows, failed);
  if (goes_to_anybody (resent))
    return mapi_row_set_new ((MapiPropList **) resent->pdata, resent->len);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_NO_RECIPIENTS,
                       "the report is about none of the recipients of the message");
  return NULL;
}

/* R562. */
static gboolean
set_resend_props (MapiMessage  *report,
                  MapiMessage  *message,
                  GCancellable *cancellable,
                  GError      **error)
{
  static const guint32 wanted[] = { MAPI_PR_ORIG_MESSAGE_CLASS, MAPI_PR_ORIGINAL_ENTRYID };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropList) said =
      mapi_prop_get_props (MAPI_PROP (report), tags, 0, cancellable, NULL, error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiPropList) props = NULL;
  const char *message_class;

  if (said == NULL)
    return FALSE;

  message_class = mapi_prop_list_get_string (said, MAPI_PR_ORIG_MESSAGE_CLASS);
  entry_id = mapi_prop_list_get_bytes (said, MAPI_PR_ORIGINAL_ENTRYID);
  if (message_class != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, message_class);
  if (entry_id != NULL)
    mapi_prop_list_builder_add_binary (builder, MAPI_PR_ORIGINAL_ENTRYID, entry_id);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_RESEND);
  props = mapi_prop_list_builder_end (builder);

  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cancellable, error);
}

/**
 * mapi_report_resend:
 * @report: a non-delivery report that brings the message along
 * @message: a new message, not saved yet
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes @message the message that did not reach some of its recipients, to be submitted once more
 * (R558, R559, R562 to R564): it shows the recipients that it had, and goes to those that the
 * report is about. The caller may change it, and submits it. Nobody else can tell the outcome from
 * a message that arrived at once.
 *
 * Fails with %MAPI_E_NOT_FOUND when the report does not bring the message along, and with
 * %MAPI_E_NO_RECIPIENTS when it is about nobody that the message was for.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_report_resend (MapiMessage  *report,
                    MapiMessage  *message,
                    GCancellable *cancellable,
                    GError      **error)
{
  g_autoptr (MapiPropTagArray) exclude =
      mapi_prop_tag_array_new (not_resent, G_N_ELEMENTS (not_resent));
  g_autoptr (MapiMessage) original = NULL;
  g_autoptr (MapiRowSet) failed = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) resent = NULL;

  g_return_val_if_fail (MAPI_IS_MESSAGE (report), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  original = open_original (report, cancellable, error);
  failed = original != NULL ? mapi_message_list_recipients (report, cancellable, error) : NULL;
  rows = failed != NULL ? mapi_message_list_recipients (original, cancellable, error) : NULL;
  resent = rows != NULL ? rows_to_resend (rows, failed, error) : NULL;

  return resent != NULL &&
         mapi_message_copy (original, message, exclude, NULL, cancellable, error) &&
         set_resend_props (report, message, cancellable, error) &&
         mapi_message_modify_recipients (message, 0, resent, cancellable, error);
}
