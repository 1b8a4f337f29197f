/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-advise-sink.h"
#include "mapi-control.h"
#include "mapi-folder.h"
#include "mapi-preprocessor.h"
#include "mapi-prof-sect.h"
#include "mapi-status.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SUPPORT (mapi_support_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiSupport, mapi_support, MAPI, SUPPORT, GObject)

struct _MapiSupportInterface
{
  GTypeInterface parent_iface;

  guint32 (*subscribe) (MapiSupport    *self,
                        GBytes         *key,
                        guint32         event_mask,
                        guint32         flags,
                        MapiAdviseSink *sink,
                        GError        **error);
  gboolean (*unsubscribe) (MapiSupport *self, guint32 connection, GError **error);
  gboolean (*send_notification) (MapiSupport          *self,
                                 GBytes               *key,
                                 MapiNotificationList *notifications,
                                 guint32              *flags,
                                 GError              **error);
  gboolean (*modify_status_row) (MapiSupport  *self,
                                 MapiPropList *columns,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error);
  MapiProfSect *(*open_profile_section) (MapiSupport   *self,
                                         const MapiUid *uid,
                                         guint32        flags,
                                         GCancellable  *cancellable,
                                         GError       **error);
  gboolean (*register_preprocessor) (MapiSupport      *self,
                                     const MapiUid    *uid,
                                     const char       *address_type,
                                     MapiPreprocessor *preprocessor,
                                     guint32           flags,
                                     GError          **error);
  MapiUid *(*new_uid) (MapiSupport *self, GError **error);
  gboolean (*make_invalid) (MapiSupport *self, GObject *object, guint32 flags, GError **error);
  gboolean (*spooler_yield) (MapiSupport  *self,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error);
  gboolean (*spooler_notify) (MapiSupport *self, guint32 flags, GBytes *data, GError **error);
  GBytes *(*create_one_off) (MapiSupport *self,
                             const char  *display_name,
                             const char  *address_type,
                             const char  *email_address,
                             guint32      flags,
                             GError     **error);
  gboolean (*set_provider_uid) (MapiSupport   *self,
                                const MapiUid *uid,
                                guint32        flags,
                                GError       **error);
  gboolean (*compare_entry_ids) (MapiSupport *self,
                                 GBytes      *entry_id1,
                                 GBytes      *entry_id2,
                                 guint32      flags,
                                 gboolean    *result,
                                 GError     **error);
  MapiProp *(*open_template_id) (MapiSupport  *self,
                                 GBytes       *template_id,
                                 guint32       template_flags,
                                 MapiProp     *data,
                                 const char   *interface_name,
                                 MapiProp     *sibling,
                                 GCancellable *cancellable,
                                 GError      **error);
  MapiProp *(*open_entry) (MapiSupport  *self,
                           GBytes       *entry_id,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error);
  MapiTable *(*get_one_off_table) (MapiSupport  *self,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error);
  MapiRowSet *(*address) (MapiSupport  *self,
                          MapiRowSet   *recipients,
                          guint32       flags,
                          GCancellable *cancellable,
                          GError      **error);
  gboolean (*details) (MapiSupport  *self,
                       GBytes       *entry_id,
                       MapiControl  *button,
                       const char   *button_text,
                       guint32       flags,
                       GCancellable *cancellable,
                       GError      **error);
  GBytes *(*new_entry) (MapiSupport  *self,
                        guint32       flags,
                        GBytes       *container,
                        GBytes       *template_id,
                        GCancellable *cancellable,
                        GError      **error);
  gboolean (*do_config_propsheet) (MapiSupport  *self,
                                   guint32       flags,
                                   const char   *title,
                                   MapiTable    *display_table,
                                   MapiProp     *config_data,
                                   guint32       top_page,
                                   GCancellable *cancellable,
                                   GError      **error);
  gboolean (*copy_messages) (MapiSupport   *self,
                             MapiFolder    *source,
                             MapiEntryList *messages,
                             MapiFolder    *destination,
                             MapiProgress  *progress,
                             guint32        flags,
                             GCancellable  *cancellable,
                             guint32       *warning,
                             GError       **error);
  gboolean (*copy_folder) (MapiSupport  *self,
                           MapiFolder   *source,
                           GBytes       *entry_id,
                           MapiFolder   *destination,
                           const char   *new_folder_name,
                           MapiProgress *progress,
                           guint32       flags,
                           GCancellable *cancellable,
                           guint32      *warning,
                           GError      **error);
  gboolean (*do_copy_to) (MapiSupport           *self,
                          MapiProp              *source,
                          const char *const     *exclude_interfaces,
                          MapiPropTagArray      *exclude_tags,
                          MapiProgress          *progress,
                          MapiProp              *destination,
                          guint32                flags,
                          MapiPropProblemArray **problems,
                          GCancellable          *cancellable,
                          GError               **error);
  gboolean (*do_copy_props) (MapiSupport           *self,
                             MapiProp              *source,
                             MapiPropTagArray      *tags,
                             MapiProgress          *progress,
                             MapiProp              *destination,
                             guint32                flags,
                             MapiPropProblemArray **problems,
                             GCancellable          *cancellable,
                             GError               **error);
  MapiProgress *(*do_progress_dialog) (MapiSupport *self, guint32 flags, GError **error);
  gboolean (*read_receipt) (MapiSupport  *self,
                            guint32       flags,
                            MapiMessage  *read_message,
                            MapiMessage  *empty_message,
                            GCancellable *cancellable,
                            GError      **error);
  gboolean (*prepare_submit) (MapiSupport  *self,
                              MapiMessage  *message,
                              guint32      *flags,
                              GCancellable *cancellable,
                              GError      **error);
  gboolean (*expand_recips) (MapiSupport  *self,
                             MapiMessage  *message,
                             guint32      *flags,
                             GCancellable *cancellable,
                             GError      **error);
  gboolean (*update_pab) (MapiSupport  *self,
                          guint32       flags,
                          MapiMessage  *message,
                          GCancellable *cancellable,
                          GError      **error);
  gboolean (*do_sent_mail) (MapiSupport  *self,
                            guint32       flags,
                            MapiMessage  *message,
                            gboolean     *taken_over,
                            GCancellable *cancellable,
                            GError      **error);
  MapiProp *(*open_address_book) (MapiSupport  *self,
                                  const char   *interface_name,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error);
  gboolean (*preprocess) (MapiSupport  *self,
                          guint32       flags,
                          GBytes       *entry_id,
                          GCancellable *cancellable,
                          GError      **error);
  gboolean (*complete_msg) (MapiSupport  *self,
                            guint32       flags,
                            GBytes       *entry_id,
                            GCancellable *cancellable,
                            GError      **error);
  gboolean (*store_logoff_transports) (MapiSupport  *self,
                                       guint32      *flags,
                                       GCancellable *cancellable,
                                       GError      **error);
  gboolean (*status_recips) (MapiSupport  *self,
                             MapiMessage  *message,
                             MapiRowSet   *recipients,
                             GCancellable *cancellable,
                             GError      **error);
  GBytes *(*wrap_store_entry_id) (MapiSupport *self, GBytes *entry_id, GError **error);
  gboolean (*modify_profile) (MapiSupport  *self,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error);
  MapiSupport *(*get_svc_config_support_obj) (MapiSupport *self, guint32 flags, GError **error);
};

