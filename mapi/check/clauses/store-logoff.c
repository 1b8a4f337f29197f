/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The end of a store: StoreLogoff, Release, and Logoff. */

#include "config.h"

#include "check-store.h"

#define BUSY (MAPI_LOGOFF_INBOUND | MAPI_LOGOFF_OUTBOUND | MAPI_LOGOFF_OUTBOUND_QUEUE)

static const struct
{
  guint32     flag;
  const char *name;
} ways[] = {
  { MAPI_LOGOFF_ABORT, "LOGOFF_ABORT" },     { MAPI_LOGOFF_NO_WAIT, "LOGOFF_NO_WAIT" },
  { MAPI_LOGOFF_ORDERLY, "LOGOFF_ORDERLY" }, { MAPI_LOGOFF_PURGE, "LOGOFF_PURGE" },
  { MAPI_LOGOFF_QUIET, "LOGOFF_QUIET" },
};

static void
answer (MapiCall *call, gpointer data)
{
  mapi_call_set_flags (call, GPOINTER_TO_UINT (data));
}

/* What the support object is to answer StoreLogoffTransports with. */
static void
answer_with (CheckBench *bench, guint32 flags)
{
  check_watch_set_witness (
      bench->watch, "StoreLogoffTransports", NULL, answer, GUINT_TO_POINTER (flags));
}

static guint32
leave (CheckBench *bench, guint32 flags)
{
  g_autoptr (GError) error = NULL;

  mapi_msg_store_store_logoff (bench->store, &flags, bench->cancellable, &error);
  check_succeeds (bench, error, "StoreLogoff");
  return flags;
}

static void
check_handed_on (CheckBench *bench, guint32 flags, const char *name)
{
  const CheckCall *call = check_find_call (bench, "StoreLogoffTransports", NULL, 0);

  if (!check_that (
          bench, call != NULL, "StoreLogoff with %s did not call StoreLogoffTransports", name))
    return;
  check_that (bench,
              call->flags == flags,
              "StoreLogoffTransports was given 0x%x for StoreLogoff with %s",
              call->flags,
              name);
}

static void
hands_on_the_flag (CheckBench *bench)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      if (check_open_store (bench) == NULL)
        return;
      check_forget_calls (bench);
      answer_with (bench, MAPI_LOGOFF_COMPLETE);
      leave (bench, ways[i].flag);
      check_handed_on (bench, ways[i].flag, ways[i].name);
      check_close_stores (bench);
    }
}

static void
tells_what_goes_on (CheckBench *bench)
{
  g_autoptr (MapiFolder) folder = NULL;
  guint32 flags;

  if (check_open_store (bench) == NULL)
    return;
  answer_with (bench, BUSY);
  flags = leave (bench, MAPI_LOGOFF_QUIET);
  check_that (bench,
              flags == BUSY,
              "StoreLogoff gave back 0x%x, not what StoreLogoffTransports answered (0x%x)",
              flags,
              BUSY);
  /* There was no logoff: the store goes on. */
  folder = check_open_folder (bench, bench->store, 0);
}

static void
waits_for_the_last (CheckBench *bench)
{
  g_autoptr (MapiMsgStore) other = NULL;

  if (check_open_store (bench) == NULL)
    return;
  other = check_log_on_to_store (bench, MAPI_MDB_WRITE);
  if (other == NULL)
    return;
  check_forget_calls (bench);
  answer_with (bench, MAPI_LOGOFF_COMPLETE);
  leave (bench, MAPI_LOGOFF_ORDERLY);
  check_that (bench,
              check_count_calls (bench, "StoreLogoffTransports", NULL) == 0,
              "StoreLogoffTransports was called though another still uses the store");
  leave (bench, MAPI_LOGOFF_ORDERLY);
  check_handed_on (bench, MAPI_LOGOFF_ORDERLY, "LOGOFF_ORDERLY");
}

static void
makes_up_for_it (CheckBench *bench)
{
  guint n_calls;

  if (check_open_store (bench) == NULL)
    return;
  check_forget_calls (bench);
  check_close_stores (bench);
  n_calls = check_count_calls (bench, "StoreLogoffTransports", NULL);
  if (!check_that (bench,
                   n_calls == 1,
                   "StoreLogoffTransports was called %u times when the store was released without "
                   "StoreLogoff, not once",
                   n_calls))
    return;
  check_that (bench,
              check_find_call (bench, "StoreLogoffTransports", NULL, 0)->flags == MAPI_LOGOFF_ABORT,
              "StoreLogoffTransports was given 0x%x, not LOGOFF_ABORT, when the store was released",
              check_find_call (bench, "StoreLogoffTransports", NULL, 0)->flags);
}

static void
is_the_end (CheckBench *bench)
{
  if (check_open_store (bench) == NULL)
    return;
  answer_with (bench, MAPI_LOGOFF_COMPLETE);
  check_that (bench,
              leave (bench, MAPI_LOGOFF_ORDERLY) == MAPI_LOGOFF_COMPLETE,
              "StoreLogoff did not give back LOGOFF_COMPLETE");
  check_forget_calls (bench);
  check_close_stores (bench);
  check_that (bench,
              check_count_calls (bench, "StoreLogoffTransports", NULL) == 0,
              "StoreLogoffTransports was called again when the store was released");
}

static void
can_be_forced (CheckBench *bench)
{
  MapiMsgStore *store = check_open_store (bench);
  g_autoptr (GError) error = NULL;
  const CheckCall *call;
  g_autoptr (MapiPropList) props = NULL;

  if (store == NULL)
    return;
  mapi_session_logoff (bench->session, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "the end of the session");
  call = check_find_call (bench, "Logoff", NULL, 0);
  if (!check_that (bench, call != NULL, "the store has no logon object that could be logged off"))
    return;
  check_that (bench, call->flags == 0, "Logoff was called with 0x%x", call->flags);
  props = mapi_prop_get_props (MAPI_PROP (store), NULL, 0, bench->cancellable, NULL, &error);
  check_fails (bench, error, MAPI_E_INVALID_OBJECT, "GetProps of a store after Logoff");
}

const MapiCheckClause check_store_logoff_clauses[] = {
  { "store/logoff-hands-on-its-flag",
    "StoreLogoff calls StoreLogoffTransports with its own flag",
    "R151 R152 R153 R154 R155 R160 R164 D19",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    hands_on_the_flag },
  { "store/logoff-tells-what-goes-on",
    "StoreLogoff gives back what the transports do, and the store goes on with them",
    "R151 R155 R156",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    tells_what_goes_on },
  { "store/logoff-waits-for-the-last",
    "The transports are logged off when the last user of the store leaves",
    "R157 D19",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    waits_for_the_last },
  { "store/logoff-is-made-up-for",
    "A store that is released without StoreLogoff calls StoreLogoffTransports with LOGOFF_ABORT",
    "R158 R165",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    makes_up_for_it },
  { "store/logoff-is-the-end",
    "After LOGOFF_COMPLETE a store is only released",
    "R162",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    is_the_end },
  { "store/logoff-can-be-forced",
    "After Logoff the objects of the store answer MAPI_E_INVALID_OBJECT",
    "R167",
    CHECK_NEEDS_STORE_CREATE_OK,
    can_be_forced },
  { NULL },
};
