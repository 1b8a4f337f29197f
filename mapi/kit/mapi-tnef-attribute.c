/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-tnef-attribute-private.h"
#include "mapi-tnef-text-private.h"

#define MESSAGE MAPI_TNEF_LEVEL_MESSAGE
#define ATTACHMENT MAPI_TNEF_LEVEL_ATTACHMENT

/* Years, months, days, hours, minutes, seconds and the day of the week, two bytes each. */
#define DTR_SIZE 14

#define RENDDATA_SIZE 14
#define RENDDATA_FILE 1
#define RENDDATA_OLE 2
#define RENDDATA_MAC_BINARY 1
#define FILE_ICON_SIZE 32
#define NO_SIZE 0xffff

/* In the order in which they are written. */
const MapiTnefAttribute mapi_tnef_attributes[] = {
  { MAPI_attMessageClass, MESSAGE, MAPI_TNEF_KIND_CLASS, MAPI_PR_MESSAGE_CLASS },
  { MAPI_attOriginalMessageClass, MESSAGE, MAPI_TNEF_KIND_CLASS, MAPI_PR_ORIG_MESSAGE_CLASS },
  { MAPI_attPriority, MESSAGE, MAPI_TNEF_KIND_PRIORITY, MAPI_PR_PRIORITY },
  { MAPI_attSubject, MESSAGE, MAPI_TNEF_KIND_TEXT, MAPI_PR_SUBJECT },
  { MAPI_attFrom, MESSAGE, MAPI_TNEF_KIND_TRIPLE, MAPI_PR_SENDER_ENTRYID },
  { MAPI_attSentFor, MESSAGE, MAPI_TNEF_KIND_PERSON, MAPI_PR_SENT_REPRESENTING_ENTRYID },
  { MAPI_attOwner, MESSAGE, MAPI_TNEF_KIND_PERSON, MAPI_PR_RCVD_REPRESENTING_ENTRYID },
  { MAPI_attDateSent, MESSAGE, MAPI_TNEF_KIND_DATE, MAPI_PR_CLIENT_SUBMIT_TIME },
  { MAPI_attDateRecd, MESSAGE, MAPI_TNEF_KIND_DATE, MAPI_PR_MESSAGE_DELIVERY_TIME },
  { MAPI_attDateModified, MESSAGE, MAPI_TNEF_KIND_DATE, MAPI_PR_LAST_MODIFICATION_TIME },
  { MAPI_attDateStart, MESSAGE, MAPI_TNEF_KIND_DATE, MAPI_PR_START_DATE },
  { MAPI_attDateEnd, MESSAGE, MAPI_TNEF_KIND_DATE, MAPI_PR_END_DATE },
  { MAPI_attMessageStatus, MESSAGE, MAPI_TNEF_KIND_STATUS, MAPI_PR_MESSAGE_FLAGS },
  { MAPI_attMessageID, MESSAGE, MAPI_TNEF_KIND_HEX, MAPI_PR_SEARCH_KEY },
  { MAPI_attParentID, MESSAGE, MAPI_TNEF_KIND_HEX, MAPI_PR_PARENT_KEY },
  { MAPI_attConversationID, MESSAGE, MAPI_TNEF_KIND_HEX, MAPI_PR_CONVERSATION_KEY },
  { MAPI_attAidOwner, MESSAGE, MAPI_TNEF_KIND_LONG, MAPI_PR_OWNER_APPT_ID },
  { MAPI_attRequestRes, MESSAGE, MAPI_TNEF_KIND_BOOLEAN, MAPI_PR_RESPONSE_REQUESTED },
  { MAPI_attBody, MESSAGE, MAPI_TNEF_KIND_TEXT, MAPI_PR_BODY },
  { MAPI_attAttachRenddata, ATTACHMENT, MAPI_TNEF_KIND_RENDDATA, MAPI_PR_ATTACH_METHOD },
  { MAPI_attAttachTitle, ATTACHMENT, MAPI_TNEF_KIND_TEXT, MAPI_PR_ATTACH_FILENAME },
  { MAPI_attAttachCreateDate, ATTACHMENT, MAPI_TNEF_KIND_DATE, MAPI_PR_CREATION_TIME },
  { MAPI_attAttachModifyDate, ATTACHMENT, MAPI_TNEF_KIND_DATE, MAPI_PR_LAST_MODIFICATION_TIME },
  { MAPI_attAttachTransportFilename,
    ATTACHMENT,
    MAPI_TNEF_KIND_TEXT,
    MAPI_PR_ATTACH_TRANSPORT_NAME },
  { MAPI_attAttachMetaFile, ATTACHMENT, MAPI_TNEF_KIND_BINARY, MAPI_PR_ATTACH_RENDERING },
};
const guint mapi_tnef_n_attributes = G_N_ELEMENTS (mapi_tnef_attributes);

