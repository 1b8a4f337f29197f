/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copies properties from one object to another, of whatever provider. */

#include "config.h"

#include "mapi-copy-private.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-rules.h"
#include "mapi-stream-read-private.h"

#define PIECE (256 * 1024)
#define FIRST_NAMED_ID 0x8000

static void
add_problem (MapiCopy *self, guint index, guint32 tag, gint32 code)
{
  MapiPropProblemArray *old = self->problems;

  if (old == NULL)
    old = mapi_prop_problem_array_new ();
  self->problems = mapi_prop_problem_array_append (old, index, tag, code);
  mapi_prop_problem_array_unref (old);
}

static void
add_problems (MapiCopy *self, MapiPropProblemArray *more)
{
  for (guint i = 0; more != NULL && i < mapi_prop_problem_array_get_size (more); i++)
    add_problem (self,
                 mapi_prop_problem_array_get_index (more, i),
                 mapi_prop_problem_array_get_tag (more, i),
                 mapi_prop_problem_array_get_code (more, i));
}

gboolean
mapi_copy_finish (MapiCopy *self, gboolean succeeded, MapiPropProblemArray **problems)
{
  if (succeeded && problems != NULL)
    *problems = g_steal_pointer (&self->problems);
  g_clear_pointer (&self->problems, mapi_prop_problem_array_unref);
  return succeeded;
}

static gboolean
has_id (const MapiPropTagArray *tags, guint32 tag)
{
  for (guint i = 0; tags != NULL && i < mapi_prop_tag_array_get_size (tags); i++)
    if (mapi_prop_tag_get_id (mapi_prop_tag_array_get_tag (tags, i)) == mapi_prop_tag_get_id (tag))
      return TRUE;
  return FALSE;
}

/* Which properties are to be copied: @tags, or with NULL all that a copy does not have of its own.
 * Objects are none of them. */
static GArray *
choose_tags (
    MapiCopy *self, MapiProp *source, MapiPropTagArray *tags, MapiProp *destination, GError **error)
{
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) all = NULL;
  g_autoptr (MapiPropTagArray) there = NULL;

  all = tags != NULL ? mapi_prop_tag_array_ref (tags)
                     : mapi_prop_get_prop_list (source, MAPI_UNICODE, self->cancellable, error);
  if (all == NULL)
    return NULL;
  if ((self->flags & MAPI_NOREPLACE) != 0)
    {
      there = mapi_prop_get_prop_list (destination, MAPI_UNICODE, self->cancellable, error);
      if (there == NULL)
        return NULL;
    }

  for (guint i = 0; i < mapi_prop_tag_array_get_size (all); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (all, i);

      if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_OBJECT || has_id (there, tag) ||
          has_id (self->exclude, tag) || (tags == NULL && mapi_prop_rules_is_own (tag)))
        continue;
      g_array_append_val (chosen, tag);
    }
  return g_steal_pointer (&chosen);
}

static MapiPropTagArray *
make_array (const GArray *tags)
{
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
}

/* Names belong to objects: what @source calls 0x8001 may be another number in @destination. The
 * table has only identifiers that differ; where @source knows no names it is empty. */
static gboolean
map_names (MapiCopy     *self,
           MapiProp     *source,
           const GArray *tags,
           MapiProp     *destination,
           GHashTable   *ids,
           GError      **error)
{
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) from = NULL;
  g_autoptr (MapiPropTagArray) to = NULL;
  g_autoptr (MapiNameIdArray) names = NULL;

  for (guint i = 0; i < tags->len; i++)
    if (mapi_prop_tag_get_id (g_array_index (tags, guint32, i)) >= FIRST_NAMED_ID)
      g_array_append_val (named, g_array_index (tags, guint32, i));
  if (named->len == 0)
    return TRUE;

  from = make_array (named);
  names = mapi_prop_get_names_from_ids (source, from, NULL, 0, NULL, self->cancellable, NULL, NULL);
  if (names == NULL)
    return TRUE;
  to = mapi_prop_get_ids_from_names (
      destination, names, MAPI_CREATE, self->cancellable, NULL, error);
  if (to == NULL)
    return FALSE;

  for (guint i = 0; i < MIN (named->len, mapi_prop_tag_array_get_size (to)); i++)
    {
      g_autoptr (MapiNameId) name = mapi_name_id_array_get_name (names, i);
      guint32 id = mapi_prop_tag_get_id (mapi_prop_tag_array_get_tag (to, i));

      if (mapi_name_id_get_id (name) == 0 && mapi_name_id_get_name (name) == NULL)
        continue;
      g_hash_table_insert (
          ids,
          GUINT_TO_POINTER (mapi_prop_tag_get_id (g_array_index (named, guint32, i))),
          GUINT_TO_POINTER (id));
    }
  return TRUE;
}

