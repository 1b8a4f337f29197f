/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-peer.h"

CheckPeer *
check_peer_new (void)
{
  CheckPeer *self = g_new0 (CheckPeer, 1);

  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
check_peer_free (CheckPeer *self)
{
  g_hash_table_unref (self->settings);
  g_free (self->recipient);
  g_free (self->refused);
  g_free (self->later);
  g_free (self->prepare);
  g_free (self->arrive);
  g_free (self->sent);
  g_free (self);
}

static char **
find_member (CheckPeer *self, const char *key)
{
  const struct
  {
    const char *key;
    char      **member;
  } members[] = {
    { "Recipient", &self->recipient }, { "Refused", &self->refused }, { "Later", &self->later },
    { "Prepare", &self->prepare },     { "Arrive", &self->arrive },   { "Sent", &self->sent },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_ascii_strcasecmp (members[i].key, key) == 0)
      return members[i].member;
  return NULL;
}

gboolean
check_peer_set (CheckPeer *self, const char *key, const char *value, GError **error)
{
  char **member = find_member (self, key);

  if (member == NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_INVALID_PARAMETER,
                   "a peer has no `%s`; it has Recipient, Refused, Later, Prepare, Arrive, Sent",
                   key);
      return FALSE;
    }
  g_free (*member);
  *member = g_strdup (value);
  return TRUE;
}

const char *
check_peer_find_missing (const CheckPeer *self, CheckNeeds needs)
{
  if ((needs & CHECK_NEEDS_REFUSED) != 0 && self->refused == NULL)
    return "the peer has no Refused: a recipient that will never be delivered to";
  if ((needs & CHECK_NEEDS_LATER) != 0 && self->later == NULL)
    return "the peer has no Later: a recipient that cannot be delivered to now";
  if ((needs & CHECK_NEEDS_ARRIVE) != 0 && self->arrive == NULL)
    return "the peer has no Arrive: a command by which mail arrives";
  if ((needs & CHECK_NEEDS_SENT) != 0 && self->sent == NULL)
    return "the peer has no Sent: a command that prints what was sent";
  return NULL;
}

char *
check_peer_expand (const char *text, const char *home)
{
  g_autoptr (GString) expanded = g_string_new (text);

  g_string_replace (expanded, "@HOME@", home, 0);
  return g_string_free (g_steal_pointer (&expanded), FALSE);
}

char *
check_peer_run (const char *command, const char *home, const char *input, GError **error)
{
  g_autofree char *expanded = check_peer_expand (command, home);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;

  g_subprocess_launcher_set_cwd (launcher, home);
  process = g_subprocess_launcher_spawn (launcher, error, "/bin/sh", "-c", expanded, NULL);
  if (process == NULL ||
      !g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, error))
    return NULL;
  if (g_subprocess_get_successful (process))
    return g_steal_pointer (&output);

  g_set_error (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "the peer's command failed: %s", expanded);
  return NULL;
}
