/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Codes of returns.tsv that the support object gives, and those that a status object or an object
 * with empty slots gives, as far as no other suite comes across them. */

#include "fixtures.h"
#include "mock-sqlite.h"
#include "mock-support.h"
#include "returns.h"
#include "support-world.h"

/* A destination whose SetProps has a problem with everything. */
typedef struct
{
  GObject parent_instance;
  gint32  code;
} Picky;
typedef GObjectClass PickyClass;

static gboolean
picky_set_props (MapiProp              *prop,
                 MapiPropList          *props,
                 MapiPropProblemArray **problems,
                 GCancellable          *cancellable,
                 GError               **error)
{
  g_autoptr (MapiPropProblemArray) none = mapi_prop_problem_array_new ();
  gint32 code = ((Picky *) prop)->code;

  if (code == (gint32) MAPI_E_NO_ACCESS)
    {
      g_set_error_literal (error, MAPI_ERROR, code, "for reading only");
      return FALSE;
    }
  *problems = mapi_prop_problem_array_append (none, 0, mapi_prop_list_get_tag (props, 0), code);
  return TRUE;
}

static MapiPropTagArray *
picky_get_prop_list (MapiProp *prop, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_prop_tag_array_new (NULL, 0);
}

static void
picky_prop_init (MapiPropInterface *iface)
{
  iface->set_props = picky_set_props;
  iface->get_prop_list = picky_get_prop_list;
}

/* It leaves out the slots of all other interfaces. */
static GType picky_get_type (void);
G_DEFINE_TYPE_WITH_CODE (Picky,
                         picky,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, picky_prop_init)
                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER, NULL)
                                 G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_CONTAINER, NULL)
                                     G_IMPLEMENT_INTERFACE (MAPI_TYPE_STATUS, NULL)
                                         G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_LOGON, NULL)
                                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_LOGON, NULL)
                                                 G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, NULL)
                                                     G_IMPLEMENT_INTERFACE (MAPI_TYPE_ADDR_BOOK,
                                                                            NULL))

static void
picky_class_init (PickyClass *klass)
{
}

static void
picky_init (Picky *self)
{
}

static void
test_slots (void)
{
  g_autoptr (GObject) bare = g_object_new (picky_get_type (), NULL);
  g_autoptr (MapiCallbackSink) made = mapi_callback_sink_new ();
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (GBytes) id = g_bytes_new_static ("id", 2);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (NULL, 0);
  g_autoptr (MapiFlagList) states = mapi_flag_list_new (NULL, 0);
  MapiAdviseSink *sink = MAPI_ADVISE_SINK (made);
  MapiStatus     *status = MAPI_STATUS (bare);

  EXPECT (mapi_ab_logon_advise (MAPI_AB_LOGON (bare), id, 1, sink, NULL, &error) != 0,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_ms_logon_advise (MAPI_MS_LOGON (bare), id, 1, sink, NULL, &error) != 0,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_addr_book_advise (MAPI_ADDR_BOOK (bare), id, 1, sink, NULL, &error) != 0,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_ab_logon_get_one_off_table (MAPI_AB_LOGON (bare), 0, NULL, &error) != NULL,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_ab_logon_open_template_id (
              MAPI_AB_LOGON (bare), id, 0, MAPI_PROP (data), NULL, NULL, NULL, &error) != NULL,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_ab_container_resolve_names (
              MAPI_AB_CONTAINER (bare), NULL, 0, rows, states, NULL, NULL, &error) != NULL,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_container_get_contents_table (MAPI_CONTAINER (bare), 0, NULL, &error) != NULL,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_container_get_hierarchy_table (MAPI_CONTAINER (bare), 0, NULL, &error) != NULL,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_status_validate_state (status, 0, NULL, &error), MAPI_E_NO_SUPPORT);
  EXPECT (mapi_status_settings_dialog (status, 0, NULL, &error), MAPI_E_NO_SUPPORT);
  EXPECT (mapi_status_change_password (status, "a", "b", 0, NULL, &error), MAPI_E_NO_SUPPORT);
  EXPECT (mapi_status_flush_queues (status, NULL, 0, NULL, &error), MAPI_E_NO_SUPPORT);
  EXPECT (mapi_xp_logon_validate_state (MAPI_XP_LOGON (bare), 0, NULL, &error), MAPI_E_NO_SUPPORT);
}

static gint
answer_flags (MapiStatusData *status, guint flags, GCancellable *cancellable, gpointer code)
{
  return GPOINTER_TO_INT (code);
}

static gint
answer_password (MapiStatusData *status,
                 const char     *old_password,
                 const char     *new_password,
                 guint           flags,
                 GCancellable   *cancellable,
                 gpointer        data)
{
  return g_str_equal (old_password, "right") ? 0 : (gint) MAPI_E_NO_ACCESS;
}

