/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/*
 * How `mapi send` hands what it is to send to the spooler at work for the profile.
 *
 * The spooler listens at a Unix socket beside its lock (SOCK_SEQPACKET). The first byte of each
 * packet says what it is. The program sends its request, with the files that it names as
 * descriptors; it is told to go on, sends what it reads from standard input, and says that it has
 * sent all. Nothing is submitted before that: who ends earlier has sent nothing. Then it is told
 * what to write, and what to exit with. Whatever else happens before the end was sent, the program
 * does by itself what it was to do.
 *
 * No GLib here: the program has none.
 */

/* What a request begins with. A new version is another greeting, which an old spooler refuses. */
#define HANDOVER_GREETING "mapi send 1"

/* What the name of the socket ends with. */
#define HANDOVER_SUFFIX ".send"

/* The name of a socket has 107 bytes: its folder, however long that is called, stands in it as a
 * descriptor. */
#define HANDOVER_ADDRESS "/proc/self/fd/%d/%s"

#define HANDOVER_PACKET_SIZE (64 * 1024)

/* Files of one request; the kernel takes 253 descriptors at once. */
#define HANDOVER_MOST_FILES 64

enum
{
  HANDOVER_REQUEST = 'S',
  HANDOVER_CONTENT = 'C', /* of standard input */
  HANDOVER_END = 'E',     /* the last of it, which may be nothing */
  HANDOVER_FAILED = 'F',  /* it cannot be read; the error as decimal number */

  HANDOVER_GO_ON = 'G',
  HANDOVER_OUT = 'o',    /* text for standard output */
  HANDOVER_ERR = 'e',    /* and for standard error */
  HANDOVER_STATUS = 'X', /* what to exit with, one byte; nothing comes after it */
};

/* After the greeting a request has words, each a letter and a text that ends with a NUL. */
enum
{
  HANDOVER_VARIABLE = 'v', /* NAME=value */
  HANDOVER_FROM = 'F',
  HANDOVER_TO = 't',
  HANDOVER_CC = 'c',
  HANDOVER_BCC = 'b',
  HANDOVER_SUBJECT = 's',
  HANDOVER_BODY = 'm',
  HANDOVER_ATTACH = 'a', /* a descriptor belongs to it */
  HANDOVER_FILE = 'f',   /* and to this, unless it is `-`: standard input */
  HANDOVER_NO_COPY = 'n',
  HANDOVER_JSON = 'j',
  HANDOVER_QUIET = 'q',
};

/*
 * Variables that change what a message or an answer becomes: where profiles, services and secrets
 * lie, what is traced, what text means. The spooler takes what is handed over only if they are the
 * same for it.
 */
static const char *const handover_variables[] = {
  "HOME",
  "XDG_CONFIG_HOME",
  "XDG_DATA_HOME",
  "XDG_DATA_DIRS",
  "MAPI_TRACE",
  "MAPI_SERVICE_PATH",
  "MAPI_HOST_PATH",
  "MAPI_SECRETS",
  "MAPI_LEAKS",
  "XDG_RUNTIME_DIR",
  "DBUS_SESSION_BUS_ADDRESS",
  "LC_ALL",
  "LC_CTYPE",
  "LC_MESSAGES",
  "LANG",
  "LANGUAGE",
  "CHARSET",
  "TZ",
  "G_FILENAME_ENCODING",
  "G_BROKEN_FILENAMES",
};
