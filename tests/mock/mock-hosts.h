/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The processes of isolated providers that this one has started. */

guint mock_hosts_count (void);

/* Kills that of a service outright, without a word; answers whether there was one. */
gboolean mock_hosts_kill (const char *service);

G_END_DECLS
