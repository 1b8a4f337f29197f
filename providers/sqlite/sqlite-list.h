/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a table shows, in order: its rows and the headings above them, eight bytes each, and some of
 * them hidden. Where one stands, and which stands at a position, is found without going through all
 * of them, however many there are. */
typedef struct _SqliteList SqliteList;

/* A row is a message with the number of one of its values, a heading is a number less than 0. */
typedef gint64 SqliteListEntry;

#define SQLITE_LIST_NONE ((SqliteListEntry) 0)
#define SQLITE_LIST_VALUE_BITS 23
#define SQLITE_LIST_MAX_VALUES (1 << SQLITE_LIST_VALUE_BITS)
#define SQLITE_LIST_MAX_MESSAGE ((guint64) 1 << 37)

typedef enum
{
  SQLITE_LIST_HIDDEN = 1 << 0,
  SQLITE_LIST_UNREAD = 1 << 1,
} SqliteListFlags;

/* Of an entry, or behind the last one. It holds until the list changes. */
typedef struct
{
  guint chunk;
  guint offset;
} SqliteListPlace;

/* Whether there is an entry for it. No store comes that far; a file that was tampered with may. */
static inline gboolean
sqlite_list_has_entry (gint64 message)
{
  return message > 0 && (guint64) message <= SQLITE_LIST_MAX_MESSAGE;
}

static inline SqliteListEntry
sqlite_list_entry (gint64 message, guint value)
{
  return (message << SQLITE_LIST_VALUE_BITS) | value;
}

static inline gboolean
sqlite_list_is_heading (SqliteListEntry entry)
{
  return entry < 0;
}

static inline gint64
sqlite_list_get_message (SqliteListEntry entry)
{
  return entry >> SQLITE_LIST_VALUE_BITS;
}

static inline guint
sqlite_list_get_value (SqliteListEntry entry)
{
  return (guint) (entry & (SQLITE_LIST_MAX_VALUES - 1));
}

SqliteList *sqlite_list_new (void);
void        sqlite_list_free (SqliteList *self);

/* How many can be seen. */
guint sqlite_list_get_size (SqliteList *self);

/* Behind the last one, while the list is made. */
void sqlite_list_append (SqliteList *self, SqliteListEntry entry, SqliteListFlags flags);

/* Once it is made: what names an entry is looked up from now on. Otherwise the first who asks waits
 * for it. */
void sqlite_list_make_index (SqliteList *self);

SqliteListPlace sqlite_list_get_first (SqliteList *self);
SqliteListPlace sqlite_list_get_end (SqliteList *self);
gboolean        sqlite_list_is_end (SqliteList *self, SqliteListPlace place);
SqliteListPlace sqlite_list_next (SqliteList *self, SqliteListPlace place);
/* The nearest behind it that can be seen, or the end. */
SqliteListPlace sqlite_list_next_seen (SqliteList *self, SqliteListPlace place);
/* FALSE at the first one. */
gboolean sqlite_list_prior (SqliteList *self, SqliteListPlace *place);
/* The nearest before it that can be seen; FALSE where there is none. */
gboolean sqlite_list_prior_seen (SqliteList *self, SqliteListPlace *place);
/* The heading it stands under; FALSE where there is none. */
gboolean sqlite_list_prior_heading (SqliteList *self, SqliteListPlace *place);

SqliteListEntry sqlite_list_get (SqliteList *self, SqliteListPlace place);
SqliteListFlags sqlite_list_get_flags (SqliteList *self, SqliteListPlace place);
void sqlite_list_set_flags (SqliteList *self, SqliteListPlace place, SqliteListFlags flags);

/* How many before it can be seen, and the other way round. */
guint           sqlite_list_get_index (SqliteList *self, SqliteListPlace place);
SqliteListPlace sqlite_list_get_place (SqliteList *self, guint index);

/* Whether it is there. */
gboolean sqlite_list_find (SqliteList *self, SqliteListEntry entry, SqliteListPlace *place);
/* Any of the rows of a message. */
gboolean sqlite_list_find_message (SqliteList *self, gint64 message, SqliteListPlace *place);

/* Before what stands there now. */
void sqlite_list_insert (SqliteList     *self,
                         SqliteListPlace place,
                         SqliteListEntry entry,
                         SqliteListFlags flags);
void sqlite_list_remove (SqliteList *self, SqliteListPlace place);

/* Whether an entry stands before what is looked for; *before is the answer. */
typedef gboolean (*SqliteListBefore) (SqliteListEntry entry,
                                      gboolean       *before,
                                      gpointer        data,
                                      GError        **error);

/* The first that does not stand before. */
gboolean sqlite_list_search (SqliteList      *self,
                             SqliteListBefore is_before,
                             gpointer         data,
                             SqliteListPlace *place,
                             GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteList, sqlite_list_free)

G_END_DECLS
