/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Living with the system: clocks that jump, and a network that comes and goes. */

#include "spooler-rig.h"

#define START (G_GINT64_CONSTANT (1000000000) * G_USEC_PER_SEC)

/* A network as a test wants it. */
#define TEST_TYPE_NETWORK (test_network_get_type ())
G_DECLARE_FINAL_TYPE (TestNetwork, test_network, TEST, NETWORK, GObject)

struct _TestNetwork
{
  GObject  parent_instance;
  gboolean available;
};

enum
{
  PROP_0,
  PROP_AVAILABLE,
  PROP_METERED,
  PROP_CONNECTIVITY
};

static gboolean
init (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
test_network_initable_init (GInitableIface *iface)
{
  iface->init = init;
}

static void
test_network_monitor_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestNetwork,
                               test_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, test_network_initable_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          test_network_monitor_init))

static void
test_network_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TestNetwork *self = TEST_NETWORK (object);

  if (id == PROP_AVAILABLE)
    g_value_set_boolean (value, self->available);
  else if (id == PROP_CONNECTIVITY)
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
  else
    g_value_set_boolean (value, FALSE);
}

static void
test_network_class_init (TestNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_network_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_network_init (TestNetwork *self)
{
}

static void
set_available (TestNetwork *self, gboolean available)
{
  self->available = available;
  g_signal_emit_by_name (self, "network-changed", available);
}

/* What waits goes when the network comes back, and not when it only changes. */
static void
test_network_comes_and_goes (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  g_autoptr (TestNetwork) network = g_object_new (TEST_TYPE_NETWORK, NULL);
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) other = NULL;

  network->available = TRUE;
  g_object_set (rig->spooler, "network-monitor", network, NULL);
  spooler_rig_script (smtp, "1st submit: NETWORK_ERROR");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  set_available (network, TRUE);
  set_available (network, FALSE);
  spooler_rig_assert_submits (rig, smtp, "0 A");
  spooler_rig_advance (rig, 5);
  set_available (network, TRUE);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 5 A");

  /* An engine that is not at work hears nothing. */
  spooler_rig_stop (rig);
  set_available (network, FALSE);
  set_available (network, TRUE);
}

/* Where the clock is set back by a year, nobody waits for a year. */
static void
test_clock_back (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  const gint64   year = G_GINT64_CONSTANT (365) * 24 * 3600;
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GBytes) c = NULL;

  spooler_rig_script (smtp, "1st submit: WAIT 100");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  spooler_rig_advance (rig, 10);
  b = spooler_rig_submit (rig, "B", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  mapi_spooler_virtual_clock_set (rig->clock, START + (10 - year) * G_USEC_PER_SEC);
  c = spooler_rig_submit (rig, "C", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_advance (rig, 89);
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, a));
  spooler_rig_advance (rig, 1);
  spooler_rig_wait_sent (rig, 3);
}

/* Where it is set forward, or the machine has slept, what waits is tried, once, and then backs off
 * from there; nothing is given up without an attempt. */
static void
test_clock_forward (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = NULL;

  spooler_rig_script (smtp, "1st submit: WAIT 100; 2nd submit: WAIT 100");
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_event (rig, "wait", 1);
  mapi_spooler_virtual_clock_set (rig->clock, START + (gint64) 3600 * G_USEC_PER_SEC);
  spooler_rig_wait_event (rig, "wait", 2);
  spooler_rig_advance (rig, 100);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, smtp, "0 A, 3600 A, 3700 A");
}

static void
count_ring (MapiSpoolerClock *clock, gpointer n_rings)
{
  ++*(guint *) n_rings;
}

static gboolean
has_rung (gpointer n_rings)
{
  return *(guint *) n_rings > 0;
}

/* A thread that reads the clock, and sets the alarm when somebody has advanced it meanwhile. */
static void
test_late_alarm (void)
{
  g_autoptr (MapiSpoolerVirtualClock) clock = mapi_spooler_virtual_clock_new (0);
  guint n_rings = 0;

  g_signal_connect (clock, "alarm", G_CALLBACK (count_ring), &n_rings);
  mapi_spooler_virtual_clock_advance (clock, 10);
  mapi_spooler_clock_set_alarm (MAPI_SPOOLER_CLOCK (clock), 5);
  TAP_NUMBER (n_rings, 0);
  tap_wait (NULL, has_rung, &n_rings);
  TAP_NUMBER (n_rings, 1);
  TAP_NUMBER (mapi_spooler_clock_get_time (MAPI_SPOOLER_CLOCK (clock)), 10);
}

TAP_MAIN ("spooler/living",
          { "the network comes and goes", test_network_comes_and_goes },
          { "the clock is set back", test_clock_back },
          { "the clock is set forward", test_clock_forward },
          { "an alarm for a time that has come", test_late_alarm })
