/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lists of properties and sets of rows as a store keeps them. */

#include "fuzz.h"

static void
look_at (MapiPropList *list)
{
  g_autofree char *text = mapi_prop_list_to_string (list);

  fuzz_check_text (text);
  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (list, i);
      g_autoptr (MapiPropValue) found =
          mapi_prop_list_lookup (list, mapi_prop_list_get_tag (list, i));
      g_autofree char *words = mapi_prop_value_to_string (value);

      g_assert (found != NULL);
      fuzz_check_text (words);
      mapi_prop_value_compare (value, found);
    }
}

static void
read_list (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_bytes (bytes, &error);
  g_autoptr (MapiPropList) empty = mapi_prop_list_new_empty ();
  g_autoptr (MapiPropList) merged = NULL;

  FUZZ_EITHER (list != NULL, error);
  if (list == NULL)
    return;
  fuzz_n_understood++;
  look_at (list);
  merged = mapi_prop_list_merge (empty, list);
  look_at (merged);
}

static void
read_rows (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_row_set_new_from_bytes (bytes, &error);
  g_autoptr (MapiRowSet) again = NULL;
  g_autoptr (GBytes) written = NULL;

  FUZZ_EITHER (rows != NULL, error);
  if (rows == NULL)
    return;
  fuzz_n_understood++;
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      look_at (row);
    }
  written = mapi_row_set_to_bytes (rows);
  again = mapi_row_set_new_from_bytes (written, NULL);
  g_assert (again != NULL && mapi_row_set_get_size (again) == mapi_row_set_get_size (rows));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = fuzz_bytes (data, size);

  read_list (bytes);
  read_rows (bytes);
  return 0;
}
