/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>

static gint
flush (MapiStatusData *status, GBytes *target, guint flags, GCancellable *cancellable, guint *seen)
{
  *seen = flags;
  return target != NULL ? (gint) MAPI_E_BUSY : 0;
}

static MapiStatusData *
new_status (void)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, "a transport");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_status_data_new (props);
}

static void
test_signals (void)
{
  g_autoptr (MapiStatusData) status = new_status ();
  g_autoptr (GBytes) target = g_bytes_new_static ("id", 2);
  g_autoptr (GError) error = NULL;
  guint seen = 0;

  CU_ASSERT_FALSE (mapi_status_flush_queues (MAPI_STATUS (status), NULL, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  g_clear_error (&error);

  g_signal_connect (status, "flush-queues", G_CALLBACK (flush), &seen);
  CU_ASSERT_TRUE (
      mapi_status_flush_queues (MAPI_STATUS (status), NULL, MAPI_FLUSH_UPLOAD, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (seen, MAPI_FLUSH_UPLOAD);
  CU_ASSERT_FALSE (mapi_status_flush_queues (MAPI_STATUS (status), target, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_BUSY);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_status_validate_state (MAPI_STATUS (status), 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
}

static gint
note_flags (MapiStatusData *status, guint flags, GCancellable *cancellable, gpointer seen)
{
  *(guint *) seen = flags;
  return 0;
}

static void
test_settings (void)
{
  g_autoptr (MapiStatusData) status = new_status ();
  g_autoptr (GError) error = NULL;
  guint seen = 0;

  CU_ASSERT_FALSE (mapi_status_settings_dialog (MAPI_STATUS (status), 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  g_clear_error (&error);
  g_signal_connect (status, "settings-dialog", G_CALLBACK (note_flags), &seen);
  CU_ASSERT (mapi_status_settings_dialog (MAPI_STATUS (status), MAPI_UI_READONLY, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (seen, MAPI_UI_READONLY);
}

static void
test_read_only (void)
{
  g_autoptr (MapiStatusData) status = new_status ();
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (status), NULL, 0, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_NAME), "a transport");
  CU_ASSERT_FALSE (mapi_prop_set_props (MAPI_PROP (status), props, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
}

TAP_MAIN ("kit/status-data",
          { "methods become signals", test_signals },
          { "SettingsDialog", test_settings },
          { "clients only read", test_read_only })
