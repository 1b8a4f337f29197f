/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reports about messages: which there are, who wants them, who gets them, and what they say. */

#include "config.h"

#include <string.h>

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-prop-list-builder.h"
#include "mapi-report-private.h"

#define CLASS_PREFIX "REPORT."
#define SUPPRESS_ALL ((gint32) 0xFFFFFFFF)

/* PR_CONVERSATION_INDEX: a header of so many bytes, and a block for each answer. */
#define INDEX_HEADER_SIZE 22
#define INDEX_BLOCK_SIZE 5
#define MOST_INDEX_SIZE 1024

typedef struct
{
  const char *suffix; /* of the message class */
  const char *title;
  const char *text;
  guint32     suppress; /* the bit of PR_AUTO_RESPONSE_SUPPRESS */
} Words;

static const Words words[] = {
  [MAPI_REPORT_DELIVERED] = { ".DR",
                              "Delivered: ",
                              "Your message was delivered to these recipients.",
                              MAPI_AUTO_RESPONSE_SUPPRESS_DR },
  [MAPI_REPORT_EXPANDED] = { ".Expanded.DR",
                             "Expanded: ",
                             "Your message was passed on to the members of these lists.",
                             MAPI_AUTO_RESPONSE_SUPPRESS_DR },
  [MAPI_REPORT_RELAYED] = { ".Relayed.DR",
                            "Relayed: ",
                            "Your message was passed on to these recipients, "
                            "and nothing more will be heard of it.",
                            MAPI_AUTO_RESPONSE_SUPPRESS_DR },
  [MAPI_REPORT_DELAYED] = { ".Delayed.DR",
                            "Delayed: ",
                            "Your message has not reached these recipients yet. It is still being "
                            "tried; you need not send it again.",
                            MAPI_AUTO_RESPONSE_SUPPRESS_NDR },
  [MAPI_REPORT_NOT_DELIVERED] = { ".NDR",
                                  "Undeliverable: ",
                                  "Your message did not reach some or all of its recipients.",
                                  MAPI_AUTO_RESPONSE_SUPPRESS_NDR },
  [MAPI_REPORT_READ] = { ".IPNRN",
                         "Read: ",
                         "Your message was read.",
                         MAPI_AUTO_RESPONSE_SUPPRESS_RN },
  [MAPI_REPORT_NOT_READ] = { ".IPNNRN",
                             "Not read: ",
                             "Your message was deleted without being read.",
                             MAPI_AUTO_RESPONSE_SUPPRESS_NRN },
};

/* What a report has of the message it is about, and the name that it has there (R573 to R575). */
static const struct
{
  guint32 original;
  guint32 report;
} kept[] = {
  { MAPI_PR_MESSAGE_CLASS, MAPI_PR_ORIG_MESSAGE_CLASS },
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
  { MAPI_PR_SENT_REPRESENTING_NAME, MAPI_PR_ORIGINAL_SENT_REPRESENTING_NAME },
  { MAPI_PR_SENT_REPRESENTING_ENTRYID, MAPI_PR_ORIGINAL_SENT_REPRESENTING_ENTRYID },
  { MAPI_PR_SENT_REPRESENTING_ADDRTYPE, MAPI_PR_ORIGINAL_SENT_REPRESENTING_ADDRTYPE },
  { MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS, MAPI_PR_ORIGINAL_SENT_REPRESENTING_EMAIL_ADDRESS },
  { MAPI_PR_SENT_REPRESENTING_SEARCH_KEY, MAPI_PR_ORIGINAL_SENT_REPRESENTING_SEARCH_KEY },
  { MAPI_PR_ORIGINAL_AUTHOR_NAME, MAPI_PR_ORIGINAL_AUTHOR_NAME },
  { MAPI_PR_ORIGINAL_AUTHOR_ENTRYID, MAPI_PR_ORIGINAL_AUTHOR_ENTRYID },
  { MAPI_PR_ORIGINAL_AUTHOR_ADDRTYPE, MAPI_PR_ORIGINAL_AUTHOR_ADDRTYPE },
  { MAPI_PR_ORIGINAL_AUTHOR_EMAIL_ADDRESS, MAPI_PR_ORIGINAL_AUTHOR_EMAIL_ADDRESS },
  { MAPI_PR_ORIGINAL_AUTHOR_SEARCH_KEY, MAPI_PR_ORIGINAL_AUTHOR_SEARCH_KEY },
  { MAPI_PR_INTERNET_MESSAGE_ID, MAPI_PR_ORIGINAL_MESSAGE_ID },
  { MAPI_PR_INTERNET_MESSAGE_ID, MAPI_PR_IN_REPLY_TO_ID },
  { MAPI_PR_SEARCH_KEY, MAPI_PR_PARENT_KEY },
  { MAPI_PR_REPORT_TAG, MAPI_PR_REPORT_TAG },
  { MAPI_PR_PRIORITY, MAPI_PR_PRIORITY },
  { MAPI_PR_CORRELATE_MTSID, MAPI_PR_CORRELATE_MTSID },
};

