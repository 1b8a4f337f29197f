/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The talk with the spooler. */

#define _GNU_SOURCE

#include "front.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* A spooler that does not answer a request in this time is left alone. */
#define PATIENCE_SECONDS 10

/* What was read of standard input. */
typedef struct
{
  char   packet[HANDOVER_PACKET_SIZE]; /* the first byte says what it is */
  size_t size;
  bool   is_whole; /* the packet has all there is */
  bool   at_end;
} FrontInput;

static bool
is_own (int link)
{
  struct ucred peer;
  socklen_t    size = sizeof peer;

  return getsockopt (link, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid ();
}

/* Who has to wait for a place would be quicker by himself. */
static int
open_link (const struct sockaddr_un *address)
{
  int            link = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  struct timeval patience = { PATIENCE_SECONDS, 0 };

  if (link < 0)
    return -1;
  if (connect (link, (const struct sockaddr *) address, sizeof *address) == 0 && is_own (link) &&
      fcntl (link, F_SETFL, 0) == 0 &&
      setsockopt (link, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0)
    return link;
  close (link);
  return -1;
}

static bool
send_request (int link, const FrontRequest *request)
{
  char           control[CMSG_SPACE (sizeof request->files)] = { 0 };
  size_t         files_size = request->n_files * sizeof *request->files;
  struct iovec   data = { (void *) request->packet, request->size };
  struct msghdr  message = { .msg_iov = &data, .msg_iovlen = 1 };
  struct cmsghdr header = { .cmsg_len = CMSG_LEN (files_size),
                            .cmsg_level = SOL_SOCKET,
                            .cmsg_type = SCM_RIGHTS };

  if (request->n_files > 0)
    {
      memcpy (control, &header, sizeof header);
      memcpy (CMSG_DATA ((struct cmsghdr *) control), request->files, files_size);
      message.msg_control = control;
      message.msg_controllen = CMSG_SPACE (files_size);
    }
  return sendmsg (link, &message, MSG_NOSIGNAL) >= 0;
}

static bool
may_go_on (int link)
{
  struct timeval forever = { 0, 0 };
  char           kind;

  return recv (link, &kind, 1, 0) == 1 && kind == HANDOVER_GO_ON &&
         setsockopt (link, SOL_SOCKET, SO_RCVTIMEO, &forever, sizeof forever) == 0;
}

/* Fills the packet as far as there is anything. */
static bool
read_input (FrontInput *input)
{
  input->size = 1;
  while (!input->at_end && input->size < sizeof input->packet)
    {
      ssize_t n =
          read (STDIN_FILENO, input->packet + input->size, sizeof input->packet - input->size);

      if (n < 0 && errno != EINTR)
        return false;
      input->at_end = n == 0;
      input->size += n > 0 ? (size_t) n : 0;
    }
  return true;
}

static bool
send_packet (int link, FrontInput *input, char kind)
{
  input->packet[0] = kind;
  return send (link, input->packet, input->size, MSG_NOSIGNAL) >= 0;
}

/* The spooler says it, as it would of its own. */
static bool
send_failure (int link, FrontInput *input)
{
  input->size = 1 + (size_t) snprintf (input->packet + 1, sizeof input->packet - 1, "%d", errno);
  return send_packet (link, input, HANDOVER_FAILED);
}

/* A packet that cannot be sent has not arrived, and so the spooler has not heard of the end. */
static bool
send_input (int link, FrontInput *input)
{
  for (input->is_whole = true;; input->is_whole = false)
    {
      if (!read_input (input))
        return send_failure (link, input);
      if (!send_packet (link, input, input->at_end ? HANDOVER_END : HANDOVER_CONTENT))
        return false;
      if (input->at_end)
        return true;
    }
}

/* What was read stands at the beginning of standard input once more. */
static bool
give_back (const FrontInput *input)
{
  size_t size = input->size - 1;
  int    file = input->is_whole && input->at_end ? memfd_create ("input", MFD_CLOEXEC) : -1;

  return file >= 0 && write (file, input->packet + 1, size) == (ssize_t) size &&
         lseek (file, 0, SEEK_SET) == 0 && dup2 (file, STDIN_FILENO) == STDIN_FILENO;
}

static int
report (const FrontRequest *request, const char *text)
{
  static const char code[] = "MAPI_E_NETWORK_ERROR";

  if (request->json)
    printf ("{\n  \"error\" : \"%s\",\n  \"code\" : \"%s\"\n}\n", text, code);
  else
    fprintf (stderr, "mapi send: %s (%s)\n", text, code);
  return FRONT_TEMPORARY;
}

static bool
write_all (int file, const char *text, size_t size)
{
  while (size > 0)
    {
      ssize_t n = write (file, text, size);

      if (n < 0 && errno != EINTR)
        return false;
      text += n > 0 ? n : 0;
      size -= n > 0 ? (size_t) n : 0;
    }
  return true;
}

/* An answer that was not written, on a full disk perhaps, was not given. */
static int
finish (int status, int code)
{
  if (code == 0)
    return status;
  setlocale (LC_ALL, "");
  fprintf (stderr, "mapi: cannot write to standard output: %s\n", strerror (code));
  return status == 0 ? FRONT_FAILED : status;
}

/* Writes what the spooler says, until it has said all. */
static int
take_answer (int link, const FrontRequest *request, char *packet)
{
  int code = 0;

  for (;;)
    {
      ssize_t n = recv (link, packet, HANDOVER_PACKET_SIZE, 0);

      if (n > 0 && packet[0] == HANDOVER_OUT)
        code = write_all (STDOUT_FILENO, packet + 1, (size_t) n - 1) ? code : errno;
      else if (n > 0 && packet[0] == HANDOVER_ERR)
        write_all (STDERR_FILENO, packet + 1, (size_t) n - 1);
      else if (n == 2 && packet[0] == HANDOVER_STATUS)
        return finish ((unsigned char) packet[1], code);
      else if (n >= 0 || errno != EINTR)
        return report (request,
                       "the spooler ended before it answered: whether it has taken the message is "
                       "not known, and `mapi queue` or `mapi ls 'Sent Items'` may show it");
    }
}

/* Once told to go on: how what was read of standard input gets to the end, in one way or the other.
 */
static int
hand_over_input (int link, const FrontRequest *request)
{
  static FrontInput input = { .is_whole = true, .size = 1 };

  input.at_end = !request->reads_input;
  if (request->reads_input ? send_input (link, &input) : send_packet (link, &input, HANDOVER_END))
    return take_answer (link, request, input.packet);
  if (!request->reads_input || give_back (&input))
    return FRONT_NOT_TAKEN;
  return report (request,
                 "the spooler ended before it had the whole message, and has not taken it");
}

int
front_hand_over (const FrontRequest *request, const struct sockaddr_un *address)
{
  int link = open_link (address);
  int status = FRONT_NOT_TAKEN;

  if (link < 0)
    return FRONT_NOT_TAKEN;
  /* A limit to the size of files is an error like a full disk, not an end. */
  signal (SIGXFSZ, SIG_IGN);
  if (send_request (link, request) && may_go_on (link))
    status = hand_over_input (link, request);
  close (link);
  return status;
}
