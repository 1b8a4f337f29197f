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
  MapiPreprocessor     *preprocessor; /* NULL once the logon has ended that has registered it */
} MapiSpoolerPreprocessorEntry;

MapiSpoolerPreprocessors *mapi_spooler_preprocessors_new (void);
void                      mapi_spooler_preprocessors_free (MapiSpoolerPreprocessors *self);
void                      mapi_spooler_preprocessors_add (MapiSpoolerPreprocessors *self,
                                                          MapiSpoolerTransport     *transport,
                                                          const MapiUid            *uid,
                                                          const char               *address_type,
                                                          MapiPreprocessor         *preprocessor);

/* A logon of @transport has ended: what it has registered is not called any more, and still
 * matches, so that no message goes past it until the transport has logged on anew. */
void mapi_spooler_preprocessors_retire (MapiSpoolerPreprocessors *self,
                                        MapiSpoolerTransport     *transport);

/* @transport has logged on anew, and has registered what it wants now. */
void mapi_spooler_preprocessors_drop_retired (MapiSpoolerPreprocessors *self,
                                              MapiSpoolerTransport     *transport);

/* Whether all @entries are still registered. */
gboolean mapi_spooler_preprocessors_have (MapiSpoolerPreprocessors *self, GPtrArray *entries);
gboolean mapi_spooler_preprocessors_is_empty (MapiSpoolerPreprocessors *self);

/* Those that match one of @recipients whom their transport handles (R467), as entries with a
 * reference; @open_only: among the recipients nobody is responsible for. */
GPtrArray *mapi_spooler_preprocessors_match (MapiSpoolerPreprocessors *self,
                                             MapiSpoolerRouter        *router,
                                             MapiRowSet               *recipients,
                                             GPtrArray                *declined,
                                             gboolean                  open_only);

G_END_DECLS
