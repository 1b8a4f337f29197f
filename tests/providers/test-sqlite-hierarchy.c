/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Hierarchy tables that are open while the folders change, against tables that are opened then. */

#include "mock-sqlite.h"
#include "mock-table-copy.h"
#include "tap.h"

#define N_FOLDERS 24
#define N_STEPS 300
#define N_THREADS 4
#define N_STEPS_OF_THREAD 60

typedef struct
{
  char       *path;
  MockSqlite  client;
  MapiFolder *subtree;
  GBytes     *ids[N_FOLDERS];
  gint        n_names; /* atomic */
} World;

/* An open table, and what opens another of the kind. */
typedef struct
{
  MapiFolder    *folder;
  guint32        flags;
  MockTableCopy *copy;
} Watched;

static MapiFolder *
open_folder (World *world, GBytes *id)
{
  return (MapiFolder *) mapi_msg_store_open_entry (
      world->client.store, id, NULL, MAPI_MODIFY, NULL, NULL);
}

static char *
new_name (World *world)
{
  return g_strdup_printf ("Folder %d", g_atomic_int_add (&world->n_names, 1));
}

static GBytes *
create_in (World *world, MapiFolder *parent)
{
  g_autofree char *name = new_name (world);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder =
      mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, name, NULL, 0, NULL, &error);

  return TAP_NO_ERROR (error) ? mock_sqlite_get_entry_id (folder) : NULL;
}

