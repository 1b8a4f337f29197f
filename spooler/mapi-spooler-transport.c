/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-metrics.h"
#include "mapi-spooler-status-private.h"
#include "mapi-spooler-tally-private.h"
#include "mapi-spooler-private.h"

#define DEFAULT_LANES 4
#define MOST_LANES 64
#define MOST_PROMISES 16

/* After which a destination counts as dead. */
#define MOST_FAILURES 3

/* Between two calls of Poll and Idle. */
#define TICK (30 * G_USEC_PER_SEC)

/* What one message waits for a lane that is at work before it gets another one. */
#define PATIENCE_FOR_LANE G_USEC_PER_SEC

static guint
read_most_lanes (MapiSpooler *spooler, const MapiUid *uid)
{
  g_autofree char *text = mapi_spooler_host_get_setting (spooler->host, uid, "connections");
  guint64          number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, MOST_LANES, &number, NULL))
    return DEFAULT_LANES;
  return (guint) number;
}

/* One domain leaves a connection to the others, where there are several. */
static MapiSpoolerDestinations *
read_destinations (MapiSpoolerTransport *self)
{
  MapiSpoolerHost *host = self->spooler->host;
  const char      *keys[] = { "destination-connections", "destination-failures" };
  guint            numbers[] = { MAX (self->most_lanes, 2) - 1, MOST_FAILURES };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      mapi_spooler_policy_read_number (host, NULL, keys[i], 0, &numbers[i]);
      mapi_spooler_policy_read_number (host, &self->uid, keys[i], 0, &numbers[i]);
    }
  return mapi_spooler_destinations_new (self, numbers[0], numbers[1]);
}

static void
on_tick (MapiSpoolerTimer *timer)
{
  MapiSpoolerTransport *self =
      (MapiSpoolerTransport *) ((char *) timer - G_STRUCT_OFFSET (MapiSpoolerTransport, tick));

  if (mapi_spooler_is_stopping (self->spooler))
    return;

  mapi_spooler_transport_ask (self, MAPI_SPOOLER_ERRAND_TICK);
  mapi_spooler_schedule_add (self->spooler->schedule,
                             &self->tick,
                             mapi_spooler_schedule_get_time (self->spooler->schedule) + TICK);
}

/* @row: of the table of providers. */
MapiSpoolerTransport *
mapi_spooler_transport_new (MapiSpooler *spooler, MapiPropList *row)
{
  g_autoptr (GBytes) uid = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  const char           *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  MapiSpoolerTransport *self;

  if (uid == NULL || g_bytes_get_size (uid) != sizeof (MapiUid))
    return NULL;

  self = g_new0 (MapiSpoolerTransport, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->spooler = spooler;
  memcpy (&self->uid, g_bytes_get_data (uid, NULL), sizeof self->uid);
  self->name = g_strdup (name != NULL ? name : "transport");
  self->most_lanes = read_most_lanes (spooler, &self->uid);
  self->policy = spooler->policy;
  mapi_spooler_policy_read (&self->policy, spooler->host, &self->uid);
  self->call_limit = spooler->call_limit;
  mapi_spooler_policy_read_number (spooler->host, &self->uid, "call-limit", 1, &self->call_limit);
  mapi_spooler_backlog_init (&self->backlog);
  mapi_spooler_counters_init (&self->counters);
  self->destinations = read_destinations (self);
  self->tick.fire = on_tick;
  g_mutex_init (&self->lock);
  g_rec_mutex_init (&self->row_lock);
  g_cond_init (&self->lane_ended);
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_spooler_lane_unref);

  return self;
}

MapiSpoolerTransport *
mapi_spooler_transport_ref (MapiSpoolerTransport *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_spooler_transport_unref (MapiSpoolerTransport *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->types, mapi_address_types_unref);
  g_ptr_array_unref (self->lanes);
  g_free (self->trouble);
  g_free (self->name);
  g_clear_pointer (&self->own_store, g_bytes_unref);
  g_clear_pointer (&self->counted, mapi_prop_list_unref);
  g_cond_clear (&self->lane_ended);
  g_rec_mutex_clear (&self->row_lock);
  g_mutex_clear (&self->lock);
  mapi_spooler_backlog_clear (&self->backlog);
  mapi_spooler_counters_clear (&self->counters);
  mapi_spooler_destinations_free (self->destinations);
  g_free (self);
}

