/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files that processes append lines to, and that outlive them: what a process has handed to the
 * kernel is there whatever becomes of the process. */
#define KILL_LEDGER_SUBMITTED "submitted" /* "began SUBJECT", "done SUBJECT" */
#define KILL_LEDGER_DROPPED "dropped"     /* "done SUBJECT": it waits to be fetched */
#define KILL_LEDGER_BEGAN "began"         /* "LIFE THREAD SUBJECT": a transport has it in hand */
#define KILL_LEDGER_SENT "sent" /* "LIFE THREAD SUBJECT ADDRESS ID": its receiver has it */

/* The process that this one is, of those that one test starts one after the other. */
#define KILL_LIFE "KILL_LIFE"

void kill_ledger_add (const char *folder, const char *name, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* The same with the number of the life and the thread before it. */
void kill_ledger_sign (const char *folder, const char *name, const char *text);

/* The lines, each split at its blanks. */
GPtrArray *kill_ledger_read (const char *folder, const char *name);

G_END_DECLS
