/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a converter changes of a message stands in a copy, which is then written as it is. */

#include "config.h"

#include "mapi-code-page.h"
#include "mapi-container.h"
#include "mapi-copy.h"
#include "mapi-flags.h"
#include "mapi-html.h"
#include "mapi-memory-stream.h"
#include "mapi-mime-converter-private.h"
#include "mapi-mime.h"
#include "mapi-prop-list-builder.h"
#include "mapi-stream-read-private.h"

#define ALL_ROWS 0x7fffffff

/* A copy in the making. */
typedef struct
{
  const MapiMimeConversion *settings;
  MapiMessage              *message;
  MapiMessage              *copy;
  GCancellable             *cancellable;
} Work;

gboolean
mapi_mime_conversion_is_uuencode (const MapiMimeConversion *self)
{
  return self->save_format == MAPI_SAVE_RFC822 || self->encoding == MAPI_IET_UUENCODE;
}

/* Whether the message has plain text alone afterwards. */
static gboolean
is_plain (const MapiMimeConversion *self)
{
  return (self->flags & (MAPI_CCSF_PLAIN_TEXT_ONLY | MAPI_CCSF_USE_TNEF)) != 0 ||
         mapi_mime_conversion_is_uuencode (self);
}

static gboolean
needs_copy (const MapiMimeConversion *self)
{
  return is_plain (self) || (self->flags & MAPI_CCSF_NO_MSGID) != 0 || self->address_book != NULL ||
         self->wrap_width != 0 || self->code_page != 0;
}

static gboolean
set_value (Work *self, MapiPropValue *value, GError **error)
{
  g_autoptr (MapiPropValue) taken = value;
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (taken);

  return mapi_prop_set_props (MAPI_PROP (self->copy), list, NULL, self->cancellable, error);
}

static MapiPropList *
get_props (Work *self)
{
  return mapi_prop_get_props (
      MAPI_PROP (self->message), NULL, MAPI_UNICODE, self->cancellable, NULL, NULL);
}

static guint32
get_code_page (Work *self)
{
  g_autoptr (MapiPropList) props = get_props (self);

  return props != NULL ? mapi_code_page_of_internet (props) : 0;
}

/* The plain text, made from the HTML if there is none; NULL without either. */
static char *
get_text (Work *self)
{
  g_autoptr (GBytes) text =
      mapi_prop_read_value (MAPI_PROP (self->message), MAPI_PR_BODY, self->cancellable, NULL);
  g_autoptr (GBytes) html = NULL;
  g_autofree char *decoded = NULL;

  if (text != NULL && g_bytes_get_size (text) > 0)
    return g_utf8_make_valid (g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text));

  html = mapi_prop_read_value (MAPI_PROP (self->message), MAPI_PR_HTML, self->cancellable, NULL);
  if (html == NULL)
    return NULL;
  decoded = mapi_html_decode (html, get_code_page (self), NULL);
  return decoded != NULL ? mapi_html_to_text (decoded) : NULL;
}

static const char *
get_name (MapiPropList *props)
{
  const char *name = mapi_prop_list_get_string (props, MAPI_PR_ATTACH_LONG_FILENAME);

  if (name == NULL)
    name = mapi_prop_list_get_string (props, MAPI_PR_ATTACH_FILENAME);
  return name != NULL ? name : "attachment";
}

static MapiStream *
open_attached_message (Work *self, MapiAttach *attach, GError **error)
{
  g_autoptr (GObject) message = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, 0, self->cancellable, error);
  g_autoptr (GBytes) bytes = NULL;

  if (message == NULL)
    return NULL;
  bytes = mapi_mime_write_bytes (
      MAPI_MESSAGE (message), MAPI_MIME_WRITE_7BIT, self->cancellable, error);
  return bytes != NULL ? MAPI_STREAM (mapi_memory_stream_new (bytes)) : NULL;
}

static MapiStream *
open_attached (Work *self, MapiAttach *attach, MapiPropList *props, GError **error)
{
  GObject *stream;

  if (mapi_prop_list_get_long (props, MAPI_PR_ATTACH_METHOD, 0) ==
      (gint32) MAPI_ATTACH_EMBEDDED_MSG)
    return open_attached_message (self, attach, error);

  stream = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_BIN, "MapiStream", 0, 0, self->cancellable, error);
  return stream != NULL ? MAPI_STREAM (stream) : NULL;
}

