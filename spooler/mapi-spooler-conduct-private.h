/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-transport-private.h"

G_BEGIN_DECLS

/* What a transport does that nobody has documented: it is contained, and named where people look.
 * All may be called from any thread. */

/* Whether the error of a call says that the provider lied about it, or that there is no such
 * error. */
gboolean mapi_spooler_conduct_is_breach (const GError *error);

/* A call has failed. That is nobody's fault, unless it lied about it, or gave an error that there
 * is not. */
void mapi_spooler_conduct_note_failure (MapiSpoolerTransport *transport,
                                        const char           *method,
                                        const GError         *error);

/* Answers those of the flags that are known for the method. */
guint32 mapi_spooler_conduct_check_flags (MapiSpoolerTransport *transport,
                                          const char           *method,
                                          guint32               flags,
                                          guint32               known);

/* What it has told the spooler. */
gboolean mapi_spooler_conduct_check_notice (MapiSpoolerTransport *transport,
                                            guint32               flags,
                                            GBytes               *data,
                                            GError              **error);

G_END_DECLS
