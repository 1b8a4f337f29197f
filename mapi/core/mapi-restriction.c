/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-restriction-private.h"
#include "mapi-flags.h"
#include "mapi-prop-value-private.h"

/**
 * MapiRestriction:
 *
 * A condition on the rows of a table: the SRestriction structure, a tree of conditions. It never
 * changes once it is made and can be used by several threads.
 *
 * A tree is at most 256 conditions deep and has at most about a million of them; constructors
 * return %NULL for more. That is what a table answers with %MAPI_E_TOO_COMPLEX.
 *
 * Since: 1.0
 */

G_DEFINE_BOXED_TYPE (MapiRestriction,
                     mapi_restriction,
                     mapi_restriction_ref,
                     mapi_restriction_unref)

static const MapiRestrictionShape shapes[] = {
  [MAPI_RES_AND] = { "AND", 0, G_MAXUINT, MAPI_RESTRICTION_NO_PROPS },
  [MAPI_RES_OR] = { "OR", 0, G_MAXUINT, MAPI_RESTRICTION_NO_PROPS },
  [MAPI_RES_NOT] = { "NOT", 1, 1, MAPI_RESTRICTION_NO_PROPS },
  [MAPI_RES_CONTENT] = { "CONTENT", 0, 0, MAPI_RESTRICTION_ONE_VALUE },
  [MAPI_RES_PROPERTY] = { "PROPERTY", 0, 0, MAPI_RESTRICTION_ONE_VALUE },
  [MAPI_RES_COMPAREPROPS] = { "COMPAREPROPS", 0, 0, MAPI_RESTRICTION_NO_PROPS },
  [MAPI_RES_BITMASK] = { "BITMASK", 0, 0, MAPI_RESTRICTION_NO_PROPS },
  [MAPI_RES_SIZE] = { "SIZE", 0, 0, MAPI_RESTRICTION_NO_PROPS },
  [MAPI_RES_EXIST] = { "EXIST", 0, 0, MAPI_RESTRICTION_NO_PROPS },
  [MAPI_RES_SUBRESTRICTION] = { "SUBRESTRICTION", 1, 1, MAPI_RESTRICTION_NO_PROPS },
  [MAPI_RES_COMMENT] = { "COMMENT", 0, 1, MAPI_RESTRICTION_ANY_PROPS },
  [MAPI_RES_COUNT] = { "COUNT", 1, 1, MAPI_RESTRICTION_NO_PROPS },
  [MAPI_RES_ANNOTATION] = { "ANNOTATION", 0, 1, MAPI_RESTRICTION_ANY_PROPS },
};

const MapiRestrictionShape *
mapi_restriction_get_shape (guint32 kind)
{
  return kind < G_N_ELEMENTS (shapes) ? &shapes[kind] : NULL;
}

/* Adds up what a tree over @children would be; FALSE where it would be too much. */
static gboolean
measure (MapiRestriction **children, gsize n_children, guint *depth, guint *n_nodes)
{
  *depth = 1;
  *n_nodes = 1;
  for (gsize i = 0; i < n_children; i++)
    {
      if (children[i] == NULL)
        return FALSE;
      *depth = MAX (*depth, children[i]->depth + 1);
      *n_nodes += children[i]->n_nodes;
      if (*depth > MAPI_RESTRICTION_MAX_DEPTH || *n_nodes > MAPI_RESTRICTION_MAX_NODES)
        return FALSE;
    }
  return TRUE;
}

/* Makes a node with what @fields has in kind, op, tag, number and props. */
MapiRestriction *
mapi_restriction_new_node (const MapiRestriction *fields,
                           MapiRestriction      **children,
                           gsize                  n_children)
{
  MapiRestriction *self;
  guint            depth;
  guint            n_nodes;

  if (!measure (children, n_children, &depth, &n_nodes))
    return NULL;

  self = g_malloc (sizeof *self + n_children * sizeof *children);
  *self = *fields;
  g_atomic_ref_count_init (&self->ref_count);
  self->depth = depth;
  self->n_nodes = n_nodes;
  self->props = fields->props == NULL ? NULL : mapi_prop_list_ref (fields->props);
  self->n_children = (guint) n_children;
  for (gsize i = 0; i < n_children; i++)
    self->children[i] = mapi_restriction_ref (children[i]);
  return self;
}