/* To be called with the lock held. */
static void
add_lane (MapiSpoolerTransport *self)
{
  MapiSpoolerLane *lane = mapi_spooler_lane_new (self, self->lanes->len);
  g_autoptr (GError) error = NULL;

  if (g_atomic_pointer_get (&self->first) == NULL)
    g_atomic_pointer_set (&self->first, lane);
  if (mapi_spooler_lane_start (lane, &error))
    {
      g_ptr_array_add (self->lanes, lane);
      return;
    }

  g_warning ("%s: cannot start a thread: %s", self->name, error->message);
  g_atomic_pointer_compare_and_exchange (&self->first, lane, NULL);
  self->most_lanes = MAX (self->lanes->len, 1);
  mapi_spooler_lane_unref (lane);
}

/* With the lock held. Lanes that do not come back do not count. */
static gboolean
may_grow (MapiSpoolerTransport *self)
{
  return self->state == MAPI_SPOOLER_TRANSPORT_UP &&
         self->lanes->len - self->n_blocked < self->most_lanes && self->lanes->len < MOST_LANES;
}

/* Another logon is opened only for what would have to wait otherwise; a single message waits for a
 * while first. With the lock held. */
static gboolean
is_short_of_lanes (MapiSpoolerTransport *self)
{
  guint n_free = self->lanes->len - self->n_blocked;

  return may_grow (self) && mapi_spooler_backlog_get_size (&self->backlog) > (n_free > 0 ? 1 : 0);
}

/* With the lock held. */
static void
grow_later (MapiSpoolerTransport *self)
{
  MapiSpoolerSchedule *schedule = self->spooler->schedule;

  if (self->growth_is_due || !may_grow (self) ||
      mapi_spooler_backlog_get_size (&self->backlog) == 0)
    return;
  self->growth_is_due = TRUE;
  mapi_spooler_schedule_add (
      schedule, &self->growth, mapi_spooler_schedule_get_time (schedule) + PATIENCE_FOR_LANE);
}

/* All are at work, and one of them perhaps for long: what waits is not to wait for that. */
static void
on_growth (MapiSpoolerTimer *timer)
{
  MapiSpoolerTransport *self =
      (MapiSpoolerTransport *) ((char *) timer - G_STRUCT_OFFSET (MapiSpoolerTransport, growth));

  g_mutex_lock (&self->lock);
  self->growth_is_due = FALSE;
  if (!mapi_spooler_is_stopping (self->spooler) && may_grow (self) &&
      mapi_spooler_backlog_get_size (&self->backlog) > 0)
    {
      add_lane (self);
      grow_later (self);
    }
  g_mutex_unlock (&self->lock);
}

void
mapi_spooler_transport_note_taken (MapiSpoolerTransport *self)
{
  g_mutex_lock (&self->lock);
  if (self->growth_is_due && mapi_spooler_backlog_get_size (&self->backlog) == 0 &&
      mapi_spooler_schedule_remove (self->spooler->schedule, &self->growth))
    self->growth_is_due = FALSE;
  g_mutex_unlock (&self->lock);
}

void
mapi_spooler_transport_start (MapiSpoolerTransport *self)
{
  self->growth.fire = on_growth;
  g_mutex_lock (&self->lock);
  add_lane (self);
  g_mutex_unlock (&self->lock);
}

static void
grow (MapiSpoolerTransport *self)
{
  g_mutex_lock (&self->lock);
  if (is_short_of_lanes (self))
    add_lane (self);
  else
    grow_later (self);
  g_mutex_unlock (&self->lock);
}

/* With the lock held: gives the part of the first lane, which is blocked, to another. */
static void
replace_first (MapiSpoolerTransport *self)
{
  g_atomic_pointer_set (&self->first, NULL);
  for (guint i = 0; i < self->lanes->len; i++)
    {
      MapiSpoolerLane *lane = g_ptr_array_index (self->lanes, i);

      if (!lane->call.blocked && !lane->ended && !mapi_spooler_lane_is_stopping (lane))
        {
          g_atomic_pointer_set (&self->first, lane);
          mapi_spooler_lane_wake (lane);
          return;
        }
    }

  if (self->lanes->len < MOST_LANES)
    add_lane (self);
  else
    g_atomic_pointer_set (&self->first, g_ptr_array_index (self->lanes, 0));
}

void
mapi_spooler_transport_replace (MapiSpoolerTransport *self, MapiSpoolerLane *lane)
{
  g_mutex_lock (&self->lock);
  self->n_blocked++;
  if (mapi_spooler_is_stopping (self->spooler) || self->state != MAPI_SPOOLER_TRANSPORT_UP)
    {
      g_mutex_unlock (&self->lock);
      return;
    }
  if (mapi_spooler_lane_is_first (lane))
    replace_first (self);
  else if (is_short_of_lanes (self))
    add_lane (self);
  g_mutex_unlock (&self->lock);
}

