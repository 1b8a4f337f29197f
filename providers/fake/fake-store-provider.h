/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-store.h"

G_BEGIN_DECLS

/* The provider object of the module: one fake store for each section of a profile, before the
 * provider of the service that the section names. */
MapiMsProvider *fake_store_provider_new (void);

G_END_DECLS
