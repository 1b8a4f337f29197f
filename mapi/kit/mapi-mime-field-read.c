/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From header fields to properties. */

#include "config.h"

#include <string.h>

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-gmime-private.h"
#include "mapi-mime-address-private.h"
#include "mapi-mime-field-private.h"
#include "mapi-mime-plain-private.h"

typedef struct
{
  MapiPropListBuilder *builder;
  GPtrArray           *recipients; /* NULL when nobody wants them */
  MapiMimeFieldSet     seen;
  GPtrArray           *from;
  GPtrArray           *sender;
  guint32              suppress; /* PR_AUTO_RESPONSE_SUPPRESS */
} FieldReader;

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
}

static void
read_person (GPtrArray **rows, const char *text)
{
  *rows = new_rows ();
  mapi_mime_address_read (text, MAPI_TO, *rows);
}

static void
read_replies (FieldReader *self, const char *text)
{
  g_autoptr (GPtrArray) rows = new_rows ();

  mapi_mime_address_read (text, MAPI_TO, rows);
  if (rows->len > 0)
    mapi_mime_address_add_replies (self->builder, rows);
}

/* The first one gets the receipt, which says too that the message was never read (RFC 8098). */
static void
read_receipt (FieldReader *self, guint32 tag, const char *text)
{
  g_autoptr (GPtrArray) rows = new_rows ();

  mapi_prop_list_builder_add_boolean (self->builder, tag, *text != '\0');
  mapi_prop_list_builder_add_boolean (
      self->builder, MAPI_PR_NON_RECEIPT_NOTIFICATION_REQUESTED, *text != '\0');
  mapi_mime_address_read (text, MAPI_TO, rows);
  if (rows->len > 0)
    mapi_mime_address_add_person (
        self->builder, &mapi_mime_receipt_tags, g_ptr_array_index (rows, 0));
}

static void
read_time (FieldReader *self, guint32 tag, const char *text)
{
  g_autoptr (GDateTime) time = mapi_mime_plain_read_date (text);

  if (time == NULL)
    time = mapi_gmime ()->g_mime_utils_header_decode_date (text);
  if (time != NULL && g_date_time_get_year (time) > 1601)
    mapi_prop_list_builder_add_systime (self->builder, tag, mapi_filetime_from_date_time (time));
}

/* X-Priority counts from 1, the highest, to 5. */
static gboolean
read_digit (const char *text, gint32 *value)
{
  if (*text < '1' || *text > '5')
    return FALSE;
  *value = *text < '3'   ? MAPI_IMPORTANCE_HIGH
           : *text > '3' ? MAPI_IMPORTANCE_LOW
                         : MAPI_IMPORTANCE_NORMAL;
  return TRUE;
}

static gboolean
read_choice (const MapiMimeFieldInfo *info, const char *text, gint32 *value)
{
  for (const MapiMimeChoice *choice = info->choices; choice->text != NULL; choice++)
    if (g_ascii_strncasecmp (text, choice->text, strlen (choice->text)) == 0)
      {
        *value = choice->value;
        return TRUE;
      }
  return info->tag == MAPI_PR_IMPORTANCE && read_digit (text, value);
}

/* An encoded word may hold anything, even line ends. */
static void
read_text (FieldReader *self, guint32 tag, const char *text)
{
  g_autofree char *clean = mapi_mime_header_clean (text);

  mapi_prop_list_builder_add_string (self->builder, tag, clean);
}

