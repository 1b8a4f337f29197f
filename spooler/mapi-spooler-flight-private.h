/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Which messages are being worked on, in a file that outlives the process: when that dies, the next
 * one sees what it died of. To note a message costs no more than writing to memory. */
typedef struct _MapiSpoolerFlight MapiSpoolerFlight;

/* A message that was being worked on when a process ended without notice. */
typedef struct
{
  GBytes *entry_id;
  char   *transport;
} MapiSpoolerCrash;

/* @crashes: those of the last process, MapiSpoolerCrash (transfer full). Without a file, which is
 * told of in the log, nothing is noted. */
MapiSpoolerFlight *mapi_spooler_flight_open (const char *profile, GPtrArray **crashes);
void               mapi_spooler_flight_free (MapiSpoolerFlight *self);

/* Answers the place of the note, for mapi_spooler_flight_end(). From any thread. */
gint mapi_spooler_flight_begin (MapiSpoolerFlight *self, GBytes *entry_id, const char *transport);
void mapi_spooler_flight_end (MapiSpoolerFlight *self, gint place);

/* A file of the spooler of a profile that stays when nobody is logged in. */
char *mapi_spooler_flight_get_path (const char *profile, const char *ending);

G_END_DECLS
