/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-item-private.h"
#include "mapi-spooler-private.h"

/* What messages that wait with an open object may cost, in all. */
#define MOST_OPENED 64

static gint n_opened;

/* Entry identifiers come as views into whole rows: a copy lets the row go. */
static GBytes *
copy_bytes (GBytes *bytes)
{
  gsize         size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return g_bytes_new (data, size);
}

MapiSpoolerItem *
mapi_spooler_item_new (MapiSpooler     *spooler,
                       MapiSpoolerHome *home,
                       GBytes          *entry_id,
                       GBytes          *instance_key)
{
  MapiSpoolerItem *self = g_new0 (MapiSpoolerItem, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->spooler = spooler;
  self->home = mapi_spooler_home_ref (home);
  self->entry_id = copy_bytes (entry_id);
  self->instance_key = instance_key == NULL || g_bytes_equal (instance_key, entry_id)
                           ? g_bytes_ref (self->entry_id)
                           : copy_bytes (instance_key);
  self->first.item = self;

  return self;
}

MapiSpoolerItem *
mapi_spooler_item_ref (MapiSpoolerItem *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_spooler_part_set_unrecorded (MapiSpoolerPart *self, GBytes *marks)
{
  gint change = (marks != NULL) - (self->unrecorded != NULL);

  g_clear_pointer (&self->unrecorded, g_bytes_unref);
  self->unrecorded = marks;
  if (change != 0)
    mapi_spooler_home_owe (self->item->home, change);
}

gboolean
mapi_spooler_part_has_to_wait (MapiSpoolerPart *self)
{
  return self->unrecorded == NULL && mapi_spooler_home_owes (self->item->home);
}

static void
clear_part (MapiSpoolerPart *part)
{
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiRowSet) recipients = NULL;

  mapi_spooler_part_take_opened (part, &message, &recipients);
  mapi_spooler_part_set_unrecorded (part, NULL);
  g_clear_pointer (&part->trouble, g_free);
}

void
mapi_spooler_item_unref (MapiSpoolerItem *self)
{
  MapiSpoolerPart *next;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  clear_part (&self->first);
  for (MapiSpoolerPart *part = self->first.next; part != NULL; part = next)
    {
      next = part->next;
      clear_part (part);
      g_free (part);
    }

  g_clear_pointer (&self->untold, mapi_spooler_words_free);
  g_clear_pointer (&self->declined, g_ptr_array_unref);
  g_clear_pointer (&self->announced, g_ptr_array_unref);
  g_clear_pointer (&self->preprocessors, g_ptr_array_unref);
  g_bytes_unref (self->instance_key);
  g_bytes_unref (self->entry_id);
  mapi_spooler_home_unref (self->home);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The part of @transport that is not done; to be called with the lock held, as those below. */
MapiSpoolerPart *
mapi_spooler_item_find_part (MapiSpoolerItem *self, MapiSpoolerTransport *transport)
{
  for (MapiSpoolerPart *part = &self->first; part != NULL; part = part->next)
    if (part->transport == transport && part->state != MAPI_SPOOLER_PART_DONE)
      return part;

  return NULL;
}

/* A new part, in the place of one that is done when there is one. */
MapiSpoolerPart *
mapi_spooler_item_add_part (MapiSpoolerItem *self, MapiSpoolerTransport *transport)
{
  MapiSpoolerPart *part = &self->first;

  while (part != NULL && part->state != MAPI_SPOOLER_PART_DONE)
    part = part->next;

  if (part == NULL)
    {
      part = g_new0 (MapiSpoolerPart, 1);
      part->item = self;
      part->next = self->first.next;
      self->first.next = part;
    }

  clear_part (part);
  part->n_restarts = 0;
  part->not_before = 0;
  part->deferred = FALSE;
  part->again = FALSE;
  mapi_spooler_part_assign (part, transport);

  return part;
}

gboolean
mapi_spooler_item_is_done (MapiSpoolerItem *self)
{
  for (MapiSpoolerPart *part = &self->first; part != NULL; part = part->next)
    if (part->state != MAPI_SPOOLER_PART_DONE)
      return FALSE;

  return TRUE;
}

gboolean
mapi_spooler_item_is_barred (MapiSpoolerItem *self, guint8 *state)
{
  gboolean waits = self->held || mapi_spooler_home_is_lost (self->home);

  *state = self->gone ? MAPI_SPOOLER_PART_DONE : MAPI_SPOOLER_PART_HELD;
  return self->gone || waits;
}

void
mapi_spooler_item_decline (MapiSpoolerItem *self, MapiSpoolerTransport *transport)
{
  if (self->declined == NULL)
    self->declined = g_ptr_array_new ();
  g_ptr_array_add (self->declined, transport);
}

void
mapi_spooler_item_announce (MapiSpoolerItem *self, MapiSpoolerTransport *transport)
{
  if (self->announced == NULL)
    self->announced = g_ptr_array_new ();
  g_ptr_array_add (self->announced, transport);
}

void
mapi_spooler_part_assign (MapiSpoolerPart *self, MapiSpoolerTransport *transport)
{
  GPtrArray *announced = self->item->announced;

  self->transport = transport;
  self->n_attempts = 0;
  self->state = MAPI_SPOOLER_PART_IDLE;
  if (transport != NULL && announced != NULL)
    self->deferred = g_ptr_array_remove_fast (announced, transport);
}

void
mapi_spooler_part_leave_opened (MapiSpoolerPart *self, MapiMessage *message, MapiRowSet *recipients)
{
  if (self->message != NULL)
    return;
  if (g_atomic_int_add (&n_opened, 1) >= MOST_OPENED)
    {
      g_atomic_int_add (&n_opened, -1);
      return;
    }

  self->generation = self->item->generation;
  self->message = g_object_ref (message);
  self->recipients = mapi_row_set_ref (recipients);
}

gboolean
mapi_spooler_part_take_opened (MapiSpoolerPart *self,
                               MapiMessage    **message,
                               MapiRowSet     **recipients)
{
  if (self->message == NULL)
    return FALSE;

  g_atomic_int_add (&n_opened, -1);
  *message = g_steal_pointer (&self->message);
  *recipients = g_steal_pointer (&self->recipients);
  return TRUE;
}

void
mapi_spooler_part_set_trouble (MapiSpoolerPart *self, const char *text)
{
  g_free (self->trouble);
  self->trouble = g_strdup (text);
}
