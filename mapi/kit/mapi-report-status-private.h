/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a status code of RFC 3463 at the beginning of a text; 0 when there is none. A part that
 * does not fit the property (MAPI_PR_NDR_STATUS_CODE) counts as 0. */
gint32 mapi_report_parse_status (const char *text);

/* The other way: what PR_NDR_DIAG_CODE says, as subject and detail; FALSE when it says nothing. */
gboolean mapi_report_find_status (gint32 diagnostic, guint *subject, guint *detail);

G_END_DECLS