/* The names that message classes had before MAPI, and have in these attributes. */
static const struct
{
  const char *attribute;
  const char *property;
} classes[] = {
  { "IPM.Microsoft Mail.Note", "IPM.Note" },
  { "IPM.Microsoft Mail.Read Receipt", "Report.IPM.Note.IPNRN" },
  { "IPM.Microsoft Mail.Non-Delivery", "Report.IPM.Note.NDR" },
  { "IPM.Microsoft Schedule.MtgReq", "IPM.Schedule.Meeting.Request" },
  { "IPM.Microsoft Schedule.MtgRespP", "IPM.Schedule.Meeting.Resp.Pos" },
  { "IPM.Microsoft Schedule.MtgRespN", "IPM.Schedule.Meeting.Resp.Neg" },
  { "IPM.Microsoft Schedule.MtgRespA", "IPM.Schedule.Meeting.Resp.Tent" },
  { "IPM.Microsoft Schedule.MtgCncl", "IPM.Schedule.Meeting.Canceled" },
};

/* attMessageStatus. */
static const struct
{
  guint8  attribute;
  guint32 property;
} statuses[] = {
  { 0x02, MAPI_MSGFLAG_UNSENT },
  { 0x04, MAPI_MSGFLAG_SUBMIT },
  { 0x20, MAPI_MSGFLAG_READ },
  { 0x80, MAPI_MSGFLAG_HASATTACH },
};
#define STATUS_MODIFIED 0x01

/* What the store alone may say of a message. */
#define STORE_FLAGS (MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_HASATTACH)

/* What PR_ATTACH_ENCODING holds for data in the form of MacBinary. */
static const guint8 mac_binary[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x14, 0x03, 0x0b, 0x01 };

const MapiTnefAttribute *
mapi_tnef_attribute_find (guint8 level, guint32 attribute)
{
  for (guint i = 0; i < G_N_ELEMENTS (mapi_tnef_attributes); i++)
    if (mapi_tnef_attributes[i].level == level && mapi_tnef_attributes[i].attribute == attribute)
      return &mapi_tnef_attributes[i];
  return NULL;
}

static const char *
get_property_class (const char *attribute)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_ascii_strcasecmp (classes[i].attribute, attribute) == 0)
      return classes[i].property;
  return attribute;
}

static const char *
get_attribute_class (const char *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_ascii_strcasecmp (classes[i].property, property) == 0)
      return classes[i].attribute;
  return property;
}

static gboolean
decode_date (guint32 tag, const guint8 *data, gsize size, MapiPropListBuilder *out)
{
  g_autoptr (GDateTime) time = NULL;
  guint16 part[6];

  if (size < sizeof part)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (part); i++)
    part[i] = mapi_tnef_get_u16 (data + 2 * i);
  if (part[0] == 0)
    return TRUE; /* no date */

  time = g_date_time_new_utc (part[0], part[1], part[2], part[3], part[4], part[5]);
  if (time == NULL)
    return FALSE;
  mapi_prop_list_builder_add_time (out, tag, time);
  return TRUE;
}

