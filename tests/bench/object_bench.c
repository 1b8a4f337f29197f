/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the objects cost against plain C: a call through an interface against one through a table of
 * functions as COM has it, and GetProps of 5 properties out of 25 against a look-up and copy by
 * hand.
 */

#include "rounds.h"

#include <mapi/mapi.h>

#include <string.h>

#define N_PROPS 25
#define N_WANTED 5
#define FIRST_ID 0x6800
#define TEXT "A string of about forty characters, really"
#define NOT_INLINE __attribute__ ((noinline))
/* As if it stood in another module: its callers know nothing of what it does. */
#define ELSEWHERE __attribute__ ((noipa))

/* A button that counts how often it was pressed. */
#define BENCH_TYPE_BUTTON (bench_button_get_type ())
G_DECLARE_FINAL_TYPE (BenchButton, bench_button, BENCH, BUTTON, GObject)

struct _BenchButton
{
  GObject parent_instance;
  gsize   pressed;
};

static gboolean
bench_button_activate (MapiControl  *control,
                       guint32       flags,
                       GCancellable *cancellable,
                       GError      **error)
{
  BENCH_BUTTON (control)->pressed++;
  return TRUE;
}

static void
bench_button_control_init (MapiControlInterface *iface)
{
  iface->activate = bench_button_activate;
}

/* Objects have several interfaces; a call has to find its own among them. */
static void
bench_button_nothing_init (gpointer iface, gpointer data)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
    BenchButton,
    bench_button,
    G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, bench_button_nothing_init)
        G_IMPLEMENT_INTERFACE (MAPI_TYPE_STATUS, bench_button_nothing_init)
            G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTROL, bench_button_control_init)
                G_IMPLEMENT_INTERFACE (MAPI_TYPE_ADVISE_SINK, bench_button_nothing_init))

static void
bench_button_class_init (BenchButtonClass *klass)
{
}

static void
bench_button_init (BenchButton *self)
{
}

static void
call_ours (guint count)
{
  g_autoptr (BenchButton) button = g_object_new (BENCH_TYPE_BUTTON, NULL);
  MapiControl *control = MAPI_CONTROL (button);

  while (count-- > 0)
    mapi_control_activate (control, 0, NULL, NULL);
}

/* The same in the style of COM. */
typedef struct _Com Com;

typedef struct
{
  gint32 (*query_interface) (Com *self, const void *iid, void **object);
  guint32 (*add_ref) (Com *self);
  guint32 (*release) (Com *self);
  gint32 (*activate) (Com *self, guint32 flags, gpointer cancellable, GError **error);
} ComTable;

struct _Com
{
  const ComTable *table;
  gsize           pressed;
};

static gint32
com_activate (Com *self, guint32 flags, gpointer cancellable, GError **error)
{
  self->pressed++;
  return 0;
}

static ELSEWHERE Com *
com_new (void)
{
  static const ComTable table = { NULL, NULL, NULL, com_activate };
  Com                  *self = g_new0 (Com, 1);

  self->table = &table;
  return self;
}

static void
call_peer (guint count)
{
  g_autofree Com *button = com_new ();

  while (count-- > 0)
    button->table->activate (button, 0, NULL, NULL);
}

static guint32
tag_at (guint index)
{
  return mapi_prop_tag_new (FIRST_ID + index, index % 2 == 0 ? MAPI_PT_LONG : MAPI_PT_UNICODE);
}

static void
fill_wanted (guint32 *tags)
{
  for (guint i = 0; i < N_WANTED; i++)
    tags[i] = tag_at (5 * i);
}

static void
get_props_ours (guint count)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) list = NULL;
  g_autoptr (MapiPropData) object = NULL;
  g_autoptr (MapiPropTagArray) wanted = NULL;
  guint32 tags[N_WANTED];

  for (guint i = 0; i < N_PROPS; i++)
    if (i % 2 == 0)
      mapi_prop_list_builder_add_long (builder, tag_at (i), (gint32) i);
    else
      mapi_prop_list_builder_add_string (builder, tag_at (i), TEXT);
  list = mapi_prop_list_builder_end (builder);
  object = mapi_prop_data_new (list);
  fill_wanted (tags);
  wanted = mapi_prop_tag_array_new (tags, N_WANTED);
  while (count-- > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiPropList) found =
          mapi_prop_get_props (MAPI_PROP (object), wanted, 0, NULL, NULL, &error);

      bench_check (found != NULL, error);
    }
}

typedef struct
{
  guint32 tag;
  union
  {
    gint64      number;
    const char *text;
  } value;
} PlainProp;

static const PlainProp *
look_up (const PlainProp *props, guint32 tag)
{
  for (guint i = 0; i < N_PROPS; i++)
    if (props[i].tag == tag)
      return &props[i];
  return NULL;
}

/* One block for all, as MAPIAllocateBuffer and a careful provider make it. */
static NOT_INLINE PlainProp *
copy_wanted (const PlainProp *props, const guint32 *tags)
{
  PlainProp *copy = g_malloc (N_WANTED * (sizeof (PlainProp) + sizeof TEXT));
  char      *text = (char *) (copy + N_WANTED);

  for (guint i = 0; i < N_WANTED; i++)
    {
      copy[i] = *look_up (props, tags[i]);
      if (mapi_prop_tag_get_prop_type (tags[i]) == MAPI_PT_UNICODE)
        {
          gsize size = strlen (copy[i].value.text) + 1;

          copy[i].value.text = memcpy (text, copy[i].value.text, size);
          text += size;
        }
    }
  return copy;
}

static void
get_props_peer (guint count)
{
  PlainProp props[N_PROPS];
  guint32   tags[N_WANTED];

  for (guint i = 0; i < N_PROPS; i++)
    {
      props[i].tag = tag_at (i);
      if (i % 2 == 0)
        props[i].value.number = i;
      else
        props[i].value.text = TEXT;
    }
  fill_wanted (tags);
  while (count-- > 0)
    g_free (copy_wanted (props, tags));
}

int
main (int argc, char **argv)
{
  static const BenchCase cases[] = {
    { "call", 5000000, call_ours, call_peer },
    { "get-props", 500000, get_props_ours, get_props_peer },
  };

  return bench_main (argc, argv, cases, G_N_ELEMENTS (cases));
}
