/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-container.h"
#include "pab-object.h"

/* A personal distribution list. Who is added to a list of the book, or removed, is so at once, and
 * for everybody; a new list comes into the book when it is saved. */
struct _PabList
{
  PabObject parent_instance;
};

static void pab_list_container_init (MapiContainerInterface *iface);
static void pab_list_ab_container_init (MapiAbContainerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PabList,
                               pab_list,
                               PAB_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER, pab_list_container_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_CONTAINER,
                                                          pab_list_ab_container_init)
                                       G_IMPLEMENT_INTERFACE (MAPI_TYPE_DIST_LIST, NULL))

static void
pab_list_class_init (PabListClass *klass)
{
}

static void
pab_list_init (PabList *self)
{
}

/* A member as it is now, where that can be told, or else as it was; NULL for one of this book that
 * is no more. */
static MapiPropList *
current_props (PabBook *book, const PabMember *member)
{
  PabIdKind kind;
  gint64    number;
  g_autoptr (PabRecord) record = NULL;

  if (!pab_entry_id_parse (member->entry_id, pab_book_get_uid (book), &kind, &number, NULL))
    return mapi_prop_list_ref (member->props);

  record = pab_book_lookup (book, number, NULL);
  return record != NULL ? pab_book_describe (book, record) : NULL;
}

static MapiPropList *
member_row (PabBook *book, const PabMember *member, guint place)
{
  g_autoptr (MapiPropList) props = current_props (book, member);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) own = NULL;
  guint32 key = GUINT32_TO_BE (place);

  if (props == NULL)
    return NULL;
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, member->entry_id);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_INSTANCE_KEY, &key, sizeof key);
  own = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (props, own);
}

static MapiTable *
get_contents_table (MapiContainer *container,
                    guint32        flags,
                    GCancellable  *cancellable,
                    GError       **error)
{
  PabLogon *logon = pab_object_get_logon (PAB_OBJECT (container));
  g_autoptr (MapiTableData) data =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_INSTANCE_KEY, NULL);
  g_autoptr (GPtrArray) members = NULL;

  if (!pab_logon_check (logon, error))
    return NULL;
  members = pab_object_ref_members (PAB_OBJECT (container), error);
  if (members == NULL)
    return NULL;
  for (guint i = 0; i < members->len; i++)
    {
      g_autoptr (MapiPropList) row = member_row (pab_logon_get_book (logon), members->pdata[i], i);

      if (row != NULL && !mapi_table_data_modify_row (data, row, error))
        return NULL;
    }

  return mapi_table_data_get_view (data, NULL);
}

static MapiProp *
open_entry (MapiContainer *container,
            GBytes        *entry_id,
            const char    *interface_name,
            guint32        flags,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (MapiSupport) support =
      pab_logon_ref_support (pab_object_get_logon (PAB_OBJECT (container)), error);

  return support != NULL ? mapi_support_open_entry (
                               support, entry_id, interface_name, flags, cancellable, error)
                         : NULL;
}

static void
pab_list_container_init (MapiContainerInterface *iface)
{
  iface->get_contents_table = get_contents_table;
  iface->open_entry = open_entry;
}

static gboolean
check_writable (PabObject *self, GError **error)
{
  if ((mapi_prop_data_get_obj_access (MAPI_PROP_DATA (self)) & MAPI_IPROP_READWRITE) != 0)
    return pab_logon_check (pab_object_get_logon (self), error);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "pab: the list is open for reading only");
  return FALSE;
}

static gboolean
is_in (MapiEntryList *entries, GBytes *entry_id)
{
  for (guint i = 0; i < mapi_entry_list_get_size (entries); i++)
    {
      g_autoptr (GBytes) other = mapi_entry_list_get_entry_id (entries, i);

      if (g_bytes_equal (other, entry_id))
        return TRUE;
    }

  return FALSE;
}

