/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

#define MAPI_TYPE_CONTROL (mapi_control_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiControl, mapi_control, MAPI, CONTROL, GObject)

struct _MapiControlInterface
{
  GTypeInterface parent_iface;

  gboolean (*activate) (MapiControl  *self,
                        guint32       flags,
                        GCancellable *cancellable,
                        GError      **error);
  gboolean (*get_state) (MapiControl *self, guint32 flags, guint32 *state, GError **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean
mapi_control_activate (MapiControl *self, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_control_get_state (MapiControl *self, guint32 flags, guint32 *state, GError **error);

G_END_DECLS