static gboolean
decode_status (guint32 tag, const guint8 *data, gsize size, MapiPropListBuilder *out)
{
  guint32 flags = 0;

  if (size == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if ((data[0] & statuses[i].attribute) != 0)
      flags |= statuses[i].property;
  if ((data[0] & STATUS_MODIFIED) == 0)
    flags |= MAPI_MSGFLAG_UNMODIFIED;
  mapi_prop_list_builder_add_long (out, tag, (gint32) (flags & ~STORE_FLAGS));
  return TRUE;
}

static gboolean
decode_hex (guint32 tag, const guint8 *data, gsize size, MapiPropListBuilder *out)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint8 *end = size == 0 ? NULL : memchr (data, '\0', size);

  if (end != NULL)
    size = end - data;
  if (size % 2 != 0)
    return FALSE;

  for (gsize i = 0; i < size; i += 2)
    {
      int    high = g_ascii_xdigit_value ((char) data[i]);
      int    low = g_ascii_xdigit_value ((char) data[i + 1]);
      guint8 byte;

      if (high < 0 || low < 0)
        return FALSE;
      byte = (guint8) (high << 4 | low);
      g_byte_array_append (bytes, &byte, 1);
    }
  if (bytes->len > 0)
    mapi_prop_list_builder_add_data (out, tag, bytes->data, bytes->len);
  return TRUE;
}

static gboolean
decode_priority (guint32 tag, const guint8 *data, gsize size, MapiPropListBuilder *out)
{
  guint16 priority = size < 2 ? 0 : mapi_tnef_get_u16 (data);

  if (priority < 1 || priority > 3)
    return size >= 2; /* a value of nobody's is no damage */
  mapi_prop_list_builder_add_long (out, tag, 2 - priority);
  return TRUE;
}

static gboolean
decode_renddata (const guint8 *data, gsize size, MapiPropListBuilder *out)
{
  guint16 type;

  if (size < RENDDATA_SIZE)
    return FALSE;

  type = mapi_tnef_get_u16 (data);
  mapi_prop_list_builder_add_long (out,
                                   MAPI_PR_ATTACH_METHOD,
                                   type == RENDDATA_OLE ? (gint32) MAPI_ATTACH_OLE
                                                        : (gint32) MAPI_ATTACH_BY_VALUE);
  mapi_prop_list_builder_add_long (
      out, MAPI_PR_RENDERING_POSITION, (gint32) mapi_tnef_get_u32 (data + 2));
  if ((mapi_tnef_get_u32 (data + 10) & RENDDATA_MAC_BINARY) != 0)
    mapi_prop_list_builder_add_data (out, MAPI_PR_ATTACH_ENCODING, mac_binary, sizeof mac_binary);
  return TRUE;
}

