/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-session.h"
#include "mapi-support.h"

G_BEGIN_DECLS

/* @profile and @service_uid are NULL where the service is in no profile; @session is NULL where
 * nobody has logged on. */
MapiSupport *
mapi_service_support_new (MapiProfile *profile, const MapiUid *service_uid, MapiSession *session);

G_END_DECLS
