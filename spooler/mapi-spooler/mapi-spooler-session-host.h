/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-host.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_SESSION_HOST (mapi_spooler_session_host_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (
    MapiSpoolerSessionHost, mapi_spooler_session_host, MAPI, SPOOLER_SESSION_HOST, GObject)

MAPI_AVAILABLE_IN_1_0
MapiSpoolerHost *mapi_spooler_session_host_new (MapiSession *session);

G_END_DECLS
