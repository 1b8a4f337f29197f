/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>

static void
count (MapiCallbackControl *control, guint *n)
{
  ++*n;
}

static void
test_activate (void)
{
  g_autoptr (MapiCallbackControl) control = mapi_callback_control_new ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_signal_connect (control, "activated", G_CALLBACK (count), &n);
  CU_ASSERT (mapi_control_activate (MAPI_CONTROL (control), 0, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (n, 1);

  mapi_callback_control_set_enabled (control, FALSE);
  CU_ASSERT_FALSE (mapi_control_activate (MAPI_CONTROL (control), 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  TAP_NUMBER (n, 1);
}

static void
test_state (void)
{
  g_autoptr (MapiCallbackControl) control = mapi_callback_control_new ();
  g_autoptr (GError) error = NULL;
  guint32 state = 9;

  CU_ASSERT (mapi_control_get_state (MAPI_CONTROL (control), 0, &state, &error));
  TAP_NUMBER (state, MAPI_ENABLED);
  mapi_callback_control_set_enabled (control, FALSE);
  CU_ASSERT (mapi_control_get_state (MAPI_CONTROL (control), 0, &state, &error));
  TAP_NUMBER (state, MAPI_DISABLED);
  TAP_NO_ERROR (error);
}

TAP_MAIN ("kit/callback-control", { "Activate", test_activate }, { "GetState", test_state })
