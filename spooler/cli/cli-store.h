/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

gboolean      cli_logon (Cli *cli, GError **error);
MapiMsgStore *cli_open_store (Cli *cli, GError **error);

/* A folder of the store, as the user writes it: `Inbox/Lists`. */
typedef struct
{
  char         *path;
  GBytes       *entry_id;
  MapiPropList *row;
} CliFolder;

GPtrArray *cli_list_folders (Cli *cli, MapiMsgStore *store, GError **error);
MapiFolder *
cli_open_folder (Cli *cli, MapiMsgStore *store, const char *path, guint32 flags, GError **error);
MapiFolder *
cli_open_store_folder (Cli *cli, MapiMsgStore *store, guint32 tag, guint32 flags, GError **error);

/* A message, as the user writes it: an entry identifier, or the last digits of one. */
char   *cli_short_id (GBytes *entry_id);
GBytes *cli_find_message (
    Cli *cli, MapiMsgStore *store, const char *id, CliFolder **folder, GError **error);
MapiMessage *
cli_open_message (Cli *cli, MapiMsgStore *store, const char *id, guint32 flags, GError **error);

/* Marks a message that was not composed here: it has arrived, and is not a draft. */
gboolean cli_mark_received (Cli *cli, MapiMessage *message, GError **error);

/* Reads a table to its end, a page at a time; stops when @visit answers %FALSE. */
typedef gboolean (*CliRowVisit) (MapiPropList *row, gpointer data, GError **error);
gboolean cli_visit_rows (Cli              *cli,
                         MapiTable        *table,
                         MapiPropTagArray *tags,
                         CliRowVisit       visit,
                         gpointer          data,
                         GError          **error);

/* Members of a JSON object from properties. */
void cli_set_string (JsonObject *object, const char *key, const MapiPropList *props, guint32 tag);
void cli_set_number (JsonObject *object, const char *key, const MapiPropList *props, guint32 tag);
void cli_set_moment (JsonObject *object, const char *key, guint64 filetime);
void cli_set_time (JsonObject *object, const char *key, const MapiPropList *props, guint32 tag);
void cli_set_id (JsonObject *object, const MapiPropList *props);

G_END_DECLS
