/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Holding a row against a restriction. */

#define _GNU_SOURCE

#include "mapi-anr-private.h"
#include "mapi-restriction-private.h"
#include "mapi-flags.h"
#include "mapi-row-set.h"
#include "mapi-text-private.h"

#define FUZZY_LEVEL_MASK 0xffffu

/* The row, and the tables of the message that it stands for where they are known. */
typedef struct
{
  const MapiPropList *row;
  const MapiRowSet   *recipients;
  const MapiRowSet   *attachments;
} Subject;

static gboolean meets (const MapiRestriction *self, const Subject *subject);

static gboolean
is_ordered (guint32 relop, int order)
{
  switch (relop)
    {
    case MAPI_RELOP_LT:
      return order < 0;
    case MAPI_RELOP_LE:
      return order <= 0;
    case MAPI_RELOP_GT:
      return order > 0;
    case MAPI_RELOP_GE:
      return order >= 0;
    case MAPI_RELOP_EQ:
      return order == 0;
    case MAPI_RELOP_NE:
      return order != 0;
    default:
      return FALSE;
    }
}

static gboolean
is_array (const MapiPropView *view)
{
  return mapi_prop_type_is_array (mapi_prop_view_type (view));
}

static gboolean
is_comparable (const MapiPropView *a, const MapiPropView *b)
{
  return mapi_prop_type_base (mapi_prop_view_type (a)) ==
         mapi_prop_type_base (mapi_prop_view_type (b));
}

typedef gboolean (*MatchItem) (const MapiPropView *item, const MapiPropView *value, guint32 op);

/* Whether the value, or one value of an array where @value is single, matches. */
static gboolean
match_any (const MapiPropView *view, const MapiPropView *value, guint32 op, MatchItem match)
{
  guint n = mapi_prop_view_get_n_values (view);

  if (!is_comparable (view, value))
    return FALSE;
  if (is_array (view) == is_array (value))
    return match (view, value, op);
  for (guint i = 0; i < n; i++)
    {
      MapiPropView item;

      mapi_prop_view_get_item (view, i, &item);
      if (match (&item, value, op))
        return TRUE;
    }
  return FALSE;
}

static gboolean
match_order (const MapiPropView *item, const MapiPropView *value, guint32 relop)
{
  return is_ordered (relop, mapi_prop_view_compare (item, value));
}

/* A column with a row for each value is met by a row of which any value is. */
static gboolean
find_view (const Subject *subject, guint32 tag, MapiPropView *view)
{
  return mapi_prop_list_find_view (subject->row, tag & ~MAPI_MV_INSTANCE, view);
}

/* A name to be resolved is held against all that a row is known by. */
static gboolean
is_anr (const MapiRestriction *self, const MapiPropView *value)
{
  return self->tag == MAPI_PR_ANR && mapi_prop_view_is_single (value, MAPI_PT_UNICODE);
}

/* "Not equal" is whatever is not equal: absent properties, and arrays in which no value is. */
static gboolean
meets_property (const MapiRestriction *self, const Subject *subject)
{
  guint32      relop = self->op == MAPI_RELOP_NE ? MAPI_RELOP_EQ : self->op;
  MapiPropView value = mapi_prop_list_view (self->props, 0);
  MapiPropView view;
  gboolean met = is_anr (self, &value) ? mapi_anr_matches (subject->row, (const char *) value.data)
                                       : find_view (subject, self->tag, &view) &&
                                             match_any (&view, &value, relop, match_order);

  return self->op == MAPI_RELOP_NE ? !met : met;
}

static gboolean
meets_compare_props (const MapiRestriction *self, const Subject *subject)
{
  MapiPropView left;
  MapiPropView right;

  if (!find_view (subject, self->tag, &left) || !find_view (subject, self->number, &right) ||
      !is_comparable (&left, &right))
    return self->op == MAPI_RELOP_NE;
  return match_order (&left, &right, self->op);
}

