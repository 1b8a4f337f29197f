/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* PR_SUBJECT of an open message; NULL when it has none (transfer full). */
char    *mock_subject_read (MapiMessage *message);
gboolean mock_subject_write (MapiMessage *message, const char *text, GError **error);

G_END_DECLS
