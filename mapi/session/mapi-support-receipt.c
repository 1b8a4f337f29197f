/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-prop-list-builder.h"
#include "mapi-recipient.h"
#include "mapi-support-object-private.h"

/* Read reports, and reports that a message was not read: written here, sent by the store. */

/* What the report has of the message that was read, under the name that it has there (R573 to
 * R575). */
static const struct
{
  guint32 original;
  guint32 report;
} kept[] = {
  { MAPI_PR_SUBJECT, MAPI_PR_ORIGINAL_SUBJECT },
  { MAPI_PR_CLIENT_SUBMIT_TIME, MAPI_PR_ORIGINAL_SUBMIT_TIME },
  { MAPI_PR_DISPLAY_TO, MAPI_PR_ORIGINAL_DISPLAY_TO },
  { MAPI_PR_DISPLAY_CC, MAPI_PR_ORIGINAL_DISPLAY_CC },
  { MAPI_PR_DISPLAY_BCC, MAPI_PR_ORIGINAL_DISPLAY_BCC },
  { MAPI_PR_SENDER_NAME, MAPI_PR_ORIGINAL_SENDER_NAME },
  { MAPI_PR_SENDER_ENTRYID, MAPI_PR_ORIGINAL_SENDER_ENTRYID },
  { MAPI_PR_SENDER_ADDRTYPE, MAPI_PR_ORIGINAL_SENDER_ADDRTYPE },
  { MAPI_PR_SENDER_EMAIL_ADDRESS, MAPI_PR_ORIGINAL_SENDER_EMAIL_ADDRESS },
  { MAPI_PR_SENDER_SEARCH_KEY, MAPI_PR_ORIGINAL_SENDER_SEARCH_KEY },
  { MAPI_PR_REPORT_TAG, MAPI_PR_REPORT_TAG },
  { MAPI_PR_PRIORITY, MAPI_PR_PRIORITY },
  { MAPI_PR_INTERNET_MESSAGE_ID, MAPI_PR_IN_REPLY_TO_ID },
};

/* What else is needed of it. */
static const guint32 needed[] = {
  MAPI_PR_MESSAGE_CLASS,
  MAPI_PR_READ_RECEIPT_ENTRYID,
  MAPI_PR_REPORT_ENTRYID,
  MAPI_PR_SENT_REPRESENTING_NAME,
  MAPI_PR_SENT_REPRESENTING_ADDRTYPE,
  MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS,
};

static MapiPropList *
read_original (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  guint32 tags[G_N_ELEMENTS (kept) + G_N_ELEMENTS (needed)];
  g_autoptr (MapiPropTagArray) array = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    tags[i] = kept[i].original;
  memcpy (tags + G_N_ELEMENTS (kept), needed, sizeof needed);
  array = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  return mapi_prop_get_props (MAPI_PROP (message), array, 0, cancellable, NULL, error);
}

static MapiPropList *
recipient_by_entry_id (MapiPropList *original, guint32 tag)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (original, tag);
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *address = NULL;

  return entry_id != NULL && mapi_one_off_parse (entry_id, &name, &type, &address, NULL, NULL)
             ? mapi_recipient_new (MAPI_TO, name, type, address)
             : NULL;
}

static MapiPropList *
recipient_by_address (MapiPropList *original,
                      guint32       name_tag,
                      guint32       type_tag,
                      guint32       address_tag)
{
  const char *type = mapi_prop_list_get_string (original, type_tag);
  const char *address = mapi_prop_list_get_string (original, address_tag);

  return type != NULL && address != NULL
             ? mapi_recipient_new (
                   MAPI_TO, mapi_prop_list_get_string (original, name_tag), type, address)
             : NULL;
}

/* Whom the sender named for reports, else the sender (R568). */
static MapiPropList *
find_recipient (MapiPropList *original, GError **error)
{
  MapiPropList *row = recipient_by_entry_id (original, MAPI_PR_READ_RECEIPT_ENTRYID);

  if (row == NULL)
    row = recipient_by_entry_id (original, MAPI_PR_REPORT_ENTRYID);
  if (row == NULL)
    row = recipient_by_address (original,
                                MAPI_PR_SENT_REPRESENTING_NAME,
                                MAPI_PR_SENT_REPRESENTING_ADDRTYPE,
                                MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS);
  if (row == NULL)
    row = recipient_by_address (
        original, MAPI_PR_SENDER_NAME, MAPI_PR_SENDER_ADDRTYPE, MAPI_PR_SENDER_EMAIL_ADDRESS);
  if (row == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_NOT_FOUND, "the message names nobody to send a receipt to");
  return row;
}

static void
add_string (MapiPropListBuilder *builder,
            guint32              tag,
            const char          *prefix,
            const char          *text,
            const char          *suffix)
{
  g_autofree char *whole = g_strconcat (prefix, text != NULL ? text : "", suffix, NULL);

  mapi_prop_list_builder_add_string (builder, tag, whole);
}

/* A report asks for no report of its own, and does not stay when it is sent. */
static MapiPropList *
make_report (MapiPropList *original, gboolean was_read)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  const char *class = mapi_prop_list_get_string (original, MAPI_PR_MESSAGE_CLASS);
  const char *subject = mapi_prop_list_get_string (original, MAPI_PR_SUBJECT);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (original, kept[i].original);
      g_autoptr (MapiPropValue) renamed =
          value != NULL ? mapi_prop_value_change_tag (value, kept[i].report) : NULL;

      if (renamed != NULL)
        mapi_prop_list_builder_add_value (builder, renamed);
    }

  add_string (builder,
              MAPI_PR_MESSAGE_CLASS,
              "REPORT.",
              class != NULL ? class : "IPM.Note",
              was_read ? ".IPNRN" : ".IPNNRN");
  add_string (builder, MAPI_PR_SUBJECT, was_read ? "Read: " : "Not read: ", subject, NULL);
  add_string (builder,
              MAPI_PR_BODY,
              "Your message\n\n  Subject: ",
              subject,
              was_read ? "\n\nwas read.\n" : "\n\nwas deleted without being read.\n");
  mapi_prop_list_builder_add_time (builder, MAPI_PR_REPORT_TIME, now);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_READ_RECEIPT_REQUESTED, FALSE);
  mapi_prop_list_builder_add_boolean (
      builder, MAPI_PR_ORIGINATOR_NON_DELIVERY_REPORT_REQUESTED, FALSE);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_DELETE_AFTER_SUBMIT, TRUE);

  return mapi_prop_list_builder_end (builder);
}

static gboolean
read_receipt (MapiSupport  *support,
              guint32       flags,
              MapiMessage  *read_message,
              MapiMessage  *empty_message,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (MapiPropList) original = NULL;
  g_autoptr (MapiPropList) recipient = NULL;
  g_autoptr (MapiPropList) report = NULL;
  g_autoptr (MapiRowSet) recipients = NULL;

  if (!mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "ReadReceipt", error))
    return FALSE;
  original = read_original (read_message, cancellable, error);
  recipient = original != NULL ? find_recipient (original, error) : NULL;
  if (recipient == NULL)
    return FALSE;

  report = make_report (original, (flags & MAPI_NON_READ) == 0);
  recipients = mapi_row_set_new (&recipient, 1);
  return mapi_prop_set_props (MAPI_PROP (empty_message), report, NULL, cancellable, error) &&
         mapi_message_modify_recipients (
             empty_message, MAPI_MODRECIP_ADD, recipients, cancellable, error);
}

void
mapi_support_object_receipt_init (MapiSupportInterface *iface)
{
  iface->read_receipt = read_receipt;
}
