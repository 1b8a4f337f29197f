/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* References. GLib counts them with atomics in code of its own, so that the sanitizer does not see
 * that whoever drops the last one comes after all who have dropped theirs. */

#include "sync.h"

#include <sched.h>

#define N_STRIPES 4096
/* More than a busy machine keeps a thread from going on. */
#define PATIENCE_USEC G_USEC_PER_SEC

/* Held while a reference is dropped, so that the sanitizer is told in the order in which it
 * happens. The sanitizer does not see this lock, since nothing but that order comes of it. */
typedef struct
{
  GThread *owner;
} Stripe;

static Stripe stripes[N_STRIPES];

static Stripe *
stripe_of (gpointer object)
{
  return &stripes[(GPOINTER_TO_SIZE (object) >> 4) % N_STRIPES];
}

/* Dropping the last reference can take as long as the object likes, and wait for other threads.
 * Then nobody else has a reference to it, and who waits here waits for another object's sake: in
 * vain. */
static gboolean
hold (Stripe *stripe)
{
  GThread *self = g_thread_self ();
  gint64   end = 0;

  while (!g_atomic_pointer_compare_and_exchange (&stripe->owner, NULL, self))
    {
      if (g_atomic_pointer_get (&stripe->owner) == self)
        return FALSE;
      if (end == 0)
        end = g_get_monotonic_time () + PATIENCE_USEC;
      else if (g_get_monotonic_time () > end)
        return FALSE;
      sched_yield ();
    }
  return TRUE;
}

static Stripe *
before_unref (gpointer object)
{
  Stripe  *stripe = stripe_of (object);
  gboolean held = IS_WATCHED && hold (stripe);

  GIVE (object);
  TAKE (object);
  return held ? stripe : NULL;
}

static void
after_unref (Stripe *stripe)
{
  if (stripe != NULL)
    g_atomic_pointer_set (&stripe->owner, NULL);
}

#define UNREF(name, type)                                                                          \
  void (name) (type object)                                                                        \
  {                                                                                                \
    Stripe *stripe = before_unref ((gpointer) object);                                             \
                                                                                                   \
    GLIB (name) (object);                                                                          \
    after_unref (stripe);                                                                          \
  }

UNREF (g_array_unref, GArray *)
UNREF (g_atomic_rc_box_release, gpointer)
UNREF (g_byte_array_unref, GByteArray *)
UNREF (g_bytes_unref, GBytes *)
UNREF (g_closure_unref, GClosure *)
UNREF (g_date_time_unref, GDateTime *)
UNREF (g_hash_table_unref, GHashTable *)
UNREF (g_key_file_unref, GKeyFile *)
UNREF (g_main_context_unref, GMainContext *)
UNREF (g_main_loop_unref, GMainLoop *)
UNREF (g_object_unref, gpointer)
UNREF (g_ptr_array_unref, GPtrArray *)
UNREF (g_ref_string_release, char *)
UNREF (g_regex_unref, GRegex *)
UNREF (g_variant_unref, GVariant *)

/* A source that is destroyed leaves the table of its context with its last reference. */
void (g_source_unref) (GSource *source)
{
  gboolean destroyed = g_source_is_destroyed (source);
  Stripe  *stripe = before_unref (source);

  if (destroyed)
    HIDE;
  GLIB (g_source_unref) (source);
  if (destroyed)
    SHOW;
  after_unref (stripe);
}

void (g_atomic_rc_box_release_full) (gpointer object, GDestroyNotify clear)
{
  Stripe *stripe = before_unref (object);

  GLIB (g_atomic_rc_box_release_full) (object, clear);
  after_unref (stripe);
}

gboolean (g_atomic_ref_count_dec) (gatomicrefcount *count)
{
  Stripe  *stripe = before_unref ((gpointer) count);
  gboolean last = GLIB (g_atomic_ref_count_dec) (count);

  after_unref (stripe);
  return last;
}

gpointer (g_bytes_unref_to_data) (GBytes *object, gsize *size)
{
  Stripe  *stripe = before_unref (object);
  gpointer data = GLIB (g_bytes_unref_to_data) (object, size);

  after_unref (stripe);
  return data;
}
