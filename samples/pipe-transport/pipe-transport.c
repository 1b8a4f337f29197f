/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A transport that hands mail to a command, as one hands it to sendmail: the message is its
 * standard input, and an address its last argument. Each recipient has a run of their own, and so a
 * fate of their own: the exit code says which, in the words of sysexits.h. */

#include <sysexits.h>

#include <mapi/mapi.h>

/* Where pipe-transport.service says the setting "command" lies in our section of the profile. */
#define TAG_COMMAND ((guint32) 0x6600001F)

#define SECONDS_TO_NEXT_TRY 60

G_DECLARE_FINAL_TYPE (PipeTransport, pipe_transport, PIPE, TRANSPORT, MapiTransport)
struct _PipeTransport
{
  MapiTransport parent_instance;

  GStrv command;
};

/* What is known of the recipients of one message. Who is on neither list is tried again. */
typedef struct
{
  GPtrArray *delivered;
  GPtrArray *failed;
  char      *delay; /* why the last of the others has to wait */
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_ptr_array_unref (self->delivered);
  g_ptr_array_unref (self->failed);
  g_free (self->delay);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

/* A command that cannot be read is told here, before there is mail for it. */
static gboolean
pipe_transport_open (MapiTransport *transport,
                     MapiPropList  *settings,
                     guint32       *flags,
                     GCancellable  *c,
                     GError       **error)
{
  PipeTransport *self = PIPE_TRANSPORT (transport);
  const char    *command = mapi_prop_list_get_string (settings, TAG_COMMAND);
  g_autoptr (GError) local = NULL;

  *flags = 0; /* nothing comes in: we need not be polled */
  if (command != NULL && g_shell_parse_argv (command, NULL, &self->command, &local))
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNCONFIGURED,
               "the setting command %s%s",
               local != NULL ? "cannot be read: " : "is missing",
               local != NULL ? local->message : "");
  return FALSE;
}

static MapiAddressTypes *
pipe_transport_address_types (MapiXpLogon *logon, guint32 *flags, GCancellable *c, GError **error)
{
  const char *const types[] = { "PIPE", NULL };
  *flags = MAPI_UNICODE;
  return mapi_address_types_new (types, NULL);
}

static GSubprocess *
start (PipeTransport *self, MapiPropList *recipient, GFile *mail, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  const char *address = mapi_prop_list_get_string (recipient, MAPI_PR_EMAIL_ADDRESS);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;

  g_strv_builder_addv (words, (const char **) self->command);
  g_strv_builder_add (words, address != NULL ? address : "");
  argv = g_strv_builder_end (words);
  g_subprocess_launcher_set_stdin_file_path (launcher, g_file_peek_path (mail));
  return g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, error);
}

static char *
describe (PipeTransport *self, int code, GBytes *output)
{
  gsize       size;
  const char *data = g_bytes_get_data (output, &size);
  if (size == 0)
    return g_strdup_printf ("%s ended with %d", self->command[0], code);
  return g_strchomp (g_utf8_make_valid (data, (gssize) size));
}

/* Runs the command for one recipient; answers its exit code, and in words what it wrote. One that
 * did not start or was killed has said nothing about the recipient: that is as if it had said
 * "later". */
static int
run (PipeTransport *self, MapiPropList *recipient, GFile *mail, GCancellable *work, char **words)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GSubprocess) command = start (self, recipient, mail, &local);
  int code = EX_TEMPFAIL;

  if (command != NULL && g_subprocess_communicate (command, NULL, work, &output, NULL, &local))
    {
      if (g_subprocess_get_if_exited (command))
        code = g_subprocess_get_exit_status (command);
      *words = describe (self, code, output);
      return code;
    }
  if (command != NULL)
    g_subprocess_force_exit (command);
  *words = g_strdup (local->message);
  return code;
}

/* All other codes, such as the shell's 127 for a command that is not there, are no verdict about
 * the recipient, and no reason to give up the mail. */
static gboolean
is_final (int code)
{
  return code == EX_NOUSER || code == EX_NOHOST || code == EX_UNAVAILABLE || code == EX_NOPERM;
}

