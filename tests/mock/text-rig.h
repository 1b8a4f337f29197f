/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-sqlite.h"

/* Looking at the text of the messages of a store. */

/* Bytes as a string; NULL as it is. */
char *text_rig_from_bytes (GBytes *bytes);

/* What GetProps gives, as it is. */
char *text_rig_get (gpointer object, guint32 tag);

/* What a stream gives. */
char *text_rig_read (gpointer object, guint32 tag);

/* Whether GetPropList has a property; GetProps has to agree. */
gboolean text_rig_is_listed (gpointer object, guint32 tag);

/* That a call gives that text is an assertion. */
#define TEXT_RIG_CHECK(call, wanted)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_text = call;                                                            \
    TAP_STRING (found_text, wanted);                                                               \
  }                                                                                                \
  G_STMT_END

/* The contents table of the Inbox. */
MapiTable *text_rig_open_contents (MapiMsgStore *store);

/* How many rows have that value in a column; takes it. */
guint text_rig_count (MapiTable *table, guint32 tag, MapiPropValue *value);
