/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-rtf-escape-private.h"

static void
append_unit (GString *rtf, guint unit)
{
  g_string_append_printf (rtf, "\\u%d?", (int) (gint16) unit);
}

static void
append_unicode (GString *rtf, gunichar character)
{
  if (character < 0x10000)
    append_unit (rtf, character);
  else
    {
      append_unit (rtf, 0xd7c0 + (character >> 10));
      append_unit (rtf, 0xdc00 + (character & 0x3ff));
    }
}

/* Writes any character but the end of a line as text of RTF, for \uc1. */
void
mapi_rtf_append_character (GString *rtf, gunichar character)
{
  if (character == '\\' || character == '{' || character == '}')
    g_string_append_printf (rtf, "\\%c", (char) character);
  else if (character == '\t')
    g_string_append (rtf, "\\tab ");
  else if (character < 0x20 || character == 0x7f)
    g_string_append_printf (rtf, "\\'%02x", character);
  else if (character < 0x80)
    g_string_append_c (rtf, (char) character);
  else
    append_unicode (rtf, character);
}

/* Writes text, for \uc1; CR, LF and the two together are \par. */
void
mapi_rtf_append_escaped (GString *rtf, const char *text, gsize size)
{
  const char *end = text + size;

  for (const char *at = text; at < end; at = g_utf8_next_char (at))
    {
      gboolean is_pair = *at == '\n' && at > text && at[-1] == '\r';

      if (is_pair)
        continue;
      if (*at == '\n' || *at == '\r')
        g_string_append (rtf, "\\par\r\n");
      else
        mapi_rtf_append_character (rtf, g_utf8_get_char (at));
    }
}
