/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The store of the pair. Messages and folders are kept by another store, before which this one
 * stands; what it does by itself is what makes it tightly coupled: it sends and receives. */

#include "tight-store.h"

#include "house.h"

struct _TightStore
{
  MapiWrapper parent_instance;
  GWeakRef    support; /* which the store behind keeps as long as it is used */
  Tenant     *tenant;
  gboolean    for_spooler;
  gboolean    finishes;  /* itself, without the spooler */
  gint        announced; /* atomic: that there is something to send */
  GWeakRef    store;     /* behind this one */
};

G_DEFINE_FINAL_TYPE (TightStore, tight_store, MAPI_TYPE_WRAPPER)

/* --- What is alike for out and in --- */

static MapiPropList *
read_props (gpointer object, const guint32 *tags, guint n_tags, GCancellable *c, GError **error)
{
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, n_tags);
  g_autoptr (MapiPropList) props = mapi_prop_get_props (object, wanted, 0, c, NULL, error);

  return props != NULL ? mapi_prop_list_without_errors (props) : NULL;
}

static MapiFolder *
open_folder (TightStore *self, GBytes *entry_id, GCancellable *c, GError **error)
{
  g_autoptr (MapiMsgStore) store = g_weak_ref_get (&self->store);

  return (MapiFolder *) mapi_msg_store_open_entry (
      store, entry_id, "MapiFolder", MAPI_MODIFY, c, error);
}

static MapiSupport *
ref_support (TightStore *self, GError **error)
{
  MapiSupport *support = g_weak_ref_get (&self->support);

  if (support == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, "tight-pair: nobody has the store open any more");
  return support;
}

/* A message behind, as others see it. */
static MapiMessage *
show (TightStore *self, MapiMessage *message)
{
  return MAPI_MESSAGE (mapi_wrapper_wrap (MAPI_WRAPPER (self), G_OBJECT (message)));
}

/* --- Out: IMessage::SubmitMessage of a tightly coupled store --- */

/* Kept with a message behind while its steps are taken here: what ExpandRecips has answered, and
 * that. The store behind does not take them once more. */
#define STEPS "tight-pair-steps"
#define TAKEN_HERE ((guint32) 1 << 31)

static void
note_steps (gpointer message, guint32 steps)
{
  g_object_set_data (message, STEPS, GUINT_TO_POINTER (steps));
}

static guint32
get_steps (gpointer message)
{
  return GPOINTER_TO_UINT (g_object_get_data (message, STEPS));
}

static gboolean
say_who_is_responsible (MapiMessage *message, GCancellable *c, GError **error)
{
  g_autoptr (MapiRowSet) open = mapi_message_list_open_recipients (message, c, error);
  g_autoptr (MapiRowSet) rows = open != NULL ? mapi_submission_get_recipients (open) : NULL;

  return rows != NULL &&
         (mapi_row_set_get_size (rows) == 0 ||
          mapi_message_modify_recipients (message, MAPI_MODRECIP_MODIFY, rows, c, error));
}

/* What a message has that goes through the store behind, it has without: when it was submitted, and
 * a name that lets receivers know a duplicate. */
static gboolean
stamp (MapiMessage *message, GCancellable *c, GError **error)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), NULL, 0, c, NULL, error);
  g_autoptr (MapiPropList) changes =
      props != NULL ? mapi_submission_get_changes (props, g_get_real_time ()) : NULL;

  return changes != NULL && mapi_prop_set_props (MAPI_PROP (message), changes, NULL, c, error);
}

/* From here on the message shows that it is being submitted. */
static gboolean
mark (MapiMessage *message, GCancellable *c, GError **error)
{
  note_steps (message, TAKEN_HERE);
  return say_who_is_responsible (message, c, error) && stamp (message, c, error);
}

static gboolean
expand (TightStore   *self,
        MapiSupport  *support,
        MapiMessage  *message,
        guint32      *needs,
        GCancellable *c,
        GError      **error)
{
  g_autoptr (MapiMessage) shown = show (self, message);

  if (!mapi_support_expand_recips (support, shown, needs, c, error))
    return FALSE;
  note_steps (message, TAKEN_HERE | *needs);
  return TRUE;
}

/* The spooler is told once, before the first message is prepared; one that cannot be told looks
 * into the queue when it comes. */
