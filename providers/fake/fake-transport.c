/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-transport.h"

#include "fake-actions.h"
#include "fake-flags.h"
#include "fake-logon.h"
#include "fake-submission.h"

struct _FakeTransport
{
  GObject    parent_instance;
  char      *name;
  FakeActor *actor;

  GMutex            lock; /* for all below */
  MapiAddressTypes *types;
  guint32           wants;
  GQueue            incoming; /* subjects */
  MapiSupport      *support;
  GWeakRef          logon; /* the last one */
  MapiMessage      *kept;
};

G_DEFINE_FINAL_TYPE (FakeTransport, fake_transport, G_TYPE_OBJECT)

static const FakeCallName calls[] = {
  { "TransportLogon", "logon" },
  { "AddressTypes", "types" },
  { "TransportNotify", "notified" },
  { "Idle", "idle" },
  { "TransportLogoff", "logoff" },
  { "SubmitMessage", "submit" },
  { "EndMessage", "end" },
  { "Poll", "poll" },
  { "StartMessage", "start" },
  { "OpenStatusEntry", "open" },
  { "ValidateState", "validate" },
  { "FlushQueues", "flush" },
  { NULL },
};

static gboolean
read_status (const char *word, guint32 *bit)
{
  g_autofree char *upper = g_ascii_strup (word, -1);
  g_autofree char *name = g_strconcat ("STATUS_", upper, NULL);

  return mapi_flag_from_name (name, bit);
}

static char *
find_bad_status (const char *const *words)
{
  return read_status (words[0], NULL) ? NULL : g_strdup_printf ("there is no STATUS_%s", words[0]);
}

static const FakeVerb verbs[] = {
  { "take", "SubmitMessage", 1, G_MAXUINT, TRUE, "take ADDRESS...", NULL },
  { "claim", "SubmitMessage", 1, G_MAXUINT, TRUE, "claim ADDRESS...", NULL },
  { "fail", "SubmitMessage", 0, 2, TRUE, "fail [ADDRESS [TEXT]]", NULL },
  { "deliver", "SubmitMessage", 0, 1, TRUE, "deliver [ADDRESS]", NULL },
  { "member", "SubmitMessage", 1, 1, FALSE, "member ADDRESS", NULL },
  { "set", "SubmitMessage", 2, 2, FALSE, "set PROPERTY TEXT", fake_submission_find_bad_property },
  { "save", "SubmitMessage", 0, 0, FALSE, "save", NULL },
  { "keep", NULL, 0, 0, FALSE, "keep", NULL },
  { "reference", NULL, 1, 1, FALSE, "reference NUMBER", fake_script_find_bad_number },
  { "RESEND_NOW", "EndMessage", 0, 0, FALSE, "RESEND_NOW", NULL },
  { "RESEND_LATER", "EndMessage", 0, 0, FALSE, "RESEND_LATER", NULL },
  { "DONT_RESEND", "EndMessage", 0, 0, FALSE, "DONT_RESEND", NULL },
  { "flags", NULL, 1, 1, FALSE, "flags NUMBER", fake_script_find_bad_number },
  { "raise", NULL, 1, 1, FALSE, "raise STATUS", find_bad_status },
  { "lower", NULL, 1, 1, FALSE, "lower STATUS", find_bad_status },
  { "messages", NULL, 1, 1, FALSE, "NUMBER messages", fake_script_find_bad_number },
  { "message", NULL, 1, 1, FALSE, "message SUBJECT", NULL },
  { "copy", "StartMessage", 1, 1, FALSE, "copy ADDRESS", NULL },
  { "nothing", "StartMessage", 0, 0, TRUE, "nothing", NULL },
  { "empty", "StartMessage", 0, 0, TRUE, "empty", NULL },
  { NULL },
};

static const FakeVocabulary vocabulary = {
  .whose = "transport",
  .recipient_call = "SubmitMessage",
  .calls = calls,
  .verbs = verbs,
};

static void
fake_transport_finalize (GObject *object)
{
  FakeTransport *self = FAKE_TRANSPORT (object);

  g_queue_clear_full (&self->incoming, g_free);
  g_clear_pointer (&self->types, mapi_address_types_unref);
  g_clear_object (&self->support);
  g_clear_object (&self->kept);
  g_weak_ref_clear (&self->logon);
  g_object_unref (self->actor);
  g_free (self->name);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (fake_transport_parent_class)->finalize (object);
}

static void
fake_transport_class_init (FakeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_transport_finalize;
}

static void
fake_transport_init (FakeTransport *self)
{
  g_mutex_init (&self->lock);
  g_queue_init (&self->incoming);
  g_weak_ref_init (&self->logon, NULL);
  self->actor = fake_actor_new (&vocabulary);
  self->types = mapi_address_types_new (NULL, NULL);
}

FakeTransport *
fake_transport_new (const char *name)
{
  FakeTransport *self = g_object_new (FAKE_TYPE_TRANSPORT, NULL);

  self->name = g_strdup (name);
  return self;
}

const char *
fake_transport_get_name (FakeTransport *self)
{
  return self->name;
}

FakeActor *
fake_transport_get_actor (FakeTransport *self)
{
  return self->actor;
}

