/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>
#include <string.h>

#define HEADER_SIZE 16
#define N_RANDOM 2000

static GBytes *
compress (GBytes *rtf, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  GBytes *value = mapi_rtf_compress (rtf, flags, &error);

  TAP_NO_ERROR (error);
  return value;
}

/* Answers the size of the value. */
static gsize
check_round_trip (GBytes *rtf, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = compress (rtf, flags);
  g_autoptr (GBytes) back = mapi_rtf_decompress (value, &error);

  TAP_NO_ERROR (error);
  TAP_BYTES (back, rtf);
  CU_ASSERT (g_bytes_get_size (value) <= g_bytes_get_size (rtf) + HEADER_SIZE);
  return g_bytes_get_size (value);
}

static void
check_vector (const char *name, GBytes *value, const char *text)
{
  g_autoptr (GBytes) expected = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) rtf = mapi_rtf_decompress (value, &error);
  g_autoptr (GBytes) ours = compress (expected, 0);

  tap_note ("%s", name);
  TAP_NO_ERROR (error);
  TAP_BYTES (rtf, expected);
  CU_ASSERT (g_bytes_get_size (ours) <= g_bytes_get_size (value));
}

/* The examples of [MS-OXRTFCP]. */
static void
test_vectors (void)
{
  static const guint8 simple[] = {
    0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xf1,
    0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32,
    0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62,
    0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
  };
  static const guint8 crossing[] = {
    0x1a, 0x00, 0x00, 0x00, 0x1c, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xe2, 0xd4, 0x4b,
    0x51, 0x41, 0x00, 0x04, 0x20, 0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0,
  };
  g_autoptr (GBytes) one = g_bytes_new_static (simple, sizeof simple);
  g_autoptr (GBytes) two = g_bytes_new_static (crossing, sizeof crossing);

  check_vector ("simple", one, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
  check_vector ("crossing", two, "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
}

static void
test_uncompressed (void)
{
  const char *text = "{\\rtf1 the same again, the same again, the same again}";
  gsize       size = strlen (text);
  g_autoptr (GBytes) rtf = g_bytes_new_static (text, size);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = compress (rtf, MAPI_STORE_UNCOMPRESSED_RTF);

  CU_ASSERT (memcmp ((const char *) g_bytes_get_data (value, NULL) + 8, "MELA", 4) == 0);
  TAP_NUMBER (check_round_trip (rtf, MAPI_STORE_UNCOMPRESSED_RTF), size + HEADER_SIZE);
  TAP_NUMBER (check_round_trip (empty, 0), HEADER_SIZE);
  CU_ASSERT_PTR_NULL (mapi_rtf_compress (rtf, MAPI_MODIFY, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNKNOWN_FLAGS);
}

static void
append_random (GString *text, GRand *rand, gsize size)
{
  static const char *const words[] = { "\\par ",  "\\f0\\fs20 ", "the ", "message ", "and ",
                                       "{\\b ",   "}",           "of ",  "\\'e4",    "\\u8211?",
                                       "store\n", "\\pard ",     "a",    " ",        "." };

  while (text->len < size)
    g_string_append (text, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
}

static void
test_words (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gsize size = 0; size < 70000; size = size * 5 / 4 + 1)
    {
      GString *text = g_string_new ("{\\rtf1");
      g_autoptr (GBytes) rtf = NULL;
      gsize compressed;

      append_random (text, rand, size);
      rtf = g_string_free_to_bytes (text);
      compressed = check_round_trip (rtf, 0);
      if (size > 1000)
        CU_ASSERT (compressed < size / 2);
    }
}

/* What repeats at the farthest distance, and one byte farther. */
static void
test_distance (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (gsize distance = 4080; distance < 4110; distance++)
    {
      g_autofree guint8 *data = g_malloc (distance * 3);
      g_autoptr (GBytes) rtf = NULL;

      for (gsize i = 0; i < distance; i++)
        data[i] = (guint8) g_rand_int (rand);
      memcpy (data + distance, data, distance);
      memcpy (data + 2 * distance, data, distance);
      rtf = g_bytes_new (data, distance * 3);
      check_round_trip (rtf, 0);
    }
}

static void
test_random_bytes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint n = 0; n < N_RANDOM; n++)
    {
      gsize              size = (gsize) g_rand_int_range (rand, 0, 600);
      gint32             letters = g_rand_int_range (rand, 1, 257);
      g_autofree guint8 *data = g_malloc (size + 1);
      g_autoptr (GBytes) rtf = NULL;

      for (gsize i = 0; i < size; i++)
        data[i] = (guint8) g_rand_int_range (rand, 0, letters);
      rtf = g_bytes_new (data, size);
      check_round_trip (rtf, 0);
    }
}

static void
test_one_letter (void)
{
  g_autofree char *data = g_malloc (1000000);
  g_autoptr (GBytes) rtf = NULL;

  memset (data, 'a', 1000000);
  rtf = g_bytes_new (data, 1000000);
  CU_ASSERT (check_round_trip (rtf, 0) < 130000);
}

static void
check_corrupt (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) value = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_rtf_decompress (value, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
}

static void
test_corrupt (void)
{
  const char *text = "{\\rtf1 what is the same is the same, and what is not is not}";
  g_autoptr (GBytes) rtf = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) value = compress (rtf, 0);
  gsize              size;
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (value, &size), g_bytes_get_size (value));

  for (gsize cut = 0; cut < size; cut++)
    check_corrupt (data, cut);
  for (gsize i = 8; i < size; i++)
    {
      data[i] ^= 1;
      check_corrupt (data, size);
      data[i] ^= 1;
    }
  memset (data + 4, 0xff, 4); /* the size of the text */
  check_corrupt (data, size);
  memset (data, 0xff, 4); /* the size of the content */
  check_corrupt (data, size);
  memset (data, 0, 4);
  check_corrupt (data, size);
}

