/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The skeleton of a MIME message: the message with everything taken out that is the value of a
 * property. It is a list of pieces in the order of the message. doc/mime.md describes the bytes.
 */

typedef enum
{
  MAPI_MIME_PIECE_HEADERS = 'H',   /* the message's own header block, without blind copies */
  MAPI_MIME_PIECE_BLIND = 'N',     /* the fields that name blind copies */
  MAPI_MIME_PIECE_PART = 'P',      /* the header block of a part */
  MAPI_MIME_PIECE_LITERAL = 'L',   /* what lies between parts */
  MAPI_MIME_PIECE_TEXT = 'T',      /* the content is PR_BODY */
  MAPI_MIME_PIECE_HTML = 'M',      /* the content is PR_HTML */
  MAPI_MIME_PIECE_RAW = 'C',       /* the content is here, since PR_BODY cannot say it exactly */
  MAPI_MIME_PIECE_KEPT_TEXT = 't', /* the content is here as it came; PR_BODY says the same */
  MAPI_MIME_PIECE_KEPT_HTML = 'm', /* likewise for PR_HTML */
  MAPI_MIME_PIECE_ATTACH = 'A',    /* the content is an attachment's data */
  MAPI_MIME_PIECE_MESSAGE = 'E',   /* the content is an attached message */
  MAPI_MIME_PIECE_SEALED = 'S',    /* the content is an attachment's data behind its headers */
} MapiMimePieceKind;

typedef enum
{
  MAPI_MIME_CODING_LINES = 0,  /* as it is, in lines */
  MAPI_MIME_CODING_BINARY = 1, /* as it is, every byte of it */
  MAPI_MIME_CODING_QUOTED = 2,
  MAPI_MIME_CODING_BASE64 = 3,
} MapiMimeCoding;

typedef struct
{
  MapiMimePieceKind kind;
  MapiMimeCoding    coding;
  gboolean          recoded;  /* the headers name another encoding than @coding */
  gboolean          ends;     /* nothing follows that would end the last line */
  guint32           sequence; /* PR_ATTACH_MIME_SEQUENCE */
  guint64           hash;     /* of the property's value, or of what an attachment is */
  const char       *charset;  /* of a text */
  const char       *data;
  gsize             size;
} MapiMimePiece;

/* Writing one. */
typedef struct
{
  GByteArray *bytes;
  guint       last_literal; /* where the last piece begins if it is a literal, else 0 */
} MapiMimeSkeleton;

void mapi_mime_skeleton_init (MapiMimeSkeleton *self);
void mapi_mime_skeleton_set_field (MapiMimeSkeleton *self, guint field, guint32 hash);
void mapi_mime_skeleton_add (MapiMimeSkeleton *self, const MapiMimePiece *piece);
void mapi_mime_skeleton_add_lines (MapiMimeSkeleton *self,
                                   MapiMimePieceKind kind,
                                   const char       *data,
                                   gsize             size);

/* Reading one. Nothing in it is trusted: a damaged one has no pieces, or fewer. */
typedef struct
{
  const guint8 *data;
  gsize         size;
  gsize         offset;
} MapiMimeSkeletonReader;

gboolean mapi_mime_skeleton_open (MapiMimeSkeletonReader *self, gconstpointer data, gsize size);
guint32  mapi_mime_skeleton_get_field (const MapiMimeSkeletonReader *self, guint field);
gboolean mapi_mime_skeleton_next (MapiMimeSkeletonReader *self, MapiMimePiece *piece);

guint64 mapi_mime_hash (guint64 seed, gconstpointer data, gsize size);

G_END_DECLS