static void
announce_sending (TightStore *self, MapiSupport *support)
{
  if (g_atomic_int_compare_and_exchange (&self->announced, 0, 1))
    mapi_support_spooler_notify (support, MAPI_NOTIFY_READYTOSEND, NULL, NULL);
}

/* A message that the spooler has preprocessed has been through this. */
static gboolean
prepare (TightStore   *self,
         MapiMessage  *message,
         gboolean      is_preprocessed,
         guint32      *needs,
         GCancellable *c,
         GError      **error)
{
  g_autoptr (MapiSupport) support = ref_support (self, error);
  g_autoptr (MapiMessage) shown = show (self, message);
  guint32 flags = 0;

  *needs = 0;
  if (support == NULL)
    return FALSE;
  if (is_preprocessed)
    return TRUE;
  announce_sending (self, support);
  return mapi_support_prepare_submit (support, shown, &flags, c, error) &&
         mark (message, c, error) && expand (self, support, message, needs, c, error);
}

/* Sends to whom the store can send to, and says so on the recipients: for these nobody else is
 * responsible any more. Both before the message goes anywhere. */
static gboolean
send (
    TightStore *self, MapiMessage *message, gboolean *sent_to_all, GCancellable *c, GError **error)
{
  const char *house = tenant_get_house (self->tenant);
  g_autoptr (MapiRowSet) all = mapi_message_list_open_recipients (message, c, error);
  g_autoptr (MapiRowSet) ours = all != NULL ? house_pick (house, all, TRUE) : NULL;

  if (all == NULL)
    return FALSE;
  *sent_to_all = mapi_row_set_get_size (ours) == mapi_row_set_get_size (all);
  return mapi_row_set_get_size (ours) == 0 ||
         (house_deliver (house, message, ours, c, error) &&
          mapi_message_take_responsibility (message, ours, c, error));
}

static gboolean
copy_to_folder (
    TightStore *self, MapiMessage *message, GBytes *folder, GCancellable *c, GError **error)
{
  g_autoptr (MapiFolder) sent = open_folder (self, folder, c, error);
  g_autoptr (MapiMessage) copy =
      sent != NULL ? mapi_folder_create_message (sent, NULL, 0, c, error) : NULL;
  g_autoptr (MapiPropValue) flags =
      mapi_prop_value_new_long (MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (flags);

  return copy != NULL &&
         mapi_prop_copy_to (
             MAPI_PROP (message), NULL, NULL, NULL, MAPI_PROP (copy), 0, NULL, c, error) &&
         mapi_prop_set_props (MAPI_PROP (copy), props, NULL, c, error) &&
         mapi_prop_save_changes (MAPI_PROP (copy), 0, c, error);
}

static gboolean
delete_message (TightStore *self, GBytes *parent, GBytes *entry_id, GCancellable *c, GError **error)
{
  g_autoptr (MapiFolder) folder = open_folder (self, parent, c, error);
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&entry_id, 1);

  return folder != NULL && mapi_folder_delete_messages (folder, list, NULL, 0, c, NULL, error);
}

/* Where a message ends up that was sent without a place in the queue: in the folder that it names,
 * and no longer where it was, if it names one or is not to be kept. */
static gboolean
put_away (TightStore *self, MapiMessage *message, GCancellable *c, GError **error)
{
  static const guint32 tags[] = {
    MAPI_PR_SENTMAIL_ENTRYID, MAPI_PR_DELETE_AFTER_SUBMIT, MAPI_PR_PARENT_ENTRYID, MAPI_PR_ENTRYID
  };
  g_autoptr (MapiPropList) props = read_props (message, tags, G_N_ELEMENTS (tags), c, error);
  g_autoptr (GBytes) folder = NULL;
  g_autoptr (GBytes) parent = NULL;
  g_autoptr (GBytes) entry_id = NULL;

  if (props == NULL)
    return FALSE;
  folder = mapi_prop_list_get_bytes (props, MAPI_PR_SENTMAIL_ENTRYID);
  parent = mapi_prop_list_get_bytes (props, MAPI_PR_PARENT_ENTRYID);
  entry_id = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
  if (folder != NULL && !copy_to_folder (self, message, folder, c, error))
    return FALSE;
  if (folder == NULL && !mapi_prop_list_get_boolean (props, MAPI_PR_DELETE_AFTER_SUBMIT, FALSE))
    return TRUE;
  return delete_message (self, parent, entry_id, c, error);
}

