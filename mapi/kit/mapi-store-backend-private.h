/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-name-map-private.h"
#include "mapi-notifier.h"
#include "mapi-prop-list-builder.h"
#include "mapi-store-backend.h"
#include "mapi-table-data.h"

G_BEGIN_DECLS

/* Folders that a store has whose keys are not the provider's. */
#define MAPI_KEPT_TOP ""
#define MAPI_KEPT_ROOT "\1root"
#define MAPI_KEPT_FINDER "\1finder"
#define MAPI_KEPT_INBOX "Inbox"
#define MAPI_KEPT_OUTBOX "Outbox"
#define MAPI_KEPT_SENT "Sent Items"
#define MAPI_KEPT_DELETED "Deleted Items"

/* What a backend knows of a folder: that it is there, and a row for each message that somebody has
 * asked for. */
typedef struct _MapiKeptPlace MapiKeptPlace;
struct _MapiKeptPlace
{
  char          *key;
  char          *name;
  MapiKeptPlace *parent; /* NULL for the one above all */
  GPtrArray     *below;  /* of MapiKeptPlace, borrowed */
  GHashTable    *slips;  /* key -> MapiKeptSlip */
  MapiTableData *rows;
  MapiTableData *associated;
  MapiPropList  *note; /* what is kept of the folder itself, or NULL */
  char          *note_key;
  guint          seen; /* in which listing of the folder around it */
  guint          listing;
  guint64        order;     /* among those beside it */
  gboolean       is_own;    /* not told by the provider, but had by every store that sends */
  gboolean       is_listed; /* once */
};

/* And of a message. */
typedef struct
{
  char         *key;
  MapiPropList *row;    /* as the provider told it, or NULL */
  char         *stamp;  /* likewise */
  guint64       change; /* counted with each save */
  guint         seen;
  gboolean      has_row;
  gboolean      is_associated;
  gboolean      is_note;
  gboolean      is_queued;
  gboolean      is_locked;
  gboolean      is_fresh; /* saved here: what stamp it has now is not known yet */
} MapiKeptSlip;

typedef struct
{
  GRecMutex      lock; /* of all that follows, and held while the provider's methods run */
  char          *name;
  MapiUid        kind; /* of all stores of the provider */
  MapiUid        uid;  /* of this one */
  GBytes        *store_id;
  gboolean       sends;
  GHashTable    *places;      /* key -> MapiKeptPlace */
  MapiKeptPlace *listing;     /* into which the provider is looking just now */
  guint64        n_told;      /* folders */
  GPtrArray     *hierarchies; /* open tables of folders */
  MapiTableData *queue;
  MapiNotifier  *notifier;
  MapiNameMap   *names;
  GPtrArray     *watches;   /* of MapiFileWatch */
  GWeakRef       stores[2]; /* of clients, and of the spooler */
  guint64        last_time;
} MapiStoreBackendPrivate;

MapiStoreBackendPrivate *mapi_store_backend_get_private (gpointer self);

/* What an entry identifier names. */
typedef enum
{
  MAPI_KEPT_NOTHING = 0,
  MAPI_KEPT_IS_STORE = 'S',
  MAPI_KEPT_IS_FOLDER = 'F',
  MAPI_KEPT_IS_MESSAGE = 'M',
} MapiKeptKind;

typedef struct
{
  MapiKeptKind kind;
  char        *folder;
  char        *key;
} MapiKeptId;

void mapi_kept_derive_uid (const MapiUid *kind, const char *name, MapiUid *uid);
void mapi_kept_id_clear (MapiKeptId *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiKeptId, mapi_kept_id_clear)

GBytes *
mapi_kept_id_new (const MapiUid *uid, MapiKeptKind kind, const char *folder, const char *key);
gboolean
mapi_kept_id_parse (MapiKeptId *self, const MapiUid *uid, GBytes *entry_id, GError **error);

void           mapi_store_backend_lock (MapiStoreBackend *self);
void           mapi_store_backend_unlock (MapiStoreBackend *self);
void           mapi_store_backend_set_kind (MapiStoreBackend *self, const MapiUid *kind);
const MapiUid *mapi_store_backend_get_kind (MapiStoreBackend *self);
const MapiUid *mapi_store_backend_get_uid (MapiStoreBackend *self);
MapiNotifier  *mapi_store_backend_get_notifier (MapiStoreBackend *self);
MapiTableData *mapi_store_backend_get_queue (MapiStoreBackend *self);
MapiNameMap   *mapi_store_backend_get_names (MapiStoreBackend *self);
gboolean       mapi_store_backend_is_writable (MapiStoreBackend *self);
gboolean       mapi_store_backend_get_sends (MapiStoreBackend *self);
GBytes        *mapi_store_backend_get_store_id (MapiStoreBackend *self);
void           mapi_store_backend_set_store_id (MapiStoreBackend *self, GBytes *store_id);
guint64        mapi_store_backend_next_time (MapiStoreBackend *self);
GBytes        *mapi_store_backend_new_id (MapiStoreBackend *self,
                                          MapiKeptKind      kind,
                                          const char       *folder,
                                          const char       *key);

