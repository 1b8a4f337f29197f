/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-delivery-private.h"
#include "mapi-spooler-draft-private.h"
#include "mapi-spooler-extras-private.h"
#include "mapi-spooler-preprocess-private.h"
#include "mapi-spooler-private.h"

/*
 * Preprocessing: before any transport gets a message, the preprocessors of those that will handle
 * it are called, in the order of registration and in the lane of the first one's transport. What
 * they changed, what they added, and that it is done become known to the store at once: the message
 * is submitted for the second time (R052), or saved where the client's process did not know that
 * preprocessors apply.
 */

gboolean
mapi_spooler_preprocess_is_marked (MapiMessage *message)
{
  const guint32 tag = MAPI_PR_PREPROCESS;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, NULL, NULL, NULL);

  return props != NULL && mapi_prop_list_get_boolean (props, tag, FALSE);
}

static gboolean
set_mark (MapiMessage *message, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_boolean (MAPI_PR_PREPROCESS, TRUE);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, error);
}

static gboolean
is_flagged (const MapiSpoolerItem *item)
{
  return (item->submit_flags & MAPI_SUBMITFLAG_PREPROCESS) != 0;
}

/* A message without the flag that bears the mark was seen to before the last start. */
static gboolean
is_due (MapiSpoolerTurn *turn, MapiSpoolerRouter *router, GPtrArray **entries)
{
  MapiSpooler     *spooler = turn->spooler;
  MapiSpoolerItem *item = turn->item;

  if (item->preprocessed || turn->message == NULL ||
      (!is_flagged (item) && mapi_spooler_preprocessors_is_empty (spooler->preprocessors)))
    return FALSE;

  *entries = mapi_spooler_preprocessors_match (
      spooler->preprocessors, router, turn->recipients, item->declined, TRUE);
  if (is_flagged (item) || ((*entries)->len > 0 &&
                            (turn->spoiled || !mapi_spooler_preprocess_is_marked (turn->message))))
    return TRUE;

  item->preprocessed = (*entries)->len > 0;
  g_clear_pointer (entries, g_ptr_array_unref);
  return FALSE;
}

gboolean
mapi_spooler_preprocess_is_due (MapiSpoolerTurn       *turn,
                                MapiSpoolerRouter     *router,
                                MapiSpoolerTransport **owner)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (!is_due (turn, router, &entries))
    return FALSE;

  *owner = entries->len > 0
               ? ((MapiSpoolerPreprocessorEntry *) g_ptr_array_index (entries, 0))->transport
               : NULL;
  return TRUE;
}

static MapiFolder *
open_folder_of (MapiMsgStore *store,
                MapiMessage  *message,
                GCancellable *cancellable,
                GError      **error)
{
  const guint32 tag = MAPI_PR_PARENT_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, error);
  g_autoptr (GBytes) entry_id = NULL;

  if (props == NULL)
    return NULL;
  entry_id = mapi_prop_list_get_bytes (props, tag);
  return mapi_spooler_open_folder (store, entry_id, cancellable, error);
}

typedef struct
{
  MapiSpoolerTurn *turn;
  MapiSpoolerLane *lane;
  MapiFolder      *folder;
  MapiMessage     *draft;
  GListStore      *outbound;
  MapiRowSet      *undeliverable;
} Run;

static void
add_undeliverable (Run *run, MapiRowSet *rows)
{
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiRowSet) before = g_steal_pointer (&run->undeliverable);

      run->undeliverable = mapi_row_set_append (before, row);
    }
}

/* One whose transport is not logged on cannot be called. */
static gboolean
check_entry (const MapiSpoolerPreprocessorEntry *entry, GError **error)
{
  g_autofree char *trouble = NULL;

  if (entry->preprocessor != NULL)
    return TRUE;
  trouble = mapi_spooler_transport_dup_trouble (entry->transport);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_OBJECT,
               "its preprocessor waits for a logon%s%s",
               trouble != NULL ? ": " : "",
               trouble != NULL ? trouble : "");
  return FALSE;
}

static gboolean
call_preprocessor (Run                                *run,
                   const MapiSpoolerPreprocessorEntry *entry,
                   MapiRowSet                        **undeliverable,
                   GError                            **error)
{
  gboolean answer;

  if (!check_entry (entry, error))
    return FALSE;
  mapi_spooler_call_enter_message (
      run->lane, "PreprocessMessage", run->turn->store, run->turn->item, 0);
  answer = mapi_preprocessor_preprocess_message (entry->preprocessor,
                                                 run->draft,
                                                 run->folder,
                                                 G_LIST_MODEL (run->outbound),
                                                 undeliverable,
                                                 run->lane->cancellable,
                                                 error);
  mapi_spooler_call_leave (run->lane);
  return answer;
}

