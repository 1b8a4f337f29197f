/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-message-private.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_DRAFT (mapi_spooler_draft_get_type ())
G_DECLARE_FINAL_TYPE (MapiSpoolerDraft, mapi_spooler_draft, MAPI, SPOOLER_DRAFT, MapiSpoolerMessage)

/* What a preprocessor or a hook changes of a message that the spooler is going to save: to save it
 * themselves is without effect, so that nothing half done gets into the store. */
MapiSpoolerDraft *mapi_spooler_draft_new (MapiMessage *message);

G_END_DECLS
