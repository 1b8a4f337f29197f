/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a store tells of changes, made here and by other processes. MAPI_TEST_SEED and
 * MAPI_TEST_OPERATIONS choose another run of the random cases, or a longer one. */

#include "mock-actor.h"
#include "mock-child.h"
#include "mock-look.h"
#include "mock-table-copy.h"
#include "tap.h"

#define SEED 20031115
#define N_OPERATIONS 1200

typedef struct
{
  char      *path;
  MockSqlite client;
  MockActor  actor;
  GPtrArray *received; /* of MapiNotification */
} Fixture;

static guint
get_setting (const char *name, guint fallback)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : fallback;
}

static gboolean
set_up (Fixture *fixture)
{
  static guint n;
  g_autoptr (GError) error = NULL;

  *fixture = (Fixture){ .path = g_strdup_printf ("%s/notify-%u.db", tap_fast_folder (), ++n) };
  fixture->received = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_notification_unref);
  if (!mock_sqlite_open (&fixture->client, fixture->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  mock_actor_init (&fixture->actor, fixture->client.store, get_setting ("MAPI_TEST_SEED", SEED));
  return TRUE;
}

static void
tear_down (Fixture *fixture)
{
  mock_actor_clear (&fixture->actor);
  mock_sqlite_close (&fixture->client);
  g_ptr_array_unref (fixture->received);
  g_free (fixture->path);
}

static void
deliver (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Whoever has changed something knows of all that was changed before. */
static void
catch_up (Fixture *fixture)
{
  g_bytes_unref (mock_actor_add (&fixture->actor, 1, "mark"));
  deliver ();
}

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *list, GPtrArray *received)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    g_ptr_array_add (received, mapi_notification_list_get_notification (list, i));
}

static MapiCallbackSink *
advise (Fixture *fixture, GBytes *entry_id)
{
  g_autoptr (GError) error = NULL;
  MapiCallbackSink *sink = mapi_callback_sink_new ();

  g_signal_connect (sink, "received", G_CALLBACK (on_received), fixture->received);
  mapi_msg_store_advise (fixture->client.store,
                         entry_id,
                         MAPI_fnevObjectCreated | MAPI_fnevObjectModified | MAPI_fnevObjectDeleted |
                             MAPI_fnevObjectMoved | MAPI_fnevObjectCopied,
                         MAPI_ADVISE_SINK (sink),
                         NULL,
                         &error);
  TAP_NO_ERROR (error);
  return sink;
}

static const char *
name_event (guint32 type)
{
  switch (type)
    {
    case MAPI_fnevObjectCreated:
      return "created";
    case MAPI_fnevObjectModified:
      return "modified";
    case MAPI_fnevObjectDeleted:
      return "deleted";
    case MAPI_fnevObjectMoved:
      return "moved";
    case MAPI_fnevObjectCopied:
      return "copied";
    default:
      return "?";
    }
}

/* What happened to messages, in order. Whether two changes in a row are told of as one depends on
 * when the sink's context was turned: they count as one. */
static char *
describe (Fixture *fixture)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint32 last = 0;

  for (guint i = 0; i < fixture->received->len; i++)
    {
      MapiNotification *notification = fixture->received->pdata[i];
      guint32           type = mapi_notification_get_event_type (notification);

      if (mapi_notification_get_object_type (notification) != MAPI_OBJECT_MESSAGE ||
          (type == MAPI_fnevObjectModified && type == last))
        continue;
      last = type;
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", name_event (type));
    }
  g_ptr_array_set_size (fixture->received, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define TOUR "created modified copied moved deleted"

static void
test_objects (void)
{
  Fixture fixture;
  g_autoptr (MapiCallbackSink) sink = NULL;
  g_autofree char *text = NULL;

  if (!set_up (&fixture))
    return;
  sink = advise (&fixture, NULL);
  mock_actor_tour (&fixture.actor);
  deliver ();
  text = describe (&fixture);
  TAP_STRING (text, TOUR);
  tear_down (&fixture);
}

static void
test_objects_elsewhere (void)
{
  Fixture fixture;
  g_auto (MockChild) child = { 0 };
  g_autoptr (MapiCallbackSink) sink = NULL;
  g_autofree char *ready = NULL;
  g_autofree char *done = NULL;
  g_autofree char *text = NULL;

  if (!set_up (&fixture))
    return;
  mock_child_start (&child, "act", fixture.path, "1");
  ready = mock_child_read (&child);
  TAP_STRING (ready, "ready");
  sink = advise (&fixture, NULL);
  mock_child_tell (&child, "0");
  done = mock_child_read (&child);
  TAP_STRING (done, "done");
  catch_up (&fixture);
  text = describe (&fixture);
  TAP_STRING (text, TOUR " created");
  tear_down (&fixture);
}

static gboolean
has_deleted (gpointer data)
{
  GPtrArray *received = ((Fixture *) data)->received;

  for (guint i = 0; i < received->len; i++)
    if (mapi_notification_get_event_type (received->pdata[i]) == MAPI_fnevObjectDeleted)
      return TRUE;
  return FALSE;
}

/* Who changes nothing is told all the same. */
static void
test_idle (void)
{
  Fixture fixture;
  g_auto (MockChild) child = { 0 };
  g_autoptr (MapiCallbackSink) sink = NULL;
  g_autofree char *ready = NULL;
  g_autofree char *text = NULL;

  if (!set_up (&fixture))
    return;
  sink = advise (&fixture, NULL);
  mock_child_start (&child, "act", fixture.path, "1");
  ready = mock_child_read (&child);
  mock_child_tell (&child, "0");
  CU_ASSERT_TRUE (tap_wait (NULL, has_deleted, &fixture));
  text = describe (&fixture);
  TAP_STRING (text, TOUR);
  tear_down (&fixture);
}

static GPtrArray *
open_looks (Fixture *fixture)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) mock_table_copy_free);

  for (guint i = 0; i < MOCK_N_LOOKS; i++)
    g_ptr_array_add (copies,
                     mock_table_copy_new (mock_look_open (&mock_looks[i], &fixture->actor)));
  return copies;
}

