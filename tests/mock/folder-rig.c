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
         mapi_spooler_get_n_queued (self->rig.spooler) == 0;
}

static gboolean
is_received (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GDir) dir = g_dir_open (self->in, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL && session_rig_count (&self->rig, 0) == 1;
}

void
folder_rig_try (const char *service, const char *address_type)
{
  g_auto (Fixture) fixture = { 0 };
  const char *const settings[] = { "folder", tap_folder (), NULL };
  g_autofree char  *mail = NULL;

  fixture.in = g_build_filename (tap_folder (), "in", NULL);
  fixture.out = g_build_filename (tap_folder (), "out", NULL);
  g_mkdir (fixture.in, 0700);
  g_mkdir (fixture.out, 0700);
  mail = g_build_filename (fixture.in, "mail.eml", NULL);
  CU_ASSERT_TRUE (g_file_set_contents (mail, "Subject: Coming in\n\nHello.\n", -1, NULL));

  if (!session_rig_begin (&fixture.rig, service) ||
      !session_rig_add (&fixture.rig, service, settings) || !session_rig_start (&fixture.rig))
    return;

  CU_ASSERT_TRUE (
      session_rig_submit (&fixture.rig, "Subject: Going out\n\nHello.\n", address_type, "anybody"));
  CU_ASSERT_TRUE (session_rig_wait (is_sent, &fixture));
  CU_ASSERT_TRUE (session_rig_wait (is_received, &fixture));
}
