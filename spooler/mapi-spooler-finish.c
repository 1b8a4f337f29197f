/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-delivery-private.h"
#include "mapi-spooler-finish-private.h"
#include "mapi-spooler-private.h"

/* The FinishedMsg that a thread is in. */
typedef struct _Frame Frame;

struct _Frame
{
  Frame             *outer;
  gboolean           asked; /* the hooks, now or before */
  MapiSpoolerVerdict verdict;
  MapiFolder        *folder;
};

static GPrivate current_frame;

static void
free_verdict (gpointer data)
{
  MapiSpoolerVerdict *verdict = data;

  mapi_spooler_verdict_clear (verdict);
  g_free (verdict);
}

void
mapi_spooler_verdicts_init (MapiSpoolerVerdicts *self)
{
  g_mutex_init (&self->lock);
  self->verdicts = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, free_verdict);
}

void
mapi_spooler_verdicts_clear (MapiSpoolerVerdicts *self)
{
  g_hash_table_unref (self->verdicts);
  g_mutex_clear (&self->lock);
}

/* FinishedMsg failed: what the hooks said holds for the next time. */
static void
keep_verdict (MapiSpoolerVerdicts *self, GBytes *entry_id, Frame *frame)
{
  MapiSpoolerVerdict *kept = g_new (MapiSpoolerVerdict, 1);

  *kept = frame->verdict;
  frame->verdict = (MapiSpoolerVerdict){ 0 };
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->verdicts, g_bytes_ref (entry_id), kept);
  g_mutex_unlock (&self->lock);
}

static void
take_verdict (MapiSpoolerVerdicts *self, GBytes *entry_id, Frame *frame)
{
  gpointer verdict = NULL;
  gpointer key = NULL;

  g_mutex_lock (&self->lock);
  frame->asked = g_hash_table_steal_extended (self->verdicts, entry_id, &key, &verdict);
  g_mutex_unlock (&self->lock);
  if (!frame->asked)
    return;

  frame->verdict = *(MapiSpoolerVerdict *) verdict;
  g_free (verdict);
  g_bytes_unref (key);
}

static GBytes *
read_bytes (MapiMessage *message, guint32 tag, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, error);

  return props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
}

static MapiFolder *
open_parent (MapiMsgStore *store, MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) parent = read_bytes (message, MAPI_PR_PARENT_ENTRYID, cancellable, error);

  return parent != NULL ? mapi_spooler_open_folder (store, parent, cancellable, error) : NULL;
}

static MapiEntryList *
list_of (GBytes *entry_id)
{
  return mapi_entry_list_new (&entry_id, 1);
}

static gboolean
file (MapiSpooler  *spooler,
      MapiMsgStore *store,
      MapiFolder   *folder,
      GBytes       *entry_id,
      GBytes       *target,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (MapiFolder) destination =
      mapi_spooler_open_target (spooler, store, target, NULL, cancellable, error);
  g_autoptr (MapiEntryList) list = list_of (entry_id);

  return destination != NULL &&
         mapi_folder_copy_messages (
             folder, list, destination, NULL, MAPI_MESSAGE_MOVE, cancellable, NULL, error);
}

gboolean
mapi_spooler_finish_put_away (MapiSpooler              *spooler,
                              MapiMsgStore             *store,
                              MapiFolder               *folder,
                              GBytes                   *entry_id,
                              const MapiSpoolerVerdict *verdict,
                              GCancellable             *cancellable,
                              GError                  **error)
{
  g_autoptr (MapiEntryList) list = list_of (entry_id);

  if (verdict->deleted)
    return mapi_folder_delete_messages (folder, list, NULL, 0, cancellable, NULL, error);
  return verdict->target == NULL ||
         file (spooler, store, folder, entry_id, verdict->target, cancellable, error);
}

/* It is not lost, only not where it was to go. */
static void
put_away (
    MapiSpooler *spooler, MapiMsgStore *store, Frame *frame, GBytes *entry_id, GCancellable *cancel)
{
  g_autoptr (GError) error = NULL;

  if (frame->folder == NULL ||
      mapi_spooler_finish_put_away (
          spooler, store, frame->folder, entry_id, &frame->verdict, cancel, &error))
    return;

  mapi_spooler_events_tell (spooler->events,
                            "hook-failed",
                            entry_id,
                            NULL,
                            "what a hook wants to become of a sent message: %s",
                            error->message);
}

/* With the folder, which the store may move the message out of before the verdict is carried out.
 */
static gboolean
judge (MapiSpooler  *spooler,
       MapiMsgStore *store,
       MapiMessage  *message,
       Frame        *frame,
       GCancellable *cancellable,
       GError      **error)
{
  frame->folder = open_parent (store, message, cancellable, error);
  if (frame->folder == NULL)
    return FALSE;
  if (frame->asked)
    return TRUE;

  frame->asked = TRUE;
  mapi_spooler_hooks_run (spooler->hooks,
                          MAPI_HOOK_OUTBOUND,
                          message,
                          frame->folder,
                          store,
                          &frame->verdict,
                          cancellable);
  return TRUE;
}

static void
clear_frame (Frame *frame)
{
  mapi_spooler_verdict_clear (&frame->verdict);
  g_clear_object (&frame->folder);
}

/* A store that finishes a message itself, outside of FinishedMsg, has it put away at once. */
static gboolean
judge_and_put_away (MapiSpooler  *spooler,
                    MapiMsgStore *store,
                    MapiMessage  *message,
                    gboolean     *taken_over,
                    GCancellable *cancellable,
                    GError      **error)
{
  Frame frame = { 0 };
  g_autoptr (GBytes) entry_id = read_bytes (message, MAPI_PR_ENTRYID, cancellable, error);

  if (entry_id == NULL || !judge (spooler, store, message, &frame, cancellable, error))
    return FALSE;

  *taken_over = !mapi_spooler_verdict_is_empty (&frame.verdict) &&
                mapi_spooler_finish_put_away (
                    spooler, store, frame.folder, entry_id, &frame.verdict, cancellable, NULL);
  clear_frame (&frame);
  return TRUE;
}

gboolean
mapi_spooler_finish_do_sent_mail (MapiSpooler  *spooler,
                                  MapiMsgStore *store,
                                  MapiMessage  *message,
                                  gboolean     *taken_over,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  Frame *frame = g_private_get (&current_frame);

  *taken_over = FALSE;
  if (!mapi_spooler_hooks_has (spooler->hooks, MAPI_HOOK_OUTBOUND))
    return TRUE;
  if (frame == NULL)
    return judge_and_put_away (spooler, store, message, taken_over, cancellable, error);
  if (!judge (spooler, store, message, frame, cancellable, error))
    return FALSE;

  *taken_over = !mapi_spooler_verdict_is_empty (&frame->verdict);
  return TRUE;
}

gboolean
mapi_spooler_finish_message (MapiSpooler  *spooler,
                             MapiMsgStore *store,
                             GBytes       *entry_id,
                             GCancellable *cancellable,
                             GError      **error)
{
  Frame    frame = { .outer = g_private_get (&current_frame) };
  gboolean finished;

  take_verdict (&spooler->verdicts, entry_id, &frame);
  g_private_set (&current_frame, &frame);
  finished = mapi_msg_store_finished_msg (store, 0, entry_id, cancellable, error);
  g_private_set (&current_frame, frame.outer);

  if (finished && !mapi_spooler_verdict_is_empty (&frame.verdict))
    put_away (spooler, store, &frame, entry_id, cancellable);
  else if (!finished && frame.asked)
    keep_verdict (&spooler->verdicts, entry_id, &frame);
  clear_frame (&frame);
  return finished;
}
