/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-profile-problem.h"

/**
 * MapiProfileProblem:
 *
 * Something that is wrong with a profile, and where it stands. It never changes.
 *
 * Since: 1.0
 */

struct _MapiProfileProblem
{
  GObject parent_instance;

  char     *path;
  guint     line;
  MapiError code;
  char     *message;
};

G_DEFINE_FINAL_TYPE (MapiProfileProblem, mapi_profile_problem, G_TYPE_OBJECT)

static void
mapi_profile_problem_finalize (GObject *object)
{
  MapiProfileProblem *self = MAPI_PROFILE_PROBLEM (object);

  g_free (self->path);
  g_free (self->message);

  G_OBJECT_CLASS (mapi_profile_problem_parent_class)->finalize (object);
}

static void
mapi_profile_problem_class_init (MapiProfileProblemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_profile_problem_finalize;
}

static void
mapi_profile_problem_init (MapiProfileProblem *self)
{
}

/**
 * mapi_profile_problem_new:
 * @path: (type filename): the file
 * @line: the line of the file, from 1, or 0 for all of the file
 * @code: what whoever uses the profile would fail with
 * @message: what is wrong
 *
 * Makes a problem.
 *
 * Returns: (transfer full): the problem
 *
 * Since: 1.0
 */
MapiProfileProblem *
mapi_profile_problem_new (const char *path, guint line, MapiError code, const char *message)
{
  MapiProfileProblem *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (message != NULL, NULL);

  self = g_object_new (MAPI_TYPE_PROFILE_PROBLEM, NULL);
  self->path = g_strdup (path);
  self->line = line;
  self->code = code;
  self->message = g_utf8_make_valid (message, -1);

  return self;
}

/**
 * mapi_profile_problem_get_path:
 * @self: a #MapiProfileProblem
 *
 * Gets the file in which it stands: the profile, or its secrets.
 *
 * Returns: (type filename): the path
 *
 * Since: 1.0
 */
const char *
mapi_profile_problem_get_path (MapiProfileProblem *self)
{
  g_return_val_if_fail (MAPI_IS_PROFILE_PROBLEM (self), NULL);

  return self->path;
}

/**
 * mapi_profile_problem_get_line:
 * @self: a #MapiProfileProblem
 *
 * Gets the line on which it stands.
 *
 * Returns: the line, from 1, or 0 where it is about all of the file
 *
 * Since: 1.0
 */
guint
mapi_profile_problem_get_line (MapiProfileProblem *self)
{
  g_return_val_if_fail (MAPI_IS_PROFILE_PROBLEM (self), 0);

  return self->line;
}

/**
 * mapi_profile_problem_get_code:
 * @self: a #MapiProfileProblem
 *
 * Gets what whoever uses the profile would fail with: %MAPI_E_CORRUPT_DATA for what cannot be
 * understood, %MAPI_E_UNCONFIGURED for what is missing, %MAPI_E_NO_ACCESS for secrets that others
 * may read.
 *
 * Returns: the code
 *
 * Since: 1.0
 */
MapiError
mapi_profile_problem_get_code (MapiProfileProblem *self)
{
  g_return_val_if_fail (MAPI_IS_PROFILE_PROBLEM (self), MAPI_E_INVALID_PARAMETER);

  return self->code;
}

/**
 * mapi_profile_problem_get_message:
 * @self: a #MapiProfileProblem
 *
 * Gets what is wrong, on one line, with the group and the key. The value of a secret is not in it.
 *
 * Returns: the message
 *
 * Since: 1.0
 */
const char *
mapi_profile_problem_get_message (MapiProfileProblem *self)
{
  g_return_val_if_fail (MAPI_IS_PROFILE_PROBLEM (self), NULL);

  return self->message;
}
