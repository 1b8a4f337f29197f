/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* mapi-provider-host DESCRIPTOR NAME: the process of isolated providers, which MAPI starts. */

#include <mapi/mapi.h>

#include <stdio.h>
#include <stdlib.h>

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    {
      fputs ("mapi-provider-host is started by MAPI, not by people.\n", stderr);
      return EXIT_FAILURE;
    }
  g_set_prgname (argv[2]);
  if (!mapi_provider_host_run (NULL, atoi (argv[1]), FALSE, &error))
    fprintf (stderr, "%s: %s\n", argv[2], error->message);
  return EXIT_FAILURE;
}