static void
deliver (
    PipeTransport *self, MapiPropList *recipient, GFile *mail, GCancellable *work, Outcome *outcome)
{
  g_autofree char *words = NULL;
  int              code = run (self, recipient, mail, work, &words);

  if (code == EX_OK)
    g_ptr_array_add (outcome->delivered, mapi_prop_list_ref (recipient));
  else if (is_final (code))
    g_ptr_array_add (
        outcome->failed,
        mapi_recipient_with_failure (recipient, MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN, words));
  else
    {
      g_free (outcome->delay);
      outcome->delay = g_steal_pointer (&words);
    }
}

/* What is known is settled, so that nobody gets the message twice. An error is for when nothing is.
 */
static gboolean
settle (PipeTransport *self,
        MapiMessage   *message,
        Outcome       *outcome,
        guint32       *return_parm,
        GCancellable  *c,
        GError       **error)
{
  GPtrArray *delivered = outcome->delivered;
  GPtrArray *failed = outcome->failed;
  g_autoptr (MapiRowSet) done =
      mapi_row_set_new ((MapiPropList **) delivered->pdata, delivered->len);
  g_autoptr (MapiRowSet) hopeless = mapi_row_set_new ((MapiPropList **) failed->pdata, failed->len);

  if (delivered->len + failed->len > 0)
    return mapi_transport_settle (MAPI_TRANSPORT (self), message, done, hopeless, c, error);
  *return_parm = SECONDS_TO_NEXT_TRY;
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_WAIT, outcome->delay != NULL ? outcome->delay : "cancelled");
  return FALSE;
}

/* Offers the mail to the recipients in turn, until the work is cancelled. */
static gboolean
deliver_to_all (PipeTransport *self,
                MapiMessage   *message,
                GFile         *mail,
                guint32       *return_parm,
                GCancellable  *c,
                GError       **error)
{
  g_autoptr (MapiRowSet) ours = mapi_message_list_open_recipients (message, c, error);
  g_auto (Outcome) outcome = {
    .delivered = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref),
    .failed = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref),
  };
  GCancellable *work;

  if (ours == NULL)
    return FALSE;
  work = mapi_transport_begin_work (MAPI_TRANSPORT (self), c);
  for (guint i = 0; i < mapi_row_set_get_size (ours) && !g_cancellable_is_cancelled (work); i++)
    {
      g_autoptr (MapiPropList) recipient = mapi_row_set_get_row (ours, i);

      deliver (self, recipient, mail, work, &outcome);
    }
  mapi_transport_end_work (MAPI_TRANSPORT (self), work);
  return settle (self, message, &outcome, return_parm, c, error);
}

/* Out. The mail lies in a file meanwhile: a command may end before it has read all of it. */
static gboolean
pipe_transport_submit_message (MapiXpLogon  *logon,
                               guint32       flags,
                               MapiMessage  *message,
                               guint32      *message_ref,
                               guint32      *return_parm,
                               GCancellable *c,
                               GError      **error)
{
  g_autoptr (GFileIOStream) file = NULL;
  g_autoptr (GFile) mail = g_file_new_tmp ("mail-XXXXXX", &file, error);
  GOutputStream *out = file != NULL ? g_io_stream_get_output_stream (G_IO_STREAM (file)) : NULL;
  gboolean       ok;

  if (mail == NULL)
    return FALSE;
  ok = mapi_mime_write (message, out, 0, c, error) &&
       deliver_to_all (PIPE_TRANSPORT (logon), message, mail, return_parm, c, error);
  g_file_delete (mail, NULL, NULL);
  return ok;
}

static void
init_logon (MapiXpLogonInterface *iface)
{
  iface->address_types = pipe_transport_address_types;
  iface->submit_message = pipe_transport_submit_message;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PipeTransport,
                               pipe_transport,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, init_logon))

static void
pipe_transport_finalize (GObject *object)
{
  g_strfreev (PIPE_TRANSPORT (object)->command);
  G_OBJECT_CLASS (pipe_transport_parent_class)->finalize (object);
}

static void
pipe_transport_class_init (PipeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pipe_transport_finalize;
  MAPI_TRANSPORT_CLASS (klass)->open = pipe_transport_open;
}

static void
pipe_transport_init (PipeTransport *self)
{
}

MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return mapi_transport_factory_new (pipe_transport_get_type (), "Command");
}
