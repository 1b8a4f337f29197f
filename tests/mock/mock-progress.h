/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define MOCK_TYPE_PROGRESS (mock_progress_get_type ())
G_DECLARE_FINAL_TYPE (MockProgress, mock_progress, MOCK, PROGRESS, GObject)

/* An indicator from 100 to 200 that remembers what it was told. */
MockProgress *mock_progress_new (void);

guint    mock_progress_get_n_calls (MockProgress *self);
guint32  mock_progress_get_last (MockProgress *self);
gboolean mock_progress_has_gone_back (MockProgress *self);

/* What happens at the call with this number, counted from 1: somebody cancels in answer, or @func
 * is called. */
void mock_progress_cancel_at (MockProgress *self, guint call);
void
mock_progress_call_at (MockProgress *self, guint call, void (*func) (gpointer data), gpointer data);

G_END_DECLS
