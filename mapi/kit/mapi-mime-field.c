/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which header field is which property, and whether its value is still what it was. */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-mime-address-private.h"
#include "mapi-mime-field-private.h"
#include "mapi-mime-skeleton-private.h"

const MapiMimeFieldInfo mapi_mime_fields[MAPI_MIME_N_FIELDS] = {
  [MAPI_MIME_FIELD_FROM] = { { "From" }, MAPI_MIME_FIELD_KIND_PERSON },
  [MAPI_MIME_FIELD_SENDER] = { { "Sender" }, MAPI_MIME_FIELD_KIND_PERSON },
  [MAPI_MIME_FIELD_REPLY_TO] = { { "Reply-To" },
                                 MAPI_MIME_FIELD_KIND_REPLIES,
                                 MAPI_PR_REPLY_RECIPIENT_ENTRIES },
  [MAPI_MIME_FIELD_TO] = { { "To" }, MAPI_MIME_FIELD_KIND_RECIPIENTS, MAPI_TO },
  [MAPI_MIME_FIELD_CC] = { { "Cc" }, MAPI_MIME_FIELD_KIND_RECIPIENTS, MAPI_CC },
  [MAPI_MIME_FIELD_BCC] = { { "Bcc" }, MAPI_MIME_FIELD_KIND_RECIPIENTS, MAPI_BCC },
  [MAPI_MIME_FIELD_SUBJECT] = { { "Subject" }, MAPI_MIME_FIELD_KIND_TEXT, MAPI_PR_SUBJECT },
  [MAPI_MIME_FIELD_DATE] = { { "Date" }, MAPI_MIME_FIELD_KIND_TIME, MAPI_PR_CLIENT_SUBMIT_TIME },
  [MAPI_MIME_FIELD_MESSAGE_ID] = { { "Message-ID" },
                                   MAPI_MIME_FIELD_KIND_ID,
                                   MAPI_PR_INTERNET_MESSAGE_ID },
  [MAPI_MIME_FIELD_IN_REPLY_TO] = { { "In-Reply-To" },
                                    MAPI_MIME_FIELD_KIND_ID,
                                    MAPI_PR_IN_REPLY_TO_ID },
  [MAPI_MIME_FIELD_REFERENCES] = { { "References" },
                                   MAPI_MIME_FIELD_KIND_ID,
                                   MAPI_PR_INTERNET_REFERENCES },
  [MAPI_MIME_FIELD_IMPORTANCE] = { { "Importance", "X-Priority", "X-MSMail-Priority" },
                                   MAPI_MIME_FIELD_KIND_CHOICE,
                                   MAPI_PR_IMPORTANCE,
                                   MAPI_IMPORTANCE_NORMAL,
                                   { { MAPI_IMPORTANCE_LOW, "low" },
                                     { MAPI_IMPORTANCE_NORMAL, "normal" },
                                     { MAPI_IMPORTANCE_HIGH, "high" } } },
  [MAPI_MIME_FIELD_PRIORITY] = { { "Priority" },
                                 MAPI_MIME_FIELD_KIND_CHOICE,
                                 MAPI_PR_PRIORITY,
                                 MAPI_PRIO_NORMAL,
                                 { { (gint32) MAPI_PRIO_NONURGENT, "non-urgent" },
                                   { MAPI_PRIO_NORMAL, "normal" },
                                   { MAPI_PRIO_URGENT, "urgent" } } },
  [MAPI_MIME_FIELD_SENSITIVITY] = { { "Sensitivity" },
                                    MAPI_MIME_FIELD_KIND_CHOICE,
                                    MAPI_PR_SENSITIVITY,
                                    MAPI_SENSITIVITY_NONE,
                                    { { MAPI_SENSITIVITY_PERSONAL, "Personal" },
                                      { MAPI_SENSITIVITY_PRIVATE, "Private" },
                                      { MAPI_SENSITIVITY_COMPANY_CONFIDENTIAL,
                                        "Company-Confidential" } } },
  [MAPI_MIME_FIELD_READ_RECEIPT] = { { "Disposition-Notification-To" },
                                     MAPI_MIME_FIELD_KIND_RECEIPT,
                                     MAPI_PR_READ_RECEIPT_REQUESTED },
  [MAPI_MIME_FIELD_ORGANIZATION] = { { "Organization" },
                                     MAPI_MIME_FIELD_KIND_TEXT,
                                     MAPI_PR_INTERNET_ORGANIZATION },
  [MAPI_MIME_FIELD_LIST_HELP] = { { "List-Help" }, MAPI_MIME_FIELD_KIND_ID, MAPI_PR_LIST_HELP },
  [MAPI_MIME_FIELD_LIST_SUBSCRIBE] = { { "List-Subscribe" },
                                       MAPI_MIME_FIELD_KIND_ID,
                                       MAPI_PR_LIST_SUBSCRIBE },
  [MAPI_MIME_FIELD_LIST_UNSUBSCRIBE] = { { "List-Unsubscribe" },
                                         MAPI_MIME_FIELD_KIND_ID,
                                         MAPI_PR_LIST_UNSUBSCRIBE },
};

