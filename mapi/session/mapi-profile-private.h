/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-key-file-private.h"
#include "mapi-profile.h"

G_BEGIN_DECLS

#define MAPI_GROUP_PROFILE "Profile"
#define MAPI_GROUP_SERVICE "Service "
#define MAPI_GROUP_PROVIDER "Provider "
#define MAPI_GROUP_SECTION "Section "
#define MAPI_PROFILE_SUFFIX ".profile"

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

/* Of a locked profile. */
char *mapi_profile_group_of (const char *kind, const MapiUid *uid);
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

/* The implementation of #MapiProfSect. */
MapiProfSect *mapi_profile_section_new (MapiProfile *profile, const char *group, gboolean writable);

G_END_DECLS
