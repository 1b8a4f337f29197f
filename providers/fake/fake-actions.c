/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-actions.h"

const FakeAction fake_action_ok = { .verb = FAKE_VERB_OK };

static gboolean
read_notice (const char *word, guint32 *flag)
{
  g_autofree char *upper = g_ascii_strup (word, -1);
  g_autofree char *name = g_strconcat ("NOTIFY_", upper, NULL);

  return mapi_flag_from_name (name, flag);
}

static char *
find_bad_notice (const char *const *words)
{
  if (!read_notice (words[0], NULL))
    return g_strdup_printf ("there is no NOTIFY_%s", words[0]);
  if (words[1] == NULL)
    return NULL;
  if (words[2] == NULL || !g_str_equal (words[1], "after"))
    return g_strdup ("behind the notice only 'after' can stand");
  return fake_script_find_bad_number (words + 2);
}

static const FakeVerb verbs[] = {
  { FAKE_VERB_OK, NULL, 0, 0, TRUE, "OK", NULL },
  { "crash", NULL, 0, 0, TRUE, "crash", NULL },
  { "block", NULL, 0, 0, FALSE, "block", NULL },
  { "hang", NULL, 0, 0, FALSE, "hang", NULL },
  { "lie", NULL, 0, 0, TRUE, "lie", NULL },
  { "silence", NULL, 0, 0, TRUE, "silence", NULL },
  { "yield", NULL, 0, 0, FALSE, "yield", NULL },
  { "status", NULL, 1, 1, FALSE, "status TEXT", NULL },
  { "notify", NULL, 1, 3, FALSE, "notify FLAG [after SECONDS]", find_bad_notice },
  { NULL },
};

const FakeVerb *
fake_actions_get_verbs (void)
{
  return verbs;
}

static gboolean
block (FakeTurn *self, GCancellable *cancellable, GError **error)
{
  if (fake_actor_block (self->actor, self->script, cancellable))
    return TRUE;

  g_set_error_literal (error, MAPI_ERROR, MAPI_E_USER_CANCEL, "fake: cancelled while it blocked");
  return FALSE;
}

static gboolean
fail (FakeTurn *self, const FakeAction *action, GError **error)
{
  if (self->return_parm != NULL && action->words[0] != NULL)
    *self->return_parm = fake_script_read_number (action->words[0]);
  g_set_error (error,
               MAPI_ERROR,
               action->code,
               "fake: %s, as the script says",
               mapi_error_get_name (action->code));
  return FALSE;
}

static gboolean
set_status (FakeTurn *self, const char *text, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_STATUS_STRING, text);
  g_autoptr (MapiPropList) row = mapi_prop_list_new_from_value (value);

  return mapi_support_modify_status_row (
      self->support, row, MAPI_STATUSROW_UPDATE, self->cancellable, error);
}

typedef struct
{
  MapiSupport *support;
  guint32      flag;
} Notice;

static void
free_notice (gpointer data)
{
  Notice *notice = data;

  g_object_unref (notice->support);
  g_free (notice);
}

static gboolean
give_notice (gpointer data)
{
  const Notice *notice = data;

  mapi_support_spooler_notify (notice->support, notice->flag, NULL, NULL);
  return G_SOURCE_REMOVE;
}

/* In the context of the thread that is called, which the spooler turns for a transport. */
static void
give_notice_later (FakeTurn *self, guint32 flag, guint seconds)
{
  g_autoptr (GSource) source = g_timeout_source_new_seconds (seconds);
  Notice *notice = g_new (Notice, 1);

  notice->support = g_object_ref (self->support);
  notice->flag = flag;
  g_source_set_callback (source, give_notice, notice, free_notice);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static gboolean
notify (FakeTurn *self, const FakeAction *action, GError **error)
{
  guint32 flag = 0;

  read_notice (action->words[0], &flag);
  if (action->words[1] == NULL)
    return mapi_support_spooler_notify (self->support, flag, NULL, error);

  give_notice_later (self, flag, fake_script_read_number (action->words[2]));
  return TRUE;
}

/* Success and an error at once, which nobody may give. */
static gboolean
lie (GError **error)
{
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "fake: but it went well");
  return TRUE;
}

static gboolean
needs_support (const FakeTurn *self, const FakeAction *action, GError **error)
{
  if (self->support != NULL)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_CALL_FAILED,
               "fake: '%s' can be done from the logon on, and not before",
               action->verb);
  return FALSE;
}

static gboolean
act (FakeTurn *self, const FakeAction *action, GError **error)
{
  if (g_str_equal (action->verb, FAKE_VERB_FAIL))
    return fail (self, action, error);
  if (g_str_equal (action->verb, "crash"))
    abort ();
  if (g_str_equal (action->verb, "block"))
    return block (self, self->cancellable, error);
  if (g_str_equal (action->verb, "hang"))
    return block (self, NULL, error);
  if (g_str_equal (action->verb, "lie"))
    return lie (error);
  if (g_str_equal (action->verb, "silence"))
    return FALSE;
  if (g_str_equal (action->verb, "yield"))
    return needs_support (self, action, error) &&
           mapi_support_spooler_yield (self->support, 0, self->cancellable, error);
  if (g_str_equal (action->verb, "status"))
    return needs_support (self, action, error) && set_status (self, action->words[0], error);
  if (g_str_equal (action->verb, "notify"))
    return needs_support (self, action, error) && notify (self, action, error);

  return self->act == NULL || self->act (self->data, action, error);
}

static gboolean
concludes (const FakeVerb *known, const FakeAction *action)
{
  for (; known->verb != NULL; known++)
    if (known->verb == action->verb)
      return known->concludes;
  return FALSE;
}

static gboolean
run (FakeTurn *self, const GPtrArray *actions, GError **error)
{
  gboolean concluded = FALSE;

  for (guint i = 0; actions != NULL && i < actions->len; i++)
    {
      const FakeAction *action = g_ptr_array_index (actions, i);

      concluded |= concludes (verbs, action) ||
                   concludes (fake_actor_get_vocabulary (self->actor)->verbs, action);
      if (!act (self, action, error))
        return FALSE;
    }

  return concluded || act (self, &fake_action_ok, error);
}

gboolean
fake_turn_run (FakeTurn *self, const char *call, const char *about, char *details, GError **error)
{
  const GPtrArray *actions = fake_actor_enter (self->actor, call, about, details, &self->script);
  gboolean         answer = run (self, actions, error);

  g_clear_pointer (&self->script, fake_script_unref);
  return answer;
}

gboolean
fake_turn_begin (FakeTurn *self, GError **error)
{
  g_autoptr (FakeScript) script = fake_actor_ref_script (self->actor);
  const GPtrArray *actions = fake_script_get_beginning (script);
  gboolean         done = TRUE;

  self->script = script;
  for (guint i = 0; i < actions->len && done; i++)
    done = act (self, g_ptr_array_index (actions, i), error);
  self->script = NULL;
  return done;
}