static gboolean
call_complete_msg (TightStore *self, GBytes *entry_id, GCancellable *c, GError **error)
{
  g_autoptr (MapiSupport) support = ref_support (self, error);

  return support != NULL && mapi_support_complete_msg (support, 0, entry_id, c, error);
}

/* The spooler locks the message, calls its hooks, and comes back with FinishedMsg. */
static gboolean
complete (TightStore *self, GBytes *entry_id, GCancellable *c, GError **error)
{
  gboolean completed;

  tenant_begin_finish (self->tenant, entry_id);
  completed = call_complete_msg (self, entry_id, c, error);
  tenant_end_finish (self->tenant, entry_id);
  return completed;
}

/* Everybody has it. What has a place in the queue already, preprocessed as it is, only the spooler
 * can take out of it. */
static gboolean
finish (TightStore   *self,
        MapiMessage  *message,
        gboolean      is_preprocessed,
        GCancellable *c,
        GError      **error)
{
  static const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) entry_id = NULL;

  if (!mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, c, error))
    return FALSE;
  props = read_props (message, &tag, 1, c, error);
  entry_id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
  if (entry_id == NULL)
    return FALSE;
  if (is_preprocessed)
    return call_complete_msg (self, entry_id, c, error);
  return self->finishes ? put_away (self, message, c, error) : complete (self, entry_id, c, error);
}

static gboolean
check_submitted (MapiMessage *message, gboolean *is_submitted, GCancellable *c, GError **error)
{
  static const guint32 tag = MAPI_PR_MESSAGE_FLAGS;
  g_autoptr (MapiPropList) props = read_props (message, &tag, 1, c, error);

  *is_submitted =
      props != NULL && (mapi_prop_list_get_long (props, tag, 0) & MAPI_MSGFLAG_SUBMIT) != 0;
  return props != NULL;
}

static gboolean
check_deferred (MapiMessage *message, gboolean *is_deferred, GCancellable *c, GError **error)
{
  static const guint32 tag = MAPI_PR_DEFERRED_SEND_TIME;
  g_autoptr (MapiPropList) props = read_props (message, &tag, 1, c, error);
  guint64 now = mapi_filetime_from_unix_usec (g_get_real_time ());

  *is_deferred = props != NULL && mapi_prop_list_get_systime (props, tag, 0) > now;
  return props != NULL;
}

/* What is not sent here goes on to the store behind, which puts it into the queue of the spooler:
 * as a whole when preprocessors have to see it first or it is to go later, and else for the
 * recipients that are left. It also refuses what a client submits twice: only the spooler does so,
 * when it has preprocessed a message (R093). */
static gboolean
submit (TightStore *self, MapiCall *call, GCancellable *c, GError **error)
{
  MapiMessage *message = MAPI_MESSAGE (mapi_call_get_object (call));
  gboolean     is_submitted;
  gboolean     is_deferred;
  gboolean     sent_to_all = FALSE;
  guint32      needs;

  if (!check_submitted (message, &is_submitted, c, error))
    return FALSE;
  if (is_submitted && !self->for_spooler)
    return TRUE;
  if (!prepare (self, message, is_submitted, &needs, c, error) ||
      !check_deferred (message, &is_deferred, c, error))
    return FALSE;
  if (is_deferred || (needs & MAPI_NEEDS_PREPROCESSING))
    return TRUE;
  if (!send (self, message, &sent_to_all, c, error))
    return FALSE;
  if (!sent_to_all || (needs & MAPI_NEEDS_SPOOLER))
    return TRUE;

  mapi_call_skip (call);
  return finish (self, message, is_submitted, c, error);
}

/* The store behind asks for steps that were taken here: it gets the answer that there was. */
static gboolean
take_once (TightStore *self, MapiCall *call, GCancellable *c, GError **error)
{
  GObject *message =
      mapi_wrapper_unwrap (MAPI_WRAPPER (self), mapi_call_get_argument (call, "message"));
  guint32 steps = get_steps (message);

  if ((steps & TAKEN_HERE) == 0)
    return TRUE;
  if (g_str_equal (mapi_call_get_method (call), "ExpandRecips"))
    mapi_call_set_flags (call, steps & ~TAKEN_HERE);
  mapi_call_skip (call);
  return TRUE;
}

static gboolean
announce_once (TightStore *self, MapiCall *call, GCancellable *c, GError **error)
{
  if (mapi_call_get_flags (call) == MAPI_NOTIFY_READYTOSEND &&
      g_atomic_int_get (&self->announced) != 0)
    mapi_call_skip (call);
  return TRUE;
}

