/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The other side of calls from and to scripts: a bare interface to hold ours against, and loops. */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define BENCH_TYPE_ADDER (bench_adder_get_type ())
G_DECLARE_INTERFACE (BenchAdder, bench_adder, BENCH, ADDER, GObject)

struct _BenchAdderInterface
{
  GTypeInterface parent_interface;

  gint (*add) (BenchAdder *self, gint number);
};

gint bench_adder_add (BenchAdder *self, gint number);

#define BENCH_TYPE_SUM (bench_sum_get_type ())
G_DECLARE_FINAL_TYPE (BenchSum, bench_sum, BENCH, SUM, GObject)

BenchSum *bench_sum_new (void);

gint      bench_loop_add (BenchAdder *adder, gint count);
guint     bench_loop_poll (MapiXpLogon *logon, gint count);
GVariant *bench_pack_properties (MapiPropList *props);

G_END_DECLS
