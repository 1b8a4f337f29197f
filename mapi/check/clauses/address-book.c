/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Address book providers. */

#include "config.h"

#include "check-book.h"
#include "check-store.h"
#include "check-transport.h"

static void
refuses_another_version (CheckBench *bench)
{
  check_entry_refuses_another_version (bench, "mapi_ab_provider_init");
}

static void
gives_a_new_provider_each_time (CheckBench *bench)
{
  check_entry_gives_a_new_provider (bench, "mapi_ab_provider_init");
}

static void
registers_its_uid (CheckBench *bench)
{
  g_auto (CheckBook) book = { 0 };

  if (check_book_open (bench, &book))
    check_that (bench,
                check_count_calls (bench, "SetProviderUID", NULL) > 0,
                "Logon did not call SetProviderUID: nobody knows whose its entry identifiers are");
}

static void
leaves_the_spooler_alone (CheckBench *bench)
{
  g_auto (CheckBook) book = { 0 };

  if (check_book_open (bench, &book))
    check_that (bench,
                check_count_calls (bench, "SpoolerNotify", NULL) == 0,
                "Logon called SpoolerNotify, which address books cannot");
}

static void
check_columns (CheckBench    *bench,
               MapiPropList  *row,
               const guint32 *columns,
               gsize          n_columns,
               const char    *where)
{
  for (gsize i = 0; i < n_columns; i++)
    check_that (bench,
                mapi_prop_list_contains (row, columns[i]),
                "a row of %s has no %s",
                where,
                mapi_prop_tag_get_name (columns[i]));
}

static void
lists_its_containers (CheckBench *bench)
{
  static const guint32 columns[] = {
    MAPI_PR_ENTRYID,      MAPI_PR_DISPLAY_NAME, MAPI_PR_OBJECT_TYPE,  MAPI_PR_CONTAINER_FLAGS,
    MAPI_PR_DISPLAY_TYPE, MAPI_PR_DEPTH,        MAPI_PR_INSTANCE_KEY,
  };
  g_auto (CheckBook) book = { 0 };
  g_autoptr (MapiRowSet) rows = NULL;

  if (!check_book_open (bench, &book))
    return;
  rows = check_book_list_containers (bench, &book);
  check_that (
      bench, rows != NULL && mapi_row_set_get_size (rows) > 0, "the hierarchy has no container");
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      check_columns (bench, row, columns, G_N_ELEMENTS (columns), "the hierarchy");
      check_that (bench,
                  mapi_prop_list_get_long (row, MAPI_PR_OBJECT_TYPE, 0) == MAPI_OBJECT_ABCONT,
                  "PR_OBJECT_TYPE of a container in the hierarchy is not MAPI_ABCONT");
    }
}

static gboolean
is_same (CheckBench *bench, CheckBook *book, GBytes *one, GBytes *other)
{
  gboolean same = FALSE;
  g_autoptr (GError) error = NULL;

  if (one == NULL || other == NULL)
    return FALSE;
  mapi_ab_logon_compare_entry_ids (book->logon, one, other, 0, &same, &error);
  check_succeeds (bench, error, "CompareEntryIDs");
  return same;
}

static void
check_container (CheckBench *bench, CheckBook *book, MapiPropList *row)
{
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) entry = id != NULL ? check_book_open_entry (bench, book, id) : NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) own = NULL;

  if (entry == NULL)
    return;
  check_that (
      bench, MAPI_IS_AB_CONTAINER (entry), "OpenEntry of a container gave no MapiAbContainer");
  props = check_read (bench, entry);
  own = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
  check_that (bench, own != NULL, "a container has no PR_ENTRYID");
  check_that (bench,
              mapi_prop_list_contains (props, MAPI_PR_RECORD_KEY),
              "a container has no PR_RECORD_KEY");
  check_that (bench,
              is_same (bench, book, own, id),
              "PR_ENTRYID of a container is not what it was opened by");
}