void
mapi_spooler_transport_push (MapiSpoolerTransport *self, MapiSpoolerPart *part)
{
  gboolean woken = mapi_spooler_backlog_push (&self->backlog, &part->timer.node, part->item->order);

  if (!woken && !mapi_spooler_is_stopping (self->spooler))
    grow (self);
}

static MapiSpoolerLane *
ref_first_lane (MapiSpoolerTransport *self)
{
  MapiSpoolerLane *lane = NULL;

  g_mutex_lock (&self->lock);
  if (self->lanes->len > 0 && self->first != NULL)
    lane = mapi_spooler_lane_ref (self->first);
  g_mutex_unlock (&self->lock);

  return lane;
}

/* Gives the first lane something to do beside sending. */
void
mapi_spooler_transport_ask (MapiSpoolerTransport *self, guint errands)
{
  MapiSpoolerLane *lane = ref_first_lane (self);

  g_atomic_int_or ((guint *) &self->errands, errands);
  if (lane != NULL)
    {
      mapi_spooler_lane_wake (lane);
      mapi_spooler_lane_unref (lane);
    }
}

/* There is mail to fetch, or so somebody says: StartMessage is called until there is none, and at
 * least once for each promise; who promises without end is not believed. */
void
mapi_spooler_transport_promise (MapiSpoolerTransport *self)
{
  if (g_atomic_int_get (&self->n_promises) < MOST_PROMISES)
    g_atomic_int_inc (&self->n_promises);
  mapi_spooler_transport_ask (self, 0);
}

static void
tell_state (MapiSpoolerTransport *self, guint32 code, const char *text)
{
  MapiSpoolerEvents *events = self->spooler->events;

  mapi_spooler_status_touch (self->spooler);
  mapi_spooler_events_transport (events, self->name, code, text);
  mapi_spooler_events_tell (events,
                            "transport",
                            NULL,
                            self->name,
                            "%s %s%s%s",
                            self->name,
                            code & MAPI_STATUS_AVAILABLE ? "is up" : "is down",
                            text != NULL ? ": " : "",
                            text != NULL ? text : "");
}

gboolean
mapi_spooler_transport_wants (MapiSpoolerTransport *self, guint32 flag)
{
  return ((guint32) g_atomic_int_get (&self->wants) & flag) != 0;
}

/* @types: what the transport told, instead of what it told before (D6). */
void
mapi_spooler_transport_set_up (MapiSpoolerTransport *self, MapiAddressTypes *types, guint32 wants)
{
  MapiSpoolerTransportState before;

  g_mutex_lock (&self->lock);
  before = self->state;
  self->state = MAPI_SPOOLER_TRANSPORT_UP;
  g_atomic_int_set (&self->wants, (gint) wants);
  g_clear_pointer (&self->types, mapi_address_types_unref);
  self->types = mapi_address_types_ref (types);
  g_clear_pointer (&self->trouble, g_free);
  g_mutex_unlock (&self->lock);

  mapi_spooler_update_router (self->spooler);
  if (before == MAPI_SPOOLER_TRANSPORT_UP)
    return;

  tell_state (self, MAPI_STATUS_AVAILABLE, NULL);
  if (wants & (MAPI_LOGON_SP_POLL | MAPI_LOGON_SP_IDLE))
    mapi_spooler_schedule_add (self->spooler->schedule,
                               &self->tick,
                               mapi_spooler_schedule_get_time (self->spooler->schedule) + TICK);
}

GPtrArray *
mapi_spooler_transport_ref_lanes (MapiSpoolerTransport *self)
{
  GPtrArray *lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_spooler_lane_unref);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->lanes->len; i++)
    g_ptr_array_add (lanes, mapi_spooler_lane_ref (g_ptr_array_index (self->lanes, i)));
  g_mutex_unlock (&self->lock);

  return lanes;
}

static void
for_each_lane (MapiSpoolerTransport *self, void (*call) (MapiSpoolerLane *lane))
{
  g_autoptr (GPtrArray) lanes = mapi_spooler_transport_ref_lanes (self);

  for (guint i = 0; i < lanes->len; i++)
    call (g_ptr_array_index (lanes, i));
}

static void
condemn (MapiSpoolerLane *lane)
{
  g_atomic_int_set (&lane->condemned, TRUE);
}