static MapiRestriction *
new_leaf (guint32 kind, guint32 op, guint32 tag, guint32 number)
{
  return mapi_restriction_new_node (
      &(MapiRestriction){ .kind = kind, .op = op, .tag = tag, .number = number }, NULL, 0);
}

static MapiRestriction *
new_with_value (guint32 kind, guint32 op, guint32 tag, MapiPropValue *value)
{
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_restriction_new_node (
      &(MapiRestriction){ .kind = kind, .op = op, .tag = tag, .props = props }, NULL, 0);
}

static MapiRestriction *
new_with_props (guint32 kind, MapiRestriction *child, MapiPropList *props)
{
  g_autoptr (MapiPropList) copy =
      props == NULL ? mapi_prop_list_new_empty () : mapi_prop_list_ref (props);

  return mapi_restriction_new_node (
      &(MapiRestriction){ .kind = kind, .props = copy }, &child, child == NULL ? 0 : 1);
}

/**
 * mapi_restriction_new_and:
 * @children: (array length=n_children) (nullable): conditions
 * @n_children: their number
 *
 * Makes a condition that is met when all of @children are; without children it is met.
 *
 * Returns: (transfer full) (nullable): the restriction, or %NULL when the tree would be too deep
 *   or too big
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_and (MapiRestriction **children, gsize n_children)
{
  g_return_val_if_fail (children != NULL || n_children == 0, NULL);

  return mapi_restriction_new_node (
      &(MapiRestriction){ .kind = MAPI_RES_AND }, children, n_children);
}

/**
 * mapi_restriction_new_or:
 * @children: (array length=n_children) (nullable): conditions
 * @n_children: their number
 *
 * Makes a condition that is met when one of @children is; without children it is not.
 *
 * Returns: (transfer full) (nullable): the restriction, or %NULL when the tree would be too deep
 *   or too big
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_or (MapiRestriction **children, gsize n_children)
{
  g_return_val_if_fail (children != NULL || n_children == 0, NULL);

  return mapi_restriction_new_node (
      &(MapiRestriction){ .kind = MAPI_RES_OR }, children, n_children);
}

/**
 * mapi_restriction_new_not:
 * @child: a condition
 *
 * Makes a condition that is met when @child is not.
 *
 * Returns: (transfer full) (nullable): the restriction, or %NULL when the tree would be too deep
 *   or too big
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_not (MapiRestriction *child)
{
  g_return_val_if_fail (child != NULL, NULL);

  return mapi_restriction_new_node (&(MapiRestriction){ .kind = MAPI_RES_NOT }, &child, 1);
}

/**
 * mapi_restriction_new_content:
 * @fuzzy_level: %MAPI_FL_FULLSTRING, %MAPI_FL_SUBSTRING or %MAPI_FL_PREFIX, with
 *   %MAPI_FL_IGNORECASE, %MAPI_FL_IGNORENONSPACE or %MAPI_FL_LOOSE, which is both of them
 * @tag: a string or a binary; of a multivalued property one value has to match
 * @value: what to look for, of the same type without the flag for multivalued properties
 *
 * Makes a condition on a part of a value.
 *
 * Returns: (transfer full): the restriction
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_content (guint32 fuzzy_level, guint32 tag, MapiPropValue *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  return new_with_value (MAPI_RES_CONTENT, fuzzy_level, tag, value);
}

/**
 * mapi_restriction_new_property:
 * @relop: a relational operator, such as %MAPI_RELOP_EQ
 * @tag: a property; of a multivalued property one value has to match
 * @value: the constant on the right of the operator, of the same type, but without the flag for
 *   multivalued properties
 *
 * Makes a condition that compares a property with a constant.
 *
 * Returns: (transfer full): the restriction
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_property (guint32 relop, guint32 tag, MapiPropValue *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  return new_with_value (MAPI_RES_PROPERTY, relop, tag, value);
}

/**
 * mapi_restriction_new_compare_props:
 * @relop: a relational operator, such as %MAPI_RELOP_EQ
 * @tag1: the property on the left of the operator
 * @tag2: the property on the right of it
 *
 * Makes a condition that compares two properties of the row.
 *
 * Returns: (transfer full): the restriction
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_compare_props (guint32 relop, guint32 tag1, guint32 tag2)
{
  return new_leaf (MAPI_RES_COMPAREPROPS, relop, tag1, tag2);
}

/**
 * mapi_restriction_new_bitmask:
 * @relop: %MAPI_BMR_EQZ when all bits of @mask must be 0, %MAPI_BMR_NEZ when one must be 1
 * @tag: a property of the type %MAPI_PT_LONG
 * @mask: the bits
 *
 * Makes a condition on bits.
 *
 * Returns: (transfer full): the restriction
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_bitmask (guint32 relop, guint32 tag, guint32 mask)
{
  return new_leaf (MAPI_RES_BITMASK, relop, tag, mask);
}

/**
 * mapi_restriction_new_size:
 * @relop: a relational operator, such as %MAPI_RELOP_GT
 * @tag: a property
 * @size: the size on the right of the operator, in bytes
 *
 * Makes a condition on the size of a value. A string counts in UTF-8 and without the NUL behind
 * it, an array the sum of its values.
 *
 * Returns: (transfer full): the restriction
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_size (guint32 relop, guint32 tag, guint32 size)
{
  return new_leaf (MAPI_RES_SIZE, relop, tag, size);
}

/**
 * mapi_restriction_new_exist:
 * @tag: a property
 *
 * Makes a condition that is met by rows that have a property.
 *
 * Returns: (transfer full): the restriction
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_exist (guint32 tag)
{
  return new_leaf (MAPI_RES_EXIST, 0, tag, 0);
}

/**
 * mapi_restriction_new_sub:
 * @subobject: %MAPI_PR_MESSAGE_RECIPIENTS or %MAPI_PR_MESSAGE_ATTACHMENTS
 * @child: the condition on a row of that table
 *
 * Makes a condition that is met by messages with a recipient or an attachment that meets @child.
 *
 * Returns: (transfer full) (nullable): the restriction, or %NULL when the tree would be too deep
 *   or too big
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_sub (guint32 subobject, MapiRestriction *child)
{
  g_return_val_if_fail (child != NULL, NULL);

  return mapi_restriction_new_node (
      &(MapiRestriction){ .kind = MAPI_RES_SUBRESTRICTION, .tag = subobject }, &child, 1);
}

/**
 * mapi_restriction_new_comment:
 * @child: (nullable): a condition
 * @props: (nullable): what to remember with it
 *
 * Makes a condition that is met when @child is, or always without one, and carries properties that
 * are not looked at.
 *
 * Returns: (transfer full) (nullable): the restriction, or %NULL when the tree would be too deep
 *   or too big
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_comment (MapiRestriction *child, MapiPropList *props)
{
  return new_with_props (MAPI_RES_COMMENT, child, props);
}

/**
 * mapi_restriction_new_count:
 * @count: how many rows may match
 * @child: a condition
 *
 * Makes a condition that the first @count rows that meet @child meet. A single row meets it when
 * it meets @child and @count is not 0; the counting is the table's part.
 *
 * Returns: (transfer full) (nullable): the restriction, or %NULL when the tree would be too deep
 *   or too big
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_count (guint32 count, MapiRestriction *child)
{
  g_return_val_if_fail (child != NULL, NULL);

  return mapi_restriction_new_node (
      &(MapiRestriction){ .kind = MAPI_RES_COUNT, .number = count }, &child, 1);
}

/**
 * mapi_restriction_new_annotation:
 * @child: (nullable): a condition
 * @props: (nullable): what to remember with it
 *
 * Makes a condition as mapi_restriction_new_comment() does, of the kind %MAPI_RES_ANNOTATION.
 *
 * Returns: (transfer full) (nullable): the restriction, or %NULL when the tree would be too deep
 *   or too big
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_annotation (MapiRestriction *child, MapiPropList *props)
{
  return new_with_props (MAPI_RES_ANNOTATION, child, props);
}

/**
 * mapi_restriction_ref:
 * @self: a restriction
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same restriction
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_ref (MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mapi_restriction_unref:
 * @self: (transfer full): a restriction
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_restriction_unref (MapiRestriction *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_children; i++)
    mapi_restriction_unref (self->children[i]);
  g_clear_pointer (&self->props, mapi_prop_list_unref);
  g_free (self);
}

/**
 * mapi_restriction_get_kind:
 * @self: a restriction
 *
 * Gives the kind of the condition at the top.
 *
 * Returns: one of the `MAPI_RES` values, such as %MAPI_RES_AND
 *
 * Since: 1.0
 */
