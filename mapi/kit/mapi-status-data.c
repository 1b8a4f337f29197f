/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-status-data.h"

/**
 * MapiStatusData:
 *
 * A ready-made status object: its properties are given, and what it is asked to do it passes on as
 * signals. Clients can read its properties only; the provider changes them with
 * [method@Mapi.PropData.set_list].
 *
 * A handler answers 0 for success, or the `MAPI_E_*` code of its failure; the first failure ends
 * the signal. Without a handler the method fails with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */
struct _MapiStatusData
{
  MapiPropData parent_instance;
};

enum
{
  SIGNAL_VALIDATE_STATE,
  SIGNAL_SETTINGS_DIALOG,
  SIGNAL_CHANGE_PASSWORD,
  SIGNAL_FLUSH_QUEUES,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void mapi_status_data_prop_init (MapiPropInterface *iface);
static void mapi_status_data_status_init (MapiStatusInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiStatusData,
                               mapi_status_data,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, mapi_status_data_prop_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_STATUS,
                                                          mapi_status_data_status_init))

/* There is never anything to save, and who saves all the same does no harm (R610). */
static gboolean
mapi_status_data_save_changes (MapiProp     *prop,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error)
{
  return TRUE;
}

static void
mapi_status_data_prop_init (MapiPropInterface *iface)
{
  iface->save_changes = mapi_status_data_save_changes;
}

static gboolean
has_handler (gpointer self, guint signal, GError **error)
{
  if (g_signal_has_handler_pending (self, signals[signal], 0, TRUE))
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "status object: nobody handles %s",
               g_signal_name (signals[signal]));
  return FALSE;
}

static gboolean
check_answer (gint answer, guint signal, GError **error)
{
  const char *name;

  if (answer == 0)
    return TRUE;

  name = mapi_error_get_name (answer);
  g_set_error (error,
               MAPI_ERROR,
               answer < 0 ? answer : (gint) MAPI_E_CALL_FAILED,
               "status object: %s failed with %s",
               g_signal_name (signals[signal]),
               name != NULL ? name : "an unknown code");
  return FALSE;
}

/* What has flags and nothing else. */
static gboolean
emit_flags (MapiStatus *status, guint signal, guint32 flags, GCancellable *c, GError **error)
{
  gint answer = 0;

  if (!has_handler (status, signal, error))
    return FALSE;
  g_signal_emit (status, signals[signal], 0, flags, c, &answer);
  return check_answer (answer, signal, error);
}

static gboolean
mapi_status_data_validate_state (MapiStatus   *status,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  return emit_flags (status, SIGNAL_VALIDATE_STATE, flags, cancellable, error);
}

static gboolean
mapi_status_data_settings_dialog (MapiStatus   *status,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  return emit_flags (status, SIGNAL_SETTINGS_DIALOG, flags, cancellable, error);
}

static gboolean
mapi_status_data_change_password (MapiStatus   *status,
                                  const char   *old_password,
                                  const char   *new_password,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  gint answer = 0;

  if (!has_handler (status, SIGNAL_CHANGE_PASSWORD, error))
    return FALSE;
  g_signal_emit (status,
                 signals[SIGNAL_CHANGE_PASSWORD],
                 0,
                 old_password,
                 new_password,
                 flags,
                 cancellable,
                 &answer);
  return check_answer (answer, SIGNAL_CHANGE_PASSWORD, error);
}

static gboolean
mapi_status_data_flush_queues (MapiStatus   *status,
                               GBytes       *target_transport,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error)
{
  gint answer = 0;

  if (!has_handler (status, SIGNAL_FLUSH_QUEUES, error))
    return FALSE;
  g_signal_emit (
      status, signals[SIGNAL_FLUSH_QUEUES], 0, target_transport, flags, cancellable, &answer);
  return check_answer (answer, SIGNAL_FLUSH_QUEUES, error);
}

