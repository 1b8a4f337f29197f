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

/* The same with the texts of tests, and a look at what came of it. */
MapiMessage  *mock_mail_read_fixture (const char *name);
MapiMessage  *mock_mail_read_text (const char *text);
char         *mock_mail_write_text (MapiMessage *message, guint32 flags);
MapiPropList *mock_mail_get_all (gpointer prop);
void          mock_mail_set_value (gpointer prop, MapiPropValue *value);
void          mock_mail_set_string (gpointer prop, guint32 tag, const char *text);
void          mock_mail_set_data (gpointer prop, guint32 tag, const char *data, gsize size);
void        mock_mail_expect_data (MapiPropList *props, guint32 tag, const char *data, gsize size);
MapiAttach *mock_mail_open_attach (MapiMessage *message, guint32 number);
guint       mock_mail_count_attachments (MapiMessage *message);
/* The recipients as a text. */
char *mock_mail_describe_recipients (MapiMessage *message);
void  mock_mail_set_recipients (MapiMessage *message, const char *to, const char *bcc);
