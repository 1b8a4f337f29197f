/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"

G_BEGIN_DECLS

#define MAPI_TYPE_STATUS (mapi_status_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiStatus, mapi_status, MAPI, STATUS, MapiProp)

struct _MapiStatusInterface
{
  GTypeInterface parent_iface;

  gboolean (*validate_state) (MapiStatus   *self,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error);
  gboolean (*settings_dialog) (MapiStatus   *self,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error);
  gboolean (*change_password) (MapiStatus   *self,
                               const char   *old_password,
                               const char   *new_password,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error);
  gboolean (*flush_queues) (MapiStatus   *self,
                            GBytes       *target_transport,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_status_validate_state (MapiStatus   *self,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_status_settings_dialog (MapiStatus   *self,
                                      guint32       flags,
                                      GCancellable *cancellable,
                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_status_change_password (MapiStatus   *self,
                                      const char   *old_password,
                                      const char   *new_password,
                                      guint32       flags,
                                      GCancellable *cancellable,
                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_status_flush_queues (MapiStatus   *self,
                                   GBytes       *target_transport,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error);

G_END_DECLS
