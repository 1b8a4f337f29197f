/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How what providers hold is looked for: MAPI_LEAKS=0, without it, MAPI_LEAKS=1. */
typedef enum
{
  MAPI_LEAK_SEARCH_NOTHING,
  MAPI_LEAK_SEARCH_CHEAPLY,
  MAPI_LEAK_SEARCH_WHOLLY,
} MapiLeakSearch;

static inline MapiLeakSearch
mapi_leak_search_get (void)
{
  const char *wish = g_getenv ("MAPI_LEAKS");

  if (wish == NULL || *wish == '\0')
    return MAPI_LEAK_SEARCH_CHEAPLY;
  return g_str_equal (wish, "0") ? MAPI_LEAK_SEARCH_NOTHING : MAPI_LEAK_SEARCH_WHOLLY;
}

G_END_DECLS
