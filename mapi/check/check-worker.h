/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A thread that does one piece of work after the other, for somebody who waits for it only so long.
 */
typedef struct _CheckWorker CheckWorker;

typedef enum
{
  CHECK_WORK_DONE,
  CHECK_WORK_STUCK,     /* it took too long, and the thread is left to itself */
  CHECK_WORK_CANCELLED, /* the same, as nobody wants to wait any more */
} CheckWorkEnd;

CheckWorker *check_worker_new (void);

/* Ends the thread, unless it is left to itself. */
void check_worker_free (CheckWorker *self);

/* @work is done with once it is over, or never. @seconds: 0 for as long as it likes. */
CheckWorkEnd check_worker_run (CheckWorker *self,
                               void (*run) (gpointer work),
                               gpointer       work,
                               GDestroyNotify destroy,
                               guint          seconds,
                               GCancellable  *cancellable);

/* The public function of libmapi that has not returned, or NULL. */
char *check_worker_find_call (CheckWorker *self);

gboolean check_worker_is_left (CheckWorker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CheckWorker, check_worker_free)

G_END_DECLS
