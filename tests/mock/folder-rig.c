/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "folder-rig.h"

#include "session-rig.h"
#include "tap.h"

#include <glib/gstdio.h>

typedef struct
{
  SessionRig rig;
  char      *in;
  char      *out;
  guint      n_left; /* messages that somebody else keeps in the queue */

  const char *const *settings; /* of the service, besides the folder */
} Fixture;

static void
fixture_clear (Fixture *self)
{
  session_rig_clear (&self->rig);
  g_free (self->in);
  g_free (self->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static gboolean
is_sent (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GDir) dir = g_dir_open (self->out, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) != NULL &&
         mapi_spooler_get_n_queued (self->rig.spooler) == self->n_left;
}

static gboolean
is_received (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GDir) dir = g_dir_open (self->in, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL && session_rig_count (&self->rig, 0) == 1;
}

/* Fresh folders for each call. */
static gboolean
make_folders (Fixture *self, const char *folder)
{
  g_autofree char *mail = g_build_filename (folder, "in", "mail.eml", NULL);

  self->in = g_build_filename (folder, "in", NULL);
  self->out = g_build_filename (folder, "out", NULL);
  g_mkdir_with_parents (self->in, 0700);
  g_mkdir_with_parents (self->out, 0700);
  return g_file_set_contents (mail, "Subject: Coming in\n\nHello.\n", -1, NULL);
}

static GPtrArray *
list_settings (Fixture *self, char *folder)
{
  static char folder_key[] = "folder";
  GPtrArray  *settings = g_ptr_array_new ();

  g_ptr_array_add (settings, folder_key);
  g_ptr_array_add (settings, folder);
  for (guint i = 0; self->settings != NULL && self->settings[i] != NULL; i++)
    g_ptr_array_add (settings, (char *) self->settings[i]);
  g_ptr_array_add (settings, NULL);
  return settings;
}

static gboolean
begin (Fixture *self, const char *service, const FolderRigOther *other)
{
  g_autofree char *name = g_strjoin ("-", service, other != NULL ? other->value : NULL, NULL);
  g_autofree char *folder = g_build_filename (tap_folder (), name, NULL);
  g_autoptr (GPtrArray) settings = list_settings (self, folder);

  CU_ASSERT_TRUE (make_folders (self, folder));
  if (!session_rig_begin (&self->rig, name) ||
      !session_rig_add (&self->rig, service, (const char *const *) settings->pdata))
    return FALSE;
  if (other != NULL)
    {
      const char *const theirs[] = { other->key, other->value, NULL };

      if (!session_rig_add (&self->rig, other->service, theirs))
        return FALSE;
    }
  return session_rig_start (&self->rig);
}

static gboolean
submit_to_other (Fixture *self, const FolderRigOther *other)
{
  self->n_left = 1;
  /* It does not end by itself; the sooner it is cancelled. */
  g_object_set (self->rig.spooler, "stop-grace", 100, NULL);
  return session_rig_submit (
      &self->rig, "Subject: Stays\n\nHello.\n", other->address_type, "nobody");
}

static void
send_and_receive (Fixture *self, const char *address_type)
{
  CU_ASSERT_TRUE (
      session_rig_submit (&self->rig, "Subject: Going out\n\nHello.\n", address_type, "anybody"));
  CU_ASSERT_TRUE (session_rig_wait (is_sent, self));
  CU_ASSERT_TRUE (session_rig_wait (is_received, self));
}

void
folder_rig_try (const char *service, const char *address_type, const FolderRigOther *other)
{
  g_auto (Fixture) fixture = { 0 };

  if (begin (&fixture, service, other) && (other == NULL || submit_to_other (&fixture, other)))
    send_and_receive (&fixture, address_type);
}

void
folder_rig_try_with (const char *service, const char *address_type, const char *const *settings)
{
  g_auto (Fixture) fixture = { .settings = settings };

  if (begin (&fixture, service, NULL))
    send_and_receive (&fixture, address_type);
}
