/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* ideal_spooler FOLDER SINK_PORT SIZE SUBMITTERS COUNT [PARALLEL]
 *
 * What the machine allows: submit durably and deliver, with no layer of objects between. SQLite in
 * WAL mode with one writer that commits whatever has gathered, and libcurl with PARALLEL kept
 * connections (default 10). SUBMITTERS threads submit one message at a time, each waiting till its
 * own is durable. A message is read back from the store, sent, and then moved out of the queue in a
 * commit shared with whatever else waits. Speaks the protocol of mta_bench.py. */

#include <curl/curl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_RETRIES 3

typedef enum
{
  OP_SUBMIT,
  OP_FINISH
} OpKind;

typedef struct
{
  OpKind kind;
  gint64 id;
  GCond  done_cond;
  bool   done;
} Op;

typedef struct
{
  CURL  *easy;
  gint64 id;
  char  *data;
  size_t length;
  size_t offset;
  guint  retries;
} Transfer;

static char  *database_path;
static char  *message;
static size_t message_length;
static guint  n_messages;

static GMutex lock;
static GCond  wake;
static GQueue pending = G_QUEUE_INIT;  /* Op, under lock */
static GQueue outgoing = G_QUEUE_INIT; /* ids that are durable, under lock */
static guint  n_finished;              /* under lock */
static bool   stopping;                /* under lock */
static guint  n_accepted;              /* under lock */
static gint   next_id;                 /* atomic */
static CURLM *multi;

static void
fail (const char *what, const char *why)
{
  fprintf (stderr, "ideal_spooler: %s: %s\n", what, why);
  exit (EXIT_FAILURE);
}

static void
say (const char *word)
{
  puts (word);
  fflush (stdout);
}

static void
execute (sqlite3 *database, const char *sql)
{
  if (sqlite3_exec (database, sql, NULL, NULL, NULL) != SQLITE_OK)
    fail (sql, sqlite3_errmsg (database));
}

static sqlite3_stmt *
prepare (sqlite3 *database, const char *sql)
{
  sqlite3_stmt *statement;

  if (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL) != SQLITE_OK)
    fail (sql, sqlite3_errmsg (database));

  return statement;
}

static void
run (sqlite3_stmt *statement, gint64 id)
{
  sqlite3_bind_int64 (statement, 1, id);
  if (sqlite3_step (statement) != SQLITE_DONE)
    fail ("write", sqlite3_errmsg (sqlite3_db_handle (statement)));
  sqlite3_reset (statement);
}

static sqlite3 *
open_database (void)
{
  sqlite3 *database;

  if (sqlite3_open (database_path, &database) != SQLITE_OK)
    fail (database_path, sqlite3_errmsg (database));
  sqlite3_busy_timeout (database, 10000);
  execute (database, "PRAGMA journal_mode = WAL");
  execute (database, "PRAGMA synchronous = FULL");

  return database;
}

static void
remove_database (void)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (database_path, endings[i], NULL);

      g_unlink (path);
    }
}

static void
create_tables (sqlite3 *database)
{
  execute (database,
           "CREATE TABLE message (id INTEGER PRIMARY KEY, folder INT, date INT, subject TEXT,"
           " sender TEXT, flags INT, size INT, content BLOB);"
           "CREATE INDEX message_folder ON message (folder, date);"
           "CREATE TABLE queue (id INTEGER PRIMARY KEY, state INT, due INT);"
           "CREATE INDEX queue_state ON queue (state, due)");
}

/* The writer: what has gathered since the last commit goes into the next one. */

typedef struct
{
  sqlite3      *database;
  sqlite3_stmt *insert;
  sqlite3_stmt *enqueue;
  sqlite3_stmt *dequeue;
  sqlite3_stmt *move;
} Writer;

static void
writer_open (Writer *self)
{
  self->database = open_database ();
  self->insert = prepare (self->database,
                          "INSERT INTO message VALUES (?, 1, 1700000000, 'Subject of the test',"
                          " 'a@perf.invalid', 1, 2048, ?)");
  self->enqueue = prepare (self->database, "INSERT INTO queue VALUES (?, 0, 0)");
  self->dequeue = prepare (self->database, "DELETE FROM queue WHERE id = ?");
  self->move = prepare (self->database, "UPDATE message SET folder = 2 WHERE id = ?");
}

static void
writer_close (Writer *self)
{
  sqlite3_finalize (self->insert);
  sqlite3_finalize (self->enqueue);
  sqlite3_finalize (self->dequeue);
  sqlite3_finalize (self->move);
  sqlite3_close (self->database);
}

