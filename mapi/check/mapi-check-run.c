/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-check-run-private.h"

/**
 * MapiCheckRun:
 *
 * Runs the clauses of the kit with the providers of a message service. Each clause has a profile of
 * its own in a fresh folder, so that none can spoil another, and nothing of the user's is touched.
 *
 * Since: 1.0
 */

#define DEFAULT_SECONDS 60

G_DEFINE_FINAL_TYPE (MapiCheckRun, mapi_check_run, G_TYPE_OBJECT)

static guint checked_signal;

static void
mapi_check_run_finalize (GObject *object)
{
  MapiCheckRun *self = MAPI_CHECK_RUN (object);

  g_clear_object (&self->catalog);
  g_free (self->service);
  g_clear_pointer (&self->worker, check_worker_free);
  check_peer_free (self->peer);
  g_hash_table_unref (self->waived);
  g_ptr_array_unref (self->patterns);
  g_ptr_array_unref (self->results);
  G_OBJECT_CLASS (mapi_check_run_parent_class)->finalize (object);
}

static void
mapi_check_run_class_init (MapiCheckRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_check_run_finalize;

  /**
   * MapiCheckRun::checked:
   * @self: a run
   * @result: what became of a clause
   *
   * A clause is done.
   *
   * Since: 1.0
   */
  checked_signal = g_signal_new ("checked",
                                 MAPI_TYPE_CHECK_RUN,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 MAPI_TYPE_CHECK_RESULT);
}

static void
mapi_check_run_init (MapiCheckRun *self)
{
  self->seconds = DEFAULT_SECONDS;
  self->peer = check_peer_new ();
  self->waived = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) g_pattern_spec_free);
  self->results = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * mapi_check_run_new:
 * @catalog: (nullable): where the service stands; %NULL for the default catalogue
 * @service: the name of a message service
 *
 * Makes a run of all clauses for all providers of a service.
 *
 * Returns: (transfer full): the run
 *
 * Since: 1.0
 */
MapiCheckRun *
mapi_check_run_new (MapiServiceCatalog *catalog, const char *service)
{
  MapiCheckRun *self;

  g_return_val_if_fail (catalog == NULL || MAPI_IS_SERVICE_CATALOG (catalog), NULL);
  g_return_val_if_fail (service != NULL, NULL);

  self = g_object_new (MAPI_TYPE_CHECK_RUN, NULL);
  self->catalog = g_object_ref (catalog != NULL ? catalog : mapi_service_catalog_get_default ());
  self->service = g_strdup (service);
  return self;
}

/**
 * mapi_check_run_set_setting:
 * @self: a run
 * @key: a setting of the service
 * @value: its value; `@HOME@` in it stands for the folder of the clause
 *
 * Configures the service.
 *
 * Since: 1.0
 */
void
mapi_check_run_set_setting (MapiCheckRun *self, const char *key, const char *value)
{
  g_return_if_fail (MAPI_IS_CHECK_RUN (self));
  g_return_if_fail (key != NULL && value != NULL);

  g_hash_table_insert (self->peer->settings, g_strdup (key), g_strdup (value));
}

/**
 * mapi_check_run_set_peer:
 * @self: a run
 * @key: `Recipient`, `Refused` or `Later`: an address as `TYPE:ADDRESS`, with which all goes well,
 *   which the messaging system will never take, or not now; `Prepare`, `Arrive` or `Sent`: a
 *   command for the shell that makes the folder of the clause ready, brings the message on its
 *   standard input to where the transport fetches mail, or prints all that was sent
 * @value: its value; `@HOME@` in it stands for the folder of the clause
 * @error: return location for a #GError
 *
 * Tells the kit about the world behind a transport.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_check_run_set_peer (MapiCheckRun *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (MAPI_IS_CHECK_RUN (self), FALSE);
  g_return_val_if_fail (key != NULL && value != NULL, FALSE);

  return check_peer_set (self->peer, key, value, error);
}

static gboolean
is_clause (const char *name)
{
  for (guint i = 0; i < mapi_check_get_n_clauses (); i++)
    if (g_str_equal (mapi_check_clause_get_name (mapi_check_get_clause (i)), name))
      return TRUE;
  return FALSE;
}

/**
 * mapi_check_run_waive:
 * @self: a run
 * @clause: the name of a clause
 * @reason: why the provider need not do what it says
 * @error: return location for a #GError
 *
 * Has the failure of a clause not count.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_check_run_waive (MapiCheckRun *self, const char *clause, const char *reason, GError **error)
{
  g_return_val_if_fail (MAPI_IS_CHECK_RUN (self), FALSE);
  g_return_val_if_fail (clause != NULL && reason != NULL, FALSE);

  if (is_clause (clause) && *reason != '\0')
    {
      g_hash_table_insert (self->waived, g_strdup (clause), g_strdup (reason));
      return TRUE;
    }
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               is_clause (clause) ? "the waiver of `%s` has no reason"
                                  : "there is no clause `%s` to waive",
               clause);
  return FALSE;
}

/**
 * mapi_check_run_select:
 * @self: a run
 * @pattern: the name of a clause, in which `*` and `?` stand for anything
 *
 * Runs the clauses of this name alone, and of others selected.
 *
 * Since: 1.0
 */
