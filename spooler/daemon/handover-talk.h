/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "handover-logon.h"

G_BEGIN_DECLS

/* Does what the program at the other end of @link asks for, and answers whether it heard of it. */
gboolean handover_talk (int link, HandoverKeeper *keeper);

G_END_DECLS
