/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Two stores of one session, and a folder of their own in each. */
typedef struct
{
  MapiSession  *session;
  MapiMsgStore *stores[2];
  MapiFolder   *folders[2];
} StorePair;

/* Failures are assertions'. */
void store_pair_begin (StorePair *self);
void store_pair_end (StorePair *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StorePair, store_pair_end)

G_END_DECLS
