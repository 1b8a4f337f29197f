/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Makes a message of a file that is no mail: it says so, and the file is attached as it is. */
gboolean maildir_raw_read (
    MapiMessage *message, GFile *file, const char *why, GCancellable *cancellable, GError **error);

G_END_DECLS
