/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spooler-rig.h"

/* 2001-09-09, in microseconds. */
#define START (G_GINT64_CONSTANT (1000000000) * G_USEC_PER_SEC)

static void
on_event (MapiSpooler *spooler, const char *text, char **fields, gpointer data)
{
  SpoolerRig *rig = data;
  const char *name = fields[0] + strlen ("EVENT=");
  guint       n_events = GPOINTER_TO_UINT (g_hash_table_lookup (rig->n_events, name));

  g_hash_table_replace (rig->n_events, g_strdup (name), GUINT_TO_POINTER (n_events + 1));
  g_hash_table_replace (rig->texts, g_strdup (name), g_strdup (text));
}

static void
on_sent (MapiSpooler *spooler, GBytes *entry_id, gint result, gpointer data)
{
  SpoolerRig *rig = data;

  rig->n_sent++;
  rig->last_result = result;
}

static void
on_received (MapiSpooler *spooler, GBytes *entry_id, gpointer data)
{
  ((SpoolerRig *) data)->n_received++;
}

static void
on_failed (MapiSpooler *spooler, GBytes *entry_id, MapiPropList *recipient, gpointer data)
{
  ((SpoolerRig *) data)->n_failed++;
}

static void
on_state (MapiSpooler *spooler, const char *transport, guint code, const char *text, gpointer data)
{
  SpoolerRig *rig = data;

  if (code & MAPI_STATUS_AVAILABLE)
    rig->n_up++;
  else
    rig->n_down++;
}

static SpoolerRig *
begin (gint64 now)
{
  SpoolerRig *rig = g_new0 (SpoolerRig, 1);

  rig->clock = mapi_spooler_virtual_clock_new (now);
  rig->host = mock_host_new (NULL);
  rig->journal = spooler_journal_new (MAPI_SPOOLER_CLOCK (rig->clock));
  rig->n_events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  rig->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  rig->spooler = mapi_spooler_new (MAPI_SPOOLER_HOST (rig->host), MAPI_SPOOLER_CLOCK (rig->clock));
  g_object_set (rig->spooler, "retry-jitter", 0, "delay-warning", 0, NULL);
  g_signal_connect (rig->spooler, "event", G_CALLBACK (on_event), rig);
  g_signal_connect (rig->spooler, "message-sent", G_CALLBACK (on_sent), rig);
  g_signal_connect (rig->spooler, "message-received", G_CALLBACK (on_received), rig);
  g_signal_connect (rig->spooler, "recipient-failed", G_CALLBACK (on_failed), rig);
  g_signal_connect (rig->spooler, "transport-state", G_CALLBACK (on_state), rig);

  return rig;
}

SpoolerRig *
spooler_rig_new (void)
{
  SpoolerRig *rig = begin (START);

  rig->store = mock_store_new ();
  spooler_journal_watch (rig->journal, "store", mock_store_get_actor (rig->store));
  mock_host_add_store (rig->host, rig->store);
  return rig;
}

SpoolerRig *
spooler_rig_new_in (MapiSession *session)
{
  SpoolerRig *rig = begin (g_get_real_time ());

  mock_host_set_session (rig->host, session);
  return rig;
}

void
spooler_rig_free (SpoolerRig *rig)
{
  g_autoptr (GError) error = NULL;

  mapi_spooler_stop (rig->spooler, &error);
  g_signal_handlers_disconnect_by_data (rig->spooler, rig);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_object_unref (rig->spooler);
  g_clear_object (&rig->store);
  g_object_unref (rig->host);
  g_object_unref (rig->clock);
  spooler_journal_free (rig->journal);
  g_hash_table_unref (rig->texts);
  g_hash_table_unref (rig->n_events);
  g_free (rig);
}

FakeTransport *
spooler_rig_add (SpoolerRig *rig, const char *name, const char *types, guint connections)
{
  g_autoptr (FakeTransport) transport = fake_transport_new (name);

  spooler_rig_set_types (transport, types, NULL);
  spooler_journal_watch (rig->journal, name, fake_transport_get_actor (transport));
  mock_host_add_transport (rig->host, transport, connections);
  return transport;
}

MockHook *
spooler_rig_add_hook (SpoolerRig *rig, const char *name, guint32 flags)
{
  g_autoptr (MockHook) hook = mock_hook_new ();

  spooler_journal_watch (rig->journal, name, mock_hook_get_actor (hook));
  mock_host_add_hook (rig->host, name, flags, MAPI_SPOOLER_HOOK (hook));
  return hook;
}

