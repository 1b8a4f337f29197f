/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What stands before an object: it passes calls on, and may watch and change them. */

#include "tap.h"

#include <mapi/mapi.h>

/* Does with one method what a case wants, and notes the calls. */
#define TYPE_MEDDLER (meddler_get_type ())
G_DECLARE_FINAL_TYPE (Meddler, meddler, TEST, MEDDLER, MapiWrapper)

struct _Meddler
{
  MapiWrapper parent_instance;
  GPtrArray  *calls;
  const char *method;
  gboolean    fails;
  gboolean    fails_after;
  gboolean    skips;
  guint32     takes_flags;
  gboolean    hides_subject;
  gboolean    saw_destination;
};

G_DEFINE_FINAL_TYPE (Meddler, meddler, MAPI_TYPE_WRAPPER)

static gboolean
meddler_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  Meddler *self = TEST_MEDDLER (wrapper);

  g_ptr_array_add (self->calls,
                   g_strdup_printf ("%s.%s 0x%x",
                                    mapi_call_get_interface_name (call),
                                    mapi_call_get_method (call),
                                    mapi_call_get_flags (call)));
  if (g_strcmp0 (self->method, mapi_call_get_method (call)) != 0)
    return TRUE;
  self->saw_destination = mapi_call_get_argument (call, "destination") != NULL;
  mapi_call_set_flags (call, mapi_call_get_flags (call) & ~self->takes_flags);
  if (self->skips)
    mapi_call_skip (call);
  if (self->fails)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_DISK_ERROR, "the disk is away");
  return !self->fails;
}

static gboolean
meddler_leave (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  Meddler *self = TEST_MEDDLER (wrapper);

  if (!self->fails_after || g_strcmp0 (self->method, mapi_call_get_method (call)) != 0)
    return TRUE;
  CU_ASSERT_PTR_NULL (mapi_call_get_error (call));
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_NETWORK_ERROR, "nobody heard the answer");
  return FALSE;
}

static MapiPropList *
meddler_filter (MapiWrapper *wrapper, GObject *object, MapiPropList *props)
{
  static const guint32 subject = MAPI_PR_SUBJECT;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&subject, 1);

  return TEST_MEDDLER (wrapper)->hides_subject ? mapi_prop_list_without (props, tags)
                                               : mapi_prop_list_ref (props);
}

static void
meddler_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_MEDDLER (object)->calls);
  G_OBJECT_CLASS (meddler_parent_class)->finalize (object);
}

static void
meddler_class_init (MeddlerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = meddler_finalize;
  MAPI_WRAPPER_CLASS (klass)->enter = meddler_enter;
  MAPI_WRAPPER_CLASS (klass)->leave = meddler_leave;
  MAPI_WRAPPER_CLASS (klass)->filter = meddler_filter;
}

static void
meddler_init (Meddler *self)
{
  self->calls = g_ptr_array_new_with_free_func (g_free);
}

static MapiPropList *
new_subject (const char *text)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, text);

  return mapi_prop_list_new_from_value (value);
}

typedef struct
{
  Meddler     *meddler;
  MapiMessage *inner;
  MapiMessage *outer;
} Fixture;

static void
set_up (Fixture *fixture)
{
  g_autoptr (MapiPropList) props = new_subject ("Hello");

  fixture->meddler = g_object_new (TYPE_MEDDLER, NULL);
  fixture->inner = MAPI_MESSAGE (mapi_memory_message_new ());
  mapi_prop_set_props (MAPI_PROP (fixture->inner), props, NULL, NULL, NULL);
  fixture->outer =
      MAPI_MESSAGE (mapi_wrapper_wrap (MAPI_WRAPPER (fixture->meddler), G_OBJECT (fixture->inner)));
}

static void
tear_down (Fixture *fixture)
{
  g_object_unref (fixture->outer);
  g_object_unref (fixture->inner);
  g_object_unref (fixture->meddler);
}

static char *
get_subject (MapiMessage *message)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), NULL, 0, NULL, NULL, NULL);

  return props != NULL ? g_strdup (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT)) : NULL;
}

static void
test_passes_on (void)
{
  Fixture fixture;
  g_autoptr (MapiPropList) other = new_subject ("Good bye");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  set_up (&fixture);
  before = get_subject (fixture.outer);
  TAP_STRING (before, "Hello");
  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (fixture.outer), other, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  after = get_subject (fixture.inner);
  TAP_STRING (after, "Good bye");
  if (TAP_NUMBER (fixture.meddler->calls->len, 2))
    {
      TAP_STRING (fixture.meddler->calls->pdata[0], "MapiProp.GetProps 0x0");
      TAP_STRING (fixture.meddler->calls->pdata[1], "MapiProp.SetProps 0x0");
    }
  tear_down (&fixture);
}

