/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-held-private.h"
#include "mapi-wrapper.h"

G_BEGIN_DECLS

/* A wrapper that remembers what a provider has given out and been given, to say in the end what of
 * it is still there though nobody uses it. */
#define MAPI_TYPE_HOLDINGS (mapi_holdings_get_type ())
G_DECLARE_FINAL_TYPE (MapiHoldings, mapi_holdings, MAPI, HOLDINGS, MapiWrapper)

MapiHoldings *mapi_holdings_new (void);

/* What somebody who was given it still has is no mistake of the provider's, and is left out. */
void mapi_holdings_add_held (MapiHoldings *self, MapiHeld *held);

G_END_DECLS
