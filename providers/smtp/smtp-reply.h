/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One reply of the server, of one line or several. Starts zeroed; smtp_reply_clear() ends it. */
typedef struct
{
  guint    code;
  GString *text; /* the words, with the code in front: "550 5.1.1 No such user" */
  guint    n_lines;
} SmtpReply;

typedef enum
{
  SMTP_LINE_LAST,
  SMTP_LINE_MORE_FOLLOW,
  SMTP_LINE_RUBBISH,
} SmtpLine;

/* Adds a line, without or with its end. The first line of a reply starts it anew. */
SmtpLine smtp_reply_add_line (SmtpReply *self, const char *line, gsize length);

/* The class of the reply: 2 done, 3 go on, 4 not now, 5 never. */
guint smtp_reply_get_class (const SmtpReply *self);

void smtp_reply_clear (SmtpReply *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmtpReply, smtp_reply_clear)

G_END_DECLS
