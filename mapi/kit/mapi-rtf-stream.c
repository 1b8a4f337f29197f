/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-code-page.h"
#include "mapi-flags.h"
#include "mapi-html.h"
#include "mapi-memory-stream.h"
#include "mapi-rtf-compression.h"
#include "mapi-rtf-stream.h"
#include "mapi-rtf-text.h"
#include "mapi-stream-read-private.h"

#define UTF8 65001u

/* What stands in front of a stream on PR_RTF_COMPRESSED. It can do no more than is documented:
 * read from the beginning to the end, or be written so. */
typedef struct
{
  GObject parent_instance;

  MapiStream       *compressed; /* %NULL in a stream for reading */
  guint32           flags;      /* for the compression */
  MapiMemoryStream *content;
} MapiRtfStream;

typedef GObjectClass MapiRtfStreamClass;

#define RTF_STREAM(object) ((MapiRtfStream *) (object))

static GType mapi_rtf_stream_get_type (void);
static void  mapi_rtf_stream_stream_init (MapiStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiRtfStream,
                               mapi_rtf_stream,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_STREAM,
                                                      mapi_rtf_stream_stream_init))

static GBytes *
mapi_rtf_stream_read (MapiStream *stream, guint64 count, GCancellable *cancellable, GError **error)
{
  return mapi_stream_read (MAPI_STREAM (RTF_STREAM (stream)->content), count, cancellable, error);
}

static gboolean
mapi_rtf_stream_write (MapiStream *stream, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  MapiRtfStream *self = RTF_STREAM (stream);

  if (self->compressed != NULL)
    return mapi_stream_write (MAPI_STREAM (self->content), bytes, cancellable, error);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "rtf stream: it was wrapped without MAPI_MODIFY");
  return FALSE;
}

static gboolean
mapi_rtf_stream_commit (MapiStream   *stream,
                        guint32       flags,
                        GCancellable *cancellable,
                        GError      **error)
{
  MapiRtfStream *self = RTF_STREAM (stream);
  g_autoptr (GBytes) rtf = NULL;
  g_autoptr (GBytes) compressed = NULL;

  if (self->compressed == NULL)
    return TRUE;

  rtf = mapi_memory_stream_get_bytes (self->content, error);
  if (rtf != NULL)
    compressed = mapi_rtf_compress (rtf, self->flags, error);
  return compressed != NULL && mapi_stream_set_size (self->compressed, 0, cancellable, error) &&
         mapi_stream_seek (self->compressed, 0, 0, NULL, error) &&
         mapi_stream_write (self->compressed, compressed, cancellable, error);
}

static void
mapi_rtf_stream_stream_init (MapiStreamInterface *iface)
{
  iface->read = mapi_rtf_stream_read;
  iface->write = mapi_rtf_stream_write;
  iface->commit = mapi_rtf_stream_commit;
}

static void
mapi_rtf_stream_finalize (GObject *object)
{
  g_clear_object (&RTF_STREAM (object)->compressed);
  g_clear_object (&RTF_STREAM (object)->content);
  G_OBJECT_CLASS (mapi_rtf_stream_parent_class)->finalize (object);
}

static void
mapi_rtf_stream_class_init (MapiRtfStreamClass *klass)
{
  klass->finalize = mapi_rtf_stream_finalize;
}

static void
mapi_rtf_stream_init (MapiRtfStream *self)
{
}

static MapiStream *
new_stream (MapiStream *compressed, guint32 flags, GBytes *content)
{
  MapiRtfStream *self = g_object_new (mapi_rtf_stream_get_type (), NULL);

  g_set_object (&self->compressed, compressed);
  self->flags = flags & MAPI_STORE_UNCOMPRESSED_RTF;
  self->content = mapi_memory_stream_new (content);
  return MAPI_STREAM (self);
}

static GBytes *
read_rtf (MapiStream *compressed, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) value = mapi_stream_read_all (compressed, cancellable, error);

  return value != NULL ? mapi_rtf_decompress (value, error) : NULL;
}

static GBytes *
get_native (GBytes *rtf, guint32 native_body, guint32 code_page, GError **error)
{
  g_autofree char *text = NULL;

  switch (native_body)
    {
    case MAPI_NATIVE_BODY_TYPE_HTML:
      text = mapi_rtf_to_html (rtf, error);
      return text != NULL ? mapi_html_encode (text, code_page, error) : NULL;
    case MAPI_NATIVE_BODY_TYPE_PLAINTEXT:
      text = mapi_rtf_to_text (rtf, error);
      return text != NULL ? mapi_code_page_from_utf8 (code_page, text, error) : NULL;
    default:
      return g_bytes_ref (rtf);
    }
}

