/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list-builder.h"
#include "mapi-row-set.h"

G_BEGIN_DECLS

/* The properties that say who somebody is. */
typedef struct
{
  guint32 name;
  guint32 address_type;
  guint32 address;
  guint32 entry_id;
  guint32 search_key;
} MapiMimePersonTags;

extern const MapiMimePersonTags mapi_mime_sender_tags;
extern const MapiMimePersonTags mapi_mime_representing_tags;
/* Who gets a receipt: it has no more than these two. */
extern const MapiMimePersonTags mapi_mime_receipt_tags;

void mapi_mime_address_read (const char *text, guint32 recipient_type, GPtrArray *rows);
void mapi_mime_address_add_person (MapiPropListBuilder      *builder,
                                   const MapiMimePersonTags *tags,
                                   MapiPropList             *row);
void mapi_mime_address_add_replies (MapiPropListBuilder *builder, GPtrArray *rows);

void     mapi_mime_address_append_row (GString *out, MapiPropList *row, gboolean utf8);
gboolean mapi_mime_address_append_receiver (GString *out, MapiPropList *props, gboolean utf8);
gboolean mapi_mime_address_append_person (GString                  *out,
                                          const MapiMimePersonTags *tags,
                                          MapiPropList             *props,
                                          gboolean                  utf8);
void     mapi_mime_address_append_replies (GString *out, MapiPropList *props, gboolean utf8);

G_END_DECLS
