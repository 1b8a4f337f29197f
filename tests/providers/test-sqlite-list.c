/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The list behind a table, beside an array that is the same, only slow. */

#include "sqlite-list.h"
#include "sqlite-number-set.h"
#include "tap.h"

typedef struct
{
  SqliteListEntry entry;
  SqliteListFlags flags;
} Item;

typedef struct
{
  GRand      *random;
  SqliteList *list;
  GArray     *model; /* of Item */
} Fixture;

static guint
choose (Fixture *fixture, guint n)
{
  return (guint) g_rand_int_range (fixture->random, 0, (gint32) n);
}

static Item *
get_item (Fixture *fixture, guint i)
{
  return &g_array_index (fixture->model, Item, i);
}

static guint
find_item (Fixture *fixture, SqliteListEntry entry)
{
  guint i = 0;

  while (i < fixture->model->len && get_item (fixture, i)->entry != entry)
    i++;
  return i;
}

/* Headings are few, messages may have several rows. */
static Item
choose_item (Fixture *fixture)
{
  Item item = { .flags = choose (fixture, 4) };

  do
    item.entry = choose (fixture, 10) == 0
                     ? -1 - (SqliteListEntry) choose (fixture, 300)
                     : sqlite_list_entry (1 + choose (fixture, 5000), choose (fixture, 3));
  while (find_item (fixture, item.entry) < fixture->model->len);
  return item;
}

/* The place of the @i-th of all, hidden ones too. */
static SqliteListPlace
walk (Fixture *fixture, guint i)
{
  SqliteListPlace place = sqlite_list_get_first (fixture->list);

  while (i-- > 0)
    place = sqlite_list_next (fixture->list, place);
  return place;
}

static guint
count_seen (Fixture *fixture, guint before)
{
  guint n = 0;

  for (guint i = 0; i < before; i++)
    n += (get_item (fixture, i)->flags & SQLITE_LIST_HIDDEN) == 0;
  return n;
}

static void
insert_one (Fixture *fixture)
{
  Item  item = choose_item (fixture);
  guint at = choose (fixture, fixture->model->len + 1);

  sqlite_list_insert (fixture->list, walk (fixture, at), item.entry, item.flags);
  g_array_insert_val (fixture->model, at, item);
}

static gboolean
place_is (Fixture *fixture, SqliteListPlace place, guint at)
{
  if (at == fixture->model->len)
    return sqlite_list_is_end (fixture->list, place);
  return !sqlite_list_is_end (fixture->list, place) &&
         sqlite_list_get (fixture->list, place) == get_item (fixture, at)->entry &&
         sqlite_list_get_flags (fixture->list, place) == get_item (fixture, at)->flags;
}

static gboolean
find_one (Fixture *fixture)
{
  Item            other = choose_item (fixture);
  guint           at = choose (fixture, fixture->model->len);
  SqliteListPlace place;

  if (sqlite_list_find (fixture->list, other.entry, &place))
    return FALSE;
  return fixture->model->len == 0 ||
         (sqlite_list_find (fixture->list, get_item (fixture, at)->entry, &place) &&
          place_is (fixture, place, at));
}

static gboolean
remove_one (Fixture *fixture)
{
  guint           at = choose (fixture, fixture->model->len + 1);
  SqliteListPlace place;

  if (at == fixture->model->len)
    return TRUE;
  if (!sqlite_list_find (fixture->list, get_item (fixture, at)->entry, &place) ||
      !place_is (fixture, place, at))
    return FALSE;
  sqlite_list_remove (fixture->list, place);
  g_array_remove_index (fixture->model, at);
  return TRUE;
}

static void
flag_one (Fixture *fixture)
{
  guint at = choose (fixture, fixture->model->len + 1);

  if (at == fixture->model->len)
    return;
  get_item (fixture, at)->flags = choose (fixture, 4);
  sqlite_list_set_flags (fixture->list, walk (fixture, at), get_item (fixture, at)->flags);
}

