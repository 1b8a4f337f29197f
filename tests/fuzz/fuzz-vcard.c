/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* vCards: what is read can be written, and what was written read again. */

#include "fuzz.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = fuzz_bytes (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) contacts = mapi_vcard_read (bytes, &error);
  g_autoptr (MapiRowSet) again = NULL;
  g_autoptr (GBytes) written = NULL;
  char *text;

  FUZZ_EITHER (contacts != NULL, error);
  if (contacts == NULL)
    return 0;
  fuzz_n_understood++;
  text = mapi_vcard_write (contacts);
  fuzz_check_text (text);
  written = g_bytes_new_take (text, strlen (text));
  again = mapi_vcard_read (written, &error);
  FUZZ_EITHER (again != NULL, error);
  g_assert (mapi_row_set_get_size (contacts) == 0 ||
            mapi_row_set_get_size (again) == mapi_row_set_get_size (contacts));
  return 0;
}