/* In this process all is done in the thread of the default main context. */
void mapi_store_backend_serve_main (void);

/* The store object of a kind of logon, if it is open: held weakly. */
GObject *mapi_store_backend_dup_store (MapiStoreBackend *self, gboolean for_spooler);
void mapi_store_backend_set_store (MapiStoreBackend *self, gboolean for_spooler, gpointer store);

/* Keys: of what the provider has made, and of folders that it never hears of. */
gboolean mapi_kept_key_check (const char *method, const char *key, GError **error);
gboolean mapi_kept_key_is_hidden (const char *key);

/* The parts of the index. */
GHashTable    *mapi_kept_places_new (void);
GPtrArray     *mapi_kept_hierarchies_new (void);
MapiTableData *mapi_kept_queue_new (void);

/* With the lock: folders as they are known. */
MapiKeptPlace *mapi_store_backend_ensure_top (MapiStoreBackend *self);
MapiKeptPlace *mapi_store_backend_add_place (MapiStoreBackend *self,
                                             MapiKeptPlace    *parent,
                                             const char       *key,
                                             const char       *name);
void           mapi_store_backend_drop_place (MapiStoreBackend *self, MapiKeptPlace *place);
gboolean       mapi_kept_place_is_free (MapiKeptPlace *self);
MapiKeptPlace *mapi_kept_place_find_below (MapiKeptPlace *self, const char *name);
gboolean       mapi_kept_place_is_within (MapiKeptPlace *self, const MapiKeptPlace *other);

/* With the lock. Looks into the provider's folder where it was not looked into yet. */
MapiKeptPlace *
mapi_store_backend_find_place (MapiStoreBackend *self, const char *key, GError **error);
MapiKeptSlip *mapi_store_backend_find_slip (MapiStoreBackend *self,
                                            const char       *folder,
                                            const char       *key,
                                            GError          **error);
gboolean mapi_store_backend_look (MapiStoreBackend *self, MapiKeptPlace *place, GError **error);
gboolean mapi_store_backend_look_everywhere (MapiStoreBackend *self, GError **error);
gboolean mapi_store_backend_fill (MapiStoreBackend *self, MapiKeptPlace *place, GError **error);
gboolean mapi_store_backend_survey (MapiStoreBackend *self, MapiKeptPlace *place, GError **error);

/* What the index shows of a message from now on. */
gboolean mapi_store_backend_put (
    MapiStoreBackend *self, const char *folder, const char *key, MapiPropList *row, GError **error);
gboolean mapi_store_backend_show_queued (MapiStoreBackend *self,
                                         MapiKeptSlip     *slip,
                                         MapiPropList     *row,
                                         GError          **error);
void     mapi_store_backend_drop (MapiStoreBackend *self, const char *folder, const char *key);

/* The properties of a folder, and its row of a hierarchy table: what the store computes, and with
 * what is kept of it. */
MapiPropList *
mapi_store_backend_compute (MapiStoreBackend *self, MapiKeptPlace *place, gint32 depth);
MapiPropList *
mapi_store_backend_describe (MapiStoreBackend *self, MapiKeptPlace *place, gint32 depth);

/* With the lock: tables of folders, and what they show of one. */
MapiTable *mapi_store_backend_open_hierarchy (MapiStoreBackend *self,
                                              const char       *folder,
                                              gboolean          is_deep,
                                              GError          **error);
void       mapi_store_backend_show_place (MapiStoreBackend *self, MapiKeptPlace *place);
void       mapi_store_backend_hide_place (MapiStoreBackend *self, MapiKeptPlace *place);

/* What all objects have for being in the store. */
void mapi_store_backend_add_common (MapiStoreBackend *self, MapiPropListBuilder *builder);

/* Tells who has advised: of a message, of a folder in another, and that a folder has changed. */
void mapi_store_backend_tell (MapiStoreBackend *self,
                              guint32           event,
                              const char       *folder,
                              const char       *key,
                              const char       *old_folder,
                              const char       *old_key);

void mapi_store_backend_tell_of_folder (MapiStoreBackend *self,
                                        guint32           event,
                                        const char       *folder,
                                        const char       *parent,
                                        const char       *old_folder,
                                        const char       *old_parent);
void mapi_store_backend_tell_changed (MapiStoreBackend *self, const char *folder);

/* The row of a message that is read from the provider: kept-message.c */
MapiPropList *mapi_kept_message_read_row (MapiStoreBackend *self,
                                          const char       *folder,
                                          const char       *key,
                                          GError          **error);
MapiPropList *
mapi_kept_message_make_bare_row (MapiStoreBackend *self, const char *folder, const char *key);

G_END_DECLS