static gboolean
check_flags (guint32 flags, GError **error)
{
  guint32 known = MAPI_MODIFY | MAPI_STORE_UNCOMPRESSED_RTF | MAPI_NATIVE_BODY;

  if ((flags & ~known) != 0)
    g_set_error (error, MAPI_ERROR, MAPI_E_UNKNOWN_FLAGS, "rtf stream: wrap: flags 0x%X", flags);
  else if ((flags & MAPI_NATIVE_BODY) && (flags & MAPI_MODIFY))
    g_set_error_literal (error,
                         MAPI_ERROR,
                         MAPI_E_INVALID_PARAMETER,
                         "rtf stream: wrap: a native body cannot be modified");
  else
    return TRUE;
  return FALSE;
}

/**
 * mapi_rtf_wrap_stream:
 * @compressed: a stream on PR_RTF_COMPRESSED, at its beginning
 * @flags: `MAPI_MODIFY` to write, `MAPI_STORE_UNCOMPRESSED_RTF` to leave out the compression, or 0
 *   to read
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives a stream of the RTF within a compressed stream.
 *
 * For reading, the whole text is uncompressed at once; what is damaged is %MAPI_E_CORRUPT_DATA.
 * For writing, the stream begins empty, as the whole text must be written anew; `Commit` replaces
 * what is in @compressed, and it is left to the caller to commit @compressed then. Only `Read`,
 * `Write` and `Commit` are supported.
 *
 * `WrapCompressedRTFStream`; wrapcompressedrtfstream.md.
 *
 * Returns: (transfer full): the stream
 *
 * Since: 1.0
 */
MapiStream *
mapi_rtf_wrap_stream (MapiStream   *compressed,
                      guint32       flags,
                      GCancellable *cancellable,
                      GError      **error)
{
  return mapi_rtf_wrap_stream_ex (compressed, flags, 0, NULL, cancellable, error);
}

/**
 * mapi_rtf_wrap_stream_ex:
 * @compressed: a stream on PR_RTF_COMPRESSED, at its beginning
 * @flags: as mapi_rtf_wrap_stream() takes them, or `MAPI_NATIVE_BODY` to read what the RTF was made
 *   from: HTML, plain text, or the RTF itself
 * @code_page: the code page of HTML and plain text; 0 for UTF-8
 * @native_body: (out) (optional): what the RTF was made from: `MAPI_NATIVE_BODY_TYPE_RTF`,
 *   `MAPI_NATIVE_BODY_TYPE_HTML` or `MAPI_NATIVE_BODY_TYPE_PLAINTEXT`; 0 with `MAPI_MODIFY`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Does what mapi_rtf_wrap_stream() does, and can go one step further back. `MAPI_NATIVE_BODY` with
 * `MAPI_MODIFY` is %MAPI_E_INVALID_PARAMETER.
 *
 * `WrapCompressedRTFStreamEx`; wrapcompressedrtfstreamex.md.
 *
 * Returns: (transfer full): the stream
 *
 * Since: 1.0
 */
MapiStream *
mapi_rtf_wrap_stream_ex (MapiStream   *compressed,
                         guint32       flags,
                         guint32       code_page,
                         guint32      *native_body,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autoptr (GBytes) rtf = NULL;
  g_autoptr (GBytes) content = NULL;
  guint32 kind;

  g_return_val_if_fail (MAPI_IS_STREAM (compressed), NULL);

  if (native_body != NULL)
    *native_body = 0;
  if (!check_flags (flags, error))
    return NULL;
  if (flags & MAPI_MODIFY)
    return new_stream (compressed, flags, NULL);

  rtf = read_rtf (compressed, cancellable, error);
  kind = rtf != NULL ? mapi_rtf_get_native_body (rtf, error) : 0;
  if (kind == 0)
    return NULL;
  if (native_body != NULL)
    *native_body = kind;

  if (!(flags & MAPI_NATIVE_BODY))
    return new_stream (NULL, flags, rtf);
  content = get_native (rtf, kind, code_page != 0 ? code_page : UTF8, error);
  return content != NULL ? new_stream (NULL, flags, content) : NULL;
}
