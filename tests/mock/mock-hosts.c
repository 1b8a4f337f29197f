/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-hosts.h"

#include <signal.h>
#include <string.h>

static void
add_children (GArray *children, const char *thread)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/children", thread);
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  words = g_strsplit (g_strstrip (text), " ", -1);
  for (char **word = words; *word != NULL && **word != '\0'; word++)
    {
      pid_t pid = (pid_t) g_ascii_strtoll (*word, NULL, 10);

      g_array_append_val (children, pid);
    }
}

static GArray *
list_children (void)
{
  GArray *children = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  const char *thread;

  while ((thread = g_dir_read_name (threads)) != NULL)
    add_children (children, thread);
  return children;
}

guint
mock_hosts_count (void)
{
  g_autoptr (GArray) children = list_children ();

  return children->len;
}

/* `mapi-provider-host FD SERVICE` */
static gboolean
is_of (pid_t pid, const char *service)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/cmdline", (int) pid);
  g_autofree char *text = NULL;
  gsize            size = 0;
  gsize            ending;

  if (!g_file_get_contents (path, &text, &size, NULL))
    return FALSE;
  ending = strlen (service) + 1;
  return size > ending && memcmp (text + size - ending, service, ending) == 0 &&
         text[size - ending - 1] == '\0';
}

gboolean
mock_hosts_kill (const char *service)
{
  g_autoptr (GArray) children = list_children ();
  gboolean killed = FALSE;

  for (guint i = 0; i < children->len; i++)
    {
      pid_t pid = g_array_index (children, pid_t, i);

      killed |= is_of (pid, service) && kill (pid, SIGKILL) == 0;
    }
  return killed;
}
