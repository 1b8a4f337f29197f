/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A call arrives at the slot of its object's own class, however many classes there are. */

#include "mapi-vtable-private.h"
#include "tap.h"

#include <mapi/mapi.h>

/* More than there are places for what was found. */
#define N_TYPES (MAPI_VTABLE_N_PLACES + 100)
#define N_THREADS 4

static gboolean
say_even (MapiControl *control, guint32 flags, guint32 *state, GError **error)
{
  *state = 0;
  return TRUE;
}

static gboolean
say_odd (MapiControl *control, guint32 flags, guint32 *state, GError **error)
{
  *state = 1;
  return TRUE;
}

static void
init_control (gpointer iface, gpointer number)
{
  ((MapiControlInterface *) iface)->get_state =
      GPOINTER_TO_UINT (number) % 2 == 0 ? say_even : say_odd;
}

static GInterfaceInfo
control_info (guint number)
{
  return (GInterfaceInfo){ .interface_init = init_control,
                           .interface_data = GUINT_TO_POINTER (number) };
}

static const GTypeInfo object_info = { .class_size = sizeof (GObjectClass),
                                       .instance_size = sizeof (GObject) };

/* A type of objects whose control says whether the number is odd. */
static GType
add_type (const char *name, guint number)
{
  GInterfaceInfo   info = control_info (number);
  g_autofree char *unique = g_strdup_printf ("%s%u", name, number);
  GType            type = g_type_register_static (G_TYPE_OBJECT, unique, &object_info, 0);

  g_type_add_interface_static (type, MAPI_TYPE_CONTROL, &info);
  return type;
}

static GPtrArray *
new_controls (const char *name)
{
  GPtrArray *controls = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < N_TYPES; i++)
    g_ptr_array_add (controls, g_object_new (add_type (name, i), NULL));
  return controls;
}

static guint32
ask (gpointer control)
{
  guint32 state = G_MAXUINT32;

  mapi_control_get_state (control, 0, &state, NULL);
  return state;
}

static guint
count_right (GPtrArray *controls)
{
  guint right = 0;

  for (guint i = 0; i < controls->len; i++)
    right += ask (g_ptr_array_index (controls, i)) == i % 2;
  return right;
}

/* First when nothing was found yet, and then what was, in places and without. */
static void
test_many_classes (void)
{
  g_autoptr (GPtrArray) controls = new_controls ("Many");

  TAP_NUMBER (count_right (controls), N_TYPES);
  TAP_NUMBER (count_right (controls), N_TYPES);
}

static gpointer
count_in_thread (gpointer controls)
{
  return GUINT_TO_POINTER (count_right (controls));
}

static void
test_threads (void)
{
  g_autoptr (GPtrArray) controls = new_controls ("Shared");
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("asks", count_in_thread, controls);
  for (guint i = 0; i < N_THREADS; i++)
    TAP_NUMBER (GPOINTER_TO_UINT (g_thread_join (threads[i])), N_TYPES);
}

/* One that inherits the slots, and one that has its own. */
static void
test_derived_classes (void)
{
  GInterfaceInfo info = control_info (2);
  GType          parent = add_type ("Parent", 1);
  GType          heir = g_type_register_static (parent, "Heir", &object_info, 0);
  GType          rebel = g_type_register_static (parent, "Rebel", &object_info, 0);
  g_autoptr (GObject) of_parent = g_object_new (parent, NULL);
  g_autoptr (GObject) of_heir = g_object_new (heir, NULL);
  g_autoptr (GObject) of_rebel = NULL;

  g_type_add_interface_static (rebel, MAPI_TYPE_CONTROL, &info);
  of_rebel = g_object_new (rebel, NULL);
  for (guint i = 0; i < 2; i++)
    {
      TAP_NUMBER (ask (of_parent), 1);
      TAP_NUMBER (ask (of_heir), 1);
      TAP_NUMBER (ask (of_rebel), 0);
    }
}

/* The last two leave no place to those behind them. */
TAP_MAIN ("spi/slots",
          { "derived classes", test_derived_classes },
          { "several threads", test_threads },
          { "more classes than places", test_many_classes })