/* What else decides about a report. */
static const guint32 needed[] = {
  MAPI_PR_ENTRYID,
  MAPI_PR_MESSAGE_DELIVERY_TIME,
  MAPI_PR_CONVERSATION_TOPIC,
  MAPI_PR_CONVERSATION_INDEX,
  MAPI_PR_NORMALIZED_SUBJECT,
  MAPI_PR_REPORT_ENTRYID,
  MAPI_PR_REPORT_NAME,
  MAPI_PR_REPORT_SEARCH_KEY,
  MAPI_PR_READ_RECEIPT_ENTRYID,
  MAPI_PR_READ_RECEIPT_REQUESTED,
  MAPI_PR_NON_RECEIPT_NOTIFICATION_REQUESTED,
  MAPI_PR_READ_RECEIPT_SEARCH_KEY,
  MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED,
  MAPI_PR_ORIGINATOR_NON_DELIVERY_REPORT_REQUESTED,
  MAPI_PR_CONTENT_RETURN_REQUESTED,
  MAPI_PR_AUTO_RESPONSE_SUPPRESS,
};

/**
 * mapi_report_get_kind:
 * @message_class: (nullable): a message class
 *
 * Tells what kind of report a message of a class is.
 *
 * Returns: the kind; %MAPI_REPORT_NONE when it is no report, or one of a kind of its own
 *
 * Since: 1.0
 */
MapiReportKind
mapi_report_get_kind (const char *message_class)
{
  MapiReportKind found = MAPI_REPORT_NONE;
  gsize          length = message_class != NULL ? strlen (message_class) : 0;

  if (length == 0 || g_ascii_strncasecmp (message_class, CLASS_PREFIX, strlen (CLASS_PREFIX)) != 0)
    return MAPI_REPORT_NONE;

  for (guint kind = MAPI_REPORT_DELIVERED; kind < G_N_ELEMENTS (words); kind++)
    {
      gsize size = strlen (words[kind].suffix);

      /* The longest one, since `DR` ends others too. */
      if (size <= length &&
          g_ascii_strcasecmp (message_class + length - size, words[kind].suffix) == 0 &&
          (found == MAPI_REPORT_NONE || size > strlen (words[found].suffix)))
        found = kind;
    }
  return found;
}

/**
 * mapi_report_get_class:
 * @kind: a kind of report
 * @original_class: (nullable): the PR_MESSAGE_CLASS of the message it is about, or %NULL for
 *   `IPM.Note`
 *
 * Makes the message class of a report: `REPORT`, the class of the message, and the kind (R569).
 *
 * Returns: (transfer full): the class
 *
 * Since: 1.0
 */
char *
mapi_report_get_class (MapiReportKind kind, const char *original_class)
{
  g_return_val_if_fail (kind > MAPI_REPORT_NONE && kind < G_N_ELEMENTS (words), NULL);

  return g_strconcat (CLASS_PREFIX,
                      original_class != NULL && *original_class != '\0' ? original_class
                                                                        : "IPM.Note",
                      words[kind].suffix,
                      NULL);
}

