/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "kill-world.h"

#include "kill-clock.h"
#include "kill-ledger.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROFILE "kill"

/* A net for what hangs. */
#define PATIENCE_SECONDS 300

/* How often the process looks whether all is done, in milliseconds. */
#define LOOK 2

/* How many looks are between those that look for messages which are set aside: the spooler counts
 * the end of the process before only when it starts. */
#define RARELY 32

/* By how many seconds a clock that jumps is wrong at most. */
#define MOST_WRONG 3600

static void
went_well (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

/* Pairs of settings and values, NULL at the end. */
static void
add_service (MapiProfile *profile, const char *service, const char *const *settings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) uid = mapi_profile_add_service (profile, service, NULL, &error);

  went_well (error);
  for (; settings[0] != NULL; settings += 2)
    mapi_profile_configure_service (profile, uid, settings[0], settings[1], &error);
  went_well (error);
}

static const char *
word_of (gboolean value)
{
  return value ? "true" : "false";
}

static void
add_transport (KillWorld *self, MapiProfile *profile, guint i)
{
  const KillCell  *cell = self->cell;
  g_autofree char *type = g_strdup_printf ("K%u", i);
  g_autofree char *connections = g_strdup_printf ("%u", cell->n_connections);
  const char      *settings[] = { "folder",      self->folder,
                                  "type",        type,
                                  "connections", connections,
                                  "moody",       word_of (cell->moody),
                                  "preprocess",  word_of (cell->preprocess),
                                  "receives",    word_of (cell->receives),
                                  NULL };

  add_service (profile, "kill-transport", settings);
}

static void
set_up (KillWorld *self)
{
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProfile) profile = NULL;

  mapi_profiles_delete (admin, PROFILE, NULL);
  profile = mapi_profiles_create (admin, PROFILE, &error);
  went_well (error);
  for (guint i = 0; i < self->cell->n_stores; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/store-%u.db", self->folder, i);
      const char      *settings[] = { "path", path, NULL };

      add_service (profile, "sqlite", settings);
    }
  for (guint i = 0; i < self->cell->n_transports; i++)
    add_transport (self, profile, i);
}

/* One process: a session, its stores, and the spooler. */
typedef struct
{
  KillWorld   *world;
  guint        first; /* the number of its first message */
  guint        n_messages;
  MapiSession *session;
  GPtrArray   *stores;
  MapiSpooler *spooler;
  GMainLoop   *loop;
  guint        n_looks;
  gint         submitted; /* all of them; atomic */
} Life;

static GPtrArray *
list_store_ids (MapiSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = mapi_session_get_msg_stores_table (session, 0, NULL, &error);
  g_autoptr (MapiRowSet) rows = NULL;
  GPtrArray *ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  went_well (error);
  rows = mapi_table_query_rows (table, 100, 0, NULL, &error);
  went_well (error);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (ids, mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID));
    }
  return ids;
}

static void
log_on (Life *life)
{
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProfile) profile = mapi_profiles_open (admin, PROFILE, &error);
  g_autoptr (GPtrArray) ids = NULL;

  went_well (error);
  life->session = mapi_session_logon_profile (profile, 0, NULL, &error);
  went_well (error);
  life->stores = g_ptr_array_new_with_free_func (g_object_unref);
  ids = list_store_ids (life->session);
  for (guint i = 0; i < ids->len; i++)
    {
      g_ptr_array_add (
          life->stores,
          mapi_session_open_msg_store (
              life->session, g_ptr_array_index (ids, i), MAPI_MDB_WRITE, NULL, &error));
      went_well (error);
    }
}

static MapiFolder *
open_folder (MapiMsgStore *store, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  MapiProp *folder;

  if (tag == 0)
    entry_id = mapi_msg_store_get_receive_folder (store, NULL, 0, NULL, NULL, &error);
  else
    {
      props = mapi_prop_get_props (MAPI_PROP (store), tags, 0, NULL, NULL, &error);
      went_well (error);
      entry_id = mapi_prop_list_get_bytes (props, tag);
    }
  went_well (error);
  folder = mapi_msg_store_open_entry (store, entry_id, NULL, MAPI_MODIFY, NULL, &error);
  went_well (error);
  return MAPI_FOLDER (folder);
}

guint
kill_world_count_recipients (const KillCell *cell)
{
  return 2 * cell->n_transports;
}