guint32
mapi_restriction_get_kind (const MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->kind;
}

/**
 * mapi_restriction_get_n_children:
 * @self: a restriction
 *
 * Counts the conditions under the one at the top.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_restriction_get_n_children (const MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_children;
}

/**
 * mapi_restriction_get_child:
 * @self: a restriction
 * @index: a position
 *
 * Gives a condition under the one at the top.
 *
 * Returns: (transfer full) (nullable): the condition, or %NULL behind the end
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_get_child (const MapiRestriction *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);

  return index < self->n_children ? mapi_restriction_ref (self->children[index]) : NULL;
}

/**
 * mapi_restriction_get_tag:
 * @self: a restriction
 *
 * Gives the property that the condition at the top is about, or the sub-object.
 *
 * Returns: the tag, 0 for a kind without one
 *
 * Since: 1.0
 */
guint32
mapi_restriction_get_tag (const MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->tag;
}

/**
 * mapi_restriction_get_tag2:
 * @self: a restriction
 *
 * Gives the second property of a %MAPI_RES_COMPAREPROPS.
 *
 * Returns: the tag, 0 for any other kind
 *
 * Since: 1.0
 */
guint32
mapi_restriction_get_tag2 (const MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->kind == MAPI_RES_COMPAREPROPS ? self->number : 0;
}

