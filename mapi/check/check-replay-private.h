/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-replay-calls.h"

G_BEGIN_DECLS

struct _CheckReplay
{
  MapiSupport *support;
  JsonObject  *line;    /* what is being replayed */
  GHashTable  *objects; /* `MapiFolder#7` in the trace -> the object here */
  GHashTable  *bytes;   /* hex digits in the trace -> those here */
  GHashTable  *numbers; /* a connection in the trace -> the one here */
  GHashTable  *paths;   /* a path that is a setting in the trace -> that here */
  const char  *lack;    /* why the call cannot be made */
};

/* Values of the trace, with identifiers changed to those here. */
GBytes       *replay_bytes_of (CheckReplay *self, JsonNode *node);
MapiPropList *replay_props_of (CheckReplay *self, JsonNode *node);
MapiRowSet   *replay_rows_of (CheckReplay *self, JsonNode *node);

/* Whether what came is what had come; else what differs. Learns which identifier here stands for
 * which in the trace. */
char *replay_compare (CheckReplay *self, JsonObject *expected, JsonObject *found);

/* NULL for what is no text. */
const char *replay_get_string (JsonNode *node);

/* An object, such as `MapiFolder#7`. */
gboolean replay_is_object (const char *text);

/* Something was left out of the trace. */
gboolean replay_is_left_out (const char *text);

G_END_DECLS
