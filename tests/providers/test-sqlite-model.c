/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random operations on the store and on a model of it, which must agree. MAPI_TEST_SEED and
 * MAPI_TEST_OPERATIONS choose another run, or a longer one. */

#include "model-world.h"
#include "tap.h"

#define N_OPERATIONS 100000
#define SEED 20030523
#define N_LIVES 3

static guint64
get_setting (const char *name, guint64 fallback)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : fallback;
}

static void
step (ModelWorld *world)
{
  guint             choice = model_world_choose (world, 100);
  MockModelFolder  *folder = model_world_choose_folder (world);
  MockModelMessage *message = model_world_choose_message (world, folder);
  ModelView        *view = world->views->len > 0
                               ? world->views->pdata[model_world_choose (world, world->views->len)]
                               : NULL;

  if (choice < 6)
    model_change_folder (world);
  else if (choice < 18)
    model_change_messages (world);
  else if (choice < 45)
    model_change_message (world);
  else if (choice < 50)
    model_change_queue (world);
  else if (choice < 52)
    model_check_queue (world);
  else if (choice < 53)
    model_change_search (world);
  else if (choice < 57)
    model_check_search (world);
  else if (choice < 60)
    model_check_groups (world);
  else if (choice < 66 && message != NULL)
    model_check_message (world, message);
  else if (choice < 72)
    model_check_folder (world, folder);
  else if (view == NULL || choice < 77)
    model_open_view (world);
  else if (choice < 90)
    model_check_view (world, view);
  else
    model_walk_view (world, view);
}

/* Answers how many there were. */
static guint
run (guint32 seed, guint n_operations)
{
  g_autofree char *name = g_strdup_printf ("model-%u.db", seed);
  g_autofree char *path = g_build_filename (tap_fast_folder (), name, NULL);
  ModelWorld       world;
  guint            n_steps = 0;
  guint            n_done;

  if (model_world_init (&world, seed, path))
    while (world.n_operations < n_operations && !world.failed)
      {
        step (&world);
        if (++n_steps % 2000 == 0)
          model_check_all (&world);
        if (n_steps % 2000 == 1000)
          model_world_reopen (&world);
      }
  if (!world.failed)
    model_check_all (&world);
  tap_note ("seed %u, %u operations", seed, world.n_operations);
  n_done = world.n_operations;
  CU_ASSERT_FALSE (world.failed);
  model_world_clear (&world);
  return n_done;
}

/* Three different lives rather than one long one. */
static void
test_model (void)
{
  guint32 seed = (guint32) get_setting ("MAPI_TEST_SEED", SEED);
  guint   n_operations = (guint) get_setting ("MAPI_TEST_OPERATIONS", N_OPERATIONS);

  guint n_done = 0;

  for (guint i = 0; i < N_LIVES; i++)
    n_done += run (seed + i, n_operations);
  tap_note ("count: model of a store: %u operations in %u lives", n_done, (guint) N_LIVES);
}

TAP_MAIN ("providers/sqlite-model", { "random operations", test_model })
