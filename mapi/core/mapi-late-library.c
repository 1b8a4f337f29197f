/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-late-library-private.h"

#include <gmodule.h>

void
mapi_late_library_load (const char *library, const char *const *names, guint n, gpointer *functions)
{
  GModule *module = g_module_open (library, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);

  if (module == NULL)
    g_error ("%s", g_module_error ());
  g_module_make_resident (module);
  for (guint i = 0; i < n; i++)
    if (!g_module_symbol (module, names[i], &functions[i]))
      g_error ("%s", g_module_error ());
}
