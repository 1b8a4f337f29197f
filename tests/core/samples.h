/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tap.h"

#include <mapi/mapi.h>

/* A property of every type and every multivalued type, with values at the edges. */

#define SAMPLE_TAG(number, type) mapi_prop_tag_new ((guint16) (0x8000 + (number)), (guint16) (type))

static inline void
sample_add (MapiPropListBuilder *builder, MapiPropValue *value)
{
  CU_ASSERT_PTR_NOT_NULL (value);
  if (value == NULL)
    return;
  mapi_prop_list_builder_add_value (builder, value);
  mapi_prop_value_unref (value);
}

static inline void
sample_add_singles (MapiPropListBuilder *builder)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\0\1\xff", 3);
  g_autoptr (GBytes) latin = g_bytes_new_static ("Gr\xfc\xdf"
                                                 "e",
                                                 5);
  g_autoptr (MapiUid) uid = mapi_uid_new_from_string ("00020386-0000-0000-c000-000000000046", NULL);
  g_autoptr (MapiRestriction) exist = mapi_restriction_new_exist (MAPI_PR_SUBJECT);

  sample_add (builder, mapi_prop_value_new_null (SAMPLE_TAG (1, MAPI_PT_NULL)));
  sample_add (builder, mapi_prop_value_new_object (SAMPLE_TAG (2, MAPI_PT_OBJECT)));
  sample_add (builder, mapi_prop_value_new_i2 (SAMPLE_TAG (3, MAPI_PT_I2), G_MININT16));
  sample_add (builder, mapi_prop_value_new_long (SAMPLE_TAG (4, MAPI_PT_LONG), G_MININT32));
  sample_add (builder, mapi_prop_value_new_float (SAMPLE_TAG (5, MAPI_PT_R4), -1.5f));
  sample_add (builder, mapi_prop_value_new_double (SAMPLE_TAG (6, MAPI_PT_DOUBLE), 1e300));
  sample_add (builder, mapi_prop_value_new_currency (SAMPLE_TAG (7, MAPI_PT_CURRENCY), -12345));
  sample_add (builder, mapi_prop_value_new_apptime (SAMPLE_TAG (8, MAPI_PT_APPTIME), 45000.25));
  sample_add (builder, mapi_prop_value_new_error (SAMPLE_TAG (9, MAPI_PT_ERROR), MAPI_E_NO_ACCESS));
  sample_add (builder, mapi_prop_value_new_boolean (SAMPLE_TAG (10, MAPI_PT_BOOLEAN), 17));
  sample_add (builder, mapi_prop_value_new_i8 (SAMPLE_TAG (11, MAPI_PT_I8), G_MININT64));
  sample_add (builder, mapi_prop_value_new_systime (SAMPLE_TAG (12, MAPI_PT_SYSTIME), G_MAXUINT64));
  sample_add (builder,
              mapi_prop_value_new_string (SAMPLE_TAG (13, MAPI_PT_UNICODE), "Grüße, 世界 🎉"));
  sample_add (builder, mapi_prop_value_new_string (SAMPLE_TAG (14, MAPI_PT_UNICODE), ""));
  sample_add (builder, mapi_prop_value_new_string8 (SAMPLE_TAG (15, MAPI_PT_STRING8), latin));
  sample_add (builder, mapi_prop_value_new_binary (SAMPLE_TAG (16, MAPI_PT_BINARY), bytes));
  sample_add (builder, mapi_prop_value_new_clsid (SAMPLE_TAG (17, MAPI_PT_CLSID), uid));
  sample_add (builder,
              mapi_prop_value_new_restriction (SAMPLE_TAG (18, MAPI_PT_SRESTRICTION), exist));
  sample_add (builder, mapi_prop_value_new_binary (SAMPLE_TAG (19, MAPI_PT_ACTIONS), bytes));
  sample_add (builder, mapi_prop_value_new_binary (SAMPLE_TAG (20, MAPI_PT_SVREID), bytes));
}

