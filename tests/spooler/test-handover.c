/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What takes messages from `mapi send`, talked to by hand: the packets of front/handover.h. */

#include "session-rig.h"
#include "tap.h"

#include "handover-listener.h"
#include "handover.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Seconds: only what hangs takes so long. */
#define PATIENCE 300

typedef struct
{
  SessionRig        session;
  HandoverListener *listener;
  char             *profile;
  char             *path;
  gint              n_taken; /* atomic */
} Rig;

static void
on_taken (int process, gpointer data)
{
  Rig *rig = data;

  g_assert (process == (int) getpid ());
  g_atomic_int_inc (&rig->n_taken);
}

static void
rig_listen (Rig *rig)
{
  g_autoptr (GError) error = NULL;

  rig->listener = handover_listener_new (rig->profile, on_taken, rig, &error);
  TAP_NO_ERROR (error);
}

static gboolean
rig_stop (Rig *rig)
{
  HandoverListener *listener = g_steal_pointer (&rig->listener);

  return listener == NULL || handover_listener_stop (listener, 0, PATIENCE);
}

static Rig *
rig_new (void)
{
  static guint     n_rigs;
  Rig             *rig = g_new0 (Rig, 1);
  g_autofree char *folder = NULL;

  rig->profile = g_strdup_printf ("handover %u", ++n_rigs);
  rig->path = mapi_profile_get_runtime_path (rig->profile, HANDOVER_SUFFIX);
  folder = g_path_get_dirname (rig->path);
  g_mkdir_with_parents (folder, 0700);
  if (session_rig_begin (&rig->session, rig->profile) && session_rig_log_on (&rig->session))
    rig_listen (rig);
  return rig;
}

static void
rig_free (Rig *rig)
{
  rig_stop (rig);
  session_rig_clear (&rig->session);
  g_free (rig->path);
  g_free (rig->profile);
  g_free (rig);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free)

static guint
count_sent (Rig *rig)
{
  return session_rig_count (&rig->session, MAPI_PR_IPM_OUTBOX_ENTRYID);
}

/* One who calls, with what he asks for. */
typedef struct
{
  int         link;
  GByteArray *request;
  int         files[HANDOVER_MOST_FILES + 1];
  guint       n_files;
} Caller;

static void
caller_clear (Caller *caller)
{
  if (caller->link >= 0)
    close (caller->link);
  for (guint i = 0; i < caller->n_files; i++)
    close (caller->files[i]);
  g_clear_pointer (&caller->request, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Caller, caller_clear)

static void
add_bytes (Caller *caller, const char *bytes, gsize size)
{
  g_byte_array_append (caller->request, (const guint8 *) bytes, (guint) size);
}

static void
add_word (Caller *caller, char word, const char *text)
{
  add_bytes (caller, &word, 1);
  add_bytes (caller, text, strlen (text) + 1);
}

static void
add_variables (Caller *caller)
{
  for (gsize i = 0; i < G_N_ELEMENTS (handover_variables); i++)
    {
      const char      *value = g_getenv (handover_variables[i]);
      g_autofree char *variable =
          value != NULL ? g_strconcat (handover_variables[i], "=", value, NULL) : NULL;

      if (variable != NULL)
        add_word (caller, HANDOVER_VARIABLE, variable);
    }
}

static void
add_file (Caller *caller, char word, const char *name, int file)
{
  add_word (caller, word, name);
  caller->files[caller->n_files++] = file;
}

static int
make_file (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (tap_folder (), name, NULL);

  g_file_set_contents (path, text, -1, NULL);
  return open (path, O_RDONLY | O_CLOEXEC);
}

static int
open_link (Rig *rig)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int                link = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, rig->path, sizeof address.sun_path);
  if (connect (link, (struct sockaddr *) &address, sizeof address) == 0)
    return link;
  close (link);
  return -1;
}

/* A request without anything to send. */
static void
caller_begin (Caller *caller, Rig *rig)
{
  static const char begin[] = "S" HANDOVER_GREETING;

  caller->link = open_link (rig);
  caller->request = g_byte_array_new ();
  caller->n_files = 0;
  CU_ASSERT_TRUE (caller->link >= 0);
  add_bytes (caller, begin, sizeof begin);
  add_variables (caller);
}