static gboolean
set_up (World *world)
{
  static guint n;
  g_autoptr (GError) error = NULL;

  *world = (World){ .path = g_strdup_printf ("%s/hierarchy-%u.db", tap_folder (), ++n) };
  if (!mock_sqlite_open (&world->client, world->path, FALSE, &error))
    return TAP_NO_ERROR (error);
  world->subtree = mock_sqlite_open_folder (world->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  for (guint i = 0; i < N_FOLDERS; i++)
    world->ids[i] = create_in (world, world->subtree);
  return TRUE;
}

static void
tear_down (World *world)
{
  for (guint i = 0; i < N_FOLDERS; i++)
    g_clear_pointer (&world->ids[i], g_bytes_unref);
  g_clear_object (&world->subtree);
  mock_sqlite_close (&world->client);
  g_free (world->path);
}

static const guint32 columns[] = {
  MAPI_PR_INSTANCE_KEY,  MAPI_PR_ENTRYID,    MAPI_PR_PARENT_ENTRYID, MAPI_PR_DISPLAY_NAME,
  MAPI_PR_CONTENT_COUNT, MAPI_PR_SUBFOLDERS, MAPI_PR_DEPTH,
};

static MapiTable *
open_table (MapiFolder *folder, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  MapiTable *table =
      mapi_container_get_hierarchy_table (MAPI_CONTAINER (folder), flags, NULL, &error);

  TAP_NO_ERROR (error);
  mapi_table_set_columns (table, tags, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return table;
}

static void
watch (Watched *watched, MapiFolder *folder, guint32 flags)
{
  *watched = (Watched){ g_object_ref (folder), flags };
  watched->copy = mock_table_copy_new (open_table (folder, flags));
}

static void
unwatch (Watched *watched)
{
  g_object_unref (watched->folder);
  mock_table_copy_free (watched->copy);
}

/* Each view has instance keys of its own. */
static void
add_row (GPtrArray *rows, MapiPropList *row)
{
  static const guint32 tag = MAPI_PR_INSTANCE_KEY;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  g_ptr_array_add (rows, mapi_prop_list_without (row, tags));
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
}

static gint
compare_rows (gconstpointer a, gconstpointer b)
{
  g_autoptr (GBytes) one = mapi_prop_list_get_bytes (*(MapiPropList **) a, MAPI_PR_ENTRYID);
  g_autoptr (GBytes) two = mapi_prop_list_get_bytes (*(MapiPropList **) b, MAPI_PR_ENTRYID);

  return g_bytes_compare (one, two);
}

/* Whatever their order is. */
static gboolean
has_rows (GPtrArray *rows, MapiRowSet *expected)
{
  g_autoptr (GPtrArray) found = new_rows ();
  g_autoptr (GPtrArray) wanted = new_rows ();
  gboolean equal;

  for (guint i = 0; i < rows->len; i++)
    add_row (found, rows->pdata[i]);
  for (guint i = 0; i < mapi_row_set_get_size (expected); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (expected, i);

      add_row (wanted, row);
    }
  g_ptr_array_sort (found, compare_rows);
  g_ptr_array_sort (wanted, compare_rows);
  equal = found->len == wanted->len;
  for (guint i = 0; equal && i < found->len; i++)
    equal = mapi_prop_list_equal (found->pdata[i], wanted->pdata[i]);
  return equal;
}

/* What the client was told leads to the table, and that is as it would be were it opened now. */
static void
check (Watched *watched)
{
  g_autoptr (MapiTable) fresh = open_table (watched->folder, watched->flags);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (fresh, G_MAXINT32, 0, NULL, NULL);

  while (g_main_context_iteration (NULL, FALSE))
    continue;
  CU_ASSERT_TRUE (mock_table_copy_is_exact (watched->copy));
  CU_ASSERT_TRUE (has_rows (watched->copy->rows, rows));
}

static void
move (World *world, GRand *rand)
{
  GBytes          *id = world->ids[g_rand_int_range (rand, 0, N_FOLDERS)];
  g_autofree char *name = new_name (world);
  g_autoptr (MapiFolder) destination = NULL;

  if (g_rand_int_range (rand, 0, 5) > 0)
    destination = open_folder (world, world->ids[g_rand_int_range (rand, 0, N_FOLDERS)]);
  /* Often that is below itself, or it has gone. */
  mapi_folder_copy_folder (world->subtree,
                           id,
                           destination != NULL ? destination : world->subtree,
                           name,
                           NULL,
                           MAPI_FOLDER_MOVE,
                           NULL,
                           NULL,
                           NULL);
}

/* In its place there is another one, so that there are always as many. */
static void
remove_folder (World *world, GRand *rand)
{
  guint at = (guint) g_rand_int_range (rand, 0, N_FOLDERS);

  mapi_folder_delete_folder (
      world->subtree, world->ids[at], NULL, MAPI_DEL_MESSAGES | MAPI_DEL_FOLDERS, NULL, NULL, NULL);
  for (guint i = 0; i < N_FOLDERS; i++)
    {
      g_autoptr (MapiFolder) folder = open_folder (world, world->ids[i]);

      if (folder != NULL)
        continue;
      g_bytes_unref (world->ids[i]);
      world->ids[i] = create_in (world, world->subtree);
    }
}

static void
rename_folder (World *world, GRand *rand)
{
  g_autofree char *name = new_name (world);
  g_autoptr (MapiFolder) folder =
      open_folder (world, world->ids[g_rand_int_range (rand, 0, N_FOLDERS)]);

  mock_sqlite_set (folder, mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, name));
}

static void
add_message (World *world, GRand *rand)
{
  g_autoptr (MapiFolder) folder =
      open_folder (world, world->ids[g_rand_int_range (rand, 0, N_FOLDERS)]);
  g_autoptr (MapiMessage) message = mapi_folder_create_message (folder, NULL, 0, NULL, NULL);

  mock_sqlite_save (message);
}

static void
copy (World *world, GRand *rand)
{
  g_autofree char *name = new_name (world);
  g_autoptr (MapiFolder) destination =
      open_folder (world, world->ids[g_rand_int_range (rand, 0, N_FOLDERS)]);

  mapi_folder_copy_folder (world->subtree,
                           world->ids[g_rand_int_range (rand, 0, N_FOLDERS)],
                           destination,
                           name,
                           NULL,
                           0,
                           NULL,
                           NULL,
                           NULL);
}

static void
test_random (void)
{
  static void (*const steps[]) (World * world, GRand * rand) = {
    move, move, move, remove_folder, rename_folder, add_message, copy,
  };
  World world;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (MapiFolder) middle = NULL;
  Watched watched[3];

  if (!set_up (&world))
    return;
  middle = mock_sqlite_open_folder (world.client.store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  g_bytes_unref (world.ids[0]);
  world.ids[0] = mock_sqlite_get_entry_id (middle);
  watch (&watched[0], world.subtree, MAPI_CONVENIENT_DEPTH);
  watch (&watched[1], world.subtree, 0);
  watch (&watched[2], middle, MAPI_CONVENIENT_DEPTH);
  for (guint i = 0; i < N_STEPS; i++)
    {
      steps[g_rand_int_range (rand, 0, G_N_ELEMENTS (steps))](&world, rand);
      for (guint j = 0; j < G_N_ELEMENTS (watched); j++)
        check (&watched[j]);
    }
  for (guint j = 0; j < G_N_ELEMENTS (watched); j++)
    {
      TAP_NUMBER (watched[j].copy->n_wrong, 0);
      unwatch (&watched[j]);
    }
  tear_down (&world);
}

static gpointer
move_about (gpointer data)
{
  World *world = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_atomic_int_add (&world->n_names, 1));

  for (guint i = 0; i < N_STEPS_OF_THREAD; i++)
    move (world, rand);
  return NULL;
}

/* Changes that come together are told together: a folder may lie then below what lay below it. */
static void
test_together (void)
{
  World    world;
  Watched  watched;
  GThread *threads[N_THREADS];

  if (!set_up (&world))
    return;
  watch (&watched, world.subtree, MAPI_CONVENIENT_DEPTH);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("mover", move_about, &world);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  check (&watched);
  TAP_NUMBER (watched.copy->n_wrong, 0);
  unwatch (&watched);
  tear_down (&world);
}

TAP_MAIN ("providers/sqlite-hierarchy",
          { "tables follow every change", test_random },
          { "tables follow changes that come together", test_together })
