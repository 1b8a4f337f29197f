/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

/* What IMAPISession has besides logons, stores and entries: options, address types, services, and
 * the way out in a hurry. */

typedef struct
{
  MapiProfile *profile;
  MapiUid     *service;
  MapiSession *session;
  MapiUid     *transport;
} Rig;

static void
rig_begin_with (Rig *self, guint32 flags)
{
  g_autoptr (GError) error = NULL;

  self->profile = fixtures_profile ();
  self->service = fixtures_add (self->profile, "plain");
  self->transport = fixtures_provider (self->profile, self->service, MAPI_TRANSPORT_PROVIDER);
  self->session = mapi_session_logon_profile (self->profile, flags, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
rig_begin (Rig *self)
{
  rig_begin_with (self, 0);
}

static void
rig_clear (Rig *self)
{
  if (self->session != NULL)
    mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->service, mapi_uid_free);
  g_clear_pointer (&self->transport, mapi_uid_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

static MapiPropList *
option_row (const char *type, guint32 kind, gint32 priority)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, type);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_FLAGS, (gint32) kind);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_PRIORITY, priority);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_READ_RECEIPT_REQUESTED, TRUE);
  return mapi_prop_list_builder_end (builder);
}

/* As the spooler does when it has logged on to a transport. */
static MapiXpLogon *
log_on_to_transport (Rig *rig)
{
  static const char *const types[] = { "PLAIN", "FAX", NULL };
  guint32                  flags = 0;
  g_autoptr (MapiPropList) messages = option_row ("PLAIN", MAPI_OPTION_TYPE_MESSAGE, 1);
  g_autoptr (MapiPropList) recipients = option_row ("FAX", MAPI_OPTION_TYPE_RECIPIENT, -1);
  MapiPropList *rows[] = { messages, recipients };
  g_autoptr (MapiRowSet) options = mapi_row_set_new (rows, G_N_ELEMENTS (rows));
  g_autoptr (MapiAddressTypes) own = mapi_address_types_new (types, NULL);
  MapiXpLogon *transport =
      mapi_session_logon_transport (rig->session, rig->transport, &flags, NULL, NULL, NULL);

  mapi_session_note_transport (rig->session, rig->transport, own, options);
  return transport;
}

static void
test_address_types (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiXpLogon) transport = NULL;
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) after = NULL;

  rig_begin (&rig);
  before = mapi_session_enum_adr_types (rig.session, 0, NULL);
  TAP_NUMBER (g_strv_length (before), 0);
  transport = log_on_to_transport (&rig);
  after = mapi_session_enum_adr_types (rig.session, 0, NULL);
  TAP_NUMBER (g_strv_length (after), 2);
  CU_ASSERT (g_strv_contains ((const char *const *) after, "FAX"));
}

static void
test_default_options (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiXpLogon) transport = NULL;
  g_autoptr (MapiPropList) options = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  transport = log_on_to_transport (&rig);
  options = mapi_session_query_default_message_opt (rig.session, "plain", 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_list_get_size (options), 2);
  TAP_NUMBER (mapi_prop_list_get_long (options, MAPI_PR_PRIORITY, 0), 1);

  CU_ASSERT_PTR_NULL (mapi_session_query_default_message_opt (rig.session, "FAX", 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
}

static gint32
priority_of (MapiMessage *message)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), NULL, 0, NULL, NULL, NULL);

  return mapi_prop_list_get_long (props, MAPI_PR_PRIORITY, 0);
}

/* A user who looks at the fields and sets the priority, or gives up. */
typedef struct
{
  GObject  parent_instance;
  gboolean gives_up;
  guint    n_fields;
} User;
typedef GObjectClass UserClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (User, g_object_unref)

static void user_interaction_init (MapiInteractionInterface *iface);

static GType user_get_type (void);

G_DEFINE_TYPE_WITH_CODE (User,
                         user,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (MAPI_TYPE_INTERACTION, user_interaction_init))

static void
user_class_init (UserClass *klass)
{
}

static void
user_init (User *self)
{
}

static gboolean
edit_entry (MapiInteraction *interaction,
            MapiProp        *entry,
            MapiTable       *fields,
            MapiControl     *button,
            const char      *button_text,
            GCancellable    *cancellable,
            GError         **error)
{
  User *self = (User *) interaction;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_PRIORITY, -1);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  mapi_table_get_row_count (fields, 0, &self->n_fields, NULL, NULL, NULL);
  if (!self->gives_up)
    return mapi_prop_set_props (entry, props, NULL, cancellable, error);

  g_set_error_literal (error, MAPI_ERROR, MAPI_E_USER_CANCEL, "the user gave up");
  return FALSE;
}

static void
user_interaction_init (MapiInteractionInterface *iface)
{
  iface->edit_entry = edit_entry;
}

