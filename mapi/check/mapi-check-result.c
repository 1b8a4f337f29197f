/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-check-result.h"

/**
 * MapiCheckResult:
 *
 * What became of a clause with a provider.
 *
 * Since: 1.0
 */

struct _MapiCheckResult
{
  GObject parent_instance;

  const MapiCheckClause *clause;
  char                  *provider;
  MapiCheckVerdict       verdict;
  char                  *reason;
};

G_DEFINE_FINAL_TYPE (MapiCheckResult, mapi_check_result, G_TYPE_OBJECT)

static void
mapi_check_result_finalize (GObject *object)
{
  MapiCheckResult *self = MAPI_CHECK_RESULT (object);

  g_free (self->provider);
  g_free (self->reason);
  G_OBJECT_CLASS (mapi_check_result_parent_class)->finalize (object);
}

static void
mapi_check_result_class_init (MapiCheckResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_check_result_finalize;
}

static void
mapi_check_result_init (MapiCheckResult *self)
{
}

/**
 * mapi_check_result_new:
 * @clause: a clause
 * @provider: the name of the provider in its service
 * @verdict: what became of it
 * @reason: (nullable): why it did not pass
 *
 * Makes a result.
 *
 * Returns: (transfer full): the result
 *
 * Since: 1.0
 */
MapiCheckResult *
mapi_check_result_new (const MapiCheckClause *clause,
                       const char            *provider,
                       MapiCheckVerdict       verdict,
                       const char            *reason)
{
  MapiCheckResult *self;

  g_return_val_if_fail (clause != NULL, NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  self = g_object_new (MAPI_TYPE_CHECK_RESULT, NULL);
  self->clause = clause;
  self->provider = g_strdup (provider);
  self->verdict = verdict;
  self->reason = g_strdup (reason);
  return self;
}

/**
 * mapi_check_result_get_clause:
 * @self: a result
 *
 * Gives the clause.
 *
 * Returns: (transfer none): the clause
 *
 * Since: 1.0
 */
const MapiCheckClause *
mapi_check_result_get_clause (MapiCheckResult *self)
{
  g_return_val_if_fail (MAPI_IS_CHECK_RESULT (self), NULL);

  return self->clause;
}

/**
 * mapi_check_result_get_provider:
 * @self: a result
 *
 * Gives the provider that was asked.
 *
 * Returns: its name in the service
 *
 * Since: 1.0
 */
const char *
mapi_check_result_get_provider (MapiCheckResult *self)
{
  g_return_val_if_fail (MAPI_IS_CHECK_RESULT (self), NULL);

  return self->provider;
}

/**
 * mapi_check_result_get_verdict:
 * @self: a result
 *
 * Gives what became of the clause.
 *
 * Returns: the verdict
 *
 * Since: 1.0
 */
MapiCheckVerdict
mapi_check_result_get_verdict (MapiCheckResult *self)
{
  g_return_val_if_fail (MAPI_IS_CHECK_RESULT (self), MAPI_CHECK_FAILED);

  return self->verdict;
}

/**
 * mapi_check_result_get_reason:
 * @self: a result
 *
 * Gives why the clause failed, was skipped or waived.
 *
 * Returns: (nullable): the reason, on one line or more; %NULL when it passed
 *
 * Since: 1.0
 */
const char *
mapi_check_result_get_reason (MapiCheckResult *self)
{
  g_return_val_if_fail (MAPI_IS_CHECK_RESULT (self), NULL);

  return self->reason;
}
