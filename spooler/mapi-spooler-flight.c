/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-flight-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define N_PLACES 256
#define MOST_BYTES 232

/* One note. It counts once it is taken; a size that makes no sense is of another version. */
typedef struct
{
  gint    taken;
  guint32 size;
  guint8  entry_id[MOST_BYTES];
  char    transport[16];
} Place;

struct _MapiSpoolerFlight
{
  Place *places;
};

char *
mapi_spooler_flight_get_path (const char *profile, const char *ending)
{
  g_autofree char *escaped = g_uri_escape_string (profile, NULL, TRUE);
  g_autofree char *name = g_strconcat ("spooler-", escaped, ending, NULL);

  return g_build_filename (g_get_user_state_dir (), "mapi", name, NULL);
}

static void
free_crash (gpointer data)
{
  MapiSpoolerCrash *crash = data;

  g_bytes_unref (crash->entry_id);
  g_free (crash->transport);
  g_free (crash);
}

static GPtrArray *
read_crashes (const Place *places)
{
  GPtrArray *crashes = g_ptr_array_new_with_free_func (free_crash);

  for (guint i = 0; i < N_PLACES; i++)
    if (places[i].taken && places[i].size > 0 && places[i].size <= MOST_BYTES)
      {
        MapiSpoolerCrash *crash = g_new (MapiSpoolerCrash, 1);

        crash->entry_id = g_bytes_new (places[i].entry_id, places[i].size);
        crash->transport = g_strndup (places[i].transport, sizeof places[i].transport);
        g_ptr_array_add (crashes, crash);
      }

  return crashes;
}

/* The file as memory, or NULL with errno. */
static Place *
map_file (const char *path)
{
  const gsize size = N_PLACES * sizeof (Place);
  int         fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  Place      *places = NULL;

  if (fd < 0)
    return NULL;
  if (ftruncate (fd, (off_t) size) == 0)
    places = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);

  return places != MAP_FAILED ? places : NULL;
}

MapiSpoolerFlight *
mapi_spooler_flight_open (const char *profile, GPtrArray **crashes)
{
  g_autofree char   *path = mapi_spooler_flight_get_path (profile, ".flight");
  g_autofree char   *folder = g_path_get_dirname (path);
  MapiSpoolerFlight *self = g_new0 (MapiSpoolerFlight, 1);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    self->places = map_file (path);
  if (self->places == NULL)
    {
      g_info ("spooler: %s: %s: no notes of what is under way", path, g_strerror (errno));
      *crashes = g_ptr_array_new ();
      return self;
    }

  *crashes = read_crashes (self->places);
  memset (self->places, 0, N_PLACES * sizeof (Place));
  return self;
}

void
mapi_spooler_flight_free (MapiSpoolerFlight *self)
{
  if (self->places != NULL)
    munmap (self->places, N_PLACES * sizeof (Place));
  g_free (self);
}

gint
mapi_spooler_flight_begin (MapiSpoolerFlight *self, GBytes *entry_id, const char *transport)
{
  gsize         size;
  gconstpointer data = g_bytes_get_data (entry_id, &size);

  if (self->places == NULL || size > MOST_BYTES)
    return -1;

  for (gint i = 0; i < N_PLACES; i++)
    {
      Place *place = &self->places[i];

      if (!g_atomic_int_compare_and_exchange (&place->taken, FALSE, TRUE))
        continue;
      memcpy (place->entry_id, data, size);
      g_strlcpy (place->transport, transport, sizeof place->transport);
      place->size = (guint32) size;
      return i;
    }

  return -1;
}

void
mapi_spooler_flight_end (MapiSpoolerFlight *self, gint place)
{
  if (place < 0)
    return;

  self->places[place].size = 0;
  g_atomic_int_set (&self->places[place].taken, FALSE);
}
