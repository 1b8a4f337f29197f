/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a store has to offer to be the default store of a profile. */

#include "config.h"

#include "check-store.h"

/* Whether the store can be the default, by what the catalogue says. */
static gboolean
may_be_default (CheckBench *bench)
{
  g_autoptr (MapiPropList) row = check_get_store_row (bench);
  guint32 flags = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0);

  if ((flags & MAPI_STATUS_NO_DEFAULT_STORE) == 0)
    return TRUE;
  check_skip (bench, "PR_RESOURCE_FLAGS has STATUS_NO_DEFAULT_STORE");
  return FALSE;
}

static guint32
get_mask (CheckBench *bench)
{
  MapiMsgStore *store = check_open_store (bench);

  return (guint32) check_read_long (bench, store, MAPI_PR_STORE_SUPPORT_MASK, 0);
}

static void
sends_and_receives (CheckBench *bench)
{
  static const struct
  {
    guint32     flag;
    const char *name;
  } wanted[] = {
    { MAPI_STORE_SUBMIT_OK, "STORE_SUBMIT_OK" },
    { MAPI_STORE_CREATE_OK, "STORE_CREATE_OK" },
    { MAPI_STORE_MODIFY_OK, "STORE_MODIFY_OK" },
  };
  g_autoptr (MapiFolder) inbox = NULL;
  guint32 mask;

  if (!may_be_default (bench))
    return;
  mask = get_mask (bench);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    check_that (bench,
                (mask & wanted[i].flag) != 0,
                "a store that can be the default has no %s in PR_STORE_SUPPORT_MASK; if it cannot "
                "be, PR_RESOURCE_FLAGS of its service has STATUS_NO_DEFAULT_STORE",
                wanted[i].name);
  inbox = check_open_folder (bench, bench->store, 0);
}

static void
is_refused_as_default (CheckBench *bench)
{
  g_autoptr (MapiPropList) row = check_get_store_row (bench);
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GError) error = NULL;

  if ((get_mask (bench) & MAPI_STORE_SUBMIT_OK) != 0)
    {
      check_skip (bench, "PR_STORE_SUPPORT_MASK has STORE_SUBMIT_OK");
      return;
    }
  mapi_session_set_default_store (bench->session, id, MAPI_DEFAULT_STORE, &error);
  check_fails (bench, error, MAPI_E_NO_SUPPORT, "SetDefaultStore with a store that does not send");
}

static void
lets_the_spooler_log_on (CheckBench *bench)
{
  if (!may_be_default (bench) || check_open_spooler_store (bench) == NULL)
    return;
  check_that (bench,
              check_count_calls (bench, "Logon", NULL) == 0,
              "the provider does not implement SpoolerLogon, which a default store must");
}

static void
has_its_folders (CheckBench *bench)
{
  static const struct
  {
    guint32 tag;
    guint32 valid;
  } folders[] = {
    { MAPI_PR_IPM_OUTBOX_ENTRYID, MAPI_FOLDER_IPM_OUTBOX_VALID },
    { MAPI_PR_FINDER_ENTRYID, MAPI_FOLDER_FINDER_VALID },
  };
  MapiMsgStore *store;
  guint32       mask;

  if (!may_be_default (bench))
    return;
  store = check_open_store (bench);
  mask = (guint32) check_read_long (bench, store, MAPI_PR_VALID_FOLDER_MASK, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr (MapiFolder) folder = check_open_folder (bench, store, folders[i].tag);

      check_that (bench,
                  (mask & folders[i].valid) != 0,
                  "PR_VALID_FOLDER_MASK (0x%x) says that the folder of %s is not valid",
                  mask,
                  mapi_prop_tag_get_name (folders[i].tag));
    }
}

static void
takes_any_class (CheckBench *bench)
{
  static const char *const strange = "IPM.Check.Class-that_nobody.Knows";
  g_autoptr (MapiMessage) draft = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (!may_be_default (bench))
    return;
  draft = check_draft (bench, "Strange");
  check_write (bench, draft, mapi_prop_value_new_string (MAPI_PR_MESSAGE_CLASS, strange));
  check_save (bench, draft);
  id = draft != NULL ? check_get_entry_id (bench, draft) : NULL;
  again = check_open_message (bench, bench->store, id, 0);
  props = check_read (bench, again);
  check_that (bench,
              g_strcmp0 (mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS), strange) == 0,
              "a message of the class %s became one of the class %s",
              strange,
              mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS));
}

static void
has_no_outbox (CheckBench *bench)
{
  g_autoptr (MapiPropList) props = NULL;

  if ((get_mask (bench) & MAPI_STORE_READONLY) == 0)
    {
      check_skip (bench, "PR_STORE_SUPPORT_MASK does not have STORE_READONLY");
      return;
    }
  props = check_read (bench, bench->store);
  check_that (bench,
              !mapi_prop_list_contains (props, MAPI_PR_IPM_OUTBOX_ENTRYID),
              "a store that cannot be written to has an Outbox");
}

const MapiCheckClause check_store_default_clauses[] = {
  { "store/default-sends-and-receives",
    "A store that can be the default takes messages out and in",
    "R197 R339 default-message-stores.md",
    CHECK_NEEDS_NOTHING,
    sends_and_receives },
  { "store/default-is-not-who-cannot-send",
    "A store that does not send cannot become the default",
    "R026 R339",
    CHECK_NEEDS_NOTHING,
    is_refused_as_default },
  { "store/default-lets-the-spooler-log-on",
    "A store that can be the default implements SpoolerLogon",
    "R196",
    CHECK_NEEDS_NOTHING,
    lets_the_spooler_log_on },
  { "store/default-has-its-folders",
    "A store that can be the default has an Inbox, an Outbox and a place for searches",
    "R199",
    CHECK_NEEDS_NOTHING,
    has_its_folders },
  { "store/default-takes-any-class",
    "A store that can be the default takes messages of any class",
    "R200",
    CHECK_NEEDS_NOTHING,
    takes_any_class },
  { "store/read-only-has-no-outbox",
    "A store that cannot be written to has no Outbox",
    "R627",
    CHECK_NEEDS_NOTHING,
    has_no_outbox },
  { NULL },
};
