/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-gmime-private.h"

#include "mapi-mime-skeleton-private.h"

G_BEGIN_DECLS

/* Takes a transfer encoding off as content comes in. What is told by lines gets CRLF ends, whatever
 * they were: the ends of lines are the transport's, not the sender's. */
typedef struct
{
  MapiMimeCoding coding;
  gboolean       recoded; /* will be sent with another encoding than it came with */
  GMimeEncoding  state;
  char           last;
  GByteArray    *lines;
  GByteArray    *decoded;
} MapiMimeDecoder;

void mapi_mime_decoder_init (MapiMimeDecoder *self, GMimeContentEncoding encoding);
void mapi_mime_decoder_clear (MapiMimeDecoder *self);
void mapi_mime_decoder_step (MapiMimeDecoder *self, const char **data, gsize *size);
void mapi_mime_decoder_finish (MapiMimeDecoder *self, const char **data, gsize *size);

G_END_DECLS
