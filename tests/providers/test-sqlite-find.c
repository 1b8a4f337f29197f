/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* FindRow beside somebody who reads all rows and looks at each. */

#include "mock-look.h"
#include "tap.h"

#define N_MESSAGES 120
#define N_ROUNDS 400
#define NOWHERE (-1)

typedef struct
{
  MockSqlite  client;
  MockActor   actor;
  MapiTable  *table;
  MapiRowSet *rows; /* all of them */
} Fixture;

static gboolean
set_up (Fixture *fixture)
{
  static guint n;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup_printf ("%s/find-%u.db", tap_fast_folder (), ++n);

  *fixture = (Fixture){ 0 };
  if (!mock_sqlite_open (&fixture->client, path, FALSE, &error))
    return TAP_NO_ERROR (error);
  mock_actor_init (&fixture->actor, fixture->client.store, 11);
  for (guint i = 0; i < N_MESSAGES; i++)
    mock_actor_act (&fixture->actor);
  return TRUE;
}

static void
tear_down (Fixture *fixture)
{
  mock_actor_clear (&fixture->actor);
  mock_sqlite_close (&fixture->client);
}

static void
open_look (Fixture *fixture, const MockLook *look)
{
  g_autoptr (GError) error = NULL;

  fixture->table = mock_look_open (look, &fixture->actor);
  fixture->rows = mapi_table_query_rows (fixture->table, G_MAXINT32, 0, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
close_look (Fixture *fixture)
{
  g_clear_pointer (&fixture->rows, mapi_row_set_unref);
  g_clear_object (&fixture->table);
}

static guint
choose (Fixture *fixture, guint n)
{
  return (guint) g_rand_int_range (fixture->actor.random, 0, (gint32) n);
}

static MapiRestriction *
compare (MapiPropValue *value, guint32 relop)
{
  g_autoptr (MapiPropValue) owned = value;

  return mapi_restriction_new_property (relop, mapi_prop_value_get_tag (value), value);
}

/* The value of a row that is there, mostly. */
static MapiRestriction *
new_name (Fixture *fixture)
{
  guint n = mapi_row_set_get_size (fixture->rows);
  guint i = choose (fixture, n + 1);
  g_autoptr (MapiPropList) row = i < n ? mapi_row_set_get_row (fixture->rows, i) : NULL;
  g_autoptr (GBytes) strange = g_bytes_new_static ("\0\0\0\0\0\xff\xff\xff", 8);

  return compare (row != NULL ? mapi_prop_list_lookup (row, MAPI_PR_INSTANCE_KEY)
                              : mapi_prop_value_new_binary (MAPI_PR_INSTANCE_KEY, strange),
                  MAPI_RELOP_EQ);
}

static MapiRestriction *
new_leaf (Fixture *fixture)
{
  static const char *const subjects[] = { "a", "B", "apple", "ärm", "ärmel", "zoo", "zz", "" };
  static const guint32     relops[] = { MAPI_RELOP_LT, MAPI_RELOP_LE, MAPI_RELOP_GT,
                                        MAPI_RELOP_GE, MAPI_RELOP_EQ, MAPI_RELOP_NE };
  guint32                  relop = relops[choose (fixture, G_N_ELEMENTS (relops))];

  switch (choose (fixture, 4))
    {
    case 0:
      return compare (mapi_prop_value_new_string (
                          MAPI_PR_SUBJECT, subjects[choose (fixture, G_N_ELEMENTS (subjects))]),
                      relop);
    case 1:
      return compare (
          mapi_prop_value_new_systime (MAPI_PR_MESSAGE_DELIVERY_TIME, choose (fixture, 12)), relop);
    case 2:
      return mapi_restriction_new_bitmask (MAPI_BMR_NEZ, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ);
    default:
      return new_name (fixture);
    }
}

static MapiRestriction *
new_restriction (Fixture *fixture)
{
  g_autoptr (MapiRestriction) one = new_leaf (fixture);
  g_autoptr (MapiRestriction) two = new_leaf (fixture);
  MapiRestriction *both[] = { one, two };

  switch (choose (fixture, 4))
    {
    case 0:
      return mapi_restriction_new_and (both, 2);
    case 1:
      return mapi_restriction_new_or (both, 2);
    default:
      return g_steal_pointer (&one);
    }
}

/* Which row comes first that matches. */
static gint
look_through (Fixture *fixture, MapiRestriction *restriction, gint from, gboolean backward)
{
  gint n = (gint) mapi_row_set_get_size (fixture->rows);
  gint step = backward ? -1 : 1;

  for (gint i = backward ? from - 1 : from; i >= 0 && i < n; i += step)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (fixture->rows, (guint) i);

      if (mapi_restriction_matches (restriction, row))
        return i;
    }
  return NOWHERE;
}

static gint
find (Fixture *fixture, MapiRestriction *restriction, gint from, gboolean backward)
{
  g_autoptr (GError) error = NULL;
  guint32 row = 0;

  mapi_table_seek_row (fixture->table, MAPI_BOOKMARK_BEGINNING, from, NULL, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  if (!mapi_table_find_row (fixture->table,
                            restriction,
                            MAPI_BOOKMARK_CURRENT,
                            backward ? MAPI_DIR_BACKWARD : 0,
                            NULL,
                            NULL,
                            &error))
    {
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
      return NOWHERE;
    }
  mapi_table_query_position (fixture->table, &row, NULL, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  return (gint) row;
}

static void
test_random (void)
{
  Fixture fixture;
  guint   n_found = 0;

  if (!set_up (&fixture))
    return;
  for (guint i = 0; i < MOCK_N_LOOKS; i++)
    {
      open_look (&fixture, &mock_looks[i]);
      for (guint round = 0; round < N_ROUNDS; round++)
        {
          g_autoptr (MapiRestriction) restriction = new_restriction (&fixture);
          gboolean backward = choose (&fixture, 2) == 0;
          gint     from = (gint) choose (&fixture, mapi_row_set_get_size (fixture.rows) + 1);
          gint     expected = look_through (&fixture, restriction, from, backward);
          gint     found = find (&fixture, restriction, from, backward);

          n_found += found != NOWHERE;
          if (found == expected)
            continue;
          tap_note ("%s, %s from %d: row %d instead of %d",
                    mock_looks[i].name,
                    backward ? "backward" : "forward",
                    from,
                    found,
                    expected);
          CU_FAIL ("the wrong row");
          break;
        }
      close_look (&fixture);
    }
  CU_ASSERT_TRUE (n_found > MOCK_N_LOOKS * N_ROUNDS / 4);
  tear_down (&fixture);
}

/* A message among those that have no recipients, in categories. */
static void
test_parts (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRestriction) has_to = NULL;
  g_autoptr (MapiRestriction) is_to = NULL;
  g_autoptr (MapiPropList) recipient =
      mapi_recipient_new (MAPI_TO, "Bob", "SMTP", "bob@example.org");
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&recipient, 1);
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropValue) type = mapi_prop_value_new_long (MAPI_PR_RECIPIENT_TYPE, MAPI_TO);

  if (!set_up (&fixture))
    return;
  message = mapi_folder_create_message (fixture.actor.folders[0], NULL, 0, NULL, &error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "to Bob"));
  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, &error);
  mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, &error);
  TAP_NO_ERROR (error);
  is_to = mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_RECIPIENT_TYPE, type);
  has_to = mapi_restriction_new_sub (MAPI_PR_MESSAGE_RECIPIENTS, is_to);
  for (guint i = 0; i < MOCK_N_LOOKS; i++)
    {
      if (mock_looks[i].folder != 0)
        continue;
      open_look (&fixture, &mock_looks[i]);
      mapi_table_find_row (fixture.table, has_to, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, &error);
      rows = mapi_table_query_rows (fixture.table, 1, 0, NULL, &error);
      if (TAP_NO_ERROR (error))
        row = mapi_row_set_get_row (rows, 0);
      TAP_STRING (row != NULL ? mapi_prop_list_get_string (row, MAPI_PR_SUBJECT) : NULL, "to Bob");
      g_clear_pointer (&row, mapi_prop_list_unref);
      g_clear_pointer (&rows, mapi_row_set_unref);
      close_look (&fixture);
    }
  tear_down (&fixture);
}

/* A column with a row for each value is met by a message that has the value. */
static void
test_values (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiPropValue) red = mapi_prop_value_new_string (0x6801001f, "red");
  g_autoptr (MapiRestriction) is_red =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MOCK_ACTOR_KEYWORDS | MAPI_MV_INSTANCE, red);
  guint n_red = 0;

  if (!set_up (&fixture))
    return;
  open_look (&fixture, &mock_looks[9]);
  for (guint i = 0; i < mapi_row_set_get_size (fixture.rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (fixture.rows, i);

      n_red += g_strcmp0 (mapi_prop_list_get_string (row, 0x6801001f), "red") == 0;
    }
  close_look (&fixture);
  CU_ASSERT_TRUE (n_red > 0);
  table = mock_look_open (&mock_looks[0], &fixture.actor);
  mapi_table_restrict (table, is_red, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mock_sqlite_count (table), n_red);
  tear_down (&fixture);
}

TAP_MAIN ("providers/sqlite-find",
          { "random", test_random },
          { "recipients", test_parts },
          { "one of several values", test_values })
