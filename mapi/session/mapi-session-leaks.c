/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-holdings-private.h"
#include "mapi-leak-search-private.h"
#include "mapi-ledger-private.h"
#include "mapi-remote-proxy-private.h"
#include "mapi-session-private.h"
#include "mapi-wrapped-private.h"

/*
 * What providers hold that should have let go of it: told at the end of each session. What that
 * costs is a note for each object that a provider gives out (MapiLedger); with MAPI_LEAKS=1 all
 * calls are looked at (MapiHoldings), which is slow, and finds what a provider has taken hold of
 * later as well. With MAPI_LEAKS=0 nothing is looked for.
 */

static guint
count_references (GWeakRef *ref)
{
  g_autoptr (GObject) object = g_weak_ref_get (ref);

  return object != NULL ? object->ref_count - 1 : 0;
}

/* Somebody who still has the store open has the support object held, and that is no mistake of the
 * provider's. */
static gboolean
is_in_use (MapiSessionLogon *logon)
{
  return count_references (&logon->store) > 0 || count_references (&logon->xp_logon) > 0;
}

/* Of one provider. */
typedef struct
{
  MapiUid       uid;
  char         *name;         /* for people */
  MapiHoldings *holdings;     /* of a search that finds all, or NULL */
  MapiLedger   *given;        /* of one that is cheap, or NULL */
  gint          n_subscribed; /* atomic */
} Ledger;

static void
free_ledger (gpointer data)
{
  Ledger *ledger = data;

  g_clear_object (&ledger->holdings);
  g_clear_pointer (&ledger->given, mapi_ledger_unref);
  g_free (ledger->name);
  g_free (ledger);
}

static char *
describe (const MapiSessionProvider *provider)
{
  return g_strdup_printf ("service '%s' (%s), module %s",
                          provider->service_name,
                          provider->name != NULL ? provider->name : "",
                          provider->module_path);
}

static Ledger *
ledger_new (const MapiSessionProvider *provider, MapiLeakSearch search)
{
  Ledger *ledger = g_new0 (Ledger, 1);

  ledger->uid = provider->uid;
  ledger->name = describe (provider);
  if (search == MAPI_LEAK_SEARCH_WHOLLY)
    ledger->holdings = mapi_holdings_new ();
  else
    ledger->given = mapi_ledger_new ();
  return ledger;
}

/* That of a provider, which lives as long as the session; NULL where nothing is looked for. */
static Ledger *
find_ledger (MapiSession *self, const MapiSessionProvider *provider)
{
  g_autoptr (GMutexLocker) locker = NULL;
  MapiLeakSearch search = mapi_leak_search_get ();

  if (search == MAPI_LEAK_SEARCH_NOTHING)
    return NULL;
  locker = g_mutex_locker_new (&self->lock);
  if (self->ledgers == NULL)
    self->ledgers = g_ptr_array_new_with_free_func (free_ledger);
  for (guint i = 0; i < self->ledgers->len; i++)
    {
      Ledger *ledger = g_ptr_array_index (self->ledgers, i);

      if (mapi_uid_equal (&ledger->uid, &provider->uid))
        return ledger;
    }
  g_ptr_array_add (self->ledgers, ledger_new (provider, search));
  return g_ptr_array_index (self->ledgers, self->ledgers->len - 1);
}

gpointer
mapi_session_watch_holdings (MapiSession               *self,
                             const MapiSessionProvider *provider,
                             gpointer                   object,
                             GType                      type)
{
  g_autoptr (GObject) inner = object;
  Ledger *ledger = find_ledger (self, provider);

  if (ledger == NULL || ledger->holdings == NULL)
    return g_steal_pointer (&inner);
  return mapi_wrapper_wrap_as (MAPI_WRAPPER (ledger->holdings), inner, type);
}

/* What stands before it, as a tracer does, is not the provider's; what an isolated provider holds
 * its own process tells. */
void
mapi_session_note_given (MapiSession *self, const MapiSessionProvider *provider, gpointer object)
{
  Ledger *ledger;

  while (object != NULL && MAPI_IS_WRAPPED (object))
    object = MAPI_WRAPPED (object)->inner;
  if (object == NULL || MAPI_IS_REMOTE_PROXY (object))
    return;
  ledger = find_ledger (self, provider);
  if (ledger != NULL && ledger->given != NULL)
    mapi_ledger_enter (ledger->given, object);
}