static void
opens_its_containers (CheckBench *bench)
{
  g_auto (CheckBook) book = { 0 };
  g_autoptr (MapiRowSet) rows = NULL;

  if (!check_book_open (bench, &book))
    return;
  rows = check_book_list_containers (bench, &book);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      check_container (bench, &book, row);
    }
}

/* What a clause asks of each of some people. */
typedef void (*Judge) (CheckBench *bench, CheckBook *book, MapiPropList *row);

static void
look_at_people (CheckBench *bench, Judge judge)
{
  g_auto (CheckBook) book = { 0 };
  g_autoptr (MapiRowSet) rows = NULL;

  if (!check_book_open (bench, &book))
    return;
  rows = check_book_list_people (bench, &book, NULL);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      judge (bench, &book, row);
    }
}

static void
judge_row (CheckBench *bench, CheckBook *book, MapiPropList *row)
{
  static const guint32 columns[] = {
    MAPI_PR_ENTRYID,      MAPI_PR_DISPLAY_NAME, MAPI_PR_OBJECT_TYPE,
    MAPI_PR_DISPLAY_TYPE, MAPI_PR_ADDRTYPE,     MAPI_PR_INSTANCE_KEY,
  };

  check_columns (bench, row, columns, G_N_ELEMENTS (columns), "the contents");
}

static void
lists_people (CheckBench *bench)
{
  look_at_people (bench, judge_row);
}

static void
check_same_text (CheckBench *bench, MapiPropList *row, MapiPropList *props, guint32 tag)
{
  const char *in_row = mapi_prop_list_get_string (row, tag);
  const char *in_entry = mapi_prop_list_get_string (props, tag);

  check_that (bench,
              in_row == NULL || g_strcmp0 (in_row, in_entry) == 0,
              "%s of an entry is `%s` in the table, and `%s` in the entry",
              mapi_prop_tag_get_name (tag),
              in_row,
              in_entry != NULL ? in_entry : "");
}

static void
judge_entry (CheckBench *bench, CheckBook *book, MapiPropList *row)
{
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) entry = id != NULL ? check_book_open_entry (bench, book, id) : NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (entry == NULL)
    return;
  check_that (bench,
              MAPI_IS_MAIL_USER (entry) || MAPI_IS_DIST_LIST (entry),
              "OpenEntry of an entry gave neither a user nor a list");
  props = check_read (bench, entry);
  check_same_text (bench, row, props, MAPI_PR_DISPLAY_NAME);
  check_same_text (bench, row, props, MAPI_PR_ADDRTYPE);
  check_same_text (bench, row, props, MAPI_PR_EMAIL_ADDRESS);
}

static void
opens_people (CheckBench *bench)
{
  look_at_people (bench, judge_entry);
}

static void
judge_keys (CheckBench *bench, CheckBook *book, MapiPropList *row)
{
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) entry = id != NULL ? check_book_open_entry (bench, book, id) : NULL;
  g_autoptr (MapiPropList) props = check_read (bench, entry);
  const char *type = mapi_prop_list_get_string (props, MAPI_PR_ADDRTYPE);
  const char *address = mapi_prop_list_get_string (props, MAPI_PR_EMAIL_ADDRESS);

  if (entry == NULL)
    return;
  check_that (
      bench, mapi_prop_list_contains (props, MAPI_PR_RECORD_KEY), "an entry has no PR_RECORD_KEY");
  check_that (bench,
              type == NULL || address == NULL ||
                  mapi_prop_list_contains (props, MAPI_PR_SEARCH_KEY),
              "an entry with an address has no PR_SEARCH_KEY");
}

static void
gives_people_keys (CheckBench *bench)
{
  look_at_people (bench, judge_keys);
}

static void
compares_identifiers (CheckBench *bench)
{
  g_auto (CheckBook) book = { 0 };
  g_autoptr (MapiContainer) container = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) other = NULL;

  if (!check_book_open (bench, &book))
    return;
  rows = check_book_list_people (bench, &book, &container);
  if (rows == NULL)
    return;
  row = mapi_row_set_get_row (rows, 0);
  id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  props = check_read (bench, container);
  other = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
  check_that (bench, is_same (bench, &book, id, id), "an identifier is not the same as itself");
  check_that (bench,
              !is_same (bench, &book, id, other),
              "the identifiers of an entry and its container are said to be the same");
}

