/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list-builder.h"
#include "mapi-report.h"

G_BEGIN_DECLS

/* Adds what a report has of the message it is about, under the names that it has there. */
void mapi_report_add_kept (MapiPropListBuilder *builder, MapiPropList *original);

G_END_DECLS