void
mapi_session_count_subscription (MapiSession               *self,
                                 const MapiSessionProvider *provider,
                                 gint                       change)
{
  Ledger *ledger = find_ledger (self, provider);

  if (ledger != NULL)
    g_atomic_int_add (&ledger->n_subscribed, change);
}

void
mapi_session_take_stock (MapiSession *self)
{
  for (guint i = 0; self->ledgers != NULL && i < self->ledgers->len; i++)
    {
      const Ledger *ledger = g_ptr_array_index (self->ledgers, i);

      if (ledger->given != NULL)
        mapi_ledger_take_stock (ledger->given);
    }
}

static void
tell (MapiSession *self, const char *whose, const char *what)
{
  g_warning ("%s: after the end of the session %s", whose, what);
  if (self->leaks == NULL)
    self->leaks = g_string_new (NULL);
  g_string_append_printf (self->leaks, "%s%s: %s", self->leaks->len > 0 ? "\n" : "", whose, what);
}

static void
report_support (MapiSession *self, MapiSessionLogon *logon)
{
  g_autofree char *whose = NULL;
  g_autofree char *what = NULL;
  guint            n = count_references (&logon->support);

  if (n == 0 || is_in_use (logon))
    return;
  whose = describe (logon->provider);
  what = g_strdup_printf ("it still holds its support object (references: %u)", n);
  tell (self, whose, what);
}

/* A subscription is a client's as long as that has the store. */
static gint
count_subscriptions (const Ledger *ledger, GPtrArray *ended)
{
  for (guint i = 0; i < ended->len; i++)
    {
      MapiSessionLogon *logon = g_ptr_array_index (ended, i);

      if (mapi_uid_equal (&logon->provider->uid, &ledger->uid) && is_in_use (logon))
        return 0;
    }
  return g_atomic_int_get (&ledger->n_subscribed);
}

static void
report_ledger (MapiSession *self, const Ledger *ledger, GPtrArray *ended)
{
  g_autoptr (MapiHeld) held = mapi_held_new ();
  g_autofree char *objects = NULL;
  g_autofree char *subscriptions = NULL;
  g_autofree char *what = NULL;
  gint             n_subscribed = count_subscriptions (ledger, ended);

  if (ledger->given != NULL)
    mapi_ledger_add_kept (ledger->given, held);
  else
    mapi_holdings_add_held (ledger->holdings, held);
  objects = mapi_held_describe (held);
  if (n_subscribed > 0)
    subscriptions = g_strdup_printf ("subscriptions: %d", n_subscribed);
  if (objects == NULL && subscriptions == NULL)
    return;
  what = g_strdup_printf ("there still are: %s%s%s",
                          objects != NULL ? objects : "",
                          objects != NULL && subscriptions != NULL ? ", " : "",
                          subscriptions != NULL ? subscriptions : "");
  tell (self, ledger->name, what);
}

/* @ended: the logons that had not ended before the session did. */
void
mapi_session_report_leaks (MapiSession *self, GPtrArray *ended)
{
  if (mapi_leak_search_get () == MAPI_LEAK_SEARCH_NOTHING)
    return;
  for (guint i = 0; i < ended->len; i++)
    report_support (self, g_ptr_array_index (ended, i));
  for (guint i = 0; self->ledgers != NULL && i < self->ledgers->len; i++)
    report_ledger (self, g_ptr_array_index (self->ledgers, i), ended);
}

/**
 * mapi_session_find_leaks:
 * @self: a #MapiSession
 *
 * Tells what providers still held when the session had ended, though nobody else could have it:
 * what has been printed as warnings then. For whoever tests a provider.
 *
 * Returns: (transfer full) (nullable): a line for each provider and kind; %NULL for nothing, and
 *   before the end of the session
 *
 * Since: 1.0
 */
char *
mapi_session_find_leaks (MapiSession *self)
{
  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  return self->leaks != NULL ? g_strdup (self->leaks->str) : NULL;
}
