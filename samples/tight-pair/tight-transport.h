/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define TIGHT_TYPE_TRANSPORT (tight_transport_get_type ())
G_DECLARE_FINAL_TYPE (TightTransport, tight_transport, TIGHT, TRANSPORT, MapiTransport)

G_END_DECLS
