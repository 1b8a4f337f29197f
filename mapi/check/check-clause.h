/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-check-clause.h"

G_BEGIN_DECLS

typedef struct _CheckBench CheckBench;

/* What a clause needs beside a provider that can be logged on to. The runner skips it, with the
 * reason, where that is missing. */
typedef enum
{
  CHECK_NEEDS_NOTHING = 0,
  CHECK_NEEDS_SUBMIT = 1 << 0,  /* a transport that implements SubmitMessage */
  CHECK_NEEDS_RECEIVE = 1 << 1, /* a transport that implements StartMessage */
  CHECK_NEEDS_REFUSED = 1 << 2, /* peer: a recipient that will never be delivered to */
  CHECK_NEEDS_LATER = 1 << 3,   /* peer: a recipient that cannot be delivered to now */
  CHECK_NEEDS_ARRIVE = 1 << 4,  /* peer: a command by which mail arrives */
  CHECK_NEEDS_SENT = 1 << 5,    /* peer: a command that shows what was sent */
} CheckNeeds;

/*
 * A clause: one thing that every provider of a kind has to do. README.md tells how one is written.
 *
 * @name begins with the kind, and says what must be so; @summary says it in a sentence; @rules are
 * the rows of spooler_rules.tsv that it shows, with blanks between, or pages where there is no row.
 */
struct _MapiCheckClause
{
  const char *name;
  const char *summary;
  const char *rules;
  CheckNeeds  needs;
  void (*run) (CheckBench *bench);
};

/* The clauses of a kind of provider. Each array ends with a clause without a name. */
typedef struct
{
  const char                   *kind; /* what the names of the clauses begin with */
  guint32                       resource_type;
  const MapiCheckClause *const *clauses;
} CheckKind;

const CheckKind *check_kind_of (guint32 resource_type);

/* The arrays, one for each file of clauses. */
extern const MapiCheckClause check_store_logon_clauses[];
extern const MapiCheckClause check_transport_logon_clauses[];

G_END_DECLS