/* Indexes, and what stands before. */
static gboolean
look_at_one (Fixture *fixture)
{
  guint           at = choose (fixture, fixture->model->len + 1);
  guint           seen = count_seen (fixture, at);
  SqliteListPlace place = walk (fixture, at);
  SqliteListPlace prior = place;
  guint           i = at;

  if (!place_is (fixture, place, at) || sqlite_list_get_index (fixture->list, place) != seen)
    return FALSE;
  while (i > 0 && (get_item (fixture, i - 1)->flags & SQLITE_LIST_HIDDEN) != 0)
    i--;
  if (sqlite_list_prior_seen (fixture->list, &prior) != (i > 0) ||
      (i > 0 && !place_is (fixture, prior, i - 1)))
    return FALSE;
  for (i = at; i > 0 && get_item (fixture, i - 1)->entry > 0;)
    i--;
  prior = place;
  if (sqlite_list_prior_heading (fixture->list, &prior) != (i > 0) ||
      (i > 0 && !place_is (fixture, prior, i - 1)))
    return FALSE;
  while (at < fixture->model->len && (get_item (fixture, at)->flags & SQLITE_LIST_HIDDEN) != 0)
    at++;
  return place_is (fixture, sqlite_list_get_place (fixture->list, seen), at);
}

static gboolean
step (Fixture *fixture, guint wanted)
{
  switch (choose (fixture, 6))
    {
    case 0:
      if (fixture->model->len > wanted)
        return remove_one (fixture);
      insert_one (fixture);
      return TRUE;
    case 1:
      if (fixture->model->len < wanted)
        insert_one (fixture);
      else
        return remove_one (fixture);
      return TRUE;
    case 2:
      return remove_one (fixture);
    case 3:
      flag_one (fixture);
      return TRUE;
    case 4:
      return find_one (fixture);
    default:
      return look_at_one (fixture);
    }
}

static void
test_random (void)
{
  Fixture fixture = { g_rand_new_with_seed (99),
                      sqlite_list_new (),
                      g_array_new (FALSE, FALSE, sizeof (Item)) };
  guint   n = 0;

  for (guint i = 0; i < 3000; i++)
    {
      Item item = choose_item (&fixture);

      sqlite_list_append (fixture.list, item.entry, item.flags);
      g_array_append_val (fixture.model, item);
    }
  while (n < 6000 && step (&fixture, n < 3000 ? 4000 : 0))
    n++;
  TAP_NUMBER (n, 6000);
  TAP_NUMBER (sqlite_list_get_size (fixture.list), count_seen (&fixture, fixture.model->len));
  sqlite_list_free (fixture.list);
  g_array_unref (fixture.model);
  g_rand_free (fixture.random);
}

static gboolean
is_less (SqliteListEntry entry, gboolean *before, gpointer data, GError **error)
{
  *before = entry < *(SqliteListEntry *) data;
  return TRUE;
}

/* Every number is found where it stands, or would. */
static void
test_search (void)
{
  g_autoptr (SqliteList) list = sqlite_list_new ();
  guint n_wrong = 0;

  for (SqliteListEntry i = 2; i < 10000; i += 2)
    sqlite_list_append (list, i, 0);
  for (SqliteListEntry i = 0; i < 10001; i++)
    {
      SqliteListPlace place;

      sqlite_list_search (list, is_less, &i, &place, NULL);
      if (i > 9998)
        n_wrong += !sqlite_list_is_end (list, place);
      else
        n_wrong +=
            sqlite_list_is_end (list, place) || sqlite_list_get (list, place) != MAX (2, i + i % 2);
    }
  TAP_NUMBER (n_wrong, 0);
}

static void
test_numbers (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autoptr (SqliteNumberSet) set = sqlite_number_set_new (NULL, 0);
  gboolean has[5000] = { FALSE };
  guint    n_wrong = 0;

  for (guint i = 0; i < 60000; i++)
    {
      gint64 number = g_rand_int_range (random, 0, G_N_ELEMENTS (has));
      gint64 found = -1;
      gint64 wanted = number;

      has[number] = g_rand_int_range (random, 0, i < 30000 ? 3 : 9) == 0 ? FALSE : i < 40000;
      (has[number] ? sqlite_number_set_add : sqlite_number_set_remove) (set, number);
      wanted = number = g_rand_int_range (random, 0, G_N_ELEMENTS (has));
      while (wanted < (gint64) G_N_ELEMENTS (has) && !has[wanted])
        wanted++;
      if (sqlite_number_set_find (set, number, &found))
        n_wrong += found != wanted;
      else
        n_wrong += wanted != (gint64) G_N_ELEMENTS (has);
    }
  TAP_NUMBER (n_wrong, 0);
}

TAP_MAIN ("providers/sqlite-list",
          { "random operations", test_random },
          { "search", test_search },
          { "sets of numbers", test_numbers })