/* One for a message of two lines, the second of which is standard input. */
static void
caller_begin_message (Caller *caller, Rig *rig)
{
  caller_begin (caller, rig);
  add_word (caller, HANDOVER_FROM, "me@here.test");
  add_word (caller, HANDOVER_TO, "you@there.test");
  add_word (caller, HANDOVER_SUBJECT, "Hello");
}

static gboolean
caller_ask (Caller *caller)
{
  char          control[CMSG_SPACE (sizeof caller->files)] = { 0 };
  gsize         size = caller->n_files * sizeof *caller->files;
  struct iovec  data = { caller->request->data, caller->request->len };
  struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1 };

  if (caller->n_files > 0)
    {
      struct cmsghdr header = { CMSG_LEN (size), SOL_SOCKET, SCM_RIGHTS };

      memcpy (control, &header, sizeof header);
      memcpy (control + CMSG_LEN (0), caller->files, size);
      message.msg_control = control;
      message.msg_controllen = CMSG_SPACE (size);
    }
  return sendmsg (caller->link, &message, MSG_NOSIGNAL) >= 0;
}

static void
caller_say (Caller *caller, char kind, const char *text)
{
  g_autofree char *packet = g_strdup_printf ("%c%s", kind, text);

  CU_ASSERT_TRUE (send (caller->link, packet, strlen (packet), MSG_NOSIGNAL) >= 0);
}

/* The next packet as text, after its kind; the kind alone where nothing comes but the end. */
static char *
caller_hear (Caller *caller)
{
  g_autofree char *packet = g_malloc0 (HANDOVER_PACKET_SIZE + 1);

  return recv (caller->link, packet, HANDOVER_PACKET_SIZE, 0) > 0 ? g_steal_pointer (&packet)
                                                                  : g_strdup ("");
}

static void
assert_heard (Caller *caller, const char *expected)
{
  g_autofree char *heard = caller_hear (caller);

  TAP_STRING (heard, expected);
}

static void
assert_refused (Caller *caller, guint line)
{
  g_autofree char *heard = caller_ask (caller) ? caller_hear (caller) : g_strdup ("");

  if (!TAP_STRING (heard, ""))
    tap_note ("asked in line %u", line);
}

static void
assert_status (Caller *caller, int expected)
{
  char packet[3] = { 0 };

  TAP_NUMBER (recv (caller->link, packet, sizeof packet, 0), 2);
  TAP_NUMBER (packet[0], HANDOVER_STATUS);
  TAP_NUMBER (packet[1], expected);
}

static void
test_taken (void)
{
  g_autoptr (Rig) rig = rig_new ();
  g_auto (Caller) caller = { -1 };

  caller_begin_message (&caller, rig);
  CU_ASSERT_TRUE (caller_ask (&caller));
  assert_heard (&caller, "G");
  caller_say (&caller, HANDOVER_CONTENT, "A line, ");
  caller_say (&caller, HANDOVER_CONTENT, "and its end.");
  TAP_NUMBER (count_sent (rig), 0);
  caller_say (&caller, HANDOVER_END, "\n");
  assert_heard (&caller, "o1 message is in the outgoing queue\n");
  assert_status (&caller, 0);
  TAP_NUMBER (count_sent (rig), 1);
  CU_ASSERT_TRUE (rig_stop (rig));
  TAP_NUMBER (g_atomic_int_get (&rig->n_taken), 1);
}

/* What is said is that of `mapi send`: errors, too, and as JSON. */
static void
test_answers (void)
{
  g_autoptr (Rig) rig = rig_new ();
  g_auto (Caller) plain = { -1 };
  g_auto (Caller) json = { -1 };

  caller_begin (&plain, rig);
  add_word (&plain, HANDOVER_TO, "SMTP:");
  add_word (&plain, HANDOVER_BODY, "A line.");
  CU_ASSERT_TRUE (caller_ask (&plain));
  assert_heard (&plain, "G");
  caller_say (&plain, HANDOVER_END, "");
  assert_heard (&plain, "emapi send: `SMTP:` is no address (MAPI_E_INVALID_PARAMETER)\n");
  assert_status (&plain, 1);

  caller_begin_message (&json, rig);
  add_word (&json, HANDOVER_JSON, "");
  CU_ASSERT_TRUE (caller_ask (&json));
  assert_heard (&json, "G");
  caller_say (&json, HANDOVER_END, "A line.");
  assert_heard (&json, "o{\"queued\":1,\"failed\":0}\n");
  assert_status (&json, 0);
  TAP_NUMBER (count_sent (rig), 1);
}

