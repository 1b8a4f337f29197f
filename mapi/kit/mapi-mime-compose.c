/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From a message to MIME made anew: no more parts and fields than it needs. */

#include "config.h"

#include "mapi-gmime-private.h"
#include <string.h>

#include "mapi-code-page.h"
#include "mapi-flags.h"
#include "mapi-mime-charset-private.h"
#include "mapi-mime-decode-private.h"
#include "mapi-gmime-private.h"
#include "mapi-mime-report-private.h"
#include "mapi-mime-writer-private.h"
#include "mapi-mime.h"

#define OCTETS "application/octet-stream"

typedef struct
{
  MapiMimeWriter *writer;
  MapiMimeOutput *out;
  gboolean        has_text;
  gboolean        has_html;
  GPtrArray      *inlines; /* what the HTML shows */
  GPtrArray      *others;
} Compose;

/* A part with what is in it, without an end to its last line; with @is_root nothing follows it. */
typedef void (*PartFunc) (Compose *self, gpointer data, gboolean is_root);

/* No encoding has `=_` in it, and nobody can guess the rest. */
static char *
new_boundary (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strconcat ("=_", uuid, NULL);
}

static void
write_string (Compose *self, const char *text)
{
  mapi_mime_output_string (self->out, text);
}

static void
begin_multipart (Compose *self, const char *subtype, const char *extra, const char *boundary)
{
  g_autofree char *text =
      g_strdup_printf ("Content-Type: multipart/%s; boundary=\"%s\"%s\n", subtype, boundary, extra);

  write_string (self, text);
}

static void
write_child (Compose *self, const char *boundary, PartFunc write, gpointer data)
{
  g_autofree char *line = g_strdup_printf ("\n--%s\n", boundary);

  write_string (self, line);
  write (self, data, FALSE);
}

static void
end_multipart (Compose *self, const char *boundary, gboolean is_root)
{
  g_autofree char *line = g_strdup_printf ("\n--%s--%s", boundary, is_root ? "\n" : "");

  write_string (self, line);
}

/* The content fields of a text, and the text. */
static void
write_text_part (Compose               *self,
                 const char            *subtype,
                 const char            *charset,
                 const MapiMimeContent *content,
                 gboolean               is_root)
{
  static const char *const names[] = { NULL, NULL, "quoted-printable", "base64" };
  MapiMimeShape            shape = { 0 };
  MapiMimeCoding           coding;
  const char              *name;
  g_autofree char         *text = NULL;

  mapi_mime_shape_look (&shape, content->data, content->size);
  coding = mapi_mime_shape_choose (&shape, TRUE, mapi_mime_writer_get_flags (self->writer));
  name = coding == MAPI_MIME_CODING_LINES && shape.has_8bit ? "8bit" : names[coding];

  text = g_strdup_printf ("Content-Type: text/%s; charset=%s\n%s%s%s\n",
                          subtype,
                          shape.has_8bit ? charset : "us-ascii",
                          name == NULL ? "" : "Content-Transfer-Encoding: ",
                          name == NULL ? "" : name,
                          name == NULL ? "" : "\n");
  write_string (self, text);
  mapi_mime_content_write (content, self->out, coding, is_root);
}

/* The text in the code page of the message, if that was asked for and holds it. */
static GString *
encode_text (Compose *self, const char *text, const char **charset)
{
  guint32     code_page = mapi_code_page_of_internet (self->writer->source.props);
  const char *name = mapi_code_page_get_charset (code_page);
  GString    *encoded = NULL;

  *charset = "utf-8";
  if ((mapi_mime_writer_get_flags (self->writer) & MAPI_MIME_WRITE_CODE_PAGE) != 0 && name != NULL)
    encoded = mapi_mime_charset_encode (name, text);
  if (encoded != NULL)
    *charset = name;
  return encoded;
}

static void
write_text (Compose *self, gpointer unused, gboolean is_root)
{
  const char *text = self->writer->source.text == NULL ? "" : self->writer->source.text;
  const char *charset;
  g_autoptr (GString) encoded = encode_text (self, text, &charset);
  MapiMimeContent content = { text, strlen (text), NULL };
  MapiMimeDecoder lines = { 0 };

  if (encoded != NULL)
    content = (MapiMimeContent){ encoded->str, encoded->len, NULL };
  mapi_mime_decoder_init (&lines, GMIME_CONTENT_ENCODING_DEFAULT);
  mapi_mime_decoder_step (&lines, &content.data, &content.size);
  write_text_part (self, "plain", charset, &content, is_root);
  mapi_mime_decoder_clear (&lines);
}