static gboolean
call_one (Run *run, const MapiSpoolerPreprocessorEntry *entry, GError **error)
{
  g_autoptr (MapiRowSet) undeliverable = NULL;
  gboolean answer = call_preprocessor (run, entry, &undeliverable, error);

  if (!answer)
    g_prefix_error (error, "%s: ", entry->transport->name);

  add_undeliverable (run, undeliverable);
  return answer;
}

static gboolean
call_all (Run *run, GPtrArray *entries, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    if (!call_one (run, g_ptr_array_index (entries, i), error))
      return FALSE;

  return TRUE;
}

/* Further messages go out first: a crash in between can have them made twice, with the same
 * PR_INTERNET_MESSAGE_ID, and never not at all. */
static gboolean
tell_store (Run *run, GError **error)
{
  MapiSpoolerTurn *turn = run->turn;
  MapiProp        *message = MAPI_PROP (turn->message);

  if (!mapi_spooler_extras_submit (
          run->draft, G_LIST_MODEL (run->outbound), turn->cancellable, error))
    return FALSE;
  mapi_step (MAPI_STEP_PREPROCESS_ADDED);
  if (!set_mark (turn->message, error))
    return FALSE;

  return is_flagged (turn->item)
             ? mapi_message_submit_message (turn->message, 0, turn->cancellable, error)
             : mapi_prop_save_changes (message, MAPI_KEEP_OPEN_READWRITE, turn->cancellable, error);
}

/* With the item's lock held: what was preprocessed is not what it was. */
static gboolean
note_done (Run *run, GPtrArray *entries, GError **error)
{
  MapiSpoolerTurn *turn = run->turn;
  MapiSpoolerItem *item = turn->item;
  g_autoptr (MapiRowSet) recipients =
      mapi_message_list_recipients (turn->message, turn->cancellable, error);

  item->preprocessed = TRUE;
  item->submit_flags &= ~(guint32) MAPI_SUBMITFLAG_PREPROCESS;
  g_clear_pointer (&item->preprocessors, g_ptr_array_unref);
  if (entries->len > 0)
    item->preprocessors = g_ptr_array_ref (entries);
  turn->generation = ++item->generation;
  if (recipients == NULL)
    return FALSE;

  mapi_row_set_unref (turn->recipients);
  turn->recipients = g_steal_pointer (&recipients);
  turn->undeliverable = g_steal_pointer (&run->undeliverable);
  return TRUE;
}

static gboolean
run_entries (Run *run, GPtrArray *entries, GError **error)
{
  MapiSpoolerItem *item = run->turn->item;
  gboolean         done;

  mapi_step (MAPI_STEP_PREPROCESS_CALLED);
  if (!call_all (run, entries, error) || !tell_store (run, error))
    return FALSE;
  mapi_step (MAPI_STEP_PREPROCESS_STORED);

  g_mutex_lock (&item->lock);
  if (item->gone)
    g_set_error_literal (error,
                         MAPI_ERROR,
                         MAPI_E_NOT_IN_QUEUE,
                         "spooler: the store has finished the message itself");
  done = !item->gone && note_done (run, entries, error);
  g_mutex_unlock (&item->lock);
  if (!done)
    return FALSE;

  mapi_spooler_events_tell (run->turn->spooler->events,
                            "preprocessed",
                            item->entry_id,
                            run->turn->transport->name,
                            "message %" G_GINT64_FORMAT " is preprocessed",
                            item->sequence);
  return TRUE;
}

MapiSpoolerPreprocess
mapi_spooler_preprocess_claim (MapiSpoolerTurn *turn)
{
  g_autoptr (MapiSpoolerRouter) router = mapi_spooler_get_router (turn->spooler);
  MapiSpoolerPreprocess answer = MAPI_SPOOLER_PREPROCESS_NONE;
  MapiSpoolerTransport *owner = NULL;

  g_mutex_lock (&turn->item->lock);
  if (!turn->item->preprocessing && mapi_spooler_preprocess_is_due (turn, router, &owner))
    {
      answer = owner == NULL || owner == turn->transport ? MAPI_SPOOLER_PREPROCESS_HERE
                                                         : MAPI_SPOOLER_PREPROCESS_ELSEWHERE;
      turn->item->preprocessing = answer == MAPI_SPOOLER_PREPROCESS_HERE;
    }
  g_mutex_unlock (&turn->item->lock);

  return answer;
}