/**
 * mapi_report_read_original:
 * @original: a message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads what the other functions of reports need of the message that a report is about.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_report_read_original (MapiMessage *original, GCancellable *cancellable, GError **error)
{
  guint32 tags[G_N_ELEMENTS (kept) + G_N_ELEMENTS (needed)];
  g_autoptr (MapiPropTagArray) wanted = NULL;
  g_autoptr (MapiPropList) props = NULL;

  g_return_val_if_fail (MAPI_IS_MESSAGE (original), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    tags[i] = kept[i].original;
  memcpy (tags + G_N_ELEMENTS (kept), needed, sizeof needed);
  wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  props = mapi_prop_get_props (MAPI_PROP (original), wanted, 0, cancellable, NULL, error);
  return props != NULL ? mapi_prop_list_without_errors (props) : NULL;
}

static gboolean
asks_for (MapiPropList *original, guint32 tag)
{
  return mapi_prop_list_get_boolean (original, tag, FALSE);
}

/**
 * mapi_report_is_wanted:
 * @kind: a kind of report
 * @original: what mapi_report_read_original() gave
 *
 * Tells whether the sender of a message wants a report of a kind about it: a report of delivery and
 * of reading if he asked for it (R570, R582), one of failure or delay unless he declined (R571). A
 * report about a report is nobody's wish, and neither is one that PR_AUTO_RESPONSE_SUPPRESS rules
 * out: so reports never answer reports.
 *
 * Returns: whether it is to be made
 *
 * Since: 1.0
 */
gboolean
mapi_report_is_wanted (MapiReportKind kind, MapiPropList *original)
{
  const char *message_class;
  guint32     suppress;

  g_return_val_if_fail (kind > MAPI_REPORT_NONE && kind < G_N_ELEMENTS (words), FALSE);
  g_return_val_if_fail (original != NULL, FALSE);

  message_class = mapi_prop_list_get_string (original, MAPI_PR_MESSAGE_CLASS);
  suppress = (guint32) mapi_prop_list_get_long (original, MAPI_PR_AUTO_RESPONSE_SUPPRESS, 0);
  if (message_class != NULL &&
      g_ascii_strncasecmp (message_class, CLASS_PREFIX, strlen (CLASS_PREFIX)) == 0)
    return FALSE;
  if ((suppress & words[kind].suppress) != 0)
    return FALSE;

  switch (kind)
    {
    case MAPI_REPORT_DELAYED:
    case MAPI_REPORT_NOT_DELIVERED:
      return mapi_prop_list_get_boolean (
          original, MAPI_PR_ORIGINATOR_NON_DELIVERY_REPORT_REQUESTED, TRUE);
    case MAPI_REPORT_NOT_READ:
      return asks_for (original, MAPI_PR_NON_RECEIPT_NOTIFICATION_REQUESTED) ||
             asks_for (original, MAPI_PR_READ_RECEIPT_REQUESTED);
    case MAPI_REPORT_READ:
      return asks_for (original, MAPI_PR_READ_RECEIPT_REQUESTED);
    default:
      return asks_for (original, MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED);
    }
}

/* Who stands in an address book is left to ExpandRecips to complete. */
static MapiPropList *
addressee_of_entry (GBytes *entry_id, const char *name, GBytes *search_key)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  if (name != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  if (search_key != NULL)
    mapi_prop_list_builder_add_binary (builder, MAPI_PR_SEARCH_KEY, search_key);
  return mapi_prop_list_builder_end (builder);
}

static MapiPropList *
addressee_by_entry_id (MapiPropList *original, guint32 entry_id_tag, guint32 key_tag)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (original, entry_id_tag);
  g_autoptr (GBytes) search_key = mapi_prop_list_get_bytes (original, key_tag);
  const char      *report_name = mapi_prop_list_get_string (original, MAPI_PR_REPORT_NAME);
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *address = NULL;

  if (entry_id == NULL || g_bytes_get_size (entry_id) == 0)
    return NULL;
  if (!mapi_one_off_is (entry_id))
    return addressee_of_entry (entry_id, report_name, search_key);
  return mapi_one_off_parse (entry_id, &name, &type, &address, NULL, NULL)
             ? mapi_recipient_new (MAPI_TO, name, type, address)
             : NULL;
}