static void
write_html_part (Compose *self, gpointer unused, gboolean is_root)
{
  const MapiMimeSource *source = &self->writer->source;
  MapiMimeContent       content = { source->html, source->html_size, NULL };
  MapiMimeDecoder       lines = { 0 };
  const char *charset = mapi_code_page_get_charset (mapi_code_page_of_internet (source->props));

  if (charset == NULL || g_str_equal (charset, "us-ascii"))
    charset = mapi_code_page_get_charset (
        mapi_mime_charset_get_code_page (NULL, content.data, content.size));
  mapi_mime_decoder_init (&lines, GMIME_CONTENT_ENCODING_DEFAULT);
  if (memchr (content.data, '\0', content.size) == NULL)
    mapi_mime_decoder_step (&lines, &content.data, &content.size);
  write_text_part (self, "html", charset, &content, is_root);
  mapi_mime_decoder_clear (&lines);
}

/* A word that may be a type or a subtype. */
static gboolean
is_token (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("!#$&-^_.+", text[i]) == NULL)
      return FALSE;
  return size > 0;
}

/* What the attachment says it is, if that is a type; else what its name says. */
static char *
get_type (const MapiMimeSourceAttachment *attachment, const char *file_name)
{
  const char      *type = mapi_prop_list_get_string (attachment->props, MAPI_PR_ATTACH_MIME_TAG);
  const char      *slash = type == NULL ? NULL : strchr (type, '/');
  g_autofree char *guess = NULL;
  char            *mime_type = NULL;

  if (slash != NULL && is_token (type, slash - type) && is_token (slash + 1, strlen (slash + 1)))
    return g_strdup (type);

  if (file_name != NULL)
    {
      guess = g_content_type_guess (file_name, NULL, 0, NULL);
      mime_type = g_content_type_get_mime_type (guess);
    }
  return mime_type == NULL ? g_strdup (OCTETS) : mime_type;
}

static const char *
get_file_name (const MapiMimeSourceAttachment *attachment)
{
  const char *name = mapi_prop_list_get_string (attachment->props, MAPI_PR_ATTACH_LONG_FILENAME);

  if (name == NULL || *name == '\0')
    name = mapi_prop_list_get_string (attachment->props, MAPI_PR_ATTACH_FILENAME);
  return name == NULL || *name == '\0' ? NULL : name;
}

