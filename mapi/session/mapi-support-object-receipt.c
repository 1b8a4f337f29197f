/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-report.h"
#include "mapi-support-object-private.h"

/* Read reports, and reports that a message was not read: written here, sent by the store. */

/* What only a receipt has: it does not stay when it is sent. */
static MapiPropList *
add_own_props (MapiPropList *report)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_boolean (MAPI_PR_DELETE_AFTER_SUBMIT, TRUE);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);

  return mapi_prop_list_merge (report, change);
}

/* Answers whether the message is to be reported about at all: reports, and what asks for silence,
 * are not. */
static gboolean
check_wanted (MapiReportKind kind, MapiPropList *original, GError **error)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_boolean (MAPI_PR_READ_RECEIPT_REQUESTED, TRUE);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) asked = mapi_prop_list_merge (original, change);

  /* That the sender asked is the store's business: it keeps PR_MESSAGE_FLAGS. */
  if (mapi_report_is_wanted (kind, asked))
    return TRUE;

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_NO_ACCESS,
                       "ReadReceipt: the message is a report, or asks for no answer");
  return FALSE;
}

static gboolean
write_report (MapiReportKind kind,
              MapiPropList  *original,
              MapiMessage   *message,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (MapiPropList) addressee = mapi_report_get_addressee (kind, original);
  g_autoptr (MapiPropList) report = mapi_report_build (kind, original, NULL, g_get_real_time ());
  g_autoptr (MapiPropList) props = add_own_props (report);
  g_autoptr (MapiRowSet) recipients = NULL;

  if (addressee == NULL)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_NOT_FOUND,
                           "ReadReceipt: the message names nobody to send a receipt to");
      return FALSE;
    }

  recipients = mapi_row_set_new (&addressee, 1);
  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cancellable, error) &&
         mapi_message_modify_recipients (
             message, MAPI_MODRECIP_ADD, recipients, cancellable, error);
}

static gboolean
read_receipt (MapiSupport  *support,
              guint32       flags,
              MapiMessage  *read_message,
              MapiMessage  *empty_message,
              GCancellable *cancellable,
              GError      **error)
{
  MapiReportKind kind = (flags & MAPI_NON_READ) != 0 ? MAPI_REPORT_NOT_READ : MAPI_REPORT_READ;
  g_autoptr (MapiPropList) original = NULL;

  if (!mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "ReadReceipt", error))
    return FALSE;

  original = mapi_report_read_original (read_message, cancellable, error);
  return original != NULL && check_wanted (kind, original, error) &&
         write_report (kind, original, empty_message, cancellable, error);
}

void
mapi_support_object_receipt_init (MapiSupportInterface *iface)
{
  iface->read_receipt = read_receipt;
}
