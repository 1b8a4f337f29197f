/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The sample of a spooler hook, found in the catalogue, and asked by a spooler. */

#include "spooler-world.h"

#include <glib/gstdio.h>

static const char *const settings[] = { "person", "ann@x.org", "folder", "Ann", NULL };

/* @name: of the test. Mail goes out to and comes in from files. */
static SpoolerWorld *
begin (const char *name, const char *const *hook)
{
  g_autofree char  *folder = g_build_filename (tap_folder (), name, NULL);
  g_autofree char  *in = g_build_filename (folder, "in", NULL);
  g_autofree char  *out = g_build_filename (folder, "out", NULL);
  const char *const files[] = { "folder", folder, NULL };
  SpoolerWorld     *world = spooler_world_begin ();

  g_mkdir_with_parents (in, 0700);
  g_mkdir_with_parents (out, 0700);
  session_rig_add (&world->session, "file-transport", files);
  session_rig_add (&world->session, "filing-hook", hook);
  spooler_world_log_on (world);
  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 1);
  return world;
}

static void
drop (const char *name, const char *from)
{
  g_autofree char *file = g_strconcat (from, ".eml", NULL);
  g_autofree char *path = g_build_filename (tap_folder (), name, "in", file, NULL);
  g_autofree char *text =
      g_strdup_printf ("From: %s@X.org\r\nSubject: from %s\r\n\r\nHello.\r\n", from, from);

  tap_drop_file (path, text);
}

/* R615, R621: the module is a hook provider of the profile, and reads its own section. What Ann has
 * written goes where that says, and what others have written into the Inbox. */
static void
test_inbound (void)
{
  g_autoptr (SpoolerWorld) world = begin ("inbound", settings);

  drop ("inbound", "Ann");
  drop ("inbound", "Bob");
  spooler_rig_advance (world->rig, 60);
  spooler_rig_wait_received (world->rig, 2);
  spooler_world_assert_named (world, "Ann", "from Ann");
  spooler_world_assert_folder (world, 0, "from Bob");
}

/* And what was written to her. */
static void
test_outbound (void)
{
  g_autoptr (SpoolerWorld) world = begin ("outbound", settings);

  spooler_world_submit (world, "to Ann", "FILE:bob@x.org FILE:ann@x.org");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_world_submit (world, "to Bob", "FILE:bob@x.org");
  spooler_rig_wait_sent (world->rig, 2);
  spooler_world_assert_named (world, "Ann", "to Ann");
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "to Bob");
}

/* A hook without its settings is left out, and no mail is lost for it. */
static void
test_unconfigured (void)
{
  g_autoptr (SpoolerWorld) world = begin ("unconfigured", NULL);

  spooler_rig_wait_event (world->rig, "hook-failed", 1);
  spooler_world_submit (world, "to Ann", "FILE:ann@x.org");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "to Ann");
}

TAP_MAIN ("samples/filing-hook",
          { "inbound", test_inbound },
          { "outbound", test_outbound },
          { "unconfigured", test_unconfigured })
