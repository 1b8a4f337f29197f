/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* MapiStoreCare of the provider: works on the file of a store, whoever has it open. */
void sqlite_care_iface_init (MapiStoreCareInterface *iface);

G_END_DECLS
