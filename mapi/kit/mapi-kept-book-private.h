/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-ab-logon.h"
#include "mapi-book-backend-private.h"
#include "mapi-support.h"

G_BEGIN_DECLS

MapiAbLogon *mapi_kept_book_new (MapiBookBackend *backend, MapiSupport *support);

G_END_DECLS