/* What the owner of a status object answers is what its caller gets. */
static void
test_status (void)
{
  static const gint32 codes[] = { (gint32) MAPI_E_BUSY,
                                  (gint32) MAPI_E_UNKNOWN_FLAGS,
                                  (gint32) MAPI_E_USER_CANCEL };
  g_autoptr (MapiPropList) none = mapi_prop_list_new_empty ();
  g_autoptr (MapiStatusData) locked = mapi_status_data_new (none);
  g_autoptr (GError) local = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (MapiStatusData) status = mapi_status_data_new (none);

      g_signal_connect (
          status, "validate-state", G_CALLBACK (answer_flags), GINT_TO_POINTER (codes[i]));
      EXPECT (mapi_status_validate_state (MAPI_STATUS (status), 0, NULL, &error), codes[i]);
    }
  g_signal_connect (locked, "change-password", G_CALLBACK (answer_password), NULL);
  CU_ASSERT (mapi_status_change_password (MAPI_STATUS (locked), "right", "new", 0, NULL, &local));
  TAP_NO_ERROR (local);
  EXPECT (mapi_status_change_password (MAPI_STATUS (locked), "wrong", "new", 0, NULL, &error),
          MAPI_E_NO_ACCESS);
}

static GBytes *
unknown_id (void)
{
  g_autoptr (MapiUid) nobody = mapi_uid_new ();

  return mapi_entry_id_new (0, nobody, "x", 1);
}

static void
test_entries (void)
{
  g_auto (SupportWorld) world = { 0 };
  g_autoptr (GBytes) unknown = unknown_id ();
  g_autoptr (MapiUid) nobody = mapi_entry_id_get_uid (unknown);
  g_autoptr (GBytes) sibling = mapi_entry_id_new (0, nobody, "y", 1);
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (MapiEntryList) list = NULL;
  MapiSupport *store;
  gboolean     is_equal;

  if (!support_world_begin (&world, "entries"))
    return;
  store = world.supports[SUPPORT_KIND_STORE];
  EXPECT (mapi_support_open_entry (store, unknown, NULL, 0, NULL, &error) != NULL,
          MAPI_E_UNKNOWN_ENTRYID);
  EXPECT (mapi_support_compare_entry_ids (store, unknown, sibling, 0, &is_equal, &error),
          MAPI_E_UNKNOWN_ENTRYID);
  EXPECT (mapi_support_open_template_id (world.supports[SUPPORT_KIND_ADDRESS_BOOK],
                                         unknown,
                                         0,
                                         MAPI_PROP (data),
                                         NULL,
                                         NULL,
                                         NULL,
                                         &error) != NULL,
          MAPI_E_UNKNOWN_ENTRYID);
  EXPECT (mapi_support_unsubscribe (store, 0x7fff, &error), MAPI_E_NOT_FOUND);
  EXPECT (mapi_support_open_profile_section (store, nobody, 0, NULL, &error) != NULL,
          MAPI_E_NOT_FOUND);
  list = mapi_entry_list_new (&world.message_id, 1);
  CU_ASSERT (mapi_folder_delete_messages (world.folder, list, NULL, 0, NULL, NULL, NULL));
  EXPECT (mapi_support_open_entry (store, world.message_id, NULL, 0, NULL, &error) != NULL,
          MAPI_E_NOT_FOUND);
}

static gboolean
copy_picky (MapiSupport *support, MapiMessage *message, gint32 code, gboolean whole)
{
  static const guint32 tag = MAPI_PR_MESSAGE_CLASS;
  g_autoptr (GObject) to = g_object_new (picky_get_type (), NULL);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  ((Picky *) to)->code = code;
  if (whole)
    mapi_support_do_copy_to (
        support, MAPI_PROP (message), NULL, NULL, NULL, MAPI_PROP (to), 0, &problems, NULL, &error);
  else
    mapi_support_do_copy_props (
        support, MAPI_PROP (message), tags, NULL, MAPI_PROP (to), 0, &problems, NULL, &error);
  return error != NULL ? error->code == code
                       : problems != NULL && mapi_prop_problem_array_get_code (problems, 0) == code;
}

