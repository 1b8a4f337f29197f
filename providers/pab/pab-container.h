/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "pab-logon.h"

G_BEGIN_DECLS

/* The container of a book, or the root above it. */
#define PAB_TYPE_CONTAINER (pab_container_get_type ())
G_DECLARE_FINAL_TYPE (PabContainer, pab_container, PAB, CONTAINER, MapiPropData)

PabContainer *pab_container_new (PabLogon *logon, gboolean is_root);

G_END_DECLS
