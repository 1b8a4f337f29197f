/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-logon.h"

#include "fake-actions.h"
#include "fake-flags.h"
#include "fake-status.h"
#include "fake-submission.h"

/* The reference of a message unless the script says otherwise. */
#define OUTGOING_REFERENCE 42
#define INCOMING_REFERENCE 7

#define FAKE_TYPE_LOGON (fake_logon_get_type ())
G_DECLARE_FINAL_TYPE (FakeLogon, fake_logon, FAKE, LOGON, MapiTransport)

/* A transport like any other; before it does anything it asks the script. */
struct _FakeLogon
{
  MapiTransport  parent_instance;
  FakeTransport *transport;
  MapiSupport   *support;
};

static MapiXpLogonInterface *parent_logon;

static void fake_logon_iface_init (MapiXpLogonInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeLogon,
                               fake_logon,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, fake_logon_iface_init))

/* One call, and where its results go. */
typedef struct
{
  FakeLogon    *logon;
  MapiMessage  *message;
  guint32      *flags;
  guint32      *message_ref;
  GCancellable *cancellable;
  GBytes       *target; /* an entry identifier */
} Call;

static FakeTurn
turn_of (Call *call, gboolean (*act) (gpointer data, const FakeAction *action, GError **error))
{
  FakeTurn turn = { .actor = fake_transport_get_actor (call->logon->transport),
                    .support = call->logon->support,
                    .cancellable = call->cancellable,
                    .act = act,
                    .data = call };

  return turn;
}

/* What any call may do. */
static gboolean
act (gpointer data, const FakeAction *action, GError **error)
{
  Call *call = data;

  fake_transport_act (call->logon->transport, action, call->message);
  if (call->flags != NULL && g_str_equal (action->verb, "flags"))
    *call->flags = fake_script_read_number (action->words[0]);
  return TRUE;
}

static MapiAddressTypes *
fake_logon_address_types (MapiXpLogon  *logon,
                          guint32      *flags,
                          GCancellable *cancellable,
                          GError      **error)
{
  Call     call = { .logon = FAKE_LOGON (logon), .flags = flags, .cancellable = cancellable };
  FakeTurn turn = turn_of (&call, act);

  *flags = MAPI_UNICODE;
  if (!fake_turn_run (&turn, "AddressTypes", NULL, NULL, error))
    return NULL;
  return fake_transport_ref_types (call.logon->transport);
}

static gboolean
act_at_notice (gpointer data, const FakeAction *action, GError **error)
{
  Call *call = data;

  if (!g_str_equal (action->verb, FAKE_VERB_OK))
    return act (data, action, error);
  return parent_logon->transport_notify (
      MAPI_XP_LOGON (call->logon), call->flags, *call->message_ref, call->target, error);
}

static gboolean
fake_logon_transport_notify (
    MapiXpLogon *logon, guint32 *flags, guint32 message_ref, GBytes *entry_id, GError **error)
{
  Call call = {
    .logon = FAKE_LOGON (logon), .flags = flags, .message_ref = &message_ref, .target = entry_id
  };
  FakeTurn         turn = turn_of (&call, act_at_notice);
  g_autofree char *about = fake_flags_describe (fake_notify_flag_names, *flags);
  g_autofree char *id = entry_id != NULL ? mapi_entry_id_to_string (entry_id) : g_strdup ("none");

  return fake_turn_run (&turn,
                        "TransportNotify",
                        about,
                        g_strdup_printf ("reference=%u entry=%s", message_ref, id),
                        error);
}

static gboolean
run_plain (
    MapiXpLogon *logon, const char *name, char *details, GCancellable *cancellable, GError **error)
{
  Call     call = { .logon = FAKE_LOGON (logon), .cancellable = cancellable };
  FakeTurn turn = turn_of (&call, act);

  return fake_turn_run (&turn, name, NULL, details, error);
}

static gboolean
fake_logon_idle (MapiXpLogon *logon, guint32 flags, GCancellable *cancellable, GError **error)
{
  return run_plain (logon, "Idle", g_strdup_printf ("flags=0x%x", flags), cancellable, error);
}

static gboolean
fake_logon_transport_logoff (MapiXpLogon  *logon,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  gboolean answer = run_plain (
      logon, "TransportLogoff", g_strdup_printf ("flags=0x%x", flags), cancellable, error);

  return parent_logon->transport_logoff (logon, flags, cancellable, answer ? error : NULL) &&
         answer;
}

