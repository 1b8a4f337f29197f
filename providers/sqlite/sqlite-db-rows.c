/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-rows.h"
#include "sqlite-data.h"
#include "sqlite-db-content.h"
#include "sqlite-entry-id.h"

#include <string.h>

typedef enum
{
  KIND_PROPS, /* lies with the message's properties */
  KIND_LONG,
  KIND_TIME,
  KIND_TEXT,
  KIND_HAS_ATTACH,
  KIND_ENTRY_ID,
  KIND_PARENT,
  KIND_RECORD_KEY,
  KIND_INSTANCE_KEY,
  KIND_OBJECT_TYPE,
  KIND_STORE_ENTRY_ID,
  KIND_STORE_KEY,
  KIND_SUBMIT_FLAGS,
} Kind;

/* The first columns of each SELECT. */
enum
{
  COLUMN_ID,
  COLUMN_PLACE,
  COLUMN_FOLDER,
  COLUMN_FLAGS,
  COLUMN_FIRST,
};

static const struct
{
  guint32     tag;
  Kind        kind;
  const char *sql;
} column_table[] = {
  { MAPI_PR_ENTRYID, KIND_ENTRY_ID, NULL },
  { MAPI_PR_INSTANCE_KEY, KIND_INSTANCE_KEY, NULL },
  { MAPI_PR_RECORD_KEY, KIND_RECORD_KEY, NULL },
  { MAPI_PR_PARENT_ENTRYID, KIND_PARENT, NULL },
  { MAPI_PR_STORE_ENTRYID, KIND_STORE_ENTRY_ID, NULL },
  { MAPI_PR_STORE_RECORD_KEY, KIND_STORE_KEY, NULL },
  { MAPI_PR_MAPPING_SIGNATURE, KIND_STORE_KEY, NULL },
  { MAPI_PR_OBJECT_TYPE, KIND_OBJECT_TYPE, NULL },
  { MAPI_PR_HASATTACH, KIND_HAS_ATTACH, NULL },
  { MAPI_PR_MESSAGE_FLAGS, KIND_LONG, "m.flags" },
  { MAPI_PR_MSG_STATUS, KIND_LONG, "m.status" },
  { MAPI_PR_MESSAGE_SIZE, KIND_LONG, "min(m.size, 2147483647)" },
  { MAPI_PR_SUBJECT, KIND_TEXT, "m.subject" },
  { MAPI_PR_NORMALIZED_SUBJECT, KIND_TEXT, "m.normalized" },
  { MAPI_PR_MESSAGE_CLASS, KIND_TEXT, "m.class" },
  { MAPI_PR_SENDER_NAME, KIND_TEXT, "m.sender" },
  { MAPI_PR_SENT_REPRESENTING_NAME, KIND_TEXT, "m.representing" },
  { MAPI_PR_DISPLAY_TO, KIND_TEXT, "m.display_to" },
  { MAPI_PR_DISPLAY_CC, KIND_TEXT, "m.display_cc" },
  { MAPI_PR_DISPLAY_BCC, KIND_TEXT, "m.display_bcc" },
  { MAPI_PR_IMPORTANCE, KIND_LONG, "m.importance" },
  { MAPI_PR_PRIORITY, KIND_LONG, "m.priority" },
  { MAPI_PR_SENSITIVITY, KIND_LONG, "m.sensitivity" },
  { MAPI_PR_MESSAGE_DELIVERY_TIME, KIND_TIME, "nullif(m.delivered, 0)" },
  { MAPI_PR_CLIENT_SUBMIT_TIME, KIND_TIME, "m.submitted" },
  { MAPI_PR_CREATION_TIME, KIND_TIME, "m.created" },
  { MAPI_PR_LAST_MODIFICATION_TIME, KIND_TIME, "m.modified" },
  { MAPI_PR_SUBMIT_FLAGS, KIND_SUBMIT_FLAGS, "o.flags" },
};

typedef struct
{
  guint32 tag;    /* as it is kept */
  guint32 wanted; /* the same, or that in PT_STRING8 */
  Kind    kind;
  gint    column;
} Column;