static inline void
sample_add_arrays (MapiPropListBuilder *builder)
{
  static const gint16      shorts[] = { G_MININT16, -1, 0, G_MAXINT16 };
  static const gint32      longs[] = { G_MININT32, 7, G_MAXINT32 };
  static const gint64      wides[] = { G_MININT64, 7, G_MAXINT64 };
  static const guint64     times[] = { 0, 1, G_MAXUINT64 };
  static const float       floats[] = { -1.5f, 0.25f };
  static const double      doubles[] = { -1.5, 1e300 };
  static const char *const strings[] = { "", "one", "zwölf", NULL };
  static const char *const none[] = { NULL };
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\0\1\xff", 3);
  g_autoptr (MapiUidArray) no_uids = mapi_uid_array_new ();
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (MapiUidArray) uids = mapi_uid_array_append (no_uids, uid);
  GBytes *binaries[] = { bytes, empty };

  sample_add (builder, mapi_prop_value_new_mv_i2 (SAMPLE_TAG (30, MAPI_PT_MV_I2), shorts, 4));
  sample_add (builder, mapi_prop_value_new_mv_long (SAMPLE_TAG (31, MAPI_PT_MV_LONG), longs, 3));
  sample_add (builder, mapi_prop_value_new_mv_float (SAMPLE_TAG (32, MAPI_PT_MV_R4), floats, 2));
  sample_add (builder,
              mapi_prop_value_new_mv_double (SAMPLE_TAG (33, MAPI_PT_MV_DOUBLE), doubles, 2));
  sample_add (builder,
              mapi_prop_value_new_mv_currency (SAMPLE_TAG (34, MAPI_PT_MV_CURRENCY), wides, 3));
  sample_add (builder,
              mapi_prop_value_new_mv_apptime (SAMPLE_TAG (35, MAPI_PT_MV_APPTIME), doubles, 2));
  sample_add (builder, mapi_prop_value_new_mv_i8 (SAMPLE_TAG (36, MAPI_PT_MV_I8), wides, 3));
  sample_add (builder,
              mapi_prop_value_new_mv_systime (SAMPLE_TAG (37, MAPI_PT_MV_SYSTIME), times, 3));
  sample_add (builder,
              mapi_prop_value_new_mv_string (SAMPLE_TAG (38, MAPI_PT_MV_UNICODE), strings));
  sample_add (builder, mapi_prop_value_new_mv_string (SAMPLE_TAG (39, MAPI_PT_MV_UNICODE), none));
  sample_add (builder,
              mapi_prop_value_new_mv_bytes (SAMPLE_TAG (40, MAPI_PT_MV_BINARY), binaries, 2));
  sample_add (builder,
              mapi_prop_value_new_mv_bytes (SAMPLE_TAG (41, MAPI_PT_MV_STRING8), binaries, 2));
  sample_add (builder, mapi_prop_value_new_mv_clsid (SAMPLE_TAG (42, MAPI_PT_MV_CLSID), uids));
  sample_add (builder, mapi_prop_value_new_mv_clsid (SAMPLE_TAG (43, MAPI_PT_MV_CLSID), no_uids));
  sample_add (builder, mapi_prop_value_new_mv_long (SAMPLE_TAG (44, MAPI_PT_MV_LONG), NULL, 0));
}

static inline MapiPropList *
sample_list (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  sample_add_singles (builder);
  sample_add_arrays (builder);
  return mapi_prop_list_builder_end (builder);
}

typedef void (*SampleRead) (GBytes *bytes);

/* Hands @read every beginning of @bytes, on memory of just that size. */
static inline void
sample_truncate (GBytes *bytes, SampleRead read)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i++)
    {
      g_autoptr (GBytes) part = g_bytes_new (data, i);

      read (part);
    }
}

/* Hands @read what is left of @bytes after bits have been turned over. */
static inline void
sample_damage (GBytes *bytes, SampleRead read)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2026);
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (guint round = 0; round < 20000; round++)
    {
      guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) damaged = g_bytes_new_take (copy, size);

      for (gint n = g_rand_int_range (random, 1, 4); n > 0; n--)
        copy[g_rand_int_range (random, 0, (gint32) size)] ^= 1 << g_rand_int_range (random, 0, 8);
      read (damaged);
    }
}
