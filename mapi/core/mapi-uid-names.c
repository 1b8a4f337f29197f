/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-uid-names.h"
#include "mapi-names-private.h"

#include <stdlib.h>
#include <string.h>

static int
compare_uid_name (const void *key, const void *element)
{
  const MapiUidEntry *entry = element;

  return strcmp (key, entry->name);
}

/**
 * mapi_uid_from_name: (constructor)
 * @name: a name of Microsoft's, such as `PS_PUBLIC_STRINGS` or `MUID_PROFILE_INSTANCE`
 * @error: return location for an error
 *
 * Finds the identifier of a property set, of a section of a profile or of the like.
 *
 * Returns: (transfer full): the identifier, or %NULL with %MAPI_E_NOT_FOUND
 *   where no identifier has that name
 *
 * Since: 1.0
 */
MapiUid *
mapi_uid_from_name (const char *name, GError **error)
{
  const MapiUidEntry *entry =
      bsearch (name, mapi_uid_names, n_mapi_uid_names, sizeof *entry, compare_uid_name);

  if (entry == NULL)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "No identifier is named %s", name);
      return NULL;
    }

  return mapi_uid_copy (&entry->uid);
}

/**
 * mapi_uid_get_name:
 * @self: an identifier
 *
 * Finds what Microsoft calls an identifier.
 *
 * Returns: (nullable): the name, or %NULL where the identifier is not a documented one
 *
 * Since: 1.0
 */
const char *
mapi_uid_get_name (const MapiUid *self)
{
  for (gsize i = 0; i < n_mapi_uid_names; i++)
    if (mapi_uid_equal (self, &mapi_uid_names[i].uid))
      return mapi_uid_names[i].name;

  return NULL;
}
