/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Codes of returns.tsv that a provider of address books gives: the logon, as MAPI calls it. */

#include "mock-support.h"
#include "returns.h"

#include <mapi/mapi.h>

/* A logon to an empty book. */
typedef struct
{
  MapiSupport *support;
  MapiAbLogon *logon;
} Book;

static void
book_clear (Book *self)
{
  if (self->logon != NULL)
    mapi_ab_logon_logoff (self->logon, 0, NULL, NULL);
  g_clear_object (&self->logon);
  g_clear_object (&self->support);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Book, book_clear)

static MapiSupport *
new_support (const char *path)
{
  g_autoptr (MapiPropValue) setting = mapi_prop_value_new_string (0x6620001f, path);
  g_autoptr (MapiPropList) settings = mapi_prop_list_new_from_value (setting);

  return MAPI_SUPPORT (mock_support_new (settings));
}

static gboolean
book_open (Book *self, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".db", NULL);
  g_autofree char *path = g_build_filename (tap_folder (), file, NULL);
  g_autofree char *module =
      g_build_filename (g_getenv ("MAPI_BUILD_ROOT"), "providers", "pab", "mapi-pab.so", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAbProvider) provider = mock_support_open_ab_provider (module, &error);

  if (provider != NULL)
    {
      self->support = new_support (path);
      self->logon = mapi_ab_provider_logon (provider, self->support, NULL, 0, NULL, NULL, &error);
    }
  return TAP_NO_ERROR (error);
}

static GBytes *
read_id (gpointer prop, guint32 tag)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (prop), NULL, 0, NULL, NULL, NULL);

  return props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
}

/* The templates are entry identifiers of the one-off table's rows. */
static GBytes *
first_template (Book *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = mapi_ab_logon_get_one_off_table (self->logon, 0, NULL, &error);
  g_autoptr (MapiRowSet) rows =
      table != NULL ? mapi_table_query_rows (table, 1, 0, NULL, &error) : NULL;
  g_autoptr (MapiPropList) row = rows != NULL ? mapi_row_set_get_row (rows, 0) : NULL;

  TAP_NO_ERROR (error);
  return row != NULL ? mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID) : NULL;
}

static gboolean
set_text (MapiProp *entry, guint32 tag, const char *text, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, text);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (entry, props, NULL, NULL, error);
}

/* Adds an entry, and gives its identifier. */
static GBytes *
add_entry (Book *self)
{
  g_autoptr (GBytes) template_id = first_template (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProp) entry =
      mapi_ab_logon_open_entry (self->logon, template_id, NULL, MAPI_MODIFY, NULL, &error);

  if (entry != NULL && set_text (entry, MAPI_PR_DISPLAY_NAME, "Ada", &error) &&
      set_text (entry, MAPI_PR_EMAIL_ADDRESS, "ada@example.org", &error))
    mapi_prop_save_changes (entry, MAPI_KEEP_OPEN_READONLY, NULL, &error);
  TAP_NO_ERROR (error);
  return entry != NULL ? read_id (entry, MAPI_PR_ENTRYID) : NULL;
}

static GBytes *
foreign_id (void)
{
  return mapi_one_off_new ("Ada", "SMTP", "ada@example.org", 0);
}

static void
test_advise (void)
{
  g_auto (Book) book = { 0 };
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GBytes) foreign = foreign_id ();
  g_autoptr (GError) local = NULL;
  guint32 connection;

  if (!book_open (&book, "advise"))
    return;
  connection = mapi_ab_logon_advise (
      book.logon, NULL, MAPI_fnevObjectCreated, MAPI_ADVISE_SINK (sink), NULL, &local);
  CU_ASSERT (connection != 0 && mapi_ab_logon_unadvise (book.logon, connection, &local));
  TAP_NO_ERROR (local);
  EXPECT (mapi_ab_logon_advise (
              book.logon, foreign, MAPI_fnevObjectCreated, MAPI_ADVISE_SINK (sink), NULL, &error) !=
              0,
          MAPI_E_UNKNOWN_ENTRYID);
}

static void
test_entries (void)
{
  g_auto (Book) book = { 0 };
  g_autoptr (GBytes) foreign = foreign_id ();
  g_autoptr (GBytes) known = NULL;
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (GError) local = NULL;
  gboolean is_equal = FALSE;

  if (!book_open (&book, "entries"))
    return;
  known = add_entry (&book);
  entry = mapi_ab_logon_open_entry (book.logon, known, NULL, 0, NULL, &local);
  CU_ASSERT (MAPI_IS_MAIL_USER (entry));
  CU_ASSERT (mapi_ab_logon_compare_entry_ids (book.logon, known, known, 0, &is_equal, &local));
  CU_ASSERT (is_equal);
  TAP_NO_ERROR (local);
  EXPECT (mapi_ab_logon_open_entry (book.logon, foreign, NULL, 0, NULL, &error) != NULL,
          MAPI_E_UNKNOWN_ENTRYID);
  EXPECT (mapi_ab_logon_compare_entry_ids (book.logon, known, foreign, 0, &is_equal, &error),
          MAPI_E_UNKNOWN_ENTRYID);
}

