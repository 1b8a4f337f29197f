/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-tnef-problem-array.h"
#include "mapi-vector-private.h"

/**
 * MapiTnefProblemArray:
 *
 * What could not be encoded or decoded by a #MapiTnef, whose calls succeed all the same: MAPI's
 * `STnefProblemArray`, stnefproblemarray.md. It never changes once it is made.
 *
 * Since: 1.0
 */

typedef struct
{
  guint32 component;
  guint32 attribute;
  guint32 tag;
  gint32  code;
} Problem;

struct _MapiTnefProblemArray
{
  MapiVector vector;
};

G_DEFINE_BOXED_TYPE (MapiTnefProblemArray,
                     mapi_tnef_problem_array,
                     mapi_tnef_problem_array_ref,
                     mapi_tnef_problem_array_unref)

static const MapiVectorClass vector_class = { sizeof (Problem), NULL, NULL };

/**
 * mapi_tnef_problem_array_new:
 *
 * Makes an empty array.
 *
 * Returns: (transfer full): the array
 *
 * Since: 1.0
 */
MapiTnefProblemArray *
mapi_tnef_problem_array_new (void)
{
  return (MapiTnefProblemArray *) mapi_vector_new (&vector_class, NULL, 0);
}

/**
 * mapi_tnef_problem_array_append:
 * @self: an array
 * @component: 0 for the message, or the PR_ATTACH_NUM of the attachment it happened to
 * @attribute: the attribute of the stream, such as %MAPI_attMAPIProps, or 0
 * @tag: the property, or 0 when it is not one alone
 * @code: why it failed
 *
 * Makes a longer array; @self stays as it is.
 *
 * Returns: (transfer full): the longer array
 *
 * Since: 1.0
 */
MapiTnefProblemArray *
mapi_tnef_problem_array_append (
    MapiTnefProblemArray *self, guint32 component, guint32 attribute, guint32 tag, gint32 code)
{
  Problem problem = { .component = component, .attribute = attribute, .tag = tag, .code = code };

  g_return_val_if_fail (self != NULL, NULL);

  return (MapiTnefProblemArray *) mapi_vector_append (&vector_class, &self->vector, &problem);
}

/**
 * mapi_tnef_problem_array_get_size:
 * @self: an array
 *
 * Counts the problems.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_tnef_problem_array_get_size (const MapiTnefProblemArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->vector.n;
}

static const Problem *
get_problem (const MapiTnefProblemArray *self, guint i)
{
  g_return_val_if_fail (self != NULL, NULL);

  return mapi_vector_get (&vector_class, &self->vector, i);
}

/**
 * mapi_tnef_problem_array_get_component:
 * @self: an array
 * @i: a position
 *
 * Gives where it happened: 0 for the message, or PR_ATTACH_NUM of an attachment.
 *
 * Returns: the value, or 0 behind the end
 *
 * Since: 1.0
 */
guint32
mapi_tnef_problem_array_get_component (const MapiTnefProblemArray *self, guint i)
{
  const Problem *problem = get_problem (self, i);

  return problem == NULL ? 0 : problem->component;
}

/**
 * mapi_tnef_problem_array_get_attribute:
 * @self: an array
 * @i: a position
 *
 * Gives the attribute of the stream it happened to.
 *
 * Returns: the value, or 0 behind the end
 *
 * Since: 1.0
 */
guint32
mapi_tnef_problem_array_get_attribute (const MapiTnefProblemArray *self, guint i)
{
  const Problem *problem = get_problem (self, i);

  return problem == NULL ? 0 : problem->attribute;
}

/**
 * mapi_tnef_problem_array_get_tag:
 * @self: an array
 * @i: a position
 *
 * Gives the property it happened to.
 *
 * Returns: the value, or 0 when it is not one alone, and behind the end
 *
 * Since: 1.0
 */
guint32
mapi_tnef_problem_array_get_tag (const MapiTnefProblemArray *self, guint i)
{
  const Problem *problem = get_problem (self, i);

  return problem == NULL ? 0 : problem->tag;
}

/**
 * mapi_tnef_problem_array_get_code:
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
mapi_tnef_problem_array_get_code (const MapiTnefProblemArray *self, guint i)
{
  const Problem *problem = get_problem (self, i);

  return problem == NULL ? 0 : problem->code;
}

/**
 * mapi_tnef_problem_array_ref:
 * @self: an array
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same array
 *
 * Since: 1.0
 */
MapiTnefProblemArray *
mapi_tnef_problem_array_ref (MapiTnefProblemArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  mapi_vector_ref (&self->vector);
  return self;
}

/**
 * mapi_tnef_problem_array_unref:
 * @self: (transfer full): an array
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_tnef_problem_array_unref (MapiTnefProblemArray *self)
{
  g_return_if_fail (self != NULL);

  mapi_vector_unref (&vector_class, &self->vector);
}