struct _SqliteRowQuery
{
  SqliteRowSource source;
  GArray         *columns;
  gint            props_column; /* of contents.props, with large behind it; or -1 */
  char           *read[2]; /* forward and backward */
  char           *read_one;
  char           *skip[2];
  const char     *count;
};

static const guint32 contents_columns[] = {
  MAPI_PR_ENTRYID,
  MAPI_PR_INSTANCE_KEY,
  MAPI_PR_RECORD_KEY,
  MAPI_PR_PARENT_ENTRYID,
  MAPI_PR_STORE_ENTRYID,
  MAPI_PR_STORE_RECORD_KEY,
  MAPI_PR_MAPPING_SIGNATURE,
  MAPI_PR_OBJECT_TYPE,
  MAPI_PR_MESSAGE_CLASS,
  MAPI_PR_MESSAGE_FLAGS,
  MAPI_PR_MSG_STATUS,
  MAPI_PR_MESSAGE_SIZE,
  MAPI_PR_HASATTACH,
  MAPI_PR_SUBJECT,
  MAPI_PR_NORMALIZED_SUBJECT,
  MAPI_PR_SENDER_NAME,
  MAPI_PR_SENT_REPRESENTING_NAME,
  MAPI_PR_DISPLAY_TO,
  MAPI_PR_DISPLAY_CC,
  MAPI_PR_IMPORTANCE,
  MAPI_PR_PRIORITY,
  MAPI_PR_SENSITIVITY,
  MAPI_PR_MESSAGE_DELIVERY_TIME,
  MAPI_PR_CLIENT_SUBMIT_TIME,
  MAPI_PR_LAST_MODIFICATION_TIME,
};

static const guint32 queue_columns[] = {
  MAPI_PR_ENTRYID,        MAPI_PR_INSTANCE_KEY,       MAPI_PR_RECORD_KEY,
  MAPI_PR_SUBJECT,        MAPI_PR_CLIENT_SUBMIT_TIME, MAPI_PR_SUBMIT_FLAGS,
  MAPI_PR_MESSAGE_FLAGS,  MAPI_PR_MESSAGE_SIZE,       MAPI_PR_MESSAGE_CLASS,
  MAPI_PR_SENDER_NAME,    MAPI_PR_DISPLAY_TO,         MAPI_PR_DISPLAY_CC,
  MAPI_PR_DISPLAY_BCC,    MAPI_PR_PRIORITY,           MAPI_PR_SENTMAIL_ENTRYID,
  MAPI_PR_PARENT_ENTRYID,
};

MapiPropTagArray *
sqlite_row_get_default_columns (gboolean queue)
{
  return queue ? mapi_prop_tag_array_new (queue_columns, G_N_ELEMENTS (queue_columns))
               : mapi_prop_tag_array_new (contents_columns, G_N_ELEMENTS (contents_columns));
}

/* A tag without a type means the column's own. */
static gint
find_column (guint32 tag, gboolean queue)
{
  for (guint i = 0; i < G_N_ELEMENTS (column_table); i++)
    if (mapi_prop_tag_matches (column_table[i].tag, tag) &&
        (queue || column_table[i].kind != KIND_SUBMIT_FLAGS))
      return (gint) i;
  return -1;
}

static guint32
get_kept_tag (guint32 tag)
{
  switch (mapi_prop_tag_get_prop_type (tag))
    {
    case MAPI_PT_STRING8:
      return mapi_prop_tag_change_type (tag, MAPI_PT_UNICODE);
    case MAPI_PT_MV_STRING8:
      return mapi_prop_tag_change_type (tag, MAPI_PT_MV_UNICODE);
    default:
      return tag;
    }
}

static void
add_column (SqliteRowQuery *self, guint32 tag, GString *select, gint *n_selected)
{
  guint32  kept = get_kept_tag (tag);
  gint     index = find_column (kept, self->source.queue);
  Column   column = { kept, tag, KIND_PROPS, -1 };
  gboolean needs_props = index < 0 || kept != tag;

  if (index >= 0)
    {
      column.tag = column_table[index].tag;
      column.wanted = kept != tag ? tag : column.tag;
      column.kind = column_table[index].kind;
    }
  if (index >= 0 && column_table[index].sql != NULL)
    {
      g_string_append_printf (select, ", %s", column_table[index].sql);
      column.column = (*n_selected)++;
    }
  if (needs_props && self->props_column < 0)
    {
      g_string_append (select, ", c.props, c.large");
      self->props_column = *n_selected;
      *n_selected += 2;
    }
  g_array_append_val (self->columns, column);
}