/* A field with one parameter, that may be %NULL. */
static void
append_field (
    GString *out, const char *name, const char *value, const char *param, const char *param_value)
{
  g_autoptr (GString) field = g_string_new (name);
  g_autoptr (GMimeParamList) params = NULL;
  g_autofree char *clean = NULL;

  g_string_append_printf (field, ": %s", value);
  if (param_value != NULL)
    {
      clean = mapi_mime_header_clean (param_value);
      params = mapi_gmime ()->g_mime_param_list_new ();
      mapi_gmime ()->g_mime_param_list_set_parameter (params, param, clean);
      mapi_gmime ()->g_mime_param_set_charset (
          mapi_gmime ()->g_mime_param_list_get_parameter_at (params, 0), "utf-8");
      mapi_gmime ()->g_mime_param_list_encode (params, NULL, TRUE, field);
    }
  g_string_append_len (out, field->str, field->len);
  if (out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
}

static void
append_content_id (GString *out, const MapiMimeSourceAttachment *attachment)
{
  const char *id = mapi_prop_list_get_string (attachment->props, MAPI_PR_ATTACH_CONTENT_ID);
  const char *location =
      mapi_prop_list_get_string (attachment->props, MAPI_PR_ATTACH_CONTENT_LOCATION);
  g_autofree char *value = id == NULL ? NULL : g_strdup_printf ("<%s>", id);

  if (id != NULL && *id != '\0')
    mapi_mime_header_append (out, "Content-ID", *id == '<' ? id : value);
  if (location != NULL && *location != '\0')
    mapi_mime_header_append (out, "Content-Location", location);
}

static gboolean
is_inline (const Compose *self, const MapiMimeSourceAttachment *attachment)
{
  return g_ptr_array_find (self->inlines, attachment, NULL);
}

static void
write_attachment_fields (Compose                        *self,
                         const MapiMimeSourceAttachment *attachment,
                         const char                     *type,
                         const char                     *coding)
{
  const char *file_name = get_file_name (attachment);
  g_autoptr (GString) fields = g_string_new (NULL);

  append_field (fields, "Content-Type", type, "name", file_name);
  if (coding != NULL)
    mapi_mime_header_append (fields, "Content-Transfer-Encoding", coding);
  append_field (fields,
                "Content-Disposition",
                is_inline (self, attachment) ? "inline" : "attachment",
                "filename",
                file_name);
  append_content_id (fields, attachment);
  g_string_append_c (fields, '\n');
  mapi_mime_output_lines (self->out, fields->str, fields->len);
}

static MapiStream *
open_data (Compose *self, const MapiMimeSourceAttachment *attachment)
{
  g_autofree char *message = NULL;
  MapiStream      *stream;

  if (self->out->error != NULL)
    return NULL;
  stream = mapi_mime_source_attachment_open (attachment, self->out->cancellable, &self->out->error);
  if (stream == NULL)
    g_prefix_error (&self->out->error,
                    "mime: cannot read attachment “%s”: ",
                    get_file_name (attachment) == NULL ? "" : get_file_name (attachment));
  return stream;
}

/* Reports and the like are to be read as they are, where they can be. */
static MapiMimeCoding
choose_coding (Compose *self, const char *type, const MapiMimeContent *content)
{
  MapiMimeShape shape;

  if (!g_str_has_prefix (type, "message/") ||
      !mapi_mime_content_look (content, &shape, self->out->cancellable, &self->out->error))
    return MAPI_MIME_CODING_BASE64;
  return mapi_mime_shape_choose (&shape, FALSE, self->out->flags);
}

static void
write_data (Compose *self, const MapiMimeSourceAttachment *attachment, gboolean is_root)
{
  g_autoptr (MapiStream) stream = open_data (self, attachment);
  g_autofree char *type = get_type (attachment, get_file_name (attachment));
  MapiMimeContent  content = { NULL, 0, stream };
  MapiMimeCoding   coding;

  if (stream == NULL)
    return;
  coding = choose_coding (self, type, &content);
  write_attachment_fields (
      self, attachment, type, coding == MAPI_MIME_CODING_BASE64 ? "base64" : NULL);
  mapi_mime_content_write (&content, self->out, coding, is_root);
}

/* An attachment that is a whole part with its own content fields. */
static gboolean
is_sealed (const MapiMimeSourceAttachment *attachment)
{
  return mapi_mime_source_attachment_get_method (attachment) == MAPI_ATTACH_BY_VALUE &&
         mapi_mime_source_attachment_is_type (attachment, "multipart/");
}

static void
write_sealed (Compose *self, const MapiMimeSourceAttachment *attachment)
{
  g_autoptr (MapiStream) stream = open_data (self, attachment);
  MapiMimeContent content = { NULL, 0, stream };

  if (stream != NULL)
    mapi_mime_content_write_sealed (&content, self->out, TRUE);
}

static void
write_attachment (Compose *self, gpointer data, gboolean is_root)
{
  const MapiMimeSourceAttachment *attachment = data;

  if (is_sealed (attachment))
    write_sealed (self, attachment);
  else if (mapi_mime_source_attachment_get_method (attachment) == MAPI_ATTACH_EMBEDDED_MSG)
    {
      write_attachment_fields (self,
                               attachment,
                               "message/rfc822",
                               self->out->flags & MAPI_MIME_WRITE_7BIT ? NULL : "8bit");
      mapi_mime_writer_write_message (self->writer, attachment);
    }
  else
    write_data (self, attachment, is_root);
}

static void
write_html (Compose *self, gpointer unused, gboolean is_root)
{
  g_autofree char *boundary = NULL;

  if (self->inlines->len == 0)
    {
      write_html_part (self, NULL, is_root);
      return;
    }

  boundary = new_boundary ();
  begin_multipart (self, "related", ";\n type=\"text/html\"", boundary);
  write_child (self, boundary, write_html_part, NULL);
  for (guint i = 0; i < self->inlines->len; i++)
    write_child (self, boundary, write_attachment, g_ptr_array_index (self->inlines, i));
  end_multipart (self, boundary, is_root);
}

static void
write_body (Compose *self, gpointer unused, gboolean is_root)
{
  g_autofree char *boundary = NULL;

  if (!self->has_text || !self->has_html)
    {
      (self->has_html ? write_html : write_text) (self, NULL, is_root);
      return;
    }

  boundary = new_boundary ();
  begin_multipart (self, "alternative", "", boundary);
  write_child (self, boundary, write_text, NULL);
  write_child (self, boundary, write_html, NULL);
  end_multipart (self, boundary, is_root);
}

/* The part for machines has its own end of line, which the boundary would bring. */
static void
write_report_part (Compose *self, gpointer unused, gboolean is_root)
{
  mapi_mime_report_write (self->out, &self->writer->source);
}

/* RFC 6522: what people read, what machines read, and what the report is about. */
static void
write_report (Compose *self, MapiReportKind kind)
{
  g_autofree char *boundary = new_boundary ();
  g_autofree char *type = g_strdup_printf (";\n report-type=%s", mapi_mime_report_get_type (kind));

  begin_multipart (self, "report", type, boundary);
  write_child (self, boundary, write_body, NULL);
  write_child (self, boundary, write_report_part, NULL);
  for (guint i = 0; i < self->others->len; i++)
    write_child (self, boundary, write_attachment, g_ptr_array_index (self->others, i));
  end_multipart (self, boundary, TRUE);
}

static void
write_all (Compose *self)
{
  MapiReportKind   kind = mapi_mime_report_get_kind (self->writer->source.props);
  gboolean         has_body = self->has_text || self->has_html || self->others->len == 0;
  g_autofree char *boundary = NULL;

  if (kind != MAPI_REPORT_NONE)
    write_report (self, kind);
  else if (self->others->len == 0)
    write_body (self, NULL, TRUE);
  else if (!has_body && self->others->len == 1)
    write_attachment (self, g_ptr_array_index (self->others, 0), TRUE);
  else
    {
      boundary = new_boundary ();
      begin_multipart (self, "mixed", "", boundary);
      if (has_body)
        write_child (self, boundary, write_body, NULL);
      for (guint i = 0; i < self->others->len; i++)
        write_child (self, boundary, write_attachment, g_ptr_array_index (self->others, i));
      end_multipart (self, boundary, TRUE);
    }
}

/* Whether the HTML shows an attachment: it can be named there, and it is hidden or is named. */
static gboolean
is_shown (Compose *self, const MapiMimeSourceAttachment *attachment)
{
  const MapiMimeSource *source = &self->writer->source;
  const char      *id = mapi_prop_list_get_string (attachment->props, MAPI_PR_ATTACH_CONTENT_ID);
  g_autofree char *url = NULL;

  if (!self->has_html || id == NULL || *id == '\0' || is_sealed (attachment))
    return FALSE;
  if (mapi_prop_list_get_boolean (attachment->props, MAPI_PR_ATTACHMENT_HIDDEN, FALSE))
    return TRUE;
  url = g_strconcat ("cid:", id, NULL);
  return g_strstr_len (source->html, source->html_size, url) != NULL;
}

/* In a message that is signed or encrypted as a whole, the texts are copies of what is in it. */
static void
sort_parts (Compose *self)
{
  const MapiMimeSource *source = &self->writer->source;
  const char *message_class = mapi_prop_list_get_string (source->props, MAPI_PR_MESSAGE_CLASS);
  gboolean    is_smime =
      message_class != NULL && g_ascii_strncasecmp (message_class, "IPM.Note.SMIME", 14) == 0;
  gboolean has_sealed = FALSE;

  self->has_text = source->text != NULL && *source->text != '\0';
  self->has_html = source->html != NULL && source->html_size > 0;
  for (guint i = 0; i < source->attachments->len; i++)
    {
      MapiMimeSourceAttachment *attachment = g_ptr_array_index (source->attachments, i);

      has_sealed |= is_sealed (attachment);
      g_ptr_array_add (is_shown (self, attachment) ? self->inlines : self->others, attachment);
    }
  if (is_smime && has_sealed)
    self->has_text = self->has_html = FALSE;
}

/* Writes the content fields and the content of a message; the other fields are written already. */
void
mapi_mime_compose (MapiMimeWriter *self)
{
  g_autoptr (GPtrArray) inlines = g_ptr_array_new ();
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  Compose compose = { .writer = self, .out = self->out, .inlines = inlines, .others = others };

  sort_parts (&compose);
  mapi_mime_output_string (self->out, "MIME-Version: 1.0\n");
  write_all (&compose);
}
