/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Logging on to a store, and what it says of itself. */

#include "config.h"

#include "check-bench.h"

static void
has_a_record_key (CheckBench *bench)
{
  static const guint32 tags[] = { MAPI_PR_RECORD_KEY, MAPI_PR_ENTRYID };
  MapiMsgStore        *store = check_open_store (bench);
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return;
  props = mapi_prop_get_props (MAPI_PROP (store), wanted, 0, NULL, NULL, &error);
  if (!check_succeeds (bench, error, "GetProps"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    check_that (bench,
                mapi_prop_list_contains (props, tags[i]),
                "the store has no %s",
                mapi_prop_tag_get_name (tags[i]));
}

const MapiCheckClause check_store_logon_clauses[] = {
  { "store/has-a-record-key",
    "A store has PR_RECORD_KEY and PR_ENTRYID",
    "required-properties-for-all-messages.md",
    CHECK_NEEDS_NOTHING,
    has_a_record_key },
  { NULL },
};