static MapiPropList *
addressee_by_address (MapiPropList *original,
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

static MapiPropList *
get_sender (MapiPropList *original)
{
  return addressee_by_address (
      original, MAPI_PR_SENDER_NAME, MAPI_PR_SENDER_ADDRTYPE, MAPI_PR_SENDER_EMAIL_ADDRESS);
}

static MapiPropList *
get_author (MapiPropList *original)
{
  return addressee_by_address (original,
                               MAPI_PR_SENT_REPRESENTING_NAME,
                               MAPI_PR_SENT_REPRESENTING_ADDRTYPE,
                               MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS);
}

/**
 * mapi_report_get_addressee:
 * @kind: a kind of report
 * @original: what mapi_report_read_original() gave
 *
 * Tells who gets a report: whom the sender named for it with PR_REPORT_ENTRYID, or for receipts
 * with PR_READ_RECEIPT_ENTRYID, and else the sender (R565, R568).
 *
 * Returns: (transfer full) (nullable): the row of a recipient, or %NULL when the message names
 *   nobody
 *
 * Since: 1.0
 */
MapiPropList *
mapi_report_get_addressee (MapiReportKind kind, MapiPropList *original)
{
  MapiPropList *row = NULL;
  gboolean      is_receipt = kind == MAPI_REPORT_READ || kind == MAPI_REPORT_NOT_READ;

  g_return_val_if_fail (original != NULL, NULL);

  if (is_receipt)
    row = addressee_by_entry_id (
        original, MAPI_PR_READ_RECEIPT_ENTRYID, MAPI_PR_READ_RECEIPT_SEARCH_KEY);
  if (row == NULL)
    row = addressee_by_entry_id (original, MAPI_PR_REPORT_ENTRYID, MAPI_PR_REPORT_SEARCH_KEY);
  if (row == NULL && is_receipt)
    row = get_author (original);
  if (row == NULL)
    row = get_sender (original);
  return row != NULL ? row : get_author (original);
}

void
mapi_report_add_kept (MapiPropListBuilder *builder, MapiPropList *original)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (original, kept[i].original);
      g_autoptr (MapiPropValue) renamed =
          value != NULL ? mapi_prop_value_change_tag (value, kept[i].report) : NULL;

      if (renamed != NULL)
        mapi_prop_list_builder_add_value (builder, renamed);
    }
}

/* The index of an answer is that of the message with a block behind it: how long after the first
 * message it came, in units of 2^18 or 2^23 times 100 nanoseconds. */
static void
add_conversation (MapiPropListBuilder *builder, MapiPropList *original, guint64 now)
{
  const char   *topic = mapi_prop_list_get_string (original, MAPI_PR_CONVERSATION_TOPIC);
  guint8        index[MOST_INDEX_SIZE + INDEX_BLOCK_SIZE];
  gsize         size = 0;
  const guint8 *parent = mapi_prop_list_peek_binary (original, MAPI_PR_CONVERSATION_INDEX, &size);
  guint64       first = 0;
  guint64       delta;
  gboolean      is_long;

  if (topic == NULL)
    topic = mapi_prop_list_get_string (original, MAPI_PR_NORMALIZED_SUBJECT);
  if (topic != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_CONVERSATION_TOPIC, topic);
  if (parent == NULL || size < INDEX_HEADER_SIZE || size > MOST_INDEX_SIZE)
    return;

  /* The five upper bytes of the time behind a reserved one. */
  for (guint i = 1; i <= 5; i++)
    first = first << 8 | parent[i];
  first = (guint64) 1 << 56 | first << 16;
  delta = now > first ? now - first : 0;
  is_long = delta >> 49 != 0;
  delta = (is_long ? delta >> 23 : delta >> 18) & 0x7FFFFFFF;
  delta |= is_long ? 0x80000000 : 0;
  memcpy (index, parent, size);
  for (guint i = 0; i < 4; i++)
    index[size + i] = (guint8) (delta >> (24 - 8 * i));
  index[size + 4] = (guint8) g_random_int ();
  mapi_prop_list_builder_add_data (
      builder, MAPI_PR_CONVERSATION_INDEX, index, size + INDEX_BLOCK_SIZE);
}

static void
append_recipient (GString *body, MapiPropList *row)
{
  const char *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);
  const char *text = mapi_prop_list_get_string (row, MAPI_PR_REPORT_TEXT);

  g_string_append_printf (body, "\n  %s", name != NULL ? name : "");
  if (address != NULL && g_strcmp0 (name, address) != 0)
    g_string_append_printf (body, "%s<%s>", name != NULL ? " " : "", address);
  g_string_append_c (body, '\n');
  if (text != NULL)
    g_string_append_printf (body, "    %s\n", text);
}

