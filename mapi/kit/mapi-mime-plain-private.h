/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The common forms of some fields, read without GMime: to load that takes longer than all else that
 * a process does with a message of a few lines. Whatever looks otherwise is left to GMime. */

/* Whether @text is one mail address, and nothing else. */
gboolean mapi_mime_plain_is_address (const char *text);

/* `Thu, 01 Jan 2026 00:00:00 +0100`, or NULL. */
GDateTime *mapi_mime_plain_read_date (const char *text);

G_END_DECLS
