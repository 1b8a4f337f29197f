/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Properties and restrictions at random. */

#include "model-world.h"

/* 16 that come with any type, one a type that tables show, a few that are known to the store. */
#define FIRST_ID 0x6700
#define N_IDS 24
/* From here on values may be too large to lie with the others. */
#define FIRST_LARGE_ID (FIRST_ID + 16)
#define LARGE ((gsize) 300 * 1024)

static const guint16 types[] = {
  MAPI_PT_I2,         MAPI_PT_LONG,       MAPI_PT_R4,          MAPI_PT_DOUBLE,
  MAPI_PT_CURRENCY,   MAPI_PT_APPTIME,    MAPI_PT_BOOLEAN,     MAPI_PT_I8,
  MAPI_PT_SYSTIME,    MAPI_PT_UNICODE,    MAPI_PT_STRING8,     MAPI_PT_BINARY,
  MAPI_PT_CLSID,      MAPI_PT_MV_I2,      MAPI_PT_MV_LONG,     MAPI_PT_MV_R4,
  MAPI_PT_MV_DOUBLE,  MAPI_PT_MV_I8,      MAPI_PT_MV_CURRENCY, MAPI_PT_MV_APPTIME,
  MAPI_PT_MV_SYSTIME, MAPI_PT_MV_UNICODE, MAPI_PT_MV_BINARY,   MAPI_PT_MV_CLSID,
};

static const char *const words[] = { "",
                                     "a",
                                     "Ab",
                                     "aB",
                                     "RE: hello",
                                     "hello",
                                     "\320\226\321\203\320\272",
                                     "z%_\\'",
                                     "Hello World",
                                     "\360\237\230\200" };

static const char *
choose_word (ModelWorld *self)
{
  return words[model_world_choose (self, G_N_ELEMENTS (words))];
}

static gint64
choose_number (ModelWorld *self)
{
  static const gint64 extremes[] = { 0, 1, -1, G_MAXINT16, G_MININT16, G_MAXINT32, G_MININT32 };

  if (model_world_chance (self, 60))
    return model_world_choose (self, 6);
  if (model_world_chance (self, 60))
    return extremes[model_world_choose (self, G_N_ELEMENTS (extremes))];
  return (gint64) ((guint64) g_rand_int (self->rand) << 32 | g_rand_int (self->rand));
}

static GBytes *
new_bytes (ModelWorld *self, gsize max)
{
  gsize   size = model_world_choose (self, (guint) max);
  guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i < 8 ? model_world_choose (self, 3) : i);
  return g_bytes_new_take (data, size);
}

static MapiUid *
new_uid (ModelWorld *self)
{
  guint8 data[16] = { (guint8) model_world_choose (self, 4) };
  g_autoptr (GBytes) bytes = g_bytes_new (data, sizeof data);

  return mapi_uid_new_from_bytes (bytes, NULL);
}

static MapiPropValue *
new_several (ModelWorld *self, guint32 tag)
{
  gsize       n = 1 + model_world_choose (self, 3);
  gint16      shorts[] = { (gint16) choose_number (self), 2, 3 };
  gint32      longs[] = { (gint32) choose_number (self), 2, 3 };
  float       floats[] = { (float) choose_number (self), 2, 3 };
  double      doubles[] = { (double) choose_number (self), 2, 3 };
  gint64      numbers[] = { choose_number (self), 2, 3 };
  guint64     times[] = { (guint64) model_world_choose (self, 100), 2, 3 };
  const char *strings[] = { choose_word (self), choose_word (self), NULL };
  g_autoptr (GBytes) bytes = new_bytes (self, 20);
  GBytes *blobs[] = { bytes, bytes, bytes };
  g_autoptr (MapiUid) uid = new_uid (self);
  g_autoptr (MapiUidArray) empty = mapi_uid_array_new ();
  g_autoptr (MapiUidArray) uids = mapi_uid_array_append (empty, uid);

  switch (mapi_prop_tag_get_prop_type (tag))
    {
    case MAPI_PT_MV_I2:
      return mapi_prop_value_new_mv_i2 (tag, shorts, n);
    case MAPI_PT_MV_LONG:
      return mapi_prop_value_new_mv_long (tag, longs, n);
    case MAPI_PT_MV_R4:
      return mapi_prop_value_new_mv_float (tag, floats, n);
    case MAPI_PT_MV_DOUBLE:
      return mapi_prop_value_new_mv_double (tag, doubles, n);
    case MAPI_PT_MV_APPTIME:
      return mapi_prop_value_new_mv_apptime (tag, doubles, n);
    case MAPI_PT_MV_CURRENCY:
      return mapi_prop_value_new_mv_currency (tag, numbers, n);
    case MAPI_PT_MV_I8:
      return mapi_prop_value_new_mv_i8 (tag, numbers, n);
    case MAPI_PT_MV_SYSTIME:
      return mapi_prop_value_new_mv_systime (tag, times, n);
    case MAPI_PT_MV_UNICODE:
      return mapi_prop_value_new_mv_string (tag, strings);
    case MAPI_PT_MV_BINARY:
      return mapi_prop_value_new_mv_bytes (tag, blobs, n);
    default:
      return mapi_prop_value_new_mv_clsid (tag, uids);
    }
}