static void
mapi_status_data_status_init (MapiStatusInterface *iface)
{
  iface->validate_state = mapi_status_data_validate_state;
  iface->settings_dialog = mapi_status_data_settings_dialog;
  iface->change_password = mapi_status_data_change_password;
  iface->flush_queues = mapi_status_data_flush_queues;
}

static gboolean
stop_at_failure (GSignalInvocationHint *hint,
                 GValue                *accumulated,
                 const GValue          *answer,
                 gpointer               data)
{
  g_value_copy (answer, accumulated);
  return g_value_get_int (answer) == 0;
}

/* A signal that answers with a code. */
static void
add_signal (guint signal, const char *name, guint n_params, ...)
{
  va_list types;

  va_start (types, n_params);
  signals[signal] = g_signal_new_valist (name,
                                         MAPI_TYPE_STATUS_DATA,
                                         G_SIGNAL_RUN_LAST,
                                         NULL,
                                         stop_at_failure,
                                         NULL,
                                         NULL,
                                         G_TYPE_INT,
                                         n_params,
                                         types);
  va_end (types);
}

static void
mapi_status_data_class_init (MapiStatusDataClass *klass)
{
  /**
   * MapiStatusData::validate-state:
   * @self: the status object
   * @flags: as of `ValidateState`
   * @cancellable: (nullable): a #GCancellable
   *
   * Emitted by [method@Mapi.Status.validate_state], in the thread that calls it.
   *
   * Returns: 0, or the code of the failure
   *
   * Since: 1.0
   */
  add_signal (SIGNAL_VALIDATE_STATE, "validate-state", 2, G_TYPE_UINT, G_TYPE_CANCELLABLE);

  /**
   * MapiStatusData::settings-dialog:
   * @self: the status object
   * @flags: as of `SettingsDialog`
   * @cancellable: (nullable): a #GCancellable
   *
   * Emitted by [method@Mapi.Status.settings_dialog], in the thread that calls it. What a dialog
   * would ask the user, `DoConfigPropsheet` of the support object asks the client's
   * #MapiInteraction.
   *
   * Returns: 0, or the code of the failure
   *
   * Since: 1.0
   */
  add_signal (SIGNAL_SETTINGS_DIALOG, "settings-dialog", 2, G_TYPE_UINT, G_TYPE_CANCELLABLE);

  /**
   * MapiStatusData::change-password:
   * @self: the status object
   * @old_password: (nullable): the old one
   * @new_password: (nullable): the new one
   * @flags: as of `ChangePassword`
   * @cancellable: (nullable): a #GCancellable
   *
   * Emitted by [method@Mapi.Status.change_password], in the thread that calls it.
   *
   * Returns: 0, or the code of the failure
   *
   * Since: 1.0
   */
  add_signal (SIGNAL_CHANGE_PASSWORD,
              "change-password",
              4,
              G_TYPE_STRING,
              G_TYPE_STRING,
              G_TYPE_UINT,
              G_TYPE_CANCELLABLE);

  /**
   * MapiStatusData::flush-queues:
   * @self: the status object
   * @target_transport: (nullable): the transport, or %NULL for all
   * @flags: as of `FlushQueues`
   * @cancellable: (nullable): a #GCancellable
   *
   * Emitted by [method@Mapi.Status.flush_queues], in the thread that calls it.
   *
   * Returns: 0, or the code of the failure
   *
   * Since: 1.0
   */
  add_signal (
      SIGNAL_FLUSH_QUEUES, "flush-queues", 3, G_TYPE_BYTES, G_TYPE_UINT, G_TYPE_CANCELLABLE);
}

static void
mapi_status_data_init (MapiStatusData *self)
{
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
}

/**
 * mapi_status_data_new:
 * @props: its properties, those of its row in the status table
 *
 * Makes a status object.
 *
 * Returns: (transfer full): the status object
 *
 * Since: 1.0
 */
MapiStatusData *
mapi_status_data_new (MapiPropList *props)
{
  MapiStatusData *self;

  g_return_val_if_fail (props != NULL, NULL);

  self = g_object_new (MAPI_TYPE_STATUS_DATA, NULL);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  return self;
}
