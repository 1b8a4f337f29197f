/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-book.h"
#include "check-store.h"

/* So many rows show what is to be shown. */
#define SOME_ROWS 20

static MapiAbLogon *
log_on (CheckBench *bench, CheckBook *book)
{
  g_autoptr (MapiAddressBook) all = NULL;
  g_autoptr (GError) error = NULL;
  MapiAbLogon *logon = NULL;

  check_ends_watch (bench, "Logon", &book->ends);
  all = mapi_session_open_address_book (bench->session, 0, NULL, bench->cancellable, &error);
  check_ends_unwatch (bench, "Logon");
  if (!check_succeeds (bench, error, "OpenAddressBook") ||
      !check_that (bench, book->ends.provider != NULL, "nobody logged on to the address book"))
    return NULL;
  logon = mapi_ab_provider_logon (MAPI_ADDRESS_BOOK_PROVIDER (book->ends.provider),
                                  book->ends.support,
                                  "check",
                                  0,
                                  NULL,
                                  bench->cancellable,
                                  &error);
  check_succeeds (bench, error, "Logon");
  return logon;
}

gboolean
check_book_open (CheckBench *bench, CheckBook *book)
{
  book->logon = log_on (bench, book);
  return book->logon != NULL;
}

void
check_book_clear (CheckBook *self)
{
  if (self->logon != NULL)
    mapi_ab_logon_logoff (self->logon, 0, NULL, NULL);
  g_clear_object (&self->logon);
  check_ends_clear (&self->ends);
}

MapiProp *
check_book_open_entry (CheckBench *bench, CheckBook *book, GBytes *entry_id)
{
  g_autoptr (GError) error = NULL;
  MapiProp *entry =
      mapi_ab_logon_open_entry (book->logon, entry_id, NULL, 0, bench->cancellable, &error);

  check_succeeds (bench, error, entry_id != NULL ? "OpenEntry" : "OpenEntry of the root");
  return entry;
}

MapiRowSet *
check_book_list_containers (CheckBench *bench, CheckBook *book)
{
  g_autoptr (MapiProp) root = check_book_open_entry (bench, book, NULL);
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GError) error = NULL;

  if (root == NULL ||
      !check_that (bench, MAPI_IS_CONTAINER (root), "OpenEntry of the root gave no container"))
    return NULL;
  table = mapi_container_get_hierarchy_table (
      MAPI_CONTAINER (root), MAPI_CONVENIENT_DEPTH, bench->cancellable, &error);
  if (!check_succeeds (bench, error, "GetHierarchyTable"))
    return NULL;
  return check_query_rows (bench, table, NULL, 0);
}

static MapiContainer *
open_first (CheckBench *bench, CheckBook *book)
{
  g_autoptr (MapiRowSet) rows = check_book_list_containers (bench, book);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiProp) entry = NULL;

  if (rows == NULL ||
      !check_that (bench, mapi_row_set_get_size (rows) > 0, "the hierarchy has no container"))
    return NULL;
  row = mapi_row_set_get_row (rows, 0);
  id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  if (!check_that (bench, id != NULL, "a container in the hierarchy has no PR_ENTRYID"))
    return NULL;
  entry = check_book_open_entry (bench, book, id);
  if (entry == NULL ||
      !check_that (bench, MAPI_IS_CONTAINER (entry), "OpenEntry of a container gave none"))
    return NULL;
  return MAPI_CONTAINER (g_steal_pointer (&entry));
}

static MapiRowSet *
read_people (CheckBench *bench, MapiContainer *container)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (container, 0, bench->cancellable, &error);
  MapiRowSet *rows = NULL;

  if (table != NULL)
    rows = mapi_table_query_rows (table, SOME_ROWS, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "GetContentsTable");
  return rows;
}

/* The first of the container's templates, which is that of a user. */
static GBytes *
find_template (CheckBench *bench, MapiContainer *container)
{
  g_autoptr (GObject) table = mapi_prop_open_property (
      MAPI_PROP (container), MAPI_PR_CREATE_TEMPLATES, "MapiTable", 0, 0, bench->cancellable, NULL);
  g_autoptr (MapiRowSet) rows =
      MAPI_IS_TABLE (table)
          ? mapi_table_query_rows (MAPI_TABLE (table), 1, 0, bench->cancellable, NULL)
          : NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (rows == NULL || mapi_row_set_get_size (rows) == 0)
    return NULL;
  row = mapi_row_set_get_row (rows, 0);
  return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
}

/* Where that cannot be done nobody is there, which is no mistake. */
static void
add_somebody (CheckBench *bench, MapiContainer *container)
{
  g_autoptr (GBytes) template = find_template (bench, container);
  g_autoptr (MapiProp) entry = NULL;

  if (template == NULL || !MAPI_IS_AB_CONTAINER (container))
    return;
  entry = mapi_ab_container_create_entry (
      MAPI_AB_CONTAINER (container), template, 0, bench->cancellable, NULL);
  if (entry == NULL)
    return;
  check_write (bench, entry, mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, "Carol Check"));
  check_write (bench, entry, mapi_prop_value_new_string (MAPI_PR_ADDRTYPE, "SMTP"));
  check_write (
      bench, entry, mapi_prop_value_new_string (MAPI_PR_EMAIL_ADDRESS, "carol@check.invalid"));
  check_save (bench, entry);
}

MapiRowSet *
check_book_list_people (CheckBench *bench, CheckBook *book, MapiContainer **container)
{
  g_autoptr (MapiContainer) first = open_first (bench, book);
  g_autoptr (MapiRowSet) rows = first != NULL ? read_people (bench, first) : NULL;

  if (rows != NULL && mapi_row_set_get_size (rows) == 0)
    {
      mapi_row_set_unref (rows);
      add_somebody (bench, first);
      rows = read_people (bench, first);
    }
  if (rows == NULL)
    return NULL;
  if (mapi_row_set_get_size (rows) == 0)
    {
      check_skip (bench, "nobody is in the first container, and nobody can be added");
      return NULL;
    }
  if (container != NULL)
    *container = g_steal_pointer (&first);
  return g_steal_pointer (&rows);
}
