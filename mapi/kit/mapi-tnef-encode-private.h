/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"
#include "mapi-tnef-output-private.h"
#include "mapi-tnef-source-private.h"

G_BEGIN_DECLS

/* Encodes one message, and those in it. */
typedef struct
{
  MapiTnefOutput *output;
  guint32         flags; /* MAPI_TNEF_PURE, MAPI_TNEF_COMPATIBILITY */
  guint32         code_page;
  guint16         key;
  guint           depth;
  MapiTnefReport *report;
  GCancellable   *cancellable;
} MapiTnefEncoder;

/* What was asked for one object. */
typedef struct
{
  MapiTnefSelection selection;
  gboolean          has_selection;
  MapiPropList     *overrides; /* NULL without any */
  MapiStream       *data;      /* of an attachment: in the place of its own; NULL without any */
  gboolean          data_is_tnef;
} MapiTnefRequest;

MapiTnefRequest *mapi_tnef_request_new (void);
void             mapi_tnef_request_free (MapiTnefRequest *self);

/* Chooses the code page; @with_head writes what stands before the attributes of the message. */
void mapi_tnef_encode_begin (MapiTnefEncoder *self, MapiProp *message, gboolean with_head);
void mapi_tnef_encode_message_props (MapiTnefEncoder         *self,
                                     MapiMessage             *message,
                                     const MapiTnefSelection *selection,
                                     MapiPropList            *overrides,
                                     gboolean                 with_recipients,
                                     MapiTable               *recipients);

/* @request has what else was asked for this one; NULL: nothing. */
void mapi_tnef_encode_attachment (MapiTnefEncoder         *self,
                                  MapiMessage             *message,
                                  guint32                  number,
                                  const MapiTnefSelection *selection,
                                  const MapiTnefRequest   *request);

/* PR_ATTACH_NUM of each attachment, in their order. */
GArray *mapi_tnef_get_attachments (MapiMessage *message, GCancellable *cancellable, GError **error);

/* All of it, to a part of a stream. */
void mapi_tnef_encode_whole (MapiTnefEncoder *self, MapiMessage *message);

/* Writes attributes of their own for what has one; drops those from @source that need no more. */
void mapi_tnef_encode_attributes (MapiTnefEncoder *self, guint8 level, MapiTnefSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiTnefRequest, mapi_tnef_request_free)

G_END_DECLS
