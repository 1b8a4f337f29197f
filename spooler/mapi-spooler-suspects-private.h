/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* The messages that were being worked on when a spooler ended without notice, or that a provider
 * could not be made sense of with, and how often in a row; in a file. One that has done so too
 * often is set aside (D15). */
typedef struct _MapiSpoolerSuspects MapiSpoolerSuspects;

/* So often, and no more. */
#define MAPI_SPOOLER_MOST_CRASHES 3

/* Reads the file of a profile; one that is damaged says nothing. Without a profile all is forgotten
 * with the run. */
MapiSpoolerSuspects *mapi_spooler_suspects_new (const char *profile);
void                 mapi_spooler_suspects_free (MapiSpoolerSuspects *self);

/* From any thread. Where nobody is suspected these cost nothing. */
void
mapi_spooler_suspects_blame (MapiSpoolerSuspects *self, GBytes *entry_id, const char *transport);
void     mapi_spooler_suspects_confuse (MapiSpoolerSuspects *self,
                                        GBytes              *entry_id,
                                        const char          *transport,
                                        const char          *trouble);
gboolean mapi_spooler_suspects_is_aside (MapiSpoolerSuspects *self, GBytes *entry_id);
void     mapi_spooler_suspects_clear (MapiSpoolerSuspects *self, GBytes *entry_id);
guint    mapi_spooler_suspects_count (MapiSpoolerSuspects *self, GBytes *entry_id);

/* How many have been suspected since it was made: they are tried one after the other. */
guint mapi_spooler_suspects_take_turn (MapiSpoolerSuspects *self);

/* Somebody else may have written the file. */
void mapi_spooler_suspects_read (MapiSpoolerSuspects *self);

/* What to tell of a message that is set aside (transfer full, nullable). */
char *mapi_spooler_suspects_describe (MapiSpoolerSuspects *self, GBytes *entry_id);

G_END_DECLS
