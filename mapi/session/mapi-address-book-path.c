/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"
#include "mapi-uid-names.h"

/* What the profile says of its address book: the personal address book, the default directory and
 * the search path. Until somebody has chosen, the hierarchy decides. */

static MapiProfSect *
open_section (MapiAddressBook *self, guint32 flags, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_uid_from_name ("MUID_PROFILE_INSTANCE", error);

  return uid != NULL ? mapi_session_open_profile_section (self->session, uid, flags, error) : NULL;
}

/* The chosen value; *@value is NULL where nothing was chosen. */
static gboolean
read_choice (MapiAddressBook *self, guint32 tag, MapiPropValue **value, GError **error)
{
  g_autoptr (MapiProfSect) section = open_section (self, 0, error);
  g_autoptr (MapiPropList) props = NULL;

  *value = NULL;
  if (section != NULL)
    props = mapi_prop_get_props (MAPI_PROP (section), NULL, 0, NULL, NULL, error);
  if (props == NULL)
    return FALSE;

  *value = mapi_prop_list_lookup (props, tag);
  return TRUE;
}

static gboolean
write_choice (MapiAddressBook *self, MapiPropValue *value, GError **error)
{
  g_autoptr (MapiProfSect) section = open_section (self, MAPI_MODIFY, error);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return section != NULL && mapi_prop_set_props (MAPI_PROP (section), props, NULL, NULL, error);
}

static gboolean
forget_choice (MapiAddressBook *self, guint32 tag, GError **error)
{
  g_autoptr (MapiProfSect) section = open_section (self, MAPI_MODIFY, error);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  return section != NULL && mapi_prop_delete_props (MAPI_PROP (section), tags, NULL, NULL, error);
}

static MapiPropList *
find_container (MapiRowSet *containers, GBytes *entry_id)
{
  for (guint i = 0; entry_id != NULL && i < mapi_row_set_get_size (containers); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (containers, i);
      g_autoptr (GBytes) own = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);

      if (own != NULL && g_bytes_equal (own, entry_id))
        return g_steal_pointer (&row);
    }

  return NULL;
}

static gboolean
has_flags (MapiPropList *row, guint32 flags)
{
  guint32 own = (guint32) mapi_prop_list_get_long (row, MAPI_PR_CONTAINER_FLAGS, 0);

  return (own & flags) == flags;
}

static MapiPropList *
first_writable (MapiRowSet *containers)
{
  for (guint i = 0; i < mapi_row_set_get_size (containers); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (containers, i);

      if (has_flags (row, MAPI_AB_MODIFIABLE))
        return g_steal_pointer (&row);
    }

  return NULL;
}

/* What was chosen counts as long as it is there. */
static MapiPropList *
chosen_container (MapiAddressBook *self, guint32 tag, MapiRowSet *containers, GError **error)
{
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (GBytes) entry_id = NULL;

  if (!read_choice (self, tag, &value, error))
    return NULL;
  entry_id = value != NULL ? mapi_prop_value_get_bytes (value) : NULL;

  return find_container (containers, entry_id);
}

static MapiPropList *
pab_row (MapiAddressBook *self, MapiRowSet *containers, GError **error)
{
  g_autoptr (GError) local = NULL;
  MapiPropList *row = chosen_container (self, MAPI_PR_AB_DEFAULT_PAB, containers, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (row == NULL)
    row = first_writable (containers);
  return row;
}

static MapiPropList *
directory_row (MapiAddressBook *self, MapiRowSet *containers, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiPropList) pab = pab_row (self, containers, &local);
  MapiPropList *chosen =
      local == NULL ? chosen_container (self, MAPI_PR_AB_DEFAULT_DIR, containers, &local) : NULL;

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  if (local != NULL || chosen != NULL)
    return chosen;
  for (guint i = 0; i < mapi_row_set_get_size (containers); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (containers, i);

      if (has_flags (row, MAPI_AB_RECIPIENTS) && !has_flags (row, MAPI_AB_NOT_DEFAULT) &&
          (pab == NULL || !mapi_prop_list_equal (row, pab)))
        return g_steal_pointer (&row);
    }

  return g_steal_pointer (&pab);
}

typedef MapiPropList *(*FindRow) (MapiAddressBook *self, MapiRowSet *containers, GError **error);

static GBytes *
get_container (MapiAddressBook *self,
               FindRow          find,
               const char      *what,
               GCancellable    *cancellable,
               GError         **error)
{
  g_autoptr (MapiRowSet) containers = mapi_address_book_get_containers (self, cancellable, error);
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiPropList) row = containers != NULL ? find (self, containers, &local) : NULL;

  if (row != NULL)
    return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (containers != NULL)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_NOT_FOUND,
                 "profile '%s' has no %s",
                 mapi_profile_get_name (self->session->profile),
                 what);
  return NULL;
}

static GBytes *
get_pab (MapiAddrBook *book, GCancellable *cancellable, GError **error)
{
  return get_container (
      MAPI_ADDRESS_BOOK (book), pab_row, "personal address book", cancellable, error);
}

