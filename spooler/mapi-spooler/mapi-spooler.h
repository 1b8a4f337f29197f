/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-queue-item.h"
#include "mapi-spooler-clock.h"
#include "mapi-spooler-engine.h"
#include "mapi-spooler-host.h"
#include "mapi-spooler-metrics.h"
#include "mapi-spooler-queue.h"
#include "mapi-spooler-session-host.h"
#include "mapi-spooler-system-clock.h"
#include "mapi-spooler-virtual-clock.h"
