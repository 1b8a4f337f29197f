/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sends a message through a transport whose setting "folder" has the folders in and out, and
 * receives one: through the catalogue, a session and the spooler. */
void folder_rig_try (const char *service, const char *address_type);

G_END_DECLS
