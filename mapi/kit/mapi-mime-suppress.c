/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who is not to be answered by programs: RFC 3834, and what Exchange makes of it. */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-mime-field-private.h"
#include "mapi-report.h"

static const struct
{
  const char *word;
  guint32     bit;
} words[] = {
  { "DR", MAPI_AUTO_RESPONSE_SUPPRESS_DR },
  { "NDR", MAPI_AUTO_RESPONSE_SUPPRESS_NDR },
  { "RN", MAPI_AUTO_RESPONSE_SUPPRESS_RN },
  { "NRN", MAPI_AUTO_RESPONSE_SUPPRESS_NRN },
  { "OOF", MAPI_AUTO_RESPONSE_SUPPRESS_OOF },
  { "AutoReply", MAPI_AUTO_RESPONSE_SUPPRESS_AUTO_REPLY },
};

guint32
mapi_mime_suppress_parse (const char *text)
{
  g_auto (GStrv) found = g_strsplit_set (text, ", \t", -1);
  guint32 bits = 0;

  for (gsize i = 0; found[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (found[i], "All") == 0)
        return MAPI_MIME_SUPPRESS_ALL;
      for (gsize k = 0; k < G_N_ELEMENTS (words); k++)
        if (g_ascii_strcasecmp (found[i], words[k].word) == 0)
          bits |= words[k].bit;
    }

  return bits;
}

static char *
describe (guint32 bits)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if ((bits & words[i].bit) != 0)
      {
        g_string_append_printf (text, "%s%s", n > 0 ? ", " : "", words[i].word);
        n++;
      }

  return n == G_N_ELEMENTS (words) ? g_strdup ("All")
                                   : g_string_free (g_steal_pointer (&text), FALSE);
}

void
mapi_mime_suppress_write (GString *out, MapiPropList *props)
{
  const char *message_class = mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS);
  guint32     bits = (guint32) mapi_prop_list_get_long (props, MAPI_PR_AUTO_RESPONSE_SUPPRESS, 0);
  g_autofree char *text = describe (bits);

  if (mapi_report_get_kind (message_class) != MAPI_REPORT_NONE)
    mapi_mime_header_append (out, "Auto-Submitted", "auto-replied");
  if (*text != '\0')
    mapi_mime_header_append (out, "X-Auto-Response-Suppress", text);
}