static void
writer_apply (gpointer data, gpointer user_data)
{
  Op     *op = data;
  Writer *self = user_data;

  if (op->kind == OP_SUBMIT)
    {
      sqlite3_bind_blob64 (self->insert, 2, message, message_length, SQLITE_STATIC);
      run (self->insert, op->id);
      run (self->enqueue, op->id);
    }
  else
    {
      run (self->dequeue, op->id);
      run (self->move, op->id);
    }
}

/* A submitter owns its operation and waits for it; one that finishes belongs to nobody any more. */
static void
announce (gpointer data, gpointer user_data)
{
  Op *op = data;

  if (op->kind == OP_SUBMIT)
    {
      g_queue_push_tail (&outgoing, GSIZE_TO_POINTER (op->id));
      op->done = true;
      g_cond_signal (&op->done_cond);
    }
  else
    {
      n_finished++;
      g_free (op);
    }
}

static gboolean
take_pending (GQueue *batch)
{
  g_mutex_lock (&lock);
  while (g_queue_is_empty (&pending) && !stopping)
    g_cond_wait (&wake, &lock);
  *batch = pending;
  g_queue_init (&pending);
  g_mutex_unlock (&lock);

  return !g_queue_is_empty (batch);
}

static gpointer
write_all (gpointer data)
{
  Writer writer;
  GQueue batch;
  bool   is_news;

  writer_open (&writer);
  while (take_pending (&batch))
    {
      execute (writer.database, "BEGIN IMMEDIATE");
      g_queue_foreach (&batch, writer_apply, &writer);
      execute (writer.database, "COMMIT");

      g_mutex_lock (&lock);
      g_queue_foreach (&batch, announce, NULL);
      is_news = !g_queue_is_empty (&outgoing) || n_finished == n_messages;
      g_mutex_unlock (&lock);
      g_queue_clear (&batch);
      if (is_news)
        curl_multi_wakeup (multi);
    }
  writer_close (&writer);

  return NULL;
}

static gpointer
submit_some (gpointer data)
{
  gint64 id;

  while ((id = g_atomic_int_add (&next_id, 1)) <= n_messages)
    {
      Op op = { .kind = OP_SUBMIT, .id = id };

      g_cond_init (&op.done_cond);
      g_mutex_lock (&lock);
      g_queue_push_tail (&pending, &op);
      g_cond_signal (&wake);
      while (!op.done)
        g_cond_wait (&op.done_cond, &lock);
      if (++n_accepted == n_messages)
        say ("accepted");
      g_mutex_unlock (&lock);
      g_cond_clear (&op.done_cond);
    }

  return NULL;
}

/* Sending */

static size_t
read_content (char *buffer, size_t size, size_t n, void *user_data)
{
  Transfer *transfer = user_data;
  size_t    length = MIN (size * n, transfer->length - transfer->offset);

  memcpy (buffer, transfer->data + transfer->offset, length);
  transfer->offset += length;
  return length;
}

