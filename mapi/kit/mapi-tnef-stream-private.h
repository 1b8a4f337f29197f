/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-tnef-encode-private.h"
#include "mapi-tnef-stream.h"

G_BEGIN_DECLS

#define MAPI_TYPE_TNEF_STREAM (mapi_tnef_stream_get_type ())

G_DECLARE_FINAL_TYPE (MapiTnefStream, mapi_tnef_stream, MAPI, TNEF_STREAM, GObject)

struct _MapiTnefStream
{
  GObject parent_instance;

  GMutex       lock;
  MapiStream  *stream;
  char        *name;
  guint32      flags;
  MapiMessage *message;
  guint16      key;
  GArray      *numbers; /* PR_ATTACH_NUM of the attachments of the stream, in its order */

  /* Reading. */
  gboolean was_read;
  gboolean can_seek;
  guint64  start;

  /* Writing. */
  gboolean          is_begun;
  MapiTnefRequest  *for_message;
  MapiTnefSelection for_attachments;
  gboolean          has_attachments; /* asked for, whatever is excluded */
  GHashTable       *requests;        /* PR_ATTACH_NUM -> MapiTnefRequest */
  gboolean          has_recipients;
  MapiTable        *recipients;
};

gboolean    mapi_tnef_stream_write (MapiTnefStream *self,
                                    MapiTnefReport *report,
                                    GCancellable   *cancellable,
                                    GError        **error);
gboolean    mapi_tnef_stream_write_component (MapiTnefStream   *self,
                                              gboolean          is_message,
                                              guint32           number,
                                              MapiPropList     *overrides,
                                              MapiPropTagArray *tags,
                                              MapiTnefReport   *report,
                                              GCancellable     *cancellable,
                                              GError          **error);
gboolean    mapi_tnef_stream_read (MapiTnefStream          *self,
                                   const MapiTnefSelection *selection,
                                   MapiTnefReport          *report,
                                   GCancellable            *cancellable,
                                   GError                 **error);
MapiStream *mapi_tnef_stream_open_tagged_body (MapiTnefStream *self,
                                               MapiMessage    *message,
                                               guint32         flags,
                                               GCancellable   *cancellable,
                                               GError        **error);

G_END_DECLS
