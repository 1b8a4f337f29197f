/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-progress.h"

/**
 * MapiProgress:
 *
 * How far a long operation has got. The caller implements it, the provider calls it.
 *
 * MAPI's `IMAPIProgress`. Required: `Progress`; any other method that is left out fails with
 * %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiProgress, mapi_progress, G_TYPE_OBJECT)

static void
mapi_progress_default_init (MapiProgressInterface *iface)
{
}

/**
 * mapi_progress_progress:
 * @self: a #MapiProgress
 * @value: how much is done, between the minimum and the maximum
 * @count: the item that is being worked on, from 1
 * @total: the number of items
 * @error: return location for a #GError
 *
 * Shows the state of the operation. Failing with %MAPI_E_USER_CANCEL asks the provider to
 * stop.
 *
 * `IMAPIProgress::Progress`, required; imapiprogress-progress.md. Documented failures:
 * %MAPI_E_USER_CANCEL.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_progress_progress (
    MapiProgress *self, guint32 value, guint32 count, guint32 total, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Progress", error);

  g_return_val_if_fail (MAPI_IS_PROGRESS (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, PROGRESS, progress, value, count, total));
}

/**
 * mapi_progress_get_flags:
 * @self: a #MapiProgress
 * @flags: (out) (optional): %MAPI_TOP_LEVEL when the values count for the whole operation
 * @error: return location for a #GError
 *
 * Tells whether the object is for the whole operation or a part of it.
 *
 * `IMAPIProgress::GetFlags`, optional; imapiprogress-getflags.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_progress_get_flags (MapiProgress *self, guint32 *flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetFlags", error);
  guint32   out_flags = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_PROGRESS (self), FALSE);

  answer = mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, PROGRESS, get_flags, &out_flags));
  if (flags != NULL)
    *flags = out_flags;

  return answer;
}

/**
 * mapi_progress_get_max:
 * @self: a #MapiProgress
 * @maximum: (out) (optional): the value that means "all"
 * @error: return location for a #GError
 *
 * Tells the upper limit of the value.
 *
 * `IMAPIProgress::GetMax`, optional; imapiprogress-getmax.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_progress_get_max (MapiProgress *self, guint32 *maximum, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetMax", error);
  guint32   out_maximum = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_PROGRESS (self), FALSE);

  answer = mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, PROGRESS, get_max, &out_maximum));
  if (maximum != NULL)
    *maximum = out_maximum;

  return answer;
}

/**
 * mapi_progress_get_min:
 * @self: a #MapiProgress
 * @minimum: (out) (optional): the value that means "nothing yet"
 * @error: return location for a #GError
 *
 * Tells the lower limit of the value.
 *
 * `IMAPIProgress::GetMin`, optional; imapiprogress-getmin.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_progress_get_min (MapiProgress *self, guint32 *minimum, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetMin", error);
  guint32   out_minimum = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_PROGRESS (self), FALSE);

  answer = mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, PROGRESS, get_min, &out_minimum));
  if (minimum != NULL)
    *minimum = out_minimum;

  return answer;
}

/**
 * mapi_progress_set_limits:
 * @self: a #MapiProgress
 * @minimum: (inout): the new lower limit
 * @maximum: (inout): the new upper limit
 * @flags: (inout): the new flags
 * @error: return location for a #GError
 *
 * Sets the limits, so that a part of an operation moves the indicator only within its share.
 *
 * `IMAPIProgress::SetLimits`, optional; imapiprogress-setlimits.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_progress_set_limits (
    MapiProgress *self, guint32 *minimum, guint32 *maximum, guint32 *flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetLimits", error);

  g_return_val_if_fail (MAPI_IS_PROGRESS (self), FALSE);
  g_return_val_if_fail (minimum != NULL, FALSE);
  g_return_val_if_fail (maximum != NULL, FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, PROGRESS, set_limits, minimum, maximum, flags));
}

/**
 * mapi_progress_tell:
 * @self: a #MapiProgress
 * @done: how much of an operation is done
 * @total: how much it is, not 0
 * @error: return location for a #GError
 *
 * Moves the indicator to where @done is between its limits, for who does the work: an indicator
 * that fails does not stop it, unless the user has cancelled.
 *
 * Returns: %TRUE to go on; %FALSE with @error set to %MAPI_E_USER_CANCEL
 *
 * Since: 1.0
 */
gboolean
mapi_progress_tell (MapiProgress *self, guint32 done, guint32 total, GError **error)
{
  guint32 minimum = 0;
  guint32 maximum = 1000;
  guint32 value;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (MAPI_IS_PROGRESS (self), FALSE);
  g_return_val_if_fail (total > 0, FALSE);

  mapi_progress_get_min (self, &minimum, NULL);
  mapi_progress_get_max (self, &maximum, NULL);
  value = minimum +
          (guint32) ((guint64) (MAX (maximum, minimum) - minimum) * MIN (done, total) / total);
  if (mapi_progress_progress (self, value, done, total, &local) ||
      !g_error_matches (local, MAPI_ERROR, MAPI_E_USER_CANCEL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
