/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "handover-talk.h"

#include "handover-input.h"
#include "handover-request.h"

#include <sys/socket.h>
#include <sys/time.h>

/* A program that does not say what it wants in this time is sent away, and one that does not take
 * the answer is left. */
#define PATIENCE_SECONDS 10

static void
set_patience (int link, int option, int seconds)
{
  struct timeval patience = { seconds, 0 };

  setsockopt (link, SOL_SOCKET, option, &patience, sizeof patience);
}

static gsize
take_files (struct msghdr *message, int *files)
{
  gsize n_files = 0;

  for (struct cmsghdr *at = CMSG_FIRSTHDR (message); at != NULL; at = CMSG_NXTHDR (message, at))
    if (at->cmsg_level == SOL_SOCKET && at->cmsg_type == SCM_RIGHTS)
      {
        gsize size = at->cmsg_len - CMSG_LEN (0);

        memcpy (files + n_files, CMSG_DATA (at), size);
        n_files += size / sizeof *files;
      }
  return n_files;
}

static HandoverRequest *
receive_request (int link, GError **error)
{
  union
  {
    struct cmsghdr header;
    char           bytes[CMSG_SPACE (HANDOVER_MOST_FILES * sizeof (int))];
  } control;
  g_autofree char *packet = g_malloc (HANDOVER_PACKET_SIZE);
  struct iovec     data = { packet, HANDOVER_PACKET_SIZE };
  struct msghdr    message = {
       .msg_iov = &data,
       .msg_iovlen = 1,
       .msg_control = &control,
       .msg_controllen = sizeof control,
  };
  int    files[sizeof control / sizeof (int)];
  gssize size;

  set_patience (link, SO_RCVTIMEO, PATIENCE_SECONDS);
  set_patience (link, SO_SNDTIMEO, PATIENCE_SECONDS);
  size = recvmsg (link, &message, MSG_CMSG_CLOEXEC);
  set_patience (link, SO_RCVTIMEO, 0);
  /* What was cut off is no request of ours; what files came with it are closed with it. */
  if (size > 0 && (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
    packet[0] = '\0';
  return handover_request_parse (packet,
                                 size > 0 ? (gsize) size : 0,
                                 files,
                                 size > 0 ? take_files (&message, files) : 0,
                                 error);
}

static gboolean
send_packet (int link, char kind, const char *data, gsize size)
{
  struct iovec  parts[] = { { &kind, 1 }, { (gpointer) data, size } };
  struct msghdr message = { .msg_iov = parts, .msg_iovlen = G_N_ELEMENTS (parts) };

  return sendmsg (link, &message, MSG_NOSIGNAL) >= 0;
}

static gboolean
send_text (int link, char kind, const GString *text)
{
  for (gsize at = 0, size; at < text->len; at += size)
    {
      size = MIN (text->len - at, HANDOVER_PACKET_SIZE - 1);
      if (!send_packet (link, kind, text->str + at, size))
        return FALSE;
    }
  return TRUE;
}

/* What `mapi send` does in a process of its own. */
static CliExit
run (Cli *cli, HandoverLogon *logon, MapiFolder *outbox, const HandoverRequest *request)
{
  g_autoptr (GError) error = NULL;
  CliExit status = cli_send_messages (cli, logon->store, outbox, &request->send, &error);

  return error == NULL ? status : cli_report (cli, error, status);
}

static gboolean
serve (int link, HandoverLogon *logon, MapiFolder *outbox, const HandoverRequest *request)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) err = g_string_new (NULL);
  Cli cli = {
    .words = "mapi send",
    .session = logon->session,
    .json = request->json,
    .quiet = request->quiet,
    .out = out,
    .err = err,
  };
  char status = (char) run (&cli, logon, outbox, request);

  return send_text (link, HANDOVER_ERR, err) && send_text (link, HANDOVER_OUT, out) &&
         send_packet (link, HANDOVER_STATUS, &status, 1);
}

/* With no word to the program: it does by itself what is refused, or is gone. */
static gboolean
give_up (const GError *error)
{
  g_info ("not taken from `mapi send`: %s", error->message);
  return FALSE;
}

gboolean
handover_talk (int link, HandoverKeeper *keeper)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HandoverRequest) request = receive_request (link, &error);
  g_autoptr (HandoverLogon) logon = NULL;
  g_autoptr (MapiFolder) outbox = NULL;

  if (request != NULL)
    logon = handover_keeper_log_on (keeper, &outbox, &error);
  if (logon == NULL)
    return give_up (error);

  request->input = handover_input_new (link);
  if (!send_packet (link, HANDOVER_GO_ON, NULL, 0))
    return FALSE;
  if (!handover_request_reads_input (request) && !handover_input_wait (request->input, &error))
    return give_up (error);
  return serve (link, logon, outbox, request);
}
