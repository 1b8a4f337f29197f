/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The sample of a preprocessor, found in the catalogue, and called by a spooler. */

#include "spooler-world.h"

#include <glib/gstdio.h>

static const char *const settings[] = { "line", "Sent in a hurry", NULL };

static SpoolerWorld *
begin (const char *name, const char *const *signature, char **out)
{
  g_autofree char  *folder = g_build_filename (tap_folder (), name, NULL);
  const char *const files[] = { "folder", folder, NULL };
  SpoolerWorld     *world = spooler_world_begin ();

  *out = g_build_filename (folder, "out", NULL);
  g_mkdir_with_parents (*out, 0700);
  session_rig_add (&world->session, "file-transport", files);
  session_rig_add (&world->session, "signature", signature);
  spooler_world_log_on (world);
  spooler_rig_start (world->rig);
  return world;
}

/* The one file that was sent. */
static char *
read_sent (const char *out)
{
  g_autoptr (GDir) dir = g_dir_open (out, 0, NULL);
  const char      *name = dir != NULL ? g_dir_read_name (dir) : NULL;
  g_autofree char *path = name != NULL ? g_build_filename (out, name, NULL) : NULL;
  char            *text = NULL;

  CU_ASSERT_PTR_NOT_NULL (name);
  if (path != NULL)
    g_file_get_contents (path, &text, NULL, NULL);
  return text != NULL ? text : g_strdup ("");
}

static void
submit (SpoolerWorld *world, const char *subject, const char *body)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_BODY, body);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  spooler_world_submit_with (world, subject, "FILE:bob", props);
}

static void
assert_kept (SpoolerWorld *world, const char *subject, const char *body)
{
  g_autoptr (MapiPropValue) value =
      spooler_world_get_prop (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, subject, MAPI_PR_BODY);

  TAP_STRING (value != NULL ? mapi_prop_value_get_string (value) : NULL, body);
}

/* R264, R472, R482: a transport that delivers to nobody has its preprocessor called for the mail of
 * another one. The sender keeps the text as it was written. */
static void
test_signed (void)
{
  g_autofree char *out = NULL;
  g_autoptr (SpoolerWorld) world = begin ("signed", settings, &out);
  g_autofree char *sent = NULL;

  submit (world, "Hello", "Dear Bob");
  spooler_rig_wait_sent (world->rig, 1);
  sent = read_sent (out);
  CU_ASSERT_PTR_NOT_NULL (strstr (sent, "Dear Bob\n-- \nSent in a hurry"));
  assert_kept (world, "Hello", "Dear Bob");
}

/* Without its setting it is down, and mail goes as it is. Mail that is to be sent has it logged on
 * to once more (R100). */
static void
test_unconfigured (void)
{
  g_autofree char *out = NULL;
  g_autoptr (SpoolerWorld) world = begin ("unsigned", NULL, &out);
  g_autofree char *sent = NULL;

  spooler_rig_wait_down (world->rig, 1);
  submit (world, "Hello", "Dear Bob");
  spooler_rig_wait_sent (world->rig, 1);
  sent = read_sent (out);
  CU_ASSERT_PTR_NOT_NULL (strstr (sent, "Dear Bob"));
  CU_ASSERT_PTR_NULL (strstr (sent, "\n-- \n"));
  spooler_rig_wait_down (world->rig, 2);
}

TAP_MAIN ("samples/signature", { "signed", test_signed }, { "unconfigured", test_unconfigured })