static void
test_copied_values (void)
{
  static const gint32 codes[] = { (gint32) MAPI_E_COMPUTED,
                                  (gint32) MAPI_E_INVALID_TYPE,
                                  (gint32) MAPI_E_NO_ACCESS,
                                  (gint32) MAPI_E_UNEXPECTED_TYPE };
  g_auto (SupportWorld) world = { 0 };

  if (!support_world_begin (&world, "values"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    for (gboolean whole = FALSE; whole <= TRUE; whole++)
      CU_ASSERT (copy_picky (world.supports[SUPPORT_KIND_STORE], world.message, codes[i], whole));
}

static gboolean
copy_all (SupportWorld *world, MapiFolder *to, gboolean whole, GError **error)
{
  static const guint32 tag = MAPI_PR_CONTAINER_HIERARCHY;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  MapiSupport *support = world->supports[SUPPORT_KIND_STORE];
  MapiProp    *from = MAPI_PROP (world->folder);

  return whole ? mapi_support_do_copy_to (
                     support, from, NULL, NULL, NULL, MAPI_PROP (to), 0, NULL, NULL, error)
               : mapi_support_do_copy_props (
                     support, from, tags, NULL, MAPI_PROP (to), 0, NULL, NULL, error);
}

static MapiFolder *
add_folder (MapiFolder *parent)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *folder =
      mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, "Inner", NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return folder;
}

static void
test_copied_folders (void)
{
  g_auto (SupportWorld) world = { 0 };
  g_autoptr (MapiFolder) inner = NULL;
  g_autoptr (MapiFolder) same = NULL;
  g_autoptr (GBytes) inner_id = NULL;

  if (!support_world_begin (&world, "folders"))
    return;
  inner = add_folder (world.folder);
  same = add_folder (world.other);
  inner_id = support_world_read_id (inner, MAPI_PR_ENTRYID);
  for (gboolean whole = FALSE; whole <= TRUE; whole++)
    {
      EXPECT (copy_all (&world, world.other, whole, &error), MAPI_E_COLLISION);
      EXPECT (copy_all (&world, inner, whole, &error), MAPI_E_FOLDER_CYCLE);
    }
  EXPECT (mapi_support_copy_folder (world.supports[SUPPORT_KIND_STORE],
                                    world.folder,
                                    inner_id,
                                    world.other,
                                    "Inner",
                                    NULL,
                                    0,
                                    NULL,
                                    NULL,
                                    &error),
          MAPI_E_COLLISION);
}

static void
test_cancel (void)
{
  g_auto (SupportWorld) world = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MapiEntryList) list = NULL;

  if (!support_world_begin (&world, "cancel"))
    return;
  list = mapi_entry_list_new (&world.message_id, 1);
  g_cancellable_cancel (cancellable);
  EXPECT (mapi_support_copy_messages (world.supports[SUPPORT_KIND_STORE],
                                      world.folder,
                                      list,
                                      world.other,
                                      NULL,
                                      0,
                                      cancellable,
                                      NULL,
                                      &error),
          MAPI_E_USER_CANCEL);
}

/* A session whose provider of this kind is told to fail with a code. */
static MapiSession *
log_on_failing (const char *code, guint32 kind, MapiUid **provider)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (GError) error = NULL;
  MapiSession *session;

  *provider = fixtures_provider (profile, service, kind);
  fixtures_set_comment (profile, *provider, code);
  session = mapi_session_logon_profile (profile, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return session;
}

static void
fail_store (const char *name, gint32 code)
{
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiSession) session = log_on_failing (name, MAPI_STORE_PROVIDER, &uid);

  EXPECT (mapi_session_open_msg_store (session, NULL, 0, NULL, &error) != NULL, code);
  EXPECT (mapi_session_open_spooler_store (session, uid, 0, NULL, &error) != NULL, code);
  mapi_session_logoff (session, 0, NULL, NULL);
}

static void
fail_transport (const char *name, gint32 code)
{
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiSession) session = log_on_failing (name, MAPI_TRANSPORT_PROVIDER, &uid);
  guint32 flags = 0;

  EXPECT (mapi_session_logon_transport (session, uid, &flags, NULL, NULL, &error) != NULL, code);
  mapi_session_logoff (session, 0, NULL, NULL);
}

static void
fail_book (const char *name, gint32 code)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("MAPI_BUILD_ROOT"), "tests", "fixtures", "book.so", NULL);
  g_autoptr (MapiAbProvider) provider = mock_support_open_ab_provider (path, NULL);
  g_autoptr (MapiPropValue) comment = mapi_prop_value_new_string (MAPI_PR_COMMENT, name);
  g_autoptr (MapiPropList) settings = mapi_prop_list_new_from_value (comment);
  g_autoptr (MockSupport) support = mock_support_new (settings);

  EXPECT (mapi_ab_provider_logon (
              provider, MAPI_SUPPORT (support), "profile", 0, NULL, NULL, &error) != NULL,
          code);
}

