/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What clients set of a folder: its name, which the provider is told, and all else, which goes into
 * the folder's note. It is kept at once, without SaveChanges. */

#include "config.h"

#include "mapi-code-page.h"
#include "mapi-flags.h"
#include "mapi-kept-folder-private.h"
#include "mapi-kept-note-private.h"
#include "mapi-prop-rules.h"

/* Names of properties hold as long as the store is open. */
#define FIRST_NAMED_ID 0x8000

/* --- The name --- */

static gboolean
fail (MapiError code, const char *reason, GError **error)
{
  g_set_error_literal (error, MAPI_ERROR, code, reason);
  return FALSE;
}

gboolean
mapi_kept_name_check (MapiKeptPlace *parent, const char *name, GError **error)
{
  if (*name == '\0' || !g_utf8_validate (name, -1, NULL))
    return fail (MAPI_E_INVALID_PARAMETER, "a folder needs a name, in UTF-8", error);
  if (mapi_kept_place_find_below (parent, name) == NULL)
    return TRUE;
  g_set_error (error, MAPI_ERROR, MAPI_E_COLLISION, "there is a folder %s already", name);
  return FALSE;
}

/* With the lock. */
static gboolean
rename_place (MapiStoreBackend *backend,
              MapiKeptPlace    *place,
              const char       *name,
              GCancellable     *cancellable,
              GError          **error)
{
  if (g_str_equal (place->name, name))
    return TRUE;
  if (!mapi_kept_place_is_free (place))
    return fail (MAPI_E_NO_ACCESS, "the store needs this folder by its name", error);
  if (!mapi_kept_name_check (place->parent, name, error) ||
      !mapi_store_backend_rename_folder (backend, place->key, name, cancellable, error))
    return FALSE;
  g_free (place->name);
  place->name = g_strdup (name);
  mapi_store_backend_tell_changed (backend, place->parent->key);
  return TRUE;
}

/* --- All else --- */

/* What is kept besides the name. */
static MapiPropList *
choose_kept (MapiPropList *props)
{
  static const guint32 name_tag = MAPI_PR_DISPLAY_NAME;
  g_autoptr (MapiPropTagArray) name = mapi_prop_tag_array_new (&name_tag, 1);

  return mapi_prop_list_without (props, name);
}

static void
add_problem (MapiPropProblemArray **problems, guint index, guint32 tag, MapiError code)
{
  g_autoptr (MapiPropProblemArray) old =
      *problems != NULL ? *problems : mapi_prop_problem_array_new ();

  *problems = mapi_prop_problem_array_append (old, index, tag, (gint32) code);
}

/* Those that the store computes, and those with names; @settable is the rest. */
static MapiPropList *
leave_out (MapiPropList *props, MapiPropTagArray *computed, MapiPropProblemArray **problems)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (props, i);
      guint32 tag = mapi_prop_value_get_tag (value);

      if (tag != MAPI_PR_DISPLAY_NAME && mapi_prop_tag_array_contains (computed, tag))
        add_problem (problems, i, tag, MAPI_E_COMPUTED);
      else if (mapi_prop_tag_get_id (tag) >= FIRST_NAMED_ID)
        add_problem (problems, i, tag, MAPI_E_NO_SUPPORT);
      else
        mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

/* With the lock. */
static gboolean
change (MapiKeptFolder *self,
        MapiKeptPlace  *place,
        MapiPropList   *props,
        GCancellable   *cancellable,
        GError        **error)
{
  const char *name = mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_NAME);
  g_autoptr (MapiPropList) old = mapi_kept_note_get_props (place);
  g_autoptr (MapiPropList) given = choose_kept (props);
  g_autoptr (MapiPropList) all = mapi_prop_list_merge (old, given);

  if (name != NULL &&
      !rename_place (mapi_kept_folder_get_backend (self), place, name, cancellable, error))
    return FALSE;
  return mapi_prop_list_get_size (given) == 0 ||
         mapi_kept_note_write_props (self->store, place, all, cancellable, error);
}