/* Behind the text, as they were sent before there was MIME. */
static gboolean
append_attachment (Work *self, guint32 number, GString *text, GError **error)
{
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (self->message, number, NULL, 0, self->cancellable, error);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiStream) stream = NULL;

  if (attach == NULL)
    return FALSE;
  props =
      mapi_prop_get_props (MAPI_PROP (attach), NULL, MAPI_UNICODE, self->cancellable, NULL, error);
  if (props == NULL)
    return FALSE;
  stream = open_attached (self, attach, props, error);
  return stream != NULL &&
         mapi_mime_append_uuencoded (text, get_name (props), stream, self->cancellable, error);
}

static MapiRowSet *
query_all (MapiTable *table, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiTable) taken = table;

  return taken != NULL ? mapi_table_query_rows (taken, ALL_ROWS, 0, cancellable, error) : NULL;
}

static gboolean
append_attachments (Work *self, GString *text, GError **error)
{
  g_autoptr (MapiRowSet) rows =
      query_all (mapi_message_get_attachment_table (self->message, 0, self->cancellable, error),
                 self->cancellable,
                 error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (!append_attachment (
              self, (guint32) mapi_prop_list_get_long (row, MAPI_PR_ATTACH_NUM, 0), text, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
change_text (Work *self, GError **error)
{
  g_autofree char *text = get_text (self);
  g_autoptr (GString) changed = NULL;

  if (text == NULL && !mapi_mime_conversion_is_uuencode (self->settings))
    return TRUE;

  changed = self->settings->wrap_width != 0 && text != NULL
                ? mapi_mime_wrap_text (text, self->settings->wrap_width)
                : g_string_new (text != NULL ? text : "");
  if (mapi_mime_conversion_is_uuencode (self->settings) &&
      !append_attachments (self, changed, error))
    return FALSE;
  return set_value (self, mapi_prop_value_new_string (MAPI_PR_BODY, changed->str), error);
}

/* The code page of the copy is what its texts are written in; HTML is bytes. */
static gboolean
change_code_page (Work *self, GError **error)
{
  g_autoptr (MapiPropList) props = get_props (self);
  guint32 code_page = self->settings->code_page;
  g_autoptr (GBytes) html = NULL;
  g_autoptr (GBytes) encoded = NULL;
  g_autofree char *text = NULL;

  if (code_page == 0 || (self->settings->apply_type == MAPI_CSET_APPLY_UNTAGGED && props != NULL &&
                         mapi_prop_list_contains (props, MAPI_PR_INTERNET_CPID)))
    return TRUE;
  if (!is_plain (self->settings))
    html = mapi_prop_read_value (MAPI_PROP (self->copy), MAPI_PR_HTML, self->cancellable, NULL);
  if (html != NULL)
    {
      text = mapi_html_decode (html, get_code_page (self), error);
      encoded = text != NULL ? mapi_html_encode (text, code_page, error) : NULL;
      if (encoded == NULL ||
          !set_value (self, mapi_prop_value_new_binary (MAPI_PR_HTML, encoded), error))
        return FALSE;
    }
  return set_value (
      self, mapi_prop_value_new_long (MAPI_PR_INTERNET_CPID, (gint32) code_page), error);
}

/* The address that the book has for somebody who is known by an entry identifier alone. */
static MapiPropList *
look_up (Work *self, MapiPropList *row)
{
  static const guint32 wanted[] = { MAPI_PR_SMTP_ADDRESS };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) entry = NULL;
  const char *type = mapi_prop_list_get_string (row, MAPI_PR_ADDRTYPE);

  if (entry_id == NULL || (type != NULL && g_ascii_strcasecmp (type, "SMTP") == 0) ||
      mapi_prop_list_get_string (row, MAPI_PR_SMTP_ADDRESS) != NULL ||
      !MAPI_IS_CONTAINER (self->settings->address_book))
    return NULL;

  entry = mapi_container_open_entry (
      MAPI_CONTAINER (self->settings->address_book), entry_id, NULL, 0, self->cancellable, NULL);
  if (entry == NULL)
    return NULL;
  return mapi_prop_get_props (MAPI_PROP (entry), tags, MAPI_UNICODE, self->cancellable, NULL, NULL);
}

static MapiPropList *
complete_row (Work *self, MapiPropList *row)
{
  g_autoptr (MapiPropList) found = look_up (self, row);
  const char *address =
      found != NULL ? mapi_prop_list_get_string (found, MAPI_PR_SMTP_ADDRESS) : NULL;
  g_autoptr (MapiPropListBuilder) builder = NULL;
  g_autoptr (MapiPropList) changes = NULL;

  if (address == NULL)
    return mapi_prop_list_ref (row);

  builder = mapi_prop_list_builder_new ();
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, address);
  changes = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (row, changes);
}

static gboolean
change_recipients (Work *self, GError **error)
{
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) complete = NULL;
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (self->settings->address_book == NULL)
    return TRUE;
  rows = query_all (
      mapi_message_get_recipient_table (self->copy, MAPI_UNICODE, self->cancellable, error),
      self->cancellable,
      error);
  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (list, complete_row (self, row));
    }
  complete = mapi_row_set_new ((MapiPropList **) list->pdata, list->len);
  return mapi_message_modify_recipients (self->copy, 0, complete, self->cancellable, error);
}

