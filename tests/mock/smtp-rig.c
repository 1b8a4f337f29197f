/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-rig.h"

#include "tap.h"
#include <string.h>

/* Of smtp.service. */
#define TAG_HOST ((guint32) 0x6600001F)

#define TAG_PORT ((guint32) 0x66010003)

#define TAG_SECURITY ((guint32) 0x6602001F)

#define TAG_ADDRESS ((guint32) 0x6608001F)

#define TAG_NAME ((guint32) 0x6609001F)

#define TAG_TIMEOUT ((guint32) 0x660B0003)

void
smtp_rig_clear (SmtpRig *self)
{
  if (self->logon != NULL)
    CU_ASSERT_TRUE (mapi_xp_logon_transport_logoff (self->logon, 0, NULL, NULL));
  g_clear_object (&self->logon);
  g_clear_object (&self->support);
  g_clear_pointer (&self->server, mock_process_free);
  g_clear_error (&self->error);
  g_free (self->folder);
}

MapiPropList *
smtp_rig_make_settings (guint16 port, const char *address, gint32 timeout)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, TAG_HOST, "127.0.0.1");
  mapi_prop_list_builder_add_long (builder, TAG_PORT, port);
  mapi_prop_list_builder_add_string (builder, TAG_SECURITY, "none");
  mapi_prop_list_builder_add_long (builder, TAG_TIMEOUT, timeout);
  if (address != NULL)
    {
      mapi_prop_list_builder_add_string (builder, TAG_ADDRESS, address);
      mapi_prop_list_builder_add_string (builder, TAG_NAME, "Some One");
    }
  return mapi_prop_list_builder_end (builder);
}

gboolean
smtp_rig_log_on (SmtpRig *self, MapiPropList *settings)
{
  self->support = mock_support_new (settings);
  self->logon = mock_drive_open ("providers/smtp/mapi-smtp.so", self->support, &self->error);
  return TAP_NO_ERROR (self->error);
}

gboolean
smtp_rig_start (SmtpRig *self, const char *name, const char *const *options)
{
  g_autoptr (MapiPropList) settings = NULL;

  self->folder = g_build_filename (tap_folder (), name, NULL);
  self->server = mock_smtp_start (self->folder, 0, options, &self->error);
  if (!TAP_NO_ERROR (self->error))
    return FALSE;

  self->port = mock_process_get_port (self->server);
  settings = smtp_rig_make_settings (self->port, NULL, 60);
  return smtp_rig_log_on (self, settings);
}

gboolean
smtp_rig_send (SmtpRig *self, MapiMessage *message)
{
  g_clear_error (&self->error);
  return mock_drive_send (self->logon, message, &self->sent, NULL, &self->error);
}

char *
smtp_rig_read_arrived (SmtpRig *self, guint number, const char *ending)
{
  g_autofree char *name = g_strdup_printf ("%06u.%s", number, ending);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char            *content = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    content = g_strdup ("");
  return content;
}

void
smtp_rig_hold_words (const char *text, const char *words, gboolean wanted)
{
  if ((strstr (text, words) != NULL) == wanted)
    return;
  tap_note ("“%s” %s “%s”", text, wanted ? "lacks" : "has", words);
  CU_FAIL ("the words are not as they should be");
}

MapiPropList *
smtp_rig_get_reported (SmtpRig *self, guint index, guint size)
{
  g_autoptr (MapiRowSet) reported = mock_support_get_reported (self->support);

  TAP_NUMBER (mapi_row_set_get_size (reported), size);
  return index < mapi_row_set_get_size (reported) ? mapi_row_set_get_row (reported, index)
                                                  : mapi_prop_list_new_empty ();
}
