/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-support.h"

G_BEGIN_DECLS

/* The properties of the provider's own section of the profile, but not the secret ones. */
MapiPropList *mapi_settings_read (MapiSupport *support, GCancellable *cancellable, GError **error);

G_END_DECLS
