/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"
#include "mapi-tnef-attribute-private.h"
#include "mapi-tnef-target-private.h"

G_BEGIN_DECLS

#define MAPI_TNEF_SIGNATURE ((guint32) 0x223e9f78)
#define MAPI_TNEF_VERSION ((guint32) 0x00010000)
#define MAPI_TNEF_DEFAULT_CODE_PAGE 437

/* What attachments may hold beside bytes: the identifier of the interface stands before them. */
typedef enum
{
  MAPI_TNEF_OBJECT_UNKNOWN,
  MAPI_TNEF_OBJECT_MESSAGE,
  MAPI_TNEF_OBJECT_STORAGE,
  MAPI_TNEF_OBJECT_STREAM,
} MapiTnefObjectKind;

extern const MapiUid mapi_tnef_message_iid;
extern const MapiUid mapi_tnef_storage_iid;

MapiTnefObjectKind mapi_tnef_object_get_kind (const MapiUid *iid);

/* Decodes one stream. */
typedef struct _MapiTnefDecoder MapiTnefDecoder;

/* The attachment that attributes belong to at the moment. */
typedef struct
{
  MapiTnefDecoder *decoder;
  gboolean         is_open; /* there is one */
  MapiTnefTarget   target;
  gboolean         has_data;
  gboolean         has_message;
} MapiTnefAttachment;

struct _MapiTnefDecoder
{
  MapiTnefInput           *input;
  MapiProp                *prop;    /* the message, or any object for its properties alone */
  MapiMessage             *message; /* NULL: no recipients and no attachments */
  const MapiTnefSelection *selection;
  MapiTnefReport          *report;
  GCancellable            *cancellable;
  GArray                  *numbers; /* of the attachments, in the order of the stream */
  guint                    depth;
  guint                    n_attachments;
  guint32                  code_page;
  guint16                  key;
  char                    *message_class;
  MapiTnefTarget           target;
  MapiTnefAttachment       attachment;
};

/* Everything; what a stream lacks is no failure, unless it is no TNEF stream. */
gboolean mapi_tnef_decode (MapiTnefDecoder *self, GError **error);
gboolean mapi_tnef_decode_begin (MapiTnefInput *input, guint16 *key, GError **error);

/* Reads a list of properties into @target; @attachment is where objects go, %NULL without any. */
void mapi_tnef_decode_props (MapiTnefDecoder    *self,
                             MapiTnefInput      *input,
                             guint32             attribute,
                             MapiTnefTarget     *target,
                             MapiTnefAttachment *attachment);
void mapi_tnef_decode_recipients (MapiTnefDecoder *self, MapiTnefInput *input, guint32 attribute);

void mapi_tnef_attachment_begin (MapiTnefAttachment *self, MapiTnefDecoder *decoder);
void mapi_tnef_attachment_take_object (MapiTnefAttachment *self,
                                       guint32             attribute,
                                       guint32             tag,
                                       MapiTnefInput      *input);
void
mapi_tnef_attachment_take_data (MapiTnefAttachment *self, guint32 attribute, MapiTnefInput *input);
gboolean mapi_tnef_attachment_open (MapiTnefAttachment *self);
void     mapi_tnef_attachment_end (MapiTnefAttachment *self);

G_END_DECLS