/* What differs from source to source. */
typedef struct
{
  const char *from; /* with room for a join */
  const char *place;
  const char *id;
  const char *one; /* which row of a message, where it may have several */
  const char *count;
} SourceSql;

static const SourceSql contents_sql = {
  " FROM messages m%s WHERE m.folder = ?1 AND m.associated = ?2 AND m.folder <> 0",
  "m.delivered",
  "m.id",
  "",
  "SELECT count(*) FROM messages WHERE folder = ?1 AND associated = ?2"
  " AND folder <> 0 AND (delivered, id) < (?3, ?4)",
};

static const SourceSql found_sql = {
  " FROM found f JOIN messages m ON m.id = f.message%s WHERE f.folder = ?1 AND ?2 = 0",
  "f.delivered",
  "f.message",
  "",
  "SELECT count(*) FROM found WHERE folder = ?1 AND ?2 = 0 AND (delivered, message) < (?3, ?4)",
};

static const SourceSql queue_sql = {
  " FROM outgoing o JOIN messages m ON m.id = o.message%s WHERE ?1 = ?2",
  "o.seq",
  "m.id",
  " AND o.seq = m.queue",
  "SELECT count(*) FROM outgoing WHERE ?1 = ?2 AND (seq, message) < (?3, ?4)",
};

static const SourceSql *
get_source_sql (const SqliteRowSource *source)
{
  if (source->queue)
    return &queue_sql;
  return source->search ? &found_sql : &contents_sql;
}

/* Rows from a key on, forward or backward, and not more than a parameter says. */
static char *
new_range (const char *select, const char *from, const SourceSql *sql, gboolean backward)
{
  const char *order = backward ? "DESC" : "ASC";

  return g_strdup_printf ("%s%s AND (%s, %s) %s (?3, ?4) ORDER BY %s %s, %s %s LIMIT",
                          select,
                          from,
                          sql->place,
                          sql->id,
                          backward ? "<" : ">=",
                          sql->place,
                          order,
                          sql->id,
                          order);
}

static char *
new_from (const SourceSql *sql, const char *join)
{
  const char *place = strstr (sql->from, "%s");

  return g_strdup_printf ("%.*s%s%s", (int) (place - sql->from), sql->from, join, place + 2);
}

static void
build_sql (SqliteRowQuery *self, const char *select)
{
  const SourceSql *sql = get_source_sql (&self->source);
  const char      *join = self->props_column >= 0 ? " JOIN contents c ON c.message = m.id" : "";
  g_autofree char *from = new_from (sql, join);
  g_autofree char *plain = new_from (sql, "");
  g_autofree char *key = g_strdup_printf ("SELECT %s, %s", sql->place, sql->id);

  for (guint backward = 0; backward < 2; backward++)
    {
      g_autofree char *read = new_range (select, from, sql, backward);
      g_autofree char *skip = new_range (key, plain, sql, backward);

      self->read[backward] = g_strconcat (read, " ?5", NULL);
      self->skip[backward] = g_strconcat (skip, " 1 OFFSET ?5", NULL);
    }
  self->read_one = g_strconcat (select, from, " AND ", sql->id, " = ?3", sql->one, NULL);
  self->count = sql->count;
}

SqliteRowQuery *
sqlite_row_query_new (const SqliteRowSource *source, MapiPropTagArray *columns)
{
  SqliteRowQuery *self = g_new0 (SqliteRowQuery, 1);
  g_autoptr (GString) select = g_string_new (NULL);
  gint           n_selected = COLUMN_FIRST;
  gsize          n;
  const guint32 *tags = mapi_prop_tag_array_get_tags (columns, &n);

  self->source = *source;
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  self->props_column = -1;
  g_string_printf (select, "SELECT m.id, %s, m.folder, m.flags", get_source_sql (source)->place);
  for (gsize i = 0; i < n; i++)
    add_column (self, tags[i], select, &n_selected);
  build_sql (self, select->str);
  return self;
}

