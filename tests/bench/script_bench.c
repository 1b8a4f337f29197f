/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "script_bench.h"

/**
 * BenchAdder:
 *
 * The least interface there can be.
 */
G_DEFINE_INTERFACE (BenchAdder, bench_adder, G_TYPE_OBJECT)

static void
bench_adder_default_init (BenchAdderInterface *iface)
{
}

/**
 * bench_adder_add: (virtual add)
 * @self: an adder
 * @number: a number
 *
 * Returns: the sum
 */
gint
bench_adder_add (BenchAdder *self, gint number)
{
  g_return_val_if_fail (BENCH_IS_ADDER (self), 0);

  return BENCH_ADDER_GET_IFACE (self)->add (self, number);
}

/**
 * BenchSum:
 *
 * An adder in C.
 */
struct _BenchSum
{
  GObject parent_instance;
  gint    sum;
};

static gint
bench_sum_add (BenchAdder *self, gint number)
{
  return BENCH_SUM (self)->sum += number;
}

static void
init_adder (BenchAdderInterface *iface)
{
  iface->add = bench_sum_add;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BenchSum,
                               bench_sum,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BENCH_TYPE_ADDER, init_adder))

static void
bench_sum_class_init (BenchSumClass *klass)
{
}

static void
bench_sum_init (BenchSum *self)
{
}

/**
 * bench_sum_new:
 *
 * Returns: (transfer full): a sum
 */
BenchSum *
bench_sum_new (void)
{
  return g_object_new (BENCH_TYPE_SUM, NULL);
}

/**
 * bench_loop_add:
 * @adder: an adder
 * @count: how often it is called
 *
 * Returns: the sum of what it answered
 */
gint
bench_loop_add (BenchAdder *adder, gint count)
{
  gint sum = 0;

  for (gint i = 0; i < count; i++)
    sum += bench_adder_add (adder, 1);
  return sum;
}

/**
 * bench_loop_poll:
 * @logon: a transport
 * @count: how often it is asked for mail
 *
 * Returns: how often it had some
 */
guint
bench_loop_poll (MapiXpLogon *logon, gint count)
{
  guint   sum = 0;
  guint32 incoming = 0;

  for (gint i = 0; i < count; i++)
    if (mapi_xp_logon_poll (logon, &incoming, NULL, NULL))
      sum += incoming;
  return sum;
}

static GVariant *
pack (MapiPropList *props, guint index)
{
  guint32 tag = mapi_prop_list_get_tag (props, index);

  if ((tag & 0xffff) == MAPI_PT_UNICODE)
    return g_variant_new_string (mapi_prop_list_get_string (props, tag));
  return g_variant_new_int32 (mapi_prop_list_get_long (props, tag, 0));
}

/**
 * bench_pack_properties:
 * @props: texts and numbers
 *
 * Returns: (transfer full): the same as `a{uv}`
 */
GVariant *
bench_pack_properties (MapiPropList *props)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{uv}"));
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    g_variant_builder_add (&builder, "{uv}", mapi_prop_list_get_tag (props, i), pack (props, i));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
