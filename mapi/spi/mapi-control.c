/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-control.h"

/**
 * MapiControl:
 *
 * A button of a configuration sheet: something the user can set off.
 *
 * MAPI's `IMAPIControl`. Required: `Activate`, `GetState`; any other method that is left out
 * fails with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiControl, mapi_control, G_TYPE_OBJECT)

static void
mapi_control_default_init (MapiControlInterface *iface)
{
}

/**
 * mapi_control_activate:
 * @self: a #MapiControl
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Does what the button is for.
 *
 * `IMAPIControl::Activate`, required; imapicontrol-activate.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_USER_CANCEL.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_control_activate (MapiControl *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Activate", error);

  g_return_val_if_fail (MAPI_IS_CONTROL (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, CONTROL, activate, flags, cancellable));
}

/**
 * mapi_control_get_state:
 * @self: a #MapiControl
 * @flags: reserved, 0
 * @state: (out) (optional): `MAPI_ENABLED` or `MAPI_DISABLED`
 * @error: return location for a #GError
 *
 * Tells whether the button can be used.
 *
 * `IMAPIControl::GetState`, required; imapicontrol-getstate.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_control_get_state (MapiControl *self, guint32 flags, guint32 *state, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetState", error);
  guint32   out_state = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_CONTROL (self), FALSE);

  answer =
      mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, CONTROL, get_state, flags, &out_state));
  if (state != NULL)
    *state = out_state;

  return answer;
}
