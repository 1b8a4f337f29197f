/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-lent.h"

/* How many may come before it is looked which of them have gone. */
#define FIRST_LOOK 64

struct _SqliteLent
{
  GMutex     lock; /* of what follows */
  GPtrArray *refs; /* of GWeakRef */
  guint      next_look;
  gboolean   ended;
};

static void
ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

SqliteLent *
sqlite_lent_new (void)
{
  SqliteLent *self = g_new0 (SqliteLent, 1);

  g_mutex_init (&self->lock);
  self->refs = g_ptr_array_new_with_free_func (ref_free);
  self->next_look = FIRST_LOOK;
  return self;
}

void
sqlite_lent_free (SqliteLent *self)
{
  g_ptr_array_unref (self->refs);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The objects that are still there, held; the places of the others are given up. */
static GPtrArray *
hold_all (SqliteLent *self)
{
  GPtrArray *held = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = self->refs->len; i-- > 0;)
    {
      gpointer object = g_weak_ref_get (self->refs->pdata[i]);

      if (object != NULL)
        g_ptr_array_add (held, object);
      else
        g_ptr_array_remove_index_fast (self->refs, i);
    }
  return held;
}

static GPtrArray *
add_ref (SqliteLent *self, gpointer object)
{
  GWeakRef  *ref = g_new (GWeakRef, 1);
  GPtrArray *held = NULL;

  g_weak_ref_init (ref, object);
  g_ptr_array_add (self->refs, ref);
  if (self->refs->len < self->next_look)
    return NULL;
  held = hold_all (self);
  self->next_look = MAX (FIRST_LOOK, 2 * self->refs->len);
  return held;
}

gpointer
sqlite_lent_add (SqliteLent *self, gpointer object)
{
  GPtrArray *held = NULL;
  gboolean   ended;

  if (object == NULL)
    return NULL;
  g_mutex_lock (&self->lock);
  ended = self->ended;
  if (!ended)
    held = add_ref (self, object);
  g_mutex_unlock (&self->lock);
  /* Whose last reference this is may want to know the store: without the lock. */
  g_clear_pointer (&held, g_ptr_array_unref);
  if (ended)
    mapi_object_make_invalid (object);
  return object;
}

void
sqlite_lent_end (SqliteLent *self)
{
  g_autoptr (GPtrArray) held = NULL;

  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  held = hold_all (self);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < held->len; i++)
    mapi_object_make_invalid (held->pdata[i]);
}
