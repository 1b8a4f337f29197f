/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-transport.h"

G_BEGIN_DECLS

/* One logon of a fake transport. */
MapiXpLogon *fake_logon_new (FakeTransport *transport,
                             MapiSupport   *support,
                             GCancellable  *cancellable,
                             GError       **error);

G_END_DECLS
