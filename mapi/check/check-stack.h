/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* The public function of libmapi by which a thread of this process has called a provider, or, when
 * that is in none, another thread; NULL when there is none. */
char *check_stack_find_call (pid_t thread);

G_END_DECLS
