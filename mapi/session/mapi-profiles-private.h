/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-file-table-private.h"
#include "mapi-prof-admin.h"
#include "mapi-profiles.h"

G_BEGIN_DECLS

struct _MapiProfiles
{
  GObject parent_instance;

  MapiServiceCatalog *catalog;
  char               *config_dir;
  char               *profile_dir;
  char               *data_dir;

  GMutex         lock;
  MapiFileTable *table;
};

void mapi_profiles_prof_admin_init (MapiProfAdminInterface *iface);

G_END_DECLS
