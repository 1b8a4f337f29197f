/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What the two halves of the pair know in common: they are in one process when the spooler has
 * logged both on. */
typedef struct _Tenant Tenant;

/* The tenant that the settings of a profile section name. There is one as long as the process
 * lives. Fails with MAPI_E_UNCONFIGURED. */
Tenant *tenant_get (MapiPropList *settings, GError **error);

const char *tenant_get_house (Tenant *self);
const char *tenant_get_name (Tenant *self);

/* Either half joins when it is logged on, in any order; nothing of it is kept alive. */
gboolean tenant_join_store (Tenant *self, MapiMsgStore *store, GObject *wrapper, GError **error);
gboolean tenant_join_transport (Tenant *self, MapiTransport *transport, GError **error);

/* What stands before the spooler's store (transfer full), or NULL. */
GObject *tenant_ref_store (Tenant *self);

/* Messages that the store has sent itself, from CompleteMsg to FinishedMsg. */
void     tenant_begin_finish (Tenant *self, GBytes *entry_id);
gboolean tenant_is_finishing (Tenant *self, GBytes *entry_id);
void     tenant_end_finish (Tenant *self, GBytes *entry_id);

G_END_DECLS