/* The identifier of an entry that was never there: the last byte of a number. */
static GBytes *
missing_id (GBytes *known)
{
  gsize   size;
  guint8 *data = g_memdup2 (g_bytes_get_data (known, &size), g_bytes_get_size (known));

  data[size - 1] ^= 0x40;
  return g_bytes_new_take (data, size);
}

static void
test_missing (void)
{
  g_auto (Book) book = { 0 };
  g_autoptr (GBytes) known = NULL;
  g_autoptr (GBytes) missing = NULL;

  if (!book_open (&book, "missing"))
    return;
  known = add_entry (&book);
  missing = missing_id (known);
  EXPECT (mapi_ab_logon_open_entry (book.logon, missing, NULL, 0, NULL, &error) != NULL,
          MAPI_E_NOT_FOUND);
}

static MapiRowSet *
recipient_of (GBytes *entry_id)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, entry_id);
  g_autoptr (MapiPropList) row = mapi_prop_list_new_from_value (value);

  return mapi_row_set_new (&row, 1);
}

static void
test_prepare (void)
{
  static const guint32 wanted = MAPI_PR_EMAIL_ADDRESS;
  g_auto (Book) book = { 0 };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&wanted, 1);
  g_autoptr (GBytes) known = NULL;
  g_autoptr (GBytes) gone = NULL;
  g_autoptr (GBytes) foreign = foreign_id ();
  g_autoptr (MapiRowSet) ours = NULL;
  g_autoptr (MapiRowSet) missing = NULL;
  g_autoptr (MapiRowSet) others = recipient_of (foreign);
  g_autoptr (MapiRowSet) prepared = NULL;
  g_autoptr (MapiRowSet) left = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) local = NULL;

  if (!book_open (&book, "prepare"))
    return;
  known = add_entry (&book);
  gone = missing_id (known);
  ours = recipient_of (known);
  missing = recipient_of (gone);
  prepared = mapi_ab_logon_prepare_recips (book.logon, 0, tags, ours, NULL, &local);
  left = mapi_ab_logon_prepare_recips (book.logon, 0, tags, others, NULL, &local);
  TAP_NO_ERROR (local);
  row = mapi_row_set_get_row (prepared, 0);
  TAP_STRING (mapi_prop_list_get_string (row, wanted), "ada@example.org");
  CU_ASSERT (mapi_row_set_equal (left, others));
  EXPECT (mapi_ab_logon_prepare_recips (book.logon, 0, tags, missing, NULL, &error) != NULL,
          MAPI_E_NOT_FOUND);
}

static void
test_template (void)
{
  g_auto (Book) book = { 0 };
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (GBytes) template_id = NULL;
  g_autoptr (GBytes) foreign = foreign_id ();
  g_autoptr (MapiProp) bound = NULL;
  g_autoptr (MapiPropList) filled = NULL;
  g_autoptr (GError) local = NULL;

  if (!book_open (&book, "template"))
    return;
  template_id = first_template (&book);
  bound = mapi_ab_logon_open_template_id (
      book.logon, template_id, MAPI_FILL_ENTRY, MAPI_PROP (data), NULL, NULL, NULL, &local);
  TAP_NO_ERROR (local);
  CU_ASSERT_PTR_EQUAL (bound, data);
  filled = mapi_prop_data_get_list (data);
  TAP_STRING (mapi_prop_list_get_string (filled, MAPI_PR_ADDRTYPE), "SMTP");
  EXPECT (mapi_ab_logon_open_template_id (
              book.logon, foreign, 0, MAPI_PROP (data), NULL, NULL, NULL, &error) != NULL,
          MAPI_E_UNKNOWN_ENTRYID);
}

static void
test_status (void)
{
  g_auto (Book) book = { 0 };
  g_autoptr (MapiProp) status = NULL;
  g_autoptr (GError) local = NULL;

  if (!book_open (&book, "status"))
    return;
  status = mapi_ab_logon_open_status_entry (book.logon, NULL, 0, NULL, &local);
  CU_ASSERT (MAPI_IS_STATUS (status));
  CU_ASSERT (mapi_status_validate_state (MAPI_STATUS (status), 0, NULL, &local));
  TAP_NO_ERROR (local);
}

static void
test_logoff (void)
{
  g_auto (Book) book = { 0 };
  g_autoptr (GError) local = NULL;

  if (!book_open (&book, "logoff"))
    return;
  CU_ASSERT (mapi_ab_logon_logoff (book.logon, 0, NULL, &local));
  TAP_NO_ERROR (local);
  EXPECT (mapi_ab_logon_open_entry (book.logon, NULL, NULL, 0, NULL, &error) != NULL,
          MAPI_E_INVALID_OBJECT);
}

TAP_MAIN ("conformance/returns-book",
          { "Advise", test_advise },
          { "OpenEntry and CompareEntryIDs", test_entries },
          { "an entry that is not there", test_missing },
          { "PrepareRecips", test_prepare },
          { "OpenTemplateID and GetOneOffTable", test_template },
          { "OpenStatusEntry", test_status },
          { "Logoff", test_logoff })