static void
refuses_other_identifiers (CheckBench *bench)
{
  static const guint8 nobodys[24] = { 0, 0, 0, 0, 'n', 'o', 'b', 'o', 'd', 'y' };
  g_auto (CheckBook) book = { 0 };
  g_autoptr (GBytes) id = g_bytes_new_static (nobodys, sizeof nobodys);
  g_autoptr (GBytes) shorter = g_bytes_new_static (nobodys, 3);
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (MapiProp) other = NULL;
  g_autoptr (GError) error = NULL;

  if (!check_book_open (bench, &book))
    return;
  entry = mapi_ab_logon_open_entry (book.logon, id, NULL, 0, bench->cancellable, &error);
  check_that (bench, entry == NULL, "OpenEntry opened an identifier of another provider");
  g_clear_error (&error);
  other = mapi_ab_logon_open_entry (book.logon, shorter, NULL, 0, bench->cancellable, &error);
  check_that (bench, other == NULL, "OpenEntry opened three bytes that are no identifier");
}

static void
knows_its_interfaces (CheckBench *bench)
{
  g_auto (CheckBook) book = { 0 };
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (GError) error = NULL;

  if (!check_book_open (bench, &book))
    return;
  entry = mapi_ab_logon_open_entry (
      book.logon, NULL, "MapiNothingAtAll", 0, bench->cancellable, &error);
  check_fails (
      bench, error, MAPI_E_INTERFACE_NOT_SUPPORTED, "OpenEntry for an interface that there is not");
}

/* ResolveNames of one name, where there is such a method; the flag of the result. */
static gboolean
resolve (CheckBench *bench, MapiContainer *container, const char *name, guint32 *state)
{
  static const guint32 unresolved = MAPI_UNRESOLVED;
  g_autoptr (MapiFlagList) states = mapi_flag_list_new (&unresolved, 1);
  g_autoptr (MapiFlagList) answers = NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, name);
  g_autoptr (MapiPropList) row = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiRowSet) resolved = NULL;
  g_autoptr (GError) error = NULL;

  resolved = mapi_ab_container_resolve_names (
      MAPI_AB_CONTAINER (container), NULL, 0, rows, states, &answers, bench->cancellable, &error);
  if (g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    {
      check_skip (bench, "containers do not implement ResolveNames: MAPI searches their tables");
      return FALSE;
    }
  if (!check_succeeds (bench, error, "ResolveNames") ||
      !check_that (bench,
                   answers != NULL && mapi_flag_list_get_size (answers) == 1,
                   "ResolveNames of one name did not give one state"))
    return FALSE;
  *state = mapi_flag_list_get_flag (answers, 0);
  return TRUE;
}

static void
resolves_names (CheckBench *bench)
{
  g_auto (CheckBook) book = { 0 };
  g_autoptr (MapiContainer) container = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  const char *name;
  guint32     state = MAPI_UNRESOLVED;

  if (!check_book_open (bench, &book))
    return;
  rows = check_book_list_people (bench, &book, &container);
  if (rows == NULL || !MAPI_IS_AB_CONTAINER (container))
    return;
  row = mapi_row_set_get_row (rows, 0);
  name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  if (name == NULL || !resolve (bench, container, name, &state))
    return;
  check_that (bench,
              state != MAPI_UNRESOLVED,
              "the name `%s`, which is in the table, was not resolved",
              name);
  if (resolve (bench, container, "Nobody Has This Name Xyzzy", &state))
    check_that (bench, state == MAPI_UNRESOLVED, "a name that nobody has was resolved");
}

