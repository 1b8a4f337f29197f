/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Eight threads at one session, its address book and the administration of its profile: for the
 * thread sanitizer, and for whoever waits for himself. */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

#define N_THREADS 8
#define N_ROUNDS 12

typedef struct
{
  MapiProfile *profile;
  MapiUid     *service;
  MapiUid     *transport;
  MapiSession *session;
  gint         n_failed;
} World;

typedef void (*Work) (World *world, guint thread, guint round);

typedef struct
{
  World        *world;
  Work          work;
  guint         thread;
  GMainContext *context; /* outlives the thread: others may wake it */
} Worker;

static void
world_begin (World *self)
{
  g_autoptr (MapiUid) book = NULL;
  g_autoptr (GError) error = NULL;

  self->profile = fixtures_profile ();
  self->service = fixtures_add (self->profile, "plain");
  book = fixtures_add (self->profile, "book");
  self->transport = fixtures_provider (self->profile, self->service, MAPI_TRANSPORT_PROVIDER);
  self->session = mapi_session_logon_profile (self->profile, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
world_clear (World *self)
{
  if (self->session != NULL)
    mapi_session_logoff (self->session, MAPI_LOGOFF_SHARED, NULL, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->service, mapi_uid_free);
  g_clear_pointer (&self->transport, mapi_uid_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* CUnit is not for threads. */
static void
expect (World *world, gboolean good, const GError *error)
{
  if (good && error == NULL)
    return;
  g_atomic_int_inc (&world->n_failed);
  g_printerr ("# %s\n", error != NULL ? error->message : "an answer is wrong");
}

static gpointer
run (gpointer data)
{
  const Worker *worker = data;

  g_main_context_push_thread_default (worker->context);
  for (guint round = 0; round < N_ROUNDS; round++)
    worker->work (worker->world, worker->thread, round);
  g_main_context_pop_thread_default (worker->context);
  return NULL;
}

/* Named in tsan.supp. */
static G_NO_INLINE void
run_all (World *world, Work work)
{
  Worker   workers[N_THREADS];
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    {
      workers[i] = (Worker){ world, work, i, g_main_context_new () };
      threads[i] = g_thread_new ("worker", run, &workers[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < N_THREADS; i++)
    g_main_context_unref (workers[i].context);
  TAP_NUMBER (g_atomic_int_get (&world->n_failed), 0);
}

/* The session */

static void
use_store (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = mapi_session_get_msg_stores_table (world->session, 0, NULL, &error);
  g_autoptr (MapiRowSet) rows =
      table != NULL ? mapi_table_query_rows (table, 10, 0, NULL, &error) : NULL;
  g_autoptr (MapiPropList) row = rows != NULL ? mapi_row_set_get_row (rows, 0) : NULL;
  g_autoptr (GBytes) entry_id =
      row != NULL ? mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID) : NULL;
  g_autoptr (MapiMsgStore) store =
      entry_id != NULL ? mapi_session_open_msg_store (world->session, entry_id, 0, NULL, &error)
                       : NULL;
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  guint32 connection =
      store != NULL
          ? mapi_session_advise (
                world->session, entry_id, MAPI_fnevNewMail, MAPI_ADVISE_SINK (sink), NULL, &error)
          : 0;

  expect (
      world, connection != 0 && mapi_session_unadvise (world->session, connection, &error), error);
}

static void
use_transport (World *world)
{
  static const char *const types[] = { "PLAIN", NULL };
  guint32                  flags = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiXpLogon) logon =
      mapi_session_logon_transport (world->session, world->transport, &flags, NULL, NULL, &error);
  g_autoptr (MapiAddressTypes) own = mapi_address_types_new (types, NULL);
  g_auto (GStrv) found = NULL;

  if (logon != NULL)
    mapi_session_note_transport (world->session, world->transport, own, NULL);
  found = mapi_session_enum_adr_types (world->session, 0, &error);
  expect (world, logon != NULL && found != NULL && g_strv_length (found) == 1, error);
}

static void
use_status (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = mapi_session_get_status_table (world->session, 0, NULL, &error);
  g_autoptr (MapiRowSet) rows =
      table != NULL ? mapi_table_query_rows (table, 100, 0, NULL, &error) : NULL;
  g_autoptr (GBytes) identity = mapi_session_query_identity (world->session, NULL, &error);

  expect (world, rows != NULL && identity != NULL, error);
}

static void
share_session (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSession) session = mapi_session_logon_profile (world->profile, 0, NULL, &error);

  expect (
      world, session == world->session && mapi_session_logoff (session, 0, NULL, &error), error);
}

static void
work_on_session (World *world, guint thread, guint round)
{
  static void (*const uses[]) (World * world) = {
    use_store,
    use_transport,
    use_status,
    share_session,
  };

  uses[(thread + round) % G_N_ELEMENTS (uses)](world);
}

static void
test_session (void)
{
  g_auto (World) world = { 0 };

  world_begin (&world);
  run_all (&world, work_on_session);
}

/* The address book */

static void
work_on_address_book (World *world, guint thread, guint round)
{
  static const char *const names[] = { "alan", "hopper", "kelly", "somebody@example.org" };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAddressBook) book =
      mapi_session_open_address_book (world->session, 0, NULL, NULL, &error);
  g_autoptr (MapiPropValue) name = mapi_prop_value_new_string (
      MAPI_PR_DISPLAY_NAME, names[(thread + round) % G_N_ELEMENTS (names)]);
  g_autoptr (MapiPropList) recipient = mapi_prop_list_new_from_value (name);
  g_autoptr (MapiRowSet) asked = mapi_row_set_new (&recipient, 1);
  g_autoptr (MapiRowSet) found = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiProp) entry = NULL;

  if (book != NULL)
    found = mapi_addr_book_resolve_name (MAPI_ADDR_BOOK (book), 0, NULL, asked, NULL, &error);
  if (found != NULL)
    row = mapi_row_set_get_row (found, 0);
  if (row != NULL)
    entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  if (entry_id != NULL)
    entry = mapi_session_open_entry (world->session, entry_id, NULL, 0, NULL, &error);
  expect (world, entry != NULL, error);
}

static void
test_address_book (void)
{
  g_auto (World) world = { 0 };

  world_begin (&world);
  run_all (&world, work_on_address_book);
}

/* The administration */

static void
change_service (World *world, MapiMsgServiceAdmin *admin)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) uid = mapi_msg_service_admin2_create_msg_service_ex (
      MAPI_MSG_SERVICE_ADMIN2 (admin), "plain", "another", 0, NULL, &error);

  expect (world,
          uid != NULL &&
              mapi_profile_configure_service (world->profile, uid, "password", "secret", &error) &&
              mapi_msg_service_admin_delete_msg_service (admin, uid, NULL, &error),
          error);
}

