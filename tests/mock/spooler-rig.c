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

SpoolerRig *
spooler_rig_new (void)
{
  SpoolerRig *rig = g_new0 (SpoolerRig, 1);

  rig->clock = mapi_spooler_virtual_clock_new (START);
  rig->host = mock_host_new (NULL);
  rig->store = mock_store_new ();
  rig->n_events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  mock_host_add_store (rig->host, rig->store);
  rig->spooler = mapi_spooler_new (MAPI_SPOOLER_HOST (rig->host), MAPI_SPOOLER_CLOCK (rig->clock));
  g_object_set (rig->spooler, "retry-jitter", 0, NULL);
  g_signal_connect (rig->spooler, "event", G_CALLBACK (on_event), rig);
  g_signal_connect (rig->spooler, "message-sent", G_CALLBACK (on_sent), rig);
  g_signal_connect (rig->spooler, "message-received", G_CALLBACK (on_received), rig);
  g_signal_connect (rig->spooler, "recipient-failed", G_CALLBACK (on_failed), rig);
  g_signal_connect (rig->spooler, "transport-state", G_CALLBACK (on_state), rig);

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
  g_object_unref (rig->store);
  g_object_unref (rig->host);
  g_object_unref (rig->clock);
  g_hash_table_unref (rig->n_events);
  g_free (rig);
}

/* A fake knows no time: what it is called is noted with the time here. */
typedef struct
{
  MapiSpoolerClock *clock;
  GMutex            lock;
  GPtrArray        *lines;
} Journal;

#define JOURNAL_KEY "spooler-rig-journal"

static void
on_called (FakeActor *actor, const char *line, gpointer data)
{
  Journal *journal = data;
  gint64   seconds = (mapi_spooler_clock_get_time (journal->clock) - START) / G_USEC_PER_SEC;
  char    *call = g_strndup (line, strcspn (line, "\t"));

  g_mutex_lock (&journal->lock);
  g_ptr_array_add (journal->lines, g_strdup_printf ("%" G_GINT64_FORMAT " %s", seconds, call));
  g_mutex_unlock (&journal->lock);
  g_free (call);

  /* For who waits in the main thread until something is in the log. */
  g_main_context_wakeup (NULL);
}

static void
journal_free (gpointer data)
{
  Journal *journal = data;

  g_object_unref (journal->clock);
  g_ptr_array_unref (journal->lines);
  g_mutex_clear (&journal->lock);
  g_free (journal);
}

static void
keep_journal (SpoolerRig *rig, FakeTransport *transport)
{
  Journal *journal = g_new0 (Journal, 1);

  journal->clock = g_object_ref (MAPI_SPOOLER_CLOCK (rig->clock));
  journal->lines = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&journal->lock);
  g_object_set_data_full (G_OBJECT (transport), JOURNAL_KEY, journal, journal_free);
  g_signal_connect (
      fake_transport_get_actor (transport), "called", G_CALLBACK (on_called), journal);
}

FakeTransport *
spooler_rig_add (SpoolerRig *rig, const char *name, const char *types, guint connections)
{
  g_autoptr (FakeTransport) transport = fake_transport_new (name);

  spooler_rig_set_types (transport, types);
  keep_journal (rig, transport);
  mock_host_add_transport (rig->host, transport, connections);
  return transport;
}

void
spooler_rig_set_types (FakeTransport *transport, const char *types)
{
  g_auto (GStrv) list = types != NULL ? g_strsplit (types, " ", -1) : NULL;
  g_autoptr (MapiAddressTypes) handled = mapi_address_types_new ((const char *const *) list, NULL);

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
  FakeTransport *transport;
  const char    *beginning;
  guint          n_times;
} LogWait;

static gboolean
has_logged (gpointer data)
{
  const LogWait *wait = data;

  return spooler_rig_count (wait->transport, wait->beginning) >= wait->n_times;
}

void
spooler_rig_wait_log (FakeTransport *transport, const char *beginning, guint n_times)
{
  LogWait wait = { transport, beginning, n_times };

  tap_wait (NULL, has_logged, &wait);
}

void
spooler_rig_advance (SpoolerRig *rig, guint seconds)
{
  mapi_spooler_virtual_clock_advance (rig->clock, (gint64) seconds * G_USEC_PER_SEC);
}

/* The lines whose calls begin with @call; that is left out of them when it is a whole word. */
static char *
join_lines (FakeTransport *transport, const char *call)
{
  Journal *journal = g_object_get_data (G_OBJECT (transport), JOURNAL_KEY);
  GString *text = g_string_new (NULL);

  g_mutex_lock (&journal->lock);
  for (guint i = 0; i < journal->lines->len; i++)
    {
      const char *line = g_ptr_array_index (journal->lines, i);
      const char *event = strchr (line, ' ') + 1;

      if (g_str_has_prefix (event, call))
        g_string_append_printf (text,
                                "%s%.*s%s",
                                text->len > 0 ? ", " : "",
                                (int) (event - line),
                                line,
                                event + strlen (call));
    }
  g_mutex_unlock (&journal->lock);

  return g_string_free (text, FALSE);
}

void
spooler_rig_assert_log (FakeTransport *transport, const char *expected)
{
  g_autofree char *text = join_lines (transport, "");

  TAP_STRING (text, expected);
}

void
spooler_rig_assert_submits (FakeTransport *transport, const char *expected)
{
  g_autofree char *text = join_lines (transport, "SubmitMessage ");

  TAP_STRING (text, expected);
}
