/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * PROGRAM ROUNDS [CASE...]: every round does every case, ours and the peer's in turn, so that what
 * disturbs the machine disturbs both. A line for each: the name, and how often a second ours and
 * the peer's were done, where the peer is part of the program.
 */

#include "rounds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
bench_check (gboolean done, const GError *error)
{
  if (done)
    return;
  fprintf (stderr, "%s: %s\n", g_get_prgname (), error != NULL ? error->message : "failed");
  exit (1);
}

static double
rate (void (*work) (guint count), guint count)
{
  gint64 start = g_get_monotonic_time ();

  work (count);
  return (double) count * G_USEC_PER_SEC / (double) MAX (g_get_monotonic_time () - start, 1);
}

static gboolean
is_wanted (const char *name, char **wanted)
{
  return wanted[0] == NULL || g_strv_contains ((const char *const *) wanted, name);
}

static void
run_round (const BenchCase *cases, gsize n_cases, char **wanted)
{
  for (gsize i = 0; i < n_cases; i++)
    if (is_wanted (cases[i].name, wanted))
      {
        printf ("%s %.3f", cases[i].name, rate (cases[i].ours, cases[i].count));
        if (cases[i].peer != NULL)
          printf (" %.3f", rate (cases[i].peer, cases[i].count));
        putchar ('\n');
        fflush (stdout);
      }
}

int
bench_main (int argc, char **argv, const BenchCase *cases, gsize n_cases)
{
  int rounds = argc > 1 ? atoi (argv[1]) : 0;

  if (rounds < 1)
    {
      fprintf (stderr, "usage: %s ROUNDS [CASE...]\n", argv[0]);
      return 2;
    }
  while (rounds-- > 0)
    run_round (cases, n_cases, argv + 2);
  return 0;
}
