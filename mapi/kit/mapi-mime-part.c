/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The content fields of a part's header block. */

#include "config.h"

#include "mapi-mime-header-private.h"
#include "mapi-gmime-private.h"
#include "mapi-mime-part-private.h"

#define LONGEST_CHARSET 60

void
mapi_mime_part_free (MapiMimePart *self)
{
  g_free (self->type);
  g_free (self->charset);
  g_free (self->boundary);
  g_free (self->file_name);
  g_free (self->content_id);
  g_free (self->content_location);
  g_free (self);
}

/* A parameter as it may stand in a property. */
static void
take_text (char **field, const char *value)
{
  if (*field == NULL && value != NULL && *value != '\0')
    *field = mapi_mime_text_make_valid (g_strdup (value));
}

/* What is longer is the name of no character set, though iconv may drop what it does not know. */
static void
take_charset (MapiMimePart *self, const char *name)
{
  if (name != NULL && strlen (name) <= LONGEST_CHARSET)
    take_text (&self->charset, name);
}

static void
read_type (MapiMimePart *self, const char *value)
{
  g_autoptr (GMimeContentType) type = NULL;
  const char *boundary;

  if (self->type != NULL)
    return;

  type = mapi_gmime ()->g_mime_content_type_parse (NULL, value);
  g_clear_pointer (&self->type, g_free);
  self->type = g_strdup_printf ("%s/%s",
                                mapi_gmime ()->g_mime_content_type_get_media_type (type),
                                mapi_gmime ()->g_mime_content_type_get_media_subtype (type));
  for (char *at = self->type; *at != '\0'; at++)
    *at = g_ascii_tolower (*at);
  self->type = mapi_mime_text_make_valid (self->type);

  take_charset (self, mapi_gmime ()->g_mime_content_type_get_parameter (type, "charset"));
  take_text (&self->file_name, mapi_gmime ()->g_mime_content_type_get_parameter (type, "name"));
  boundary = mapi_gmime ()->g_mime_content_type_get_parameter (type, "boundary");
  if (boundary != NULL && *boundary != '\0')
    self->boundary = g_strdup (boundary);
}

/* The name said here goes before that of the content type. */
static void
read_disposition (MapiMimePart *self, const char *value)
{
  g_autoptr (GMimeContentDisposition) disposition =
      mapi_gmime ()->g_mime_content_disposition_parse (NULL, value);
  const char *file_name;

  if (disposition == NULL)
    return;

  self->is_attachment = mapi_gmime ()->g_mime_content_disposition_is_attachment (disposition);
  file_name = mapi_gmime ()->g_mime_content_disposition_get_parameter (disposition, "filename");
  if (file_name == NULL || *file_name == '\0')
    return;
  g_clear_pointer (&self->file_name, g_free);
  take_text (&self->file_name, file_name);
}

static void
read_content_id (MapiMimePart *self, const MapiMimeHeader *header)
{
  g_autofree char *text = mapi_mime_header_decode (header);
  gsize            length = strlen (text);

  if (length > 2 && text[0] == '<' && text[length - 1] == '>')
    {
      text[length - 1] = '\0';
      take_text (&self->content_id, text + 1);
    }
  else
    take_text (&self->content_id, text);
}

/* The first word counts, if it is an encoding. */
static void
read_encoding (MapiMimePart *self, const char *value)
{
  g_auto (GStrv) words = g_strsplit_set (value, "; \t", 2);
  const char *name;

  self->encoding =
      mapi_gmime ()->g_mime_content_encoding_from_string (words[0] == NULL ? "" : words[0]);
  name = mapi_gmime ()->g_mime_content_encoding_to_string (self->encoding);
  self->is_oddly_encoded = (self->encoding == GMIME_CONTENT_ENCODING_BASE64 ||
                            self->encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE) &&
                           g_ascii_strcasecmp (name, value) != 0;
}

static void
read_field (MapiMimePart *self, const MapiMimeHeader *header)
{
  g_autofree char *value = NULL;

  if (header->name_size < 8 || g_ascii_strncasecmp (header->line, "Content-", 8) != 0)
    return;

  value = mapi_mime_header_unfold (header);
  if (mapi_mime_header_is (header, "Content-Type"))
    read_type (self, value);
  else if (mapi_mime_header_is (header, "Content-Disposition"))
    read_disposition (self, value);
  else if (mapi_mime_header_is (header, "Content-Transfer-Encoding"))
    read_encoding (self, value);
  else if (mapi_mime_header_is (header, "Content-Id"))
    read_content_id (self, header);
  else if (mapi_mime_header_is (header, "Content-Location"))
    take_text (&self->content_location, value);
}

/* @usual_type is what a part is that does not say. */
MapiMimePart *
mapi_mime_part_new (const char *headers, gsize size, const char *usual_type)
{
  MapiMimePart  *self = g_new0 (MapiMimePart, 1);
  const char    *cursor = headers;
  MapiMimeHeader header;

  while (mapi_mime_header_next (&cursor, headers + size, &header))
    read_field (self, &header);
  if (self->type == NULL)
    self->type = g_strdup (usual_type);

  return self;
}

gboolean
mapi_mime_part_is_multipart (const MapiMimePart *self)
{
  return g_str_has_prefix (self->type, "multipart/") && self->boundary != NULL;
}

gboolean
mapi_mime_part_is_message (const MapiMimePart *self)
{
  return g_str_equal (self->type, "message/rfc822") || g_str_equal (self->type, "message/global") ||
         g_str_equal (self->type, "message/news");
}

/* Whether any change of a byte would break the part: what is signed, and what is encrypted. */
gboolean
mapi_mime_part_is_sealed (const MapiMimePart *self)
{
  return g_str_equal (self->type, "multipart/signed") ||
         g_str_equal (self->type, "multipart/encrypted");
}
