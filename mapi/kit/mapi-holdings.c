/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-holdings-private.h"

#include "mapi-advise-sink.h"
#include "mapi-support.h"
#include "mapi-wrapped-private.h"

struct _MapiHoldings
{
  MapiWrapper parent_instance;

  GMutex      lock;
  GPtrArray  *given; /* Given */
  GHashTable *known; /* what is in there, as long as it lives; not held */
};

/* What has gone through. */
typedef struct
{
  MapiHoldings *owner;
  gpointer      object;   /* NULL once it is gone */
  guint         n_before; /* references that others had: of what the provider was given */
} Given;

G_DEFINE_FINAL_TYPE (MapiHoldings, mapi_holdings, MAPI_TYPE_WRAPPER)

static void
on_gone (gpointer data, GObject *object)
{
  Given *given = data;

  g_mutex_lock (&given->owner->lock);
  g_hash_table_remove (given->owner->known, object);
  given->object = NULL;
  g_mutex_unlock (&given->owner->lock);
}

static void
free_given (gpointer data)
{
  Given *given = data;

  if (given->object != NULL)
    g_object_weak_unref (given->object, on_gone, given);
  g_free (given);
}

/* @n_before: of what the provider itself has made, 0. */
static void
note (MapiHoldings *self, GObject *object, guint n_before)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Given *given;

  if (!g_hash_table_add (self->known, object))
    return;
  given = g_new0 (Given, 1);
  given->owner = self;
  given->object = object;
  given->n_before = n_before;
  g_object_weak_ref (object, on_gone, given);
  g_ptr_array_add (self->given, given);
}

static gboolean
is_object (const char *type)
{
  return g_str_equal (type, "GObject");
}

static void
note_out (MapiHoldings *self, MapiCall *call)
{
  const MapiMethod *method = mapi_call_get_details (call);

  if (is_object (method->answer) && mapi_call_peek_answer (call) != NULL)
    note (self, mapi_call_peek_answer (call), 0);
  for (guint i = 0; method->arguments[i].name != NULL; i++)
    {
      gpointer *place = mapi_call_peek_argument (call, i);

      if ((method->arguments[i].direction & MAPI_ARGUMENT_OUT) != 0 &&
          is_object (method->arguments[i].type) && place != NULL && *place != NULL)
        note (self, *place, 0);
    }
}

/* What stands in the way of a support object is called by the provider. */
static gboolean
is_of_support (MapiCall *call)
{
  return MAPI_IS_SUPPORT (mapi_call_get_object (call));
}

/* An advise sink is to be held weakly. */
static gboolean
mapi_holdings_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  GObject *sink = mapi_call_get_argument (call, "sink");

  if (MAPI_IS_ADVISE_SINK (sink) && !is_of_support (call))
    note (MAPI_HOLDINGS (wrapper), sink, sink->ref_count);
  return TRUE;
}

static gboolean
mapi_holdings_leave (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  if (mapi_call_get_error (call) == NULL && !is_of_support (call))
    note_out (MAPI_HOLDINGS (wrapper), call);
  return TRUE;
}

static void
mapi_holdings_finalize (GObject *object)
{
  MapiHoldings *self = MAPI_HOLDINGS (object);

  g_ptr_array_unref (self->given);
  g_hash_table_unref (self->known);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mapi_holdings_parent_class)->finalize (object);
}

static void
mapi_holdings_class_init (MapiHoldingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_holdings_finalize;
  MAPI_WRAPPER_CLASS (klass)->enter = mapi_holdings_enter;
  MAPI_WRAPPER_CLASS (klass)->leave = mapi_holdings_leave;
}

static void
mapi_holdings_init (MapiHoldings *self)
{
  g_mutex_init (&self->lock);
  self->given = g_ptr_array_new_with_free_func (free_given);
  self->known = g_hash_table_new (NULL, NULL);
}

MapiHoldings *
mapi_holdings_new (void)
{
  return g_object_new (MAPI_TYPE_HOLDINGS, NULL);
}

/* How many references the provider has; 0 where that is none of its business. */
static guint
count_references (MapiHoldings *self, const Given *given)
{
  GObject *object = given->object;

  if (object == NULL || mapi_wrapper_stands_before (MAPI_WRAPPER (self), object))
    return 0;
  return object->ref_count > given->n_before ? object->ref_count - given->n_before : 0;
}

void
mapi_holdings_add_held (MapiHoldings *self, MapiHeld *held)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->given->len; i++)
    {
      const Given *given = g_ptr_array_index (self->given, i);
      guint        n = count_references (self, given);

      if (n > 0)
        mapi_held_add (held, G_OBJECT_TYPE_NAME (given->object), n);
    }
}
