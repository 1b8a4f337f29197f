/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

/*
 * The messages behind a path: an .eml file, an mbox or a Maildir, told apart by what is there.
 * @visit gets one message at a time, as a stream, and where it came from.
 */
typedef gboolean (*CliMailVisit) (GInputStream *stream,
                                  const char   *where,
                                  gpointer      data,
                                  GError      **error);

gboolean
cli_mailbox_read (Cli *cli, const char *path, CliMailVisit visit, gpointer data, GError **error);
guint64 cli_mailbox_size (const char *path);

G_END_DECLS