void
mapi_spooler_transport_show (MapiSpoolerTransport *self, guint32 code, const char *text)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) columns = NULL;
  g_autoptr (GError) error = NULL;

  if (code != 0)
    mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, (gint32) code);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_STATUS_STRING, text != NULL ? text : "");
  columns = mapi_prop_list_builder_end (builder);
  if (!mapi_spooler_host_modify_status_row (self->spooler->host, &self->uid, columns, &error))
    g_info ("%s: status row: %s", self->name, error->message);
}

/* What it handles is not forgotten: its messages wait for it (R273). */
void
mapi_spooler_transport_set_down (MapiSpoolerTransport     *self,
                                 MapiSpoolerTransportState state,
                                 const char               *reason)
{
  g_mutex_lock (&self->lock);
  self->state = state;
  g_free (self->trouble);
  self->trouble = g_strdup (reason);
  g_mutex_unlock (&self->lock);

  if (state == MAPI_SPOOLER_TRANSPORT_DEAD)
    for_each_lane (self, condemn);
  if (state != MAPI_SPOOLER_TRANSPORT_ENDED)
    mapi_spooler_transport_show (self, MAPI_STATUS_FAILURE, reason);

  if (reason != NULL)
    mapi_spooler_tally_error (self, reason);
  if (g_atomic_int_exchange (&self->flushing, 0) != 0)
    mapi_spooler_flush_next (self->spooler);
  mapi_spooler_update_router (self->spooler);
  tell_state (self,
              state == MAPI_SPOOLER_TRANSPORT_ENDED ? MAPI_STATUS_OFFLINE : MAPI_STATUS_FAILURE,
              reason);
}

MapiSpoolerTransportState
mapi_spooler_transport_get_state (MapiSpoolerTransport *self)
{
  MapiSpoolerTransportState state;

  g_mutex_lock (&self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);

  return state;
}

/* Why it is not up; NULL when it is. */
char *
mapi_spooler_transport_dup_trouble (MapiSpoolerTransport *self)
{
  char *trouble;

  g_mutex_lock (&self->lock);
  trouble = g_strdup (self->trouble);
  g_mutex_unlock (&self->lock);

  return trouble;
}

static void
want_logon (MapiSpoolerLane *lane)
{
  g_atomic_int_set (&lane->wants_logon, TRUE);
  mapi_spooler_lane_wake (lane);
}

void
mapi_spooler_transport_revive (MapiSpoolerTransport *self)
{
  gboolean down;

  g_mutex_lock (&self->lock);
  down = self->state == MAPI_SPOOLER_TRANSPORT_DEAD || self->state == MAPI_SPOOLER_TRANSPORT_FAILED;
  if (down)
    self->state = MAPI_SPOOLER_TRANSPORT_FAILED;
  g_mutex_unlock (&self->lock);

  if (down)
    for_each_lane (self, want_logon);
}

gboolean
mapi_spooler_transport_is_cancelled (MapiSpoolerTransport *self, MapiSupport *support)
{
  gboolean cancelled = FALSE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->lanes->len; i++)
    {
      MapiSpoolerLane *lane = g_ptr_array_index (self->lanes, i);

      if (lane->support != support)
        continue;
      mapi_spooler_call_note_life (lane);
      cancelled = g_cancellable_is_cancelled (lane->cancellable);
    }
  g_mutex_unlock (&self->lock);

  return cancelled;
}

/* With the lock held. */
static void
note_said (MapiSpoolerTransport *self, const char *text)
{
  MapiSpoolerLane *lane = mapi_spooler_lane_get_current ();

  if (lane == NULL || lane->transport != self || lane->call.method == NULL)
    return;
  mapi_spooler_call_note_life (lane);
  g_free (lane->call.said);
  lane->call.said = g_strdup (text);
}

static const char *
default_text (guint32 code)
{
  if (code & MAPI_STATUS_FAILURE)
    return "not available";
  return code & MAPI_STATUS_OFFLINE ? "not connected" : "available";
}

/* Words of its own, or none, or those that the spooler chose when it had none. */
static gboolean
is_silent (const char *text)
{
  return text == NULL || *text == '\0' || g_str_equal (text, default_text (0)) ||
         g_str_equal (text, default_text (MAPI_STATUS_OFFLINE)) ||
         g_str_equal (text, default_text (MAPI_STATUS_FAILURE));
}

/* Who does not say how it is is described by its code (R498). */
static void
describe_silent (MapiSpoolerTransport *self, MapiPropList *row)
{
  const char *text = mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING);
  const char *better =
      default_text ((guint32) mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0));

  if (is_silent (text) && g_strcmp0 (text, better) != 0)
    mapi_spooler_transport_show (self, 0, better);
}

