/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli-send.h"

#include "handover.h"

G_BEGIN_DECLS

typedef struct
{
  char *name; /* as the caller wrote it */
  int   file; /* -1 once it is taken */
} HandoverFile;

/* What somebody hands over to be sent. */
typedef struct
{
  CliSend       send; /* the first member: what it opens is found from it */
  gboolean      json;
  gboolean      quiet;
  GArray       *files; /* of HandoverFile */
  GInputStream *input; /* what the caller reads from standard input; set by who reads it from him */
} HandoverRequest;

/* Whether standard input is a part of what is sent. */
gboolean handover_request_reads_input (const HandoverRequest *self);

/*
 * Understands a packet. @files are those that came with it, and belong to the request from now on,
 * or are closed. What is not to be done here, or by nobody, is an error.
 */
HandoverRequest *handover_request_parse (
    const char *packet, gsize size, const int *files, gsize n_files, GError **error);
void handover_request_free (HandoverRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HandoverRequest, handover_request_free)

G_END_DECLS