static MapiPropValue *
new_value (ModelWorld *self, guint32 tag)
{
  gsize max =
      mapi_prop_tag_get_id (tag) >= FIRST_LARGE_ID && model_world_chance (self, 3) ? 2 * LARGE : 40;
  g_autoptr (GBytes) bytes = new_bytes (self, max);
  g_autoptr (MapiUid) uid = new_uid (self);

  switch (mapi_prop_tag_get_prop_type (tag))
    {
    case MAPI_PT_I2:
      return mapi_prop_value_new_i2 (tag, (gint16) choose_number (self));
    case MAPI_PT_LONG:
      return mapi_prop_value_new_long (tag, (gint32) choose_number (self));
    case MAPI_PT_R4:
      return mapi_prop_value_new_float (tag, (float) choose_number (self) / 4);
    case MAPI_PT_DOUBLE:
      return mapi_prop_value_new_double (tag, (double) choose_number (self) / 8);
    case MAPI_PT_CURRENCY:
      return mapi_prop_value_new_currency (tag, choose_number (self));
    case MAPI_PT_APPTIME:
      return mapi_prop_value_new_apptime (tag, (double) choose_number (self) / 2);
    case MAPI_PT_BOOLEAN:
      return mapi_prop_value_new_boolean (tag, model_world_chance (self, 50));
    case MAPI_PT_I8:
      return mapi_prop_value_new_i8 (tag, choose_number (self));
    case MAPI_PT_SYSTIME:
      return mapi_prop_value_new_systime (tag, (guint64) choose_number (self) % G_MAXINT32 + 1);
    case MAPI_PT_UNICODE:
      return mapi_prop_value_new_string (tag, choose_word (self));
    case MAPI_PT_STRING8:
      return mapi_prop_value_new_string8 (tag, bytes);
    case MAPI_PT_BINARY:
      return mapi_prop_value_new_binary (tag, bytes);
    case MAPI_PT_CLSID:
      return mapi_prop_value_new_clsid (tag, uid);
    default:
      return new_several (self, tag);
    }
}

guint32
model_world_new_tag (ModelWorld *self)
{
  static const guint32 known[] = { MAPI_PR_SUBJECT,
                                   MAPI_PR_IMPORTANCE,
                                   MAPI_PR_MESSAGE_DELIVERY_TIME,
                                   MAPI_PR_SENDER_NAME,
                                   MAPI_PR_BODY };
  guint                i = model_world_choose (self, N_IDS);

  if (model_world_chance (self, 30))
    return known[model_world_choose (self, G_N_ELEMENTS (known))];
  /* Mostly each has its own type, so that values meet values. */
  if (model_world_chance (self, 10))
    return mapi_prop_tag_new ((guint16) (FIRST_ID + i),
                              types[model_world_choose (self, G_N_ELEMENTS (types))]);
  return mapi_prop_tag_new ((guint16) (FIRST_ID + i), types[i % G_N_ELEMENTS (types)]);
}

MapiPropValue *
model_world_new_value (ModelWorld *self)
{
  return new_value (self, model_world_new_tag (self));
}

static guint32
new_single_tag (ModelWorld *self)
{
  guint32 tag;

  do
    tag = model_world_new_tag (self);
  while (mapi_prop_tag_is_multivalued (tag) || mapi_prop_tag_get_id (tag) >= FIRST_LARGE_ID ||
         tag == MAPI_PR_BODY);
  return tag;
}

static MapiRestriction *
new_leaf (ModelWorld *self)
{
  guint32 tag = new_single_tag (self);
  g_autoptr (MapiPropValue) value = new_value (self, tag);
  g_autoptr (MapiPropValue) text = mapi_prop_value_new_string (MAPI_PR_SUBJECT, choose_word (self));

  switch (model_world_choose (self, 6))
    {
    case 0:
      return mapi_restriction_new_exist (tag);
    case 1:
      return mapi_restriction_new_content (
          MAPI_FL_SUBSTRING | (model_world_chance (self, 50) ? MAPI_FL_IGNORECASE : 0),
          MAPI_PR_SUBJECT,
          text);
    case 2:
      return mapi_restriction_new_bitmask (MAPI_BMR_NEZ, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ);
    case 3:
      return mapi_restriction_new_bitmask (MAPI_BMR_EQZ, MAPI_PR_IMPORTANCE, 1);
    default:
      return mapi_restriction_new_property (model_world_choose (self, 6), tag, value);
    }
}

MapiRestriction *
model_world_new_restriction (ModelWorld *self, guint depth)
{
  g_autoptr (MapiRestriction) one = NULL;
  g_autoptr (MapiRestriction) two = NULL;
  MapiRestriction *both[2];

  if (depth == 0 || model_world_chance (self, 40))
    return new_leaf (self);
  one = model_world_new_restriction (self, depth - 1);
  two = model_world_new_restriction (self, depth - 1);
  both[0] = one;
  both[1] = two;
  switch (model_world_choose (self, 3))
    {
    case 0:
      return mapi_restriction_new_and (both, 2);
    case 1:
      return mapi_restriction_new_or (both, 2);
    default:
      return mapi_restriction_new_not (one);
    }
}