MockPreprocessor *
spooler_rig_add_preprocessor (SpoolerRig    *rig,
                              FakeTransport *transport,
                              const char    *name,
                              const MapiUid *uid,
                              const char    *type)
{
  g_autoptr (MapiSupport) support = fake_transport_ref_support (transport);
  g_autoptr (MockPreprocessor) preprocessor = mock_preprocessor_new ();
  g_autoptr (GError) error = NULL;

  spooler_journal_watch (rig->journal, name, mock_preprocessor_get_actor (preprocessor));
  CU_ASSERT_TRUE (mapi_support_register_preprocessor (
      support, uid, type, MAPI_PREPROCESSOR (preprocessor), 0, &error));
  TAP_NO_ERROR (error);
  return preprocessor;
}

void
spooler_rig_set_types (FakeTransport *transport, const char *types, const MapiUid *uid)
{
  g_auto (GStrv) list = types != NULL ? g_strsplit (types, " ", -1) : NULL;
  g_autoptr (MapiUidArray) none = mapi_uid_array_new ();
  g_autoptr (MapiUidArray) uids = uid != NULL ? mapi_uid_array_append (none, uid) : NULL;
  g_autoptr (MapiAddressTypes) handled = mapi_address_types_new ((const char *const *) list, uids);

  fake_transport_set_types (transport, handled);
}

void
spooler_rig_script (FakeTransport *transport, const char *script)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (fake_transport_set_script (transport, script, &error));
  TAP_NO_ERROR (error);
}

void
spooler_rig_script_store (SpoolerRig *rig, const char *script)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (fake_actor_set_script (mock_store_get_actor (rig->store), script, &error));
  TAP_NO_ERROR (error);
}

void
spooler_rig_release (FakeTransport *transport)
{
  fake_actor_release (fake_transport_get_actor (transport));
}

void
spooler_rig_notify (FakeTransport *transport, guint32 flags, GBytes *data)
{
  g_autoptr (MapiSupport) support = fake_transport_ref_support (transport);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_support_spooler_notify (support, flags, data, &error));
  TAP_NO_ERROR (error);
}

void
spooler_rig_start (SpoolerRig *rig)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_spooler_start (rig->spooler, NULL, &error));
  TAP_NO_ERROR (error);
}

void
spooler_rig_stop (SpoolerRig *rig)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_spooler_stop (rig->spooler, &error));
  TAP_NO_ERROR (error);
}

GBytes *
spooler_rig_submit (SpoolerRig *rig, const char *subject, const char *recipients)
{
  g_auto (GStrv) list = g_strsplit (recipients, " ", -1);

  return mock_store_submit (rig->store, subject, (const char *const *) list);
}

GBytes *
spooler_rig_submit_rows (SpoolerRig *rig, const char *subject, MapiRowSet *rows, MapiPropList *more)
{
  return mock_store_submit_rows (rig->store, subject, rows, more);
}

void
spooler_rig_tell (FakeTransport *transport, guint32 flags, GBytes *data)
{
  g_autoptr (MapiSupport) support = fake_transport_ref_support (transport);

  mapi_support_spooler_notify (support, flags, data, NULL);
}

typedef struct
{
  SpoolerRig *rig;
  guint      *counter;
  const char *event;
  guint       wanted;
} Wait;

static gboolean
has_enough (gpointer data)
{
  const Wait *wait = data;

  return *wait->counter >= wait->wanted;
}

static gboolean
has_enough_events (gpointer data)
{
  const Wait *wait = data;

  return GPOINTER_TO_UINT (g_hash_table_lookup (wait->rig->n_events, wait->event)) >= wait->wanted;
}

void
spooler_rig_wait_sent (SpoolerRig *rig, guint n_sent)
{
  Wait wait = { rig, &rig->n_sent, NULL, n_sent };

  tap_wait (NULL, has_enough, &wait);
}

void
spooler_rig_wait_received (SpoolerRig *rig, guint n_received)
{
  Wait wait = { rig, &rig->n_received, NULL, n_received };

  tap_wait (NULL, has_enough, &wait);
}

