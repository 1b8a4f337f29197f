/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-model.h"
#include "mock-sqlite.h"
#include "mock-table-copy.h"

G_BEGIN_DECLS

/* A view of a folder, whose rows a client keeps by what it is told. */
typedef struct
{
  MockModelFolder  *folder; /* NULL once it is deleted */
  gboolean          associated;
  MapiRestriction  *restriction; /* nullable */
  MapiSortOrderSet *order;       /* nullable */
  MockTableCopy    *copy;
} ModelView;

/* A search folder; it lies beside what the model has. */
typedef struct
{
  GBytes          *entry_id;
  MapiFolder      *folder; /* NULL while the store is closed */
  MockTableCopy   *copy;   /* NULL until the search has ended */
  MapiRestriction *restriction;
  GPtrArray       *scope; /* of GBytes, folders that may have gone */
  gboolean         recursive;
} ModelSearch;

/* A store, the model of it, and what chooses what to do next. */
typedef struct
{
  GRand           *rand;
  char            *path;
  MockSqlite       client;
  MockSqlite       spooler;
  MockModelFolder *root;
  gint32           last_number;
  guint            last_name;
  GPtrArray       *views;    /* of ModelView */
  GPtrArray       *searches; /* of ModelSearch */
  GPtrArray       *queue;    /* of MockModelMessage, as they were submitted */
  MockTableCopy   *queue_copy;
  guint            n_operations;
  GString         *trace; /* the last operations */
  gboolean         failed;
} ModelWorld;

gboolean model_world_init (ModelWorld *self, guint32 seed, const char *path);
void     model_world_clear (ModelWorld *self);
/* Closes the store and opens it anew. */
void model_world_reopen (ModelWorld *self);

/* Counts an operation and remembers its name. */
void model_world_count (ModelWorld *self, const char *operation);
/* Both note what went wrong and end the run. */
gboolean model_world_expect (ModelWorld *self, gboolean holds, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
gboolean model_world_no_error (ModelWorld *self, const GError *error);

guint             model_world_choose (ModelWorld *self, guint n);
gboolean          model_world_chance (ModelWorld *self, guint percent);
MockModelFolder  *model_world_choose_folder (ModelWorld *self);
MockModelMessage *model_world_choose_message (ModelWorld *self, MockModelFolder *folder);
/* Any type; values that tables show are small. */
MapiPropValue   *model_world_new_value (ModelWorld *self);
guint32          model_world_new_tag (ModelWorld *self);
MapiRestriction *model_world_new_restriction (ModelWorld *self, guint depth);
char            *model_world_new_name (ModelWorld *self, const char *prefix);

MapiFolder  *model_world_open_folder (ModelWorld *self, MockModelFolder *folder);
MapiMessage *model_world_open_message (ModelWorld *self, MockModelMessage *message);
void         model_world_close_views (ModelWorld *self);
/* The entry identifier of a message in a folder, which the store chose. */
GBytes *model_world_find_message (ModelWorld       *self,
                                  MockModelFolder  *folder,
                                  MockModelMessage *message,
                                  gint32            number);
/* All notifications reach those whom they are for. */
void model_world_deliver (void);

/* The operations that change something. */
void model_change_folder (ModelWorld *self);
void model_change_messages (ModelWorld *self);
void model_change_message (ModelWorld *self);
void model_change_queue (ModelWorld *self);

/* The operations that look. */
void       model_check_message (ModelWorld *self, MockModelMessage *message);
void       model_check_folder (ModelWorld *self, MockModelFolder *folder);
void       model_check_all (ModelWorld *self);
void       model_check_view (ModelWorld *self, ModelView *view);
void       model_open_view (ModelWorld *self);
void       model_walk_view (ModelWorld *self, ModelView *view);
void       model_check_groups (ModelWorld *self);
GPtrArray *model_searches_new (void);
void       model_open_searches (ModelWorld *self);
void       model_close_searches (ModelWorld *self);
void       model_change_search (ModelWorld *self);
void       model_check_search (ModelWorld *self);
void       model_open_queue (ModelWorld *self);
void       model_check_queue (ModelWorld *self);

G_END_DECLS
