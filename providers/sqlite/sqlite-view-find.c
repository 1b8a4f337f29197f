/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* FindRow: who names a row, or asks for a value that the rows are sorted by, gets there at once;
 * all others go from row to row. */

#include "sqlite-entry-id.h"
#include "sqlite-match.h"
#include "sqlite-view-private.h"

/* How many rows to look at before somebody may cancel. */
#define PIECE 256

typedef struct
{
  SqliteView      *self;
  MapiRestriction *restriction;
  SqliteRowQuery  *query; /* what the restriction looks at */
  SqliteRowContext context;
  gboolean         backward;
  SqlitePosition   position; /* where to go on; where it is, once it is found */
  gboolean         found;
  gboolean         at_end;
  /* Behind these no row can match. */
  gboolean has_place;
  gint64   place; /* the only one, by key */
  guint    end;   /* by list */
} Find;

/* A position before which the row at @key is next. */
static void
take_row (Find *find, SqliteRowKey key)
{
  find->found = TRUE;
  find->position = sqlite_view_plain_at (find->self, key);
}

static gboolean
look_at (Find *find, SqliteDbConn *conn, const SqliteRow *row, GError **error)
{
  gboolean matches;

  if (!sqlite_match_row (conn, find->restriction, row, &matches, error))
    return FALSE;
  if (matches)
    take_row (find, row->key);
  return TRUE;
}

/* Positions of a view that runs backward lie behind their row. */
static gboolean
find_piece_by_key (SqliteDbConn *conn, gpointer data, GError **error)
{
  Find    *find = data;
  gboolean downward = find->backward != sqlite_selection_is_backward (find->self->selection);
  g_autoptr (GPtrArray) rows = sqlite_db_rows_read (
      conn, find->query, &find->context, find->position.key, downward, PIECE, error);

  for (guint i = 0; rows != NULL && i < rows->len && !find->found; i++)
    {
      const SqliteRow *row = rows->pdata[i];

      find->position.key = downward ? row->key : (SqliteRowKey){ row->key.place, row->key.id + 1 };
      if (find->has_place && row->key.place != find->place)
        {
          find->at_end = TRUE;
          return TRUE;
        }
      if (!look_at (find, conn, row, error))
        return FALSE;
    }
  find->at_end = rows != NULL && rows->len < PIECE;
  return rows != NULL;
}