void
mapi_check_run_select (MapiCheckRun *self, const char *pattern)
{
  g_return_if_fail (MAPI_IS_CHECK_RUN (self));
  g_return_if_fail (pattern != NULL);

  g_ptr_array_add (self->patterns, g_pattern_spec_new (pattern));
}

typedef gboolean (*TakeKey) (MapiCheckRun *self, const char *key, const char *value, GError **);

static gboolean
take_setting (MapiCheckRun *self, const char *key, const char *value, GError **error)
{
  mapi_check_run_set_setting (self, key, value);
  return TRUE;
}

static gboolean
load_group (MapiCheckRun *self, GKeyFile *file, const char *group, TakeKey take, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_string (file, group, keys[i], error);

      if (value == NULL || !take (self, keys[i], value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load (MapiCheckRun *self, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  return g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error) &&
         load_group (self, file, "Settings", take_setting, error) &&
         load_group (self, file, "Peer", mapi_check_run_set_peer, error) &&
         load_group (self, file, "Waived", mapi_check_run_waive, error);
}

/**
 * mapi_check_run_load:
 * @self: a run
 * @path: (type filename): a key file
 * @error: return location for a #GError
 *
 * Reads how a provider is to be checked: the groups `Settings` (mapi_check_run_set_setting()),
 * `Peer` (mapi_check_run_set_peer()) and `Waived` (mapi_check_run_waive()). Fails with
 * %MAPI_E_NOT_FOUND when there is no such file, and with %MAPI_E_CORRUPT_DATA when it is no key
 * file.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_check_run_load (MapiCheckRun *self, const char *path, GError **error)
{
  GError *failure = NULL;

  g_return_val_if_fail (MAPI_IS_CHECK_RUN (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (load (self, path, &failure))
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               failure->domain == G_KEY_FILE_ERROR ? MAPI_E_CORRUPT_DATA
                                                   : mapi_error_from_gerror (failure),
               "%s: %s",
               path,
               failure->message);
  g_error_free (failure);
  return FALSE;
}

gboolean
mapi_check_run_is_selected (MapiCheckRun *self, const MapiCheckClause *clause)
{
  for (guint i = 0; i < self->patterns->len; i++)
    if (g_pattern_spec_match_string (g_ptr_array_index (self->patterns, i), clause->name))
      return TRUE;
  return self->patterns->len == 0;
}

/* Whoever waives a clause means its failure: where it passes after all, that is what is said. */
static MapiCheckResult *
waive (MapiCheckRun *self, MapiCheckResult *result)
{
  const MapiCheckClause *clause = mapi_check_result_get_clause (result);
  const char            *reason = g_hash_table_lookup (self->waived, clause->name);
  MapiCheckResult       *waived;

  if (reason == NULL || mapi_check_result_get_verdict (result) != MAPI_CHECK_FAILED)
    return result;
  waived = mapi_check_result_new (
      clause, mapi_check_result_get_provider (result), MAPI_CHECK_WAIVED, reason);
  g_object_unref (result);
  return waived;
}

void
mapi_check_run_add_result (MapiCheckRun *self, MapiCheckResult *result)
{
  result = waive (self, result);
  g_ptr_array_add (self->results, result);
  g_signal_emit (self, checked_signal, 0, result);
}

void
mapi_check_run_need_worker (MapiCheckRun *self)
{
  if (self->worker == NULL)
    self->worker = check_worker_new ();
}

/**
 * mapi_check_run_get_n_results:
 * @self: a run
 *
 * Counts what mapi_check_run_perform() has come to know.
 *
 * Returns: how many results there are
 *
 * Since: 1.0
 */
guint
mapi_check_run_get_n_results (MapiCheckRun *self)
{
  g_return_val_if_fail (MAPI_IS_CHECK_RUN (self), 0);

  return self->results->len;
}

/**
 * mapi_check_run_get_result:
 * @self: a run
 * @index: a number below mapi_check_run_get_n_results()
 *
 * Gives a result.
 *
 * Returns: (transfer full) (nullable): the result, or %NULL when there are not so many
 *
 * Since: 1.0
 */
MapiCheckResult *
mapi_check_run_get_result (MapiCheckRun *self, guint index)
{
  g_return_val_if_fail (MAPI_IS_CHECK_RUN (self), NULL);

  return index < self->results->len ? g_object_ref (g_ptr_array_index (self->results, index))
                                    : NULL;
}

/**
 * mapi_check_run_count:
 * @self: a run
 * @verdict: a verdict
 *
 * Counts the clauses of which the same became.
 *
 * Returns: how many there are
 *
 * Since: 1.0
 */
guint
mapi_check_run_count (MapiCheckRun *self, MapiCheckVerdict verdict)
{
  guint n = 0;

  g_return_val_if_fail (MAPI_IS_CHECK_RUN (self), 0);

  for (guint i = 0; i < self->results->len; i++)
    n += mapi_check_result_get_verdict (g_ptr_array_index (self->results, i)) == verdict;
  return n;
}
