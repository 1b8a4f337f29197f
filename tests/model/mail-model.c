/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mail-model.h"

#include <string.h>

typedef struct
{
  const MailState *from;
  MailFound        found;
  gpointer         data;
} Search;

void
mail_model_begin (MailState *self, gboolean preprocesses, guint crashes, guint refusals)
{
  *self = (MailState){ .preprocesses = preprocesses, .crashes = crashes, .refusals = refusals };
  for (guint i = 0; i < MAIL_TRANSPORTS; i++)
    self->parts[i].step = self->parts[i].store_step = MAPI_N_STEPS;
}

static gboolean
is_locked (const MailState *self)
{
  for (guint i = 0; i < MAIL_TRANSPORTS; i++)
    if (self->parts[i].locked)
      return TRUE;
  return FALSE;
}

/* Whether nothing is left to do for the other transports. */
static gboolean
are_others_done (const MailState *self, guint own)
{
  for (guint i = 0; i < MAIL_TRANSPORTS; i++)
    if (i != own && !self->parts[i].done)
      return FALSE;
  return TRUE;
}

static gboolean
is_free (const MailState *self, guint own)
{
  return self->settling == 0 || self->settling == own + 1;
}

static gboolean
needs_preprocessing (const MailState *self)
{
  return self->preprocesses && !self->preprocessed;
}

/* Whether the thread @own, which the table lets come to @step, really does so. */
static gboolean
may_come (const MailState *self, guint own, MapiStep step)
{
  const MailPart *part = &self->parts[own];
  gboolean        settled = part->recorded || part->handed || part->unrecorded;

  switch (step)
    {
    case MAPI_STEP_TURN_BEGUN:
      return self->queued && !part->done &&
             (part->step == MAPI_N_STEPS || part->step == MAPI_STEP_TURN_ENDED);
    case MAPI_STEP_TURN_LOCKED:
      return self->queued && is_free (self, own);
    case MAPI_STEP_PREPROCESS_CALLED:
      return own == 0 && needs_preprocessing (self);
    case MAPI_STEP_PREPROCESS_ADDED:
    case MAPI_STEP_PREPROCESS_STORED:
      return TRUE;
    case MAPI_STEP_TRANSPORT_CALLED:
      return !settled && !needs_preprocessing (self);
    case MAPI_STEP_TRANSPORT_ACCEPTED:
      return TRUE; /* it has sent, or wants to be asked again */
    case MAPI_STEP_TRANSPORT_ENDED:
      return part->step == MAPI_STEP_TRANSPORT_ACCEPTED || !part->sent;
    case MAPI_STEP_REPORT_STORED:
      /* Whom nothing keeps from sending sends; who is not preprocessed yet leaves it to the first.
       */
      return is_free (self, own) && part->locked &&
             (part->step == MAPI_STEP_TRANSPORT_ENDED ||
              (part->step == MAPI_STEP_TURN_LOCKED &&
               (settled || (own != 0 && needs_preprocessing (self)))));
    case MAPI_STEP_RECORD_BEGUN:
      return part->taken || part->unrecorded;
    case MAPI_STEP_RECORD_HANDED:
      return are_others_done (self, own);
    case MAPI_STEP_RECORD_STORED:
      return !are_others_done (self, own);
    case MAPI_STEP_CLEAN_DONE:
      return part->done && are_others_done (self, own);
    case MAPI_STEP_FINISH_BEGUN:
      return TRUE;
    case MAPI_STEP_FINISH_JUDGED:
      return part->step == MAPI_STEP_FINISH_BEGUN && part->store_step == MAPI_N_STEPS;
    case MAPI_STEP_FINISH_STORED:
      return TRUE;
    case MAPI_STEP_FINISH_DONE:
      return part->store_step == MAPI_STEP_FINISH_STORED;
    case MAPI_STEP_UNLOCK_DONE:
      return part->locked &&
             (part->step == MAPI_STEP_REPORT_STORED || part->step == MAPI_STEP_RECORD_HANDED ||
              part->step == MAPI_STEP_RECORD_STORED) &&
             !(part->done && are_others_done (self, own)) &&
             !((part->taken || part->unrecorded) && part->step == MAPI_STEP_REPORT_STORED);
    case MAPI_STEP_TURN_ENDED:
      return !part->locked;
    default:
      return FALSE; /* of another track */
    }
}

/* Everything that was handed over is written with what is written next. */
static void
write_handed (MailState *self)
{
  for (guint i = 0; i < MAIL_TRANSPORTS; i++)
    if (self->parts[i].handed)
      {
        self->parts[i].recorded = TRUE;
        self->parts[i].handed = FALSE;
      }
}

/* The store has steps of its own in FinishedMsg. */
static guint8 *
last_of (MailPart *part, MapiStep step)
{
  return step == MAPI_STEP_FINISH_JUDGED || step == MAPI_STEP_FINISH_STORED ? &part->store_step
                                                                            : &part->step;
}

