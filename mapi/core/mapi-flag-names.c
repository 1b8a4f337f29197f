/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-flag-names.h"
#include "mapi-names-private.h"

/**
 * mapi_flag_from_name:
 * @name: a name of Microsoft's, such as `MSGFLAG_SUBMIT`
 * @value: (out) (optional): its value
 *
 * Looks up a flag, or any other named number that is neither a status code nor a property tag.
 *
 * Returns: %TRUE when @name is known
 *
 * Since: 1.0
 */
gboolean
mapi_flag_from_name (const char *name, guint32 *value)
{
  const MapiNameEntry *entry = mapi_names_find (mapi_flag_names, n_mapi_flag_names, name);

  if (entry == NULL)
    return FALSE;
  if (value != NULL)
    *value = entry->value;
  return TRUE;
}
