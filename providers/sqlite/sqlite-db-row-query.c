/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-row-query.h"
#include "sqlite-db-words.h"

#include <string.h>

static const struct
{
  guint32          tag;
  SqliteColumnKind kind;
  const char      *sql;
} column_table[] = {
  { MAPI_PR_ENTRYID, SQLITE_KIND_ENTRY_ID, NULL },
  { MAPI_PR_INSTANCE_KEY, SQLITE_KIND_INSTANCE_KEY, NULL },
  { MAPI_PR_RECORD_KEY, SQLITE_KIND_RECORD_KEY, NULL },
  { MAPI_PR_PARENT_ENTRYID, SQLITE_KIND_PARENT, NULL },
  { MAPI_PR_STORE_ENTRYID, SQLITE_KIND_STORE_ENTRY_ID, NULL },
  { MAPI_PR_STORE_RECORD_KEY, SQLITE_KIND_STORE_KEY, NULL },
  { MAPI_PR_MAPPING_SIGNATURE, SQLITE_KIND_STORE_KEY, NULL },
  { MAPI_PR_OBJECT_TYPE, SQLITE_KIND_OBJECT_TYPE, NULL },
  { MAPI_PR_HASATTACH, SQLITE_KIND_HAS_ATTACH, NULL },
  { MAPI_PR_MESSAGE_FLAGS, SQLITE_KIND_LONG, "m.flags" },
  { MAPI_PR_MSG_STATUS, SQLITE_KIND_LONG, "m.status" },
  { MAPI_PR_MESSAGE_SIZE, SQLITE_KIND_LONG, "min(m.size, 2147483647)" },
  { MAPI_PR_SUBJECT, SQLITE_KIND_TEXT, "m.subject" },
  { MAPI_PR_NORMALIZED_SUBJECT, SQLITE_KIND_TEXT, "m.normalized" },
  { MAPI_PR_MESSAGE_CLASS, SQLITE_KIND_TEXT, "m.class" },
  { MAPI_PR_SENDER_NAME, SQLITE_KIND_TEXT, "m.sender" },
  { MAPI_PR_SENT_REPRESENTING_NAME, SQLITE_KIND_TEXT, "m.representing" },
  { MAPI_PR_DISPLAY_TO, SQLITE_KIND_TEXT, "m.display_to" },
  { MAPI_PR_DISPLAY_CC, SQLITE_KIND_TEXT, "m.display_cc" },
  { MAPI_PR_DISPLAY_BCC, SQLITE_KIND_TEXT, "m.display_bcc" },
  { MAPI_PR_IMPORTANCE, SQLITE_KIND_LONG, "m.importance" },
  { MAPI_PR_PRIORITY, SQLITE_KIND_LONG, "m.priority" },
  { MAPI_PR_SENSITIVITY, SQLITE_KIND_LONG, "m.sensitivity" },
  { MAPI_PR_MESSAGE_DELIVERY_TIME, SQLITE_KIND_TIME, "nullif(m.delivered, 0)" },
  { MAPI_PR_CLIENT_SUBMIT_TIME, SQLITE_KIND_TIME, "m.submitted" },
  { MAPI_PR_CREATION_TIME, SQLITE_KIND_TIME, "m.created" },
  { MAPI_PR_LAST_MODIFICATION_TIME, SQLITE_KIND_TIME, "m.modified" },
  { MAPI_PR_PROVIDER_SUBMIT_TIME, SQLITE_KIND_TIME_OR_PROPS, "m.passed_on" },
  { MAPI_PR_SUBMIT_FLAGS, SQLITE_KIND_SUBMIT_FLAGS, "o.flags" },
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
        (queue || column_table[i].kind != SQLITE_KIND_SUBMIT_FLAGS))
      return (gint) i;
  return -1;
}

/* With what is the same for all rows. */
static gboolean
is_in_number (SqliteColumnKind kind)
{
  switch (kind)
    {
    case SQLITE_KIND_ENTRY_ID:
    case SQLITE_KIND_RECORD_KEY:
    case SQLITE_KIND_INSTANCE_KEY:
    case SQLITE_KIND_OBJECT_TYPE:
    case SQLITE_KIND_STORE_ENTRY_ID:
    case SQLITE_KIND_STORE_KEY:
      return TRUE;
    default:
      return FALSE;
    }
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
  guint32      kept = get_kept_tag (tag);
  gint         index = find_column (kept, self->source.queue);
  SqliteColumn column = { kept, tag, SQLITE_KIND_PROPS, -1 };
  gboolean     needs_props =
      index < 0 || kept != tag || column_table[index].kind == SQLITE_KIND_TIME_OR_PROPS;

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
  self->named = self->named && !needs_props && is_in_number (column.kind);
  g_array_append_val (self->columns, column);
}