static void
test_message_options (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiXpLogon) transport = NULL;
  g_autoptr (MapiMessage) message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (User) user = g_object_new (user_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  transport = log_on_to_transport (&rig);
  CU_ASSERT (mapi_session_message_options (rig.session, 0, "PLAIN", message, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (priority_of (message), 1);

  mapi_session_set_interaction (rig.session, MAPI_INTERACTION (user));
  CU_ASSERT (mapi_session_message_options (rig.session, 0, "PLAIN", message, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (user->n_fields, 2);
  TAP_NUMBER (priority_of (message), -1);

  user->gives_up = TRUE;
  CU_ASSERT (!mapi_session_message_options (rig.session, 0, "PLAIN", message, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
}

static void
test_config_propsheet (void)
{
  g_auto (Rig) rig = { 0 };
  guint32 flags = 0;
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (MapiXpLogon) transport = NULL;
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (MapiTableData) fields =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_ROWID, NULL);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (fields, NULL);
  g_autoptr (User) user = g_object_new (user_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  transport =
      mapi_session_logon_transport (rig.session, rig.transport, &flags, &support, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (mapi_support_do_config_propsheet (
      support, 0, "Plain", view, MAPI_PROP (data), 0, NULL, &error));
  TAP_NO_ERROR (error);

  mapi_session_set_interaction (rig.session, MAPI_INTERACTION (user));
  user->gives_up = TRUE;
  CU_ASSERT (!mapi_support_do_config_propsheet (
      support, 0, "Plain", view, MAPI_PROP (data), 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);

  /* Without a user the settings are the answer. */
  mapi_session_set_interaction (rig.session, NULL);
  mapi_profile_configure_service (rig.profile, rig.service, "host", NULL, NULL);
  CU_ASSERT (!mapi_support_do_config_propsheet (
      support, 0, "Plain", view, MAPI_PROP (data), 0, NULL, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNCONFIGURED))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "'host'"));
}

static void
test_admin_services (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMsgServiceAdmin) services = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  services = mapi_session_admin_services (rig.session, 0, &error);
  table = mapi_msg_service_admin_get_msg_service_table (services, 0, &error);
  rows = mapi_table_query_rows (table, 10, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
}

static void
set_shutdown (const char *step)
{
  g_unsetenv ("PLAIN_STEPS");
  g_unsetenv ("PLAIN_SHUTDOWN");
  if (step != NULL)
    g_setenv ("PLAIN_SHUTDOWN", step, TRUE);
}

static void
test_shutdown (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiXpLogon) transport = NULL;
  MapiClientShutdown *client;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  client = MAPI_CLIENT_SHUTDOWN (rig.session);
  transport = log_on_to_transport (&rig);

  set_shutdown (NULL);
  CU_ASSERT (mapi_client_shutdown_query_fast_shutdown (client, &error));
  CU_ASSERT (mapi_client_shutdown_notify_process_shutdown (client, &error));
  CU_ASSERT (mapi_client_shutdown_do_fast_shutdown (client, &error));
  TAP_NO_ERROR (error);
  TAP_STRING (g_getenv ("PLAIN_STEPS"), "T:query T:notify T:do ");

  set_shutdown ("query");
  CU_ASSERT (!mapi_client_shutdown_query_fast_shutdown (client, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "told not to query"));
  g_clear_error (&error);
  set_shutdown ("do");
  CU_ASSERT (!mapi_client_shutdown_do_fast_shutdown (client, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  set_shutdown (NULL);
}

/* R222: transports first, then address books, then stores, whatever was loaded first. */
static void
test_shutdown_order (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiAddressBook) book = NULL;
  g_autoptr (MapiXpLogon) transport = NULL;
  g_autoptr (MapiUid) books = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig);
  books = fixtures_add (rig.profile, "book");
  store = mapi_session_open_msg_store (rig.session, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  book = mapi_session_open_address_book (rig.session, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  transport = log_on_to_transport (&rig);
  set_shutdown (NULL);
  CU_ASSERT (mapi_client_shutdown_query_fast_shutdown (MAPI_CLIENT_SHUTDOWN (rig.session), &error));
  TAP_NO_ERROR (error);
  TAP_STRING (g_getenv ("PLAIN_STEPS"), "T:query A:query S:query ");
}

/* R211: what a transport offers is nothing to a session without mail. */
static void
test_no_options (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiPropList) fax = mapi_recipient_new (MAPI_TO, "Ann", "FAX", "1");
  g_autoptr (MapiAddressBook) book = NULL;
  g_autoptr (MapiXpLogon) transport = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin_with (&rig, MAPI_NEW_SESSION | MAPI_NO_MAIL);
  transport = log_on_to_transport (&rig);
  CU_ASSERT_PTR_NULL (
      mapi_session_query_default_message_opt (rig.session, "plain", 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  book = mapi_session_open_address_book (rig.session, 0, NULL, NULL, NULL);
  CU_ASSERT_PTR_NULL (mapi_addr_book_recip_options (MAPI_ADDR_BOOK (book), 0, fax, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
}

static void
test_after_logoff (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiSession) session = mapi_session_logon_profile (profile, 0, NULL, NULL);
  g_autoptr (GError) error = NULL;

  mapi_session_logoff (session, 0, NULL, NULL);
  CU_ASSERT_PTR_NULL (mapi_session_enum_adr_types (session, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_END_OF_SESSION);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_session_admin_services (session, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_END_OF_SESSION);
  g_clear_error (&error);
  CU_ASSERT (!mapi_client_shutdown_query_fast_shutdown (MAPI_CLIENT_SHUTDOWN (session), &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_END_OF_SESSION);
}

TAP_MAIN ("session/methods",
          { "address types are those of transports that are logged on", test_address_types },
          { "options for messages are told by their transport", test_default_options },
          { "a message is given the options it lacks, and the user asked", test_message_options },
          { "a property sheet is the client's, or what settings say", test_config_propsheet },
          { "the services of the profile are administered", test_admin_services },
          { "providers agree to a fast shutdown, and save", test_shutdown },
          { "transports shut down before address books, and those before stores",
            test_shutdown_order },
          { "no options without mail", test_no_options },
          { "a session that has ended says so", test_after_logoff })
