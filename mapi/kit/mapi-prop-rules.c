/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-rules.h"

static gboolean
fail (GError **error, MapiError code, guint32 tag, const char *reason)
{
  g_autofree char *name = mapi_prop_tag_to_string (tag);

  g_set_error (error, MAPI_ERROR, code, "%s: %s", name, reason);
  return FALSE;
}

static gboolean
is_ignored (guint32 tag)
{
  return tag == MAPI_PR_NULL || mapi_prop_tag_get_prop_type (tag) == MAPI_PT_ERROR;
}

static gboolean
check_settable (MapiPropList *props, guint index, GError **error)
{
  guint32 tag = mapi_prop_list_get_tag (props, index);
  g_autoptr (MapiPropValue) value = NULL;

  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_OBJECT)
    return fail (error, MAPI_E_INVALID_PARAMETER, tag, "SetProps cannot set an object");
  if (!mapi_prop_tag_is_multivalued (tag))
    return TRUE;

  value = mapi_prop_list_get_value (props, index);
  if (mapi_prop_value_get_n_values (value) == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, tag, "SetProps needs at least one value");
  return TRUE;
}

/**
 * mapi_prop_rules_check_set:
 * @props: what a client passed to `SetProps`
 * @error: return location for a #GError
 *
 * Refuses what every `SetProps` has to refuse as a whole (imapiprop-setprops.md).
 *
 * Fails with %MAPI_E_INVALID_PARAMETER on a property of type PT_OBJECT and on a multivalued one
 * without values.
 *
 * Returns: %TRUE when there is nothing of the kind, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_rules_check_set (MapiPropList *props, GError **error)
{
  g_return_val_if_fail (props != NULL, FALSE);

  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    if (!is_ignored (mapi_prop_list_get_tag (props, i)) && !check_settable (props, i, error))
      return FALSE;
  return TRUE;
}

static gboolean
has_ignored (MapiPropList *props)
{
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    if (is_ignored (mapi_prop_list_get_tag (props, i)))
      return TRUE;
  return FALSE;
}

/**
 * mapi_prop_rules_filter_set:
 * @props: what a client passed to `SetProps`
 * @error: return location for a #GError
 *
 * Does what every `SetProps` has to do first (imapiprop-setprops.md): drops PR_NULL and properties
 * of type PT_ERROR.
 *
 * Fails as mapi_prop_rules_check_set() does.
 *
 * Returns: (transfer full): the properties to set
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_rules_filter_set (MapiPropList *props, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = NULL;

  g_return_val_if_fail (props != NULL, NULL);

  if (!mapi_prop_rules_check_set (props, error))
    return NULL;
  if (!has_ignored (props))
    return mapi_prop_list_ref (props);

  builder = mapi_prop_list_builder_new ();
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (props, i);

      if (!is_ignored (mapi_prop_value_get_tag (value)))
        mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

/* Properties that tell an object or its place from others, or are computed from it: a copy gets
 * its own. */
static const guint32 own_tags[] = {
  MAPI_PR_ACCESS,
  MAPI_PR_ACCESS_LEVEL,
  MAPI_PR_ATTACH_NUM,
  MAPI_PR_ATTACH_SIZE,
  MAPI_PR_CREATION_VERSION,
  MAPI_PR_DISPLAY_BCC,
  MAPI_PR_DISPLAY_CC,
  MAPI_PR_DISPLAY_TO,
  MAPI_PR_ENTRYID,
  MAPI_PR_HASATTACH,
  MAPI_PR_INSTANCE_KEY,
  MAPI_PR_MAPPING_SIGNATURE,
  MAPI_PR_MESSAGE_ATTACHMENTS,
  MAPI_PR_MESSAGE_RECIPIENTS,
  MAPI_PR_MESSAGE_SIZE,
  MAPI_PR_NORMALIZED_SUBJECT,
  MAPI_PR_OBJECT_TYPE,
  MAPI_PR_PARENT_ENTRYID,
  MAPI_PR_RECORD_KEY,
  MAPI_PR_STORE_ENTRYID,
  MAPI_PR_STORE_RECORD_KEY,
  MAPI_PR_STORE_SUPPORT_MASK,
};

/**
 * mapi_prop_rules_is_own:
 * @tag: a property; only its identifier counts
 *
 * Tells whether a property belongs to one object alone, such as PR_ENTRYID, or is computed by the
 * store, such as PR_DISPLAY_TO: `CopyTo` leaves it out, and a store refuses to set it with
 * %MAPI_E_COMPUTED.
 *
 * Returns: %TRUE when a copy of the object has its own
 *
 * Since: 1.0
 */
gboolean
mapi_prop_rules_is_own (guint32 tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_tags); i++)
    if ((own_tags[i] ^ tag) >> 16 == 0)
      return TRUE;
  return FALSE;
}
