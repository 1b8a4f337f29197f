/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-link.h"

/* A session of the fixtures, and its support objects. */

/* A session with a store and a transport, and the support objects of both. */
typedef struct
{
  MapiProfile  *profile;
  MapiUid      *service;
  MapiUid      *transport_uid;
  MapiSession  *session;
  MockLink     *link;
  MapiMsgStore *store;
  MapiXpLogon  *transport;
  MapiSupport  *for_store;
  MapiSupport  *for_transport;
} SupportRig;

void support_rig_init (SupportRig *self);

void support_rig_clear (SupportRig *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SupportRig, support_rig_clear)