static void
test_unreadable_input (void)
{
  g_autoptr (Rig) rig = rig_new ();
  g_auto (Caller) caller = { -1 };
  g_autofree char *failure = g_strdup_printf ("%d", EIO);

  caller_begin_message (&caller, rig);
  CU_ASSERT_TRUE (caller_ask (&caller));
  assert_heard (&caller, "G");
  caller_say (&caller, HANDOVER_CONTENT, "The first half");
  caller_say (&caller, HANDOVER_FAILED, failure);
  assert_heard (&caller, "emapi send: Error reading from file descriptor: Input/output error\n");
  assert_status (&caller, 1);
  TAP_NUMBER (count_sent (rig), 0);
}

static void
test_files (void)
{
  g_autoptr (Rig) rig = rig_new ();
  g_auto (Caller) composed = { -1 };
  g_auto (Caller) files = { -1 };

  caller_begin_message (&composed, rig);
  add_word (&composed, HANDOVER_BODY, "A line.");
  add_file (&composed, HANDOVER_ATTACH, "some/where/same", make_file ("one", "1"));
  add_file (&composed, HANDOVER_ATTACH, "some/where/same", make_file ("two", "22"));
  CU_ASSERT_TRUE (caller_ask (&composed));
  assert_heard (&composed, "G");
  caller_say (&composed, HANDOVER_END, "");
  assert_heard (&composed, "o1 message is in the outgoing queue\n");
  assert_status (&composed, 0);

  caller_begin (&files, rig);
  add_file (&files, HANDOVER_FILE, "good.eml", make_file ("three", "To: a@b.test\n\nA line.\n"));
  add_file (&files, HANDOVER_FILE, "bad.eml", make_file ("four", "Subject: To nobody\n\n"));
  CU_ASSERT_TRUE (caller_ask (&files));
  assert_heard (&files, "G");
  caller_say (&files, HANDOVER_END, "");
  assert_heard (
      &files,
      "emapi send: bad.eml: sqlite: the message has no recipients (MAPI_E_NO_RECIPIENTS)\n");
  assert_heard (&files, "o1 message is in the outgoing queue\n");
  assert_status (&files, 4);
  TAP_NUMBER (count_sent (rig), 2);
}

/* Who ends before he has said that this is all has sent nothing. */
static void
test_hang_up (void)
{
  g_autoptr (Rig) rig = rig_new ();
  g_auto (Caller) input = { -1 };
  g_auto (Caller) body = { -1 };

  caller_begin_message (&input, rig);
  CU_ASSERT_TRUE (caller_ask (&input));
  assert_heard (&input, "G");
  caller_say (&input, HANDOVER_CONTENT, "The first half");
  caller_clear (&input);
  input.link = -1;
  input.n_files = 0;

  caller_begin_message (&body, rig);
  add_word (&body, HANDOVER_BODY, "The whole.");
  CU_ASSERT_TRUE (caller_ask (&body));
  assert_heard (&body, "G");
  CU_ASSERT_TRUE (shutdown (body.link, SHUT_WR) == 0);
  CU_ASSERT_TRUE (rig_stop (rig));
  TAP_NUMBER (count_sent (rig), 0);
}

/* What is no request of this version, or has what cannot be as the program sends it. */
static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    gsize       size;
  } words[] = {
#define WORDS(text) { text, sizeof text }
    WORDS ("ta@b.test\0m\xff"),  WORDS ("ta@b.test\0zwhat"), WORDS ("vHOME=/elsewhere\0ta@b.test"),
    WORDS ("sNobody\0mA line."), WORDS ("f-\0f-"),           WORDS ("ta@b.test\0afile"),
    WORDS ("ta@b.test\0\0"),     { "ta@b.test", 9 },
#undef WORDS
  };
  g_autoptr (Rig) rig = rig_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_auto (Caller) caller = { -1 };

      caller_begin (&caller, rig);
      add_bytes (&caller, words[i].text, words[i].size);
      assert_refused (&caller, (guint) i);
    }
  CU_ASSERT_TRUE (rig_stop (rig));
  TAP_NUMBER (count_sent (rig), 0);
}

