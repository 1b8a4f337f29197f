/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-version-macros.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * MAPI_MESSAGE_CLASS_DEFAULT:
 *
 * The class of a message that nobody has given one (R351, R660).
 *
 * Since: 1.0
 */
#define MAPI_MESSAGE_CLASS_DEFAULT "IPM"

MAPI_AVAILABLE_IN_1_0
gboolean mapi_message_class_is_a (const char *message_class, const char *base);

G_END_DECLS
