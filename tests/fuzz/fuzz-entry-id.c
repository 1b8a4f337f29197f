/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Entry identifiers: what the core says of them, and what a store does with them. */

#include "fuzz-store.h"
#include "fuzz.h"

static void
look_at (GBytes *id)
{
  g_autofree char *text = mapi_entry_id_to_string (id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) back = mapi_entry_id_from_string (text, &error);
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (GBytes) rest = NULL;

  FUZZ_EITHER (back != NULL, error);
  g_assert (back == NULL || g_bytes_equal (back, id));
  if (!mapi_entry_id_is_valid (id))
    return;
  fuzz_n_understood++;
  uid = mapi_entry_id_get_uid (id);
  rest = mapi_entry_id_get_data (id);
  g_assert (mapi_entry_id_has_uid (id, uid));
}

static void
unwrap (GBytes *id)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) inner = mapi_store_entry_id_unwrap (id, &name, &error);
  g_autoptr (GBytes) wrapped = NULL;
  g_autoptr (GBytes) again = NULL;

  FUZZ_EITHER (inner != NULL, error);
  if (inner == NULL)
    return;
  wrapped = mapi_store_entry_id_wrap (name, inner);
  again = mapi_store_entry_id_unwrap (wrapped, NULL, NULL);
  g_assert (again != NULL && g_bytes_equal (inner, again));
}

static void
open_in_store (GBytes *id)
{
  MapiMsgStore *store = fuzz_store_get ();
  gboolean      same = FALSE;
  guint32       warning = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;
  g_autoptr (MapiProp) object = mapi_msg_store_open_entry (store, id, NULL, 0, NULL, &error);
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&id, 1);

  FUZZ_EITHER (object != NULL, error);
  FUZZ_EITHER (mapi_msg_store_compare_entry_ids (store, id, id, 0, &same, &other), other);
  g_assert (other != NULL || same);
  g_clear_error (&other);
  FUZZ_EITHER (mapi_msg_store_abort_submit (store, id, 0, NULL, &other), other);
  g_clear_error (&other);
  FUZZ_EITHER (mapi_folder_copy_messages (fuzz_store_get_folder (),
                                          list,
                                          fuzz_store_get_folder (),
                                          NULL,
                                          MAPI_MESSAGE_MOVE,
                                          NULL,
                                          &warning,
                                          &other),
               other);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) id = fuzz_bytes (data, size);

  look_at (id);
  unwrap (id);
  open_in_store (id);
  return 0;
}