static void
transfer_init (Transfer *self, const char *url, struct curl_slist *recipients)
{
  self->easy = curl_easy_init ();
  curl_easy_setopt (self->easy, CURLOPT_URL, url);
  curl_easy_setopt (self->easy, CURLOPT_MAIL_FROM, "<a@perf.invalid>");
  curl_easy_setopt (self->easy, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (self->easy, CURLOPT_READFUNCTION, read_content);
  curl_easy_setopt (self->easy, CURLOPT_READDATA, self);
  curl_easy_setopt (self->easy, CURLOPT_PRIVATE, self);
  curl_easy_setopt (self->easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (self->easy, CURLOPT_NOSIGNAL, 1L);
  if (message_length > 100000)
    curl_easy_setopt (self->easy, CURLOPT_UPLOAD_BUFFERSIZE, 524288L);
}

static void
transfer_start (Transfer *self, gint64 id, sqlite3_stmt *fetch)
{
  sqlite3_bind_int64 (fetch, 1, id);
  if (sqlite3_step (fetch) != SQLITE_ROW)
    fail ("read back", "the message is lost");

  self->id = id;
  self->retries = 0;
  self->offset = 0;
  self->length = sqlite3_column_bytes (fetch, 0);
  self->data = g_realloc (self->data, self->length);
  memcpy (self->data, sqlite3_column_blob (fetch, 0), self->length);
  sqlite3_reset (fetch);

  curl_easy_setopt (self->easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t) self->length);
  curl_multi_add_handle (multi, self->easy);
}

/* Answers whether the transfer is free again. */
static bool
transfer_end (Transfer *self, CURLcode result)
{
  Op *op;

  curl_multi_remove_handle (multi, self->easy);
  if (result != CURLE_OK)
    {
      if (self->retries++ == MAX_RETRIES)
        fail ("send", curl_easy_strerror (result));
      self->offset = 0;
      curl_multi_add_handle (multi, self->easy);
      return false;
    }

  op = g_new0 (Op, 1);
  op->kind = OP_FINISH;
  op->id = self->id;
  g_mutex_lock (&lock);
  g_queue_push_tail (&pending, op);
  g_cond_signal (&wake);
  g_mutex_unlock (&lock);
  return true;
}

static void
collect_ended (GQueue *free_transfers)
{
  CURLMsg *news;
  int      n_left;

  while ((news = curl_multi_info_read (multi, &n_left)) != NULL)
    {
      Transfer *transfer;

      if (news->msg != CURLMSG_DONE)
        continue;
      curl_easy_getinfo (news->easy_handle, CURLINFO_PRIVATE, (char **) &transfer);
      if (transfer_end (transfer, news->data.result))
        g_queue_push_tail (free_transfers, transfer);
    }
}

/* The next message to send, or 0; whether all are finished. */
static gint64
next_outgoing (bool *finished)
{
  gint64 id;

  g_mutex_lock (&lock);
  *finished = n_finished == n_messages;
  id = GPOINTER_TO_SIZE (g_queue_pop_head (&outgoing));
  g_mutex_unlock (&lock);

  return id;
}

static void
send_all (sqlite3 *database, GQueue *free_transfers)
{
  sqlite3_stmt *fetch = prepare (database, "SELECT content FROM message WHERE id = ?");
  bool          finished = false;

  while (!finished)
    {
      int    n_running;
      gint64 id;

      while (!g_queue_is_empty (free_transfers) && (id = next_outgoing (&finished)) != 0)
        transfer_start (g_queue_pop_tail (free_transfers), id, fetch);
      curl_multi_perform (multi, &n_running);
      collect_ended (free_transfers);
      if (!finished)
        curl_multi_poll (multi, NULL, 0, 1000, NULL);
    }
  sqlite3_finalize (fetch);
}

static void
make_message (size_t size)
{
  GString *text = g_string_new ("From: a@perf.invalid\r\nTo: b@perf.invalid\r\nSubject: t\r\n\r\n");

  while (text->len < size)
    g_string_append (text, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n");
  message_length = text->len;
  message = g_string_free (text, FALSE);
}

static void
wait_for_go (void)
{
  char line[16];

  say ("ready");
  if (fgets (line, sizeof line, stdin) == NULL)
    fail ("standard input", "closed");
}

int
main (int argc, char **argv)
{
  guint                n_submitters = argc > 5 ? atoi (argv[4]) : 0;
  guint                n_parallel = argc > 6 ? atoi (argv[6]) : 10;
  g_autofree char     *url = NULL;
  g_autofree Transfer *transfers = g_new0 (Transfer, n_parallel);
  GQueue               free_transfers = G_QUEUE_INIT;
  struct curl_slist   *recipients = curl_slist_append (NULL, "<b@perf.invalid>");
  GThread             *writer;
  GThread            **submitters = g_new0 (GThread *, n_submitters);
  sqlite3             *database;

  if (argc < 6)
    fail ("usage", "FOLDER SINK_PORT SIZE SUBMITTERS COUNT [PARALLEL]");

  database_path = g_build_filename (argv[1], "ideal.db", NULL);
  url = g_strdup_printf ("smtp://127.0.0.1:%s/perf.invalid", argv[2]);
  make_message (strtoul (argv[3], NULL, 10));
  n_messages = atoi (argv[5]);
  remove_database ();
  database = open_database ();
  create_tables (database);
  curl_global_init (CURL_GLOBAL_ALL);
  multi = curl_multi_init ();
  curl_multi_setopt (multi, CURLMOPT_MAXCONNECTS, (long) n_parallel);
  for (guint i = 0; i < n_parallel; i++)
    {
      transfer_init (&transfers[i], url, recipients);
      g_queue_push_tail (&free_transfers, &transfers[i]);
    }

  wait_for_go ();
  g_atomic_int_set (&next_id, 1);
  writer = g_thread_new ("writer", write_all, NULL);
  for (guint i = 0; i < n_submitters; i++)
    submitters[i] = g_thread_new ("submitter", submit_some, NULL);
  send_all (database, &free_transfers);
  say ("finished");

  g_mutex_lock (&lock);
  stopping = true;
  g_cond_signal (&wake);
  g_mutex_unlock (&lock);
  g_thread_join (writer);
  for (guint i = 0; i < n_submitters; i++)
    g_thread_join (submitters[i]);
  sqlite3_close (database);
  remove_database ();
  return EXIT_SUCCESS;
}
