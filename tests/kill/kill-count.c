/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "kill-count.h"

#include "kill-ledger.h"
#include "tap.h"

#include <stdlib.h>

void
kill_window_init (KillWindow *self)
{
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
kill_window_clear (KillWindow *self)
{
  g_hash_table_unref (self->open);
}

void
kill_window_note (KillWindow *self, guint life, const KillBoard *board)
{
  for (int i = 0; i < board->n_places; i++)
    if (board->places[i].open)
      g_hash_table_replace (self->open,
                            g_strdup_printf ("%u %d", life, board->places[i].thread),
                            GINT_TO_POINTER (board->places[i].step + 1));
}

/* The steps of those who had a message in hand when their process ended, in the window: by "LIFE
 * SUBJECT". The last message that a thread began is the one it had. */
static GHashTable *
find_in_window (KillWorld *world, const KillWindow *window)
{
  g_autoptr (GPtrArray) began = kill_ledger_read (world->folder, KILL_LEDGER_BEGAN);
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTable    *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer       key;
  gpointer       step;

  for (guint i = 0; i < began->len; i++)
    {
      char **words = g_ptr_array_index (began, i);

      g_hash_table_replace (last, g_strdup_printf ("%s %s", words[0], words[1]), words);
    }
  g_hash_table_iter_init (&iter, window->open);
  while (g_hash_table_iter_next (&iter, &key, &step))
    {
      char **words = g_hash_table_lookup (last, key);

      if (words != NULL)
        g_hash_table_replace (found, g_strdup_printf ("%s %s", words[0], words[2]), step);
    }
  return found;
}

/* The copies of one message for one recipient, by life. */
typedef struct
{
  GPtrArray *lives;
} Copies;

static void
copies_free (gpointer data)
{
  Copies *self = data;

  g_ptr_array_unref (self->lives);
  g_free (self);
}

static void
add_copy (GHashTable *all, const char *subject, const char *address, const char *life)
{
  g_autofree char *key = g_strdup_printf ("%s %s", subject, address);
  Copies          *copies = g_hash_table_lookup (all, key);

  if (copies == NULL)
    {
      copies = g_new (Copies, 1);
      copies->lives = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (all, g_steal_pointer (&key), copies);
    }
  g_ptr_array_add (copies->lives, g_strdup (life));
}

static gint
compare_lives (gconstpointer a, gconstpointer b)
{
  return atoi (*(const char *const *) a) - atoi (*(const char *const *) b);
}

/* A copy after the first is one too many; it is in the window if the process that made the one
 * before ended in it. */
static void
judge_copies (KillCounts *self, const char *subject, const Copies *copies, GHashTable *in_window)
{
  guint in_life = 1;

  g_ptr_array_sort (copies->lives, compare_lives); /* a table has an order of its own */
  self->most_copies = MAX (self->most_copies, 1);
  for (guint i = 1; i < copies->lives->len; i++)
    {
      const char      *before = g_ptr_array_index (copies->lives, i - 1);
      g_autofree char *key = g_strdup_printf ("%s %s", before, subject);
      int              step = GPOINTER_TO_INT (g_hash_table_lookup (in_window, key)) - 1;

      in_life = g_str_equal (before, g_ptr_array_index (copies->lives, i)) ? in_life + 1 : 1;
      self->most_copies = MAX (self->most_copies, in_life);
      self->n_twice++;
      if (step >= 0 && in_life == 1)
        self->twice[step]++;
      else
        {
          self->n_outside++;
          tap_note ("%s: again after life %s, which was not in the window", subject, before);
        }
    }
}

/* @done: those that must be there. */
static void
judge_message (KillCounts *self,
               GHashTable *all,
               GHashTable *in_window,
               const char *subject,
               const char *address,
               gboolean    done)
{
  g_autofree char *key = g_strdup_printf ("%s %s", subject, address);
  const Copies    *copies = g_hash_table_lookup (all, key);

  if (copies != NULL)
    judge_copies (self, subject, copies, in_window);
  else if (done)
    {
      self->n_lost++;
      tap_note ("%s: lost for %s", subject, address);
    }
}

static gboolean
has_copy (GHashTable *all, const char *subject, const char *address)
{
  g_autofree char *key = g_strdup_printf ("%s %s", subject, address);

  return g_hash_table_contains (all, key);
}

/* Subjects, and whether SubmitMessage returned. */
static GHashTable *
read_submitted (KillWorld *world, const char *name)
{
  g_autoptr (GPtrArray) lines = kill_ledger_read (world->folder, name);
  GHashTable *subjects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      char **words = g_ptr_array_index (lines, i);

      g_hash_table_replace (
          subjects, g_strdup (words[1]), GINT_TO_POINTER (g_str_equal (words[0], "done")));
    }
  return subjects;
}

