/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A store with a few messages, for as long as the process lasts. */
MapiMsgStore *fuzz_store_get (void);
MapiFolder   *fuzz_store_get_folder (void);

G_END_DECLS
