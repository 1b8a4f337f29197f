/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Compressed RTF, and RTF: whatever it is, what comes out is text. */

#include "fuzz.h"

static void
read_rtf (GBytes *rtf)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mapi_rtf_to_text (rtf, &error);
  g_autofree char *html = NULL;

  FUZZ_EITHER (text != NULL, error);
  fuzz_n_understood += text != NULL;
  g_clear_error (&error);
  html = mapi_rtf_to_html (rtf, &error);
  FUZZ_EITHER (html != NULL, error);
  fuzz_check_text (text);
  fuzz_check_text (html);
}

static void
compress (GBytes *rtf)
{
  g_autoptr (GBytes) compressed = mapi_rtf_compress (rtf, 0, NULL);
  g_autoptr (GBytes) back = mapi_rtf_decompress (compressed, NULL);

  g_assert (back != NULL && g_bytes_equal (rtf, back));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = fuzz_bytes (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) rtf = mapi_rtf_decompress (bytes, &error);

  FUZZ_EITHER (rtf != NULL, error);
  if (rtf != NULL)
    read_rtf (rtf);
  read_rtf (bytes);
  compress (bytes);
  return 0;
}
