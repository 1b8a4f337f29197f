/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-ab-container-data.h"
#include "mapi-book-backend-private.h"
#include "mapi-entry-id.h"
#include "mapi-flags.h"
#include "mapi-guard-private.h"
#include "mapi-prop-list-builder.h"
#include "mapi-store-backend-private.h"

#include <string.h>

/**
 * MapiBookBackend:
 *
 * What is particular to an address book of one list of people, for reading: who they are. A
 * provider derives from it; #MapiBookFactory makes the provider object of it. The containers,
 * tables and entries are the kit's, and so is the resolving of names.
 *
 * The methods are called one at a time, in whatever thread. What has changed shows when somebody
 * looks.
 *
 * Since: 1.0
 */

/* What is behind the UID in an entry identifier; the key of a person follows. */
#define ROOT 'R'
#define CONTAINER 'C'
#define PERSON 'P'

typedef struct
{
  GRecMutex      lock; /* of all that follows, and held while the provider's methods run */
  char          *name;
  MapiUid        kind; /* of all address books of the provider */
  MapiUid        uid;  /* of this one */
  MapiTableData *people;
  GHashTable    *seen; /* entry identifier -> in which listing */
  guint          listing;
  gboolean       is_listing;
} MapiBookBackendPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MapiBookBackend, mapi_book_backend, G_TYPE_OBJECT)

static MapiBookBackendPrivate *
private_of (gpointer self)
{
  return mapi_book_backend_get_instance_private (MAPI_BOOK_BACKEND (self));
}

void
mapi_book_backend_set_kind (MapiBookBackend *self, const MapiUid *kind)
{
  MapiBookBackendPrivate *priv = private_of (self);

  priv->kind = *kind;
  mapi_kept_derive_uid (kind, priv->name, &priv->uid);
}

const MapiUid *
mapi_book_backend_get_uid (MapiBookBackend *self)
{
  return &private_of (self)->uid;
}

static GBytes *
new_id (MapiBookBackend *self, char kind, const char *key)
{
  g_autofree char *data = g_strdup_printf ("%c%s", kind, key);

  return mapi_entry_id_new (0, mapi_book_backend_get_uid (self), data, strlen (data));
}

/**
 * mapi_book_backend_set_name:
 * @self: a backend that is being opened
 * @name: what the address book is called
 *
 * Says what the address book is called. What address books of the same provider have to differ in
 * belongs into the name.
 *
 * Since: 1.0
 */
void
mapi_book_backend_set_name (MapiBookBackend *self, const char *name)
{
  MapiBookBackendPrivate *priv;

  g_return_if_fail (MAPI_IS_BOOK_BACKEND (self));
  g_return_if_fail (name != NULL);

  priv = private_of (self);
  g_free (priv->name);
  priv->name = g_strdup (name);
  mapi_kept_derive_uid (&priv->kind, name, &priv->uid);
}

/**
 * mapi_book_backend_get_name:
 * @self: a backend
 *
 * Tells what the address book is called.
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
mapi_book_backend_get_name (MapiBookBackend *self)
{
  g_return_val_if_fail (MAPI_IS_BOOK_BACKEND (self), NULL);

  return private_of (self)->name;
}

/* --- What the provider tells --- */

static const char *
get_text (MapiPropList *person, guint32 tag, const char *fallback)
{
  const char *text = mapi_prop_list_get_string (person, tag);

  return text != NULL ? text : fallback;
}

/* What everybody has in an address book, for what the provider has left out. */
static MapiPropList *
complete (MapiPropList *person, GBytes *entry_id, const char *key)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  const char      *type = get_text (person, MAPI_PR_ADDRTYPE, "SMTP");
  const char      *address = get_text (person, MAPI_PR_EMAIL_ADDRESS, key);
  g_autofree char *search = g_strconcat (type, ":", address, NULL);
  g_autofree char *search_key = g_ascii_strup (search, -1);
  g_autoptr (MapiPropList) own = NULL;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RECORD_KEY, entry_id);
  mapi_prop_list_builder_add_data (
      builder, MAPI_PR_SEARCH_KEY, search_key, strlen (search_key) + 1);
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_DISPLAY_NAME, get_text (person, MAPI_PR_DISPLAY_NAME, address));
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, type);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, address);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_MAILUSER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DISPLAY_TYPE, MAPI_DT_MAILUSER);
  own = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (person, own);
}

/**
 * mapi_book_backend_add_person:
 * @self: a backend whose `list_people` is being called
 * @key: what the provider calls the person
 * @person: who that is: PR_DISPLAY_NAME, PR_EMAIL_ADDRESS, PR_ADDRTYPE (SMTP when it is missing),
 *   and whatever else is known
 *
 * Tells of a person.
 *
 * Since: 1.0
 */
