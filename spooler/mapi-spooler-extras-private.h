/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-engine.h"

G_BEGIN_DECLS

/* Messages that preprocessors have made of another, @original. */

/* Submits them, marked as preprocessed. When one cannot be submitted those before it are on their
 * way already: they are made again, with the same PR_INTERNET_MESSAGE_ID, when the original is
 * tried again. */
gboolean mapi_spooler_extras_submit (MapiMessage  *original,
                                     GListModel   *extras,
                                     GCancellable *cancellable,
                                     GError      **error);

/* Whether this thread is submitting one. */
gboolean mapi_spooler_extras_is_submitting (void);

G_END_DECLS
