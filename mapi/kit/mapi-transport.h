/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-support.h"
#include "mapi-xp-logon.h"

G_BEGIN_DECLS

#define MAPI_TYPE_TRANSPORT (mapi_transport_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (MapiTransport, mapi_transport, MAPI, TRANSPORT, GObject)

/**
 * MapiTransportClass:
 * @parent_class: the parent class
 * @open: takes the settings of the profile section, and says in `flags` what
 *   `IXPProvider::TransportLogon` answers; the default wants no setting, and answers
 *   `MAPI_LOGON_SP_POLL` when the transport implements `Poll`
 *
 * Since: 1.0
 */
struct _MapiTransportClass
{
  GObjectClass parent_class;

  gboolean (*open) (MapiTransport *self,
                    MapiPropList  *settings,
                    guint32       *flags,
                    GCancellable  *cancellable,
                    GError       **error);

  /*< private >*/
  gpointer padding[7];
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_transport_open (MapiTransport *self,
                              MapiPropList  *settings,
                              guint32       *flags,
                              GCancellable  *cancellable,
                              GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_transport_log_on (MapiTransport *self,
                                MapiSupport   *support,
                                GCancellable  *cancellable,
                                GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_transport_get_settings (MapiTransport *self);
MAPI_AVAILABLE_IN_1_0
void mapi_transport_set_display_name (MapiTransport *self, const char *display_name);
MAPI_AVAILABLE_IN_1_0
MapiSupport *mapi_transport_get_support (MapiTransport *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_transport_get_status (MapiTransport *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_transport_change_status (
    MapiTransport *self, guint32 set, guint32 cleared, const char *text, GError **error);
MAPI_AVAILABLE_IN_1_0
GCancellable *mapi_transport_begin_work (MapiTransport *self, GCancellable *cancellable);
MAPI_AVAILABLE_IN_1_0
void mapi_transport_end_work (MapiTransport *self, GCancellable *work);

G_END_DECLS
