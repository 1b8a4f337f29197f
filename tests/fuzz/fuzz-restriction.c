/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Restrictions as bytes: read, written again, held against a row, and used by a table of a store.
 */

#include "fuzz-store.h"
#include "fuzz.h"

static void
write_again (MapiRestriction *restriction)
{
  g_autoptr (GBytes) written = mapi_restriction_to_bytes (restriction);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRestriction) read = mapi_restriction_new_from_bytes (written, &error);
  g_autoptr (GBytes) again = NULL;
  g_autofree char *text = mapi_restriction_to_string (restriction);

  g_assert_no_error (error);
  again = mapi_restriction_to_bytes (read);
  g_assert (g_bytes_equal (written, again));
  g_assert_cmpuint (
      mapi_restriction_get_depth (restriction), ==, mapi_restriction_get_depth (read));
  fuzz_check_text (text);
}

/* What a table finds is what the restriction says of each row, or it says that it cannot. */
static void
restrict_table (MapiRestriction *restriction)
{
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (fuzz_store_get_folder ()), 0, NULL, NULL);
  g_autoptr (GError) error = NULL;
  guint32 count = 0;

  if (mapi_table_restrict (table, restriction, 0, NULL, &error))
    FUZZ_EITHER (mapi_table_get_row_count (table, 0, &count, NULL, NULL, &error), error);
  g_clear_error (&error);
  mapi_table_restrict (table, NULL, 0, NULL, NULL);
  FUZZ_EITHER (
      mapi_table_find_row (table, restriction, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error),
      error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = fuzz_bytes (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRestriction) restriction = mapi_restriction_new_from_bytes (bytes, &error);
  g_autoptr (MapiPropList) row = NULL;

  FUZZ_EITHER (restriction != NULL, error);
  if (restriction == NULL)
    return 0;
  fuzz_n_understood++;
  write_again (restriction);
  row = mapi_prop_get_props (MAPI_PROP (fuzz_store_get ()), NULL, 0, NULL, NULL, NULL);
  mapi_restriction_matches (restriction, row);
  restrict_table (restriction);
  return 0;
}