static gboolean
change_and_tell (MapiKeptFolder        *self,
                 MapiPropList          *props,
                 MapiPropProblemArray **problems,
                 GCancellable          *cancellable,
                 GError               **error)
{
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  MapiKeptPlace    *place = mapi_store_backend_find_place (backend, self->key, error);
  g_autoptr (MapiPropList) own =
      place != NULL ? mapi_store_backend_compute (backend, place, 0) : NULL;
  g_autoptr (MapiPropTagArray) computed = own != NULL ? mapi_prop_list_get_tags (own) : NULL;
  g_autoptr (MapiPropList) settable =
      computed != NULL ? leave_out (props, computed, problems) : NULL;

  if (settable == NULL || !change (self, place, settable, cancellable, error))
    return FALSE;
  mapi_store_backend_tell_changed (backend, self->key);
  return TRUE;
}

static gboolean
mapi_kept_folder_set_props (MapiProp              *prop,
                            MapiPropList          *props,
                            MapiPropProblemArray **problems,
                            GCancellable          *cancellable,
                            GError               **error)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (prop);
  g_autoptr (MapiPropList) plain = NULL;
  g_autoptr (MapiPropList) unicode = NULL;
  gboolean changed;

  if (!mapi_kept_folder_check_access (self, error))
    return FALSE;
  plain = mapi_prop_rules_filter_set (props, error);
  if (plain == NULL)
    return FALSE;
  unicode = mapi_code_page_to_unicode (0, plain);
  mapi_store_backend_lock (mapi_kept_folder_get_backend (self));
  changed = change_and_tell (self, unicode, problems, cancellable, error);
  mapi_store_backend_unlock (mapi_kept_folder_get_backend (self));
  return changed && mapi_kept_folder_update (self, error);
}

/* With the lock. */
static gboolean
forget (MapiKeptFolder *self, MapiPropTagArray *tags, GCancellable *cancellable, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  MapiKeptPlace    *place = mapi_store_backend_find_place (backend, self->key, error);
  g_autoptr (MapiPropList) old = place != NULL ? mapi_kept_note_get_props (place) : NULL;
  g_autoptr (MapiPropList) left = old != NULL ? mapi_prop_list_without (old, tags) : NULL;

  if (left == NULL || mapi_prop_list_get_size (left) == mapi_prop_list_get_size (old))
    return left != NULL;
  if (!mapi_kept_note_write_props (self->store, place, left, cancellable, error))
    return FALSE;
  mapi_store_backend_tell_changed (backend, self->key);
  return TRUE;
}

/* What is still there afterwards the store computes. */
static void
add_remaining (MapiKeptFolder *self, MapiPropTagArray *tags, MapiPropProblemArray **problems)
{
  g_autoptr (MapiPropList) props = mapi_prop_data_get_list (MAPI_PROP_DATA (self));

  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (tags, i);

      if (mapi_prop_list_find (props, tag) >= 0)
        add_problem (problems, i, tag, MAPI_E_COMPUTED);
    }
}

static gboolean
mapi_kept_folder_delete_props (MapiProp              *prop,
                               MapiPropTagArray      *tags,
                               MapiPropProblemArray **problems,
                               GCancellable          *cancellable,
                               GError               **error)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (prop);
  gboolean        forgotten;

  if (!mapi_kept_folder_check_access (self, error))
    return FALSE;
  mapi_store_backend_lock (mapi_kept_folder_get_backend (self));
  forgotten = forget (self, tags, cancellable, error);
  mapi_store_backend_unlock (mapi_kept_folder_get_backend (self));
  if (!forgotten || !mapi_kept_folder_update (self, error))
    return FALSE;
  add_remaining (self, tags, problems);
  return TRUE;
}

void
mapi_kept_folder_init_props (MapiPropInterface *iface)
{
  iface->set_props = mapi_kept_folder_set_props;
  iface->delete_props = mapi_kept_folder_delete_props;
}
