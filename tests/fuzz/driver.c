/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A fuzzer of our own, for where there is no libFuzzer: the same inputs each time.
 *
 *   fuzz-NAME [--runs N] [--seed N] CORPUS...
 *
 * gives each file of the folders CORPUS to the target as it is, and then N inputs made of them at
 * random. An input that ends the process is left behind as the file that the last line names. */

#include "fuzz.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_SIZE 65536
#define MAX_CHANGES 6

typedef struct
{
  GRand      *rand;
  GPtrArray  *corpus; /* of GBytes */
  GByteArray *input;
} Fuzzer;

/* For the handler of signals: the input that is at work. */
static const GByteArray *current;
static char             *crash_path;

static void
on_crash (int number)
{
  static const char text[] = "# the input is in ";
  int               fd = open (crash_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  if (write (fd, current->data, current->len) == (gssize) current->len &&
      write (STDOUT_FILENO, text, sizeof text - 1) > 0 &&
      write (STDOUT_FILENO, crash_path, strlen (crash_path)) > 0 &&
      write (STDOUT_FILENO, "\n", 1) > 0)
    close (fd);
  signal (number, SIG_DFL);
  raise (number);
}

static void
watch_crashes (void)
{
  static const int signals[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGTRAP, SIGALRM };

  crash_path = g_strdup_printf ("%s/%s-crash", g_get_tmp_dir (), g_get_prgname ());
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    signal (signals[i], on_crash);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The files in the order of their names, so that each run is like the last. */
static void
read_corpus (GPtrArray *corpus, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      char *data = NULL;
      gsize size = 0;

      if (g_file_get_contents (names->pdata[i], &data, &size, NULL))
        g_ptr_array_add (corpus, g_bytes_new_take (data, size));
    }
}

static guint
choose (Fuzzer *self, guint n)
{
  return n > 0 ? g_rand_int (self->rand) % n : 0;
}

static GBytes *
choose_bytes (Fuzzer *self)
{
  return self->corpus->pdata[choose (self, self->corpus->len)];
}

static void
insert (Fuzzer *self, guint at, const guint8 *data, gsize size)
{
  guint before = self->input->len;

  size = MIN (size, MAX_SIZE - MIN (before, MAX_SIZE));
  g_byte_array_set_size (self->input, before + (guint) size);
  memmove (self->input->data + at + size, self->input->data + at, before - at);
  memcpy (self->input->data + at, data, size);
}

/* Numbers as they stand in front of lengths and counts. */
static void
put_number (Fuzzer *self)
{
  static const guint32 numbers[] = { 0,      1,          2,          7,          0x7f,    0x80,
                                     0xff,   0x7fff,     0x8000,     0xffff,     0x10000, 0xffffff,
                                     100000, 0x7fffffff, 0x80000000, 0xffffffff, 0x1000 };
  guint32              number = numbers[choose (self, G_N_ELEMENTS (numbers))];
  guint                size = 1u << choose (self, 3);

  if (self->input->len < size)
    return;
  number = GUINT32_TO_LE (number);
  memcpy (self->input->data + choose (self, self->input->len - size + 1), &number, size);
}

/* A piece of this or another input, somewhere in this one. */
static void
splice (Fuzzer *self, GBytes *from)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (from, &size);
  guint         begin = choose (self, (guint) size);
  guint         length = choose (self, MIN ((guint) size - begin, 64) + 1);

  insert (self, choose (self, self->input->len + 1), data + begin, length);
}

static void
repeat_piece (Fuzzer *self)
{
  g_autoptr (GBytes) copy = g_bytes_new (self->input->data, self->input->len);

  splice (self, copy);
}

static void
erase (Fuzzer *self)
{
  guint begin = choose (self, self->input->len);
  guint length = choose (self, MIN (self->input->len - begin, 64) + 1);

  if (length > 0)
    g_byte_array_remove_range (self->input, begin, length);
}

static void
change (Fuzzer *self)
{
  guint8 *data = self->input->data;
  guint   n = self->input->len;

  switch (n > 0 ? choose (self, 7) : 0)
    {
    case 0:
      splice (self, choose_bytes (self));
      break;
    case 1:
      data[choose (self, n)] ^= (guint8) (1u << choose (self, 8));
      break;
    case 2:
      data[choose (self, n)] = (guint8) choose (self, 256);
      break;
    case 3:
      put_number (self);
      break;
    case 4:
      repeat_piece (self);
      break;
    case 5:
      erase (self);
      break;
    default:
      g_byte_array_set_size (self->input, choose (self, n + 1));
    }
}

static void
run_input (Fuzzer *self, GBytes *from, guint n_changes)
{
  gsize              size;
  const guint8      *data = g_bytes_get_data (from, &size);
  g_autofree guint8 *exact = NULL;

  g_byte_array_set_size (self->input, 0);
  g_byte_array_append (self->input, data, (guint) size);
  for (; n_changes > 0; n_changes--)
    change (self);
  exact = g_memdup2 (self->input->data, self->input->len);
  LLVMFuzzerTestOneInput (exact, self->input->len);
}

static void
run (Fuzzer *self, gint n_runs)
{
  current = self->input;
  watch_crashes ();
  for (guint i = 0; i < self->corpus->len; i++)
    run_input (self, self->corpus->pdata[i], 0);
  for (gint i = 0; i < n_runs; i++)
    run_input (self, choose_bytes (self), 1 + choose (self, MAX_CHANGES));
}

int
main (int argc, char **argv)
{
  gint               n_runs = 1000;
  gint               seed = 1;
  const GOptionEntry entries[] = {
    { "runs", 0, 0, G_OPTION_ARG_INT, &n_runs, "How many inputs are made", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "What they are made by", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("CORPUS…");
  g_autoptr (GError) error = NULL;
  Fuzzer fuzzer = { 0 };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  fuzzer.corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (int i = 1; i < argc; i++)
    read_corpus (fuzzer.corpus, argv[i]);
  if (fuzzer.corpus->len == 0)
    g_error ("folders with inputs to begin with are wanted");
  fuzzer.rand = g_rand_new_with_seed ((guint32) seed);
  fuzzer.input = g_byte_array_new ();

  g_print ("1..1\n");
  run (&fuzzer, n_runs);
  g_print ("ok 1 - %u files and %d inputs made of them\n", fuzzer.corpus->len, n_runs);
  g_print (
      "# fuzz: %u inputs, %u understood\n", fuzzer.corpus->len + (guint) n_runs, fuzz_n_understood);
  g_byte_array_unref (fuzzer.input);
  g_ptr_array_unref (fuzzer.corpus);
  g_rand_free (fuzzer.rand);
  g_free (crash_path);
  return EXIT_SUCCESS;
}
