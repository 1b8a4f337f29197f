/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <mapi/mapi.h>

G_BEGIN_DECLS

typedef struct _CheckReplay CheckReplay;

/* A method, and what calls it with the arguments of the line that is being replayed. */
typedef struct
{
  const char *interface_name;
  const char *method;
  GType (*get_type) (void); /* of the interface */
  gboolean (*call) (CheckReplay *replay, gpointer object, GError **error);
} ReplayMethod;

/* All that can be replayed, generated; one without a name at the end. */
extern const ReplayMethod replay_methods[];

/* The arguments of the line; NULL or 0 where it has none of the name. */
guint32           replay_read_unsigned (CheckReplay *self, const char *name);
gint32            replay_read_signed (CheckReplay *self, const char *name);
gint64            replay_read_large (CheckReplay *self, const char *name);
gboolean          replay_read_boolean (CheckReplay *self, const char *name);
char             *replay_read_text (CheckReplay *self, const char *name);
char            **replay_read_strv (CheckReplay *self, const char *name);
GBytes           *replay_read_bytes (CheckReplay *self, const char *name);
MapiUid          *replay_read_uid (CheckReplay *self, const char *name);
MapiPropList     *replay_read_props (CheckReplay *self, const char *name);
MapiRowSet       *replay_read_rows (CheckReplay *self, const char *name);
MapiPropTagArray *replay_read_tags (CheckReplay *self, const char *name);
MapiEntryList    *replay_read_entries (CheckReplay *self, const char *name);
MapiFlagList     *replay_read_flag_list (CheckReplay *self, const char *name);
MapiRestriction  *replay_read_restriction (CheckReplay *self, const char *name);
MapiSortOrderSet *replay_read_order (CheckReplay *self, const char *name);
MapiAdviseSink   *replay_read_sink (CheckReplay *self, const char *name);
gpointer          replay_read_object (CheckReplay *self, const char *name);

/* What a trace that is as it should be has; an object has to be of a kind. */
void replay_need (CheckReplay *self, gconstpointer value);
void replay_need_object (CheckReplay *self, gpointer object, GType type, gboolean may_be_missing);

/* Whether an argument is not to be had, so that the call cannot be made. */
gboolean replay_lacks (CheckReplay *self);

/* What was given out in the place of what the line says. */
void replay_give_object (CheckReplay *self, const char *name, gpointer object);
void replay_give_number (CheckReplay *self, guint32 connection);

G_END_DECLS
