/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "maildir-settings.h"

G_BEGIN_DECLS

/* The way in: takes what lies in new, one file at a time. A file leaves new only after its message
 * is saved, so a crash in between brings one message twice, and never loses one. */
typedef struct _MaildirInbox MaildirInbox;

/* Called, in the context of the thread that opened the inbox, when something has arrived. */
typedef void (*MaildirArrived) (gpointer data);

MaildirInbox *maildir_inbox_open (const MaildirSettings *settings,
                                  MaildirArrived         arrived,
                                  gpointer               data,
                                  GError               **error);
void          maildir_inbox_free (MaildirInbox *self);

/* Whether there is anything to take. */
gboolean maildir_inbox_look (MaildirInbox *self, gboolean *found, GError **error);

/* Fills and saves @message; leaves it alone when there is nothing after all. */
gboolean maildir_inbox_receive (MaildirInbox *self,
                                MapiMessage  *message,
                                GCancellable *cancellable,
                                GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MaildirInbox, maildir_inbox_free)

G_END_DECLS
