/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-peer.h"
#include "check-watch.h"
#include "mapi-check-result.h"

G_BEGIN_DECLS

/*
 * What a clause works on: a fresh profile in a fresh folder, with the service in it, and a session.
 * A clause says what must be so with check_that() and its like, and returns when something is not:
 * the first complaint is the reason that is shown.
 */
struct _CheckBench
{
  const CheckPeer *peer;
  char            *service;
  char            *home; /* a folder of this clause */
  MapiProfile     *profile;
  MapiSession     *session;
  MapiUid          service_uid;
  MapiUid          provider_uid; /* in the profile */
  char            *module_path;
  gboolean         is_script;   /* the module */
  GMainContext    *context;     /* the thread's default */
  GCancellable    *cancellable; /* given to every call of the provider */

  CheckJournal    *journal; /* what the provider has called */
  CheckWatch      *watch;   /* of its support objects */
  CheckWatch      *letters_watch;
  MapiSpoolerLink *link;

  /* What the clause has opened and made. */
  MapiMsgStore *store;
  MapiMsgStore *spooler_store;
  GPtrArray    *logons; /* of transports */
  guint32       wants;  /* LOGON_SP_* of the last logon */
  char         *address_type;
  GPtrArray    *letters;
  GPtrArray    *fetched;
  GWeakRef      watched; /* the message that was wrapped last */

  guint n_asked;
  char *complaint;
  char *skipped;
};

/* @number: that of @provider in the service. */
CheckBench *check_bench_new (MapiServiceCatalog *catalog,
                             const char         *service,
                             MapiProviderInfo   *provider,
                             guint               number,
                             const CheckPeer    *peer,
                             GError            **error);
void        check_bench_free (CheckBench *self);

/* Removes the folder of a bench that is never freed, as its clause is stuck; NULL is none. */
void check_bench_remove_home (const char *home);

/* Runs a clause, and takes everything down. */
MapiCheckResult *
check_bench_run (CheckBench *self, const MapiCheckClause *clause, const char *provider);

/* Each answers whether it is so; if not, the clause has failed. */
gboolean check_that (CheckBench *self, gboolean is_so, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
gboolean check_succeeds (CheckBench *self, const GError *error, const char *call);
gboolean check_fails (CheckBench *self, const GError *error, MapiError code, const char *call);

/* The provider cannot be asked this; return from the clause then. */
void check_skip (CheckBench *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Whether the clause has failed already. */
gboolean check_has_failed (CheckBench *self);

/* What the provider called: of its support object, by MAPI's names, or of messages. */
guint check_count_calls (CheckBench *self, const char *method, gpointer object);
const CheckCall      *
check_find_call (CheckBench *self, const char *method, gpointer object, guint index);
void check_forget_calls (CheckBench *self);

/* A message whose calls stand in the journal. */
MapiMessage *check_bench_watch (CheckBench *self, MapiMessage *message);

/* Whether somebody holds the message that was watched last. */
gboolean check_is_watched (CheckBench *self);

/* Ends the session; a complaint when the provider still holds any of what it has given out. */
void check_holds_nothing (CheckBench *self);

/* TYPE:ADDRESS of this fate; one is made up for CHECK_DELIVERED. */
char *check_bench_get_address (CheckBench *self, CheckFate fate);
void  check_bench_set_address_types (CheckBench *self, MapiAddressTypes *types);

/* Opens the store, writable. The bench owns it. NULL when that failed, which is a complaint. */
MapiMsgStore *check_open_store (CheckBench *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CheckBench, check_bench_free)

G_END_DECLS