/* What a step means. */
static void
come (MailState *self, guint own, MapiStep step)
{
  MailPart *part = &self->parts[own];

  *last_of (part, step) = (guint8) step;
  switch (step)
    {
    case MAPI_STEP_TURN_LOCKED:
      part->locked = TRUE;
      break;
    case MAPI_STEP_PREPROCESS_STORED:
      self->preprocessed = TRUE;
      break;
    case MAPI_STEP_TRANSPORT_ACCEPTED:
      part->taken = part->sent;
      break;
    case MAPI_STEP_REPORT_STORED:
      self->settling = own + 1;
      part->done = part->recorded || part->handed;
      break;
    case MAPI_STEP_RECORD_HANDED:
      part->handed = part->done = TRUE;
      part->unrecorded = FALSE;
      break;
    case MAPI_STEP_RECORD_STORED:
      part->recorded = part->done = TRUE;
      part->unrecorded = FALSE;
      break;
    case MAPI_STEP_FINISH_STORED:
      write_handed (self);
      self->queued = part->locked = FALSE;
      break;
    case MAPI_STEP_UNLOCK_DONE:
      write_handed (self);
      part->locked = FALSE;
      break;
    case MAPI_STEP_TURN_ENDED:
      part->store_step = MAPI_N_STEPS;
      part->sent = part->taken = FALSE;
      if (self->settling == own + 1)
        self->settling = 0;
      break;
    default:
      break;
    }
  if (mapi_step_get_window (step) == MAPI_STEP_WINDOW_OPENS)
    part->open = TRUE;
  if (mapi_step_get_window (step) == MAPI_STEP_WINDOW_CLOSES)
    part->open = FALSE;
}

static void
take_step (const Search *search, guint own)
{
  MailPart part = search->from->parts[own];

  for (guint step = 0; step < MAPI_N_STEPS; step++)
    if (mapi_step_may_follow (*last_of (&part, step), step) && may_come (search->from, own, step))
      {
        MailState next = *search->from;

        come (&next, own, step);
        search->found (&next, search->data);
      }
}

/* The receiver gets it while the transport is at it, which is no step of ours. */
static void
send (const Search *search, guint own)
{
  MailState next = *search->from;
  MailPart *part = &next.parts[own];

  if (part->step != MAPI_STEP_TRANSPORT_CALLED || part->sent)
    return;
  part->sent = TRUE;
  part->copies++;
  search->found (&next, search->data);
}

/* The store cannot write: nothing is recorded, and the transport is not asked again. */
static void
refuse (const Search *search, guint own)
{
  MailState next = *search->from;
  MailPart *part = &next.parts[own];

  if (part->step != MAPI_STEP_RECORD_BEGUN || next.refusals == 0)
    return;
  next.refusals--;
  part->unrecorded = TRUE;
  part->locked = FALSE;
  part->step = MAPI_STEP_TURN_ENDED;
  part->sent = part->taken = FALSE;
  next.settling = 0;
  search->found (&next, search->data);
}

static void
move_client (const Search *search, MailClient client, gboolean queued)
{
  MailState next = *search->from;

  next.client = (guint8) client;
  next.queued = queued;
  search->found (&next, search->data);
}

static void
act_as_client (const Search *search)
{
  switch ((MailClient) search->from->client)
    {
    case MAIL_CLIENT_COMPOSES:
      move_client (search, MAIL_CLIENT_SUBMITS, FALSE);
      break;
    case MAIL_CLIENT_SUBMITS:
      move_client (search, MAIL_CLIENT_STORED, TRUE);
      break;
    case MAIL_CLIENT_STORED:
      move_client (search, MAIL_CLIENT_TOLD, search->from->queued);
      break;
    case MAIL_CLIENT_TOLD:
      /* AbortSubmit, of what nobody has locked. */
      if (search->from->queued && !is_locked (search->from))
        move_client (search, MAIL_CLIENT_REVOKED, FALSE);
      break;
    default:
      break;
    }
}

void
mail_model_find_next (const MailState *self, MailFound found, gpointer data)
{
  Search search = { self, found, data };

  act_as_client (&search);
  for (guint i = 0; i < MAIL_TRANSPORTS; i++)
    {
      take_step (&search, i);
      send (&search, i);
      refuse (&search, i);
    }
}

static void
crash_part (MailPart *part)
{
  *part = (MailPart){ .recorded = part->recorded,
                      .copies = part->copies,
                      .excused = part->excused + (part->open ? 1 : 0),
                      .step = MAPI_N_STEPS,
                      .store_step = MAPI_N_STEPS };
}

/* The client lives in the same process. What it was told it was told. */
gboolean
mail_model_crash (const MailState *self, MailState *after)
{
  if (self->crashes == 0)
    return FALSE;

  *after = *self;
  after->crashes--;
  after->settling = 0;
  if (after->client == MAIL_CLIENT_SUBMITS || after->client == MAIL_CLIENT_STORED)
    after->client = MAIL_CLIENT_CRASHED;
  for (guint i = 0; i < MAIL_TRANSPORTS; i++)
    crash_part (&after->parts[i]);
  return TRUE;
}

const char *
mail_model_judge (const MailState *self)
{
  for (guint i = 0; i < MAIL_TRANSPORTS; i++)
    {
      const MailPart *part = &self->parts[i];

      if (self->client == MAIL_CLIENT_TOLD && part->copies == 0 &&
          (!self->queued || part->recorded))
        return "lost: nobody has it, and nobody is going to send it";
      if (part->recorded && part->copies == 0)
        return "recorded, and never received";
      if (part->copies > 1 + part->excused)
        return "received twice outside of the window";
    }
  return NULL;
}

const char *
mail_model_judge_end (const MailState *self)
{
  if (self->queued)
    return "in the queue for ever";
  if (is_locked (self))
    return "locked for ever";
  return NULL;
}