/* The text that a client shows which knows nothing of reports. */
static char *
build_body (MapiReportKind kind, MapiPropList *original, MapiRowSet *recipients)
{
  GString    *body = g_string_new (words[kind].text);
  const char *subject = mapi_prop_list_get_string (original, MAPI_PR_SUBJECT);
  const char *to = mapi_prop_list_get_string (original, MAPI_PR_DISPLAY_TO);

  g_string_append_printf (body, "\n\n  Subject: %s\n", subject != NULL ? subject : "");
  if (to != NULL && recipients == NULL)
    g_string_append_printf (body, "  To: %s\n", to);
  for (guint i = 0; recipients != NULL && i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      append_recipient (body, row);
    }

  return g_string_free (body, FALSE);
}

/* A report asks for no report of its own. */
static void
add_wishes (MapiPropListBuilder *builder)
{
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_READ_RECEIPT_REQUESTED, FALSE);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_ORIGINATOR_DELIVERY_REPORT_REQUESTED, FALSE);
  mapi_prop_list_builder_add_boolean (
      builder, MAPI_PR_ORIGINATOR_NON_DELIVERY_REPORT_REQUESTED, FALSE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_AUTO_RESPONSE_SUPPRESS, SUPPRESS_ALL);
}

/* The entry identifier of the message itself is of use where the message is; of receipts the time
 * of delivery is (R575). */
static void
add_by_kind (MapiPropListBuilder *builder, MapiReportKind kind, MapiPropList *original)
{
  gboolean is_receipt = kind == MAPI_REPORT_READ || kind == MAPI_REPORT_NOT_READ;
  guint32  from = is_receipt ? MAPI_PR_MESSAGE_DELIVERY_TIME : MAPI_PR_ENTRYID;
  guint32  to = is_receipt ? MAPI_PR_ORIGINAL_DELIVERY_TIME : MAPI_PR_ORIGINAL_ENTRYID;
  g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (original, from);
  g_autoptr (MapiPropValue) renamed = value != NULL ? mapi_prop_value_change_tag (value, to) : NULL;

  if (renamed != NULL)
    mapi_prop_list_builder_add_value (builder, renamed);
}

/**
 * mapi_report_build:
 * @kind: a kind of report
 * @original: what mapi_report_read_original() gave
 * @recipients: (nullable): whom the report is about, with what mapi_recipient_with_failure() and
 *   its like add; %NULL for receipts
 * @unix_usec: when the report is made, in microseconds since 1970
 *
 * Makes the properties of a report: class, subject and text, what it has of the message it is about
 * (R569, R573 to R575), its time (R659), and that nobody is to answer it. The sender is left to who
 * delivers or sends it.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_report_build (MapiReportKind kind,
                   MapiPropList  *original,
                   MapiRowSet    *recipients,
                   gint64         unix_usec)
{
  g_autoptr (MapiPropListBuilder) builder = NULL;
  guint64          now = mapi_filetime_from_unix_usec (unix_usec);
  const char      *subject;
  g_autofree char *title = NULL;
  g_autofree char *message_class = NULL;
  g_autofree char *body = NULL;

  g_return_val_if_fail (kind > MAPI_REPORT_NONE && kind < G_N_ELEMENTS (words), NULL);
  g_return_val_if_fail (original != NULL, NULL);

  builder = mapi_prop_list_builder_new ();
  subject = mapi_prop_list_get_string (original, MAPI_PR_SUBJECT);
  title = g_strconcat (words[kind].title, subject, NULL);
  message_class =
      mapi_report_get_class (kind, mapi_prop_list_get_string (original, MAPI_PR_MESSAGE_CLASS));
  body = build_body (kind, original, recipients);

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, message_class);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, title);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, body);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_TEXT, body);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_REPORT_TIME, now);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_CLIENT_SUBMIT_TIME, now);
  mapi_report_add_kept (builder, original);
  add_conversation (builder, original, now);
  add_by_kind (builder, kind, original);
  add_wishes (builder);

  return mapi_prop_list_builder_end (builder);
}