static guint32
map_tag (GHashTable *ids, guint32 tag)
{
  gpointer id;

  if (!g_hash_table_lookup_extended (ids, GUINT_TO_POINTER (mapi_prop_tag_get_id (tag)), NULL, &id))
    return tag;
  return mapi_prop_tag_new ((guint16) GPOINTER_TO_UINT (id), mapi_prop_tag_get_prop_type (tag));
}

static gboolean
pump (MapiStream *from, MapiStream *to, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      g_autoptr (GBytes) piece = mapi_stream_read (from, PIECE, cancellable, error);

      if (piece == NULL)
        return FALSE;
      if (g_bytes_get_size (piece) == 0)
        return mapi_stream_commit (to, 0, cancellable, error);
      if (!mapi_stream_write (to, piece, cancellable, error))
        return FALSE;
    }
}

/* GetProps tells of a value that is too large under the identifier alone. */
static guint32
find_full_tag (MapiCopy *self, MapiProp *source, guint32 tag)
{
  g_autoptr (MapiPropTagArray) all = NULL;

  if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_UNSPECIFIED)
    return tag;

  all = mapi_prop_get_prop_list (source, MAPI_UNICODE, self->cancellable, NULL);
  for (guint i = 0; all != NULL && i < mapi_prop_tag_array_get_size (all); i++)
    if (mapi_prop_tag_matches (mapi_prop_tag_array_get_tag (all, i), tag))
      return mapi_prop_tag_array_get_tag (all, i);
  return tag;
}

static gboolean
copy_large (MapiCopy   *self,
            MapiProp   *source,
            guint32     tag,
            MapiProp   *destination,
            GHashTable *ids,
            GError    **error)
{
  guint32 full_tag = find_full_tag (self, source, tag);
  g_autoptr (MapiStream) from =
      mapi_prop_open_stream (source, full_tag, 0, self->cancellable, error);
  g_autoptr (MapiStream) to = NULL;

  if (from == NULL)
    return FALSE;
  to = mapi_prop_open_stream (
      destination, map_tag (ids, full_tag), MAPI_CREATE | MAPI_MODIFY, self->cancellable, error);
  return to != NULL && pump (from, to, self->cancellable, error);
}

/* No SetProps takes one that has no values, which some providers give. */
static gboolean
has_no_values (const MapiPropValue *value)
{
  return mapi_prop_tag_is_multivalued (mapi_prop_value_get_tag (value)) &&
         mapi_prop_value_get_n_values (value) == 0;
}

/* Splits what GetProps gave into values to set, values to stream and problems. */
static MapiPropList *
sort_out (MapiCopy *self, MapiPropList *values, const GArray *tags, GHashTable *ids, GArray *large)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < MIN (mapi_prop_list_get_size (values), tags->len); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (values, i);
      g_autoptr (MapiPropValue) renamed = NULL;
      guint32 tag = mapi_prop_value_get_tag (value);
      gint32  code = mapi_prop_value_get_error (value);

      if (has_no_values (value))
        add_problem (self, i, tag, MAPI_E_NOT_FOUND);
      else if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_ERROR)
        {
          renamed = mapi_prop_value_change_tag (value, map_tag (ids, tag));
          mapi_prop_list_builder_add_value (builder, renamed != NULL ? renamed : value);
        }
      else if (code == (gint32) MAPI_E_NOT_ENOUGH_MEMORY)
        g_array_append_val (large, g_array_index (tags, guint32, i));
      else
        add_problem (self, i, g_array_index (tags, guint32, i), code);
    }
  return mapi_prop_list_builder_end (builder);
}

