/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Takes a MIME message apart as its bytes come in, in any portions, and holds no more of it than a
 * header block. Every byte is told exactly once and in order, so that what is told can be put
 * together again, however broken the message is.
 */
typedef struct _MapiMimeScanner MapiMimeScanner;

typedef struct
{
  /* A part begins: its header block, the empty line included if there is one. The answer is the
   * boundary of a multipart, NULL for any other part. */
  const char *(*headers) (gpointer user, const char *data, gsize size);
  /* A portion of what a part that is no multipart holds. */
  void (*content) (gpointer user, const char *data, gsize size);
  /* What lies between parts: boundaries, text before the first part and after the last. */
  void (*literal) (gpointer user, const char *data, gsize size);
  /* The part whose headers were told last and that has not ended yet, ends. */
  void (*end) (gpointer user);
} MapiMimeScannerFuncs;

MapiMimeScanner *mapi_mime_scanner_new (const MapiMimeScannerFuncs *funcs, gpointer user);
void             mapi_mime_scanner_free (MapiMimeScanner *self);
void             mapi_mime_scanner_feed (MapiMimeScanner *self, const char *data, gsize size);
void             mapi_mime_scanner_finish (MapiMimeScanner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiMimeScanner, mapi_mime_scanner_free)

G_END_DECLS