void
sqlite_row_query_free (SqliteRowQuery *self)
{
  g_array_unref (self->columns);
  for (guint i = 0; i < 2; i++)
    {
      g_free (self->read[i]);
      g_free (self->skip[i]);
    }
  g_free (self->read_one);
  g_free (self);
}

void
sqlite_row_free (SqliteRow *self)
{
  g_clear_pointer (&self->values, mapi_prop_list_unref);
  g_free (self);
}

static void
add_missing (MapiPropListBuilder *builder, guint32 tag)
{
  mapi_prop_list_builder_add_error (
      builder, mapi_prop_tag_change_type (tag, MAPI_PT_ERROR), MAPI_E_NOT_FOUND);
}

static void
add_stored (MapiPropListBuilder *builder, const Column *column, SqliteDbStmt *stmt)
{
  if (sqlite_db_is_null (stmt, column->column))
    add_missing (builder, column->tag);
  else if (column->kind == KIND_LONG)
    mapi_prop_list_builder_add_long (
        builder, column->tag, (gint32) sqlite_db_int (stmt, column->column));
  else if (column->kind == KIND_TIME)
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
add_known (MapiPropListBuilder    *builder,
           const Column           *column,
           const SqliteRowContext *context,
           SqliteDbStmt           *stmt)
{
  const MapiUid *uid = &context->uid;
  guint32        tag = column->tag;
  gint64         id = sqlite_db_int (stmt, COLUMN_ID);
  gint64         folder = sqlite_db_int (stmt, COLUMN_FOLDER);

  switch (column->kind)
    {
    case KIND_HAS_ATTACH:
      mapi_prop_list_builder_add_boolean (
          builder, tag, (sqlite_db_int (stmt, COLUMN_FLAGS) & MAPI_MSGFLAG_HASATTACH) != 0);
      break;
    case KIND_ENTRY_ID:
      sqlite_add_binary (builder, tag, sqlite_entry_id_new (uid, MAPI_OBJECT_MESSAGE, id));
      break;
    case KIND_PARENT:
      sqlite_add_binary (builder, tag, sqlite_entry_id_new (uid, MAPI_OBJECT_FOLDER, folder));
      break;
    case KIND_RECORD_KEY:
      sqlite_add_binary (builder, tag, sqlite_record_key_new (uid, MAPI_OBJECT_MESSAGE, id));
      break;
    case KIND_INSTANCE_KEY:
      sqlite_add_binary (builder, tag, sqlite_instance_key_new (id));
      break;
    case KIND_OBJECT_TYPE:
      mapi_prop_list_builder_add_long (builder, tag, MAPI_OBJECT_MESSAGE);
      break;
    case KIND_STORE_ENTRY_ID:
      mapi_prop_list_builder_add_binary (builder, tag, context->store_entry_id);
      break;
    case KIND_STORE_KEY:
      mapi_prop_list_builder_add_data (builder, tag, uid, sizeof *uid);
      break;
    case KIND_SUBMIT_FLAGS:
      mapi_prop_list_builder_add_long (
          builder,
          tag,
          (gint32) get_submit_flags (context, id, sqlite_db_int (stmt, column->column)));
      break;
    default:
      add_stored (builder, column, stmt);
    }
}

/* A string that is kept as PT_UNICODE, for who wants bytes. */
static void
add_string8 (MapiPropListBuilder *builder,
             const Column        *column,
             MapiPropList        *known,
             MapiPropList        *props)
{
  g_autoptr (MapiPropValue) value =
      mapi_code_page_lookup (mapi_code_page_of_message (props), known, column->wanted);

  if (value != NULL)
    mapi_prop_list_builder_add_value (builder, value);
  else
    add_missing (builder, column->wanted);
}

static gboolean
add_value (MapiPropListBuilder    *builder,
           const Column           *column,
           const SqliteRowContext *context,
           SqliteDbStmt           *stmt,
           const SqliteDbContent  *content,
           GError                **error)
{
  g_autoptr (MapiPropListBuilder) alone = NULL;
  g_autoptr (MapiPropList) known = NULL;
  g_autoptr (MapiPropValue) value = NULL;

  if (column->kind == KIND_PROPS)
    {
      value = sqlite_db_content_get (content, column->wanted, error);
      if (value != NULL)
        mapi_prop_list_builder_add_value (builder, value);
      return value != NULL;
    }
  if (column->wanted == column->tag)
    {
      add_known (builder, column, context, stmt);
      return TRUE;
    }
  alone = mapi_prop_list_builder_new ();
  add_known (alone, column, context, stmt);
  known = mapi_prop_list_builder_end (alone);
  add_string8 (builder, column, known, content->props);
  return TRUE;
}

static SqliteRow *
new_row (SqliteDbStmt *stmt, MapiPropListBuilder *builder)
{
  SqliteRow *row = g_new0 (SqliteRow, 1);

  row->key.place = sqlite_db_int (stmt, COLUMN_PLACE);
  row->key.id = sqlite_db_int (stmt, COLUMN_ID);
  row->values = mapi_prop_list_builder_end (builder);
  return row;
}

static SqliteRow *
read_row (SqliteDbConn           *conn,
          SqliteRowQuery         *query,
          const SqliteRowContext *context,
          SqliteDbStmt           *stmt,
          GError                **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) large = NULL;
  SqliteDbContent content = { .conn = conn };

  if (query->props_column >= 0)
    {
      content.props = props = sqlite_db_props (stmt, query->props_column, error);
      content.large = large = sqlite_db_bytes (stmt, query->props_column + 1);
      if (props == NULL)
        return NULL;
    }
  for (guint i = 0; i < query->columns->len; i++)
    if (!add_value (
            builder, &g_array_index (query->columns, Column, i), context, stmt, &content, error))
      return NULL;
  return new_row (stmt, builder);
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
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (conn,
                                                   query->read[backward ? 1 : 0],
                                                   error,
                                                   "iiiii",
                                                   query->source.folder,
                                                   (gint64) query->source.associated,
                                                   from.place,
                                                   from.id,
                                                   (gint64) limit);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_row_free);
  SqliteDbStep step = SQLITE_DB_ROW;

  if (stmt == NULL)
    return NULL;
  while ((step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      SqliteRow *row = read_row (conn, query, context, stmt, error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
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
  *row = read_row (conn, query, context, stmt, error);
  return *row != NULL;
}

/* The folder knows how many there are. */
static gboolean
count_folder (SqliteDbConn *conn, SqliteRowQuery *query, guint *count, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn,
                       query->source.associated ? "SELECT associated FROM folders WHERE id = ?1"
                                                : "SELECT contents FROM folders WHERE id = ?1",
                       error,
                       "i",
                       query->source.folder);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  *count = step == SQLITE_DB_ROW ? (guint) sqlite_db_int (stmt, 0) : 0;
  return step != SQLITE_DB_ERROR;
}

static gboolean
is_last (SqliteRowKey key)
{
  return key.place == SQLITE_ROW_KEY_LAST.place && key.id == SQLITE_ROW_KEY_LAST.id;
}

gboolean
sqlite_db_rows_count (
    SqliteDbConn *conn, SqliteRowQuery *query, SqliteRowKey before, guint *count, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = NULL;

  if (is_last (before) && !query->source.queue)
    return count_folder (conn, query, count, error);
  stmt = sqlite_db_query (conn,
                          query->count,
                          error,
                          "iiii",
                          query->source.folder,
                          (gint64) query->source.associated,
                          before.place,
                          before.id);
  if (stmt == NULL || sqlite_db_step (stmt, error) != SQLITE_DB_ROW)
    return FALSE;
  *count = (guint) sqlite_db_int (stmt, 0);
  return TRUE;
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
  if (step == SQLITE_DB_ROW)
    *key = (SqliteRowKey){ sqlite_db_int (stmt, 0), sqlite_db_int (stmt, 1) };
  return step != SQLITE_DB_ERROR;
}
