/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* Something that cannot be read, or does not fit the rest. */
typedef struct
{
  guint32 object_type;
  gint64  id;     /* 0: not known */
  gint64  folder; /* of a message; 0: not known */
  char   *name;   /* nullable */
  gint    code;   /* 0: merely inconsistent */
  char   *text;
} SqliteDamage;

/* What has been found, and how the work goes on. */
typedef struct
{
  GPtrArray    *damage; /* of SqliteDamage */
  guint32       n_readable;
  MapiProgress *progress; /* nullable */
  GCancellable *cancellable;
  guint         n_done;
  guint         n_total;
} SqliteFindings;

void sqlite_findings_init (SqliteFindings *self, MapiProgress *progress, GCancellable *cancellable);
void sqlite_findings_clear (SqliteFindings *self);
void sqlite_findings_add (
    SqliteFindings *self, guint32 object_type, gint64 id, gint code, const char *format, ...)
    G_GNUC_PRINTF (5, 6);
/* Says what is known of the last one that was added. */
void sqlite_findings_describe (SqliteFindings *self, const char *name, gint64 folder);
/* One more step is done; FALSE when it was cancelled. */
gboolean sqlite_findings_step (SqliteFindings *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SqliteFindings, sqlite_findings_clear)

G_END_DECLS
