/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-recipients.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"

#define MODE_MASK (MAPI_MODRECIP_ADD | MAPI_MODRECIP_MODIFY | MAPI_MODRECIP_REMOVE)

static const struct
{
  guint32 type;
  guint32 tag;
} display_tags[] = {
  { MAPI_TO, MAPI_PR_DISPLAY_TO },
  { MAPI_CC, MAPI_PR_DISPLAY_CC },
  { MAPI_BCC, MAPI_PR_DISPLAY_BCC },
};

static gboolean
fail (GError **error, guint index, const char *reason)
{
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "ModifyRecipients: recipient %u %s",
               index,
               reason);
  return FALSE;
}

static gboolean
check_flags (guint32 flags, GError **error)
{
  if ((flags & ~MODE_MASK) == 0 && (flags & (flags - 1)) == 0)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "ModifyRecipients: 0x%08x is not one of ADD, MODIFY and REMOVE",
               flags);
  return FALSE;
}

static gboolean
has_type (MapiPropList *row, guint32 type)
{
  for (guint i = 0; i < mapi_prop_list_get_size (row); i++)
    if (mapi_prop_tag_get_prop_type (mapi_prop_list_get_tag (row, i)) == type)
      return TRUE;
  return FALSE;
}

/* The row as it is stored: without errors, with a type and with this PR_ROWID. */
static MapiPropList *
make_row (MapiPropList *row, guint32 row_id)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < mapi_prop_list_get_size (row); i++)
    {
      g_autoptr (MapiPropValue) value = NULL;
      guint32 tag = mapi_prop_list_get_tag (row, i);

      if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_ERROR || tag == MAPI_PR_ROWID)
        continue;
      value = mapi_prop_list_get_value (row, i);
      mapi_prop_list_builder_add_value (builder, value);
    }

  if (!mapi_prop_list_contains (row, MAPI_PR_RECIPIENT_TYPE))
    mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ROWID, (gint32) row_id);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
check_row (MapiPropList *row, guint index, gboolean needs_id, GError **error)
{
  if (has_type (row, MAPI_PT_NULL))
    return fail (error, index, "has a property of type PT_NULL");
  if (needs_id && !mapi_prop_list_contains (row, MAPI_PR_ROWID))
    return fail (error, index, "has no PR_ROWID");
  return TRUE;
}

static void
copy_rows (GPtrArray *rows, MapiRowSet *set)
{
  for (guint i = 0; set != NULL && i < mapi_row_set_get_size (set); i++)
    g_ptr_array_add (rows, mapi_row_set_get_row (set, i));
}

static gboolean
add_rows (GPtrArray *rows, MapiRowSet *mods, guint32 *next_row_id, GError **error)
{
  for (guint i = 0; mods != NULL && i < mapi_row_set_get_size (mods); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (mods, i);

      if (mapi_prop_list_get_size (row) == 0)
        continue;
      if (!check_row (row, i, FALSE, error))
        return FALSE;
      g_ptr_array_add (rows, make_row (row, (*next_row_id)++));
    }
  return TRUE;
}

static guint32
get_row_id (MapiPropList *row)
{
  return (guint32) mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1);
}

/* Which row has which PR_ROWID. */
static GHashTable *
index_rows (GPtrArray *rows)
{
  GHashTable *index = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_insert (
        index, GUINT_TO_POINTER (get_row_id (g_ptr_array_index (rows, i))), GUINT_TO_POINTER (i));
  return index;
}

/* Replaces the rows that @mods name, by NULL when they are to be removed. */
static gboolean
change_rows (GPtrArray *rows, MapiRowSet *mods, gboolean remove, GError **error)
{
  g_autoptr (GHashTable) index = index_rows (rows);

  for (guint i = 0; mods != NULL && i < mapi_row_set_get_size (mods); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (mods, i);
      guint32  id = get_row_id (row);
      gpointer position;

      if (mapi_prop_list_get_size (row) == 0)
        continue;
      if (!check_row (row, i, TRUE, error))
        return FALSE;
      if (!g_hash_table_lookup_extended (index, GUINT_TO_POINTER (id), NULL, &position))
        return fail (error, i, "has a PR_ROWID that no recipient of the message has");

      g_clear_pointer (&g_ptr_array_index (rows, GPOINTER_TO_UINT (position)),
                       mapi_prop_list_unref);
      if (!remove)
        g_ptr_array_index (rows, GPOINTER_TO_UINT (position)) = make_row (row, id);
    }
  return TRUE;
}

