/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-stream.h"

G_BEGIN_DECLS

/*
 * What a TNEF stream is read from: the stream itself, or a part of another input that ends after a
 * number of bytes, such as an attribute or an embedded message. Nothing is trusted: a read beyond
 * the end answers less than was asked for, and no memory is taken for bytes that are not there.
 */
typedef struct _MapiTnefInput MapiTnefInput;

struct _MapiTnefInput
{
  MapiTnefInput *parent;
  guint64        left;
  guint16        checksum; /* of what was read so far: the sum of the bytes */

  /* Of the stream itself alone. */
  MapiStream   *stream;
  GCancellable *cancellable;
  GBytes       *chunk;
  gsize         offset;
  GError       *error;
};

void mapi_tnef_input_init (MapiTnefInput *self, MapiStream *stream, GCancellable *cancellable);
void mapi_tnef_input_init_part (MapiTnefInput *self, MapiTnefInput *parent, guint64 size);
void mapi_tnef_input_clear (MapiTnefInput *self);

gsize    mapi_tnef_input_read (MapiTnefInput *self, gpointer data, gsize size);
gboolean mapi_tnef_input_read_u8 (MapiTnefInput *self, guint8 *value);
gboolean mapi_tnef_input_read_u16 (MapiTnefInput *self, guint16 *value);
gboolean mapi_tnef_input_read_u32 (MapiTnefInput *self, guint32 *value);
gboolean mapi_tnef_input_read_u64 (MapiTnefInput *self, guint64 *value);
gboolean mapi_tnef_input_read_array (MapiTnefInput *self, GByteArray *array, guint64 size);
gboolean mapi_tnef_input_skip (MapiTnefInput *self, guint64 size);

/* What went wrong with the stream itself; damage is no error. */
gboolean mapi_tnef_input_check (MapiTnefInput *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiTnefInput, mapi_tnef_input_clear)

G_END_DECLS