/* The receiver knows a message that comes twice by its PR_INTERNET_MESSAGE_ID. */
static void
judge_ids (KillCounts *self, GPtrArray *sent)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal); /* of subjects */

  for (guint i = 0; i < sent->len; i++)
    {
      char      **words = g_ptr_array_index (sent, i);
      const char *known = g_hash_table_lookup (ids, words[2]);

      if (known == NULL)
        g_hash_table_insert (ids, words[2], words[4]);
      else if (!g_str_equal (known, words[4]))
        {
          self->n_stray++;
          tap_note ("%s: another PR_INTERNET_MESSAGE_ID when it came again", words[2]);
        }
    }
}

void
kill_count_outgoing (KillCounts *self, KillWorld *world, const KillWindow *window)
{
  g_autoptr (GHashTable) in_window = find_in_window (world, window);
  g_autoptr (GHashTable) submitted = read_submitted (world, KILL_LEDGER_SUBMITTED);
  g_autoptr (GPtrArray) sent = kill_ledger_read (world->folder, KILL_LEDGER_SENT);
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, copies_free);
  GHashTableIter iter;
  gpointer       subject;
  gpointer       done;

  for (guint i = 0; i < sent->len; i++)
    {
      char **words = g_ptr_array_index (sent, i);

      add_copy (all, words[2], words[3], words[0]);
    }
  judge_ids (self, sent);
  g_hash_table_iter_init (&iter, submitted);
  while (g_hash_table_iter_next (&iter, &subject, &done))
    {
      /* Who was killed in SubmitMessage has submitted to all of them, or to nobody. */
      gboolean due = done != NULL || has_copy (all, subject, "r0");

      for (guint i = 0; i < kill_world_count_recipients (world->cell); i++)
        {
          g_autofree char *address = g_strdup_printf ("r%u", i);

          judge_message (self, all, in_window, subject, address, due);
          self->n_stray += !due && has_copy (all, subject, address);
        }
    }
}

void
kill_count_incoming (KillCounts *self, KillWorld *world, const KillWindow *window)
{
  g_autoptr (GHashTable) in_window = find_in_window (world, window);
  g_autoptr (GHashTable) dropped = read_submitted (world, KILL_LEDGER_DROPPED);
  g_autoptr (GPtrArray) stored = kill_ledger_read (world->folder, KILL_LEDGER_STORED);
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, copies_free);
  GHashTableIter iter;
  gpointer       subject;

  for (guint i = 0; i < stored->len; i++)
    {
      char **words = g_ptr_array_index (stored, i);

      if (g_str_equal (words[0], "inbox"))
        add_copy (all, words[3], "inbox", words[2]);
    }
  g_hash_table_iter_init (&iter, dropped);
  while (g_hash_table_iter_next (&iter, &subject, NULL))
    judge_message (self, all, in_window, subject, "inbox", TRUE);
}

static void
count_stray (KillCounts *self, const char *subject, const char *what)
{
  self->n_stray++;
  tap_note ("%s: %s", subject, what);
}

/* Each message that was sent lies in the folder of sent messages, once, and nowhere else. */
void
kill_count_stores (KillCounts *self, KillWorld *world)
{
  g_autoptr (GPtrArray) stored = kill_ledger_read (world->folder, KILL_LEDGER_STORED);
  g_autoptr (GHashTable) submitted = read_submitted (world, KILL_LEDGER_SUBMITTED);
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer       subject;
  gpointer       done;

  for (guint i = 0; i < stored->len; i++)
    {
      char **words = g_ptr_array_index (stored, i);

      if (g_str_equal (words[0], "queue") || g_str_equal (words[0], "outbox"))
        count_stray (self, words[3], words[0]);
      else if (g_str_equal (words[0], "inbox") && !world->cell->receives)
        count_stray (self, words[3], "in the inbox");
      else if (g_str_equal (words[0], "sent-items") && !g_hash_table_add (kept, words[3]))
        count_stray (self, words[3], "sent, and kept twice");
    }
  g_hash_table_iter_init (&iter, submitted);
  while (g_hash_table_iter_next (&iter, &subject, &done))
    if (done != NULL && !g_hash_table_contains (kept, subject))
      count_stray (self, subject, "sent, and not kept");
}
