/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-data.h"
#include "sqlite-db-content.h"
#include "sqlite-db-queue.h"
#include "sqlite-db-row-query.h"
#include "sqlite-db-tally.h"
#include "sqlite-db-words.h"
#include "sqlite-entry-id.h"
#include "sqlite-list.h"

/* Positions near the beginning or the end are asked for most. */
#define COUNTED_AT_FIRST 256

void
sqlite_row_free (SqliteRow *self)
{
  g_clear_pointer (&self->values, mapi_prop_list_unref);
  g_free (self);
}

/* What makes the values of a row. */
typedef struct
{
  SqliteDbConn           *conn;
  const SqliteRowQuery   *query;
  const SqliteRowContext *context;
  SqliteDbStmt           *stmt; /* NULL where the number tells all */
  gint64                  id;
} Reading;

static void
add_missing (const Reading *reading, MapiPropListBuilder *builder, guint32 tag)
{
  if (!reading->query->sparse)
    mapi_prop_list_builder_add_error (
        builder, mapi_prop_tag_change_type (tag, MAPI_PT_ERROR), MAPI_E_NOT_FOUND);
}

static void
add_stored (const Reading *reading, MapiPropListBuilder *builder, const SqliteColumn *column)
{
  SqliteDbStmt *stmt = reading->stmt;

  if (sqlite_db_is_null (stmt, column->column))
    add_missing (reading, builder, column->tag);
  else if (column->kind == SQLITE_KIND_LONG)
    mapi_prop_list_builder_add_long (
        builder, column->tag, (gint32) sqlite_db_int (stmt, column->column));
  else if (column->kind == SQLITE_KIND_TIME || column->kind == SQLITE_KIND_TIME_OR_PROPS)
    mapi_prop_list_builder_add_systime (
        builder, column->tag, (guint64) sqlite_db_int (stmt, column->column));
  else
    mapi_prop_list_builder_add_string (builder, column->tag, sqlite_db_text (stmt, column->column));
}

static guint32
get_submit_flags (const SqliteRowContext *context, gint64 id, gint64 stored)
{
  return (guint32) stored | (context->is_locked (context->data, id) ? MAPI_SUBMITFLAG_LOCKED : 0);
}

/* All but what lies with the message's properties. */
static void
add_known (const Reading *reading, MapiPropListBuilder *builder, const SqliteColumn *column)
{
  const SqliteRowContext *context = reading->context;
  SqliteDbStmt           *stmt = reading->stmt;
  const MapiUid          *uid = &context->uid;
  guint32                 tag = column->tag;
  gint64                  id = reading->id;

  switch (column->kind)
    {
    case SQLITE_KIND_HAS_ATTACH:
      mapi_prop_list_builder_add_boolean (
          builder, tag, (sqlite_db_int (stmt, SQLITE_COLUMN_FLAGS) & MAPI_MSGFLAG_HASATTACH) != 0);
      break;
    case SQLITE_KIND_ENTRY_ID:
      sqlite_add_binary (builder, tag, sqlite_entry_id_new (uid, MAPI_OBJECT_MESSAGE, id));
      break;
    case SQLITE_KIND_PARENT:
      sqlite_add_binary (builder,
                         tag,
                         sqlite_entry_id_new (
                             uid, MAPI_OBJECT_FOLDER, sqlite_db_int (stmt, SQLITE_COLUMN_FOLDER)));
      break;
    case SQLITE_KIND_RECORD_KEY:
      sqlite_add_binary (builder, tag, sqlite_record_key_new (uid, MAPI_OBJECT_MESSAGE, id));
      break;
    case SQLITE_KIND_INSTANCE_KEY:
      sqlite_add_binary (builder, tag, sqlite_instance_key_new (id));
      break;
    case SQLITE_KIND_OBJECT_TYPE:
      mapi_prop_list_builder_add_long (builder, tag, MAPI_OBJECT_MESSAGE);
      break;
    case SQLITE_KIND_STORE_ENTRY_ID:
      mapi_prop_list_builder_add_binary (builder, tag, context->store_entry_id);
      break;
    case SQLITE_KIND_STORE_KEY:
      mapi_prop_list_builder_add_data (builder, tag, uid, sizeof *uid);
      break;
    case SQLITE_KIND_SUBMIT_FLAGS:
      mapi_prop_list_builder_add_long (
          builder,
          tag,
          (gint32) get_submit_flags (context, id, sqlite_db_int (stmt, column->column)));
      break;
    default:
      add_stored (reading, builder, column);
    }
}

/* A string that is kept as PT_UNICODE, for who wants bytes. */
static void
add_string8 (const Reading       *reading,
             MapiPropListBuilder *builder,
             const SqliteColumn  *column,
             MapiPropList        *props)
{
  g_autoptr (MapiPropListBuilder) alone = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) known = NULL;
  g_autoptr (MapiPropValue) value = NULL;

  add_known (reading, alone, column);
  known = mapi_prop_list_builder_end (alone);
  value = mapi_code_page_lookup (mapi_code_page_of_message (props), known, column->wanted);
  if (value != NULL)
    mapi_prop_list_builder_add_value (builder, value);
  else
    add_missing (reading, builder, column->wanted);
}

