/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-hook.h"

#include "fake-actions.h"
#include "mock-subject.h"

struct _MockHook
{
  GObject    parent_instance;
  FakeActor *actor;
  GBytes    *target;
};

typedef struct
{
  MockHook    *hook;
  MapiMessage *message;
  guint32     *flags;
  GBytes     **target;
} Call;

static const FakeCallName calls[] = {
  { "InboundMsgHook", "in" },
  { "OutboundMsgHook", "out" },
  { NULL },
};

static const FakeVerb verbs[] = {
  { "delete", NULL, 0, 0, FALSE, "delete", NULL },
  { "keep", NULL, 0, 0, FALSE, "keep", NULL },
  { "cancel", NULL, 0, 0, FALSE, "cancel", NULL },
  { "file", NULL, 0, 0, FALSE, "file", NULL },
  { "subject", NULL, 1, 1, FALSE, "subject TEXT", NULL },
  { "save", NULL, 0, 0, FALSE, "save", NULL },
  { NULL },
};

static const FakeVocabulary vocabulary = { .whose = "hook", .calls = calls, .verbs = verbs };

static void mock_hook_hook_init (MapiSpoolerHookInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockHook,
                               mock_hook,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_HOOK, mock_hook_hook_init))

static gboolean
act (gpointer data, const FakeAction *action, GError **error)
{
  Call *call = data;

  if (g_str_equal (action->verb, "delete"))
    *call->flags |= MAPI_HOOK_DELETE;
  if (g_str_equal (action->verb, "keep"))
    *call->flags &= ~(guint32) MAPI_HOOK_DELETE;
  if (g_str_equal (action->verb, "cancel"))
    *call->flags |= MAPI_HOOK_CANCEL;
  if (g_str_equal (action->verb, "file"))
    *call->target = g_bytes_ref (call->hook->target);
  if (g_str_equal (action->verb, "save"))
    return mapi_prop_save_changes (
        MAPI_PROP (call->message), MAPI_KEEP_OPEN_READWRITE, NULL, error);
  if (g_str_equal (action->verb, "subject"))
    return mock_subject_write (call->message, action->words[0], error);
  return TRUE;
}

static gboolean
run (Call *call, const char *name, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  FakeTurn turn = {
    .actor = call->hook->actor, .cancellable = cancellable, .act = act, .data = call
  };
  g_autofree char *subject = mock_subject_read (call->message);

  return fake_turn_run (
      &turn,
      name,
      subject,
      g_strdup_printf ("flags=0x%x target=%s", *call->flags, entry_id != NULL ? "given" : "none"),
      error);
}

static gboolean
mock_hook_inbound_msg_hook (MapiSpoolerHook *hook,
                            MapiMessage     *message,
                            MapiFolder      *folder,
                            MapiMsgStore    *store,
                            guint32         *flags,
                            GBytes          *entry_id,
                            GBytes         **target,
                            GCancellable    *cancellable,
                            GError         **error)
{
  Call call = { MOCK_HOOK (hook), message, flags, target };

  return run (&call, "InboundMsgHook", entry_id, cancellable, error);
}

static gboolean
mock_hook_outbound_msg_hook (MapiSpoolerHook *hook,
                             MapiMessage     *message,
                             MapiFolder      *folder,
                             MapiMsgStore    *store,
                             guint32         *flags,
                             GBytes          *entry_id,
                             GBytes         **target,
                             GCancellable    *cancellable,
                             GError         **error)
{
  Call call = { MOCK_HOOK (hook), message, flags, target };

  return run (&call, "OutboundMsgHook", entry_id, cancellable, error);
}

static void
mock_hook_hook_init (MapiSpoolerHookInterface *iface)
{
  iface->inbound_msg_hook = mock_hook_inbound_msg_hook;
  iface->outbound_msg_hook = mock_hook_outbound_msg_hook;
}

static void
mock_hook_finalize (GObject *object)
{
  MockHook *self = MOCK_HOOK (object);

  g_object_unref (self->actor);
  g_clear_pointer (&self->target, g_bytes_unref);

  G_OBJECT_CLASS (mock_hook_parent_class)->finalize (object);
}

static void
mock_hook_class_init (MockHookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_hook_finalize;
}

static void
mock_hook_init (MockHook *self)
{
  self->actor = fake_actor_new (&vocabulary);
}

MockHook *
mock_hook_new (void)
{
  return g_object_new (MOCK_TYPE_HOOK, NULL);
}

FakeActor *
mock_hook_get_actor (MockHook *self)
{
  return self->actor;
}

void
mock_hook_set_target (MockHook *self, GBytes *folder_id)
{
  self->target = g_bytes_ref (folder_id);
}
