/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-transport-private.h"

#include "mapi-filetime.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-tags.h"
#include "mapi-responsibility.h"

/* When the message was passed on (R318, R549). */
static gboolean
stamp (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  guint64 now = mapi_filetime_from_unix_usec (g_get_real_time ());
  g_autoptr (MapiPropValue) time = mapi_prop_value_new_systime (MAPI_PR_PROVIDER_SUBMIT_TIME, now);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (time);

  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cancellable, error);
}

static gboolean
wants_delivery_reports (MapiMessage *message, GCancellable *cancellable)
{
  static const guint32 tag = MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, NULL);

  return props != NULL && mapi_prop_list_get_boolean (props, tag, FALSE);
}

static void
append (GPtrArray *rows, MapiRowSet *more, gboolean as_delivered)
{
  for (guint i = 0; more != NULL && i < mapi_row_set_get_size (more); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (more, i);

      g_ptr_array_add (rows,
                       as_delivered ? mapi_recipient_with_delivery (row, g_get_real_time ())
                                    : g_steal_pointer (&row));
    }
}

static MapiRowSet *
to_row_set (GPtrArray *rows)
{
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
}

/* One call for all of them: every call may become a report of its own (R461). */
static gboolean
report (MapiTransport *self,
        MapiMessage   *message,
        MapiRowSet    *delivered,
        MapiRowSet    *failed,
        GCancellable  *cancellable,
        GError       **error)
{
  MapiSupport *support = mapi_transport_get_support (self);
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autoptr (MapiRowSet) reported = NULL;

  append (rows, failed, FALSE);
  if (wants_delivery_reports (message, cancellable))
    append (rows, delivered, TRUE);
  if (rows->len == 0 || support == NULL)
    return TRUE;

  reported = to_row_set (rows);
  return mapi_support_status_recips (support, message, reported, cancellable, error);
}

static gboolean
take (MapiMessage  *message,
      MapiRowSet   *delivered,
      MapiRowSet   *failed,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autoptr (MapiRowSet) taken = NULL;

  append (rows, delivered, FALSE);
  append (rows, failed, FALSE);
  taken = to_row_set (rows);
  return mapi_message_take_responsibility (message, taken, cancellable, error);
}

/* For EndMessage, which has no message to look at. */
static gboolean
note_what_is_left (MapiTransport *self,
                   MapiMessage   *message,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (MapiRowSet) left = mapi_message_list_open_recipients (message, cancellable, error);

  if (left == NULL)
    return FALSE;
  mapi_transport_get_private (self)->is_left = mapi_row_set_get_size (left) > 0;
  return TRUE;
}

/**
 * mapi_transport_settle:
 * @self: a transport
 * @message: the message given to `IXPLogon::SubmitMessage`
 * @delivered: (nullable): rows of mapi_message_list_open_recipients() that are delivered
 * @failed: (nullable): rows that never will be, with the reasons: mapi_recipient_with_failure()
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Says what has become of a message: takes the responsibility for recipients (R308), notes when the
 * message was passed on (PR_PROVIDER_SUBMIT_TIME), and has the spooler report what failed, and what
 * was delivered where the sender wants to know. Recipients that are left out are tried again: the
 * `EndMessage` of the base answers `MAPI_END_RESEND_LATER` then. A transport that has several
 * messages at a time, or means something else by it, has an `EndMessage` of its own.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_transport_settle (MapiTransport *self,
                       MapiMessage   *message,
                       MapiRowSet    *delivered,
                       MapiRowSet    *failed,
                       GCancellable  *cancellable,
                       GError       **error)
{
  gboolean any = delivered != NULL && mapi_row_set_get_size (delivered) > 0;

  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  return (!any || stamp (message, cancellable, error)) &&
         take (message, delivered, failed, cancellable, error) &&
         note_what_is_left (self, message, cancellable, error) &&
         report (self, message, delivered, failed, cancellable, error);
}
