/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <CUnit/TestRun.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

#define LOOK_EACH_MSEC 20

/* What does not come by then does not come at all, however busy the machine is. */
#define PATIENCE_SECONDS 300

static char       *folder;
static char       *fast_folder; /* NULL until somebody asks */
static const char *skip_reason;
static guint       n_done;
static guint       n_failed;

/* The whole diagnosis on lines of comment, however many lines it has. */
static void
print_comment (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    printf ("# %s\n", lines[i]);
}

static void
print_case (const CU_pTest test, const CU_pSuite suite, const CU_pFailureRecord failures)
{
  printf ("%s %u - %s", failures == NULL ? "ok" : "not ok", ++n_done, test->pName);
  if (skip_reason != NULL && failures == NULL)
    printf (" # SKIP %s", skip_reason);
  printf ("\n");

  for (CU_pFailureRecord record = failures; record != NULL; record = record->pNext)
    {
      g_autofree char *text = g_strdup_printf (
          "%s:%u: %s", record->strFileName, record->uiLineNumber, record->strCondition);

      print_comment (text);
    }

  skip_reason = NULL;
  n_failed += failures != NULL;
  fflush (stdout);
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL)
    remove_tree (child);

  g_file_delete (file, NULL, NULL);
}

/* What lies in memory is not under the home: it is lost with the machine, and that is all. */
static char *
make_fast_folder (void)
{
  g_autofree char *template = g_strdup ("/dev/shm/mapi-XXXXXX");

  if (g_mkdtemp (template) != NULL)
    return g_steal_pointer (&template);
  return g_strdup (folder);
}

const char *
tap_fast_folder (void)
{
  if (fast_folder == NULL)
    fast_folder = make_fast_folder ();
  return fast_folder;
}

static void
leave_folder (char **path)
{
  g_autoptr (GFile) file = *path != NULL ? g_file_new_for_path (*path) : NULL;

  if (file != NULL)
    remove_tree (file);
  g_clear_pointer (path, g_free);
}

/* Before anything asks GLib for a folder of the user: it remembers the first answer. */
static void
enter_folder (void)
{
  static const char *const names[] = {
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"
  };
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("mapi-XXXXXX", &error);
  if (folder == NULL)
    g_error ("%s", error->message);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_mkdir (path, 0700);
      g_setenv (names[i], path, TRUE);
    }

  g_setenv ("HOME", folder, TRUE);
}

static gboolean
is_wanted (const char *name, int argc, char **argv)
{
  return argc < 2 || g_strv_contains ((const char *const *) argv + 1, name);
}

static int
list_cases (const TapCase *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    printf ("%s\n", cases[i].name);
  return EXIT_SUCCESS;
}

int
tap_main (const char *suite_name, const TapCase *cases, gsize n_cases, int argc, char **argv)
{
  CU_pSuite suite;
  guint     n_wanted = 0;

  if (argc == 2 && g_str_equal (argv[1], "--list"))
    return list_cases (cases, n_cases);

  enter_folder ();
  CU_initialize_registry ();
  suite = CU_add_suite (suite_name, NULL, NULL);
  for (gsize i = 0; i < n_cases; i++)
    if (is_wanted (cases[i].name, argc, argv))
      n_wanted += CU_add_test (suite, cases[i].name, cases[i].run) != NULL;

  printf ("1..%u\n", n_wanted);
  fflush (stdout);
  CU_set_test_complete_handler (print_case);
  CU_run_all_tests ();
  CU_cleanup_registry ();
  leave_folder (&fast_folder);
  leave_folder (&folder);

  return n_wanted > 0 && n_done == n_wanted && n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

void
tap_skip (const char *reason)
{
  skip_reason = reason;
}

void
tap_note (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  print_comment (text);
  fflush (stdout);
}

const char *
tap_folder (void)
{
  return folder;
}

void
tap_drop_file (const char *path, const char *text)
{
  g_autofree char *beside = g_build_filename (folder, "dropped", NULL);

  CU_ASSERT_TRUE (g_file_set_contents (beside, text, -1, NULL));
  CU_ASSERT_EQUAL (g_rename (beside, path), 0);
}

static gboolean
note_timeout (gpointer data)
{
  gboolean *timed_out = data;

  *timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
look_again (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

/* What becomes true in another thread or process need not wake the context. */
gboolean
tap_wait (GMainContext *context, gboolean (*done) (gpointer data), gpointer data)
{
  g_autoptr (GSource) patience = g_timeout_source_new_seconds (PATIENCE_SECONDS);
  g_autoptr (GSource) look = g_timeout_source_new (LOOK_EACH_MSEC);
  gboolean timed_out = FALSE;
  gboolean answer;

  g_source_set_callback (patience, note_timeout, &timed_out, NULL);
  g_source_set_callback (look, look_again, NULL, NULL);
  g_source_attach (patience, context);
  g_source_attach (look, context);
  while (!(answer = done (data)) && !timed_out)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (look);
  g_source_destroy (patience);

  CU_ASSERT_TRUE (answer);
  return answer;
}

static gboolean check (gboolean holds, guint line, const char *file, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static gboolean
check (gboolean holds, guint line, const char *file, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  return CU_assertImplementation (holds, line, text, file, "", CU_FALSE);
}

gboolean
tap_no_error (const GError *error, guint line, const char *file)
{
  return check (
      error == NULL, line, file, "unexpected error: %s", error != NULL ? error->message : "none");
}

gboolean
tap_error (
    const GError *error, GQuark domain, int code, const char *wanted, guint line, const char *file)
{
  return check (g_error_matches (error, domain, code),
                line,
                file,
                "wanted %s, got %s %d: %s",
                wanted,
                error != NULL ? g_quark_to_string (error->domain) : "no error",
                error != NULL ? error->code : 0,
                error != NULL ? error->message : "");
}

gboolean
tap_string (
    const char *actual, const char *expected, const char *what, guint line, const char *file)
{
  return check (g_strcmp0 (actual, expected) == 0,
                line,
                file,
                "%s is \"%s\", not \"%s\"",
                what,
                actual != NULL ? actual : "(null)",
                expected != NULL ? expected : "(null)");
}

gboolean
tap_number (gint64 actual, gint64 expected, const char *what, guint line, const char *file)
{
  return check (actual == expected,
                line,
                file,
                "%s is %" G_GINT64_FORMAT " (0x%" G_GINT64_MODIFIER "x), not %" G_GINT64_FORMAT
                " (0x%" G_GINT64_MODIFIER "x)",
                what,
                actual,
                actual,
                expected,
                expected);
}

gboolean
tap_bytes (GBytes *actual, GBytes *expected, const char *what, guint line, const char *file)
{
  return check (actual != NULL && expected != NULL && g_bytes_equal (actual, expected),
                line,
                file,
                "%s differs: %" G_GSIZE_FORMAT " bytes, %" G_GSIZE_FORMAT " wanted",
                what,
                actual != NULL ? g_bytes_get_size (actual) : 0,
                expected != NULL ? g_bytes_get_size (expected) : 0);
}