static gboolean
contains (guint32 level, const char *text, gsize size, const char *part, gsize part_size)
{
  if (part_size > size)
    return FALSE;
  switch (level & FUZZY_LEVEL_MASK)
    {
    case MAPI_FL_FULLSTRING:
      return part_size == size && memcmp (text, part, size) == 0;
    case MAPI_FL_PREFIX:
      return memcmp (text, part, part_size) == 0;
    case MAPI_FL_SUBSTRING:
      return memmem (text, size, part, part_size) != NULL;
    default:
      return FALSE;
    }
}

/* Gives a string as the flags of the fuzzy level want it, or NULL where it can stay as it is. */
static char *
fold (const MapiPropView *view, guint32 level, gsize *size)
{
  MapiTextFold how = 0;
  char        *folded = NULL;

  if (level & (MAPI_FL_IGNORECASE | MAPI_FL_LOOSE))
    how |= MAPI_TEXT_FOLD_CASE;
  if (level & (MAPI_FL_IGNORENONSPACE | MAPI_FL_LOOSE))
    how |= MAPI_TEXT_FOLD_MARKS;

  if (how != 0 && mapi_prop_view_is_single (view, MAPI_PT_UNICODE))
    folded = mapi_text_fold ((const char *) view->data, how);
  if ((how & MAPI_TEXT_FOLD_CASE) && mapi_prop_view_is_single (view, MAPI_PT_STRING8))
    folded = g_ascii_strdown ((const char *) view->data, -1);
  if (folded != NULL)
    *size = strlen (folded);
  return folded;
}

static gboolean
match_content (const MapiPropView *item, const MapiPropView *value, guint32 level)
{
  gsize            size;
  gsize            part_size;
  const char      *text = (const char *) mapi_prop_view_get_data (item, &size);
  const char      *part = (const char *) mapi_prop_view_get_data (value, &part_size);
  g_autofree char *folded = NULL;
  g_autofree char *folded_part = NULL;

  if (text == NULL || part == NULL || is_array (item))
    return FALSE;
  folded = fold (item, level, &size);
  folded_part = fold (value, level, &part_size);
  return contains (level,
                   folded != NULL ? folded : text,
                   size,
                   folded_part != NULL ? folded_part : part,
                   part_size);
}

static gboolean
meets_content (const MapiRestriction *self, const Subject *subject)
{
  MapiPropView value = mapi_prop_list_view (self->props, 0);
  MapiPropView view;

  return find_view (subject, self->tag, &view) &&
         match_any (&view, &value, self->op, match_content);
}

static gboolean
meets_bitmask (const MapiRestriction *self, const Subject *subject)
{
  MapiPropView view;

  if (!find_view (subject, self->tag, &view) || !mapi_prop_view_is_single (&view, MAPI_PT_LONG))
    return FALSE;
  switch (self->op)
    {
    case MAPI_BMR_EQZ:
      return (view.number & self->number) == 0;
    case MAPI_BMR_NEZ:
      return (view.number & self->number) != 0;
    default:
      return FALSE;
    }
}

static gboolean
meets_size (const MapiRestriction *self, const Subject *subject)
{
  MapiPropView view;
  gsize        size;

  if (!find_view (subject, self->tag, &view))
    return FALSE;
  size = mapi_prop_view_get_value_size (&view);
  return is_ordered (self->op, size < self->number ? -1 : size > self->number);
}

static gboolean
meets_sub (const MapiRestriction *self, const Subject *subject)
{
  const MapiRowSet *rows = NULL;

  if (self->tag == MAPI_PR_MESSAGE_RECIPIENTS)
    rows = subject->recipients;
  else if (self->tag == MAPI_PR_MESSAGE_ATTACHMENTS)
    rows = subject->attachments;

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (meets (self->children[0], &(Subject){ .row = row }))
        return TRUE;
    }
  return FALSE;
}

static gboolean
meets_all (const MapiRestriction *self, const Subject *subject)
{
  for (guint i = 0; i < self->n_children; i++)
    if (!meets (self->children[i], subject))
      return FALSE;
  return TRUE;
}

