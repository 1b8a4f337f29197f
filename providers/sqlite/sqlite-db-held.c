/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-held.h"

#define MOST 100
/* While a transaction is open no other process can write. */
#define IDLE_USEC (10 * 1000)
#define AGE_USEC (100 * 1000)

typedef struct
{
  SqliteDbSettled settled;
  gpointer        data;
} Held;

struct _SqliteDbHeld
{
  GArray *changes; /* of Held */
  gint64  first;   /* when that and the last was added */
  gint64  last;
};

SqliteDbHeld *
sqlite_db_held_new (void)
{
  SqliteDbHeld *self = g_new0 (SqliteDbHeld, 1);

  self->changes = g_array_new (FALSE, FALSE, sizeof (Held));
  return self;
}

void
sqlite_db_held_free (SqliteDbHeld *self)
{
  g_array_unref (self->changes);
  g_free (self);
}

void
sqlite_db_held_add (SqliteDbHeld *self, SqliteDbSettled settled, gpointer data)
{
  Held held = { settled, data };

  self->last = g_get_monotonic_time ();
  if (self->changes->len == 0)
    self->first = self->last;
  g_array_append_val (self->changes, held);
}

gboolean
sqlite_db_held_is_empty (const SqliteDbHeld *self)
{
  return self->changes->len == 0;
}

gint64
sqlite_db_held_get_deadline (const SqliteDbHeld *self)
{
  return MIN (self->first + AGE_USEC, self->last + IDLE_USEC);
}

gboolean
sqlite_db_held_is_due (const SqliteDbHeld *self)
{
  return self->changes->len >= MOST ||
         (self->changes->len > 0 && self->last - self->first >= AGE_USEC);
}

void
sqlite_db_held_settle (SqliteDbHeld *self, const GError *lost)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      Held *held = &g_array_index (self->changes, Held, i);

      held->settled (held->data, lost);
    }
  g_array_set_size (self->changes, 0);
}
