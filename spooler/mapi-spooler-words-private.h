/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What is known of recipients: for each a row with what a report says of it, in the order of the
 * message. */
typedef struct _MapiSpoolerWords MapiSpoolerWords;

MapiSpoolerWords *mapi_spooler_words_new (void);
void              mapi_spooler_words_free (MapiSpoolerWords *self);

/* Takes @row; answers whether there were no words about that recipient. A row without PR_ROWID is
 * about somebody who is no recipient of the message. */
gboolean mapi_spooler_words_put (MapiSpoolerWords *self, MapiPropList *row);
void     mapi_spooler_words_remove (MapiSpoolerWords *self, MapiPropList *recipient);

/* Without a reference; NULL when there are none. @self may be NULL. */
MapiPropList *mapi_spooler_words_find (MapiSpoolerWords *self, MapiPropList *recipient);
guint         mapi_spooler_words_get_size (const MapiSpoolerWords *self);
MapiRowSet   *mapi_spooler_words_get_rows (MapiSpoolerWords *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSpoolerWords, mapi_spooler_words_free)

G_END_DECLS