static GBytes *
get_default_dir (MapiAddrBook *book, GCancellable *cancellable, GError **error)
{
  return get_container (
      MAPI_ADDRESS_BOOK (book), directory_row, "address book", cancellable, error);
}

static gboolean
set_container (MapiAddressBook *self,
               guint32          tag,
               GBytes          *entry_id,
               guint32          needed_flags,
               GCancellable    *cancellable,
               GError         **error)
{
  g_autoptr (MapiRowSet) containers = mapi_address_book_get_containers (self, cancellable, error);
  g_autoptr (MapiPropList) row = containers != NULL ? find_container (containers, entry_id) : NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (tag, entry_id);

  if (containers == NULL)
    return FALSE;
  if (row != NULL && has_flags (row, needed_flags))
    return write_choice (self, value, error);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       row == NULL ? MAPI_E_NOT_FOUND : MAPI_E_INVALID_PARAMETER,
                       row == NULL ? "this is no container of the address book"
                                   : "the container cannot be changed");
  return FALSE;
}

static gboolean
set_pab (MapiAddrBook *book, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  return set_container (MAPI_ADDRESS_BOOK (book),
                        MAPI_PR_AB_DEFAULT_PAB,
                        entry_id,
                        MAPI_AB_MODIFIABLE,
                        cancellable,
                        error);
}

static gboolean
set_default_dir (MapiAddrBook *book, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  return set_container (
      MAPI_ADDRESS_BOOK (book), MAPI_PR_AB_DEFAULT_DIR, entry_id, 0, cancellable, error);
}

static void
add_once (GPtrArray *path, MapiPropList *row)
{
  for (guint i = 0; row != NULL && i < path->len; i++)
    if (mapi_prop_list_equal (path->pdata[i], row))
      return;
  if (row != NULL)
    g_ptr_array_add (path, mapi_prop_list_ref (row));
}

static void
add_chosen (GPtrArray *path, MapiRowSet *containers, MapiPropValue *chosen)
{
  for (guint i = 0; i < mapi_prop_value_get_n_values (chosen); i++)
    {
      g_autoptr (GBytes) entry_id = mapi_prop_value_get_mv_bytes (chosen, i);
      g_autoptr (MapiPropList) row = find_container (containers, entry_id);

      add_once (path, row);
    }
}

static gboolean
add_global (GPtrArray *path, MapiRowSet *containers)
{
  gboolean any = FALSE;

  for (guint i = 0; i < mapi_row_set_get_size (containers); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (containers, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_DISPLAY_TYPE, 0) != MAPI_DT_GLOBAL)
        continue;
      add_once (path, row);
      any = TRUE;
    }

  return any;
}

static gboolean
add_default (MapiAddressBook *self, GPtrArray *path, MapiRowSet *containers, GError **error)
{
  g_autoptr (MapiPropList) writable = first_writable (containers);
  g_autoptr (MapiPropList) directory = NULL;
  g_autoptr (GError) local = NULL;

  add_once (path, writable);
  if (add_global (path, containers))
    return TRUE;

  directory = directory_row (self, containers, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  add_once (path, directory);
  return TRUE;
}

static MapiRowSet *
get_search_path (MapiAddrBook *book, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiAddressBook *self = MAPI_ADDRESS_BOOK (book);
  g_autoptr (MapiRowSet) containers = mapi_address_book_get_containers (self, cancellable, error);
  g_autoptr (MapiPropValue) chosen = NULL;
  g_autoptr (GPtrArray) path =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (containers == NULL || !read_choice (self, MAPI_PR_AB_SEARCH_PATH, &chosen, error))
    return NULL;
  if (chosen != NULL)
    add_chosen (path, containers, chosen);
  else if (!add_default (self, path, containers, error))
    return NULL;

  return mapi_row_set_new ((MapiPropList **) path->pdata, path->len);
}

static gboolean
set_search_path (MapiAddrBook *book,
                 guint32       flags,
                 MapiRowSet   *search_path,
                 GCancellable *cancellable,
                 GError      **error)
{
  MapiAddressBook *self = MAPI_ADDRESS_BOOK (book);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (MapiPropValue) value = NULL;

  if (mapi_row_set_get_size (search_path) == 0)
    return forget_choice (self, MAPI_PR_AB_SEARCH_PATH, error);
  for (guint i = 0; i < mapi_row_set_get_size (search_path); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (search_path, i);
      GBytes *entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);

      if (entry_id == NULL)
        {
          g_set_error (error,
                       MAPI_ERROR,
                       MAPI_E_MISSING_REQUIRED_COLUMN,
                       "container %u of the search path has no PR_ENTRYID",
                       i);
          return FALSE;
        }
      g_ptr_array_add (ids, entry_id);
    }

  value = mapi_prop_value_new_mv_bytes (MAPI_PR_AB_SEARCH_PATH, (GBytes **) ids->pdata, ids->len);
  return write_choice (self, value, error);
}

void
mapi_address_book_path_init (MapiAddrBookInterface *iface)
{
  iface->get_pab = get_pab;
  iface->set_pab = set_pab;
  iface->get_default_dir = get_default_dir;
  iface->set_default_dir = set_default_dir;
  iface->get_search_path = get_search_path;
  iface->set_search_path = set_search_path;
}