static gboolean
is_missing (MapiPropValue *value)
{
  return mapi_prop_tag_get_prop_type (mapi_prop_value_get_tag (value)) == MAPI_PT_ERROR &&
         mapi_prop_value_get_error (value) == (gint32) MAPI_E_NOT_FOUND;
}

static gboolean
lies_in_props (const Reading *reading, const SqliteColumn *column)
{
  return column->kind == SQLITE_KIND_PROPS || (column->kind == SQLITE_KIND_TIME_OR_PROPS &&
                                               sqlite_db_is_null (reading->stmt, column->column));
}

static gboolean
add_value (const Reading         *reading,
           MapiPropListBuilder   *builder,
           const SqliteColumn    *column,
           const SqliteDbContent *content,
           GError               **error)
{
  g_autoptr (MapiPropValue) value = NULL;

  if (!lies_in_props (reading, column))
    {
      if (column->wanted == column->tag)
        add_known (reading, builder, column);
      else
        add_string8 (reading, builder, column, content->props);
      return TRUE;
    }
  value = sqlite_db_content_get (content, column->wanted, error);
  if (value != NULL && !(reading->query->sparse && is_missing (value)))
    mapi_prop_list_builder_add_value (builder, value);
  return value != NULL;
}

/* What cannot be a row of a table is refused wherever one is read. */
static gboolean
read_key (SqliteDbStmt *stmt, int place, int id, SqliteRowKey *key, GError **error)
{
  *key = (SqliteRowKey){ sqlite_db_int (stmt, place), sqlite_db_int (stmt, id) };
  if (sqlite_list_has_entry (key->id))
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_CORRUPT_STORE,
               "sqlite: the number %" G_GINT64_FORMAT " is that of no message",
               key->id);
  return FALSE;
}

static SqliteRow *
new_row (SqliteRowKey key, MapiPropListBuilder *builder)
{
  SqliteRow *row = g_new0 (SqliteRow, 1);

  row->key = key;
  row->values = mapi_prop_list_builder_end (builder);
  return row;
}

static SqliteRow *
read_row (Reading *reading, GError **error)
{
  const SqliteRowQuery *query = reading->query;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) large = NULL;
  SqliteDbContent content = { .conn = reading->conn };
  SqliteRowKey    key;

  if (!read_key (reading->stmt, SQLITE_COLUMN_PLACE, SQLITE_COLUMN_ID, &key, error))
    return NULL;
  reading->id = key.id;
  if (query->props_column >= 0)
    {
      content.props = props = sqlite_db_peek_props (reading->stmt, query->props_column, error);
      content.large = large = sqlite_db_bytes (reading->stmt, query->props_column + 1);
      if (props == NULL)
        return NULL;
    }
  for (guint i = 0; i < query->columns->len; i++)
    if (!add_value (
            reading, builder, &g_array_index (query->columns, SqliteColumn, i), &content, error))
      return NULL;
  return new_row (key, builder);
}

SqliteRow *
sqlite_db_rows_name (SqliteRowQuery *query, const SqliteRowContext *context, gint64 id)
{
  const Reading reading = { .query = query, .context = context, .id = id };
  g_autoptr (MapiPropListBuilder) builder = NULL;

  if (!query->named)
    return NULL;
  builder = mapi_prop_list_builder_new ();
  for (guint i = 0; i < query->columns->len; i++)
    add_known (&reading, builder, &g_array_index (query->columns, SqliteColumn, i));
  return new_row ((SqliteRowKey){ .id = id }, builder);
}

static SqliteDbStmt *
open_range (SqliteDbConn   *conn,
            SqliteRowQuery *query,
            SqliteRowKey    from,
            gboolean        backward,
            gint64          limit,
            GError        **error)
{
  return sqlite_db_query (conn,
                          query->read[backward ? 1 : 0],
                          error,
                          "iiiii",
                          query->source.folder,
                          (gint64) query->source.associated,
                          from.place,
                          from.id,
                          limit);
}

SqliteDbStmt *
sqlite_db_rows_open (SqliteDbConn *conn, SqliteRowQuery *query, GError **error)
{
  return open_range (conn, query, SQLITE_ROW_KEY_FIRST, FALSE, -1, error);
}

SqliteDbStmt *
sqlite_db_rows_open_listed (SqliteDbConn   *conn,
                            SqliteRowQuery *query,
                            const char     *match,
                            GError        **error)
{
  return sqlite_db_query (conn,
                          query->listed,
                          error,
                          "iiiiit",
                          query->source.folder,
                          (gint64) query->source.associated,
                          SQLITE_ROW_KEY_FIRST.place,
                          SQLITE_ROW_KEY_FIRST.id,
                          (gint64) -1,
                          match);
}

