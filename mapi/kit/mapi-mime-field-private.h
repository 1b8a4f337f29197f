/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-mime-header-private.h"
#include "mapi-prop-list-builder.h"
#include "mapi-row-set.h"

G_BEGIN_DECLS

/* The header fields of a message that are values of properties; the numbers stand in skeletons. */
typedef enum
{
  MAPI_MIME_FIELD_FROM = 0,
  MAPI_MIME_FIELD_SENDER = 1,
  MAPI_MIME_FIELD_REPLY_TO = 2,
  MAPI_MIME_FIELD_TO = 3,
  MAPI_MIME_FIELD_CC = 4,
  MAPI_MIME_FIELD_BCC = 5,
  MAPI_MIME_FIELD_SUBJECT = 6,
  MAPI_MIME_FIELD_DATE = 7,
  MAPI_MIME_FIELD_MESSAGE_ID = 8,
  MAPI_MIME_FIELD_IN_REPLY_TO = 9,
  MAPI_MIME_FIELD_REFERENCES = 10,
  MAPI_MIME_FIELD_IMPORTANCE = 11,
  MAPI_MIME_FIELD_PRIORITY = 12,
  MAPI_MIME_FIELD_SENSITIVITY = 13,
  MAPI_MIME_FIELD_READ_RECEIPT = 14,
  MAPI_MIME_FIELD_ORGANIZATION = 15,
  MAPI_MIME_FIELD_LIST_HELP = 16,
  MAPI_MIME_FIELD_LIST_SUBSCRIBE = 17,
  MAPI_MIME_FIELD_LIST_UNSUBSCRIBE = 18,
  MAPI_MIME_N_FIELDS
} MapiMimeField;

typedef enum
{
  MAPI_MIME_FIELD_KIND_PERSON,
  MAPI_MIME_FIELD_KIND_REPLIES,
  MAPI_MIME_FIELD_KIND_RECIPIENTS,
  MAPI_MIME_FIELD_KIND_TEXT,
  MAPI_MIME_FIELD_KIND_ID, /* text that is never encoded */
  MAPI_MIME_FIELD_KIND_TIME,
  MAPI_MIME_FIELD_KIND_CHOICE,
  MAPI_MIME_FIELD_KIND_RECEIPT,
} MapiMimeFieldKind;

typedef struct
{
  gint32      value;
  const char *text;
} MapiMimeChoice;

typedef struct
{
  const char       *names[3]; /* the first is the one to write */
  MapiMimeFieldKind kind;
  guint32           tag;    /* of the property; of recipients the PR_RECIPIENT_TYPE */
  gint32            normal; /* of a choice: the value that goes without saying */
  MapiMimeChoice    choices[4];
} MapiMimeFieldInfo;

extern const MapiMimeFieldInfo mapi_mime_fields[MAPI_MIME_N_FIELDS];

/* A set of fields: 1 << field. */
typedef guint32 MapiMimeFieldSet;

#define MAPI_MIME_ALL_FIELDS ((MapiMimeFieldSet) (1u << MAPI_MIME_N_FIELDS) - 1)

int      mapi_mime_field_find (const MapiMimeHeader *header);
gboolean mapi_mime_field_recipient_is (MapiPropList *row, guint32 recipient_type);
guint32  mapi_mime_field_hash (MapiMimeField field, MapiPropList *props, MapiRowSet *recipients);

/* `X-Auto-Response-Suppress`, which is no field of a skeleton: the bits of
 * PR_AUTO_RESPONSE_SUPPRESS. */
#define MAPI_MIME_SUPPRESS_ALL ((guint32) 0xFFFFFFFF)

guint32 mapi_mime_suppress_parse (const char *text);

/* The fields that tell programs not to answer. */
void mapi_mime_suppress_write (GString *out, MapiPropList *props);

MapiMimeFieldSet mapi_mime_fields_read (const char          *headers,
                                        gsize                size,
                                        MapiPropListBuilder *builder,
                                        GPtrArray           *recipients);
void             mapi_mime_fields_write (GString         *out,
                                         MapiMimeFieldSet fields,
                                         MapiPropList    *props,
                                         MapiRowSet      *recipients,
                                         guint32          flags);

G_END_DECLS
