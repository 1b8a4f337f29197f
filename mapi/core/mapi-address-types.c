/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-address-types.h"
#include "mapi-entry-id.h"

/**
 * MapiAddressTypes:
 *
 * What IXPLogon::AddressTypes returns: which recipients a transport handles, by the address type
 * and by the #MapiUid in the entry identifier. It never changes once it is made.
 *
 * Since: 1.0
 */

struct _MapiAddressTypes
{
  gatomicrefcount ref_count;
  GStrv           types; /* NULL for all */
  MapiUidArray   *uids;
};

G_DEFINE_BOXED_TYPE (MapiAddressTypes,
                     mapi_address_types,
                     mapi_address_types_ref,
                     mapi_address_types_unref)

/**
 * mapi_address_types_new:
 * @types: (array zero-terminated=1) (nullable): the address types, such as `SMTP`; %NULL to handle
 *   every type (R262); one empty string, or none at all, to handle none by type (R263)
 * @uids: (nullable): the identifiers found in the entry identifiers that the transport handles
 *
 * Makes the set of what a transport handles.
 *
 * Returns: (transfer full): the set
 *
 * Since: 1.0
 */
MapiAddressTypes *
mapi_address_types_new (const char *const *types, MapiUidArray *uids)
{
  MapiAddressTypes *self = g_new (MapiAddressTypes, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->types = g_strdupv ((GStrv) types);
  self->uids = uids != NULL ? mapi_uid_array_ref (uids) : mapi_uid_array_new ();
  return self;
}

/**
 * mapi_address_types_get_types:
 * @self: a set
 *
 * Gives the address types. They live as long as the set.
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): the types, or %NULL for every type
 *
 * Since: 1.0
 */
const char *const *
mapi_address_types_get_types (const MapiAddressTypes *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->types;
}

/**
 * mapi_address_types_get_uids:
 * @self: a set
 *
 * Gives the identifiers.
 *
 * Returns: (transfer full): the identifiers, maybe none
 *
 * Since: 1.0
 */
MapiUidArray *
mapi_address_types_get_uids (const MapiAddressTypes *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return mapi_uid_array_ref (self->uids);
}

/**
 * mapi_address_types_handles:
 * @self: a set
 * @address_type: the address type of a recipient
 *
 * Tells whether the transport handles an address type: one that is the same as a listed one to the
 * letter (R256).
 *
 * Returns: %TRUE when it does
 *
 * Since: 1.0
 */
gboolean
mapi_address_types_handles (const MapiAddressTypes *self, const char *address_type)
{
  g_return_val_if_fail (self != NULL && address_type != NULL, FALSE);

  if (self->types == NULL)
    return TRUE;
  return *address_type != '\0' && g_strv_contains ((const char *const *) self->types, address_type);
}

/**
 * mapi_address_types_handles_entry_id:
 * @self: a set
 * @entry_id: the entry identifier of a recipient
 *
 * Tells whether the transport handles the maker of an entry identifier (R257).
 *
 * Returns: %TRUE when it does
 *
 * Since: 1.0
 */
gboolean
mapi_address_types_handles_entry_id (const MapiAddressTypes *self, GBytes *entry_id)
{
  g_return_val_if_fail (self != NULL && entry_id != NULL, FALSE);

  for (guint i = 0; i < mapi_uid_array_get_size (self->uids); i++)
    if (mapi_entry_id_has_uid (entry_id, mapi_uid_array_get_uid (self->uids, i)))
      return TRUE;
  return FALSE;
}

/**
 * mapi_address_types_ref:
 * @self: a set
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same set
 *
 * Since: 1.0
 */
MapiAddressTypes *
mapi_address_types_ref (MapiAddressTypes *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mapi_address_types_unref:
 * @self: (transfer full): a set
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_address_types_unref (MapiAddressTypes *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_strfreev (self->types);
  mapi_uid_array_unref (self->uids);
  g_free (self);
}
