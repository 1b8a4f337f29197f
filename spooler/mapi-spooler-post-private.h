/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* A report on its way to whom it is for. */
typedef struct
{
  MapiSpooler  *spooler;
  MapiMsgStore *store; /* of the message that the report is about */
  MapiPropList *report;
  MapiRowSet   *recipients;     /* whom the report is about */
  MapiPropList *addressee;      /* NULL when the message names nobody */
  MapiMessage  *original;       /* to bring along; NULL for none */
  MapiPropList *original_props; /* what mapi_report_read_original() gave */
} MapiSpoolerPost;

/* Puts the report into the receive folder when it is for the sender, who is the one whose store
 * that is, and submits it when it is for somebody else (R568). */
gboolean mapi_spooler_post (const MapiSpoolerPost *self, GCancellable *cancellable, GError **error);

G_END_DECLS
