/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-store.h"

G_BEGIN_DECLS

/* Something that is done to a folder, the folders below, and all that lies in them, step by step.
 * So many steps make a transaction that others get their turn, and what was done stays done when
 * somebody cancels. */
typedef struct _SqliteWalk SqliteWalk;

/* One of the folders; each comes after the one it lies in. */
typedef struct
{
  gint64 id;
  guint  above; /* the place of the folder that it lies in; its own for the first */
  gint64 copy;  /* for who copies: what it has become, or 0 */
} SqliteWalkFolder;

typedef struct
{
  guint  place;   /* of the folder */
  gint64 message; /* in it, or 0 for the folder itself */
} SqliteWalkStep;

struct _SqliteWalk
{
  SqliteStore *store;
  gpointer     data;

  /* Folders before what is in them, or after; the first one may be none of the steps. */
  gboolean downward;
  gboolean spares_first;
  gint     associated; /* which messages of the first one: -1 for all, 0 for those that are not */
  gboolean modifies;   /* the folders that messages are in */

  /* Within a transaction that may have to be tried again. */
  gboolean (*step) (SqliteDbConn         *conn,
                    SqliteEvents         *events,
                    SqliteWalk           *self,
                    const SqliteWalkStep *step,
                    GError              **error);
  /* Before each transaction, with the messages that it is for. Nullable. */
  gboolean (*prepare) (SqliteWalk   *self,
                       GArray       *messages,
                       GCancellable *cancellable,
                       GError      **error);

  GArray *folders; /* of SqliteWalkFolder */
  guint   skipped; /* what a step could not do, in this transaction */

  /* Where the walk stands. */
  guint   left;     /* folders */
  GArray *messages; /* of the folder it is in; NULL between two folders */
  guint   next;     /* of those */
  guint   total;
  guint   done;
};

/* The folder and, with @deep, all below; but not those that the store needs, nor what is below
 * those, where @spares_special says so: they count as skipped. */
gboolean sqlite_walk_begin (
    SqliteWalk *self, gint64 folder, gboolean deep, gboolean spares_special, GError **error);
gboolean sqlite_walk_run (SqliteWalk   *self,
                          MapiProgress *progress,
                          GCancellable *cancellable,
                          guint32      *warning,
                          GError      **error);
void     sqlite_walk_end (SqliteWalk *self);

SqliteWalkFolder *sqlite_walk_get_folder (SqliteWalk *self, guint place);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SqliteWalk, sqlite_walk_end)

G_END_DECLS
