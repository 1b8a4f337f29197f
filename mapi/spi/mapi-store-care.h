/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-progress.h"
#include "mapi-row-set.h"
#include "mapi-support.h"

G_BEGIN_DECLS

#define MAPI_TYPE_STORE_CARE (mapi_store_care_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiStoreCare, mapi_store_care, MAPI, STORE_CARE, GObject)

struct _MapiStoreCareInterface
{
  GTypeInterface parent_iface;

  gboolean (*check) (MapiStoreCare *self,
                     MapiSupport   *support,
                     const char    *profile_name,
                     MapiProgress  *progress,
                     guint32       *n_readable,
                     MapiRowSet   **damage,
                     GCancellable  *cancellable,
                     GError       **error);
  gboolean (*compact) (MapiStoreCare *self,
                       MapiSupport   *support,
                       const char    *profile_name,
                       MapiProgress  *progress,
                       guint64       *n_freed,
                       GCancellable  *cancellable,
                       GError       **error);
  gboolean (*backup) (MapiStoreCare *self,
                      MapiSupport   *support,
                      const char    *profile_name,
                      GFile         *destination,
                      MapiProgress  *progress,
                      GCancellable  *cancellable,
                      GError       **error);
  gboolean (*rescue) (MapiStoreCare *self,
                      MapiSupport   *support,
                      const char    *profile_name,
                      GFile         *destination,
                      MapiProgress  *progress,
                      guint32       *n_readable,
                      MapiRowSet   **damage,
                      GCancellable  *cancellable,
                      GError       **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_care_check (MapiStoreCare *self,
                                MapiSupport   *support,
                                const char    *profile_name,
                                MapiProgress  *progress,
                                guint32       *n_readable,
                                MapiRowSet   **damage,
                                GCancellable  *cancellable,
                                GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_care_compact (MapiStoreCare *self,
                                  MapiSupport   *support,
                                  const char    *profile_name,
                                  MapiProgress  *progress,
                                  guint64       *n_freed,
                                  GCancellable  *cancellable,
                                  GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_care_backup (MapiStoreCare *self,
                                 MapiSupport   *support,
                                 const char    *profile_name,
                                 GFile         *destination,
                                 MapiProgress  *progress,
                                 GCancellable  *cancellable,
                                 GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_store_care_rescue (MapiStoreCare *self,
                                 MapiSupport   *support,
                                 const char    *profile_name,
                                 GFile         *destination,
                                 MapiProgress  *progress,
                                 guint32       *n_readable,
                                 MapiRowSet   **damage,
                                 GCancellable  *cancellable,
                                 GError       **error);

G_END_DECLS
