/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HANDOVER_TYPE_INPUT (handover_input_get_type ())
G_DECLARE_FINAL_TYPE (HandoverInput, handover_input, HANDOVER, INPUT, GInputStream)

/* What the caller reads from his standard input, until he says that this was all. Who is gone
 * before he has said so is an error. @link stays that of who made it. */
GInputStream *handover_input_new (int link);

/* Waits until he has said it, where there is nothing that he reads. */
gboolean handover_input_wait (GInputStream *input, GError **error);

G_END_DECLS