static MapiRowSet *
make_recipients (const KillCell *cell)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < kill_world_count_recipients (cell); i++)
    {
      g_autofree char *type = g_strdup_printf ("K%u", i / 2);
      g_autofree char *address = g_strdup_printf ("r%u", i);

      g_ptr_array_add (rows, mapi_recipient_new (MAPI_TO, address, type, address));
    }
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiPropList *
make_props (const KillCell *cell, MapiMsgStore *store, const char *subject)
{
  const guint32 tag = MAPI_PR_IPM_SENTMAIL_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) folders =
      mapi_prop_get_props (MAPI_PROP (store), tags, 0, NULL, NULL, &error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) sent = NULL;

  went_well (error);
  sent = mapi_prop_list_get_bytes (folders, tag);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, subject);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, "Nothing is lost.");
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_SENTMAIL_ENTRYID, sent);
  if (cell->deferred)
    mapi_prop_list_builder_add_systime (
        builder,
        MAPI_PR_DEFERRED_SEND_TIME,
        mapi_filetime_from_unix_usec (g_get_real_time () + 5 * G_USEC_PER_SEC));
  return mapi_prop_list_builder_end (builder);
}

static void
submit (Life *life, MapiMsgStore *store, const char *subject)
{
  const KillCell *cell = life->world->cell;
  const char     *folder = life->world->folder;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) outbox = open_folder (store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  g_autoptr (MapiMessage) message = mapi_folder_create_message (outbox, NULL, 0, NULL, &error);
  g_autoptr (MapiRowSet) recipients = make_recipients (cell);
  g_autoptr (MapiPropList) props = make_props (cell, store, subject);

  went_well (error);
  kill_ledger_add (folder, KILL_LEDGER_SUBMITTED, "began %s", subject);
  if (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error) &&
      mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, &error))
    mapi_message_submit_message (message, 0, NULL, &error);
  went_well (error);
  kill_ledger_add (folder, KILL_LEDGER_SUBMITTED, "done %s", subject);
}

/* A message for the transport to fetch: whole, or not there. */
static void
drop (KillWorld *world, const char *subject)
{
  g_autofree char *path = g_build_filename (world->folder, "in", subject, NULL);
  g_autofree char *made = g_build_filename (world->folder, subject, NULL);

  g_file_set_contents_full (made, subject, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
  g_rename (made, path);
  kill_ledger_add (world->folder, KILL_LEDGER_DROPPED, "done %s", subject);
}

static gpointer
client_thread (gpointer data)
{
  Life *life = data;

  for (guint i = life->first; i < life->first + life->n_messages; i++)
    {
      g_autofree char *subject = g_strdup_printf ("m%u", i);

      if (life->world->cell->receives)
        drop (life->world, subject);
      submit (life, g_ptr_array_index (life->stores, i % life->stores->len), subject);
    }
  g_atomic_int_set (&life->submitted, 1);
  return NULL;
}

static MapiRowSet *
list_rows (MapiTable *table)
{
  static const guint32 tags[] = { MAPI_PR_SUBJECT, MAPI_PR_COMMENT, MAPI_PR_ENTRYID };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (GError) error = NULL;
  MapiRowSet *rows = NULL;

  if (mapi_table_set_columns (table, columns, 0, NULL, &error))
    rows = mapi_table_query_rows (table, 1000000, 0, NULL, &error);
  went_well (error);
  return rows;
}

static MapiRowSet *
list_queue (MapiMsgStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) queue = mapi_msg_store_get_outgoing_queue (store, 0, NULL, &error);

  went_well (error);
  return list_rows (queue);
}

/* A message that was there at three ends in a row is set aside. Here somebody always has it tried
 * again. */
static void
retry_set_aside (MapiRowSet *rows)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autofree char *reason = mapi_spooler_find_set_aside (PROFILE, entry_id);
      g_autoptr (GError) error = NULL;

      if (reason != NULL)
        mapi_spooler_retry_message (PROFILE, entry_id, &error);
      went_well (error);
    }
}

static void
retry_all_set_aside (Life *life)
{
  for (guint i = 0; i < life->stores->len; i++)
    {
      g_autoptr (MapiRowSet) rows = list_queue (g_ptr_array_index (life->stores, i));

      retry_set_aside (rows);
    }
}

static gboolean
has_incoming (KillWorld *world)
{
  g_autofree char *path = g_build_filename (world->folder, "in", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) != NULL;
}