static void
read_field (FieldReader *self, MapiMimeField field, const MapiMimeHeader *header)
{
  const MapiMimeFieldInfo *info = &mapi_mime_fields[field];
  g_autofree char         *text = info->kind == MAPI_MIME_FIELD_KIND_TEXT
                                      ? mapi_mime_header_decode (header)
                                      : mapi_mime_header_unfold (header);
  gint32                   value;

  switch (info->kind)
    {
    case MAPI_MIME_FIELD_KIND_PERSON:
      read_person (field == MAPI_MIME_FIELD_FROM ? &self->from : &self->sender, text);
      break;
    case MAPI_MIME_FIELD_KIND_REPLIES:
      read_replies (self, text);
      break;
    case MAPI_MIME_FIELD_KIND_RECIPIENTS:
      if (self->recipients != NULL)
        mapi_mime_address_read (text, info->tag, self->recipients);
      break;
    case MAPI_MIME_FIELD_KIND_TIME:
      read_time (self, info->tag, text);
      break;
    case MAPI_MIME_FIELD_KIND_CHOICE:
      if (read_choice (info, text, &value))
        mapi_prop_list_builder_add_long (self->builder, info->tag, value);
      break;
    case MAPI_MIME_FIELD_KIND_RECEIPT:
      read_receipt (self, info->tag, text);
      break;
    case MAPI_MIME_FIELD_KIND_TEXT:
    case MAPI_MIME_FIELD_KIND_ID:
    default:
      read_text (self, info->tag, text);
      break;
    }
}

/* Each of the two is the other where one is missing. */
static void
add_people (FieldReader *self)
{
  GPtrArray *from = self->from != NULL && self->from->len > 0 ? self->from : self->sender;
  GPtrArray *sender = self->sender != NULL && self->sender->len > 0 ? self->sender : from;

  if (from == NULL || from->len == 0)
    return;
  mapi_mime_address_add_person (
      self->builder, &mapi_mime_representing_tags, g_ptr_array_index (from, 0));
  mapi_mime_address_add_person (
      self->builder, &mapi_mime_sender_tags, g_ptr_array_index (sender, 0));
}

/* Which answers nobody is to give: those to what was sent by a program (RFC 3834), or from nobody.
 */
static void
read_automatic (FieldReader *self, const MapiMimeHeader *header)
{
  g_autofree char *text = NULL;
  gboolean         is_wish = mapi_mime_header_is (header, "X-Auto-Response-Suppress");
  gboolean         is_sign = mapi_mime_header_is (header, "Auto-Submitted");

  if (!is_wish && !is_sign && !mapi_mime_header_is (header, "Return-Path"))
    return;

  text = mapi_mime_header_unfold (header);
  if (is_wish)
    self->suppress |= mapi_mime_suppress_parse (text);
  else if (is_sign ? g_ascii_strncasecmp (text, "no", 2) != 0 : g_str_equal (text, "<>"))
    self->suppress |= MAPI_MIME_SUPPRESS_ALL;
}

/* Adds the properties that a header block says, and rows to @recipients unless it is NULL. Answers
 * which fields there are. Of one that may be there only once, the first counts. */
MapiMimeFieldSet
mapi_mime_fields_read (const char          *headers,
                       gsize                size,
                       MapiPropListBuilder *builder,
                       GPtrArray           *recipients)
{
  FieldReader    self = { .builder = builder, .recipients = recipients };
  const char    *cursor = headers;
  MapiMimeHeader header;

  while (mapi_mime_header_next (&cursor, headers + size, &header))
    {
      int      field = mapi_mime_field_find (&header);
      gboolean again = field >= 0 && (self.seen & 1u << field) != 0 &&
                       mapi_mime_fields[field].kind != MAPI_MIME_FIELD_KIND_RECIPIENTS;

      if (field < 0)
        read_automatic (&self, &header);
      if (field < 0 || again)
        continue;
      self.seen |= 1u << field;
      read_field (&self, field, &header);
    }

  add_people (&self);
  if (self.suppress != 0)
    mapi_prop_list_builder_add_long (
        builder, MAPI_PR_AUTO_RESPONSE_SUPPRESS, (gint32) self.suppress);
  g_clear_pointer (&self.from, g_ptr_array_unref);
  g_clear_pointer (&self.sender, g_ptr_array_unref);
  return self.seen;
}
