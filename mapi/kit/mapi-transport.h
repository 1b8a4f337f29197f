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
 * @hang_up: gives up a connection that others may need, such as a telephone line: after a flush,
 * and when a client wants to be offline; the default does nothing
 * @change_password: what `IMAPIStatus::ChangePassword` of its status object does: fails with
 *   `MAPI_E_NO_ACCESS` when the old password is wrong; %NULL, as it is by default, for a transport
 *   without passwords
 * @logged_on: what else there is to do when the support object and the row of the status table are
 *   there: registers preprocessors, adds to the row; a failure is one of the logon
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
  void (*hang_up) (MapiTransport *self);
  gboolean (*change_password) (MapiTransport *self,
                               const char    *old_password,
                               const char    *new_password,
                               GCancellable  *cancellable,
                               GError       **error);
  gboolean (*logged_on) (MapiTransport *self, GCancellable *cancellable, GError **error);

  /*< private >*/
  gpointer padding[4];
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
void mapi_transport_set_identity (MapiTransport *self, MapiPropList *identity);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_transport_set_sender (MapiTransport *self,
                                    MapiMessage   *message,
                                    GCancellable  *cancellable,
                                    GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiSupport *mapi_transport_get_support (MapiTransport *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_transport_get_status (MapiTransport *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_transport_change_status (
    MapiTransport *self, guint32 set, guint32 cleared, const char *text, GError **error);
MAPI_AVAILABLE_IN_1_0
void mapi_transport_set_remote (MapiTransport *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_transport_begin_critical_section (MapiTransport *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_transport_end_critical_section (MapiTransport *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_transport_settle (MapiTransport *self,
                                MapiMessage   *message,
                                MapiRowSet    *delivered,
                                MapiRowSet    *failed,
                                GCancellable  *cancellable,
                                GError       **error);
MAPI_AVAILABLE_IN_1_0
GCancellable *mapi_transport_begin_work (MapiTransport *self, GCancellable *cancellable);
MAPI_AVAILABLE_IN_1_0
void mapi_transport_end_work (MapiTransport *self, GCancellable *work);

G_END_DECLS