static void
unref_row (gpointer row)
{
  g_clear_pointer ((MapiPropList **) &row, mapi_prop_list_unref);
}

static MapiRowSet *
make_set (GPtrArray *rows)
{
  g_autofree MapiPropList **left = g_new (MapiPropList *, rows->len);
  gsize                     n = 0;

  for (guint i = 0; i < rows->len; i++)
    if (g_ptr_array_index (rows, i) != NULL)
      left[n++] = g_ptr_array_index (rows, i);
  return mapi_row_set_new (left, n);
}

/**
 * mapi_recipients_modify:
 * @current: (nullable): the recipients of the message, each with its PR_ROWID; %NULL for none
 * @flags: `MAPI_MODRECIP_ADD`, `MAPI_MODRECIP_MODIFY` or `MAPI_MODRECIP_REMOVE`, or 0 to replace
 *   the whole list
 * @mods: (nullable): the recipients named in the call; %NULL for none
 * @next_row_id: (inout): the next PR_ROWID to give, which the message keeps
 * @error: return location for a #GError
 *
 * Does what `IMessage::ModifyRecipients` is documented to do (imessage-modifyrecipients.md), for
 * any store: all of it or, on failure, nothing.
 *
 * `ADD` and 0 give each recipient a PR_ROWID of its own; one that it brings along, as rows of
 * another message's recipient table do, is dropped. `MODIFY` replaces whole rows. Properties of
 * type PT_ERROR and empty recipients are passed over, and without PR_RECIPIENT_TYPE a recipient is
 * %MAPI_TO.
 *
 * Fails with %MAPI_E_INVALID_PARAMETER on a property of type PT_NULL, on a `MODIFY` or `REMOVE`
 * whose PR_ROWID is missing or unknown, and on other @flags.
 *
 * Returns: (transfer full): the recipients afterwards
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_recipients_modify (
    MapiRowSet *current, guint32 flags, MapiRowSet *mods, guint32 *next_row_id, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (unref_row);
  guint32  next_id;
  gboolean changed;

  g_return_val_if_fail (next_row_id != NULL, NULL);

  if (!check_flags (flags, error))
    return NULL;
  if (flags != 0)
    copy_rows (rows, current);

  next_id = *next_row_id;
  if (flags == 0 || flags == MAPI_MODRECIP_ADD)
    changed = add_rows (rows, mods, &next_id, error);
  else
    changed = change_rows (rows, mods, flags == MAPI_MODRECIP_REMOVE, error);
  if (!changed)
    return NULL;

  *next_row_id = next_id;
  return make_set (rows);
}

static const char *
get_name (MapiPropList *row)
{
  const char *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);

  if (name == NULL || *name == '\0')
    name = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);
  return name;
}

/**
 * mapi_recipients_get_display:
 * @recipients: (nullable): the recipients of a message, or %NULL for none
 * @recipient_type: %MAPI_TO, %MAPI_CC or %MAPI_BCC
 *
 * Computes PR_DISPLAY_TO, PR_DISPLAY_CC or PR_DISPLAY_BCC: the names, or else the addresses, with
 * semicolons between them. Copies that exist only to be sent again (%MAPI_P1) are left out.
 *
 * Returns: (transfer full): the text, empty without such recipients
 *
 * Since: 1.0
 */
char *
mapi_recipients_get_display (MapiRowSet *recipients, guint32 recipient_type)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; recipients != NULL && i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);
      guint32     type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
      const char *name = get_name (row);

      if (name == NULL || (type & ~MAPI_SUBMITTED) != recipient_type)
        continue;
      if (text->len > 0)
        g_string_append (text, "; ");
      g_string_append (text, name);
    }
  return g_string_free (text, FALSE);
}

/**
 * mapi_recipients_get_display_props:
 * @recipients: (nullable): the recipients of a message, or %NULL for none
 *
 * Computes what a store computes from the recipients, as mapi_recipients_get_display() does.
 *
 * Returns: (transfer full): PR_DISPLAY_TO, PR_DISPLAY_CC and PR_DISPLAY_BCC
 *
 * Since: 1.0
 */
MapiPropList *
mapi_recipients_get_display_props (MapiRowSet *recipients)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (display_tags); i++)
    {
      g_autofree char *text = mapi_recipients_get_display (recipients, display_tags[i].type);

      mapi_prop_list_builder_add_string (builder, display_tags[i].tag, text);
    }
  return mapi_prop_list_builder_end (builder);
}