/* --- What the spooler does with a message that CompleteMsg was called for --- */

/* Such a message has no place in the queue behind, and nobody else wants to send it. */
static gboolean
set_lock_state (TightStore *self, MapiCall *call, GCancellable *c, GError **error)
{
  static const guint32 tag = MAPI_PR_ENTRYID;
  GObject             *message =
      mapi_wrapper_unwrap (MAPI_WRAPPER (self), mapi_call_get_argument (call, "message"));
  g_autoptr (MapiPropList) props = read_props (message, &tag, 1, c, error);
  g_autoptr (GBytes) entry_id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;

  if (entry_id != NULL && tenant_is_finishing (self->tenant, entry_id))
    mapi_call_skip (call);
  return props != NULL;
}

/* Hooks see the message, and may take it over. */
static gboolean
finish_own (TightStore *self, GBytes *entry_id, GCancellable *c, GError **error)
{
  g_autoptr (MapiMsgStore) store = g_weak_ref_get (&self->store);
  g_autoptr (MapiSupport) support = ref_support (self, error);
  g_autoptr (MapiMessage) message =
      support != NULL
          ? (MapiMessage *) mapi_msg_store_open_entry (store, entry_id, NULL, MAPI_MODIFY, c, error)
          : NULL;
  g_autoptr (MapiMessage) shown = message != NULL ? show (self, message) : NULL;
  gboolean taken_over = FALSE;

  return message != NULL && mapi_support_do_sent_mail (support, 0, shown, &taken_over, c, error) &&
         (taken_over || put_away (self, message, c, error));
}

static gboolean
finished_msg (TightStore *self, MapiCall *call, GCancellable *c, GError **error)
{
  g_autoptr (GBytes) entry_id = mapi_call_get_bytes (call, "entry_id");

  if (!tenant_is_finishing (self->tenant, entry_id))
    return TRUE;
  mapi_call_skip (call);
  return finish_own (self, entry_id, c, error);
}

/* --- In --- */

static MapiMessage *
create_message (TightStore *self, GCancellable *c, GError **error)
{
  g_autoptr (MapiMsgStore) store = g_weak_ref_get (&self->store);
  g_autoptr (GBytes) inbox = mapi_msg_store_get_receive_folder (store, NULL, 0, NULL, c, error);
  g_autoptr (MapiFolder) folder = inbox != NULL ? open_folder (self, inbox, c, error) : NULL;

  return folder != NULL ? mapi_folder_create_message (folder, NULL, 0, c, error) : NULL;
}

/* The spooler calls its hooks, and tells clients. */
static gboolean
announce (TightStore *self, MapiMessage *message, GCancellable *c, GError **error)
{
  static const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiSupport) support = ref_support (self, error);
  g_autoptr (MapiPropList) props = support != NULL ? read_props (message, &tag, 1, c, error) : NULL;
  g_autoptr (GBytes) entry_id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;

  return entry_id != NULL &&
         mapi_support_spooler_notify (support, MAPI_NOTIFY_NEWMAIL_RECEIVED, entry_id, error);
}

/* The file goes when the message is saved: a crash in between brings it twice, and loses nothing.
 */
static gboolean
take_in (TightStore *self, GFile *file, GCancellable *c, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, c, error);
  g_autoptr (MapiMessage) message = stream != NULL ? create_message (self, c, error) : NULL;

  return message != NULL && mapi_mime_read (message, G_INPUT_STREAM (stream), 0, c, error) &&
         mapi_message_stamp_received (message,
                                      HOUSE_ADDRESS_TYPE,
                                      tenant_get_name (self->tenant),
                                      g_get_real_time (),
                                      0,
                                      c,
                                      error) &&
         mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READONLY, c, error) &&
         g_file_delete (file, c, error) && announce (self, message, c, error);
}

gboolean
tight_store_collect (TightStore *self, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      g_autoptr (GFile) file =
          house_find_mail (tenant_get_house (self->tenant), tenant_get_name (self->tenant));

      if (file == NULL)
        return TRUE;
      if (!take_in (self, file, cancellable, error))
        return FALSE;
    }
}

/* --- The wrapper --- */

typedef gboolean (*Step) (TightStore *self, MapiCall *call, GCancellable *c, GError **error);