static void
read_tables (World *world, MapiMsgServiceAdmin *admin)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) services = mapi_msg_service_admin_get_msg_service_table (admin, 0, &error);
  g_autoptr (MapiTable) providers =
      services != NULL ? mapi_msg_service_admin_get_provider_table (admin, 0, &error) : NULL;
  g_autoptr (MapiRowSet) rows =
      providers != NULL ? mapi_table_query_rows (providers, 1000, 0, NULL, &error) : NULL;

  expect (world, rows != NULL && mapi_row_set_get_size (rows) >= 3, error);
}

static void
change_section (World *world, MapiMsgServiceAdmin *admin)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProfSect) section =
      mapi_profile_open_section (world->profile, world->transport, MAPI_MODIFY, &error);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_COMMENT, "a comment");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  expect (world,
          section != NULL && mapi_prop_set_props (MAPI_PROP (section), props, NULL, NULL, &error),
          error);
}

static void
work_on_profile (World *world, guint thread, guint round)
{
  static void (*const uses[]) (World * world, MapiMsgServiceAdmin * admin) = {
    change_service,
    read_tables,
    change_section,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMsgServiceAdmin) admin = mapi_session_admin_services (world->session, 0, &error);

  expect (world, admin != NULL, error);
  if (admin != NULL)
    uses[(thread + round) % G_N_ELEMENTS (uses)](world, admin);
}

static void
test_administration (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (MapiRowSet) rows = NULL;

  world_begin (&world);
  run_all (&world, work_on_profile);
  rows = mapi_profile_get_services (world.profile, NULL);
  TAP_NUMBER (mapi_row_set_get_size (rows), 2);
}

/* Each of the threads has profiles of its own, and all are in one table. */
static void
work_on_profiles (World *world, guint thread, guint round)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProfiles) profiles = fixtures_admin ();
  MapiProfAdmin   *admin = MAPI_PROF_ADMIN (profiles);
  g_autofree char *name = g_strdup_printf ("thread-%u", thread);
  g_autofree char *copy = g_strdup_printf ("copy-%u", thread);
  g_autoptr (MapiTable) table = mapi_prof_admin_get_profile_table (admin, 0, &error);

  expect (world,
          table != NULL && mapi_prof_admin_create_profile (admin, name, NULL, 0, NULL, &error) &&
              mapi_prof_admin_copy_profile (admin, name, NULL, copy, 0, &error) &&
              mapi_prof_admin_delete_profile (admin, name, 0, NULL, &error) &&
              mapi_prof_admin_delete_profile (admin, copy, 0, NULL, &error),
          error);
}

static void
test_profiles (void)
{
  g_auto (World) world = { 0 };

  world_begin (&world);
  run_all (&world, work_on_profiles);
}

/* Some log off for all while others work: what they get is an answer or the end of the session. */
static void
work_to_the_end (World *world, guint thread, guint round)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAddressBook) book = NULL;
  g_autoptr (MapiMsgStore) store = NULL;

  if (thread == 0 && round == N_ROUNDS / 2)
    mapi_session_logoff (world->session, MAPI_LOGOFF_SHARED, NULL, NULL);
  if (thread % 2 == 0)
    book = mapi_session_open_address_book (world->session, 0, NULL, NULL, &error);
  else
    store = mapi_session_open_msg_store (world->session, NULL, 0, NULL, &error);
  if (g_error_matches (error, MAPI_ERROR, MAPI_E_END_OF_SESSION))
    return;
  expect (world, book != NULL || store != NULL, error);
}

static void
test_end (void)
{
  g_auto (World) world = { 0 };

  world_begin (&world);
  run_all (&world, work_to_the_end);
}

TAP_MAIN ("session/threads",
          { "eight threads at one session", test_session },
          { "eight threads at one address book", test_address_book },
          { "eight threads at the services of one profile", test_administration },
          { "eight threads at the profiles of one user", test_profiles },
          { "a session that ends under eight threads", test_end })
