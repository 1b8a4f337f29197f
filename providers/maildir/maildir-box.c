/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "maildir-box.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE (64 * 1024)

static const char *const folders[] = { "tmp", "new", "cur" };

static gint
code_of_errno (int number)
{
  switch (number)
    {
    case ENOENT:
    case ENOTDIR:
      return MAPI_E_NOT_FOUND;
    case ENOSPC:
    case EDQUOT:
      return MAPI_E_NOT_ENOUGH_DISK;
    case EACCES:
    case EPERM:
    case EROFS:
      return MAPI_E_NO_ACCESS;
    default:
      return MAPI_E_DISK_ERROR;
    }
}

static gboolean
set_error (const char *what, const char *path, GError **error)
{
  int saved = errno;

  g_set_error (error,
               MAPI_ERROR,
               code_of_errno (saved),
               "maildir: cannot %s %s: %s",
               what,
               path,
               g_strerror (saved));
  return FALSE;
}

gboolean
maildir_box_exists (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (path, folders[i], NULL);

      if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
        return FALSE;
    }
  return TRUE;
}

gboolean
maildir_box_create (const char *path, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (path, folders[i], NULL);

      if (g_mkdir_with_parents (folder, 0700) != 0)
        return set_error ("make", folder, error);
    }
  return TRUE;
}

/* A name that no other process on any host gives (https://cr.yp.to/proto/maildir.html). */
static char *
make_name (void)
{
  static gint counter;
  gint64      now = g_get_real_time ();
  g_auto (GStrv) parts = g_strsplit_set (g_get_host_name (), "/:", -1);
  g_autofree char *host = g_strjoinv ("_", parts);

  return g_strdup_printf ("%" G_GINT64_FORMAT ".M%06dP%dQ%d.%s",
                          now / G_USEC_PER_SEC,
                          (int) (now % G_USEC_PER_SEC),
                          (int) getpid (),
                          g_atomic_int_add (&counter, 1),
                          host);
}

/* Delivered-To names the mailbox, as other delivery agents do. */
static gboolean
write_message (
    int fd, const char *address, MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (GOutputStream) file = g_unix_output_stream_new (fd, FALSE);
  g_autoptr (GOutputStream) stream = g_buffered_output_stream_new_sized (file, BUFFER_SIZE);

  return g_output_stream_printf (stream, NULL, cancellable, error, "Delivered-To: %s\n", address) &&
         mapi_mime_write (message, stream, MAPI_MIME_WRITE_DEFAULT, cancellable, error) &&
         g_output_stream_close (stream, cancellable, error);
}

static gboolean
write_file (const char   *path,
            const char   *address,
            MapiMessage  *message,
            GCancellable *cancellable,
            GError      **error)
{
  int      fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean written;

  if (fd < 0)
    return set_error ("make", path, error);

  written = write_message (fd, address, message, cancellable, error);
  if (written && fsync (fd) != 0)
    written = set_error ("write", path, error);
  if (!g_close (fd, written ? error : NULL) && written)
    return FALSE;
  return written;
}

static gboolean
sync_folder (const char *path, GError **error)
{
  int      fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (!synced)
    set_error ("write", path, error);
  if (fd >= 0)
    close (fd);
  return synced;
}

gboolean
maildir_box_deliver (const char   *path,
                     const char   *address,
                     MapiMessage  *message,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autofree char *name = make_name ();
  g_autofree char *partial = g_build_filename (path, "tmp", name, NULL);
  g_autofree char *folder = g_build_filename (path, "new", NULL);
  g_autofree char *whole = g_build_filename (folder, name, NULL);
  gboolean         delivered = write_file (partial, address, message, cancellable, error);

  if (delivered && g_rename (partial, whole) != 0)
    delivered = set_error ("make", whole, error);
  if (!delivered)
    {
      g_unlink (partial);
      return FALSE;
    }
  return sync_folder (folder, error);
}

/* The names begin with the time of delivery. */
static gint
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (a, b);
}

GQueue *
maildir_box_list_new (const char *path, GError **error)
{
  g_autofree char *folder = g_build_filename (path, "new", NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &local);
  GQueue     *names;
  const char *name;

  if (dir == NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? MAPI_E_NOT_FOUND
                                                                             : MAPI_E_NO_ACCESS,
                   "maildir: cannot read %s: %s",
                   folder,
                   local->message);
      return NULL;
    }

  names = g_queue_new ();
  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.')
      g_queue_push_tail (names, g_strdup (name));
  g_queue_sort (names, compare_names, NULL);
  return names;
}

gboolean
maildir_box_take (const char *path, const char *name, gboolean delete, GError **error)
{
  g_autofree char *source = g_build_filename (path, "new", name, NULL);
  const char      *flags = strstr (name, ":2,") != NULL ? "" : ":2,";
  g_autofree char *taken = g_strconcat (name, flags, NULL);
  g_autofree char *target = g_build_filename (path, "cur", taken, NULL);

  if ((delete ? g_unlink (source) : g_rename (source, target)) == 0)
    return TRUE;
  return set_error (delete ? "delete" : "move", source, error);
}