static char *
read_subject (MapiMessage *message)
{
  static const guint32 tags[] = { MAPI_PR_SUBJECT };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), wanted, 0, NULL, NULL, NULL);

  return g_strdup (props != NULL ? mapi_prop_list_get_string (props, MAPI_PR_SUBJECT) : NULL);
}

static gboolean
fake_logon_submit_message (MapiXpLogon  *logon,
                           guint32       flags,
                           MapiMessage  *message,
                           guint32      *message_ref,
                           guint32      *return_parm,
                           GCancellable *cancellable,
                           GError      **error)
{
  FakeLogon *self = FAKE_LOGON (logon);
  FakeActor *actor = fake_transport_get_actor (self->transport);
  g_autoptr (FakeScript) script = fake_actor_ref_script (actor);
  FakeSubmission submission = {
    self->transport, MAPI_TRANSPORT (self), script,      self->support,
    message,         message_ref,           return_parm, cancellable,
  };
  FakeTurn turn = {
    actor, self->support, cancellable, return_parm, fake_submission_act, &submission
  };
  guint32          given = *message_ref;
  g_autofree char *named = fake_flags_describe (fake_submit_flag_names, flags);
  g_autofree char *subject = NULL;
  g_autofree char *recipients = NULL;
  g_autofree char *about = NULL;

  *message_ref = OUTGOING_REFERENCE;
  subject = read_subject (message);
  recipients = fake_submission_describe (message, cancellable);
  about = g_strjoin (" ", subject != NULL ? subject : "", *named != '\0' ? named : NULL, NULL);
  return fake_turn_run (
      &turn, "SubmitMessage", about, g_strdup_printf ("reference=%u %s", given, recipients), error);
}

static gboolean
act_at_end (gpointer data, const FakeAction *action, GError **error)
{
  static const struct
  {
    const char *verb;
    guint32     flag;
  } flags[] = {
    { "RESEND_NOW", MAPI_END_RESEND_NOW },
    { "RESEND_LATER", MAPI_END_RESEND_LATER },
    { "DONT_RESEND", MAPI_END_DONT_RESEND },
  };
  Call *call = data;

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    if (g_str_equal (action->verb, flags[i].verb))
      *call->flags |= flags[i].flag;
  return act (data, action, error);
}

static gboolean
fake_logon_end_message (MapiXpLogon  *logon,
                        guint32       message_ref,
                        guint32      *flags,
                        GCancellable *cancellable,
                        GError      **error)
{
  Call     call = { .logon = FAKE_LOGON (logon), .flags = flags, .cancellable = cancellable };
  FakeTurn turn = turn_of (&call, act_at_end);
  g_autofree char *about = g_strdup_printf ("%u", message_ref);

  *flags = 0;
  return fake_turn_run (&turn, "EndMessage", about, NULL, error);
}

static gboolean
fake_logon_poll (MapiXpLogon *logon, guint32 *incoming, GCancellable *cancellable, GError **error)
{
  if (!run_plain (logon, "Poll", NULL, cancellable, error))
    return FALSE;

  *incoming = fake_transport_get_n_incoming (FAKE_LOGON (logon)->transport);
  return TRUE;
}

static gboolean
fill (Call *call, const char *subject, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (MAPI_PROP (call->message), props, NULL, call->cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (call->message), 0, call->cancellable, error);
}

static gboolean
add_with_copy (Call *call, const char *address, GError **error)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, address, "SMTP", address);
  g_autoptr (MapiPropList) copy = mapi_recipient_new (MAPI_P1, address, "SMTP", address);
  MapiPropList *both[] = { row, copy };
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (both, G_N_ELEMENTS (both));

  return mapi_message_modify_recipients (
      call->message, MAPI_MODRECIP_ADD, rows, call->cancellable, error);
}

/* A message that waits is forgotten only when it is saved. */
static gboolean
act_at_start (gpointer data, const FakeAction *action, GError **error)
{
  Call            *call = data;
  g_autofree char *subject = NULL;

  if (g_str_equal (action->verb, "reference"))
    *call->message_ref = fake_script_read_number (action->words[0]);
  if (g_str_equal (action->verb, "copy"))
    return add_with_copy (call, action->words[0], error);
  if (g_str_equal (action->verb, "empty"))
    return mapi_prop_save_changes (MAPI_PROP (call->message), 0, call->cancellable, error);
  if (!g_str_equal (action->verb, FAKE_VERB_OK))
    return act (data, action, error);

  subject = fake_transport_take_incoming (call->logon->transport);
  if (subject == NULL || fill (call, subject, error))
    return TRUE;
  fake_transport_put_back (call->logon->transport, subject);
  return FALSE;
}