/* What a provider answers to a logon is what MAPI gets. */
static void
test_logons (void)
{
  static const char *const codes[] = { "MAPI_E_FAILONEPROVIDER", "MAPI_E_LOGON_FAILED",
                                       "MAPI_E_UNCONFIGURED",    "MAPI_E_UNKNOWN_CPID",
                                       "MAPI_E_UNKNOWN_LCID",    "MAPI_E_USER_CANCEL" };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      gint32 code = 0;

      CU_ASSERT (mapi_error_from_name (codes[i], &code));
      fail_book (codes[i], code);
      if (code == (gint32) MAPI_E_UNCONFIGURED)
        continue; /* the others have an entry point, which puts that right */
      fail_store (codes[i], code);
      fail_transport (codes[i], code);
    }
}

static void
test_address_book (void)
{
  g_auto (SupportWorld) world = { 0 };
  g_autoptr (MapiMimeConverter) converter = mapi_mime_converter_new ();
  g_autoptr (GBytes) one_off = mapi_one_off_new ("B", "SMTP", "b@example.org", 0);
  g_autoptr (GBytes) unknown = unknown_id ();
  g_autoptr (MapiEntryList) entries = NULL;
  g_autoptr (MapiAddressBook) made = NULL;
  g_autoptr (MapiAbContainer) pab = NULL;
  g_autoptr (MapiPropList) empty = mapi_prop_list_new_empty ();
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&empty, 1);
  g_autoptr (GError) local = NULL;
  MapiAddrBook *book;

  if (!support_world_begin (&world, "address-book"))
    return;
  made = mapi_session_open_address_book (world.rig.session, 0, NULL, NULL, &local);
  pab = mapi_address_book_open_container (made, NULL, MAPI_MODIFY, NULL, &local);
  book = MAPI_ADDR_BOOK (made);
  CU_ASSERT (mapi_addr_book_set_pab (book, world.book_id, NULL, &local));
  CU_ASSERT (mapi_converter_session_set_adr_book (
      MAPI_CONVERTER_SESSION (converter), MAPI_PROP (made), &local));
  TAP_NO_ERROR (local);
  EXPECT (mapi_addr_book_set_search_path (book, 0, rows, NULL, &error),
          MAPI_E_MISSING_REQUIRED_COLUMN);
  entries = mapi_entry_list_new ((GBytes *[]){ one_off, unknown }, 2);
  EXPECT_WARNING (mapi_ab_container_copy_entries (pab, entries, NULL, 0, NULL, &warning, &error),
                  MAPI_W_PARTIAL_COMPLETION);
}

static void
test_container (void)
{
  g_auto (SupportWorld) world = { 0 };
  g_autoptr (GBytes) unknown = unknown_id ();
  g_autoptr (MapiEntryList) list = NULL;
  MapiContainer *container;

  if (!support_world_begin (&world, "container"))
    return;
  container = MAPI_CONTAINER (world.folder);
  list = mapi_entry_list_new (&world.message_id, 1);
  CU_ASSERT (mapi_folder_delete_messages (world.folder, list, NULL, 0, NULL, NULL, NULL));
  EXPECT (mapi_container_open_entry (container, world.message_id, NULL, 0, NULL, &error) != NULL,
          MAPI_E_NOT_FOUND);
  EXPECT (mapi_container_open_entry (container, unknown, NULL, 0, NULL, &error) != NULL,
          MAPI_E_UNKNOWN_ENTRYID);
}

static void
test_store_logon (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiProp) folder = NULL;
  g_autoptr (GError) local = NULL;
  gboolean is_equal = FALSE;
  guint32  connection;

  if (!mock_sqlite_open_new (&client))
    return;
  id = support_world_read_id (client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  folder = mapi_ms_logon_open_entry (client.logon, id, NULL, 0, NULL, &local);
  CU_ASSERT (MAPI_IS_FOLDER (folder));
  CU_ASSERT (mapi_ms_logon_compare_entry_ids (client.logon, id, id, 0, &is_equal, &local));
  CU_ASSERT (is_equal);
  connection = mapi_ms_logon_advise (
      client.logon, id, MAPI_fnevObjectModified, MAPI_ADVISE_SINK (sink), NULL, &local);
  CU_ASSERT (connection != 0 && mapi_ms_logon_unadvise (client.logon, connection, &local));
  TAP_NO_ERROR (local);
}

TAP_MAIN ("conformance/returns-support",
          { "slots that are left empty", test_slots },
          { "what a status object answers", test_status },
          { "entry identifiers and sections", test_entries },
          { "values that cannot be copied", test_copied_values },
          { "folders that cannot be copied", test_copied_folders },
          { "copying is cancelled", test_cancel },
          { "logons that fail", test_logons },
          { "an address book", test_address_book },
          { "a container", test_container },
          { "a logon to a store", test_store_logon })
