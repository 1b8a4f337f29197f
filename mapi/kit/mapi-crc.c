/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-crc-private.h"

/* Continues the cyclic redundancy check of compressed RTF: the polynomial of IEEE 802.3, with
 * neither end inverted. It begins with 0. */
guint32
mapi_crc (guint32 crc, gconstpointer data, gsize size)
{
  static const guint32 of_nibble[16] = {
    0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
    0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
  };
  const guint8 *at = data;

  for (const guint8 *end = at + size; at < end; at++)
    {
      crc ^= *at;
      crc = crc >> 4 ^ of_nibble[crc & 15];
      crc = crc >> 4 ^ of_nibble[crc & 15];
    }
  return crc;
}