gboolean
sqlite_db_rows_is_unknown (SqliteDbStmt *stmt, SqliteRowQuery *query)
{
  return sqlite_db_int (stmt, query->unknown_column) != 0;
}

SqliteDbStep
sqlite_db_rows_next (SqliteDbConn           *conn,
                     SqliteDbStmt           *stmt,
                     SqliteRowQuery         *query,
                     const SqliteRowContext *context,
                     SqliteRow             **row,
                     GError                **error)
{
  SqliteDbStep step = sqlite_db_step (stmt, error);

  *row =
      step == SQLITE_DB_ROW ? read_row (&(Reading){ conn, query, context, stmt, 0 }, error) : NULL;
  return step == SQLITE_DB_ROW && *row == NULL ? SQLITE_DB_ERROR : step;
}

GPtrArray *
sqlite_db_rows_read (SqliteDbConn           *conn,
                     SqliteRowQuery         *query,
                     const SqliteRowContext *context,
                     SqliteRowKey            from,
                     gboolean                backward,
                     guint                   limit,
                     GError                **error)
{
  g_autoptr (SqliteDbStmt) stmt = open_range (conn, query, from, backward, (gint64) limit, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_row_free);
  SqliteDbStep step = SQLITE_DB_ROW;
  SqliteRow   *row;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_rows_next (conn, stmt, query, context, &row, error)) == SQLITE_DB_ROW)
    g_ptr_array_add (rows, row);
  return step == SQLITE_DB_DONE ? g_steal_pointer (&rows) : NULL;
}

gboolean
sqlite_db_rows_read_one (SqliteDbConn           *conn,
                         SqliteRowQuery         *query,
                         const SqliteRowContext *context,
                         gint64                  id,
                         SqliteRow             **row,
                         GError                **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (conn,
                                                   query->read_one,
                                                   error,
                                                   "iii",
                                                   query->source.folder,
                                                   (gint64) query->source.associated,
                                                   id);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *row = NULL;
  if (step != SQLITE_DB_ROW)
    return step == SQLITE_DB_DONE;
  *row = read_row (&(Reading){ conn, query, context, stmt, 0 }, error);
  return *row != NULL;
}

/* The folder knows how many there are; the queue is short. */
static gboolean
count_all (SqliteDbConn *conn, SqliteRowQuery *query, guint *count, GError **error)
{
  SqliteTally tally = { 0 };

  if (query->source.queue)
    return sqlite_db_queue_count (conn, count, error);
  if (!sqlite_db_tally_read (conn, query->source.folder, &tally, error))
    return FALSE;
  *count = (guint) (query->source.associated ? tally.associated : tally.contents);
  return TRUE;
}

static gboolean
count_side (SqliteDbConn   *conn,
            SqliteRowQuery *query,
            SqliteRowKey    key,
            gboolean        behind,
            guint           limit,
            guint          *count,
            GError        **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (conn,
                                                   query->count[behind ? 1 : 0],
                                                   error,
                                                   "iiiii",
                                                   query->source.folder,
                                                   (gint64) query->source.associated,
                                                   key.place,
                                                   key.id,
                                                   (gint64) limit);

  if (stmt == NULL || sqlite_db_step (stmt, error) != SQLITE_DB_ROW)
    return FALSE;
  *count = (guint) sqlite_db_int (stmt, 0);
  return TRUE;
}

/* From the end that is nearer: further and further on both sides, until one is through. */
gboolean
sqlite_db_rows_count (
    SqliteDbConn *conn, SqliteRowQuery *query, SqliteRowKey before, guint *count, GError **error)
{
  guint all;
  guint behind;

  if (!count_all (conn, query, &all, error))
    return FALSE;
  for (guint limit = COUNTED_AT_FIRST;; limit *= 2)
    {
      if (!count_side (conn, query, before, FALSE, limit, count, error))
        return FALSE;
      if (*count < limit || limit > all)
        return TRUE;
      if (!count_side (conn, query, before, TRUE, limit, &behind, error))
        return FALSE;
      if (behind < limit)
        {
          *count = all - MIN (behind, all);
          return TRUE;
        }
    }
}

gboolean
sqlite_db_rows_skip (SqliteDbConn   *conn,
                     SqliteRowQuery *query,
                     SqliteRowKey    from,
                     guint           offset,
                     gboolean        backward,
                     SqliteRowKey   *key,
                     GError        **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn,
                       query->skip[backward ? 1 : 0],
                       error,
                       "iiiii",
                       query->source.folder,
                       (gint64) query->source.associated,
                       from.place,
                       from.id,
                       (gint64) (backward && offset > 0 ? offset - 1 : offset));
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *key = backward ? SQLITE_ROW_KEY_FIRST : SQLITE_ROW_KEY_LAST;
  return step == SQLITE_DB_ROW ? read_key (stmt, 0, 1, key, error) : step != SQLITE_DB_ERROR;
}