static void
test_one_before_each (void)
{
  Fixture fixture;
  g_autoptr (GObject) again = NULL;
  g_autoptr (GObject) outer = NULL;
  g_autoptr (GObject) stream = NULL;

  set_up (&fixture);
  again = mapi_wrapper_wrap (MAPI_WRAPPER (fixture.meddler), G_OBJECT (fixture.inner));
  CU_ASSERT_PTR_EQUAL (again, fixture.outer);
  outer = mapi_wrapper_wrap (MAPI_WRAPPER (fixture.meddler), G_OBJECT (fixture.outer));
  CU_ASSERT_PTR_EQUAL (outer, fixture.outer);
  CU_ASSERT_PTR_EQUAL (
      mapi_wrapper_unwrap (MAPI_WRAPPER (fixture.meddler), G_OBJECT (fixture.outer)),
      fixture.inner);
  stream = mapi_wrapper_wrap (MAPI_WRAPPER (fixture.meddler), G_OBJECT (fixture.meddler));
  CU_ASSERT_PTR_EQUAL (stream, fixture.meddler);
  tear_down (&fixture);
}

/* One that is gone leaves nothing behind that a later object at the same place could be taken for.
 */
static void
test_forgets (void)
{
  Fixture  fixture;
  GWeakRef gone;
  g_autoptr (GObject) later = NULL;

  set_up (&fixture);
  g_weak_ref_init (&gone, fixture.outer);
  g_object_unref (fixture.outer);
  later = g_weak_ref_get (&gone);
  CU_ASSERT_PTR_NULL (later);
  g_weak_ref_clear (&gone);
  TAP_NUMBER (G_OBJECT (fixture.inner)->ref_count, 1);
  fixture.outer =
      MAPI_MESSAGE (mapi_wrapper_wrap (MAPI_WRAPPER (fixture.meddler), G_OBJECT (fixture.inner)));
  CU_ASSERT_PTR_NOT_EQUAL (fixture.outer, fixture.inner);
  tear_down (&fixture);
}

static void
test_what_comes_out (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiAttach) attach = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  guint32 number;

  set_up (&fixture);
  attach = mapi_message_create_attach (fixture.outer, 0, &number, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (attach), 0, NULL, &error));
  TAP_NO_ERROR (error);
  table = mapi_message_get_attachment_table (fixture.outer, 0, NULL, &error);
  TAP_NO_ERROR (error);
  rows = mapi_table_query_rows (table, 10, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
  if (TAP_NUMBER (fixture.meddler->calls->len, 4))
    {
      TAP_STRING (fixture.meddler->calls->pdata[1], "MapiProp.SaveChanges 0x0");
      TAP_STRING (fixture.meddler->calls->pdata[3], "MapiTable.QueryRows 0x0");
    }
  tear_down (&fixture);
}

