/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-stream.h"

G_BEGIN_DECLS

/* What a TNEF stream is written to. What goes wrong is kept until the end, and nothing is written
 * after it. */
typedef struct
{
  MapiStream   *stream;
  GCancellable *cancellable;
  GByteArray   *buffer;
  guint64       size;     /* of all that was written */
  guint16       checksum; /* of what was written since it was last set to 0 */
  GError       *error;
} MapiTnefOutput;

void mapi_tnef_output_init (MapiTnefOutput *self, MapiStream *stream, GCancellable *cancellable);
void mapi_tnef_output_clear (MapiTnefOutput *self);

void mapi_tnef_output_write (MapiTnefOutput *self, gconstpointer data, gsize size);
void mapi_tnef_output_write_u8 (MapiTnefOutput *self, guint8 value);
void mapi_tnef_output_write_u16 (MapiTnefOutput *self, guint16 value);
void mapi_tnef_output_write_u32 (MapiTnefOutput *self, guint32 value);
void mapi_tnef_output_write_u64 (MapiTnefOutput *self, guint64 value);
void mapi_tnef_output_pad (MapiTnefOutput *self, guint64 size);
void mapi_tnef_output_copy (MapiTnefOutput *self, MapiStream *from, guint64 size);

void mapi_tnef_output_attribute (
    MapiTnefOutput *self, guint8 level, guint32 attribute, gconstpointer data, gsize size);
void mapi_tnef_output_attribute_from (MapiTnefOutput *self,
                                      guint8          level,
                                      guint32         attribute,
                                      MapiStream     *from);

gboolean mapi_tnef_output_finish (MapiTnefOutput *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiTnefOutput, mapi_tnef_output_clear)

G_END_DECLS
