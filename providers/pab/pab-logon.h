/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "pab-book.h"

G_BEGIN_DECLS

#define PAB_TYPE_LOGON (pab_logon_get_type ())
G_DECLARE_FINAL_TYPE (PabLogon, pab_logon, PAB, LOGON, GObject)

PabLogon *pab_logon_new (MapiSupport *support, PabBook *book, const char *name);

PabBook    *pab_logon_get_book (PabLogon *self);
const char *pab_logon_get_name (PabLogon *self);

/* The support object, or MAPI_E_INVALID_OBJECT after Logoff: every object of the logon asks so. */
MapiSupport *pab_logon_ref_support (PabLogon *self, GError **error);
gboolean     pab_logon_check (PabLogon *self, GError **error);

MapiProp *pab_logon_open (
    PabLogon *self, GBytes *entry_id, guint32 flags, GCancellable *cancellable, GError **error);

/* What is known of an entry of any provider, for a copy of it. */
MapiPropList *
pab_logon_read_entry (PabLogon *self, GBytes *entry_id, GCancellable *cancellable, GError **error);

G_END_DECLS