static void
test_what_goes_in (void)
{
  Fixture fixture;
  g_autoptr (MapiMessage) inner = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (GObject) destination = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;

  set_up (&fixture);
  destination = mapi_wrapper_wrap (MAPI_WRAPPER (fixture.meddler), G_OBJECT (inner));
  fixture.meddler->method = "CopyTo";
  CU_ASSERT_TRUE (mapi_prop_copy_to (
      MAPI_PROP (fixture.outer), NULL, NULL, NULL, MAPI_PROP (destination), 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (fixture.meddler->saw_destination);
  subject = get_subject (inner);
  TAP_STRING (subject, "Hello");
  /* The message was given the message behind, and called it without anybody looking on. */
  TAP_NUMBER (fixture.meddler->calls->len, 1);
  tear_down (&fixture);
}

static void
test_fails (void)
{
  Fixture fixture;
  g_autoptr (MapiPropList) other = new_subject ("Good bye");
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;

  set_up (&fixture);
  fixture.meddler->method = "SetProps";
  fixture.meddler->fails = TRUE;
  CU_ASSERT_FALSE (mapi_prop_set_props (MAPI_PROP (fixture.outer), other, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_DISK_ERROR);
  subject = get_subject (fixture.inner);
  TAP_STRING (subject, "Hello");
  tear_down (&fixture);
}

static void
test_fails_after (void)
{
  Fixture fixture;
  g_autoptr (MapiPropList) other = new_subject ("Good bye");
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;

  set_up (&fixture);
  fixture.meddler->method = "SetProps";
  fixture.meddler->fails_after = TRUE;
  CU_ASSERT_FALSE (mapi_prop_set_props (MAPI_PROP (fixture.outer), other, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NETWORK_ERROR);
  subject = get_subject (fixture.inner);
  TAP_STRING (subject, "Good bye");

  fixture.meddler->method = "GetPropList";
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_prop_get_prop_list (MAPI_PROP (fixture.outer), 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NETWORK_ERROR);
  tear_down (&fixture);
}

static void
test_skips (void)
{
  Fixture fixture;
  g_autoptr (MapiPropList) other = new_subject ("Good bye");
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;

  set_up (&fixture);
  fixture.meddler->method = "SetProps";
  fixture.meddler->skips = TRUE;
  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (fixture.outer), other, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  subject = get_subject (fixture.inner);
  TAP_STRING (subject, "Hello");

  fixture.meddler->method = "GetRecipientTable";
  CU_ASSERT_PTR_NULL (mapi_message_get_recipient_table (fixture.outer, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CALL_FAILED);
  tear_down (&fixture);
}

static void
test_flags (void)
{
  Fixture fixture;
  g_autoptr (MapiPropList) before = NULL;
  g_autoptr (MapiPropList) after = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture);
  fixture.meddler->method = "SetReadFlag";
  fixture.meddler->takes_flags = MAPI_CLEAR_READ_FLAG;
  CU_ASSERT_TRUE (mapi_message_set_read_flag (fixture.outer, MAPI_CLEAR_READ_FLAG, NULL, &error));
  TAP_NO_ERROR (error);
  before = mapi_prop_get_props (MAPI_PROP (fixture.inner), NULL, 0, NULL, NULL, NULL);
  CU_ASSERT_TRUE (mapi_prop_list_get_long (before, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_READ);

  fixture.meddler->takes_flags = 0;
  CU_ASSERT_TRUE (mapi_message_set_read_flag (fixture.outer, MAPI_CLEAR_READ_FLAG, NULL, &error));
  after = mapi_prop_get_props (MAPI_PROP (fixture.inner), NULL, 0, NULL, NULL, NULL);
  CU_ASSERT_FALSE (mapi_prop_list_get_long (after, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_READ);
  tear_down (&fixture);
}

static void
test_filter (void)
{
  Fixture          fixture;
  g_autofree char *subject = NULL;

  set_up (&fixture);
  fixture.meddler->hides_subject = TRUE;
  subject = get_subject (fixture.outer);
  CU_ASSERT_PTR_NULL (subject);
  tear_down (&fixture);
}

static gboolean
is_wrapped (gpointer object)
{
  return object != NULL && g_str_has_prefix (G_OBJECT_TYPE_NAME (object), "MapiWrapped");
}

static GObject *
open_body (MapiMessage *message)
{
  g_autoptr (GError) error = NULL;
  GObject *stream = mapi_prop_open_property (
      MAPI_PROP (message), MAPI_PR_BODY, "MapiStream", 0, MAPI_CREATE | MAPI_MODIFY, NULL, &error);

  TAP_NO_ERROR (error);
  return stream;
}

static void
test_streams (void)
{
  Fixture fixture;
  g_autoptr (GObject) bare = NULL;
  g_autoptr (GObject) stream = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("text", 4);

  set_up (&fixture);
  bare = open_body (fixture.outer);
  CU_ASSERT_FALSE (is_wrapped (bare));
  mapi_wrapper_cover_all (MAPI_WRAPPER (fixture.meddler));
  stream = open_body (fixture.outer);
  CU_ASSERT_TRUE (is_wrapped (stream));
  CU_ASSERT_TRUE (mapi_stream_write (MAPI_STREAM (stream), bytes, NULL, NULL));
  TAP_STRING (fixture.meddler->calls->pdata[fixture.meddler->calls->len - 1],
              "MapiStream.Write 0x0");
  tear_down (&fixture);
}

static MapiTableData *
new_table (void)
{
  static const guint32 columns[] = { MAPI_PR_ROWID };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, 1);

  return mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ROWID, tags);
}

static void
add_row (MapiTableData *data, gint32 number)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_ROWID, number);
  g_autoptr (MapiPropList) row = mapi_prop_list_new_from_value (value);

  CU_ASSERT_TRUE (mapi_table_data_modify_row (data, row, NULL));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
count (guint *n)
{
  (*n)++;
}

/* Whoever advised has the sink, and nobody else: neither the table nor what is in between. */
static void
test_sinks (void)
{
  g_autoptr (Meddler) meddler = g_object_new (TYPE_MEDDLER, NULL);
  g_autoptr (MapiTableData) data = new_table ();
  g_autoptr (MapiTable) view = mapi_table_data_get_view (data, NULL);
  g_autoptr (GObject) outer = NULL;
  MapiCallbackSink *sink = mapi_callback_sink_new ();
  guint             n = 0;

  mapi_wrapper_cover_all (MAPI_WRAPPER (meddler));
  outer = mapi_wrapper_wrap (MAPI_WRAPPER (meddler), G_OBJECT (view));
  g_signal_connect_swapped (sink, "received", G_CALLBACK (count), &n);
  CU_ASSERT_TRUE (mapi_table_advise (
      MAPI_TABLE (outer), MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), NULL));
  TAP_NUMBER (G_OBJECT (sink)->ref_count, 1);
  add_row (data, 1);
  TAP_NUMBER (n, 1);
  TAP_STRING (meddler->calls->pdata[meddler->calls->len - 1], "MapiAdviseSink.OnNotify 0x0");
  g_object_unref (sink);
  add_row (data, 2);
  TAP_NUMBER (n, 1);
  TAP_NUMBER (meddler->calls->len, 2);
}

TAP_MAIN ("kit/wrapper",
          { "passes calls on", test_passes_on },
          { "stands once before each object", test_one_before_each },
          { "forgets what is gone", test_forgets },
          { "stands before what comes out", test_what_comes_out },
          { "shows what is behind to what goes in", test_what_goes_in },
          { "lets a call fail", test_fails },
          { "lets a call fail that was passed on", test_fails_after },
          { "keeps a call back", test_skips },
          { "changes flags", test_flags },
          { "changes properties", test_filter },
          { "covers streams where it covers all", test_streams },
          { "holds no sink", test_sinks })