static void
prepares_recipients (CheckBench *bench)
{
  g_auto (CheckBook) book = { 0 };
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) prepared = NULL;
  g_autoptr (GError) error = NULL;

  if (!check_book_open (bench, &book))
    return;
  rows = check_book_list_people (bench, &book, NULL);
  if (rows == NULL)
    return;
  prepared = mapi_ab_logon_prepare_recips (book.logon, 0, NULL, rows, bench->cancellable, &error);
  if (g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    {
      check_skip (bench, "the provider does not implement PrepareRecips");
      return;
    }
  if (!check_succeeds (bench, error, "PrepareRecips") ||
      !check_that (bench,
                   mapi_row_set_get_size (prepared) == mapi_row_set_get_size (rows),
                   "PrepareRecips was given %u rows, and gave %u",
                   mapi_row_set_get_size (rows),
                   mapi_row_set_get_size (prepared)))
    return;
  for (guint i = 0; i < mapi_row_set_get_size (prepared); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (prepared, i);
      g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);

      check_that (bench,
                  id != NULL && mapi_entry_id_get_flags (id) == 0,
                  "PrepareRecips left a recipient without a long-term identifier");
    }
}

static gpointer
list_in_thread (gpointer data)
{
  g_autoptr (MapiTable) table = mapi_container_get_contents_table (data, 0, NULL, NULL);

  return table != NULL ? mapi_table_query_rows (table, 20, 0, NULL, NULL) : NULL;
}

static void
works_in_any_thread (CheckBench *bench)
{
  g_auto (CheckBook) book = { 0 };
  g_autoptr (MapiContainer) container = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  GThread *threads[2];

  if (!check_book_open (bench, &book))
    return;
  rows = check_book_list_people (bench, &book, &container);
  if (rows == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("book", list_in_thread, container);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (MapiRowSet) found = g_thread_join (threads[i]);

      check_that (bench,
                  found != NULL && mapi_row_set_get_size (found) == mapi_row_set_get_size (rows),
                  "another thread sees other contents, or none");
    }
}

static void
use_all (CheckBench *bench, GWeakRef *support)
{
  g_auto (CheckBook) book = { 0 };
  g_autoptr (MapiContainer) container = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  if (!check_book_open (bench, &book))
    return;
  g_weak_ref_set (support, book.ends.support);
  rows = check_book_list_people (bench, &book, &container);
}

/* Everything that was opened is let go of; then nobody may hold the support object. */
static void
lets_go_of_its_support (CheckBench *bench)
{
  g_autoptr (GObject) left = NULL;
  GWeakRef support;

  g_weak_ref_init (&support, NULL);
  use_all (bench, &support);
  mapi_session_logoff (bench->session, 0, NULL, NULL);
  g_clear_object (&bench->session);
  left = g_weak_ref_get (&support);
  check_that (bench,
              left == NULL,
              "the support object is held when the address book is logged off and nobody uses "
              "anything of it");
  g_weak_ref_clear (&support);
}

/* Through the session, which knows what the provider has given out. */
static void
judge_opening (CheckBench *bench, CheckBook *book, MapiPropList *row)
{
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProp) entry =
      id != NULL ? mapi_session_open_entry (bench->session, id, NULL, 0, NULL, &error) : NULL;

  check_succeeds (bench, error, "OpenEntry of the session");
}

static void
holds_nothing (CheckBench *bench)
{
  look_at_people (bench, judge_opening);
  if (!check_has_failed (bench) && bench->skipped == NULL)
    check_holds_nothing (bench);
}

static void
says_what_is_missing (CheckBench *bench)
{
  g_auto (CheckBook) book = { 0 };
  g_autoptr (MapiAbLogon) without = NULL;
  g_autoptr (GError) error = NULL;

  if (!check_entry_has_required_settings (bench) || !check_book_open (bench, &book) ||
      !check_unconfigure (bench))
    return;
  without = mapi_ab_provider_logon (MAPI_ADDRESS_BOOK_PROVIDER (book.ends.provider),
                                    book.ends.support,
                                    "check",
                                    0,
                                    NULL,
                                    bench->cancellable,
                                    &error);
  check_fails (bench, error, MAPI_E_UNCONFIGURED, "Logon without settings");
}

