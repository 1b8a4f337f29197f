/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "maildir-inbox.h"

#include "maildir-box.h"
#include "maildir-raw.h"

struct _MaildirInbox
{
  const MaildirSettings *settings;
  GFileMonitor          *monitor;
  MaildirArrived         arrived;
  gpointer               data;

  GQueue     *waiting; /* names in new, oldest first */
  GHashTable *stuck;   /* names that were saved, or cannot be read, and cannot be moved away */
};

static void
on_changed (
    GFileMonitor *monitor, GFile *file, GFile *other_file, GFileMonitorEvent event, gpointer data)
{
  MaildirInbox *self = data;

  if (event == G_FILE_MONITOR_EVENT_CREATED || event == G_FILE_MONITOR_EVENT_MOVED_IN ||
      event == G_FILE_MONITOR_EVENT_RENAMED)
    self->arrived (self->data);
}

/* Without a monitor, as on some network file systems, there is still Poll. */
static void
watch (MaildirInbox *self)
{
  g_autofree char *folder = g_build_filename (self->settings->path, "new", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GError) error = NULL;

  self->monitor = g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);
  if (self->monitor == NULL)
    g_debug ("maildir: cannot watch %s: %s", folder, error->message);
  else
    g_signal_connect (self->monitor, "changed", G_CALLBACK (on_changed), self);
}

MaildirInbox *
maildir_inbox_open (const MaildirSettings *settings,
                    MaildirArrived         arrived,
                    gpointer               data,
                    GError               **error)
{
  g_autoptr (MaildirInbox) self = g_new0 (MaildirInbox, 1);
  gboolean found;

  self->settings = settings;
  self->arrived = arrived;
  self->data = data;
  self->waiting = g_queue_new ();
  self->stuck = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!maildir_inbox_look (self, &found, error))
    return NULL;

  watch (self);
  return g_steal_pointer (&self);
}

void
maildir_inbox_free (MaildirInbox *self)
{
  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
      g_object_unref (self->monitor);
    }
  g_queue_free_full (self->waiting, g_free);
  g_hash_table_unref (self->stuck);
  g_free (self);
}

/* Reads the folder once for all the messages it has, not once for each. */
gboolean
maildir_inbox_look (MaildirInbox *self, gboolean *found, GError **error)
{
  GQueue *names;
  char   *name;

  if (g_queue_is_empty (self->waiting))
    {
      names = maildir_box_list_new (self->settings->path, error);
      if (names == NULL)
        return FALSE;

      while ((name = g_queue_pop_head (names)) != NULL)
        if (g_hash_table_contains (self->stuck, name))
          g_free (name);
        else
          g_queue_push_tail (self->waiting, name);
      g_queue_free (names);
    }

  *found = !g_queue_is_empty (self->waiting);
  return TRUE;
}

/* When it came, and to whom (R540 to R545). */
static gboolean
stamp (MaildirInbox *self,
       MapiMessage  *message,
       GFile        *file,
       GCancellable *cancellable,
       GError      **error)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_TIME_MODIFIED, 0, cancellable, NULL);
  gint64 seconds = g_get_real_time () / G_USEC_PER_SEC;

  if (info != NULL)
    seconds = (gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED);
  return mapi_message_stamp_received (message,
                                      "SMTP",
                                      self->settings->address,
                                      seconds * G_USEC_PER_SEC,
                                      MAPI_MSGFLAG_ORIGIN_INTERNET,
                                      cancellable,
                                      error);
}

static gboolean
read_file (MapiMessage *message, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GError) local = NULL;

  if (stream == NULL)
    return FALSE;
  if (mapi_mime_read (
          message, G_INPUT_STREAM (stream), MAPI_MIME_READ_DEFAULT, cancellable, &local))
    return TRUE;
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return maildir_raw_read (message, file, local->message, cancellable, error);
}

static void
put_aside (MaildirInbox *self, const char *name, const char *why)
{
  g_warning ("maildir: %s/new/%s is left where it is: %s", self->settings->path, name, why);
  g_hash_table_add (self->stuck, g_strdup (name));
}

/* A file that somebody else took is no error, and one that cannot be opened stops no other. */
static gboolean
is_readable (MaildirInbox *self, GFile *file, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);

  if (stream == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    put_aside (self, name, error->message);
  return stream != NULL;
}

static char *
find_next (MaildirInbox *self)
{
  char *name;

  while ((name = g_queue_pop_head (self->waiting)) != NULL)
    {
      g_autoptr (GFile) file = g_file_new_build_filename (self->settings->path, "new", name, NULL);

      if (is_readable (self, file, name))
        return name;
      g_free (name);
    }
  return NULL;
}

gboolean
maildir_inbox_receive (MaildirInbox *self,
                       MapiMessage  *message,
                       GCancellable *cancellable,
                       GError      **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) local = NULL;
  gboolean found;

  if (!maildir_inbox_look (self, &found, error))
    return FALSE;
  name = find_next (self);
  if (name == NULL)
    return TRUE;

  file = g_file_new_build_filename (self->settings->path, "new", name, NULL);
  if (!read_file (message, file, cancellable, error) ||
      !stamp (self, message, file, cancellable, error) ||
      !mapi_prop_save_changes (MAPI_PROP (message), 0, cancellable, error))
    {
      g_queue_push_head (self->waiting, g_steal_pointer (&name));
      return FALSE;
    }

  if (!maildir_box_take (self->settings->path, name, self->settings->delete_taken, &local))
    put_aside (self, name, local->message);
  return TRUE;
}