/* The row is that of all logons, and each writes its own code: whether to flush is said by the
 * first one, which does it. With the lock held. */
static void
note_code (MapiSpoolerTransport *self, guint32 code)
{
  const guint32    flushes = MAPI_STATUS_INBOUND_FLUSH | MAPI_STATUS_OUTBOUND_FLUSH;
  MapiSpoolerLane *lane = mapi_spooler_lane_get_current ();

  if (lane != NULL && lane->transport == self && !mapi_spooler_lane_is_first (lane))
    code = (code & ~flushes) | (self->row_code & flushes);
  self->row_code = code;
}

guint32
mapi_spooler_transport_note_row (MapiSpoolerTransport *self, MapiPropList *row, guint32 *code)
{
  const char *text = mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING);
  guint32     before;

  g_mutex_lock (&self->lock);
  note_said (self, text);
  before = self->row_code;
  note_code (self, (guint32) mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0));
  *code = self->row_code;
  g_clear_pointer (&self->own_store, g_bytes_unref);
  self->own_store = mapi_prop_list_get_bytes (row, MAPI_PR_OWN_STORE_ENTRYID);
  /* The transport has made its row anew. */
  if (!mapi_prop_list_contains (row, MAPI_PR_SPOOLER_SENT_COUNT))
    g_clear_pointer (&self->counted, mapi_prop_list_unref);
  g_mutex_unlock (&self->lock);

  g_rec_mutex_lock (&self->row_lock);
  if (!mapi_spooler_transport_show_blocked (self, text))
    describe_silent (self, row);
  g_rec_mutex_unlock (&self->row_lock);
  return before;
}

gboolean
mapi_spooler_transport_note_counted (MapiSpoolerTransport *self, MapiPropList *columns)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (columns != NULL && self->counted != NULL && mapi_prop_list_equal (self->counted, columns))
    return FALSE;
  g_clear_pointer (&self->counted, mapi_prop_list_unref);
  self->counted = columns != NULL ? mapi_prop_list_ref (columns) : NULL;
  return TRUE;
}

guint32
mapi_spooler_transport_get_row_code (MapiSpoolerTransport *self)
{
  guint32 code;

  g_mutex_lock (&self->lock);
  code = self->row_code;
  g_mutex_unlock (&self->lock);

  return code;
}

void
mapi_spooler_transport_end (MapiSpoolerTransport *self)
{
  mapi_spooler_schedule_remove (self->spooler->schedule, &self->tick);
  mapi_spooler_schedule_remove (self->spooler->schedule, &self->growth);
  mapi_spooler_backlog_set_held (&self->backlog, TRUE);
  for_each_lane (self, mapi_spooler_lane_stop);
}

static void
cancel_lane (MapiSpoolerLane *lane)
{
  mapi_spooler_call_cancel (lane, NULL, NULL);
}

void
mapi_spooler_transport_cancel (MapiSpoolerTransport *self)
{
  for_each_lane (self, cancel_lane);
}

/* To be called with the lock held. */
static gboolean
have_all_ended (MapiSpoolerTransport *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    if (!((MapiSpoolerLane *) g_ptr_array_index (self->lanes, i))->ended)
      return FALSE;

  return TRUE;
}

void
mapi_spooler_transport_drop_lanes (MapiSpoolerTransport *self)
{
  g_autoptr (GPtrArray) lanes = NULL;

  g_mutex_lock (&self->lock);
  lanes = g_steal_pointer (&self->lanes);
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_spooler_lane_unref);
  g_atomic_pointer_set (&self->first, NULL);
  g_mutex_unlock (&self->lock);
}

gboolean
mapi_spooler_transport_wait (MapiSpoolerTransport *self, gint64 deadline)
{
  gboolean ended;

  g_mutex_lock (&self->lock);
  while (!(ended = have_all_ended (self)))
    if (!g_cond_wait_until (&self->lane_ended, &self->lock, deadline))
      {
        ended = have_all_ended (self);
        break;
      }
  g_mutex_unlock (&self->lock);

  for_each_lane (self, mapi_spooler_lane_join);
  return ended;
}

void
mapi_spooler_transport_lane_ended (MapiSpoolerTransport *self, MapiSpoolerLane *lane)
{
  g_mutex_lock (&self->lock);
  lane->ended = TRUE;
  g_cond_broadcast (&self->lane_ended);
  g_mutex_unlock (&self->lock);
}