static gboolean
look_at_entry (
    Find *find, SqliteDbConn *conn, SqliteListEntry entry, gboolean *matches, GError **error)
{
  g_autoptr (SqliteRow) row = NULL;

  *matches = FALSE;
  if (!sqlite_view_read_entry (find->self, conn, find->query, &find->context, entry, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  if (!sqlite_list_is_heading (entry))
    return sqlite_match_row (conn, find->restriction, row, matches, error);
  *matches = mapi_restriction_matches (find->restriction, row->values);
  return TRUE;
}

static gboolean
find_piece_by_list (SqliteDbConn *conn, gpointer data, GError **error)
{
  Find           *find = data;
  SqliteList     *list = sqlite_listing_get_list (find->self->listing);
  guint           index = MIN (find->position.index, sqlite_list_get_size (list));
  SqliteListPlace place = sqlite_list_get_place (list, index);

  for (guint i = 0; i < PIECE && !find->found; i++)
    {
      find->at_end = find->backward ? !sqlite_list_prior_seen (list, &place)
                                    : sqlite_list_is_end (list, place) || index >= find->end;
      if (find->at_end)
        return TRUE;
      index -= find->backward ? 1 : 0;
      find->position.index = index;
      if (!look_at_entry (find, conn, sqlite_list_get (list, place), &find->found, error))
        return FALSE;
      if (find->backward || find->found)
        continue;
      place = sqlite_list_next_seen (list, place);
      find->position.index = ++index;
    }
  return TRUE;
}

static gboolean
find_step_by_step (Find *find, GCancellable *cancellable, GError **error)
{
  SqliteDbFunc piece = sqlite_view_is_plain (find->self) ? find_piece_by_key : find_piece_by_list;

  while (!find->found && !find->at_end)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !sqlite_view_read (find->self, piece, find, error))
      return FALSE;
  return TRUE;
}

/* The condition that every row must meet which meets the restriction, and that @is_wanted; NULL
 * where there is none. */
static MapiRestriction *
find_condition (MapiRestriction *restriction,
                gboolean (*is_wanted) (Find *find, MapiRestriction *condition),
                Find *find)
{
  MapiRestriction *found = NULL;

  if (mapi_restriction_get_kind (restriction) == MAPI_RES_PROPERTY)
    return is_wanted (find, restriction) ? mapi_restriction_ref (restriction) : NULL;
  if (mapi_restriction_get_kind (restriction) != MAPI_RES_AND)
    return NULL;
  for (guint i = 0; i < mapi_restriction_get_n_children (restriction) && found == NULL; i++)
    {
      g_autoptr (MapiRestriction) child = mapi_restriction_get_child (restriction, i);

      found = find_condition (child, is_wanted, find);
    }
  return found;
}

static gboolean
is_name (Find *find, MapiRestriction *condition)
{
  guint32 tag = mapi_restriction_get_tag (condition);

  return mapi_restriction_get_operator (condition) == MAPI_RELOP_EQ &&
         (tag == MAPI_PR_INSTANCE_KEY ||
          (tag == MAPI_PR_ENTRYID &&
           sqlite_selection_get_instance_tag (find->self->selection) == 0));
}

/* The entry that a name means; FALSE where it means none. */
static gboolean
parse_name (Find *find, MapiRestriction *condition, SqliteListEntry *entry)
{
  const MapiUid *uid = &find->context.uid;
  guint32        type;
  gint64         id;
  g_autoptr (MapiPropValue) value = mapi_restriction_get_value (condition);
  g_autoptr (GBytes) name = mapi_prop_value_get_bytes (value);

  if (name == NULL)
    return FALSE;
  if (mapi_restriction_get_tag (condition) == MAPI_PR_INSTANCE_KEY)
    return sqlite_instance_key_parse (name, entry) ||
           sqlite_heading_parse_instance_key (name, entry);
  if (!sqlite_entry_id_parse (uid, name, &type, &id, NULL) || type != MAPI_OBJECT_MESSAGE ||
      !sqlite_list_has_entry (id))
    return FALSE;
  *entry = sqlite_list_entry (id, 0);
  return TRUE;
}

typedef struct
{
  Find           *find;
  SqliteListEntry entry;
} Named;

static gboolean
find_named_by_key (SqliteDbConn *conn, gpointer data, GError **error)
{
  Named         *named = data;
  Find          *find = named->find;
  SqlitePosition before = find->position;
  SqlitePosition place;
  g_autoptr (SqliteRow) row = NULL;

  if (sqlite_list_get_value (named->entry) > 0 || sqlite_list_is_heading (named->entry))
    return TRUE;
  if (!sqlite_db_rows_read_one (
          conn, find->query, &find->context, sqlite_list_get_message (named->entry), &row, error) ||
      (row != NULL && !look_at (find, conn, row, error)))
    return FALSE;
  place = find->position;
  if (find->found &&
      (sqlite_view_compare_keys (find->self, place.key, before.key) < 0) != find->backward)
    find->found = FALSE;
  return TRUE;
}

static gboolean
find_named_by_list (SqliteDbConn *conn, gpointer data, GError **error)
{
  Named          *named = data;
  Find           *find = named->find;
  SqliteList     *list = sqlite_listing_get_list (find->self->listing);
  SqliteListPlace place;
  guint           index;

  if (!sqlite_list_find (list, named->entry, &place) ||
      (sqlite_list_get_flags (list, place) & SQLITE_LIST_HIDDEN) != 0)
    return TRUE;
  index = sqlite_list_get_index (list, place);
  if ((index < find->position.index) != find->backward)
    return TRUE;
  find->position.index = index;
  return look_at_entry (find, conn, named->entry, &find->found, error);
}

static gboolean
find_named (Find *find, MapiRestriction *condition, GError **error)
{
  Named named = { find, SQLITE_LIST_NONE };

  find->at_end = TRUE;
  return !parse_name (find, condition, &named.entry) ||
         sqlite_view_read (find->self,
                           sqlite_view_is_plain (find->self) ? find_named_by_key
                                                             : find_named_by_list,
                           &named,
                           error);
}

/* The first column that the rows are sorted by; *descending how. */
static guint32
get_sorted_by (SqliteView *self, gboolean *descending)
{
  MapiSortOrderSet *order = sqlite_selection_get_order (self->selection);

  *descending = FALSE;
  if (mapi_sort_order_set_get_size (order) == 0)
    return sqlite_view_is_plain (self) && !sqlite_selection_get_source (self->selection)->queue
               ? MAPI_PR_MESSAGE_DELIVERY_TIME
               : 0;
  *descending = mapi_sort_order_set_get_order (order, 0) == MAPI_TABLE_SORT_DESCEND;
  return mapi_sort_order_set_get_tag (order, 0);
}

/* Whether the rows that meet the condition stand together, at the end of the table or before it. */
static gboolean
is_bound (Find *find, MapiRestriction *condition)
{
  guint32  relop = mapi_restriction_get_operator (condition);
  gboolean descending;
  guint32  tag = get_sorted_by (find->self, &descending);

  return !find->backward && !sqlite_selection_is_divided (find->self->selection) &&
         mapi_restriction_get_tag (condition) == tag &&
         (relop == MAPI_RELOP_EQ || relop == (descending ? MAPI_RELOP_LE : MAPI_RELOP_GE));
}

static void
bound_by_key (Find *find, MapiRestriction *condition)
{
  g_autoptr (MapiPropValue) value = mapi_restriction_get_value (condition);
  SqliteRowKey   key = { (gint64) mapi_prop_value_get_systime (value), 0 };
  SqlitePosition first = { key, 0 };

  if (sqlite_selection_is_backward (find->self->selection))
    first.key.id = G_MAXINT64;
  if (sqlite_view_compare_keys (find->self, find->position.key, first.key) < 0)
    find->position = first;
  find->has_place = mapi_restriction_get_operator (condition) == MAPI_RELOP_EQ;
  find->place = key.place;
}

typedef struct
{
  Find   *find;
  GBytes *key;
  guint   index;
} Bound;

static gboolean
search_listing (SqliteDbConn *conn, gpointer data, GError **error)
{
  Bound *bound = data;

  return sqlite_listing_search (
      bound->find->self->listing, conn, &bound->find->context, bound->key, &bound->index, error);
}

/* What is greater than all keys that begin with @key: no more than a byte of each column behind it
 * can be as great as these. */
static GBytes *
get_end (GBytes *key, guint n_columns)
{
  gsize       size;
  const void *data = g_bytes_get_data (key, &size);
  GByteArray *end = g_byte_array_new ();
  guint8      highest = 0xff;

  g_byte_array_append (end, data, (guint) size);
  for (guint i = 0; i < n_columns; i++)
    g_byte_array_append (end, &highest, 1);
  return g_byte_array_free_to_bytes (end);
}

static gboolean
bound_by_list (Find *find, MapiRestriction *condition, GError **error)
{
  MapiSortOrderSet *order = sqlite_selection_get_order (find->self->selection);
  g_autoptr (MapiPropValue) value = mapi_restriction_get_value (condition);
  g_autoptr (MapiPropList) row = mapi_prop_list_new_from_value (value);
  g_autoptr (GBytes) key = mapi_sort_order_set_make_key (order, 1, row);
  g_autoptr (GBytes) end = get_end (key, mapi_sort_order_set_get_size (order));
  Bound first = { find, key, 0 };
  Bound last = { find, end, G_MAXUINT };

  if (!sqlite_view_read (find->self, search_listing, &first, error) ||
      (mapi_restriction_get_operator (condition) == MAPI_RELOP_EQ &&
       !sqlite_view_read (find->self, search_listing, &last, error)))
    return FALSE;
  find->position.index = MAX (find->position.index, first.index);
  find->end = last.index;
  return TRUE;
}

/* A value of another type than that of the column says nothing about the order. */
static gboolean
use_bound (Find *find, MapiRestriction *condition, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_restriction_get_value (condition);

  if (mapi_prop_value_get_tag (value) != mapi_restriction_get_tag (condition))
    return TRUE;
  if (!sqlite_view_is_plain (find->self))
    return bound_by_list (find, condition, error);
  bound_by_key (find, condition);
  return TRUE;
}

static gboolean
run (Find *find, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRestriction) name = find_condition (find->restriction, is_name, find);
  g_autoptr (MapiRestriction) bound =
      name == NULL ? find_condition (find->restriction, is_bound, find) : NULL;

  if (name != NULL)
    return find_named (find, name, error);
  return (bound == NULL || use_bound (find, bound, error)) &&
         find_step_by_step (find, cancellable, error);
}

static SqliteRowQuery *
new_query (SqliteView *self, MapiRestriction *restriction)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) columns = NULL;

  sqlite_match_collect_tags (restriction, tags);
  columns = mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
  return sqlite_view_new_query (self, columns);
}

gboolean
sqlite_view_find (SqliteView      *self,
                  MapiRestriction *restriction,
                  guint32          origin,
                  gboolean         backward,
                  guint32         *warning,
                  GCancellable    *cancellable,
                  GError         **error)
{
  Find find = { .self = self, .restriction = restriction, .backward = backward, .end = G_MAXUINT };
  g_autoptr (SqliteRowQuery) query = NULL;

  if (!sqlite_match_check (restriction, error) ||
      !sqlite_view_use_bookmark (self, origin, &find.position, warning, error))
    return FALSE;
  find.query = query = new_query (self, restriction);
  sqlite_store_get_row_context (self->store, &find.context);
  if (!run (&find, cancellable, error))
    return FALSE;
  if (find.found)
    *sqlite_places_get_cursor (self->places) = find.position;
  else
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_NOT_FOUND, "sqlite: FindRow: no row meets the restriction");
  return find.found;
}
