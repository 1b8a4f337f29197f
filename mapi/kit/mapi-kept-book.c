/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The objects of an address book with a backend: the logon, a root with one container, and people.
 */

#include "config.h"

#include "mapi-ab-container-data.h"
#include "mapi-ab-container.h"
#include "mapi-flags.h"
#include "mapi-kept-book-private.h"
#include "mapi-mail-user.h"
#include "mapi-offer.h"
#include "mapi-prop-data.h"

/* --- A person: properties alone --- */

typedef MapiPropData      MapiKeptPerson;
typedef MapiPropDataClass MapiKeptPersonClass;

static GType mapi_kept_person_get_type (void);

G_DEFINE_TYPE_WITH_CODE (MapiKeptPerson,
                         mapi_kept_person,
                         MAPI_TYPE_PROP_DATA,
                         G_IMPLEMENT_INTERFACE (MAPI_TYPE_MAIL_USER, NULL))

static void
mapi_kept_person_class_init (MapiKeptPersonClass *klass)
{
}

static void
mapi_kept_person_init (MapiKeptPerson *self)
{
}

static gpointer
fill (gpointer object, MapiPropList *props)
{
  mapi_prop_data_set_list (object, props);
  mapi_prop_data_set_obj_access (object, MAPI_IPROP_READONLY | MAPI_IPROP_CLEAN);
  return object;
}

/* --- The container, and the root that it stands in --- */

G_DECLARE_FINAL_TYPE (MapiKeptContainer, mapi_kept_container, MAPI, KEPT_CONTAINER, MapiPropData)

struct _MapiKeptContainer
{
  MapiPropData     parent_instance;
  MapiBookBackend *backend;
  gboolean         is_root;
};

static MapiProp *
open_entry (MapiBookBackend *backend, GBytes *entry_id, const char *interface_name, GError **error);

static MapiTable *
mapi_kept_container_get_contents_table (MapiContainer *container,
                                        guint32        flags,
                                        GCancellable  *cancellable,
                                        GError       **error)
{
  MapiKeptContainer *self = MAPI_KEPT_CONTAINER (container);
  g_autoptr (MapiTableData) none = NULL;

  if (!self->is_root)
    return mapi_book_backend_get_people (self->backend, error);
  none = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ENTRYID, NULL);
  return mapi_table_data_get_view (none, NULL);
}

static MapiTable *
mapi_kept_container_get_hierarchy_table (MapiContainer *container,
                                         guint32        flags,
                                         GCancellable  *cancellable,
                                         GError       **error)
{
  MapiKeptContainer *self = MAPI_KEPT_CONTAINER (container);
  g_autoptr (MapiPropList) row = self->is_root ? mapi_book_backend_describe (self->backend) : NULL;

  return mapi_ab_hierarchy_new (row, error);
}

static MapiProp *
mapi_kept_container_open_entry (MapiContainer *container,
                                GBytes        *entry_id,
                                const char    *interface_name,
                                guint32        flags,
                                GCancellable  *cancellable,
                                GError       **error)
{
  return open_entry (MAPI_KEPT_CONTAINER (container)->backend, entry_id, interface_name, error);
}

static void
mapi_kept_container_container_init (MapiContainerInterface *iface)
{
  iface->get_contents_table = mapi_kept_container_get_contents_table;
  iface->get_hierarchy_table = mapi_kept_container_get_hierarchy_table;
  iface->open_entry = mapi_kept_container_open_entry;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiKeptContainer,
                               mapi_kept_container,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER,
                                                      mapi_kept_container_container_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_CONTAINER, NULL))

static void
mapi_kept_container_finalize (GObject *object)
{
  g_clear_object (&MAPI_KEPT_CONTAINER (object)->backend);
  G_OBJECT_CLASS (mapi_kept_container_parent_class)->finalize (object);
}

static void
mapi_kept_container_class_init (MapiKeptContainerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_kept_container_finalize;
}

static void
mapi_kept_container_init (MapiKeptContainer *self)
{
}

static MapiProp *
new_container (MapiBookBackend *backend, gboolean is_root)
{
  MapiKeptContainer *self = g_object_new (mapi_kept_container_get_type (), NULL);
  g_autoptr (MapiPropList) props =
      is_root ? mapi_book_backend_describe_root (backend) : mapi_book_backend_describe (backend);

  self->backend = g_object_ref (backend);
  self->is_root = is_root;
  return fill (self, props);
}

static MapiProp *
open_person (MapiBookBackend *backend, GBytes *entry_id, GError **error)
{
  g_autoptr (MapiPropList) row = mapi_book_backend_find_person (backend, entry_id, error);

  return row != NULL ? fill (g_object_new (mapi_kept_person_get_type (), NULL), row) : NULL;
}

static MapiProp *
open_entry (MapiBookBackend *backend, GBytes *entry_id, const char *interface_name, GError **error)
{
  MapiProp *object;

  if (entry_id == NULL || g_bytes_get_size (entry_id) == 0)
    object = new_container (backend, TRUE);
  else if (mapi_book_backend_is_container (backend, entry_id))
    object = new_container (backend, FALSE);
  else
    object = open_person (backend, entry_id, error);
  return mapi_prop_offer (object, interface_name, error);
}

/* --- The logon: what MAPI itself talks to --- */

#define MAPI_TYPE_KEPT_BOOK (mapi_kept_book_get_type ())
G_DECLARE_FINAL_TYPE (MapiKeptBook, mapi_kept_book, MAPI, KEPT_BOOK, GObject)

struct _MapiKeptBook
{
  GObject          parent_instance;
  MapiSupport     *support; /* to keep it is to be logged on */
  MapiBookBackend *backend;
};

static MapiProp *
mapi_kept_book_open_entry (MapiAbLogon  *logon,
                           GBytes       *entry_id,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  return open_entry (MAPI_KEPT_BOOK (logon)->backend, entry_id, interface_name, error);
}

static gboolean
mapi_kept_book_compare_entry_ids (
    MapiAbLogon *logon, GBytes *one, GBytes *other, guint32 flags, gboolean *result, GError **error)
{
  *result = g_bytes_equal (one, other);
  return TRUE;
}

static gboolean
mapi_kept_book_logoff (MapiAbLogon *logon, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_clear_object (&MAPI_KEPT_BOOK (logon)->support);
  return TRUE;
}

static void
mapi_kept_book_iface_init (MapiAbLogonInterface *iface)
{
  iface->logoff = mapi_kept_book_logoff;
  iface->open_entry = mapi_kept_book_open_entry;
  iface->compare_entry_ids = mapi_kept_book_compare_entry_ids;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiKeptBook,
                               mapi_kept_book,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_LOGON,
                                                      mapi_kept_book_iface_init))

static void
mapi_kept_book_finalize (GObject *object)
{
  MapiKeptBook *self = MAPI_KEPT_BOOK (object);

  g_clear_object (&self->support);
  g_clear_object (&self->backend);
  G_OBJECT_CLASS (mapi_kept_book_parent_class)->finalize (object);
}

static void
mapi_kept_book_class_init (MapiKeptBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_kept_book_finalize;
}

static void
mapi_kept_book_init (MapiKeptBook *self)
{
}

MapiAbLogon *
mapi_kept_book_new (MapiBookBackend *backend, MapiSupport *support)
{
  MapiKeptBook *self = g_object_new (MAPI_TYPE_KEPT_BOOK, NULL);

  self->backend = g_object_ref (backend);
  self->support = g_object_ref (support);
  return MAPI_AB_LOGON (self);
}
