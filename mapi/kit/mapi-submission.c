/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-submission.h"

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-message-class.h"
#include "mapi-mime.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-tags.h"
#include "mapi-recipient.h"

/* What a store adds to a message that is submitted. */

#define TICKS_PER_MINUTE ((guint64) 60 * 10000000)
#define MOST_UNITS 999

static gint64
unit_in_minutes (gint32 unit)
{
  static const gint64 minutes[] = { 1, 60, 24 * 60, 7 * 24 * 60 };

  return unit >= 0 && unit < (gint32) G_N_ELEMENTS (minutes) ? minutes[unit] : 0;
}

/* Number and unit count from the submission, and replace what was there (R530). */
static void
add_deferral (MapiPropListBuilder *builder, MapiPropList *props, guint64 now)
{
  gint32 number = mapi_prop_list_get_long (props, MAPI_PR_DEFERRED_SEND_NUMBER, -1);
  gint32 unit = mapi_prop_list_get_long (props, MAPI_PR_DEFERRED_SEND_UNITS, -1);
  gint64 minutes = number * unit_in_minutes (unit);

  if (number < 0 || number > MOST_UNITS || unit < 0)
    return;
  mapi_prop_list_builder_add_systime (
      builder, MAPI_PR_DEFERRED_SEND_TIME, now + (guint64) minutes * TICKS_PER_MINUTE);
}

static const char *
find_sender_domain (MapiPropList *props)
{
  const char *address = mapi_prop_list_get_string (props, MAPI_PR_SENDER_EMAIL_ADDRESS);
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  return at != NULL && at[1] != '\0' ? at + 1 : NULL;
}

static void
add_message_id (MapiPropListBuilder *builder, MapiPropList *props)
{
  g_autofree char *id = NULL;

  if (mapi_prop_list_contains (props, MAPI_PR_INTERNET_MESSAGE_ID))
    return;
  id = mapi_mime_new_message_id (find_sender_domain (props));
  mapi_prop_list_builder_add_string (builder, MAPI_PR_INTERNET_MESSAGE_ID, id);
}

/**
 * mapi_submission_get_changes:
 * @props: the properties of a message
 * @unix_usec: the time, in microseconds since 1970
 *
 * Computes what `SubmitMessage` sets: PR_CLIENT_SUBMIT_TIME (R040), PR_DEFERRED_SEND_TIME where
 * PR_DEFERRED_SEND_NUMBER and PR_DEFERRED_SEND_UNITS are there (R530), a PR_INTERNET_MESSAGE_ID for
 * a message that has none, and its PR_MESSAGE_CLASS where that is missing or empty (R351).
 *
 * Returns: (transfer full): the properties to set
 *
 * Since: 1.0
 */
MapiPropList *
mapi_submission_get_changes (MapiPropList *props, gint64 unix_usec)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  guint64     now = mapi_filetime_from_unix_usec (unix_usec);
  const char *message_class;

  g_return_val_if_fail (props != NULL, NULL);

  mapi_prop_list_builder_add_systime (builder, MAPI_PR_CLIENT_SUBMIT_TIME, now);
  add_deferral (builder, props, now);
  add_message_id (builder, props);
  message_class = mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS);
  if (message_class == NULL || message_class[0] == '\0')
    mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, MAPI_MESSAGE_CLASS_DEFAULT);
  return mapi_prop_list_builder_end (builder);
}

/**
 * mapi_submission_get_recipients:
 * @recipients: the recipients of a message
 *
 * Says of recipients of whom nothing is said that nobody is responsible for them: PR_RESPONSIBILITY
 * is %FALSE (R038, R039). `SubmitMessage` does this before `ExpandRecips`, and again for those who
 * were added.
 *
 * Returns: (transfer full): the recipients, each with PR_RESPONSIBILITY
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_submission_get_recipients (MapiRowSet *recipients)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  g_return_val_if_fail (recipients != NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      g_ptr_array_add (rows,
                       mapi_prop_list_contains (row, MAPI_PR_RESPONSIBILITY)
                           ? mapi_prop_list_ref (row)
                           : mapi_recipient_with_responsibility (row, FALSE));
    }
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}
