/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every order in which anything may happen to a message is gone through. */

#include "mail-model.h"
#include "tap.h"

#define MOST_CRASHES 2
#define MOST_REFUSALS 1

/* All states that there are, by their number: what comes after what, backwards. */
typedef struct
{
  GHashTable *numbers; /* MailState to its number and 1 */
  GArray     *states;
  GArray     *edges; /* Edge */
  guint       current;
  guint       n_next; /* of the current one */
} World;

typedef struct
{
  guint from;
  guint to;
} Edge;

static guint
hash_state (gconstpointer key)
{
  const guint8 *bytes = key;
  guint         hash = 5381;

  for (gsize i = 0; i < sizeof (MailState); i++)
    hash = hash * 33 + bytes[i];
  return hash;
}

static gboolean
equal_states (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (MailState)) == 0;
}

static void
note (const MailState *state, gpointer data)
{
  World *world = data;
  guint  number = GPOINTER_TO_UINT (g_hash_table_lookup (world->numbers, state));
  Edge   edge;

  if (number == 0)
    {
      g_array_append_val (world->states, *state);
      number = world->states->len;
      g_hash_table_insert (
          world->numbers, g_memdup2 (state, sizeof *state), GUINT_TO_POINTER (number));
    }
  edge = (Edge){ world->current, number - 1 };
  g_array_append_val (world->edges, edge);
  world->n_next++;
}

/* Answers whether the state is good; the first bad one is told of. */
static gboolean
judge (const MailState *state, gboolean is_end)
{
  const char *wrong = mail_model_judge (state);

  if (wrong == NULL && is_end)
    wrong = mail_model_judge_end (state);
  if (wrong == NULL)
    return TRUE;
  tap_note ("%s: client %u, queued %u", wrong, state->client, state->queued);
  for (guint i = 0; i < MAIL_TRANSPORTS; i++)
    tap_note ("  step %u, copies %u, recorded %u, excused %u, done %u, locked %u",
              state->parts[i].step,
              state->parts[i].copies,
              state->parts[i].recorded,
              state->parts[i].excused,
              state->parts[i].done,
              state->parts[i].locked);
  return FALSE;
}

/* Breadth first. Answers how many of the states are ends, or 0 after a bad one. */
static guint
explore (World *world, const MailState *begin, GArray *ends)
{
  note (begin, world);
  for (guint i = 0; i < world->states->len; i++)
    {
      MailState state = g_array_index (world->states, MailState, i);
      MailState after;

      world->current = i;
      world->n_next = 0;
      mail_model_find_next (&state, note, world);
      if (!judge (&state, world->n_next == 0))
        return 0;
      if (world->n_next == 0)
        g_array_append_val (ends, i);
      if (mail_model_crash (&state, &after))
        note (&after, world);
    }
  return ends->len;
}

/* From how many states an end can be reached, without a crash or with one. */
static guint
count_ending (World *world, GArray *ends)
{
  guint              n_states = world->states->len;
  g_autofree guint  *first = g_new0 (guint, n_states + 1); /* of the edges into a state */
  g_autofree guint  *into = g_new (guint, world->edges->len + 1);
  g_autofree guint8 *seen = g_malloc0 (n_states);
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < world->edges->len; i++)
    first[g_array_index (world->edges, Edge, i).to]++;
  for (guint i = 1; i <= n_states; i++)
    first[i] += first[i - 1];
  for (guint i = 0; i < world->edges->len; i++)
    {
      Edge edge = g_array_index (world->edges, Edge, i);

      into[--first[edge.to]] = edge.from;
    }
  g_array_append_vals (queue, ends->data, ends->len);
  for (guint i = 0; i < ends->len; i++)
    seen[g_array_index (ends, guint, i)] = TRUE;
  for (guint i = 0; i < queue->len; i++)
    {
      guint state = g_array_index (queue, guint, i);

      for (guint k = first[state]; k < first[state + 1]; k++)
        if (!seen[into[k]])
          {
            seen[into[k]] = TRUE;
            g_array_append_val (queue, into[k]);
          }
    }
  return queue->len;
}

static void
run (const char *what, gboolean preprocesses)
{
  World world = { .numbers = g_hash_table_new_full (hash_state, equal_states, g_free, NULL),
                  .states = g_array_new (FALSE, FALSE, sizeof (MailState)),
                  .edges = g_array_new (FALSE, FALSE, sizeof (Edge)) };
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  MailState begin;

  mail_model_begin (&begin, preprocesses, MOST_CRASHES, MOST_REFUSALS);
  CU_ASSERT_TRUE (explore (&world, &begin, ends) > 0);
  TAP_NUMBER (count_ending (&world, ends), world.states->len);
  tap_note ("count: model: %u states of a message%s, %u steps between them, %u ends: never lost,"
            " never twice outside of the window, always ends",
            world.states->len,
            what,
            world.edges->len - 1,
            ends->len);
  g_hash_table_unref (world.numbers);
  g_array_unref (world.states);
  g_array_unref (world.edges);
}

static void
test_plain (void)
{
  run ("", FALSE);
}

static void
test_preprocessed (void)
{
  run (" that is preprocessed", TRUE);
}

/* The judge sees what it is there for. */
static void
test_judge (void)
{
  MailState state;

  mail_model_begin (&state, FALSE, 0, 0);
  CU_ASSERT_PTR_NULL (mail_model_judge (&state));
  state.client = MAIL_CLIENT_TOLD;
  TAP_STRING (mail_model_judge (&state), "lost: nobody has it, and nobody is going to send it");
  state.queued = TRUE;
  CU_ASSERT_PTR_NULL (mail_model_judge (&state));
  TAP_STRING (mail_model_judge_end (&state), "in the queue for ever");
  state.parts[1].copies = 2;
  TAP_STRING (mail_model_judge (&state), "received twice outside of the window");
  state.parts[1].excused = 1;
  CU_ASSERT_PTR_NULL (mail_model_judge (&state));
}

TAP_MAIN ("model/mail",
          { "what is wrong is found", test_judge },
          { "a message for two transports", test_plain },
          { "one that is preprocessed", test_preprocessed })
