/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-talk-rig.h"

#include "tap.h"
#include <string.h>

void
smtp_talk_rig_clear (SmtpTalkRig *self)
{
  g_clear_pointer (&self->connection, smtp_connection_close);
  g_clear_pointer (&self->server, mock_process_free);
  g_clear_error (&self->error);
  g_free (self->folder);
}

gboolean
smtp_talk_rig_start (SmtpTalkRig *self, const char *name, const char *const *options)
{
  self->folder = g_build_filename (tap_folder (), name, NULL);
  self->server = mock_smtp_start (self->folder, 0, options, &self->error);
  if (!TAP_NO_ERROR (self->error))
    return FALSE;

  self->settings = (SmtpSettings){
    .host = (char *) "127.0.0.1",
    .port = mock_process_get_port (self->server),
    .security = SMTP_SECURITY_NONE,
    .verify = TRUE,
    .helo = (char *) "test.invalid",
    .timeout = 30,
  };
  return TRUE;
}

gboolean
smtp_talk_rig_connect (SmtpTalkRig *self)
{
  g_clear_error (&self->error);
  self->connection = smtp_connection_open (&self->settings, NULL, &self->error);
  return self->connection != NULL;
}

SmtpEnvelope *
smtp_talk_rig_make_envelope (const char *sender, const char *const *addresses)
{
  SmtpEnvelope *self = g_new0 (SmtpEnvelope, 1);

  self->sender = g_strdup (sender);
  self->recipients = g_ptr_array_new_with_free_func (smtp_recipient_free);
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, NULL, "SMTP", addresses[i]);

      g_ptr_array_add (self->recipients, smtp_recipient_new (row));
    }
  return self;
}

SmtpContent *
smtp_talk_rig_make_content (const char *text)
{
  SmtpContent *content = smtp_content_new ();

  g_output_stream_write_all (G_OUTPUT_STREAM (content), text, strlen (text), NULL, NULL, NULL);
  smtp_content_end (content, NULL);
  return content;
}

gboolean
smtp_talk_rig_send (SmtpTalkRig *self, SmtpEnvelope *envelope, const char *text)
{
  g_autoptr (SmtpContent) content = smtp_talk_rig_make_content (text);
  gboolean begun;

  g_clear_error (&self->error);
  return smtp_transaction_run (self->connection, envelope, content, &begun, NULL, &self->error);
}

SmtpVerdict
smtp_talk_rig_get_verdict (const SmtpEnvelope *envelope, guint index)
{
  return smtp_envelope_get (envelope, index)->verdict;
}

void
smtp_talk_rig_hold_error (const SmtpTalkRig *self, gint code, const char *words)
{
  TAP_ERROR (self->error, MAPI_ERROR, code);
  if (self->error != NULL && strstr (self->error->message, words) == NULL)
    {
      tap_note ("“%s” lacks “%s”", self->error->message, words);
      CU_FAIL ("the error does not say why");
    }
}
