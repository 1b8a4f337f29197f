/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-file-table-private.h"
#include "mapi-key-file-private.h"
#include "mapi-msg-service-admin2.h"
#include "mapi-profile.h"
#include "mapi-support.h"

G_BEGIN_DECLS

#define MAPI_GROUP_PROFILE "Profile"
#define MAPI_GROUP_SERVICE "Service "
#define MAPI_GROUP_PROVIDER "Provider "
#define MAPI_GROUP_SECTION "Section "
#define MAPI_PROFILE_SUFFIX ".profile"

/* In [Profile]: the services that were chosen for something. */
#define MAPI_KEY_DEFAULT_STORE "DefaultStore"
#define MAPI_KEY_PRIMARY_IDENTITY "PrimaryIdentity"
#define MAPI_KEY_TRANSPORT_ORDER "TransportOrder"

MapiProfile *mapi_profile_new (const char *path, const char *data_dir, MapiServiceCatalog *catalog);

/*
 * The file is the truth: other processes change it too. A reader gets the file as it is now and
 * holds the profile's lock until it lets go; an edit holds the file's lock as well, and is on disk
 * when it returns, or has no effect when it fails.
 */
typedef gboolean (*MapiProfileEdit) (MapiProfile *self,
                                     MapiKeyFile *file,
                                     gpointer     data,
                                     GError     **error);

MapiKeyFile *mapi_profile_lock (MapiProfile *self, GError **error);
void         mapi_profile_unlock (MapiProfile *self);
gboolean mapi_profile_edit (MapiProfile *self, MapiProfileEdit edit, gpointer data, GError **error);

/* What a key file holds must be UTF-8, or it cannot be read again. */
gboolean mapi_profile_check_text (const char *what, const char *text, GError **error);

/* The tables of the profile as views that tell of changes. */
MapiTable *mapi_profile_get_services_table (MapiProfile *self, GError **error);
MapiTable *mapi_profile_get_providers_table (MapiProfile *self, GError **error);

/* MAPI's interfaces of a profile. */
void               mapi_profile_msg_service_admin_init (MapiMsgServiceAdminInterface *iface);
void               mapi_profile_msg_service_admin2_init (MapiMsgServiceAdmin2Interface *iface);
MapiProviderAdmin *mapi_service_providers_new (MapiProfile   *profile,
                                               const MapiUid *service_uid,
                                               gboolean       is_for_entry);

/* Calls the entry point of a service; one that has none agrees. */
typedef struct
{
  guint32       context;
  guint32       flags;
  MapiPropList *props;
} MapiServiceCall;

gboolean mapi_service_entry_call (MapiServiceInfo       *service,
                                  MapiProfile           *profile,
                                  const MapiUid         *service_uid,
                                  const MapiServiceCall *call,
                                  GCancellable          *cancellable,
                                  GError               **error);
gboolean mapi_profile_call_service (MapiProfile           *self,
                                    const MapiUid         *service_uid,
                                    const MapiServiceCall *call,
                                    GCancellable          *cancellable,
                                    GError               **error);

MapiUid *mapi_profile_create_service (MapiProfile  *self,
                                      const char   *service_name,
                                      const char   *display_name,
                                      guint32       flags,
                                      GCancellable *cancellable,
                                      GError      **error);
gboolean mapi_profile_delete_service (MapiProfile   *self,
                                      const MapiUid *service_uid,
                                      GCancellable  *cancellable,
                                      GError       **error);
gboolean mapi_profile_set_settings (MapiProfile   *self,
                                    const MapiUid *service_uid,
                                    MapiPropList  *props,
                                    GError       **error);

gboolean
mapi_profile_choose_identity (MapiProfile *self, const MapiUid *service_uid, GError **error);

/* Copies. */
gboolean mapi_profile_copy_secrets (
    const char *from, const char *from_group, const char *to, const char *to_group, GError **error);
void     mapi_profile_forget_objects (GKeyFile *keys);
gboolean mapi_profile_copy_service (MapiProfile   *self,
                                    const MapiUid *uid,
                                    const char    *display_name,
                                    MapiProfile   *destination,
                                    GError       **error);

/* Of a locked profile. */
MapiUid *
mapi_profile_add_provider (MapiKeyFile *file, const MapiUid *service_uid, const char *name);
gboolean mapi_profile_remove_group (MapiKeyFile *file, const char *group, GError **error);
gboolean mapi_profile_check_single_copy (MapiProfile     *self,
                                         MapiKeyFile     *file,
                                         MapiServiceInfo *service,
                                         GError         **error);
char    *mapi_profile_group_of (const char *kind, const MapiUid *uid);
gboolean
mapi_profile_list_groups (MapiKeyFile *file, const char *kind, MapiUidArray **uids, GError **error);
MapiServiceInfo *
mapi_profile_service_info (MapiProfile *self, MapiKeyFile *file, const char *group, GError **error);
gboolean
mapi_profile_provider_service (MapiKeyFile *file, const char *group, MapiUid **uid, GError **error);

gboolean mapi_profile_list_provider_groups (MapiKeyFile   *file,
                                            const MapiUid *service_uid,
                                            GPtrArray    **groups,
                                            GError       **error);
char    *mapi_profile_require_service (MapiProfile   *self,
                                       MapiKeyFile   *file,
                                       const MapiUid *uid,
                                       GError       **error);

/* The properties of a section and their way back; secrets are apart. */
gboolean mapi_profile_read_section (MapiProfile   *self,
                                    const char    *group,
                                    MapiPropList **props,
                                    MapiPropList **secrets,
                                    GError       **error);
gboolean mapi_profile_write_section (MapiProfile      *self,
                                     const char       *group,
                                     MapiPropList     *changes,
                                     MapiPropTagArray *deletions,
                                     GError          **error);
gboolean mapi_profile_tag_is_secure (guint32 tag);

/* What a reader of a section would complain of, group by group and key by key. */
gboolean
mapi_profile_check_group (MapiProfile *self, MapiKeyFile *file, const char *group, GError **error);
gboolean mapi_profile_check_key (
    MapiProfile *self, MapiKeyFile *file, const char *group, const char *key, GError **error);
gboolean mapi_profile_check_secret (MapiProfile *self,
                                    MapiKeyFile *file,
                                    MapiKeyFile *secrets,
                                    const char  *group,
                                    const char  *key,
                                    GError     **error);
gboolean mapi_profile_check_setting (MapiProfile     *self,
                                     MapiKeyFile     *file,
                                     MapiServiceInfo *service,
                                     MapiSettingInfo *setting,
                                     const MapiUid   *service_uid,
                                     GError         **error);

/* The implementation of #MapiProfSect. */
MapiProfSect *mapi_profile_section_new (MapiProfile *profile, const char *group, gboolean writable);

G_END_DECLS
