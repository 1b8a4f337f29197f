/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "mapi-tracer.h"
#include "mapi-wrapped-private.h"

G_BEGIN_DECLS

/* How values are shown. */
typedef struct
{
  MapiWrapper *wrapper; /* whose objects are shown as what is behind them */
  gboolean     all;     /* secrets and bodies too */
} MapiTraceStyle;

/* The value of a type as gen-wrappers.py names it; NULL for none. @place: a pointer, or the address
 * of a number. */
JsonNode *
mapi_trace_value (const MapiTraceStyle *style, const char *type, const char *name, gpointer place);

/* `MapiFolder#7`: its kind, and a number that no other object has. */
char *mapi_trace_object_name (const MapiTraceStyle *style, gpointer object);

/* These take over what they are given. */
JsonNode *mapi_trace_take_object (JsonObject *object);
JsonNode *mapi_trace_take_array (JsonArray *array);

JsonNode *mapi_trace_props (const MapiTraceStyle *style, MapiPropList *props);
JsonNode *mapi_trace_rows (const MapiTraceStyle *style, MapiRowSet *rows);
JsonNode *mapi_trace_bytes (GBytes *bytes);
JsonNode *mapi_trace_text (const char *text);

/* What stands in the place of so many bytes that nobody is to see. */
JsonNode *mapi_trace_left_out (gsize size);

/* The tags of what somebody wrote, with 0 behind them. */
const guint32 *mapi_trace_bodies (void);

/* One number for each thread, from 1 on. */
guint mapi_trace_thread_number (void);

/* What is known of a call when it begins, and when it is over. */
void mapi_trace_begin (const MapiTraceStyle *style, MapiCall *call, JsonObject *line);
void mapi_trace_end (const MapiTraceStyle *style, MapiCall *call, JsonObject *line);

/* Of a message that is given to a transport to be sent, all that is in it. */
void mapi_trace_contents (const MapiTraceStyle *style, MapiCall *call, JsonObject *line);

/* A call as a line for people, without the end of line. */
char *mapi_trace_format (JsonObject *call, gboolean colours);

G_END_DECLS
