/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-mime-field-private.h"
#include "mapi-mime-source-private.h"

G_BEGIN_DECLS

/* A message on its way out; attached messages have writers of their own to the same output. */
typedef struct
{
  MapiMimeSource  source;
  MapiMimeOutput *out;
  guint           depth;
} MapiMimeWriter;

void    mapi_mime_writer_write (MapiMessage *message, MapiMimeOutput *out, guint depth);
guint32 mapi_mime_writer_get_flags (const MapiMimeWriter *self);
void    mapi_mime_writer_write_message (MapiMimeWriter                 *self,
                                        const MapiMimeSourceAttachment *attachment);

/* The two ways to write a message: from its skeleton, or anew. */
gboolean mapi_mime_replay_fits (MapiMimeWriter *self, MapiMimeSkeletonReader skeleton);
void     mapi_mime_replay (MapiMimeWriter *self, MapiMimeSkeletonReader skeleton);
GString *mapi_mime_replay_get_fields (MapiMimeWriter *self, MapiMimeSkeletonReader skeleton);
void     mapi_mime_compose (MapiMimeWriter *self);

/* Header blocks that are changed on their way out; their lines end with LF. */
typedef gboolean (*MapiMimeHeaderFunc) (const MapiMimeHeader *header, gpointer user);

void mapi_mime_block_remove (GString *block, MapiMimeHeaderFunc matches, gpointer user);
void mapi_mime_block_append (GString *block, const char *fields);
void mapi_mime_block_set_coding (GString *block, const char *coding);

G_END_DECLS
