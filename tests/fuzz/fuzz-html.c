/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* HTML in any character set, and what is made of it. */

#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = fuzz_bytes (data, size);
  guint32 code_page = mapi_html_get_code_page (bytes, 1252);
  g_autoptr (GError) error = NULL;
  g_autofree char *html = mapi_html_decode (bytes, code_page, &error);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) rtf = NULL;

  FUZZ_EITHER (html != NULL, error);
  if (html == NULL)
    return 0;
  fuzz_n_understood++;
  fuzz_check_text (html);
  text = mapi_html_to_text (html);
  fuzz_check_text (text);
  rtf = mapi_rtf_from_html (html);
  g_assert (rtf != NULL);
  return 0;
}
