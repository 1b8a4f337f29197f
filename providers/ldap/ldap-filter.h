/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A filter that every entry passes which meets @restriction, and perhaps others; @basic is the one
 * that all entries have to pass. */
char *ldap_filter_new (const char *basic, MapiRestriction *restriction);

G_END_DECLS
