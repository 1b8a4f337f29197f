/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-prop-list-builder.h"
#include "mapi-recipient.h"
#include "mapi-support-object-private.h"

/*
 * Recipients that stand for others: a personal distribution list becomes its members (R042), a
 * recipient that the address book calls by another name than its owner does gets the original name
 * back (R043). Lists may hold lists, also each other.
 */

/* A list of more members is an accident, or somebody's wickedness. */
#define MOST_MEMBERS 100000

static gboolean
is_list (MapiPropList *row)
{
  return g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_ADDRTYPE), "MAPIPDL") == 0;
}

static gboolean
is_entry (MapiPropList *row)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);

  return entry_id != NULL && !mapi_one_off_is (entry_id);
}

gboolean
mapi_support_needs_expansion (MapiRowSet *rows)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (is_list (row) || is_entry (row) ||
          mapi_prop_list_contains (row, MAPI_PR_ORIGINAL_DISPLAY_NAME))
        return TRUE;
    }

  return FALSE;
}

typedef struct
{
  MapiAddressBook *book;
  guint32          recipient_type;
  gboolean         responsible;
  GHashTable      *seen;
  GPtrArray       *added;
  GCancellable    *cancellable;
} Expansion;

static GBytes *
bytes_of (MapiPropList *row)
{
  return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
}

/* A member as a recipient of the message: ruling D3, it is there to be sent to, as the list was. A
 * list that need not be sent to again (D1) has members that need not either. */
static MapiPropList *
recipient_of (const Expansion *self, MapiPropList *member)
{
  static const guint32 only_in_tables[] = { MAPI_PR_ROWID, MAPI_PR_INSTANCE_KEY, MAPI_PR_DEPTH };
  g_autoptr (MapiPropTagArray) drop =
      mapi_prop_tag_array_new (only_in_tables, G_N_ELEMENTS (only_in_tables));
  g_autoptr (MapiPropList) known = mapi_prop_list_without_errors (member);
  g_autoptr (MapiPropList) plain = mapi_prop_list_without (known, drop);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) changes = NULL;
  const char *original = mapi_prop_list_get_string (known, MAPI_PR_ORIGINAL_DISPLAY_NAME);

  mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, (gint32) self->recipient_type);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_RESPONSIBILITY, self->responsible);
  if (original != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, original);
  changes = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (plain, changes);
}

static MapiRowSet *
read_members (const Expansion *self, GBytes *entry_id, GError **error)
{
  g_autoptr (MapiAbContainer) list =
      mapi_address_book_open_container (self->book, entry_id, 0, self->cancellable, error);
  g_autoptr (MapiTable) table =
      list != NULL
          ? mapi_container_get_contents_table (MAPI_CONTAINER (list), 0, self->cancellable, error)
          : NULL;

  return table != NULL ? mapi_address_book_read_all (table, self->cancellable, error) : NULL;
}

static gboolean
too_many (const Expansion *self, GError **error)
{
  if (self->added->len < MOST_MEMBERS)
    return FALSE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_TOO_BIG,
               "ExpandRecips: the distribution lists have more than %d members",
               MOST_MEMBERS);
  return TRUE;
}

/* Queues the lists among the members of one, and adds the others; a list is expanded once, which
 * ends loops. A list inside of one that is no more has no members. */
static gboolean
expand_one (Expansion *self, GBytes *entry_id, GQueue *lists, gboolean is_inner, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiRowSet) members = read_members (self, entry_id, &local);

  if (members == NULL && is_inner && local->code == MAPI_E_NOT_FOUND)
    return TRUE;
  if (members == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (guint i = 0; i < mapi_row_set_get_size (members); i++)
    {
      g_autoptr (MapiPropList) member = mapi_row_set_get_row (members, i);
      g_autoptr (GBytes) member_id = bytes_of (member);

      if (too_many (self, error))
        return FALSE;
      if (!is_list (member))
        g_ptr_array_add (self->added, recipient_of (self, member));
      else if (member_id != NULL && g_hash_table_add (self->seen, g_bytes_ref (member_id)))
        g_queue_push_tail (lists, g_bytes_ref (member_id));
    }

  return TRUE;
}

static gboolean
expand_list (Expansion *self, MapiPropList *row, GError **error)
{
  GQueue   lists = G_QUEUE_INIT;
  GBytes  *next = bytes_of (row);
  gboolean is_inner = FALSE;
  gboolean done = next != NULL;

  if (next == NULL)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID, "the row has no PR_ENTRYID");
  else
    g_hash_table_add (self->seen, g_bytes_ref (next));
  for (; done && next != NULL; next = g_queue_pop_head (&lists), is_inner = TRUE)
    {
      done = expand_one (self, next, &lists, is_inner, error);
      g_bytes_unref (next);
    }
  if (!done)
    g_prefix_error (
        error, "distribution list '%s': ", mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME));
  g_queue_clear_full (&lists, (GDestroyNotify) g_bytes_unref);

  return done;
}

/* What the entry was called before its owner called it otherwise; NULL where that is not known. */
static char *
original_name (MapiAddressBook *book, MapiPropList *row, GCancellable *cancellable)
{
  const guint32 tag = MAPI_PR_ORIGINAL_DISPLAY_NAME;
  const char   *given = mapi_prop_list_get_string (row, tag);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (GBytes) entry_id = bytes_of (row);
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (given != NULL || entry_id == NULL || mapi_one_off_is (entry_id))
    return g_strdup (given);

  entry = mapi_addr_book_open_entry (MAPI_ADDR_BOOK (book), entry_id, NULL, 0, cancellable, NULL);
  if (entry != NULL)
    props = mapi_prop_get_props (entry, tags, 0, cancellable, NULL, NULL);
  return props != NULL ? g_strdup (mapi_prop_list_get_string (props, tag)) : NULL;
}

/* The row under its original name; NULL when it bears that already. */
static MapiPropList *
renamed (MapiAddressBook *book, MapiPropList *row, GCancellable *cancellable)
{
  g_autofree char *name = original_name (book, row, cancellable);
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) change = NULL;

  if (name == NULL || g_strcmp0 (name, mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME)) == 0)
    return NULL;

  value = mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, name);
  change = mapi_prop_list_new_from_value (value);
  return mapi_prop_list_merge (row, change);
}

/* Tells which rows go, which come and which change. */
gboolean
mapi_support_expand_rows (MapiSession  *session,
                          MapiRowSet   *rows,
                          GPtrArray    *gone,
                          GPtrArray    *added,
                          GPtrArray    *changed,
                          GCancellable *cancellable,
                          GError      **error)
{
  g_autoptr (MapiAddressBook) book =
      mapi_session_open_address_book (session, MAPI_AB_NO_DIALOG, NULL, cancellable, error);

  for (guint i = 0; book != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      MapiPropList *row = mapi_row_set_get_row (rows, i);
      guint32       type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
      g_autoptr (GHashTable) seen =
          g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
      gboolean      handled = mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE);
      Expansion     expansion = { book, type, handled, seen, added, cancellable };
      MapiPropList *better = is_list (row) ? NULL : renamed (book, row, cancellable);

      if (better != NULL)
        g_ptr_array_add (changed, better);
      if (!is_list (row))
        {
          mapi_prop_list_unref (row);
          continue;
        }
      g_ptr_array_add (gone, row);
      if (!expand_list (&expansion, row, error))
        return FALSE;
    }

  return book != NULL;
}
