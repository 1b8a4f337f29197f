/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "mapi-mime-skeleton-private.h"

G_BEGIN_DECLS

/* Where a MIME message is written to. What goes wrong is kept until the end, and nothing is written
 * after it. */
typedef struct
{
  GOutputStream *stream; /* NULL: all stays in the buffer */
  GCancellable  *cancellable;
  GByteArray    *buffer;
  guint32        flags;
  gboolean       after_cr;
  GError        *error;
} MapiMimeOutput;

void     mapi_mime_output_init (MapiMimeOutput *self,
                                GOutputStream  *stream,
                                guint32         flags,
                                GCancellable   *cancellable);
void     mapi_mime_output_clear (MapiMimeOutput *self);
void     mapi_mime_output_lines (MapiMimeOutput *self, const char *data, gsize size);
void     mapi_mime_output_string (MapiMimeOutput *self, const char *text);
gboolean mapi_mime_output_finish (MapiMimeOutput *self, GError **error);

/* Encodes content on its way there. */
typedef struct
{
  MapiMimeOutput *out;
  MapiMimeCoding  coding;
  char           *buffer;
  int             state;
  guint32         save;
  guint           column;
  char            held; /* what cannot be written before the next character is known */
  gboolean        line_is_open;
} MapiMimeEncoder;

void mapi_mime_encoder_init (MapiMimeEncoder *self, MapiMimeOutput *out, MapiMimeCoding coding);
void mapi_mime_encoder_write (MapiMimeEncoder *self, const char *data, gsize size);
void mapi_mime_encoder_finish (MapiMimeEncoder *self, gboolean ends);

G_END_DECLS