static const struct
{
  const char *interface_name;
  const char *method;
  Step        step;
} steps[] = {
  { "MapiMessage", "SubmitMessage", submit },
  { "MapiSupport", "PrepareSubmit", take_once },
  { "MapiSupport", "ExpandRecips", take_once },
  { "MapiSupport", "SpoolerNotify", announce_once },
  { "MapiMsgStore", "SetLockState", set_lock_state },
  { "MapiMsgStore", "FinishedMsg", finished_msg },
};

static gboolean
tight_store_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (mapi_call_get_interface_name (call), steps[i].interface_name) &&
        g_str_equal (mapi_call_get_method (call), steps[i].method))
      return steps[i].step (TIGHT_STORE (wrapper),
                            call,
                            (GCancellable *) mapi_call_get_argument (call, "cancellable"),
                            error);
  return TRUE;
}

/* Whatever became of it, the submission is over. */
static gboolean
tight_store_leave (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  if (g_str_equal (mapi_call_get_method (call), "SubmitMessage") &&
      MAPI_IS_MESSAGE (mapi_call_get_object (call)))
    note_steps (mapi_call_get_object (call), 0);
  return TRUE;
}

/* A message shows that it is being submitted before it has its place in the queue behind. */
static MapiPropList *
tight_store_filter (MapiWrapper *wrapper, GObject *object, MapiPropList *props)
{
  gint32 flags = mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0);
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) change = NULL;

  if (get_steps (object) == 0 || !mapi_prop_list_contains (props, MAPI_PR_MESSAGE_FLAGS))
    return mapi_prop_list_ref (props);
  value = mapi_prop_value_new_long (MAPI_PR_MESSAGE_FLAGS,
                                    flags | MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT);
  change = mapi_prop_list_new_from_value (value);
  return mapi_prop_list_merge (props, change);
}

static void
tight_store_finalize (GObject *object)
{
  TightStore *self = TIGHT_STORE (object);

  g_weak_ref_clear (&self->support);
  g_weak_ref_clear (&self->store);
  G_OBJECT_CLASS (tight_store_parent_class)->finalize (object);
}

static void
tight_store_class_init (TightStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tight_store_finalize;
  MAPI_WRAPPER_CLASS (klass)->enter = tight_store_enter;
  MAPI_WRAPPER_CLASS (klass)->leave = tight_store_leave;
  MAPI_WRAPPER_CLASS (klass)->filter = tight_store_filter;
}

static void
tight_store_init (TightStore *self)
{
  g_weak_ref_init (&self->support, NULL);
  g_weak_ref_init (&self->store, NULL);
}

TightStore *
tight_store_new (MapiSupport *support, MapiPropList *settings, gboolean for_spooler, GError **error)
{
  Tenant     *tenant = tenant_get (settings, error);
  const char *who = mapi_prop_list_get_string (settings, TAG_FINISH);
  TightStore *self;

  if (tenant == NULL)
    return NULL;
  self = g_object_new (TIGHT_TYPE_STORE, NULL);
  g_weak_ref_set (&self->support, support);
  self->tenant = tenant;
  self->for_spooler = for_spooler;
  self->finishes = g_strcmp0 (who, "store") == 0;
  return self;
}

static void
free_place (gpointer place)
{
  g_weak_ref_clear (place);
  g_free (place);
}

/* Who stands before a store behind: the first who came, as long as anybody uses it. */
static TightStore *
claim (TightStore *self, GObject *inner)
{
  static const char key[] = "tight-pair-store";
  static GMutex     lock;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  GWeakRef   *place = g_object_get_data (inner, key);
  TightStore *first = place != NULL ? g_weak_ref_get (place) : NULL;

  if (first != NULL)
    return first;
  place = g_new0 (GWeakRef, 1);
  g_weak_ref_init (place, self);
  g_object_set_data_full (inner, key, place, free_place);
  g_weak_ref_set (&self->store, inner);
  return g_object_ref (self);
}

MapiMsgStore *
tight_store_logged_on (TightStore *self, MapiMsgStore *store, GError **error)
{
  GObject *inner = mapi_wrapper_unwrap (MAPI_WRAPPER (self), G_OBJECT (store));
  g_autoptr (TightStore) first = claim (self, inner);
  g_autoptr (MapiMsgStore) open = MAPI_MSG_STORE (mapi_wrapper_wrap (MAPI_WRAPPER (first), inner));

  if (first == self && self->for_spooler &&
      !tenant_join_store (self->tenant, open, G_OBJECT (self), error))
    return NULL;
  return g_steal_pointer (&open);
}