/* @lenient where rows were read that had not been told of yet. */
static gboolean
check_looks (GPtrArray *copies, gboolean lenient)
{
  gboolean right = TRUE;

  for (guint i = 0; i < copies->len && right; i++)
    {
      MockTableCopy *copy = copies->pdata[i];

      if (lenient)
        copy->n_wrong = 0;
      right = mock_table_copy_is_exact (copy);
      if (!right)
        tap_note ("%s: the copy is not the table, %u wrong", mock_looks[i].name, copy->n_wrong);
    }
  CU_ASSERT_TRUE (right);
  return right;
}

/* Every single row was told of. */
static gboolean
was_reread (GPtrArray *copies)
{
  gboolean any = FALSE;

  for (guint i = 0; i < copies->len; i++)
    any = ((MockTableCopy *) copies->pdata[i])->n_reread > 0 || any;
  return any;
}

/* Whoever replays what it is told has the rows. */
static void
test_tables (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) copies = NULL;
  guint n = get_setting ("MAPI_TEST_OPERATIONS", N_OPERATIONS);

  if (!set_up (&fixture))
    return;
  copies = open_looks (&fixture);
  for (guint i = 0; i < n; i++)
    {
      mock_actor_act (&fixture.actor);
      if (g_rand_int_range (fixture.actor.random, 0, 4) > 0)
        continue;
      deliver ();
      if (!check_looks (copies, FALSE))
        break;
    }
  CU_ASSERT_FALSE (was_reread (copies));
  g_clear_pointer (&copies, g_ptr_array_unref);
  tear_down (&fixture);
}

/* Both work at the same time; now and then both stop, and the copies are looked at. */
static void
run_two (gboolean eager)
{
  Fixture fixture;
  g_auto (MockChild) child = { 0 };
  g_autoptr (GPtrArray) copies = NULL;
  g_autofree char *ready = NULL;
  guint            n = get_setting ("MAPI_TEST_OPERATIONS", N_OPERATIONS) / 40;

  if (!set_up (&fixture))
    return;
  mock_child_start (&child, "act", fixture.path, "7");
  ready = mock_child_read (&child);
  copies = open_looks (&fixture);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *done = NULL;

      mock_child_tell (&child, "20");
      for (guint j = 0; j < 20; j++)
        {
          mock_actor_act (&fixture.actor);
          if (eager)
            deliver ();
        }
      done = mock_child_read (&child);
      TAP_STRING (done, "done");
      catch_up (&fixture);
      if (!check_looks (copies, eager))
        break;
    }
  CU_ASSERT_FALSE (was_reread (copies));
  g_clear_pointer (&copies, g_ptr_array_unref);
  tear_down (&fixture);
}

static void
test_two_processes (void)
{
  run_two (FALSE);
}

static void
test_two_eager_processes (void)
{
  run_two (TRUE);
}

TAP_MAIN ("providers/sqlite-notify",
          { "objects", test_objects },
          { "objects elsewhere", test_objects_elsewhere },
          { "objects elsewhere, to who is idle", test_idle },
          { "tables", test_tables },
          { "tables of two processes", test_two_processes },
          { "tables of two processes, read meanwhile", test_two_eager_processes })