void
mapi_book_backend_add_person (MapiBookBackend *self, const char *key, MapiPropList *person)
{
  MapiBookBackendPrivate *priv;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (MAPI_IS_BOOK_BACKEND (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (person != NULL);

  priv = private_of (self);
  g_return_if_fail (priv->is_listing);
  id = new_id (self, PERSON, key);
  row = complete (person, id, key);
  if (!mapi_table_data_modify_row (priv->people, row, &error))
    g_message ("%s: %s: %s", priv->name, key, error->message);
  g_hash_table_replace (priv->seen, g_bytes_ref (id), GUINT_TO_POINTER (priv->listing));
}

static void
drop_unseen (MapiBookBackendPrivate *priv)
{
  GHashTableIter iter;
  gpointer       id;
  gpointer       seen;

  g_hash_table_iter_init (&iter, priv->seen);
  while (g_hash_table_iter_next (&iter, &id, &seen))
    if (GPOINTER_TO_UINT (seen) != priv->listing)
      {
        g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, id);

        mapi_table_data_delete_row (priv->people, index, NULL);
        g_hash_table_iter_remove (&iter);
      }
}

/**
 * mapi_book_backend_open: (virtual open)
 * @self: a backend
 * @settings: the properties of the provider's section of the profile
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives the backend its settings. #MapiBookFactory does this at logon. Fails with
 * %MAPI_E_UNCONFIGURED when something is missing.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_book_backend_open (MapiBookBackend *self,
                        MapiPropList    *settings,
                        GCancellable    *cancellable,
                        GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "open", error);

  g_return_val_if_fail (MAPI_IS_BOOK_BACKEND (self), FALSE);
  g_return_val_if_fail (settings != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_BOOK_BACKEND_GET_CLASS (self)->open (self, settings, cancellable, &guard.local));
}

/**
 * mapi_book_backend_list_people: (virtual list_people)
 * @self: a backend
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Looks who is there, and tells who watches the table who has come and gone.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_book_backend_list_people (MapiBookBackend *self, GCancellable *cancellable, GError **error)
{
  MapiGuard               guard = MAPI_GUARD_INIT (self, "list_people", error);
  MapiBookBackendPrivate *priv;
  MapiBookBackendClass   *klass;
  gboolean                listed;

  g_return_val_if_fail (MAPI_IS_BOOK_BACKEND (self), FALSE);

  priv = private_of (self);
  klass = MAPI_BOOK_BACKEND_GET_CLASS (self);
  if (!mapi_guard_allows (&guard, klass->list_people != NULL))
    return mapi_guard_boolean (&guard, FALSE);
  g_rec_mutex_lock (&priv->lock);
  priv->listing++;
  priv->is_listing = TRUE;
  listed = klass->list_people (self, cancellable, &guard.local);
  priv->is_listing = FALSE;
  if (listed && guard.local == NULL)
    drop_unseen (priv);
  g_rec_mutex_unlock (&priv->lock);
  return mapi_guard_boolean (&guard, listed);
}

static gboolean
mapi_book_backend_real_open (MapiBookBackend *self,
                             MapiPropList    *settings,
                             GCancellable    *cancellable,
                             GError         **error)
{
  return TRUE;
}

/* --- For the objects of the address book --- */

MapiTable *
mapi_book_backend_get_people (MapiBookBackend *self, GError **error)
{
  return mapi_book_backend_list_people (self, NULL, error)
             ? mapi_table_data_get_view (private_of (self)->people, NULL)
             : NULL;
}

MapiPropList *
mapi_book_backend_find_person (MapiBookBackend *self, GBytes *entry_id, GError **error)
{
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, entry_id);

  return mapi_table_data_query_row (private_of (self)->people, index, NULL, error);
}

MapiPropList *
mapi_book_backend_describe (MapiBookBackend *self)
{
  g_autoptr (GBytes) id = new_id (self, CONTAINER, "");

  return mapi_ab_container_describe (
      id, private_of (self)->name, "", MAPI_DT_GLOBAL, MAPI_AB_RECIPIENTS);
}

MapiPropList *
mapi_book_backend_describe_root (MapiBookBackend *self)
{
  g_autoptr (GBytes) id = new_id (self, ROOT, "");

  return mapi_ab_container_describe (
      id, private_of (self)->name, "", MAPI_DT_GLOBAL, MAPI_AB_SUBCONTAINERS);
}

gboolean
mapi_book_backend_is_container (MapiBookBackend *self, GBytes *entry_id)
{
  g_autoptr (GBytes) id = new_id (self, CONTAINER, "");

  return g_bytes_equal (id, entry_id);
}

static void
mapi_book_backend_finalize (GObject *object)
{
  MapiBookBackendPrivate *priv = private_of (object);

  g_free (priv->name);
  g_object_unref (priv->people);
  g_hash_table_unref (priv->seen);
  g_rec_mutex_clear (&priv->lock);
  G_OBJECT_CLASS (mapi_book_backend_parent_class)->finalize (object);
}

static void
mapi_book_backend_class_init (MapiBookBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_book_backend_finalize;
  klass->open = mapi_book_backend_real_open;
}

static void
mapi_book_backend_init (MapiBookBackend *self)
{
  MapiBookBackendPrivate *priv = private_of (self);

  g_rec_mutex_init (&priv->lock);
  priv->name = g_strdup ("Address book");
  priv->people = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ENTRYID, NULL);
  priv->seen =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
}
