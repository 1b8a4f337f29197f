/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-check-clause.h"

G_BEGIN_DECLS

typedef struct _CheckBench CheckBench;

/* What becomes of a message to an address of the peer. */
typedef enum
{
  CHECK_DELIVERED,   /* it is sent; that is `Recipient` */
  CHECK_REFUSED,     /* never: a report says so */
  CHECK_LATER,       /* not now: MAPI_E_WAIT, or END_RESEND_LATER */
  CHECK_BUSY,        /* MAPI_E_BUSY */
  CHECK_DECLINED,    /* MAPI_E_NOT_ME */
  CHECK_UNREACHABLE, /* MAPI_E_NETWORK_ERROR */
  CHECK_RESTARTED,   /* END_RESEND_NOW */
  CHECK_DEFERRED,    /* END_DONT_RESEND, until the command Release */
  CHECK_CRITICAL,    /* a critical error, until the command Recover */
  CHECK_ENDLESS,     /* sending goes on until it is cancelled */
  CHECK_SECTION,     /* it is sent in a critical section, in which the transport yields */
  CHECK_MEMBERS,     /* a list of which one member failed: a report says whose */
  CHECK_IDENTITY,    /* whom the transport sends for, and receives for */
  CHECK_N_FATES
} CheckFate;

typedef enum
{
  CHECK_PREPARE,  /* makes the world ready, before the session begins */
  CHECK_ARRIVE,   /* the message on standard input arrives */
  CHECK_SENT,     /* prints all messages that were sent */
  CHECK_LINKS,    /* prints how many connections are open */
  CHECK_RELEASE,  /* deferred messages may go */
  CHECK_RECOVER,  /* what was critical is well again */
  CHECK_BREAK,    /* mail arrives that brings about a critical error */
  CHECK_DIALOG,   /* logging on needs an answer of the user */
  CHECK_NAMES,    /* prints the header by which reports name a message, `Field: ` */
  CHECK_UNUSABLE, /* logging on fails, and harms nobody else */
  CHECK_N_COMMANDS
} CheckCommand;

/* What a clause needs beside a provider that can be logged on to: addresses and commands of the
 * peer, and methods. The runner skips it, with the reason, where something is missing. */
typedef guint64 CheckNeeds;

#define CHECK_NEED(bit) (G_GUINT64_CONSTANT (1) << (bit))

#define CHECK_NEEDS_NOTHING 0
#define CHECK_NEEDS_SUBMIT CHECK_NEED (0)  /* a transport that implements SubmitMessage */
#define CHECK_NEEDS_RECEIVE CHECK_NEED (1) /* a transport that implements StartMessage */
#define CHECK_NEEDS_COMMAND(command) CHECK_NEED (4 + (command))
#define CHECK_NEEDS_ADDRESS(fate) (CHECK_NEEDS_PEER (fate) | CHECK_NEEDS_SUBMIT)
#define CHECK_NEEDS_PEER(fate) CHECK_NEED (24 + (fate)) /* the address alone */

/* PR_STORE_SUPPORT_MASK of the store has the flag of this name. */
#define CHECK_NEEDS_STORE_CREATE_OK CHECK_NEED (48)
#define CHECK_NEEDS_STORE_SUBMIT_OK CHECK_NEED (49)
#define CHECK_NEEDS_STORE_NOTIFY_OK CHECK_NEED (50)
#define CHECK_NEEDS_STORE_SEARCH_OK CHECK_NEED (51)

/*
 * A clause: one thing that every provider of a kind has to do. README.md tells how one is written.
 *
 * @name begins with the kind, and says what must be so; @summary says it in a sentence; @rules are
 * the rows of spooler_rules.tsv and the decisions of doc/decisions.md that it shows, with blanks
 * between, or pages where there is no row.
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
extern const MapiCheckClause check_address_book_clauses[];
extern const MapiCheckClause check_hook_clauses[];
extern const MapiCheckClause check_store_default_clauses[];
extern const MapiCheckClause check_store_finish_clauses[];
extern const MapiCheckClause check_store_logoff_clauses[];
extern const MapiCheckClause check_store_logon_clauses[];
extern const MapiCheckClause check_store_messages_clauses[];
extern const MapiCheckClause check_store_queue_clauses[];
extern const MapiCheckClause check_store_receive_clauses[];
extern const MapiCheckClause check_store_reports_clauses[];
extern const MapiCheckClause check_store_submit_clauses[];
extern const MapiCheckClause check_transport_addresses_clauses[];
extern const MapiCheckClause check_transport_defer_clauses[];
extern const MapiCheckClause check_transport_flush_clauses[];
extern const MapiCheckClause check_transport_incoming_clauses[];
extern const MapiCheckClause check_transport_logon_clauses[];
extern const MapiCheckClause check_transport_notify_clauses[];
extern const MapiCheckClause check_transport_preprocess_clauses[];
extern const MapiCheckClause check_transport_receive_clauses[];
extern const MapiCheckClause check_transport_remote_clauses[];
extern const MapiCheckClause check_transport_report_clauses[];
extern const MapiCheckClause check_transport_sender_clauses[];
extern const MapiCheckClause check_transport_status_clauses[];
extern const MapiCheckClause check_transport_submit_clauses[];

G_END_DECLS
