/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-transport.h"

G_BEGIN_DECLS

/* Where a test finds a fake's script and log: in its section of the profile and on its status
 * object. The log can only be read there, one call a line. */
#define FAKE_PR_SCRIPT ((guint32) 0x6600001F)
#define FAKE_PR_LOG ((guint32) 0x6610001F)

/* A status object that is @plain, and has the script and the log of the transport besides. To set
 * the script is to give the transport another one. */
MapiStatus *fake_status_new (MapiStatus *plain, FakeTransport *transport);

G_END_DECLS
