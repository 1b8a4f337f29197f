/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-outgoing-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-transport-private.h"

G_BEGIN_DECLS

typedef enum
{
  MAPI_SPOOLER_OUTCOME_SORTED,   /* nobody was asked */
  MAPI_SPOOLER_OUTCOME_SENT,     /* EndMessage without flags */
  MAPI_SPOOLER_OUTCOME_DECLINED, /* MAPI_E_NOT_ME */
  MAPI_SPOOLER_OUTCOME_RESTART,  /* END_RESEND_NOW */
  MAPI_SPOOLER_OUTCOME_LATER,    /* to be tried again */
  MAPI_SPOOLER_OUTCOME_DEFERRED, /* END_DONT_RESEND */
  MAPI_SPOOLER_OUTCOME_PUT_BACK, /* cancelled, because the engine stops */
  MAPI_SPOOLER_OUTCOME_GONE,     /* the message is not in the queue any more */
} MapiSpoolerOutcome;

/* What one thread does with one part at one time. */
typedef struct
{
  MapiSpooler          *spooler;
  MapiSpoolerPart      *part;
  MapiSpoolerItem      *item;
  MapiMsgStore         *store;     /* of the message, since the turn has begun */
  MapiSpoolerTransport *transport; /* NULL when the part is nobody's */
  GCancellable         *cancellable;
  MapiMessage          *message;
  MapiRowSet           *recipients;
  guint                 generation; /* of the item when the message was opened */
  gboolean              is_left;    /* the message, to the part of another transport */
  gboolean              locked;
  gboolean              accepted; /* SubmitMessage succeeded */
  gboolean              confused; /* the transport has broken its contract */
  gboolean              aside;    /* and that too often with this message */
  gboolean              spoiled;  /* preprocessing failed: the message object is not to be saved */
  gboolean              lost; /* the store has gone meanwhile: what failed need not be counted */
  MapiSpoolerOutgoing  *view; /* what the transport was given; NULL when it was not asked */
  MapiSpoolerOutcome    outcome;
  gboolean              unreachable;  /* no connection */
  GPtrArray            *destinations; /* that it counts for */
  guint                 delay;        /* seconds that the transport wants; 0 when it did not say */
  char                 *trouble;
  MapiRowSet           *undeliverable; /* what preprocessors reported, with the words; or NULL */
} MapiSpoolerTurn;

/* Where the store was lost: goes on with the one that has come for it, if any; the message object
 * is of no use any more. */
void mapi_spooler_turn_follow_store (MapiSpoolerTurn *self);

/* Opens the message and reads its recipients, unless who routed it has done so. */
gboolean mapi_spooler_turn_open (MapiSpoolerTurn *self, GError **error);
/* Reads the recipients again when another part has saved the message meanwhile, in the same order.
 * With the item's lock held. */
void mapi_spooler_turn_refresh (MapiSpoolerTurn *self);

/* Opens it anew, as the store has it now, with the item's lock held. */
gboolean mapi_spooler_turn_renew (MapiSpoolerTurn *self, GError **error);
/* With the item's lock held. */
gboolean mapi_spooler_turn_lock (MapiSpoolerTurn *self, GError **error);
/* Whether the store is to unlock it: nobody else works on it. With the item's lock held. */
gboolean mapi_spooler_turn_unlock (MapiSpoolerTurn *self);
void     mapi_spooler_turn_clear (MapiSpoolerTurn *self);

/* Once it is known what came of it, before anybody can try it again at @due. */
void mapi_spooler_turn_leave_destinations (MapiSpoolerTurn *self, gint64 due);

/* Whether nobody has to be asked for a recipient: somebody is responsible for it already. With the
 * item's lock held. */
gboolean mapi_spooler_turn_is_handled (MapiSpoolerTurn *self, guint index);

/* Whether somebody has changed the message object whose changes are to be dropped: a transport that
 * failed without saving it (R287), or a preprocessor. */
gboolean mapi_spooler_turn_is_dirty (MapiSpoolerTurn *self);

/* Whether preprocessors say that nobody can deliver to the recipient. */
gboolean mapi_spooler_turn_is_undeliverable (MapiSpoolerTurn *self, MapiPropList *recipient);

/* Tells the log that the store failed in something that must not fail. */
void mapi_spooler_turn_complain (MapiSpoolerTurn *self, const char *what, const GError *error);

/* Acts on the outcome, and hands the part on. */
void mapi_spooler_turn_settle (MapiSpoolerTurn *self);

G_END_DECLS