/* TNEF is told from that of other messages by the Message-ID. */
static gboolean
add_tnef (Work *self, GError **error)
{
  g_autoptr (MapiPropList) props = get_props (self);
  const char *id =
      props != NULL ? mapi_prop_list_get_string (props, MAPI_PR_INTERNET_MESSAGE_ID) : NULL;
  g_autofree char *made = NULL;

  if ((self->settings->flags & MAPI_CCSF_USE_TNEF) == 0)
    return TRUE;

  if ((self->settings->flags & MAPI_CCSF_NO_MSGID) != 0)
    id = NULL;
  else if (id == NULL)
    {
      id = made = mapi_mime_new_message_id (NULL);
      if (!set_value (self, mapi_prop_value_new_string (MAPI_PR_INTERNET_MESSAGE_ID, id), error))
        return FALSE;
    }
  return mapi_mime_attach_tnef (self->message, self->copy, id, self->cancellable, error);
}

static gboolean
copy_message (Work *self, GError **error)
{
  guint32 tags[4];
  gsize   n = 0;
  g_autoptr (MapiPropTagArray) exclude = NULL;

  if (is_plain (self->settings))
    {
      tags[n++] = MAPI_PR_HTML;
      tags[n++] = MAPI_PR_RTF_COMPRESSED;
    }
  if (mapi_mime_conversion_is_uuencode (self->settings) ||
      (self->settings->flags & MAPI_CCSF_USE_TNEF) != 0)
    tags[n++] = MAPI_PR_MESSAGE_ATTACHMENTS;
  if ((self->settings->flags & MAPI_CCSF_NO_MSGID) != 0)
    tags[n++] = MAPI_PR_INTERNET_MESSAGE_ID;
  exclude = mapi_prop_tag_array_new (tags, n);
  return mapi_message_copy (self->message, self->copy, exclude, NULL, self->cancellable, error);
}

MapiMessage *
mapi_mime_conversion_prepare (const MapiMimeConversion *self,
                              MapiMessage              *message,
                              GCancellable             *cancellable,
                              GError                  **error)
{
  g_autoptr (MapiMessage) copy = NULL;
  Work work = { .settings = self, .message = message, .cancellable = cancellable };

  if (!needs_copy (self))
    return g_object_ref (message);

  copy = MAPI_MESSAGE (mapi_memory_message_new ());
  work.copy = copy;
  if (!copy_message (&work, error) || !change_recipients (&work, error) ||
      ((is_plain (self) || self->wrap_width != 0) && !change_text (&work, error)) ||
      !change_code_page (&work, error) || !add_tnef (&work, error))
    return NULL;
  return g_steal_pointer (&copy);
}
