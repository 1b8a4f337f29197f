/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The recipients of an outgoing message, and what a transport says of them. */

#include "config.h"

#include "mapi-responsibility.h"

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-tags.h"
#include "mapi-recipient.h"

#define ROWS_AT_ONCE 500

static void
add_rows (GPtrArray *rows, const MapiRowSet *found, gboolean open_only)
{
  for (guint i = 0; i < mapi_row_set_get_size (found); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (found, i);

      if (!open_only || !mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE))
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }
}

/* A row is given back whole when it is modified, so every column is asked for. */
static MapiTable *
open_recipient_table (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiTable) table = mapi_message_get_recipient_table (message, 0, cancellable, error);
  g_autoptr (MapiPropTagArray) columns = NULL;

  if (table == NULL)
    return NULL;
  columns = mapi_table_query_columns (table, MAPI_TBL_ALL_COLUMNS, cancellable, error);
  if (columns == NULL || !mapi_table_set_columns (table, columns, 0, cancellable, error))
    return NULL;

  return g_steal_pointer (&table);
}

static MapiRowSet *
list_recipients (MapiMessage  *message,
                 gboolean      open_only,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autoptr (MapiTable) table = open_recipient_table (message, cancellable, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (table == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  while (TRUE)
    {
      g_autoptr (MapiRowSet) found =
          mapi_table_query_rows (table, ROWS_AT_ONCE, 0, cancellable, error);

      if (found == NULL)
        return NULL;
      if (mapi_row_set_get_size (found) == 0)
        return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
      add_rows (rows, found, open_only);
    }
}

/**
 * mapi_message_list_recipients:
 * @message: a message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads the whole recipient table, with all columns.
 *
 * Returns: (transfer full): the rows
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_message_list_recipients (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), NULL);

  return list_recipients (message, FALSE, cancellable, error);
}

/**
 * mapi_message_list_open_recipients:
 * @message: a message given to `IXPLogon::SubmitMessage`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives the recipients that are this transport's to deal with: those without PR_RESPONSIBILITY
 * %TRUE (R290).
 *
 * Returns: (transfer full): the rows, with all columns
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_message_list_open_recipients (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), NULL);

  return list_recipients (message, TRUE, cancellable, error);
}

/**
 * mapi_message_take_responsibility:
 * @message: the message given to `IXPLogon::SubmitMessage`
 * @recipients: rows of mapi_message_list_open_recipients(), maybe none
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Sets PR_RESPONSIBILITY of recipients to %TRUE: what a transport does once a recipient is
 * delivered, or will never be (R291, R308). Those left out are tried again.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_message_take_responsibility (MapiMessage  *message,
                                  MapiRowSet   *recipients,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (MapiRowSet) changes = NULL;

  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (recipients != NULL, FALSE);

  if (mapi_row_set_get_size (recipients) == 0)
    return TRUE;

  taken = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      g_ptr_array_add (taken, mapi_recipient_with_responsibility (row, TRUE));
    }
  changes = mapi_row_set_new ((MapiPropList **) taken->pdata, taken->len);

  return mapi_message_modify_recipients (
      message, MAPI_MODRECIP_MODIFY, changes, cancellable, error);
}

static guint64
filetime_now (void)
{
  return mapi_filetime_from_unix_usec (g_get_real_time ());
}

/**
 * mapi_recipient_with_failure:
 * @self: the row of a recipient
 * @diagnostic: `MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN`, `MAPI_DIAG_NO_DIAGNOSTIC` …
 * @text: why, in the words of the messaging system
 *
 * Gives the row with what a non-delivery report says of the recipient, for
 * `IMAPISupport::StatusRecips` (R576): PR_NDR_REASON_CODE, PR_NDR_DIAG_CODE,
 * PR_SUPPLEMENTARY_INFO, PR_REPORT_TEXT and PR_REPORT_TIME.
 *
 * Returns: (transfer full): the row
 *
 * Since: 1.0
 */
MapiPropList *
mapi_recipient_with_failure (MapiPropList *self, guint32 diagnostic, const char *text)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) report = NULL;
  g_autofree char *valid = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_NDR_REASON_CODE, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_NDR_DIAG_CODE, (gint32) diagnostic);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUPPLEMENTARY_INFO, valid);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_TEXT, valid);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_REPORT_TIME, filetime_now ());
  report = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (self, report);
}

/**
 * mapi_recipient_with_delivery:
 * @self: the row of a recipient
 * @unix_usec: when it was delivered, in microseconds since 1970
 *
 * Gives the row with what a delivery report says of the recipient, for
 * `IMAPISupport::StatusRecips` (R315, R576): PR_DELIVER_TIME and PR_REPORT_TIME.
 *
 * Returns: (transfer full): the row
 *
 * Since: 1.0
 */
MapiPropList *
mapi_recipient_with_delivery (MapiPropList *self, gint64 unix_usec)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) report = NULL;
  guint64 time = mapi_filetime_from_unix_usec (unix_usec);

  g_return_val_if_fail (self != NULL, NULL);

  mapi_prop_list_builder_add_systime (builder, MAPI_PR_DELIVER_TIME, time);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_REPORT_TIME, filetime_now ());
  report = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (self, report);
}