void
spooler_rig_wait_up (SpoolerRig *rig, guint n_up)
{
  Wait wait = { rig, &rig->n_up, NULL, n_up };

  tap_wait (NULL, has_enough, &wait);
}

void
spooler_rig_wait_down (SpoolerRig *rig, guint n_down)
{
  Wait wait = { rig, &rig->n_down, NULL, n_down };

  tap_wait (NULL, has_enough, &wait);
}

void
spooler_rig_wait_event (SpoolerRig *rig, const char *event, guint n_events)
{
  Wait wait = { rig, NULL, event, n_events };

  tap_wait (NULL, has_enough_events, &wait);
}

guint
spooler_rig_count (FakeTransport *transport, const char *beginning)
{
  return fake_actor_count (fake_transport_get_actor (transport), beginning);
}

typedef struct
{
  FakeActor  *actor;
  const char *beginning;
  guint       n_times;
} LogWait;

static gboolean
has_logged (gpointer data)
{
  const LogWait *wait = data;

  return fake_actor_count (wait->actor, wait->beginning) >= wait->n_times;
}

void
spooler_rig_wait_call (FakeActor *actor, const char *beginning, guint n_times)
{
  LogWait wait = { actor, beginning, n_times };

  tap_wait (NULL, has_logged, &wait);
}

void
spooler_rig_wait_log (FakeTransport *transport, const char *beginning, guint n_times)
{
  spooler_rig_wait_call (fake_transport_get_actor (transport), beginning, n_times);
}

void
spooler_rig_wait_store (SpoolerRig *rig, const char *beginning, guint n_times)
{
  spooler_rig_wait_call (mock_store_get_actor (rig->store), beginning, n_times);
}

void
spooler_rig_assert_text (SpoolerRig *rig, const char *event, const char *expected)
{
  TAP_STRING (g_hash_table_lookup (rig->texts, event), expected);
}

void
spooler_rig_advance (SpoolerRig *rig, guint seconds)
{
  mapi_spooler_virtual_clock_advance (rig->clock, (gint64) seconds * G_USEC_PER_SEC);
}

/* What the journal is to have: some calls of all, or those of one that begin so. */
typedef struct
{
  SpoolerRig        *rig;
  const char *const *calls;
  const char        *name;
  const char        *beginning;
  const char        *expected;
  char              *text;
} Comparison;

/* As long as there is but the beginning of what is expected, the rest may be on its way. */
static gboolean
is_decided (gpointer data)
{
  Comparison     *self = data;
  SpoolerJournal *journal = self->rig->journal;

  g_free (self->text);
  self->text = self->calls != NULL ? spooler_journal_list_all (journal, self->calls)
                                   : spooler_journal_list (journal, self->name, self->beginning);
  return g_str_equal (self->text, self->expected) || !g_str_has_prefix (self->expected, self->text);
}

static void
compare (Comparison *self)
{
  tap_wait (NULL, is_decided, self);
  TAP_STRING (self->text, self->expected);
  g_free (self->text);
}

void
spooler_rig_assert_log (SpoolerRig *rig, FakeTransport *transport, const char *expected)
{
  compare (&(Comparison){ .rig = rig,
                          .name = fake_transport_get_name (transport),
                          .beginning = "",
                          .expected = expected });
}

void
spooler_rig_assert_submits (SpoolerRig *rig, FakeTransport *transport, const char *expected)
{
  compare (&(Comparison){ .rig = rig,
                          .name = fake_transport_get_name (transport),
                          .beginning = "SubmitMessage ",
                          .expected = expected });
}

void
spooler_rig_assert_calls (SpoolerRig *rig, const char *calls, const char *expected)
{
  g_auto (GStrv) list = g_strsplit (calls, " ", -1);

  compare (&(Comparison){ .rig = rig, .calls = (const char *const *) list, .expected = expected });
}

void
spooler_rig_forget (SpoolerRig *rig)
{
  spooler_journal_forget (rig->journal);
}

void
spooler_rig_assert_details (FakeTransport *transport, const char *beginning, const char *expected)
{
  g_auto (GStrv) log = fake_actor_get_log (fake_transport_get_actor (transport));
  const char *details = NULL;

  for (gsize i = 0; log[i] != NULL; i++)
    if (g_str_has_prefix (log[i], beginning) && strchr (log[i], '\t') != NULL)
      details = strchr (log[i], '\t') + 1;

  TAP_STRING (details, expected);
}