static gboolean
meets_one (const MapiRestriction *self, const Subject *subject)
{
  for (guint i = 0; i < self->n_children; i++)
    if (meets (self->children[i], subject))
      return TRUE;
  return FALSE;
}

static gboolean
meets (const MapiRestriction *self, const Subject *subject)
{
  switch (self->kind)
    {
    case MAPI_RES_AND:
    case MAPI_RES_COMMENT:
    case MAPI_RES_ANNOTATION:
      return meets_all (self, subject);
    case MAPI_RES_OR:
      return meets_one (self, subject);
    case MAPI_RES_NOT:
      return !meets (self->children[0], subject);
    case MAPI_RES_CONTENT:
      return meets_content (self, subject);
    case MAPI_RES_PROPERTY:
      return meets_property (self, subject);
    case MAPI_RES_COMPAREPROPS:
      return meets_compare_props (self, subject);
    case MAPI_RES_BITMASK:
      return meets_bitmask (self, subject);
    case MAPI_RES_SIZE:
      return meets_size (self, subject);
    case MAPI_RES_EXIST:
      return mapi_prop_list_contains (subject->row, self->tag & ~MAPI_MV_INSTANCE);
    case MAPI_RES_SUBRESTRICTION:
      return meets_sub (self, subject);
    case MAPI_RES_COUNT:
      return self->number > 0 && meets (self->children[0], subject);
    default:
      return FALSE;
    }
}

/**
 * mapi_restriction_matches:
 * @self: a restriction
 * @row: the row of a table
 *
 * Holds a row against a restriction. Where the documentation leaves the result open it is: a
 * condition on an absent property, or on one of another type, is not met, and %MAPI_RELOP_NE is
 * always the opposite of %MAPI_RELOP_EQ. %MAPI_RELOP_RE and %MAPI_RELOP_MEMBER_OF_DL are never met,
 * and neither is %MAPI_RES_SUBRESTRICTION, which mapi_restriction_matches_message() evaluates.
 * Strings compare as mapi_prop_value_compare() has them. A condition on PR_ANR is met when every
 * word of its value begins a word of a name or an address of the row, whatever the case and the
 * accents.
 *
 * Returns: %TRUE when the row meets the restriction
 *
 * Since: 1.0
 */
gboolean
mapi_restriction_matches (const MapiRestriction *self, MapiPropList *row)
{
  return mapi_restriction_matches_message (self, row, NULL, NULL);
}

/**
 * mapi_restriction_matches_message:
 * @self: a restriction
 * @row: the properties of a message
 * @recipients: (nullable): the rows of its recipient table
 * @attachments: (nullable): the rows of its attachment table
 *
 * Holds a message against a restriction, as mapi_restriction_matches() does with a row, including
 * the conditions on its recipients and attachments.
 *
 * Returns: %TRUE when the message meets the restriction
 *
 * Since: 1.0
 */
gboolean
mapi_restriction_matches_message (const MapiRestriction *self,
                                  MapiPropList          *row,
                                  MapiRowSet            *recipients,
                                  MapiRowSet            *attachments)
{
  Subject subject = { .row = row, .recipients = recipients, .attachments = attachments };

  g_return_val_if_fail (self != NULL && row != NULL, FALSE);

  return meets (self, &subject);
}

/**
 * mapi_restriction_needs_parts:
 * @self: a restriction
 *
 * Tells whether there is a condition on recipients or attachments in it, which only
 * mapi_restriction_matches_message() evaluates.
 *
 * Returns: %TRUE when it has a %MAPI_RES_SUBRESTRICTION
 *
 * Since: 1.0
 */
gboolean
mapi_restriction_needs_parts (const MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->kind == MAPI_RES_SUBRESTRICTION)
    return TRUE;
  for (guint i = 0; i < mapi_restriction_get_n_children (self); i++)
    if (mapi_restriction_needs_parts (self->children[i]))
      return TRUE;
  return FALSE;
}
