/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "handover.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/un.h>

/*
 * The program `mapi` as it is called: it hands what `mapi send` is to send to the spooler, and runs
 * `mapi-direct` for all else. It needs libc alone, since there is a process of it for each message.
 */

/* What `mapi` exits with; doc/man/mapi.1 lists them. */
enum
{
  FRONT_FAILED = 1,
  FRONT_TEMPORARY = 5,
};

/* What the arguments ask for, as the packet that asks the spooler for it. */
typedef struct
{
  const char *profile; /* %NULL for the default one */
  bool        json;
  bool        reads_input; /* what to send comes from standard input, at least in part */
  int         files[HANDOVER_MOST_FILES];
  size_t      n_files;
  char        packet[HANDOVER_PACKET_SIZE];
  size_t      size;
} FrontRequest;

/* False for whatever is not a plain `mapi send`: another command, wrong use, a terminal to read. */
bool front_read_arguments (FrontRequest *request, char **arguments);

/* False where the profile has none, or which profile is meant takes more to find out. */
bool front_find_socket (struct sockaddr_un *address, const char *profile);

/* Answers what to exit with; FRONT_NOT_TAKEN leaves all to be done, with standard input unread. */
#define FRONT_NOT_TAKEN -1
int front_hand_over (const FrontRequest *request, const struct sockaddr_un *address);
