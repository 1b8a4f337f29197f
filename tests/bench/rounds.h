/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Some work COUNT times, by this project and by a peer. */
typedef struct
{
  const char *name;
  guint       count;
  void (*ours) (guint count);
  void (*peer) (guint count);
} BenchCase;

void bench_check (gboolean done, const GError *error);
int  bench_main (int argc, char **argv, const BenchCase *cases, gsize n_cases);

G_END_DECLS
