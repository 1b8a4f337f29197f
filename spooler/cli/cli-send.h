/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

/* What `mapi send` is told to send, here or by who hands it over. */
typedef struct _CliSend CliSend;
struct _CliSend
{
  char    *from;
  char   **to;
  char   **cc;
  char   **bcc;
  char    *subject;
  char    *body; /* %NULL for standard input */
  char   **attach;
  char   **files; /* messages as they are; none to compose one */
  gboolean no_copy;
  gboolean now;

  /* Opens a file that was named; %NULL is standard input. */
  GInputStream *(*open) (const CliSend *send,
                         const char    *path,
                         GCancellable  *cancellable,
                         GError       **error);
};

void cli_send_clear (CliSend *send);

/* Submits it, and answers how much was. */
CliExit cli_send_messages (
    Cli *cli, MapiMsgStore *store, MapiFolder *outbox, const CliSend *send, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliSend, cli_send_clear)

G_END_DECLS