gboolean
mapi_spooler_preprocess_run (MapiSpoolerTurn *turn, MapiSpoolerLane *lane, GError **error)
{
  g_autoptr (MapiSpoolerRouter) router = mapi_spooler_get_router (turn->spooler);
  g_autoptr (MapiFolder) folder =
      open_folder_of (turn->store, turn->message, turn->cancellable, error);
  g_autoptr (MapiMessage) draft = MAPI_MESSAGE (mapi_spooler_draft_new (turn->message));
  g_autoptr (GListStore) outbound = g_list_store_new (MAPI_TYPE_MESSAGE);
  g_autoptr (MapiRowSet) undeliverable = mapi_row_set_new (NULL, 0);
  g_autoptr (GPtrArray) entries = NULL;
  Run      run = { turn, lane, folder, draft, outbound, g_steal_pointer (&undeliverable) };
  gboolean done;

  g_mutex_lock (&turn->item->lock);
  entries = mapi_spooler_preprocessors_match (
      turn->spooler->preprocessors, router, turn->recipients, turn->item->declined, TRUE);
  g_mutex_unlock (&turn->item->lock);
  done = folder != NULL && run_entries (&run, entries, error);
  mapi_spooler_message_close (MAPI_SPOOLER_MESSAGE (draft));
  g_mutex_lock (&turn->item->lock);
  turn->item->preprocessing = FALSE;
  g_mutex_unlock (&turn->item->lock);
  g_clear_pointer (&run.undeliverable, mapi_row_set_unref);

  turn->spoiled = !done;
  return done;
}

MapiSpoolerTransport *
mapi_spooler_preprocess_get_cleaner (MapiSpoolerItem *item)
{
  if (item->preprocessors == NULL)
    return NULL;
  return ((MapiSpoolerPreprocessorEntry *) g_ptr_array_index (item->preprocessors, 0))->transport;
}

static gboolean
remove_mark (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  const guint32 tag = MAPI_PR_PREPROCESS;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  return mapi_prop_delete_props (MAPI_PROP (message), tags, NULL, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (message),
                                 MAPI_KEEP_OPEN_READWRITE | MAPI_DEFERRED_ERRORS,
                                 cancellable,
                                 error);
}

static void
tell_failed (MapiSpooler *spooler, const char *name, const GError *error)
{
  mapi_spooler_events_tell (spooler->events,
                            "clean-failed",
                            NULL,
                            name,
                            "RemovePreprocessInfo%s%s: %s",
                            name != NULL ? " of " : "",
                            name != NULL ? name : "",
                            error->message);
}

static gboolean
call_cleaner (const MapiSpoolerPreprocessorEntry *entry,
              MapiMessage                        *draft,
              GCancellable                       *cancellable,
              GError                            **error)
{
  MapiSpoolerLane *lane = mapi_spooler_lane_get_current ();
  gboolean         answer;

  if (lane != NULL)
    mapi_spooler_call_enter (lane, "RemovePreprocessInfo");
  answer =
      mapi_preprocessor_remove_preprocess_info (entry->preprocessor, draft, cancellable, error);
  if (lane != NULL)
    mapi_spooler_call_leave (lane);
  return answer;
}

static void
clean_one (MapiSpooler                  *spooler,
           MapiSpoolerPreprocessorEntry *entry,
           MapiMessage                  *draft,
           GCancellable                 *cancellable)
{
  g_autoptr (GError) error = NULL;

  if ((!check_entry (entry, &error) || !call_cleaner (entry, draft, cancellable, &error)) &&
      !g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    tell_failed (spooler, entry->transport->name, error);
}

void
mapi_spooler_preprocess_clean (MapiSpooler  *spooler,
                               MapiMessage  *message,
                               GPtrArray    *entries,
                               GCancellable *cancellable)
{
  g_autoptr (MapiMessage) draft = MAPI_MESSAGE (mapi_spooler_draft_new (message));
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < entries->len; i++)
    clean_one (spooler, g_ptr_array_index (entries, i), draft, cancellable);

  mapi_spooler_message_close (MAPI_SPOOLER_MESSAGE (draft));
  if (!remove_mark (message, cancellable, &failure))
    tell_failed (spooler, NULL, failure);
}

static gboolean
applies (MapiSpooler *spooler, MapiRowSet *recipients)
{
  g_autoptr (MapiSpoolerRouter) router = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  if (mapi_spooler_preprocessors_is_empty (spooler->preprocessors))
    return FALSE;

  router = mapi_spooler_get_router (spooler);
  entries =
      mapi_spooler_preprocessors_match (spooler->preprocessors, router, recipients, NULL, TRUE);
  return entries->len > 0;
}

/* A message that a preprocessor has made is marked, and not preprocessed again; what bears the mark
 * from its last journey loses it. */
gboolean
mapi_spooler_preprocess_ask (MapiSpooler *spooler,
                             MapiMessage *message,
                             MapiRowSet  *recipients,
                             gboolean    *needed,
                             GError     **error)
{
  const guint32 tag = MAPI_PR_PREPROCESS;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  *needed = FALSE;
  if (mapi_spooler_extras_is_submitting ())
    return TRUE;

  *needed = applies (spooler, recipients);
  if (*needed)
    return set_mark (message, error);
  return !mapi_spooler_preprocess_is_marked (message) ||
         mapi_prop_delete_props (MAPI_PROP (message), tags, NULL, NULL, error);
}
