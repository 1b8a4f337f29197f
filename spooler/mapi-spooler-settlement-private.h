/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-turn-private.h"

G_BEGIN_DECLS

/* What is to become of one recipient. */
typedef enum
{
  MAPI_SPOOLER_MARK_OPEN,    /* has to be tried, by somebody, at some time */
  MAPI_SPOOLER_MARK_HANDLED, /* the store knows already */
  MAPI_SPOOLER_MARK_TAKEN,   /* the transport is responsible, and the store is to be told */
  MAPI_SPOOLER_MARK_FAILED,  /* nobody will deliver it */
} MapiSpoolerMark;

/* What the outcome of a turn means; it lives for as long as the turn is settled. All is called with
 * the item's lock held, but for the last two. */
typedef struct
{
  MapiSpoolerTurn   *turn;
  MapiSpoolerRouter *router;
  guint              n_recipients;
  guint8            *marks;
  gint64             now;
  gint64             expiry; /* when the message is given up */
  gboolean           expired;
  GPtrArray         *stranded; /* transports that will not be waited for; NULL unless expired */
  gboolean           deferred; /* what was recorded last is stored with FinishedMsg */
  gint64             due;      /* when to try again */
  GPtrArray         *onward;   /* parts that go on their way, with a reference to the item each */

  /* what the sender is told */
  gboolean          goes_on;  /* more is to be known soon */
  gboolean          stays;    /* the message is done with, but a report could not be made */
  MapiSpoolerWords *reported; /* by the transport; NULL when it reported nothing */
  MapiSpoolerWords *told;
  GPtrArray        *late; /* recipients that the sender is warned of; NULL mostly */
} MapiSpoolerSettlement;

void     mapi_spooler_settlement_plan (MapiSpoolerSettlement *self);
void     mapi_spooler_settlement_note_declined (MapiSpoolerSettlement *self);
void     mapi_spooler_settlement_mark_all (MapiSpoolerSettlement *self);
gboolean mapi_spooler_settlement_has_mark (const MapiSpoolerSettlement *self, MapiSpoolerMark mark);

/* Finds what there is to tell, tells it, and says how it is recorded. */
void          mapi_spooler_settlement_collect (MapiSpoolerSettlement *self);
gboolean      mapi_spooler_settlement_has_words (const MapiSpoolerSettlement *self);
void          mapi_spooler_settlement_report (MapiSpoolerSettlement *self);
MapiPropList *mapi_spooler_settlement_get_row (MapiSpoolerSettlement *self, guint index);
void          mapi_spooler_settlement_add_told (MapiSpoolerSettlement *self, GPtrArray *rows);
void          mapi_spooler_settlement_clear_words (MapiSpoolerSettlement *self);

gboolean mapi_spooler_settlement_record (MapiSpoolerSettlement *self);

/* Keeps in memory what the store could not be told. */
void mapi_spooler_settlement_remember (MapiSpoolerSettlement *self);

void mapi_spooler_settlement_distribute (MapiSpoolerSettlement *self);
void mapi_spooler_settlement_send_onward (MapiSpoolerSettlement *self, MapiSpoolerPart *part);
void mapi_spooler_settlement_dispatch (MapiSpoolerSettlement *self);
void mapi_spooler_settlement_tell (MapiSpoolerSettlement *self);

G_END_DECLS
