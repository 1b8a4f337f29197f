/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"

/* The root container of an address book: its hierarchy table has those of all providers. */

#define MAPI_TYPE_ADDRESS_BOOK_ROOT (mapi_address_book_root_get_type ())
G_DECLARE_FINAL_TYPE (
    MapiAddressBookRoot, mapi_address_book_root, MAPI, ADDRESS_BOOK_ROOT, MapiPropData)

struct _MapiAddressBookRoot
{
  MapiPropData     parent_instance;
  MapiAddressBook *book;
};

static void mapi_address_book_root_container_init (MapiContainerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiAddressBookRoot,
                               mapi_address_book_root,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER,
                                                      mapi_address_book_root_container_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_CONTAINER, NULL))

static void
mapi_address_book_root_finalize (GObject *object)
{
  g_clear_object (&MAPI_ADDRESS_BOOK_ROOT (object)->book);

  G_OBJECT_CLASS (mapi_address_book_root_parent_class)->finalize (object);
}

static void
mapi_address_book_root_class_init (MapiAddressBookRootClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_address_book_root_finalize;
}

static void
mapi_address_book_root_init (MapiAddressBookRoot *self)
{
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
}

static MapiRowSet *
top_level (MapiRowSet *rows)
{
  g_autoptr (GPtrArray) kept =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_DEPTH, 0) == 0)
        g_ptr_array_add (kept, g_steal_pointer (&row));
    }

  return mapi_row_set_new ((MapiPropList **) kept->pdata, kept->len);
}

static MapiTable *
get_hierarchy_table (MapiContainer *container,
                     guint32        flags,
                     GCancellable  *cancellable,
                     GError       **error)
{
  MapiAddressBookRoot *self = MAPI_ADDRESS_BOOK_ROOT (container);
  g_autoptr (MapiRowSet) all = mapi_address_book_get_containers (self->book, cancellable, error);
  g_autoptr (MapiRowSet) shown = NULL;
  g_autoptr (MapiTableData) data = NULL;

  if (all == NULL)
    return NULL;
  shown = (flags & MAPI_CONVENIENT_DEPTH) != 0 ? mapi_row_set_ref (all) : top_level (all);

  data = mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_INSTANCE_KEY, NULL);
  return mapi_table_data_modify_rows (data, shown, error) ? mapi_table_data_get_view (data, NULL)
                                                          : NULL;
}

static MapiProp *
open_entry (MapiContainer *container,
            GBytes        *entry_id,
            const char    *interface_name,
            guint32        flags,
            GCancellable  *cancellable,
            GError       **error)
{
  return mapi_addr_book_open_entry (MAPI_ADDR_BOOK (MAPI_ADDRESS_BOOK_ROOT (container)->book),
                                    entry_id,
                                    interface_name,
                                    flags,
                                    cancellable,
                                    error);
}

static void
mapi_address_book_root_container_init (MapiContainerInterface *iface)
{
  iface->get_hierarchy_table = get_hierarchy_table;
  iface->open_entry = open_entry;
}

MapiProp *
mapi_address_book_root_new (MapiAddressBook *book)
{
  MapiAddressBookRoot *self = g_object_new (MAPI_TYPE_ADDRESS_BOOK_ROOT, NULL);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_ABCONT);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DISPLAY_TYPE, MAPI_DT_NOT_SPECIFIC);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Address book");
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_CONTAINER_FLAGS, MAPI_AB_SUBCONTAINERS | MAPI_AB_UNMODIFIABLE);
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  self->book = g_object_ref (book);

  return MAPI_PROP (self);
}
