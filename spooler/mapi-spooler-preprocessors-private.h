/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-router-private.h"

G_BEGIN_DECLS

/* The preprocessors that transports have registered, in this order (R051). Thread-safe. */
typedef struct _MapiSpoolerPreprocessors MapiSpoolerPreprocessors;

/* One of them, for the recipients of its transport that have the UID or the address type; for all
 * of them when it has neither (R468 to R471). */
typedef struct
{
  MapiSpoolerTransport *transport;
  MapiUid              *uid;
  char                 *address_type;
  MapiPreprocessor     *preprocessor;
} MapiSpoolerPreprocessorEntry;

MapiSpoolerPreprocessors *mapi_spooler_preprocessors_new (void);
void                      mapi_spooler_preprocessors_free (MapiSpoolerPreprocessors *self);
void                      mapi_spooler_preprocessors_add (MapiSpoolerPreprocessors *self,
                                                          MapiSpoolerTransport     *transport,
                                                          const MapiUid            *uid,
                                                          const char               *address_type,
                                                          MapiPreprocessor         *preprocessor);

/* Forgets what @transport has registered. */
void     mapi_spooler_preprocessors_drop (MapiSpoolerPreprocessors *self,
                                          MapiSpoolerTransport     *transport);
gboolean mapi_spooler_preprocessors_is_empty (MapiSpoolerPreprocessors *self);

/* Those that match one of @recipients whom their transport handles (R467), as entries with a
 * reference; @open_only: among the recipients nobody is responsible for. */
GPtrArray *mapi_spooler_preprocessors_match (MapiSpoolerPreprocessors *self,
                                             MapiSpoolerRouter        *router,
                                             MapiRowSet               *recipients,
                                             GPtrArray                *declined,
                                             gboolean                  open_only);

G_END_DECLS