static void
write_number (guint8 *at, guint32 number)
{
  for (guint i = 0; i < 4; i++)
    at[i] = (guint8) (number >> 8 * i);
}

/* The checksum by the book, bit for bit. */
static guint32
get_crc (const guint8 *data, gsize size)
{
  guint32 crc = 0;

  for (gsize i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
  return crc;
}

/* Tokens at random behind a header that is right: any references, any size of the text. */
static void
test_random_tokens (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  guint n_good = 0;

  for (guint n = 0; n < N_RANDOM; n++)
    {
      gsize  size = (gsize) g_rand_int_range (rand, 0, 300);
      guint8 data[HEADER_SIZE + 300] = { 0 };
      g_autoptr (GBytes) value = NULL;
      g_autoptr (GBytes) rtf = NULL;

      for (gsize i = 0; i < size; i++)
        data[HEADER_SIZE + i] = (guint8) g_rand_int (rand);
      write_number (data, (guint32) size + 12);
      write_number (data + 4, g_rand_int (rand) >> g_rand_int_range (rand, 0, 32));
      memcpy (data + 8, "LZFu", 4);
      write_number (data + 12, get_crc (data + HEADER_SIZE, size));
      value = g_bytes_new (data, HEADER_SIZE + size);
      rtf = mapi_rtf_decompress (value, NULL);
      if (rtf != NULL)
        n_good++;
      CU_ASSERT (rtf == NULL || g_bytes_get_size (rtf) <= 8 * size);
    }
  CU_ASSERT (n_good > 0 && n_good < N_RANDOM);
}

TAP_MAIN ("kit/rtf-compression",
          { "the examples of the specification", test_vectors },
          { "left uncompressed", test_uncompressed },
          { "words", test_words },
          { "distances near the window's size", test_distance },
          { "random bytes", test_random_bytes },
          { "one letter a million times", test_one_letter },
          { "corrupt values", test_corrupt },
          { "random tokens", test_random_tokens })
