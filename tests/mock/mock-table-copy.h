/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A client that keeps a copy of the rows of a view by what it is told: any table whose
 * notifications are exact can be tested with it. PR_INSTANCE_KEY must be one of the columns. */
typedef struct
{
  MapiTable        *view;
  MapiCallbackSink *sink;
  GPtrArray        *rows;     /* of MapiPropList */
  guint             n_reread; /* how often it was told to read anew */
  guint             n_wrong;  /* notifications that do not fit what was told before */
} MockTableCopy;

/* Takes the view over, advises in the thread's default context and reads all rows. */
MockTableCopy *mock_table_copy_new (MapiTable *view);
void           mock_table_copy_free (MockTableCopy *self);

/* Reads all rows: for a client that has changed the view itself. */
void mock_table_copy_reread (MockTableCopy *self);

/* Whether the copy, after all deliveries, has the rows that the view has. Leaves the cursor where
 * it was. */
gboolean mock_table_copy_is_exact (MockTableCopy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MockTableCopy, mock_table_copy_free)

G_END_DECLS
