/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

/* Messages as files, and what a reader sees of one. */

/* The folders with messages: the project's own, and that of the variable MAPI_TEST_MAIL if set. */
GPtrArray *mock_mail_list (void);
GBytes    *mock_mail_load (const char *path);
GBytes    *mock_mail_load_fixture (const char *name);

/* The same message with LF ends of lines, or with CRLF ones. */
GBytes *mock_mail_with_line_ends (GBytes *mime, const char *line_end);

/* Conversions that are one CUnit assertion each. */
MapiMessage *mock_mail_read (GBytes *mime);
MapiMessage *mock_mail_read_portions (GBytes *mime, gsize portion);
GBytes      *mock_mail_write (MapiMessage *message, guint32 flags);

/* A text that says all that a reader sees, in the eyes of GMime's own parser: all header fields,
 * and of each part what it is, its name and its decoded content. */
char *mock_mail_describe (GBytes *mime);