gboolean
mapi_tnef_attribute_decode (const MapiTnefAttribute *self,
                            const guint8            *data,
                            gsize                    size,
                            guint32                  code_page,
                            MapiPropListBuilder     *out)
{
  g_autofree char *text = NULL;

  switch (self->kind)
    {
    case MAPI_TNEF_KIND_TEXT:
      text = mapi_tnef_text_decode (code_page, data, size);
      mapi_prop_list_builder_add_string (out, self->tag, text);
      return TRUE;
    case MAPI_TNEF_KIND_CLASS:
      text = mapi_tnef_text_decode (code_page, data, size);
      mapi_prop_list_builder_add_string (out, self->tag, get_property_class (text));
      return TRUE;
    case MAPI_TNEF_KIND_DATE:
      return decode_date (self->tag, data, size, out);
    case MAPI_TNEF_KIND_PRIORITY:
      return decode_priority (self->tag, data, size, out);
    case MAPI_TNEF_KIND_STATUS:
      return decode_status (self->tag, data, size, out);
    case MAPI_TNEF_KIND_HEX:
      return decode_hex (self->tag, data, size, out);
    case MAPI_TNEF_KIND_LONG:
      if (size >= 4)
        mapi_prop_list_builder_add_long (out, self->tag, (gint32) mapi_tnef_get_u32 (data));
      return size >= 4;
    case MAPI_TNEF_KIND_BOOLEAN:
      if (size >= 2)
        mapi_prop_list_builder_add_boolean (out, self->tag, mapi_tnef_get_u16 (data) != 0);
      return size >= 2;
    case MAPI_TNEF_KIND_BINARY:
      mapi_prop_list_builder_add_data (out, self->tag, size == 0 ? (gpointer) "" : data, size);
      return TRUE;
    case MAPI_TNEF_KIND_TRIPLE:
      return mapi_tnef_triple_decode (self, data, size, code_page, out);
    case MAPI_TNEF_KIND_PERSON:
      return mapi_tnef_person_decode (self, data, size, code_page, out);
    case MAPI_TNEF_KIND_RENDDATA:
      return decode_renddata (data, size, out);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static GByteArray *
encode_date (guint64 filetime)
{
  g_autoptr (GDateTime) time = mapi_filetime_to_date_time (filetime);
  GByteArray *bytes;

  if (time == NULL)
    return NULL;

  bytes = g_byte_array_sized_new (DTR_SIZE);
  mapi_tnef_append_u16 (bytes, (guint16) g_date_time_get_year (time));
  mapi_tnef_append_u16 (bytes, (guint16) g_date_time_get_month (time));
  mapi_tnef_append_u16 (bytes, (guint16) g_date_time_get_day_of_month (time));
  mapi_tnef_append_u16 (bytes, (guint16) g_date_time_get_hour (time));
  mapi_tnef_append_u16 (bytes, (guint16) g_date_time_get_minute (time));
  mapi_tnef_append_u16 (bytes, (guint16) g_date_time_get_second (time));
  mapi_tnef_append_u16 (bytes, (guint16) (g_date_time_get_day_of_week (time) % 7));
  return bytes;
}

static GByteArray *
encode_status (guint32 flags)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8      status = (flags & MAPI_MSGFLAG_UNMODIFIED) != 0 ? 0 : STATUS_MODIFIED;

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if ((flags & statuses[i].property) != 0)
      status |= statuses[i].attribute;
  return g_byte_array_append (bytes, &status, 1);
}

static GByteArray *
encode_hex (const guint8 *data, gsize size)
{
  static const char digits[] = "0123456789ABCDEF";
  GByteArray       *bytes = g_byte_array_sized_new (2 * size + 1);

  for (gsize i = 0; i < size; i++)
    {
      const guint8 pair[2] = { digits[data[i] >> 4], digits[data[i] & 0xf] };

      g_byte_array_append (bytes, pair, sizeof pair);
    }
  return g_byte_array_append (bytes, (const guint8 *) "", 1);
}

static GByteArray *
encode_number (guint32 value, gsize size)
{
  GByteArray *bytes = g_byte_array_new ();

  if (size == 2)
    mapi_tnef_append_u16 (bytes, (guint16) value);
  else
    mapi_tnef_append_u32 (bytes, value);
  return bytes;
}

static GByteArray *
encode_renddata (MapiPropList *props)
{
  GByteArray *bytes = g_byte_array_sized_new (RENDDATA_SIZE);
  gint32      method = mapi_prop_list_get_long (props, MAPI_PR_ATTACH_METHOD, 0);
  gboolean    is_ole = method == (gint32) MAPI_ATTACH_OLE;
  gsize       size = 0;
  const void *encoding = mapi_prop_list_peek_binary (props, MAPI_PR_ATTACH_ENCODING, &size);
  gboolean    is_mac =
      size == sizeof mac_binary && encoding != NULL && memcmp (encoding, mac_binary, size) == 0;

  mapi_tnef_append_u16 (bytes, is_ole ? RENDDATA_OLE : RENDDATA_FILE);
  mapi_tnef_append_u32 (bytes,
                        (guint32) mapi_prop_list_get_long (props, MAPI_PR_RENDERING_POSITION, -1));
  mapi_tnef_append_u16 (bytes, is_ole ? NO_SIZE : FILE_ICON_SIZE);
  mapi_tnef_append_u16 (bytes, is_ole ? NO_SIZE : FILE_ICON_SIZE);
  mapi_tnef_append_u32 (bytes, is_mac ? RENDDATA_MAC_BINARY : 0);
  return bytes;
}

static GByteArray *
encode_class (const char *property, guint32 code_page, gboolean *is_exact)
{
  const char *attribute = get_attribute_class (property);

  *is_exact = g_str_equal (get_property_class (attribute), property);
  return mapi_tnef_text_encode (code_page, attribute);
}

static GByteArray *
encode_value (const MapiTnefAttribute *self,
              MapiPropList            *props,
              guint32                  code_page,
              gboolean                *is_exact)
{
  gsize       size = 0;
  const void *data;
  gint32      number;

  switch (self->kind)
    {
    case MAPI_TNEF_KIND_TEXT:
      return mapi_tnef_text_encode (code_page, mapi_prop_list_get_string (props, self->tag));
    case MAPI_TNEF_KIND_CLASS:
      return encode_class (mapi_prop_list_get_string (props, self->tag), code_page, is_exact);
    case MAPI_TNEF_KIND_DATE:
      *is_exact = FALSE; /* the parts of a second get lost, and readers take it as local time */
      return encode_date (mapi_prop_list_get_systime (props, self->tag, 0));
    case MAPI_TNEF_KIND_PRIORITY:
      number = mapi_prop_list_get_long (props, self->tag, 0);
      *is_exact = number >= -1 && number <= 1;
      return encode_number ((guint32) (2 - CLAMP (number, -1, 1)), 2);
    case MAPI_TNEF_KIND_STATUS:
      *is_exact = FALSE;
      return encode_status ((guint32) mapi_prop_list_get_long (props, self->tag, 0));
    case MAPI_TNEF_KIND_HEX:
      data = mapi_prop_list_peek_binary (props, self->tag, &size);
      *is_exact = size > 0;
      return encode_hex (data, size);
    case MAPI_TNEF_KIND_LONG:
      return encode_number ((guint32) mapi_prop_list_get_long (props, self->tag, 0), 4);
    case MAPI_TNEF_KIND_BOOLEAN:
      return encode_number (mapi_prop_list_get_boolean (props, self->tag, FALSE), 2);
    case MAPI_TNEF_KIND_BINARY:
      data = mapi_prop_list_peek_binary (props, self->tag, &size);
      return g_byte_array_append (g_byte_array_new (), data, size);
    default:
      g_return_val_if_reached (NULL);
    }
}

GByteArray *
mapi_tnef_attribute_encode (const MapiTnefAttribute *self,
                            MapiPropList            *props,
                            guint32                  code_page,
                            gboolean                *is_exact)
{
  *is_exact = self->kind < MAPI_TNEF_KIND_TRIPLE;
  if (self->kind == MAPI_TNEF_KIND_TRIPLE)
    return mapi_tnef_triple_encode (self, props, code_page);
  if (self->kind == MAPI_TNEF_KIND_PERSON)
    return mapi_tnef_person_encode (self, props, code_page);
  if (self->kind == MAPI_TNEF_KIND_RENDDATA)
    return encode_renddata (props);

  /* With its own type alone: an error, or text in a code page, is no such value. */
  if (mapi_prop_list_find (props, self->tag) < 0)
    return NULL;
  return encode_value (self, props, code_page, is_exact);
}