static gboolean
is_done (Life *life)
{
  if (!g_atomic_int_get (&life->submitted) ||
      (life->world->cell->receives && has_incoming (life->world)))
    return FALSE;
  for (guint i = 0; i < life->stores->len; i++)
    {
      g_autoptr (MapiRowSet) rows = list_queue (g_ptr_array_index (life->stores, i));

      if (mapi_row_set_get_size (rows) > 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
on_look (gpointer data)
{
  Life *life = data;

  if (++life->n_looks % RARELY == 0)
    retry_all_set_aside (life);
  if (!is_done (life))
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (life->loop);
  return G_SOURCE_REMOVE;
}

static void
start_spooler (Life *life)
{
  g_autoptr (MapiSpoolerHost) host = mapi_spooler_session_host_new (life->session);
  gint wrong = life->world->cell->jumps ? g_random_int_range (-MOST_WRONG, MOST_WRONG) : 0;
  g_autoptr (MapiSpoolerClock) clock = kill_clock_new (wrong);
  g_autoptr (GError) error = NULL;

  life->spooler = mapi_spooler_new (host, clock);
  g_object_set (life->spooler, "delay-warning", 0, "retry-delay-max", 20, NULL);
  mapi_spooler_start (life->spooler, NULL, &error);
  went_well (error);
}

static void
live (KillWorld *world, guint first, guint n_messages)
{
  Life life = { .world = world, .first = first, .n_messages = n_messages };

  log_on (&life);
  life.loop = g_main_loop_new (NULL, FALSE);
  start_spooler (&life);
  g_thread_unref (g_thread_new ("client", client_thread, &life));
  g_timeout_add (LOOK, on_look, &life);
  g_main_loop_run (life.loop);
}

static void
write_row (KillWorld *world, const char *where, guint store, MapiPropList *row)
{
  const char *life = mapi_prop_list_get_string (row, MAPI_PR_COMMENT);
  const char *subject = mapi_prop_list_get_string (row, MAPI_PR_SUBJECT);

  kill_ledger_add (world->folder,
                   KILL_LEDGER_STORED,
                   "%s %u %s %s",
                   where,
                   store,
                   life != NULL ? life : "-",
                   subject != NULL ? subject : "-");
}

static void
write_rows (KillWorld *world, const char *where, guint store, MapiRowSet *rows)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      write_row (world, where, store, row);
    }
}

static void
write_folder (KillWorld *world, const char *where, guint number, MapiMsgStore *store, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder = open_folder (store, tag);
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, &error);
  g_autoptr (MapiRowSet) rows = NULL;

  went_well (error);
  rows = list_rows (table);
  write_rows (world, where, number, rows);
}

static void
write_stores (KillWorld *world)
{
  Life life = { .world = world };

  log_on (&life);
  for (guint i = 0; i < life.stores->len; i++)
    {
      MapiMsgStore *store = g_ptr_array_index (life.stores, i);
      g_autoptr (MapiRowSet) queue = list_queue (store);

      write_rows (world, "queue", i, queue);
      write_folder (world, "inbox", i, store, 0);
      write_folder (world, "sent-items", i, store, MAPI_PR_IPM_SENTMAIL_ENTRYID);
      write_folder (world, "outbox", i, store, MAPI_PR_IPM_OUTBOX_ENTRYID);
    }
}

/* 0 in the process that is new. */
static int
begin_process (void)
{
  int pid;

  fflush (stdout);
  pid = fork ();
  if (pid == 0)
    alarm (PATIENCE_SECONDS);
  g_assert (pid >= 0);
  return pid;
}

int
kill_world_wait (int pid)
{
  int status = 0;

  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  if (WIFSIGNALED (status))
    return WTERMSIG (status);
  return WEXITSTATUS (status) == 0 ? 0 : SIGABRT;
}

/* Our transport is nobody else's. */
static void
find_transport (void)
{
  const char      *path = g_getenv ("MAPI_SERVICE_PATH");
  g_autofree char *own = g_build_filename (g_getenv ("MAPI_BUILD_ROOT"), "tests", "kill", NULL);
  g_autofree char *both = g_strjoin (":", own, path, NULL);

  if (!g_str_has_prefix (path, own))
    g_setenv ("MAPI_SERVICE_PATH", both, TRUE);
}

void
kill_world_init (KillWorld *self, const KillCell *cell, const char *folder)
{
  g_autofree char *in = NULL;
  int              pid;

  *self = (KillWorld){ .cell = cell, .folder = g_build_filename (folder, cell->name, NULL) };
  find_transport ();
  in = g_build_filename (self->folder, "in", NULL);
  g_mkdir_with_parents (in, 0700);
  pid = begin_process ();
  if (pid == 0)
    {
      set_up (self);
      _exit (0);
    }
  g_assert (kill_world_wait (pid) == 0);
}

void
kill_world_clear (KillWorld *self)
{
  g_free (self->folder);
}

int
kill_world_start (KillWorld *self, KillBoard *board, guint n_messages)
{
  g_autofree char *number = g_strdup_printf ("%u", ++self->n_lives);
  guint            first = self->n_submits;
  int              pid;

  self->n_submits += n_messages;
  pid = begin_process ();
  if (pid != 0)
    return pid;

  g_setenv (KILL_LIFE, number, TRUE);
  kill_board_take (board);
  live (self, first, n_messages);
  _exit (0);
}

void
kill_world_list (KillWorld *self)
{
  int pid = begin_process ();

  if (pid == 0)
    {
      write_stores (self);
      _exit (0);
    }
  g_assert (kill_world_wait (pid) == 0);
}
