/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-address-types.h"
#include "mapi-entry-list.h"
#include "mapi-flag-list.h"
#include "mapi-name-id-array.h"
#include "mapi-notification-list.h"
#include "mapi-prop-problem-array.h"
#include "mapi-remote-private.h"
#include "mapi-restriction.h"
#include "mapi-sort-order-set.h"

G_BEGIN_DECLS

/* How values are packed. The name of a function tells the C type, so that generated code finds it;
 * what may be NULL comes out as NULL. */

void mapi_remote_writer_init (MapiRemoteWriter *self, MapiRemoteLink *link);
void mapi_remote_writer_clear (MapiRemoteWriter *self);
void mapi_remote_reader_init (MapiRemoteReader *self,
                              MapiRemoteLink   *link,
                              GBytes           *bytes,
                              GUnixFDList      *fds);
void mapi_remote_reader_clear (MapiRemoteReader *self);

/* Something is missing that must be there. */
void mapi_remote_reader_require (MapiRemoteReader *self, gconstpointer value);

/* Whether all was there, and nothing else; MAPI_E_INVALID_PARAMETER otherwise. Now that it has been
 * read, what the other end has let go of goes. */
gboolean mapi_remote_reader_finish (MapiRemoteReader *self, GError **error);

void mapi_remote_write_guint32 (MapiRemoteWriter *self, guint32 value);
void mapi_remote_write_gint32 (MapiRemoteWriter *self, gint32 value);
void mapi_remote_write_guint64 (MapiRemoteWriter *self, guint64 value);
void mapi_remote_write_gint64 (MapiRemoteWriter *self, gint64 value);
void mapi_remote_write_gboolean (MapiRemoteWriter *self, gboolean value);
void mapi_remote_write_string (MapiRemoteWriter *self, const char *value);
void mapi_remote_write_strv (MapiRemoteWriter *self, const char *const *value);
void mapi_remote_write_bytes (MapiRemoteWriter *self, GBytes *value);
void mapi_remote_write_file (MapiRemoteWriter *self, GFile *value);
void mapi_remote_write_uid (MapiRemoteWriter *self, const MapiUid *value);
void mapi_remote_write_object (MapiRemoteWriter *self, gpointer object);
void mapi_remote_write_prop_list (MapiRemoteWriter *self, MapiPropList *value);
void mapi_remote_write_row_set (MapiRemoteWriter *self, MapiRowSet *value);
void mapi_remote_write_restriction (MapiRemoteWriter *self, MapiRestriction *value);
void mapi_remote_write_prop_tag_array (MapiRemoteWriter *self, MapiPropTagArray *value);
void mapi_remote_write_entry_list (MapiRemoteWriter *self, MapiEntryList *value);
void mapi_remote_write_flag_list (MapiRemoteWriter *self, MapiFlagList *value);
void mapi_remote_write_name_id_array (MapiRemoteWriter *self, MapiNameIdArray *value);
void mapi_remote_write_notification (MapiRemoteWriter *self, MapiNotification *value);
void mapi_remote_write_notification_list (MapiRemoteWriter *self, MapiNotificationList *value);
void mapi_remote_write_prop_problem_array (MapiRemoteWriter *self, MapiPropProblemArray *value);
void mapi_remote_write_sort_order_set (MapiRemoteWriter *self, MapiSortOrderSet *value);
void mapi_remote_write_address_types (MapiRemoteWriter *self, MapiAddressTypes *value);

/* A list of messages, which the other end may have changed when it comes again. */
void        mapi_remote_write_list (MapiRemoteWriter *self, GListModel *value);
GListModel *mapi_remote_read_list (MapiRemoteReader *self);
void        mapi_remote_read_list_again (MapiRemoteReader *self, GListModel *value);

guint32               mapi_remote_read_guint32 (MapiRemoteReader *self);
gint32                mapi_remote_read_gint32 (MapiRemoteReader *self);
guint64               mapi_remote_read_guint64 (MapiRemoteReader *self);
gint64                mapi_remote_read_gint64 (MapiRemoteReader *self);
gboolean              mapi_remote_read_gboolean (MapiRemoteReader *self);
char                 *mapi_remote_read_string (MapiRemoteReader *self);
GStrv                 mapi_remote_read_strv (MapiRemoteReader *self);
GBytes               *mapi_remote_read_bytes (MapiRemoteReader *self);
GFile                *mapi_remote_read_file (MapiRemoteReader *self);
MapiUid              *mapi_remote_read_uid (MapiRemoteReader *self);
gpointer              mapi_remote_read_object (MapiRemoteReader *self, GType type);
MapiPropList         *mapi_remote_read_prop_list (MapiRemoteReader *self);
MapiRowSet           *mapi_remote_read_row_set (MapiRemoteReader *self);
MapiRestriction      *mapi_remote_read_restriction (MapiRemoteReader *self);
MapiPropTagArray     *mapi_remote_read_prop_tag_array (MapiRemoteReader *self);
MapiEntryList        *mapi_remote_read_entry_list (MapiRemoteReader *self);
MapiFlagList         *mapi_remote_read_flag_list (MapiRemoteReader *self);
MapiNameIdArray      *mapi_remote_read_name_id_array (MapiRemoteReader *self);
MapiNotification     *mapi_remote_read_notification (MapiRemoteReader *self);
MapiNotificationList *mapi_remote_read_notification_list (MapiRemoteReader *self);
MapiPropProblemArray *mapi_remote_read_prop_problem_array (MapiRemoteReader *self);
MapiSortOrderSet     *mapi_remote_read_sort_order_set (MapiRemoteReader *self);
MapiAddressTypes     *mapi_remote_read_address_types (MapiRemoteReader *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiRemoteWriter, mapi_remote_writer_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiRemoteReader, mapi_remote_reader_clear)

G_END_DECLS