/**
 * mapi_restriction_get_operator:
 * @self: a restriction
 *
 * Gives the relational operator, the fuzzy level or the operator of a bit mask.
 *
 * Returns: the operator, 0 for a kind without one
 *
 * Since: 1.0
 */
guint32
mapi_restriction_get_operator (const MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->op;
}

/**
 * mapi_restriction_get_number:
 * @self: a restriction
 *
 * Gives the bit mask, the size or the count.
 *
 * Returns: the number, 0 for a kind without one
 *
 * Since: 1.0
 */
guint32
mapi_restriction_get_number (const MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->kind == MAPI_RES_COMPAREPROPS ? 0 : self->number;
}

/**
 * mapi_restriction_get_value:
 * @self: a restriction
 *
 * Gives the constant of a %MAPI_RES_CONTENT or %MAPI_RES_PROPERTY.
 *
 * Returns: (transfer full) (nullable): the constant, or %NULL for any other kind
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_restriction_get_value (const MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (shapes[self->kind].props != MAPI_RESTRICTION_ONE_VALUE)
    return NULL;
  return mapi_prop_value_new_view (self->props, 0);
}

/**
 * mapi_restriction_get_props:
 * @self: a restriction
 *
 * Gives what a %MAPI_RES_COMMENT or %MAPI_RES_ANNOTATION remembers.
 *
 * Returns: (transfer full) (nullable): the properties, or %NULL for any other kind
 *
 * Since: 1.0
 */
MapiPropList *
mapi_restriction_get_props (const MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (shapes[self->kind].props != MAPI_RESTRICTION_ANY_PROPS)
    return NULL;
  return mapi_prop_list_ref (self->props);
}

/**
 * mapi_restriction_get_depth:
 * @self: a restriction
 *
 * Tells how deep the tree is.
 *
 * Returns: 1 for a condition without others under it, at most 256
 *
 * Since: 1.0
 */
guint
mapi_restriction_get_depth (const MapiRestriction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->depth;
}
