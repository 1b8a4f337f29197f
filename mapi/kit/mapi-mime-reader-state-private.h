/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-mime-attach-private.h"
#include "mapi-mime-body-private.h"
#include "mapi-mime-field-private.h"
#include "mapi-mime-reader-private.h"
#include "mapi-mime-report-private.h"
#include "mapi-mime-scan-private.h"

G_BEGIN_DECLS

/* What becomes of the content of a part. */
typedef enum
{
  LEAF_NONE,
  LEAF_BODY,
  LEAF_ATTACHMENT,
  LEAF_MESSAGE,
  LEAF_LITERAL, /* it stays in the skeleton as it is */
  LEAF_REPORT,  /* the same, if it can be understood */
  LEAF_IGNORED, /* it is in something sealed */
} LeafKind;

typedef struct
{
  guint    id;
  gboolean is_alternative;
  gboolean is_related;
  gboolean is_digest;
  gboolean is_report;
} Multipart;

struct _MapiMimeReader
{
  MapiMessage  *message;
  guint32       flags;
  guint         depth;
  GCancellable *cancellable;
  GError       *error;

  MapiMimeScanner     *scanner;
  MapiPropListBuilder *props;
  GPtrArray           *recipients;
  MapiMimeFieldSet     fields;
  MapiMimeSkeleton     skeleton;
  MapiMimeBody         body;
  GArray              *multiparts;
  guint                n_parts;
  guint32              n_attachments;
  const char          *message_class;
  char                *subject;
  MapiPropList        *header_props; /* once it is finished */
  MapiRowSet          *header_recipients;
  MapiMimeReport      *report;

  /* the part whose content comes in */
  LeafKind            kind;
  MapiMimePart       *part;
  MapiMimeDecoder     decoder;
  GByteArray         *content;
  GByteArray         *encoded;
  MapiMimeAttachment *attachment;
  MapiMessage        *inner_message;
  MapiMimeReader     *inner;

  /* the signed or encrypted multipart that it is in */
  MapiMimeAttachment *sealed;
  MapiMimeDecoder     sealed_lines;
  guint               sealed_level;
};

/* Once all has come in: sets the properties and the recipients. */
gboolean mapi_mime_reader_set_all (MapiMimeReader *self);

G_END_DECLS
