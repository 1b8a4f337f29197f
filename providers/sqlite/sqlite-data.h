/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What the objects of the store and the database hand to each other. */

/* Values up to this size lie in the property list of their object, larger ones in streams. */
#define SQLITE_INLINE_MAX ((gsize) 256 * 1024)

/* Absent number of a summary. */
#define SQLITE_ABSENT G_MININT64

/* A property whose value is a stream. */
typedef struct
{
  guint32 tag;
  gint64  stream;
  guint64 size;
} SqliteLarge;

/* A set of them is a GBytes, as it is stored; NULL is the empty set. A property is found by its
 * identifier, whatever its type. */
guint    sqlite_large_get_size (GBytes *set);
void     sqlite_large_get (GBytes *set, guint index, SqliteLarge *large);
gboolean sqlite_large_find (GBytes *set, guint32 tag, SqliteLarge *large);
gboolean sqlite_large_has_stream (GBytes *set, gint64 stream);
GBytes  *sqlite_large_add (GBytes *set, const SqliteLarge *large);
GBytes  *sqlite_large_remove (GBytes *set, guint32 tag);
void     sqlite_large_remove_tags (GBytes **set, MapiPropTagArray *tags);
guint64  sqlite_large_get_total (GBytes *set);

typedef struct _SqliteMessageData SqliteMessageData;

/* An attachment. It never changes; a change puts another one into the place of it. */
typedef struct
{
  gatomicrefcount    refs;
  gint64             id; /* 0: not stored yet */
  guint32            number;
  guint64            size;
  MapiPropList      *props;
  GBytes            *large;       /* nullable */
  gint64             embedded_id; /* the stored message inside, or 0 */
  SqliteMessageData *embedded;    /* the message that takes its place, nullable */
} SqliteAttachData;

SqliteAttachData *sqlite_attach_data_new (guint32 number, MapiPropList *props);
SqliteAttachData *sqlite_attach_data_copy (SqliteAttachData *self);
SqliteAttachData *sqlite_attach_data_ref (SqliteAttachData *self);
void              sqlite_attach_data_unref (SqliteAttachData *self);
/* Gives it a record key that no other has. */
void sqlite_attach_data_renew_key (SqliteAttachData *self);

/* The columns that tables show, computed from the rest when a message is saved. */
typedef struct
{
  guint64 size;
  guint64 delivered;
  gint64  submitted;
  gint64  importance;
  gint64  priority;
  gint64  sensitivity;
  char   *message_class;
  char   *subject;
  char   *normalized;
  char   *sender;
  char   *representing;
  char   *display_to;
  char   *display_cc;
  char   *display_bcc;
} SqliteSummary;

struct _SqliteMessageData
{
  gint64        id;           /* 0: not stored yet */
  gint64        folder;       /* 0: inside an attachment */
  gint64        queue;        /* the place in the outgoing queue, or 0 */
  guint32       submit_flags; /* what the queue says, beside the lock */
  gint64        change;
  gboolean      associated;
  guint32       flags;
  guint32       status;
  guint64       created;
  guint64       modified;
  guint64       passed_on; /* PR_PROVIDER_SUBMIT_TIME, and not among props; 0 for none */
  MapiPropList *props;
  MapiRowSet   *recipients;      /* each with PR_ROWID */
  GBytes       *large;           /* nullable */
  gboolean      content_changed; /* props or large differ from what is stored */
  GPtrArray    *attachments;     /* of SqliteAttachData by number; NULL: not loaded */
  GPtrArray    *stored;          /* the attachments as they are in the database; NULL: none */
  SqliteSummary summary;
};

SqliteMessageData *sqlite_message_data_new (void);
SqliteMessageData *sqlite_message_data_copy (SqliteMessageData *self);
void               sqlite_message_data_free (SqliteMessageData *self);
SqliteAttachData  *sqlite_message_data_find (SqliteMessageData *self, guint32 number);
void          sqlite_message_data_replace (SqliteMessageData *self, SqliteAttachData *attachment);
gboolean      sqlite_message_data_remove (SqliteMessageData *self, guint32 number);
void          sqlite_message_data_set_attachments (SqliteMessageData *self, GPtrArray *stored);
void          sqlite_message_data_summarize (SqliteMessageData *self);
MapiPropList *sqlite_message_data_get_subject (const SqliteMessageData *self);

/* Strings and binary values as bytes, and back; what is not UTF-8 in a PT_UNICODE is replaced. */
GBytes        *sqlite_value_to_bytes (MapiPropValue *value);
MapiPropValue *sqlite_value_from_bytes (guint32 tag, GBytes *bytes);

/* Adds @bytes and releases them. */
void sqlite_add_binary (MapiPropListBuilder *builder, guint32 tag, GBytes *bytes);

/* The message class that stands for none. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteAttachData, sqlite_attach_data_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteMessageData, sqlite_message_data_free)

G_END_DECLS
