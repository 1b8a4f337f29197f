/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-peer.h"

typedef struct
{
  const char *key;
  const char *meaning;
} Description;

static const Description addresses[] = {
  [CHECK_DELIVERED] = { "Recipient", "an address that mail can be sent to" },
  [CHECK_REFUSED] = { "Refused", "an address that mail will never be delivered to" },
  [CHECK_LATER] = { "Later", "an address that mail cannot be sent to now" },
  [CHECK_BUSY] = { "Busy", "an address for which SubmitMessage says MAPI_E_BUSY" },
  [CHECK_DECLINED] = { "Declined", "an address for which SubmitMessage says MAPI_E_NOT_ME" },
  [CHECK_UNREACHABLE] = { "Unreachable",
                          "an address for which SubmitMessage says MAPI_E_NETWORK_ERROR" },
  [CHECK_RESTARTED] = { "Restarted", "an address for which EndMessage says END_RESEND_NOW" },
  [CHECK_DEFERRED] = { "Deferred", "an address for which EndMessage says END_DONT_RESEND" },
  [CHECK_CRITICAL] = { "Critical", "an address that brings about a critical error" },
  [CHECK_ENDLESS] = { "Endless", "an address to which sending goes on until it is cancelled" },
  [CHECK_SECTION] = { "Section", "an address to which mail is sent in a critical section" },
  [CHECK_MEMBERS] = { "Members", "a list that mail can be sent to but for one of its members" },
  [CHECK_IDENTITY] = { "Identity", "the address that mail is sent and received for" },
};

static const Description commands[] = {
  [CHECK_PREPARE] = { "Prepare", "a command that makes the world ready" },
  [CHECK_ARRIVE] = { "Arrive", "a command by which the message on standard input arrives" },
  [CHECK_SENT] = { "Sent", "a command that prints all messages that were sent" },
  [CHECK_LINKS] = { "Links", "a command that prints how many connections are open" },
  [CHECK_RELEASE] = { "Release", "a command by which deferred messages may go" },
  [CHECK_RECOVER] = { "Recover", "a command by which what was critical is well again" },
  [CHECK_BREAK] = { "Break", "a command by which mail arrives that brings about a critical error" },
  [CHECK_DIALOG] = { "Dialog", "a command after which logging on needs an answer of the user" },
  [CHECK_NAMES] = { "Names",
                    "a command that prints the header field by which reports name messages" },
  [CHECK_UNUSABLE] = { "Unusable",
                       "a command after which logging on fails, and harms nobody else" },
};

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
  for (guint i = 0; i < CHECK_N_FATES; i++)
    g_free (self->addresses[i]);
  for (guint i = 0; i < CHECK_N_COMMANDS; i++)
    g_free (self->commands[i]);
  g_free (self->arrival);
  g_free (self);
}

static gboolean
set_in (const Description *table, guint n, char **values, const char *key, const char *value)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (table[i].key, key))
      {
        g_free (values[i]);
        values[i] = g_strdup (value);
        return TRUE;
      }
  return FALSE;
}

gboolean
check_peer_set (CheckPeer *self, const char *key, const char *value, GError **error)
{
  gboolean          is_address = set_in (addresses, CHECK_N_FATES, self->addresses, key, value);
  const Description arrival[] = { { "Arrival", NULL } };

  if (is_address && strchr (value, ':') == NULL)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "`%s` is not TYPE:ADDRESS", value);
      return FALSE;
    }
  if (is_address || set_in (arrival, 1, &self->arrival, key, value) ||
      set_in (commands, CHECK_N_COMMANDS, self->commands, key, value))
    return TRUE;

  g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "a peer has no `%s`", key);
  return FALSE;
}

static char *
describe_missing (const Description *description)
{
  return g_strdup_printf ("the peer has no %s: %s", description->key, description->meaning);
}

/* An address that mail can be sent to is made up where there is none. */
char *
check_peer_find_missing (const CheckPeer *self, CheckNeeds needs)
{
  for (guint i = CHECK_DELIVERED + 1; i < CHECK_N_FATES; i++)
    if ((needs & CHECK_NEEDS_PEER (i)) != 0 && self->addresses[i] == NULL)
      return describe_missing (&addresses[i]);
  for (guint i = 0; i < CHECK_N_COMMANDS; i++)
    if ((needs & CHECK_NEEDS_COMMAND (i)) != 0 && self->commands[i] == NULL)
      return describe_missing (&commands[i]);
  return NULL;
}

char *
check_peer_expand (const char *text, const char *home)
{
  g_autoptr (GString) expanded = g_string_new (text);

  g_string_replace (expanded, "@HOME@", home, 0);
  return g_string_free (g_steal_pointer (&expanded), FALSE);
}

/* The data of no bytes is no text yet. */
static char *
to_text (GBytes *bytes)
{
  gsize         size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return size > 0 ? g_strndup (data, size) : g_strdup ("");
}

char *
check_peer_run (const CheckPeer *self,
                CheckCommand     command,
                const char      *home,
                const char      *input,
                GError         **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) given = g_bytes_new (input, input != NULL ? strlen (input) : 0);
  g_autoptr (GBytes) printed = NULL;
  g_autofree char *expanded = NULL;

  if (self->commands[command] == NULL)
    return g_strdup ("");

  expanded = check_peer_expand (self->commands[command], home);
  g_subprocess_launcher_set_cwd (launcher, home);
  process = g_subprocess_launcher_spawn (launcher, error, "/bin/sh", "-c", expanded, NULL);
  if (process == NULL || !g_subprocess_communicate (process, given, NULL, &printed, NULL, error))
    return NULL;
  if (g_subprocess_get_successful (process))
    return to_text (printed);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_CALL_FAILED,
               "the peer's %s failed: %s",
               commands[command].key,
               expanded);
  return NULL;
}
