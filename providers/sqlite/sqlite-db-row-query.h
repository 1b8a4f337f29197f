/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-rows.h"

G_BEGIN_DECLS

/* The SQL that rows are read with, and what is made of its columns. */

typedef enum
{
  SQLITE_KIND_PROPS, /* lies with the message's properties */
  SQLITE_KIND_LONG,
  SQLITE_KIND_TIME,
  SQLITE_KIND_TIME_OR_PROPS, /* among the properties where the column is NULL */
  SQLITE_KIND_TEXT,
  SQLITE_KIND_HAS_ATTACH,
  SQLITE_KIND_ENTRY_ID,
  SQLITE_KIND_PARENT,
  SQLITE_KIND_RECORD_KEY,
  SQLITE_KIND_INSTANCE_KEY,
  SQLITE_KIND_OBJECT_TYPE,
  SQLITE_KIND_STORE_ENTRY_ID,
  SQLITE_KIND_STORE_KEY,
  SQLITE_KIND_SUBMIT_FLAGS,
} SqliteColumnKind;

/* The first columns of each SELECT. */
enum
{
  SQLITE_COLUMN_ID,
  SQLITE_COLUMN_PLACE,
  SQLITE_COLUMN_FOLDER,
  SQLITE_COLUMN_FLAGS,
  SQLITE_COLUMN_FIRST,
};

typedef struct
{
  guint32          tag;    /* as it is kept */
  guint32          wanted; /* the same, or that in PT_STRING8 */
  SqliteColumnKind kind;
  gint             column;
} SqliteColumn;

struct _SqliteRowQuery
{
  SqliteRowSource source;
  gboolean        sparse; /* leaves out what a row has not */
  gboolean        named;  /* all that it asks for is in a message's number */
  GArray         *columns;
  gint            props_column;   /* of contents.props, with large behind it; or -1 */
  char           *read[2];        /* forward and backward */
  char           *listed;         /* forward, those alone that the index of words names */
  gint            unknown_column; /* of that: whether it only does not know the message */
  char           *read_one;
  char           *skip[2];
  char           *count[2]; /* before a place, and from there on */
};

G_END_DECLS
