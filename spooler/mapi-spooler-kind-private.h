/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What people call those who have rows in the status table, by PR_RESOURCE_TYPE. */
static inline const char *
mapi_spooler_name_kind (gint32 resource_type)
{
  switch (resource_type)
    {
    case MAPI_STORE_PROVIDER:
      return "store";
    case MAPI_TRANSPORT_PROVIDER:
      return "transport";
    case MAPI_AB:
    case MAPI_AB_PROVIDER:
      return "address book";
    case MAPI_SPOOLER:
      return "spooler";
    case MAPI_SUBSYSTEM:
      return "subsystem";
    default:
      return "other";
    }
}

G_END_DECLS
