/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-transport.h"

G_BEGIN_DECLS

/* The provider object of the module: one fake transport for each section of a profile, which lives
 * as long as the provider does. */
MapiXpProvider *fake_provider_new (void);

G_END_DECLS
