/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From properties to header fields. */

#include "config.h"

#include "mapi-gmime-private.h"
#include <string.h>

#include "mapi-filetime.h"
#include "mapi-mime-address-private.h"
#include "mapi-mime-field-private.h"
#include "mapi-mime.h"

typedef struct
{
  GString      *out;
  MapiPropList *props;
  MapiRowSet   *recipients;
  gboolean      utf8;
} FieldWriter;

static void
write_value (FieldWriter *self, const char *name, GString *value)
{
  if (value->len > 0)
    mapi_mime_header_append (self->out, name, value->str);
}

static void
write_from (FieldWriter *self, const char *name)
{
  g_autoptr (GString) value = g_string_new (NULL);

  if (!mapi_mime_address_append_person (
          value, &mapi_mime_representing_tags, self->props, self->utf8))
    mapi_mime_address_append_person (value, &mapi_mime_sender_tags, self->props, self->utf8);
  write_value (self, name, value);
}

/* Who gets the receipt: whom the sender named, or the sender. */
static void
write_receiver (FieldWriter *self, const char *name)
{
  g_autoptr (GString) value = g_string_new (NULL);

  if (mapi_mime_address_append_receiver (value, self->props, self->utf8))
    write_value (self, name, value);
  else
    write_from (self, name);
}

/* Only where it is somebody else than the author. */
static void
write_sender (FieldWriter *self, const char *name)
{
  const char *sender = mapi_prop_list_get_string (self->props, MAPI_PR_SENDER_EMAIL_ADDRESS);
  const char *author =
      mapi_prop_list_get_string (self->props, MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS);
  g_autoptr (GString) value = NULL;

  if (sender == NULL || author == NULL || *author == '\0' ||
      g_ascii_strcasecmp (sender, author) == 0)
    return;
  value = g_string_new (NULL);
  mapi_mime_address_append_person (value, &mapi_mime_sender_tags, self->props, self->utf8);
  write_value (self, name, value);
}

static void
write_recipients (FieldWriter *self, const char *name, guint32 type)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; self->recipients != NULL && i < mapi_row_set_get_size (self->recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->recipients, i);

      if (mapi_mime_field_recipient_is (row, type))
        mapi_mime_address_append_row (value, row, self->utf8);
    }
  write_value (self, name, value);
}

static void
write_replies (FieldWriter *self, const char *name)
{
  g_autoptr (GString) value = g_string_new (NULL);

  mapi_mime_address_append_replies (value, self->props, self->utf8);
  write_value (self, name, value);
}

static void
write_time (FieldWriter *self, const char *name, guint32 tag)
{
  guint64 filetime = mapi_prop_list_get_systime (self->props, tag, 0);
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;

  if (filetime != 0)
    time = mapi_filetime_to_date_time (filetime);
  if (time == NULL)
    return;
  text = mapi_gmime ()->g_mime_utils_header_format_date (time);
  mapi_mime_header_append (self->out, name, text);
}

static void
write_choice (FieldWriter *self, const MapiMimeFieldInfo *info)
{
  gint32 value = mapi_prop_list_get_long (self->props, info->tag, info->normal);

  for (const MapiMimeChoice *choice = info->choices; choice->text != NULL; choice++)
    if (choice->value == value && value != info->normal)
      mapi_mime_header_append (self->out, info->names[0], choice->text);
}

static void
write_text (FieldWriter *self, const MapiMimeFieldInfo *info)
{
  const char *text = mapi_prop_list_get_string (self->props, info->tag);

  if (text == NULL || *text == '\0')
    return;
  if (info->kind == MAPI_MIME_FIELD_KIND_TEXT)
    mapi_mime_header_append_text (self->out, info->names[0], text, self->utf8);
  else
    mapi_mime_header_append (self->out, info->names[0], text);
}

static void
write_field (FieldWriter *self, MapiMimeField field)
{
  const MapiMimeFieldInfo *info = &mapi_mime_fields[field];
  const char              *name = info->names[0];

  switch (info->kind)
    {
    case MAPI_MIME_FIELD_KIND_PERSON:
      (field == MAPI_MIME_FIELD_FROM ? write_from : write_sender) (self, name);
      break;
    case MAPI_MIME_FIELD_KIND_REPLIES:
      write_replies (self, name);
      break;
    case MAPI_MIME_FIELD_KIND_RECIPIENTS:
      write_recipients (self, name, info->tag);
      break;
    case MAPI_MIME_FIELD_KIND_TIME:
      write_time (self, name, info->tag);
      break;
    case MAPI_MIME_FIELD_KIND_CHOICE:
      write_choice (self, info);
      break;
    case MAPI_MIME_FIELD_KIND_RECEIPT:
      if (mapi_prop_list_get_boolean (self->props, info->tag, FALSE))
        write_receiver (self, name);
      break;
    case MAPI_MIME_FIELD_KIND_TEXT:
    case MAPI_MIME_FIELD_KIND_ID:
    default:
      write_text (self, info);
      break;
    }
}

/* Writes those of @fields that have a value, with LF ends of lines. */
void
mapi_mime_fields_write (GString         *out,
                        MapiMimeFieldSet fields,
                        MapiPropList    *props,
                        MapiRowSet      *recipients,
                        guint32          flags)
{
  FieldWriter self = { out, props, recipients, (flags & MAPI_MIME_WRITE_UTF8_HEADERS) != 0 };

  if (!(flags & MAPI_MIME_WRITE_WITH_BCC))
    fields &= ~(1u << MAPI_MIME_FIELD_BCC);
  for (guint field = 0; field < MAPI_MIME_N_FIELDS; field++)
    if (fields & 1u << field)
      write_field (&self, field);
}
