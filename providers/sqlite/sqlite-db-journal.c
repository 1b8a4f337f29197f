/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-journal.h"

/* How many entries another process may lag behind; the eldest go now and then, many at once, so
 * that hardly any change writes to the page they lie on. */
#define KEPT 4096
#define CLEAN_EVERY 256

/* Whoever hears of more at once is better off reading anew. */
#define MAX_EVENTS 2000

/* An event as it is kept: numbers in little-endian order. */
#define N_NUMBERS 11

static void
write_event (gint64 *numbers, const SqliteEvent *event)
{
  const gint64 values[N_NUMBERS] = { event->type,       event->object_type, event->id,
                                     event->parent,     event->old_id,      event->old_parent,
                                     event->associated, event->queued,      event->unqueued,
                                     event->requeued,   event->found };

  for (guint i = 0; i < N_NUMBERS; i++)
    numbers[i] = GINT64_TO_LE (values[i]);
}

static SqliteEvent
read_event (const gint64 *numbers)
{
  gint64 values[N_NUMBERS];

  for (guint i = 0; i < N_NUMBERS; i++)
    values[i] = GINT64_FROM_LE (numbers[i]);
  return (SqliteEvent){ .type = (guint32) values[0],
                        .object_type = (guint32) values[1],
                        .id = values[2],
                        .parent = values[3],
                        .old_id = values[4],
                        .old_parent = values[5],
                        .associated = values[6] != 0,
                        .queued = values[7],
                        .unqueued = values[8],
                        .requeued = values[9] != 0,
                        .found = (guint32) values[10] };
}

static GBytes *
events_to_bytes (const SqliteEvents *events)
{
  gint64 *numbers;

  if (events->array->len > MAX_EVENTS)
    return NULL;
  numbers = g_new (gint64, events->array->len * N_NUMBERS);
  for (guint i = 0; i < events->array->len; i++)
    write_event (numbers + i * N_NUMBERS, &g_array_index (events->array, SqliteEvent, i));
  return g_bytes_new_take (numbers, events->array->len * N_NUMBERS * sizeof *numbers);
}

static GArray *
events_from_bytes (GBytes *bytes)
{
  gsize         size;
  const gint64 *numbers = g_bytes_get_data (bytes, &size);
  gsize         n = size / (N_NUMBERS * sizeof *numbers);
  GArray       *events = g_array_sized_new (FALSE, FALSE, sizeof (SqliteEvent), (guint) n);

  for (gsize i = 0; i < n; i++)
    {
      SqliteEvent event = read_event (numbers + i * N_NUMBERS);

      g_array_append_val (events, event);
    }
  return events;
}

gboolean
sqlite_db_journal_add (
    SqliteDbConn *conn, gint64 writer, const SqliteEvents *events, gint64 *seq, GError **error)
{
  g_autoptr (GBytes) bytes = events_to_bytes (events);

  if (!sqlite_db_run (
          conn, "INSERT INTO journal (writer, events) VALUES (?1, ?2)", error, "ib", writer, bytes))
    return FALSE;
  *seq = sqlite_db_last_id (conn);
  return *seq % CLEAN_EVERY != 0 ||
         sqlite_db_run (conn, "DELETE FROM journal WHERE seq <= ?1", error, "i", *seq - KEPT);
}

static void
entry_free (SqliteJournalEntry *entry)
{
  g_clear_pointer (&entry->events, g_array_unref);
  g_free (entry);
}

static SqliteJournalEntry *
read_entry (SqliteDbStmt *stmt)
{
  SqliteJournalEntry *entry = g_new0 (SqliteJournalEntry, 1);
  g_autoptr (GBytes) bytes = sqlite_db_bytes (stmt, 2);

  entry->seq = sqlite_db_int (stmt, 0);
  entry->writer = sqlite_db_int (stmt, 1);
  entry->events = bytes != NULL ? events_from_bytes (bytes) : NULL;
  return entry;
}

GPtrArray *
sqlite_db_journal_list (SqliteDbConn *conn, gint64 after, gint64 before, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (conn,
                                                   "SELECT seq, writer, events FROM journal"
                                                   " WHERE seq > ?1 AND seq < ?2 ORDER BY seq",
                                                   error,
                                                   "ii",
                                                   after,
                                                   before);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    g_ptr_array_add (list, read_entry (stmt));
  return step == SQLITE_DB_DONE ? g_steal_pointer (&list) : NULL;
}

gboolean
sqlite_db_journal_get_last (SqliteDbConn *conn, gint64 *seq, GError **error)
{
  return sqlite_db_get_number (conn, "SELECT ifnull(max(seq), 0) FROM journal", seq, error);
}
