/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "config.h"

#include "front.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DIRECT "mapi-direct"

/* Whether somebody wants what he sends to be sent by his own process. */
static bool
is_direct (void)
{
  const char *how = getenv ("MAPI_SEND");

  return how != NULL && strcmp (how, "direct") == 0;
}

/* Beside this program, where both have been built, or where it is installed. */
static void
run_direct (char **arguments)
{
  static const char *const places[] = { DIRECT, MAPI_COMMAND_PATH "/" DIRECT };
  char                     path[PATH_MAX];
  ssize_t                  length = readlink ("/proc/self/exe", path, sizeof path);
  char                    *name = length > 0 ? memrchr (path, '/', (size_t) length) : NULL;
  size_t                   room;

  if (name == NULL)
    return;
  room = (size_t) (path + sizeof path - ++name);
  for (size_t i = 0; i < sizeof places / sizeof *places; i++)
    if (strlen (places[i]) < room)
      {
        strcpy (name, places[i]);
        execv (path, arguments);
      }
}

int
main (int argc, char **argv)
{
  static FrontRequest request;
  struct sockaddr_un  address;
  int                 status = FRONT_NOT_TAKEN;

  if (argc > 1 && !is_direct () && front_read_arguments (&request, argv + 1) &&
      front_find_socket (&address, request.profile))
    status = front_hand_over (&request, &address);
  if (status != FRONT_NOT_TAKEN)
    return status;

  run_direct (argv);
  fprintf (stderr, "mapi: cannot run " DIRECT ": %s\n", strerror (errno));
  return FRONT_FAILED;
}
