/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* All clauses, by the kind of provider that they bind. */

#include "config.h"

#include "check-clause.h"

static const MapiCheckClause *const store_clauses[] = {
  check_store_logon_clauses,    check_store_submit_clauses,
  check_store_queue_clauses,    check_store_finish_clauses,
  check_store_receive_clauses,  check_store_reports_clauses,
  check_store_messages_clauses, check_store_logoff_clauses,
  check_store_default_clauses,  NULL,
};
static const MapiCheckClause *const transport_clauses[] = {
  check_transport_logon_clauses,      check_transport_addresses_clauses,
  check_transport_status_clauses,     check_transport_notify_clauses,
  check_transport_submit_clauses,     check_transport_report_clauses,
  check_transport_sender_clauses,     check_transport_defer_clauses,
  check_transport_flush_clauses,      check_transport_receive_clauses,
  check_transport_incoming_clauses,   check_transport_remote_clauses,
  check_transport_preprocess_clauses, NULL,
};

static const MapiCheckClause *const address_book_clauses[] = { check_address_book_clauses, NULL };
static const MapiCheckClause *const hook_clauses[] = { check_hook_clauses, NULL };

static const CheckKind kinds[] = {
  { "store", MAPI_STORE_PROVIDER, store_clauses },
  { "transport", MAPI_TRANSPORT_PROVIDER, transport_clauses },
  { "address-book", MAPI_AB_PROVIDER, address_book_clauses },
  { "hook", MAPI_HOOK_PROVIDER, hook_clauses },
};

const CheckKind *
check_kind_of (guint32 resource_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].resource_type == resource_type)
      return &kinds[i];
  return NULL;
}

/* A clause that is not worth a reference: all of them are constants. */
static MapiCheckClause *
clause_copy (MapiCheckClause *self)
{
  return self;
}

static void
clause_free (MapiCheckClause *self)
{
}

/**
 * MapiCheckClause:
 *
 * One thing that every provider of a kind has to do, and that the kit can show. Clauses are
 * constants: they live as long as the process.
 *
 * Since: 1.0
 */
G_DEFINE_BOXED_TYPE (MapiCheckClause, mapi_check_clause, clause_copy, clause_free)

/**
 * mapi_check_clause_get_name:
 * @self: a clause
 *
 * Gives the name of the clause, such as `transport/takes-responsibility`: the kind of provider, and
 * what must be so.
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
mapi_check_clause_get_name (const MapiCheckClause *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * mapi_check_clause_get_summary:
 * @self: a clause
 *
 * Says in a sentence what the clause asks of a provider.
 *
 * Returns: the sentence
 *
 * Since: 1.0
 */
const char *
mapi_check_clause_get_summary (const MapiCheckClause *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->summary;
}

/**
 * mapi_check_clause_get_rules:
 * @self: a clause
 *
 * Says where it is written: rows of `spooler_rules.tsv` (R123), and pages of Microsoft's
 * documentation, with blanks between.
 *
 * Returns: the rules
 *
 * Since: 1.0
 */
const char *
mapi_check_clause_get_rules (const MapiCheckClause *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->rules;
}

/* Clause @index of all, or how many there are when there are not so many. */
static const MapiCheckClause *
find (guint index, guint *n_clauses)
{
  guint n = 0;

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (const MapiCheckClause *const *list = kinds[k].clauses; *list != NULL; list++)
      for (const MapiCheckClause *clause = *list; clause->name != NULL; clause++)
        if (n++ == index)
          return clause;

  *n_clauses = n;
  return NULL;
}

/**
 * mapi_check_get_n_clauses:
 *
 * Counts the clauses of the kit, of all kinds of providers.
 *
 * Returns: how many there are
 *
 * Since: 1.0
 */
guint
mapi_check_get_n_clauses (void)
{
  guint n = 0;

  find (G_MAXUINT, &n);
  return n;
}

/**
 * mapi_check_get_clause:
 * @index: a number below mapi_check_get_n_clauses()
 *
 * Gives one clause of the kit.
 *
 * Returns: (transfer none) (nullable): the clause, or %NULL when there are not so many
 *
 * Since: 1.0
 */
const MapiCheckClause *
mapi_check_get_clause (guint index)
{
  guint n;

  return find (index, &n);
}
