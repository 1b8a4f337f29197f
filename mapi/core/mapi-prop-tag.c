/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-prop-tag.h"
#include "mapi-flags.h"
#include "mapi-names-private.h"
#include "mapi-prop-type-private.h"

#include <string.h>

#define FIRST_NAMED_ID 0x8000u
#define LAST_NAMED_ID 0xfffeu

/**
 * mapi_prop_tag_new:
 * @id: a property identifier
 * @type: a property type, such as %MAPI_PT_UNICODE
 *
 * Puts a tag together.
 *
 * Returns: the tag
 *
 * Since: 1.0
 */
guint32
mapi_prop_tag_new (guint16 id, guint16 type)
{
  return (guint32) id << 16 | type;
}

/**
 * mapi_prop_tag_get_id:
 * @tag: a property tag
 *
 * Takes the identifier out of a tag.
 *
 * Returns: the identifier
 *
 * Since: 1.0
 */
guint16
mapi_prop_tag_get_id (guint32 tag)
{
  return (guint16) (tag >> 16);
}

/**
 * mapi_prop_tag_get_prop_type:
 * @tag: a property tag
 *
 * Takes the type out of a tag, with the flag for multivalued properties.
 *
 * Returns: the type
 *
 * Since: 1.0
 */
guint16
mapi_prop_tag_get_prop_type (guint32 tag)
{
  return (guint16) tag;
}

/**
 * mapi_prop_tag_change_type:
 * @tag: a property tag
 * @type: a property type
 *
 * Gives the tag of the same property with another type.
 *
 * Returns: the tag
 *
 * Since: 1.0
 */
guint32
mapi_prop_tag_change_type (guint32 tag, guint16 type)
{
  return (tag & 0xffff0000u) | type;
}

/**
 * mapi_prop_tag_is_multivalued:
 * @tag: a property tag
 *
 * Tells whether a property with this tag holds an array. The column of a table whose type has
 * %MAPI_MV_INSTANCE too holds one value of it.
 *
 * Returns: %TRUE for an array
 *
 * Since: 1.0
 */
gboolean
mapi_prop_tag_is_multivalued (guint32 tag)
{
  return mapi_prop_type_is_array (mapi_prop_tag_get_prop_type (tag));
}

/**
 * mapi_prop_tag_is_named:
 * @tag: a property tag
 *
 * Tells whether the identifier is one that GetIDsFromNames hands out: 0x8000 to 0xFFFE.
 *
 * Returns: %TRUE for a named property
 *
 * Since: 1.0
 */
gboolean
mapi_prop_tag_is_named (guint32 tag)
{
  guint16 id = mapi_prop_tag_get_id (tag);

  return id >= FIRST_NAMED_ID && id <= LAST_NAMED_ID;
}

/**
 * mapi_prop_tag_matches:
 * @tag: the tag of a property
 * @wanted: the tag asked for; the type %MAPI_PT_UNSPECIFIED takes any type
 *
 * Tells whether a property is the one that a caller asks for.
 *
 * Returns: %TRUE when it is
 *
 * Since: 1.0
 */
gboolean
mapi_prop_tag_matches (guint32 tag, guint32 wanted)
{
  if (mapi_prop_tag_get_prop_type (wanted) == MAPI_PT_UNSPECIFIED)
    return mapi_prop_tag_get_id (tag) == mapi_prop_tag_get_id (wanted);
  return tag == wanted;
}

/**
 * mapi_prop_tag_get_name:
 * @tag: a property tag
 *
 * Gives the documented name of a tag, such as `PR_SUBJECT`, or `PR_SUBJECT_A` where the type is
 * %MAPI_PT_STRING8.
 *
 * Returns: (nullable): the name, or %NULL when the tag has none
 *
 * Since: 1.0
 */
const char *
mapi_prop_tag_get_name (guint32 tag)
{
  const MapiNameEntry *entry = mapi_names_find_value (
      mapi_prop_tag_names, mapi_prop_tag_names_by_value, n_mapi_prop_tag_names, tag);

  return entry == NULL ? NULL : entry->name;
}

static guint32
parse_number (const char *name)
{
  guint64 value = 0;

  if (!g_str_has_prefix (name, "0x") || !g_ascii_isxdigit (name[2]) ||
      !g_ascii_string_to_unsigned (name + 2, 16, 0, G_MAXUINT32, &value, NULL))
    return 0;
  return (guint32) value;
}

/**
 * mapi_prop_tag_from_name:
 * @name: a name such as `PR_SUBJECT` or `MAPI_PR_SUBJECT`, or a number such as `0x0037001f`
 *
 * Looks up a tag; mapi_prop_tag_to_string() is the way back.
 *
 * Returns: the tag, or 0 when @name is not known
 *
 * Since: 1.0
 */
guint32
mapi_prop_tag_from_name (const char *name)
{
  const MapiNameEntry *entry;

  g_return_val_if_fail (name != NULL, 0);

  entry = mapi_names_find (mapi_prop_tag_names, n_mapi_prop_tag_names, name);
  if (entry == NULL && g_str_has_prefix (name, "MAPI_PR_"))
    entry = mapi_names_find (mapi_prop_tag_names, n_mapi_prop_tag_names, name + strlen ("MAPI_"));
  return entry == NULL ? parse_number (name) : entry->value;
}

/**
 * mapi_prop_tag_to_string:
 * @tag: a property tag
 *
 * Gives the name of a tag where it has one, and a number such as `0x8001001f` where it has not.
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
mapi_prop_tag_to_string (guint32 tag)
{
  const char *name = mapi_prop_tag_get_name (tag);

  return name != NULL ? g_strdup (name) : g_strdup_printf ("0x%08x", tag);
}

/**
 * mapi_prop_type_get_name:
 * @type: a property type
 *
 * Gives the documented name of a type, such as `PT_MV_UNICODE`.
 *
 * Returns: (nullable): the name, or %NULL when the type is not a documented one
 *
 * Since: 1.0
 */
const char *
mapi_prop_type_get_name (guint16 type)
{
  const MapiNameEntry *entry = mapi_names_find_value (
      mapi_prop_type_names, mapi_prop_type_names_by_value, n_mapi_prop_type_names, type);

  return entry == NULL ? NULL : entry->name;
}
