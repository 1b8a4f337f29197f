/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What libFuzzer calls, and our own driver: one input. Ends the process where something is wrong.
 */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* How many inputs were what they pretend to be: whoever understands one counts it. */
extern guint fuzz_n_understood;

/* The input as bytes of its exact size, so that a sanitizer sees one read too far. */
static inline GBytes *
fuzz_bytes (const guint8 *data, gsize size)
{
  return g_bytes_new (data, size);
}

/* A call answers, or there is an error: never both, never neither. */
#define FUZZ_EITHER(call, error)                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gboolean answered = (call) != 0;                                                               \
                                                                                                   \
    g_assert (answered == ((error) == NULL));                                                      \
  }                                                                                                \
  G_STMT_END

static inline void
fuzz_check_text (const char *text)
{
  g_assert (text == NULL || g_utf8_validate (text, -1, NULL));
}

G_END_DECLS