static void
test_refused_packets (void)
{
  g_autoptr (Rig) rig = rig_new ();
  g_auto (Caller) newer = { -1 };
  g_auto (Caller) without_variables = { -1 };
  g_auto (Caller) long_one = { -1 };
  g_autofree char *text = g_strnfill (HANDOVER_PACKET_SIZE, 'x');

  caller_begin_message (&newer, rig);
  newer.request->data[sizeof HANDOVER_GREETING - 1] = '2';
  assert_refused (&newer, __LINE__);

  caller_begin (&without_variables, rig);
  g_byte_array_set_size (without_variables.request, 1 + sizeof HANDOVER_GREETING);
  add_word (&without_variables, HANDOVER_TO, "a@b.test");
  assert_refused (&without_variables, __LINE__);

  caller_begin_message (&long_one, rig);
  add_word (&long_one, HANDOVER_BODY, text);
  assert_refused (&long_one, __LINE__);
}

/* Descriptors that no word belongs to, that are more than may be, or that would have to be waited
 * for. */
static void
test_refused_files (void)
{
  g_autoptr (Rig) rig = rig_new ();
  g_auto (Caller) extra = { -1 };
  g_auto (Caller) many = { -1 };
  g_auto (Caller) pipe_one = { -1 };
  int ends[2] = { -1, -1 };

  caller_begin_message (&extra, rig);
  extra.files[extra.n_files++] = make_file ("extra", "x");
  assert_refused (&extra, __LINE__);

  caller_begin_message (&many, rig);
  for (guint i = 0; i <= HANDOVER_MOST_FILES; i++)
    add_file (&many, HANDOVER_ATTACH, "many", make_file ("many", "x"));
  assert_refused (&many, __LINE__);

  CU_ASSERT_TRUE (pipe (ends) == 0);
  caller_begin_message (&pipe_one, rig);
  add_file (&pipe_one, HANDOVER_ATTACH, "pipe", ends[0]);
  assert_refused (&pipe_one, __LINE__);
  close (ends[1]);
}

/* Whether there is a place for one who asks as he should. */
static gboolean
gets_in (gpointer data)
{
  g_auto (Caller) caller = { -1 };
  g_autofree char *heard = NULL;

  caller_begin_message (&caller, data);
  heard = caller_ask (&caller) ? caller_hear (&caller) : NULL;
  return g_strcmp0 (heard, "G") == 0;
}

/* Random changes of a good request, and random packets behind one; the last of them may still have
 * their places. */
static void
test_noise (void)
{
  g_autoptr (Rig) rig = rig_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (17);

  for (guint i = 0; i < 400; i++)
    {
      g_auto (Caller) caller = { -1 };
      guint8 packet[] = { "SCEFX"[g_rand_int_range (random, 0, 5)], (guint8) g_rand_int (random) };

      caller_begin_message (&caller, rig);
      for (gint n = g_rand_int_range (random, 0, 4); n > 0; n--)
        caller.request->data[g_rand_int_range (random, 0, (gint) caller.request->len)] =
            (guint8) g_rand_int (random);
      if (caller_ask (&caller))
        send (caller.link, packet, (gsize) g_rand_int_range (random, 1, 3), MSG_NOSIGNAL);
    }

  CU_ASSERT_TRUE (session_rig_wait (gets_in, rig));
}

/* All places are taken by who says nothing: the next is sent away at once, until one leaves. */
static void
test_full (void)
{
  g_autoptr (Rig) rig = rig_new ();
  int links[HANDOVER_MOST_LINKS];

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    links[i] = open_link (rig);
  CU_ASSERT_FALSE (gets_in (rig));
  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    close (links[i]);
  CU_ASSERT_TRUE (session_rig_wait (gets_in, rig));
}

static gpointer
send_some (gpointer data)
{
  guint n_sent = 0;

  for (guint i = 0; i < 5; i++)
    {
      g_auto (Caller) caller = { -1 };
      char packet[2];

      caller_begin_message (&caller, data);
      add_word (&caller, HANDOVER_QUIET, "");
      add_word (&caller, HANDOVER_BODY, "A line.");
      caller_ask (&caller);
      recv (caller.link, packet, sizeof packet, 0);
      caller_say (&caller, HANDOVER_END, "");
      n_sent += recv (caller.link, packet, sizeof packet, 0) == 2 && packet[1] == 0;
    }
  return GUINT_TO_POINTER (n_sent);
}

static void
test_threads (void)
{
  g_autoptr (Rig) rig = rig_new ();
  GThread *threads[4];
  guint    n_sent = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("caller", send_some, rig);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    n_sent += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  TAP_NUMBER (n_sent, 20);
  TAP_NUMBER (count_sent (rig), 20);
}