static gboolean
fake_logon_start_message (MapiXpLogon  *logon,
                          guint32       flags,
                          MapiMessage  *message,
                          guint32      *message_ref,
                          GCancellable *cancellable,
                          GError      **error)
{
  Call     call = { FAKE_LOGON (logon), message, NULL, message_ref, cancellable };
  FakeTurn turn = turn_of (&call, act_at_start);
  char    *details = g_strdup_printf ("flags=0x%x reference=%u", flags, *message_ref);

  *message_ref = INCOMING_REFERENCE;
  return fake_turn_run (&turn, "StartMessage", NULL, details, error);
}

static MapiStatus *
fake_logon_open_status_entry (MapiXpLogon  *logon,
                              const char   *interface_name,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  g_autoptr (MapiStatus) plain = NULL;

  if (!run_plain (
          logon, "OpenStatusEntry", g_strdup_printf ("flags=0x%x", flags), cancellable, error))
    return NULL;

  plain = parent_logon->open_status_entry (logon, interface_name, flags, cancellable, error);
  return plain != NULL ? fake_status_new (plain, FAKE_LOGON (logon)->transport) : NULL;
}

static gboolean
fake_logon_validate_state (MapiXpLogon  *logon,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  return run_plain (
             logon, "ValidateState", g_strdup_printf ("flags=0x%x", flags), cancellable, error) &&
         parent_logon->validate_state (logon, flags, cancellable, error);
}

static gboolean
act_at_flush (gpointer data, const FakeAction *action, GError **error)
{
  Call *call = data;

  if (!g_str_equal (action->verb, FAKE_VERB_OK))
    return act (data, action, error);
  return parent_logon->flush_queues (
      MAPI_XP_LOGON (call->logon), call->target, *call->flags, call->cancellable, error);
}

static gboolean
fake_logon_flush_queues (MapiXpLogon  *logon,
                         GBytes       *target_transport,
                         guint32       flags,
                         GCancellable *cancellable,
                         GError      **error)
{
  Call             call = { .logon = FAKE_LOGON (logon),
                            .target = target_transport,
                            .flags = &flags,
                            .cancellable = cancellable };
  FakeTurn         turn = turn_of (&call, act_at_flush);
  g_autofree char *about = fake_flags_describe (fake_flush_flag_names, flags);
  g_autofree char *target =
      target_transport != NULL ? mapi_entry_id_to_string (target_transport) : g_strdup ("none");

  return fake_turn_run (&turn, "FlushQueues", about, g_strconcat ("target=", target, NULL), error);
}

static void
fake_logon_iface_init (MapiXpLogonInterface *iface)
{
  parent_logon = g_type_interface_peek_parent (iface);
  iface->address_types = fake_logon_address_types;
  iface->transport_notify = fake_logon_transport_notify;
  iface->idle = fake_logon_idle;
  iface->transport_logoff = fake_logon_transport_logoff;
  iface->submit_message = fake_logon_submit_message;
  iface->end_message = fake_logon_end_message;
  iface->poll = fake_logon_poll;
  iface->start_message = fake_logon_start_message;
  iface->open_status_entry = fake_logon_open_status_entry;
  iface->validate_state = fake_logon_validate_state;
  iface->flush_queues = fake_logon_flush_queues;
}

static void
fake_logon_finalize (GObject *object)
{
  FakeLogon *self = FAKE_LOGON (object);

  g_object_unref (self->support);
  g_object_unref (self->transport);

  G_OBJECT_CLASS (fake_logon_parent_class)->finalize (object);
}

static void
fake_logon_class_init (FakeLogonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_logon_finalize;
}

static void
fake_logon_init (FakeLogon *self)
{
}

MapiXpLogon *
fake_logon_new (FakeTransport *transport,
                MapiSupport   *support,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (FakeLogon) self = g_object_new (FAKE_TYPE_LOGON, NULL);

  self->transport = g_object_ref (transport);
  self->support = g_object_ref (support);
  mapi_transport_set_display_name (MAPI_TRANSPORT (self), fake_transport_get_name (transport));
  if (!mapi_transport_log_on (MAPI_TRANSPORT (self), support, cancellable, error))
    return NULL;
  return MAPI_XP_LOGON (g_steal_pointer (&self));
}
