/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-callback-control.h"
#include "mapi-flags.h"

/**
 * MapiCallbackControl:
 *
 * A button that passes on that it was used as a signal, for those who do not want to implement
 * #MapiControl themselves: clients who give mapi_addr_book_details() a button, and providers whose
 * objects have one as a property. What can fail needs a #MapiControl of its own.
 *
 * Since: 1.0
 */
struct _MapiCallbackControl
{
  GObject parent_instance;

  gint is_disabled; /* atomic */
};

static guint activated_signal;

static gboolean
mapi_callback_control_activate (MapiControl  *control,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiCallbackControl *self = MAPI_CALLBACK_CONTROL (control);

  if (g_atomic_int_get (&self->is_disabled))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NO_SUPPORT, "Activate: the button is disabled");
      return FALSE;
    }
  g_signal_emit (self, activated_signal, 0);
  return TRUE;
}

static gboolean
mapi_callback_control_get_state (MapiControl *control,
                                 guint32      flags,
                                 guint32     *state,
                                 GError     **error)
{
  MapiCallbackControl *self = MAPI_CALLBACK_CONTROL (control);

  *state = g_atomic_int_get (&self->is_disabled) ? MAPI_DISABLED : MAPI_ENABLED;
  return TRUE;
}

static void
mapi_callback_control_control_init (MapiControlInterface *iface)
{
  iface->activate = mapi_callback_control_activate;
  iface->get_state = mapi_callback_control_get_state;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiCallbackControl,
                               mapi_callback_control,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTROL,
                                                      mapi_callback_control_control_init))

static void
mapi_callback_control_class_init (MapiCallbackControlClass *klass)
{
  /**
   * MapiCallbackControl::activated:
   * @self: the button
   *
   * Emitted each time that the button is used, in the thread that uses it.
   *
   * Since: 1.0
   */
  activated_signal = g_signal_new ("activated",
                                   MAPI_TYPE_CALLBACK_CONTROL,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
mapi_callback_control_init (MapiCallbackControl *self)
{
}

/**
 * mapi_callback_control_new:
 *
 * Makes a button that can be used.
 *
 * Returns: (transfer full): the button
 *
 * Since: 1.0
 */
MapiCallbackControl *
mapi_callback_control_new (void)
{
  return g_object_new (MAPI_TYPE_CALLBACK_CONTROL, NULL);
}

/**
 * mapi_callback_control_set_enabled:
 * @self: a #MapiCallbackControl
 * @enabled: whether it can be used
 *
 * Says what `GetState` answers. A button that is disabled fails with %MAPI_E_NO_SUPPORT when
 * somebody uses it all the same.
 *
 * Since: 1.0
 */
void
mapi_callback_control_set_enabled (MapiCallbackControl *self, gboolean enabled)
{
  g_return_if_fail (MAPI_IS_CALLBACK_CONTROL (self));

  g_atomic_int_set (&self->is_disabled, !enabled);
}