/* What was sent to its end is submitted and answered; who has not sent all is told by the end. */
static void
test_stop (void)
{
  g_autoptr (Rig) rig = rig_new ();
  g_auto (Caller) whole = { -1 };
  g_auto (Caller) half = { -1 };
  g_auto (Caller) silent = { -1 };

  caller_begin_message (&whole, rig);
  CU_ASSERT_TRUE (caller_ask (&whole));
  assert_heard (&whole, "G");
  caller_begin_message (&half, rig);
  CU_ASSERT_TRUE (caller_ask (&half));
  assert_heard (&half, "G");
  caller_begin_message (&silent, rig);
  caller_say (&half, HANDOVER_CONTENT, "The first half");
  caller_say (&whole, HANDOVER_END, "The whole.");
  CU_ASSERT_TRUE (rig_stop (rig));

  assert_heard (&whole, "o1 message is in the outgoing queue\n");
  assert_status (&whole, 0);
  CU_ASSERT_TRUE (send (half.link, "Erest", 5, MSG_NOSIGNAL) < 0);
  CU_ASSERT_FALSE (caller_ask (&silent));
  TAP_NUMBER (count_sent (rig), 1);
  TAP_NUMBER (open_link (rig), -1);
}

static void
test_place (void)
{
  g_autoptr (Rig) rig = rig_new ();
  GStatBuf found;

  CU_ASSERT_TRUE (g_lstat (rig->path, &found) == 0 && S_ISSOCK (found.st_mode));
  TAP_NUMBER (found.st_mode & 0777, 0600);
  CU_ASSERT_TRUE (rig_stop (rig));
  CU_ASSERT_FALSE (g_lstat (rig->path, &found) == 0);

  /* What somebody left there. */
  CU_ASSERT_TRUE (g_file_set_contents (rig->path, "stale", -1, NULL));
  rig_listen (rig);
  CU_ASSERT_TRUE (gets_in (rig));

  /* Another spooler has come meanwhile. */
  CU_ASSERT_TRUE (g_unlink (rig->path) == 0 && g_file_set_contents (rig->path, "new", -1, NULL));
  CU_ASSERT_TRUE (rig_stop (rig));
  CU_ASSERT_TRUE (g_lstat (rig->path, &found) == 0 && S_ISREG (found.st_mode));
}

static gboolean
hand_over (Rig *rig)
{
  g_auto (Caller) caller = { -1 };
  char packet[2] = { 0 };

  caller_begin_message (&caller, rig);
  add_word (&caller, HANDOVER_QUIET, "");
  add_word (&caller, HANDOVER_BODY, "A line.");
  if (!caller_ask (&caller) || recv (caller.link, packet, sizeof packet, 0) != 1)
    return FALSE;
  caller_say (&caller, HANDOVER_END, "");
  return recv (caller.link, packet, sizeof packet, 0) == 2 && packet[1] == 0;
}

/* The profile is that of the moment: another default store has the next message, and of a profile
 * that cannot be used nothing is taken. */
static void
test_profile_changes (void)
{
  static const char *const settings[] = { "path", "other.db", NULL };
  g_autoptr (Rig) rig = rig_new ();
  g_autoptr (MapiProfiles) profiles = mapi_profiles_new ();
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (hand_over (rig));
  CU_ASSERT_TRUE (session_rig_add_default (&rig->session, "sqlite", settings));
  CU_ASSERT_TRUE (hand_over (rig));
  TAP_NUMBER (count_sent (rig), 1);

  session_rig_stop (&rig->session);
  CU_ASSERT_TRUE (session_rig_log_on (&rig->session));
  TAP_NUMBER (count_sent (rig), 1);
  CU_ASSERT_TRUE (mapi_profiles_rename (profiles, rig->profile, "renamed", &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (hand_over (rig));
}

TAP_MAIN ("spooler/handover",
          { "a message is taken once it is whole", test_taken },
          { "answers are those of the command", test_answers },
          { "input that cannot be read", test_unreadable_input },
          { "files", test_files },
          { "who hangs up has sent nothing", test_hang_up },
          { "words that are refused", test_refused },
          { "packets that are refused", test_refused_packets },
          { "files that are refused", test_refused_files },
          { "noise", test_noise },
          { "no place is left", test_full },
          { "several at a time", test_threads },
          { "a stop", test_stop },
          { "where it listens", test_place },
          { "the profile changes", test_profile_changes })
