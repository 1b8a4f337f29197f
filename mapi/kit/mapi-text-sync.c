/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The significant characters of a text, by which RTFSync compares, and the properties that describe
 * them. How Microsoft chooses the characters is not published: what others wrote cannot be told
 * from what is out of date, and is never taken as a proof that a text has changed. */

#include "config.h"

#include "mapi-crc-private.h"
#include "mapi-text-sync-private.h"

#include <string.h>

#define TAG_SIZE 32

/* What a character counts as; 0 when it does not count. */
static gunichar
get_significant (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isspace (c) || g_ascii_iscntrl (c) ? 0 : c;
  if (c >= 0x2018 && c <= 0x201b)
    return '\'';
  if (c >= 0x201c && c <= 0x201f)
    return '"';
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
    return '-';
  return g_unichar_isspace (c) || g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT
             ? 0
             : c;
}

char *
mapi_text_sync_get_significant (const char *text)
{
  GString *significant = g_string_sized_new (strlen (text));

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = get_significant (g_utf8_get_char (text));

      if (c != 0)
        g_string_append_unichar (significant, c);
    }
  return g_string_free (significant, FALSE);
}

/* Letters and digits alone: what no two programs that read formatted text disagree about. */
char *
mapi_text_sync_get_letters (const char *text)
{
  GString *letters = g_string_sized_new (strlen (text));

  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalnum (g_utf8_get_char (text)))
      g_string_append_unichar (letters, g_utf8_get_char (text));
  return g_string_free (letters, FALSE);
}

/* Where the significant character of the number @n stands in @text, or the text's end. */
gsize
mapi_text_sync_find (const char *text, glong n)
{
  const char *at;

  for (at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (get_significant (g_utf8_get_char (at)) != 0 && n-- == 0)
      break;
  return (gsize) (at - text);
}

/* Adds what describes a message whose formatted text has the significant characters given, of which
 * some were added in front and behind by those who passed the message on. */
void
mapi_text_sync_describe (MapiPropListBuilder *builder,
                         const char          *significant,
                         glong                n_prefix,
                         glong                n_trailing)
{
  glong       n = g_utf8_strlen (significant, -1) - n_prefix - n_trailing;
  const char *start = g_utf8_offset_to_pointer (significant, n_prefix);
  const char *end = g_utf8_offset_to_pointer (start, n);
  const char *tag_end = g_utf8_offset_to_pointer (start, MIN (n, TAG_SIZE));

  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_RTF_SYNC_BODY_CRC, (gint32) mapi_crc (0, start, (gsize) (end - start)));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RTF_SYNC_BODY_COUNT, (gint32) n);
  mapi_prop_list_builder_add_data (
      builder, MAPI_PR_RTF_SYNC_BODY_TAG, start, (gsize) (tag_end - start));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RTF_SYNC_PREFIX_COUNT, (gint32) n_prefix);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RTF_SYNC_TRAILING_COUNT, (gint32) n_trailing);
}

/* Whether the properties describe these significant characters. */
gboolean
mapi_text_sync_is_described (MapiPropList *props, const char *significant)
{
  gint64      n = mapi_prop_list_get_long (props, MAPI_PR_RTF_SYNC_BODY_COUNT, -1);
  gint64      n_prefix = mapi_prop_list_get_long (props, MAPI_PR_RTF_SYNC_PREFIX_COUNT, 0);
  gint64      n_trailing = mapi_prop_list_get_long (props, MAPI_PR_RTF_SYNC_TRAILING_COUNT, 0);
  gint32      crc = mapi_prop_list_get_long (props, MAPI_PR_RTF_SYNC_BODY_CRC, 0);
  const char *start;
  const char *end;

  if (n < 0 || n_prefix < 0 || n_trailing < 0 ||
      n_prefix + n + n_trailing != g_utf8_strlen (significant, -1))
    return FALSE;

  start = g_utf8_offset_to_pointer (significant, (glong) n_prefix);
  end = g_utf8_offset_to_pointer (start, (glong) n);
  return (gint32) mapi_crc (0, start, (gsize) (end - start)) == crc;
}

gboolean
mapi_text_sync_has_description (MapiPropList *props)
{
  return mapi_prop_list_contains (props, MAPI_PR_RTF_SYNC_BODY_CRC);
}