static gboolean
has_problem (MapiCopy *self, guint32 tag)
{
  for (guint i = 0; self->problems != NULL && i < mapi_prop_problem_array_get_size (self->problems);
       i++)
    if (mapi_prop_tag_get_id (mapi_prop_problem_array_get_tag (self->problems, i)) ==
        mapi_prop_tag_get_id (tag))
      return TRUE;
  return FALSE;
}

/* What did not arrive stays where it is. */
static gboolean
delete_moved (
    MapiCopy *self, MapiProp *source, const GArray *chosen, GHashTable *ids, GError **error)
{
  g_autoptr (GArray) moved = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) tags = NULL;

  for (guint i = 0; i < chosen->len; i++)
    {
      guint32 tag = g_array_index (chosen, guint32, i);

      if (!has_problem (self, tag) && !has_problem (self, map_tag (ids, tag)))
        g_array_append_val (moved, tag);
    }
  tags = make_array (moved);
  return moved->len == 0 || mapi_prop_delete_props (source, tags, NULL, self->cancellable, error);
}

static gboolean
copy_chosen (
    MapiCopy *self, MapiProp *source, const GArray *chosen, MapiProp *destination, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = make_array (chosen);
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) large = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (MapiPropList) values = NULL;
  g_autoptr (MapiPropList) small = NULL;

  values = mapi_prop_get_props (source, tags, MAPI_UNICODE, self->cancellable, NULL, error);
  if (values == NULL || !map_names (self, source, chosen, destination, ids, error))
    return FALSE;

  small = sort_out (self, values, chosen, ids, large);
  if (!mapi_prop_set_props (destination, small, &problems, self->cancellable, error))
    return FALSE;
  add_problems (self, problems);

  for (guint i = 0; i < large->len; i++)
    if (!copy_large (self, source, g_array_index (large, guint32, i), destination, ids, error))
      return FALSE;
  return (self->flags & MAPI_MOVE) == 0 || delete_moved (self, source, chosen, ids, error);
}

gboolean
mapi_copy_listed_props (
    MapiCopy *self, MapiProp *source, MapiPropTagArray *tags, MapiProp *destination, GError **error)
{
  g_autoptr (GArray) chosen = NULL;

  if (source == destination)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NO_ACCESS, "CopyTo: source and destination are one object");
      return FALSE;
    }

  chosen = choose_tags (self, source, tags, destination, error);
  if (chosen == NULL)
    return FALSE;
  return chosen->len == 0 || copy_chosen (self, source, chosen, destination, error);
}

/**
 * mapi_copy_props:
 * @source: where to copy from
 * @tags: (nullable): the properties to copy, or %NULL for all that a copy does not have of its own
 *   (mapi_prop_rules_is_own())
 * @exclude: (nullable): properties not to copy; only the identifiers count
 * @destination: where to copy to
 * @flags: `MAPI_MOVE`, `MAPI_NOREPLACE`
 * @problems: (out) (transfer full) (optional) (nullable): what could not be copied and why, or
 *   %NULL when all was
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Does the work of `CopyProps` and, for an object without sub-objects, `CopyTo` between any two
 * objects. Named properties keep their names, and what is too large for `GetProps` goes through
 * streams.
 *
 * Fails with %MAPI_E_NO_ACCESS when both are the same object.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_copy_props (MapiProp              *source,
                 MapiPropTagArray      *tags,
                 MapiPropTagArray      *exclude,
                 MapiProp              *destination,
                 guint32                flags,
                 MapiPropProblemArray **problems,
                 GCancellable          *cancellable,
                 GError               **error)
{
  MapiCopy copy = { .exclude = exclude, .flags = flags, .cancellable = cancellable };
  gboolean copied;

  g_return_val_if_fail (MAPI_IS_PROP (source), FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (destination), FALSE);

  copied = mapi_copy_listed_props (&copy, source, tags, destination, error);
  return mapi_copy_finish (&copy, copied, problems);
}
