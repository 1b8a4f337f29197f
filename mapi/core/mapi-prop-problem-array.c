/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-prop-problem-array.h"
#include "mapi-vector-private.h"

/**
 * MapiPropProblemArray:
 *
 * What went wrong with single properties in SetProps, DeleteProps, CopyTo and the like, which
 * succeed all the same. It never changes once it is made.
 *
 * Since: 1.0
 */

typedef struct
{
  guint32 index;
  guint32 tag;
  gint32  code;
} Problem;

struct _MapiPropProblemArray
{
  MapiVector vector;
};

G_DEFINE_BOXED_TYPE (MapiPropProblemArray,
                     mapi_prop_problem_array,
                     mapi_prop_problem_array_ref,
                     mapi_prop_problem_array_unref)

static const MapiVectorClass vector_class = { sizeof (Problem), NULL, NULL };

/**
 * mapi_prop_problem_array_new:
 *
 * Makes an empty array.
 *
 * Returns: (transfer full): the array
 *
 * Since: 1.0
 */
MapiPropProblemArray *
mapi_prop_problem_array_new (void)
{
  return (MapiPropProblemArray *) mapi_vector_new (&vector_class, NULL, 0);
}

/**
 * mapi_prop_problem_array_append:
 * @self: an array
 * @index: the position of the property in what the caller passed
 * @tag: the property
 * @code: why it failed
 *
 * Makes a longer array; @self stays as it is.
 *
 * Returns: (transfer full): the longer array
 *
 * Since: 1.0
 */
MapiPropProblemArray *
mapi_prop_problem_array_append (MapiPropProblemArray *self, guint32 index, guint32 tag, gint32 code)
{
  Problem problem = { .index = index, .tag = tag, .code = code };

  g_return_val_if_fail (self != NULL, NULL);

  return (MapiPropProblemArray *) mapi_vector_append (&vector_class, &self->vector, &problem);
}

/**
 * mapi_prop_problem_array_get_size:
 * @self: an array
 *
 * Counts the problems.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_prop_problem_array_get_size (const MapiPropProblemArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->vector.n;
}

static const Problem *
get_problem (const MapiPropProblemArray *self, guint i)
{
  g_return_val_if_fail (self != NULL, NULL);

  return mapi_vector_get (&vector_class, &self->vector, i);
}

/**
 * mapi_prop_problem_array_get_index:
 * @self: an array
 * @i: a position
 *
 * Gives the position of the property in what the caller passed.
 *
 * Returns: the value, or 0 behind the end
 *
 * Since: 1.0
 */
guint32
mapi_prop_problem_array_get_index (const MapiPropProblemArray *self, guint i)
{
  const Problem *problem = get_problem (self, i);

  return problem == NULL ? 0 : problem->index;
}

/**
 * mapi_prop_problem_array_get_tag:
 * @self: an array
 * @i: a position
 *
 * Gives the property.
 *
 * Returns: the value, or 0 behind the end
 *
 * Since: 1.0
 */
guint32
mapi_prop_problem_array_get_tag (const MapiPropProblemArray *self, guint i)
{
  const Problem *problem = get_problem (self, i);

  return problem == NULL ? 0 : problem->tag;
}

/**
 * mapi_prop_problem_array_get_code:
 * @self: an array
 * @i: a position
 *
 * Gives the reason, a code of #MapiError.
 *
 * Returns: the value, or 0 behind the end
 *
 * Since: 1.0
 */
gint32
mapi_prop_problem_array_get_code (const MapiPropProblemArray *self, guint i)
{
  const Problem *problem = get_problem (self, i);

  return problem == NULL ? 0 : problem->code;
}

/**
 * mapi_prop_problem_array_ref:
 * @self: an array
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same array
 *
 * Since: 1.0
 */
MapiPropProblemArray *
mapi_prop_problem_array_ref (MapiPropProblemArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  mapi_vector_ref (&self->vector);
  return self;
}

/**
 * mapi_prop_problem_array_unref:
 * @self: (transfer full): an array
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_prop_problem_array_unref (MapiPropProblemArray *self)
{
  g_return_if_fail (self != NULL);

  mapi_vector_unref (&vector_class, &self->vector);
}
