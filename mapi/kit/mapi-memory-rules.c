/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What messages and attachments in memory ask of their clients alike. */

#include "config.h"

#include "mapi-memory-message-private.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-rules.h"

static gboolean
has_own (MapiPropList *props)
{
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    if (mapi_prop_rules_is_own (mapi_prop_list_get_tag (props, i)))
      return TRUE;
  return FALSE;
}

static void
add_problem (MapiPropProblemArray **problems, guint index, guint32 tag, gint32 code)
{
  MapiPropProblemArray *old = *problems != NULL ? *problems : mapi_prop_problem_array_new ();

  *problems = mapi_prop_problem_array_append (old, index, tag, code);
  mapi_prop_problem_array_unref (old);
}

/* Leaves out what a client cannot set, and says so. */
static MapiPropList *
drop_own (MapiPropList *props, MapiPropProblemArray **problems)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (props, i);
      guint32 tag = mapi_prop_value_get_tag (value);

      if (!mapi_prop_rules_is_own (tag))
        mapi_prop_list_builder_add_value (builder, value);
      else if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_ERROR)
        add_problem (problems, i, tag, (gint32) MAPI_E_COMPUTED);
    }
  return mapi_prop_list_builder_end (builder);
}

/* Adds problems with a part of @props. */
static void
add_refused (MapiPropList *props, MapiPropProblemArray *refused, MapiPropProblemArray **problems)
{
  for (guint i = 0; refused != NULL && i < mapi_prop_problem_array_get_size (refused); i++)
    {
      guint32 tag = mapi_prop_problem_array_get_tag (refused, i);

      add_problem (problems,
                   (guint) mapi_prop_list_find (props, tag),
                   tag,
                   mapi_prop_problem_array_get_code (refused, i));
    }
}

gboolean
mapi_memory_set_props (MapiProp              *prop,
                       MapiPropInterface     *parent,
                       MapiPropList          *props,
                       MapiPropProblemArray **problems,
                       GCancellable          *cancellable,
                       GError               **error)
{
  g_autoptr (MapiPropProblemArray) computed = NULL;
  g_autoptr (MapiPropProblemArray) refused = NULL;
  g_autoptr (MapiPropList) settable = NULL;

  if (!has_own (props))
    return parent->set_props (prop, props, problems, cancellable, error);

  settable = drop_own (props, &computed);
  if (!parent->set_props (prop, settable, &refused, cancellable, error))
    return FALSE;
  add_refused (props, refused, &computed);
  *problems = g_steal_pointer (&computed);
  return TRUE;
}

gboolean
mapi_memory_check_interface (const char *name, const char *wanted, GError **error)
{
  if (name == NULL || g_str_equal (name, wanted))
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INTERFACE_NOT_SUPPORTED,
               "it can be opened as a %s only, not as a %s",
               wanted,
               name);
  return FALSE;
}
