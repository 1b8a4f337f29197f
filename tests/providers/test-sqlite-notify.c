/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a store tells of changes, made here and by other processes. MAPI_TEST_SEED and
 * MAPI_TEST_OPERATIONS choose another run of the random cases, or a longer one. */

#include "mock-actor.h"
#include "mock-child.h"
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

/* What happened to messages, in order. */
static char *
describe (Fixture *fixture)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < fixture->received->len; i++)
    {
      MapiNotification *notification = fixture->received->pdata[i];

      if (mapi_notification_get_object_type (notification) == MAPI_OBJECT_MESSAGE)
        g_string_append_printf (text,
                                "%s%s",
                                text->len > 0 ? " " : "",
                                name_event (mapi_notification_get_event_type (notification)));
    }
  g_ptr_array_set_size (fixture->received, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define TOUR "created modified modified copied moved deleted"

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

typedef struct
{
  const char *name;
  guint       folder;
  guint       n_categories;
  guint32     sort[3]; /* tags; with 1 in front of it for descending */
  gboolean    restricted;
  guint32     column;
} Look;

#define DESCENDING(tag) ((tag) ^ 0x80000000u)

static const Look looks[] = {
  { "plain", 0, 0, { 0 }, FALSE, MAPI_PR_IMPORTANCE },
  { "newest first",
    1,
    0,
    { DESCENDING (MAPI_PR_MESSAGE_DELIVERY_TIME) },
    FALSE,
    MAPI_PR_IMPORTANCE },
  { "by subject", 0, 0, { MAPI_PR_SUBJECT }, FALSE, MAPI_PR_IMPORTANCE },
  { "by two columns",
    1,
    0,
    { DESCENDING (MAPI_PR_IMPORTANCE), MAPI_PR_SUBJECT },
    FALSE,
    MAPI_PR_IMPORTANCE },
  { "restricted", 0, 0, { 0 }, TRUE, MAPI_PR_IMPORTANCE },
  { "restricted and sorted",
    1,
    0,
    { MAPI_PR_SUBJECT, DESCENDING (MAPI_PR_MESSAGE_DELIVERY_TIME) },
    TRUE,
    MAPI_PR_IMPORTANCE },
  { "by a stored property", 0, 0, { MOCK_ACTOR_KEYWORDS }, FALSE, MAPI_PR_IMPORTANCE },
  { "categories", 0, 1, { MAPI_PR_IMPORTANCE, MAPI_PR_SUBJECT }, FALSE, MAPI_PR_DEPTH },
  { "two categories",
    1,
    2,
    { DESCENDING (MAPI_PR_SUBJECT), MAPI_PR_IMPORTANCE, MAPI_PR_MESSAGE_DELIVERY_TIME },
    TRUE,
    MAPI_PR_DEPTH },
  { "a row for each value", 0, 0, { 0 }, FALSE, MOCK_ACTOR_KEYWORDS | MAPI_MV_INSTANCE },
  { "categories of values",
    1,
    1,
    { MOCK_ACTOR_KEYWORDS | MAPI_MV_INSTANCE, MAPI_PR_SUBJECT },
    FALSE,
    MOCK_ACTOR_KEYWORDS | MAPI_MV_INSTANCE },
};

static MapiSortOrderSet *
new_order (const Look *look)
{
  MapiSortOrderSet *order = mapi_sort_order_set_new (look->n_categories, look->n_categories);

  for (guint i = 0; i < G_N_ELEMENTS (look->sort) && look->sort[i] != 0; i++)
    {
      g_autoptr (MapiSortOrderSet) before = order;
      gboolean descending = (look->sort[i] & 0x80000000u) != 0;

      order = mapi_sort_order_set_append (before,
                                          descending ? DESCENDING (look->sort[i]) : look->sort[i],
                                          descending ? MAPI_TABLE_SORT_DESCEND
                                                     : MAPI_TABLE_SORT_ASCEND);
    }
  return order;
}

/* Messages that are unread, or whose subject begins with an "a" of any kind. */
static MapiRestriction *
new_restriction (void)
{
  g_autoptr (MapiPropValue) a = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "a");
  g_autoptr (MapiRestriction) begins =
      mapi_restriction_new_content (MAPI_FL_PREFIX | MAPI_FL_LOOSE, MAPI_PR_SUBJECT, a);
  g_autoptr (MapiRestriction) unread =
      mapi_restriction_new_bitmask (MAPI_BMR_EQZ, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ);

  return mapi_restriction_new_or ((MapiRestriction *[]){ begins, unread }, 2);
}

static MockTableCopy *
open_look (MapiFolder *folder, const Look *look)
{
  const guint32 tags[] = { MAPI_PR_INSTANCE_KEY,  MAPI_PR_SUBJECT,
                           MAPI_PR_MESSAGE_FLAGS, MAPI_PR_MESSAGE_DELIVERY_TIME,
                           MAPI_PR_CONTENT_COUNT, look->column };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiSortOrderSet) order = new_order (look);
  g_autoptr (MapiRestriction) restriction = look->restricted ? new_restriction () : NULL;
  g_autoptr (GError) error = NULL;
  MapiTable *table = mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, &error);

  mapi_table_set_columns (table, columns, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_table_restrict (table, restriction, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_table_sort_table (table, order, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return mock_table_copy_new (table);
}

static GPtrArray *
open_looks (Fixture *fixture)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) mock_table_copy_free);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    g_ptr_array_add (copies, open_look (fixture->actor.folders[looks[i].folder], &looks[i]));
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
        tap_note ("%s: the copy is not the table, %u wrong", looks[i].name, copy->n_wrong);
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