MAPI_AVAILABLE_IN_1_0
guint32 mapi_support_subscribe (MapiSupport    *self,
                                GBytes         *key,
                                guint32         event_mask,
                                guint32         flags,
                                MapiAdviseSink *sink,
                                GError        **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_unsubscribe (MapiSupport *self, guint32 connection, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_send_notification (MapiSupport          *self,
                                         GBytes               *key,
                                         MapiNotificationList *notifications,
                                         guint32              *flags,
                                         GError              **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_modify_status_row (MapiSupport  *self,
                                         MapiPropList *columns,
                                         guint32       flags,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiProfSect *mapi_support_open_profile_section (MapiSupport   *self,
                                                 const MapiUid *uid,
                                                 guint32        flags,
                                                 GCancellable  *cancellable,
                                                 GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_register_preprocessor (MapiSupport      *self,
                                             const MapiUid    *uid,
                                             const char       *address_type,
                                             MapiPreprocessor *preprocessor,
                                             guint32           flags,
                                             GError          **error);
MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_support_new_uid (MapiSupport *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_support_make_invalid (MapiSupport *self, GObject *object, guint32 flags, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_spooler_yield (MapiSupport  *self,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_support_spooler_notify (MapiSupport *self, guint32 flags, GBytes *data, GError **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_support_create_one_off (MapiSupport *self,
                                     const char  *display_name,
                                     const char  *address_type,
                                     const char  *email_address,
                                     guint32      flags,
                                     GError     **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_set_provider_uid (MapiSupport   *self,
                                        const MapiUid *uid,
                                        guint32        flags,
                                        GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_compare_entry_ids (MapiSupport *self,
                                         GBytes      *entry_id1,
                                         GBytes      *entry_id2,
                                         guint32      flags,
                                         gboolean    *result,
                                         GError     **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_support_open_template_id (MapiSupport  *self,
                                         GBytes       *template_id,
                                         guint32       template_flags,
                                         MapiProp     *data,
                                         const char   *interface_name,
                                         MapiProp     *sibling,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_support_open_entry (MapiSupport  *self,
                                   GBytes       *entry_id,
                                   const char   *interface_name,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_support_get_one_off_table (MapiSupport  *self,
                                           guint32       flags,
                                           GCancellable *cancellable,
                                           GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_support_address (MapiSupport  *self,
                                  MapiRowSet   *recipients,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_details (MapiSupport  *self,
                               GBytes       *entry_id,
                               MapiControl  *button,
                               const char   *button_text,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_support_new_entry (MapiSupport  *self,
                                guint32       flags,
                                GBytes       *container,
                                GBytes       *template_id,
                                GCancellable *cancellable,
                                GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_do_config_propsheet (MapiSupport  *self,
                                           guint32       flags,
                                           const char   *title,
                                           MapiTable    *display_table,
                                           MapiProp     *config_data,
                                           guint32       top_page,
                                           GCancellable *cancellable,
                                           GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_copy_messages (MapiSupport   *self,
                                     MapiFolder    *source,
                                     MapiEntryList *messages,
                                     MapiFolder    *destination,
                                     MapiProgress  *progress,
                                     guint32        flags,
                                     GCancellable  *cancellable,
                                     guint32       *warning,
                                     GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_copy_folder (MapiSupport  *self,
                                   MapiFolder   *source,
                                   GBytes       *entry_id,
                                   MapiFolder   *destination,
                                   const char   *new_folder_name,
                                   MapiProgress *progress,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   guint32      *warning,
                                   GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_do_copy_to (MapiSupport           *self,
                                  MapiProp              *source,
                                  const char *const     *exclude_interfaces,
                                  MapiPropTagArray      *exclude_tags,
                                  MapiProgress          *progress,
                                  MapiProp              *destination,
                                  guint32                flags,
                                  MapiPropProblemArray **problems,
                                  GCancellable          *cancellable,
                                  GError               **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_do_copy_props (MapiSupport           *self,
                                     MapiProp              *source,
                                     MapiPropTagArray      *tags,
                                     MapiProgress          *progress,
                                     MapiProp              *destination,
                                     guint32                flags,
                                     MapiPropProblemArray **problems,
                                     GCancellable          *cancellable,
                                     GError               **error);
MAPI_AVAILABLE_IN_1_0
MapiProgress *mapi_support_do_progress_dialog (MapiSupport *self, guint32 flags, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_read_receipt (MapiSupport  *self,
                                    guint32       flags,
                                    MapiMessage  *read_message,
                                    MapiMessage  *empty_message,
                                    GCancellable *cancellable,
                                    GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_prepare_submit (MapiSupport  *self,
                                      MapiMessage  *message,
                                      guint32      *flags,
                                      GCancellable *cancellable,
                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_expand_recips (MapiSupport  *self,
                                     MapiMessage  *message,
                                     guint32      *flags,
                                     GCancellable *cancellable,
                                     GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_update_pab (MapiSupport  *self,
                                  guint32       flags,
                                  MapiMessage  *message,
                                  GCancellable *cancellable,
                                  GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_do_sent_mail (MapiSupport  *self,
                                    guint32       flags,
                                    MapiMessage  *message,
                                    gboolean     *taken_over,
                                    GCancellable *cancellable,
                                    GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_support_open_address_book (MapiSupport  *self,
                                          const char   *interface_name,
                                          guint32       flags,
                                          GCancellable *cancellable,
                                          GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_preprocess (
    MapiSupport *self, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_complete_msg (
    MapiSupport *self, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_store_logoff_transports (MapiSupport  *self,
                                               guint32      *flags,
                                               GCancellable *cancellable,
                                               GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_status_recips (MapiSupport  *self,
                                     MapiMessage  *message,
                                     MapiRowSet   *recipients,
                                     GCancellable *cancellable,
                                     GError      **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_support_wrap_store_entry_id (MapiSupport *self, GBytes *entry_id, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_support_modify_profile (MapiSupport  *self,
                                      guint32       flags,
                                      GCancellable *cancellable,
                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiSupport *
mapi_support_get_svc_config_support_obj (MapiSupport *self, guint32 flags, GError **error);

G_END_DECLS