/* Which field a line is, -1 for none of them. */
int
mapi_mime_field_find (const MapiMimeHeader *header)
{
  for (int field = 0; field < MAPI_MIME_N_FIELDS; field++)
    for (guint i = 0; i < G_N_ELEMENTS (mapi_mime_fields[field].names); i++)
      {
        const char *name = mapi_mime_fields[field].names[i];

        if (name != NULL && g_ascii_tolower (*name) == g_ascii_tolower (*header->line) &&
            mapi_mime_header_is (header, name))
          return field;
      }
  return -1;
}

/* A recipient that was sent to before counts like any other; a copy to send again (MAPI_P1) is
 * nobody's business but the transport's. */
gboolean
mapi_mime_field_recipient_is (MapiPropList *row, guint32 recipient_type)
{
  guint32 type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);

  return (type & ~(guint32) MAPI_SUBMITTED) == recipient_type;
}

/* A text that is not there is an empty one: stores do not all tell them apart. */
static guint64
hash_text (guint64 seed, MapiPropList *props, guint32 tag)
{
  const char *text = mapi_prop_list_get_string (props, tag);

  return mapi_mime_hash (seed, text == NULL ? "" : text, text == NULL ? 0 : strlen (text));
}

static guint64
hash_person (MapiPropList *props, const MapiMimePersonTags *tags)
{
  return hash_text (hash_text (hash_text (1, props, tags->name), props, tags->address_type),
                    props,
                    tags->address);
}

static guint64
hash_recipients (MapiRowSet *recipients, guint32 type)
{
  static const MapiMimePersonTags tags = { .name = MAPI_PR_DISPLAY_NAME,
                                           .address_type = MAPI_PR_ADDRTYPE,
                                           .address = MAPI_PR_EMAIL_ADDRESS };
  guint64                         hash = 1;

  /* A sum: a table of recipients has no order of its own. */
  for (guint i = 0; recipients != NULL && i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      if (mapi_mime_field_recipient_is (row, type))
        hash += hash_person (row, &tags);
    }
  return hash;
}

static guint64
hash_field (MapiMimeField field, MapiPropList *props, MapiRowSet *recipients)
{
  const MapiMimeFieldInfo *info = &mapi_mime_fields[field];
  gsize                    size = 0;
  gconstpointer            data;
  guint64                  number;

  switch (info->kind)
    {
    case MAPI_MIME_FIELD_KIND_PERSON:
      return hash_person (props,
                          field == MAPI_MIME_FIELD_FROM ? &mapi_mime_representing_tags
                                                        : &mapi_mime_sender_tags);
    case MAPI_MIME_FIELD_KIND_REPLIES:
      data = mapi_prop_list_peek_binary (props, info->tag, &size);
      return mapi_mime_hash (1, data, size);
    case MAPI_MIME_FIELD_KIND_RECIPIENTS:
      return hash_recipients (recipients, info->tag);
    case MAPI_MIME_FIELD_KIND_TIME:
      number = mapi_prop_list_get_systime (props, info->tag, 0);
      break;
    case MAPI_MIME_FIELD_KIND_CHOICE:
      number = mapi_prop_list_get_long (props, info->tag, info->normal);
      break;
    case MAPI_MIME_FIELD_KIND_RECEIPT:
      number = mapi_prop_list_get_boolean (props, info->tag, FALSE);
      data = mapi_prop_list_peek_binary (props, MAPI_PR_READ_RECEIPT_ENTRYID, &size);
      return mapi_mime_hash (mapi_mime_hash (1, &number, sizeof number), data, size);
    case MAPI_MIME_FIELD_KIND_TEXT:
    case MAPI_MIME_FIELD_KIND_ID:
    default:
      return hash_text (1, props, info->tag);
    }
  return mapi_mime_hash (1, &number, sizeof number);
}

/* A number for the value that the properties give a field; never 0. */
guint32
mapi_mime_field_hash (MapiMimeField field, MapiPropList *props, MapiRowSet *recipients)
{
  guint64 hash = hash_field (field, props, recipients);

  return MAX (1, (guint32) (hash ^ (hash >> 32)));
}