/* The members but those of @without. */
static GPtrArray *
copy_members (GPtrArray *old, MapiEntryList *without)
{
  GPtrArray *members = g_ptr_array_new_with_free_func ((GDestroyNotify) pab_member_free);

  for (guint i = 0; i < old->len; i++)
    {
      const PabMember *member = g_ptr_array_index (old, i);

      if (!is_in (without, member->entry_id))
        g_ptr_array_add (members, pab_member_copy (member));
    }

  return members;
}

static GMutexLocker *
lock_lists (PabObject *self)
{
  return pab_book_lock_lists (pab_logon_get_book (pab_object_get_logon (self)));
}

/* Those of @entries that can be read, as members; NULL with the first failure when none can. */
static GPtrArray *
read_members (PabObject *self, MapiEntryList *entries, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func ((GDestroyNotify) pab_member_free);
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < mapi_entry_list_get_size (entries); i++)
    {
      g_autoptr (GBytes) entry_id = mapi_entry_list_get_entry_id (entries, i);
      g_autoptr (MapiPropList) props = pab_logon_read_entry (
          pab_object_get_logon (self), entry_id, cancellable, failure == NULL ? &failure : NULL);

      if (props != NULL)
        g_ptr_array_add (members, pab_member_new (entry_id, props));
    }
  if (members->len > 0 || failure == NULL)
    return g_steal_pointer (&members);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* Who is a member already stays one, and is not one twice. */
static gboolean
copy_entries (MapiAbContainer *container,
              MapiEntryList   *entries,
              MapiProgress    *progress,
              guint32          flags,
              GCancellable    *cancellable,
              guint32         *warning,
              GError         **error)
{
  PabObject *self = PAB_OBJECT (container);
  g_autoptr (GPtrArray) added =
      check_writable (self, error) ? read_members (self, entries, cancellable, error) : NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) old = NULL;
  g_autoptr (GPtrArray) members = NULL;

  if (added == NULL)
    return FALSE;
  locker = lock_lists (self);
  old = pab_object_ref_members (self, error);
  if (old == NULL)
    return FALSE;
  members = copy_members (old, entries);
  for (guint i = 0; i < added->len; i++)
    g_ptr_array_add (members, pab_member_copy (added->pdata[i]));

  *warning = added->len < mapi_entry_list_get_size (entries) ? MAPI_W_PARTIAL_COMPLETION : 0;
  return pab_object_set_members (self, members, error);
}

static gboolean
delete_entries (MapiAbContainer *container,
                MapiEntryList   *entries,
                guint32          flags,
                GCancellable    *cancellable,
                guint32         *warning,
                GError         **error)
{
  PabObject *self = PAB_OBJECT (container);
  g_autoptr (GMutexLocker) locker = lock_lists (self);
  g_autoptr (GPtrArray) old =
      check_writable (self, error) ? pab_object_ref_members (self, error) : NULL;
  g_autoptr (GPtrArray) members = NULL;

  if (old == NULL)
    return FALSE;
  members = copy_members (old, entries);
  *warning =
      members->len + mapi_entry_list_get_size (entries) > old->len ? MAPI_W_PARTIAL_COMPLETION : 0;
  return pab_object_set_members (self, members, error);
}

/* A member is another entry, or a one-off; the list makes none of its own. */
static MapiProp *
create_entry (MapiAbContainer *container,
              GBytes          *template_id,
              guint32          create_flags,
              GCancellable    *cancellable,
              GError         **error)
{
  g_autoptr (MapiEntryList) entries = mapi_entry_list_new (&template_id, 1);
  guint32 warning = 0;

  return copy_entries (container, entries, NULL, create_flags, cancellable, &warning, error)
             ? open_entry (MAPI_CONTAINER (container), template_id, NULL, 0, cancellable, error)
             : NULL;
}

static void
pab_list_ab_container_init (MapiAbContainerInterface *iface)
{
  iface->create_entry = create_entry;
  iface->copy_entries = copy_entries;
  iface->delete_entries = delete_entries;
  iface->resolve_names = pab_container_resolve_names;
}
