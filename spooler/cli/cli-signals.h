/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Has @cancellable cancelled when the program is interrupted. A command of the program itself lets
 * a signal end it: what it was about to change is there as a whole or not at all, and a thread to
 * hear of signals would cost it more than the change.
 */
gboolean cli_watch_signals (GCancellable *cancellable, GError **error);

G_END_DECLS