void
fake_transport_set_types (FakeTransport *self, MapiAddressTypes *types)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (MapiAddressTypes) old = self->types;

  self->types = mapi_address_types_ref (types);
}

MapiAddressTypes *
fake_transport_ref_types (FakeTransport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return mapi_address_types_ref (self->types);
}

void
fake_transport_set_wants (FakeTransport *self, guint32 wants)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->wants = wants;
}

guint32
fake_transport_get_wants (FakeTransport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->wants;
}

void
fake_transport_receive (FakeTransport *self, const char *subject)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_queue_push_tail (&self->incoming, g_strdup (subject));
}

char *
fake_transport_take_incoming (FakeTransport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_queue_pop_head (&self->incoming);
}

void
fake_transport_put_back (FakeTransport *self, const char *subject)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_queue_push_head (&self->incoming, g_strdup (subject));
}

guint
fake_transport_get_n_incoming (FakeTransport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->incoming.length;
}

MapiSupport *
fake_transport_ref_support (FakeTransport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->support != NULL ? g_object_ref (self->support) : NULL;
}

MapiMessage *
fake_transport_ref_kept (FakeTransport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->kept != NULL ? g_object_ref (self->kept) : NULL;
}

static void
keep (FakeTransport *self, MapiMessage *message)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_set_object (&self->kept, message);
}

/* A bit of PR_STATUS_CODE in its row. */
static void
change_status (FakeTransport *self, const char *word, gboolean raised)
{
  g_autoptr (MapiTransport) logon = g_weak_ref_get (&self->logon);
  guint32 bit = 0;

  if (logon == NULL || !read_status (word, &bit))
    return;
  mapi_transport_change_status (logon, raised ? bit : 0, raised ? 0 : bit, NULL, NULL);
}

void
fake_transport_act (FakeTransport *self, const FakeAction *action, MapiMessage *message)
{
  guint32 n_messages = 0;

  if (g_str_equal (action->verb, "keep"))
    keep (self, message);
  else if (g_str_equal (action->verb, "raise") || g_str_equal (action->verb, "lower"))
    change_status (self, action->words[0], g_str_equal (action->verb, "raise"));
  else if (g_str_equal (action->verb, "message"))
    fake_transport_receive (self, action->words[0]);
  else if (g_str_equal (action->verb, "messages"))
    n_messages = fake_script_read_number (action->words[0]);

  for (guint32 i = 1; i <= n_messages; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Message %u", i);

      fake_transport_receive (self, subject);
    }
}

static gboolean
act_at_beginning (gpointer data, const FakeAction *action, GError **error)
{
  fake_transport_act (data, action, NULL);
  return TRUE;
}

static gboolean
begin (FakeTransport *self, MapiSupport *support, GCancellable *cancellable, GError **error)
{
  FakeTurn turn = { .actor = self->actor,
                    .support = support,
                    .cancellable = cancellable,
                    .act = act_at_beginning,
                    .data = self };

  return fake_turn_begin (&turn, error);
}

gboolean
fake_transport_set_script (FakeTransport *self, const char *text, GError **error)
{
  g_autoptr (MapiSupport) support = fake_transport_ref_support (self);

  return fake_actor_set_script (self->actor, text, error) &&
         (support == NULL || begin (self, support, NULL, error));
}

typedef struct
{
  FakeTransport *transport;
  guint32        flags; /* what the logon answers */
} Logon;

static gboolean
act_at_logon (gpointer data, const FakeAction *action, GError **error)
{
  Logon *logon = data;

  if (g_str_equal (action->verb, "flags"))
    logon->flags = fake_script_read_number (action->words[0]);
  fake_transport_act (logon->transport, action, NULL);
  return TRUE;
}

/* Answers whether it is the first logon. */
static gboolean
note_logon (FakeTransport *self, MapiSupport *support)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean first = self->support == NULL;

  g_set_object (&self->support, support);
  return first;
}

static gboolean
run_logon (FakeTurn *turn, const char *profile, guint32 flags, GError **error)
{
  g_autofree char *about = fake_flags_describe (fake_logon_flag_names, flags);
  char            *details = g_strconcat ("profile=", profile, NULL);

  return fake_turn_run (turn, "TransportLogon", about, details, error);
}

MapiXpLogon *
fake_transport_logon (FakeTransport *self,
                      MapiSupport   *support,
                      const char    *profile,
                      guint32       *flags,
                      GCancellable  *cancellable,
                      GError       **error)
{
  Logon    logon = { self, fake_transport_get_wants (self) };
  FakeTurn turn = { .actor = self->actor,
                    .support = support,
                    .cancellable = cancellable,
                    .act = act_at_logon,
                    .data = &logon };
  g_autoptr (MapiXpLogon) answer = NULL;

  if (!run_logon (&turn, profile, *flags, error))
    return NULL;

  answer = fake_logon_new (self, support, cancellable, error);
  if (answer == NULL || (note_logon (self, support) && !begin (self, support, cancellable, error)))
    return NULL;

  g_weak_ref_set (&self->logon, answer);
  *flags = logon.flags;
  return g_steal_pointer (&answer);
}
