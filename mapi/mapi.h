/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#define MAPI_INSIDE

/* core: values */
#include "mapi-address-types.h"
#include "mapi-entry-id.h"
#include "mapi-entry-list.h"
#include "mapi-error.h"
#include "mapi-filetime.h"
#include "mapi-flag-names.h"
#include "mapi-flags.h"
#include "mapi-name-id-array.h"
#include "mapi-name-id.h"
#include "mapi-notification-list.h"
#include "mapi-notification.h"
#include "mapi-one-off.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-list.h"
#include "mapi-prop-problem-array.h"
#include "mapi-prop-tag-array.h"
#include "mapi-prop-tag.h"
#include "mapi-prop-value.h"
#include "mapi-recipient.h"
#include "mapi-restriction.h"
#include "mapi-row-set.h"
#include "mapi-sort-order-set.h"
#include "mapi-uid-array.h"
#include "mapi-uid-names.h"
#include "mapi-uid.h"

/* spi: what providers implement and are given */
#include "mapi-advise-sink.h"
#include "mapi-attach.h"
#include "mapi-container.h"
#include "mapi-control.h"
#include "mapi-entry-points.h"
#include "mapi-folder.h"
#include "mapi-message.h"
#include "mapi-ms-logon.h"
#include "mapi-ms-provider.h"
#include "mapi-msg-store.h"
#include "mapi-preprocessor.h"
#include "mapi-prof-sect.h"
#include "mapi-progress.h"
#include "mapi-prop.h"
#include "mapi-status.h"
#include "mapi-stream.h"
#include "mapi-support.h"
#include "mapi-table.h"
#include "mapi-xp-logon.h"
#include "mapi-xp-provider.h"

/* kit: what provider authors reuse */
#include "mapi-callback-sink.h"
#include "mapi-memory-stream.h"
#include "mapi-notifier.h"
#include "mapi-recipients.h"
#include "mapi-responsibility.h"
#include "mapi-subject.h"
#include "mapi-table-data.h"
#include "mapi-transport-factory.h"
#include "mapi-transport.h"

/* session: the runtime */
#include "mapi-prof-admin.h"
#include "mapi-profile.h"
#include "mapi-provider-info.h"
#include "mapi-provider-module.h"
#include "mapi-service-catalog.h"
#include "mapi-service-info.h"
#include "mapi-setting-info.h"
#include "mapi-spooler-link.h"

#undef MAPI_INSIDE