const MapiCheckClause check_address_book_clauses[] = {
  { "address-book/refuses-another-version",
    "The entry point refuses a host whose version it does not know",
    "abproviderinit.md",
    CHECK_NEEDS_NOTHING,
    refuses_another_version },
  { "address-book/gives-a-new-provider-each-time",
    "Each call of the entry point gives another provider object",
    "abproviderinit.md",
    CHECK_NEEDS_NOTHING,
    gives_a_new_provider_each_time },
  { "address-book/registers-its-uid",
    "Logon calls SetProviderUID, so that MAPI knows whose entry identifiers these are",
    "iabprovider-logon.md",
    CHECK_NEEDS_NOTHING,
    registers_its_uid },
  { "address-book/leaves-the-spooler-alone",
    "Logon does not call SpoolerNotify",
    "R626",
    CHECK_NEEDS_NOTHING,
    leaves_the_spooler_alone },
  { "address-book/lists-its-containers",
    "The root has a hierarchy of containers with the columns that MAPI needs",
    "hierarchy-tables.md",
    CHECK_NEEDS_NOTHING,
    lists_its_containers },
  { "address-book/opens-its-containers",
    "Each container opens by its identifier, and has it, and a PR_RECORD_KEY",
    "iablogon-openentry.md pidtagrecordkey-canonical-property.md",
    CHECK_NEEDS_NOTHING,
    opens_its_containers },
  { "address-book/lists-people",
    "The contents have the columns that MAPI needs",
    "contents-tables.md",
    CHECK_NEEDS_NOTHING,
    lists_people },
  { "address-book/opens-people",
    "Each entry opens by its identifier, as a user or a list, and says what the table says",
    "iablogon-openentry.md",
    CHECK_NEEDS_NOTHING,
    opens_people },
  { "address-book/gives-people-keys",
    "Each entry has PR_RECORD_KEY, and PR_SEARCH_KEY where it has an address",
    "pidtagrecordkey-canonical-property.md pidtagsearchkey-canonical-property.md",
    CHECK_NEEDS_NOTHING,
    gives_people_keys },
  { "address-book/compares-identifiers",
    "CompareEntryIDs knows the same entry from another",
    "iablogon-compareentryids.md",
    CHECK_NEEDS_NOTHING,
    compares_identifiers },
  { "address-book/refuses-other-identifiers",
    "OpenEntry does not open what is no identifier of the provider",
    "iablogon-openentry.md",
    CHECK_NEEDS_NOTHING,
    refuses_other_identifiers },
  { "address-book/knows-its-interfaces",
    "OpenEntry for an unknown interface fails with MAPI_E_INTERFACE_NOT_SUPPORTED",
    "iablogon-openentry.md",
    CHECK_NEEDS_NOTHING,
    knows_its_interfaces },
  { "address-book/resolves-names",
    "ResolveNames finds who is there, and nobody else",
    "iabcontainer-resolvenames.md",
    CHECK_NEEDS_NOTHING,
    resolves_names },
  { "address-book/prepares-recipients",
    "PrepareRecips keeps all recipients and gives them long-term identifiers",
    "R665 iablogon-preparerecips.md",
    CHECK_NEEDS_NOTHING,
    prepares_recipients },
  { "address-book/works-in-any-thread",
    "A container can be read in several threads at a time",
    "threading-in-mapi.md",
    CHECK_NEEDS_NOTHING,
    works_in_any_thread },
  { "address-book/lets-go-of-its-support",
    "When an address book is logged off and nobody uses it, nobody holds its support object",
    "iablogon-logoff.md",
    CHECK_NEEDS_NOTHING,
    lets_go_of_its_support },
  { "address-book/holds-nothing-in-the-end",
    "What an address book has given out is gone when the session has ended",
    "iablogon-logoff.md",
    CHECK_NEEDS_NOTHING,
    holds_nothing },
  { "address-book/says-what-is-missing",
    "Logon without its settings fails with MAPI_E_UNCONFIGURED",
    "iabprovider-logon.md",
    CHECK_NEEDS_NOTHING,
    says_what_is_missing },
  { NULL },
};
