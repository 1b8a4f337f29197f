/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A profile "bench" and its store below a folder that is only for this. */
typedef struct
{
  MapiProfile  *profile;
  MapiSession  *session;
  MapiMsgStore *store;
} BenchWorld;

/* @settings are names and values in turn, up to NULL; whatever fails ends the program. */
void bench_world_begin (BenchWorld *self, const char *home, const char *const *store_settings);
void bench_world_add_service (BenchWorld *self, const char *name, const char *const *settings);
void bench_world_log_on (BenchWorld *self);
void bench_world_clear (BenchWorld *self);

/* What the store names by @tag. */
GBytes     *bench_world_get_folder_id (BenchWorld *self, guint32 tag);
MapiFolder *bench_world_open_folder (BenchWorld *self, guint32 tag);

/* Lines of text, @size bytes and the rest of the last line. */
char *bench_make_body (gsize size);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BenchWorld, bench_world_clear)

G_END_DECLS
