/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-flight-private.h"
#include "mapi-spooler-suspects-private.h"

/* The group of a message is its entry identifier. */
#define KEY_CRASHES "Crashes"
#define KEY_CONFUSIONS "Confusions"
#define KEY_TROUBLE "Trouble"
#define KEY_TRANSPORT "Transport"

struct _MapiSpoolerSuspects
{
  char     *path; /* NULL without a profile */
  GMutex    lock; /* for all below */
  GKeyFile *file;
  gint      n_suspects;
  guint     n_turns;
};

static void
count (MapiSpoolerSuspects *self)
{
  g_auto (GStrv) groups = g_key_file_get_groups (self->file, NULL);

  g_atomic_int_set (&self->n_suspects, (gint) g_strv_length (groups));
}

void
mapi_spooler_suspects_read (MapiSpoolerSuspects *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GError) error = NULL;

  if (self->path == NULL && self->file != NULL)
    return;
  g_clear_pointer (&self->file, g_key_file_unref);
  self->file = g_key_file_new ();
  if (self->path != NULL &&
      !g_key_file_load_from_file (self->file, self->path, G_KEY_FILE_NONE, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_message ("spooler: %s: %s", self->path, error->message);
  count (self);
}

MapiSpoolerSuspects *
mapi_spooler_suspects_new (const char *profile)
{
  MapiSpoolerSuspects *self = g_new0 (MapiSpoolerSuspects, 1);

  self->path = profile != NULL ? mapi_spooler_flight_get_path (profile, ".suspects") : NULL;
  g_mutex_init (&self->lock);
  mapi_spooler_suspects_read (self);
  return self;
}

void
mapi_spooler_suspects_free (MapiSpoolerSuspects *self)
{
  g_key_file_unref (self->file);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

/* To be called with the lock held. */
static void
save (MapiSpoolerSuspects *self)
{
  g_autoptr (GError) error = NULL;

  count (self);
  if (self->path != NULL && !g_key_file_save_to_file (self->file, self->path, &error))
    g_message ("spooler: %s: %s", self->path, error->message);
}

void
mapi_spooler_suspects_blame (MapiSpoolerSuspects *self, GBytes *entry_id, const char *transport)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *group = mapi_entry_id_to_string (entry_id);
  gint             crashes = g_key_file_get_integer (self->file, group, KEY_CRASHES, NULL);

  g_key_file_set_integer (self->file, group, KEY_CRASHES, crashes + 1);
  g_key_file_set_string (self->file, group, KEY_TRANSPORT, transport);
  save (self);
}

/* A turn that ends at all ends the crashes in a row. */
void
mapi_spooler_suspects_confuse (MapiSpoolerSuspects *self,
                               GBytes              *entry_id,
                               const char          *transport,
                               const char          *trouble)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *group = mapi_entry_id_to_string (entry_id);
  gint             confusions = g_key_file_get_integer (self->file, group, KEY_CONFUSIONS, NULL);

  g_key_file_remove_key (self->file, group, KEY_CRASHES, NULL);
  g_key_file_set_integer (self->file, group, KEY_CONFUSIONS, confusions + 1);
  g_key_file_set_string (self->file, group, KEY_TRANSPORT, transport);
  g_key_file_set_string (self->file, group, KEY_TROUBLE, trouble);
  save (self);
}

void
mapi_spooler_suspects_clear (MapiSpoolerSuspects *self, GBytes *entry_id)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *group = NULL;

  if (g_atomic_int_get (&self->n_suspects) == 0)
    return;

  locker = g_mutex_locker_new (&self->lock);
  group = mapi_entry_id_to_string (entry_id);
  if (g_key_file_remove_group (self->file, group, NULL))
    save (self);
}

guint
mapi_spooler_suspects_count (MapiSpoolerSuspects *self, GBytes *entry_id)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *group = NULL;

  if (g_atomic_int_get (&self->n_suspects) == 0)
    return 0;

  locker = g_mutex_locker_new (&self->lock);
  group = mapi_entry_id_to_string (entry_id);
  return (guint) MAX (g_key_file_get_integer (self->file, group, KEY_CRASHES, NULL), 0);
}

guint
mapi_spooler_suspects_take_turn (MapiSpoolerSuspects *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return ++self->n_turns;
}

/* With the lock held. */
static gboolean
is_aside (MapiSpoolerSuspects *self, const char *group)
{
  return g_key_file_get_integer (self->file, group, KEY_CRASHES, NULL) >=
             MAPI_SPOOLER_MOST_CRASHES ||
         g_key_file_get_integer (self->file, group, KEY_CONFUSIONS, NULL) >=
             MAPI_SPOOLER_MOST_CRASHES;
}

gboolean
mapi_spooler_suspects_is_aside (MapiSpoolerSuspects *self, GBytes *entry_id)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *group = NULL;

  if (g_atomic_int_get (&self->n_suspects) == 0)
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  group = mapi_entry_id_to_string (entry_id);
  return is_aside (self, group);
}

char *
mapi_spooler_suspects_describe (MapiSpoolerSuspects *self, GBytes *entry_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *group = mapi_entry_id_to_string (entry_id);
  g_autofree char *transport = g_key_file_get_string (self->file, group, KEY_TRANSPORT, NULL);
  g_autofree char *trouble = g_key_file_get_string (self->file, group, KEY_TROUBLE, NULL);
  gint             crashes = g_key_file_get_integer (self->file, group, KEY_CRASHES, NULL);
  const char      *who = transport != NULL ? transport : "a transport";

  if (!is_aside (self, group))
    return NULL;
  if (crashes >= MAPI_SPOOLER_MOST_CRASHES)
    return g_strdup_printf (
        "the spooler ended %d times without notice while %s was sending it", crashes, who);
  return g_strdup_printf ("%s broke its contract %d times in a row with it: %s",
                          who,
                          g_key_file_get_integer (self->file, group, KEY_CONFUSIONS, NULL),
                          trouble);
}