/* What differs from source to source. */
typedef struct
{
  const char *from; /* with room for a join */
  const char *bare; /* what tells places alone */
  const char *place;
  const char *id;
  const char *one; /* which row of a message, where it may have several */
  const char
      *by_id; /* to have messages looked up by number, and not in their order; joined first */
} SourceSql;

static const SourceSql contents_sql = {
  " FROM messages m%s WHERE m.folder = ?1 AND m.associated = ?2 AND m.folder <> 0",
  " FROM messages m WHERE m.folder = ?1 AND m.associated = ?2 AND m.folder <> 0",
  "m.delivered",
  "m.id",
  "",
  " NOT INDEXED",
};

static const SourceSql found_sql = {
  " FROM found f JOIN messages m ON m.id = f.message%s WHERE f.folder = ?1 AND ?2 = 0",
  " FROM found f WHERE f.folder = ?1 AND ?2 = 0",
  "f.delivered",
  "f.message",
  "",
  "",
};

static const SourceSql queue_sql = {
  " FROM outgoing o JOIN messages m ON m.id = o.message%s WHERE ?1 = ?2",
  " FROM outgoing o WHERE ?1 = ?2",
  "o.seq",
  "o.message",
  " AND o.seq = m.queue",
  "",
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

/* How many there are on one side of a key, up to a number. */
static char *
new_count (const SourceSql *sql, const char *relation)
{
  return g_strdup_printf ("SELECT count(*) FROM (SELECT 1%s AND (%s, %s) %s (?3, ?4) LIMIT ?5)",
                          sql->bare,
                          sql->place,
                          sql->id,
                          relation);
}

/* Where nothing of the messages is asked for the index tells all there is. */
static char *
new_listed (SqliteRowQuery *self, const char *select, const char *join)
{
  const SourceSql *sql = get_source_sql (&self->source);
  g_autofree char *joins = g_strconcat (sql->by_id, join, NULL);
  g_autofree char *from = new_from (sql, joins);
  g_autofree char *listed = g_strconcat (from, " AND m.id IN " SQLITE_DB_WORDS_NAMED, NULL);
  g_autofree char *told = g_strconcat (select, ", " SQLITE_DB_WORDS_UNKNOWN, NULL);
  g_autofree char *read = new_range (told, listed, sql, FALSE);

  return self->named && sql == &contents_sql ? g_strdup (SQLITE_DB_WORDS_ROWS)
                                             : g_strconcat (read, " ?5", NULL);
}

static void
build_sql (SqliteRowQuery *self, const char *select)
{
  const SourceSql *sql = get_source_sql (&self->source);
  const char      *join = self->props_column >= 0 ? " JOIN contents c ON c.message = m.id" : "";
  g_autofree char *from = new_from (sql, join);
  g_autofree char *key = g_strdup_printf ("SELECT %s, %s", sql->place, sql->id);

  for (guint backward = 0; backward < 2; backward++)
    {
      g_autofree char *read = new_range (select, from, sql, backward);
      g_autofree char *skip = new_range (key, sql->bare, sql, backward);

      self->read[backward] = g_strconcat (read, " ?5", NULL);
      self->skip[backward] = g_strconcat (skip, " 1 OFFSET ?5", NULL);
    }
  self->listed = new_listed (self, select, join);
  self->read_one = g_strconcat (select, from, " AND ", sql->id, " = ?3", sql->one, NULL);
  self->count[0] = new_count (sql, "<");
  self->count[1] = new_count (sql, ">=");
}

SqliteRowQuery *
sqlite_row_query_new (const SqliteRowSource *source, MapiPropTagArray *columns, gboolean sparse)
{
  SqliteRowQuery *self = g_new0 (SqliteRowQuery, 1);
  g_autoptr (GString) select = g_string_new (NULL);
  gint           n_selected = SQLITE_COLUMN_FIRST;
  gsize          n;
  const guint32 *tags = mapi_prop_tag_array_get_tags (columns, &n);

  self->source = *source;
  self->sparse = sparse;
  self->columns = g_array_new (FALSE, FALSE, sizeof (SqliteColumn));
  self->props_column = -1;
  self->named = TRUE;
  g_string_printf (select, "SELECT m.id, %s, m.folder, m.flags", get_source_sql (source)->place);
  for (gsize i = 0; i < n; i++)
    add_column (self, tags[i], select, &n_selected);
  self->unknown_column = n_selected;
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
      g_free (self->count[i]);
    }
  g_free (self->listed);
  g_free (self->read_one);
  g_free (self);
}
