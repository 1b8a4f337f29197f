/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-store.h"

#include "fake-actions.h"
#include "fake-flags.h"
#include "fake-store-calls.h"

struct _FakeStore
{
  MapiWrapper parent_instance;
  FakeActor  *actor;

  GMutex        lock;    /* for all below */
  GHashTable   *failing; /* MapiCall -> what it fails with when it was passed on */
  MapiPropList *shown;   /* in the place of what is there; NULL for nothing */
  GPtrArray    *leaked;  /* what is not let go of */
  GWeakRef      support; /* of the last logon */
};

G_DEFINE_FINAL_TYPE (FakeStore, fake_store, MAPI_TYPE_WRAPPER)

static char *
find_bad_property (const char *const *words)
{
  return mapi_prop_tag_from_name (words[0]) != 0
             ? NULL
             : g_strdup_printf ("there is no property %s", words[0]);
}

/* What can be shown is what can be written down in a word. */
static char *
find_bad_value (const char *const *words)
{
  static const guint32 types[] = {
    MAPI_PT_UNICODE, MAPI_PT_BOOLEAN, MAPI_PT_LONG, MAPI_PT_SYSTIME
  };
  char   *mistake = find_bad_property (words);
  guint32 type = mapi_prop_tag_get_prop_type (mapi_prop_tag_from_name (words[0]));

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i] == type)
      return mistake;
  return mistake != NULL ? mistake : g_strdup_printf ("%s is neither text nor number", words[0]);
}

static gboolean
read_flag (const char *word, guint32 *flag)
{
  g_autofree char *upper = g_ascii_strup (word, -1);

  return mapi_flag_from_name (upper, flag);
}

static char *
find_bad_flag (const char *const *words)
{
  guint32 flag;

  return read_flag (words[0], &flag) ? NULL : g_strdup_printf ("there is no flag %s", words[0]);
}

static gboolean
read_error (const char *word, gint32 *code)
{
  g_autofree char *upper = g_ascii_strup (word, -1);
  g_autofree char *name = g_strconcat ("MAPI_E_", upper, NULL);

  return mapi_error_from_name (name, code);
}

static char *
find_bad_error (const char *const *words)
{
  gint32 code;

  return read_error (words[0], &code) ? NULL : g_strdup_printf ("there is no MAPI_E_%s", words[0]);
}

static const FakeVerb verbs[] = {
  { "ignore", NULL, 0, 0, TRUE, "ignore", NULL },
  { "then", NULL, 1, 1, TRUE, "then ERROR", find_bad_error },
  { "without", NULL, 1, 1, FALSE, "without FLAG", find_bad_flag },
  { "with", NULL, 1, 1, FALSE, "with FLAG", find_bad_flag },
  { "hide", NULL, 1, 1, FALSE, "hide PROPERTY", find_bad_property },
  { "show", NULL, 2, 2, FALSE, "show PROPERTY VALUE", find_bad_value },
  { "leak", NULL, 0, 0, FALSE, "leak", NULL },
  { NULL },
};

static const FakeVocabulary vocabulary = {
  .whose = "store",
  .calls = fake_store_calls,
  .verbs = verbs,
};

static MapiPropValue *
make_value (guint32 tag, const char *word)
{
  gint64 number = g_ascii_strtoll (word, NULL, 0);

  switch (mapi_prop_tag_get_prop_type (tag))
    {
    case MAPI_PT_BOOLEAN:
      return mapi_prop_value_new_boolean (tag, number != 0);
    case MAPI_PT_LONG:
      return mapi_prop_value_new_long (tag, (gint32) number);
    case MAPI_PT_SYSTIME:
      return mapi_prop_value_new_systime (tag, (guint64) number);
    default:
      return mapi_prop_value_new_string (tag, word);
    }
}

/* In a row a column without a value stays. */
static MapiPropValue *
make_nothing (guint32 tag)
{
  return mapi_prop_value_new_error (mapi_prop_tag_change_type (tag, MAPI_PT_ERROR),
                                    MAPI_E_NOT_FOUND);
}

/* A property with a value, or without one. */
static void
show (FakeStore *self, guint32 tag, const char *word)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (MapiPropValue) value = word != NULL ? make_value (tag, word) : make_nothing (tag);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) before = self->shown;

  self->shown =
      before != NULL ? mapi_prop_list_merge (before, change) : mapi_prop_list_ref (change);
}

static void
remember_failure (FakeStore *self, MapiCall *call, const char *word)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint32 code = 0;

  read_error (word, &code);
  g_hash_table_insert (self->failing, call, GINT_TO_POINTER (code));
}

static void
change_flags (MapiCall *call, const FakeAction *action)
{
  guint32 flags = mapi_call_get_flags (call);
  guint32 flag = 0;

  read_flag (action->words[0], &flag);
  mapi_call_set_flags (call, g_str_equal (action->verb, "with") ? flags | flag : flags & ~flag);
}

/* Holds what the call is about, as somebody does who has lost count. */
static void
leak (FakeStore *self, MapiCall *call)
{
  static const char *const names[] = { "support", "message" };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GObject *argument = mapi_call_get_argument (call, names[i]);

      if (argument != NULL)
        g_ptr_array_add (self->leaked, g_object_ref (argument));
    }
}

typedef struct
{
  FakeStore *store;
  MapiCall  *call; /* NULL at the beginning */
} Turn;

static gboolean
act (gpointer data, const FakeAction *action, GError **error)
{
  Turn *turn = data;

  if (g_str_equal (action->verb, "hide") || g_str_equal (action->verb, "show"))
    show (turn->store, mapi_prop_tag_from_name (action->words[0]), action->words[1]);
  else if (turn->call == NULL)
    return TRUE;
  else if (g_str_equal (action->verb, "ignore"))
    mapi_call_skip (turn->call);
  else if (g_str_equal (action->verb, "leak"))
    leak (turn->store, turn->call);
  else if (g_str_equal (action->verb, "then"))
    remember_failure (turn->store, turn->call, action->words[0]);
  else if (g_str_equal (action->verb, "with") || g_str_equal (action->verb, "without"))
    change_flags (turn->call, action);
  return TRUE;
}

/* The subject of the message that a call is about. */
static char *
describe (MapiCall *call)
{
  static const guint32 subject = MAPI_PR_SUBJECT;
  GObject             *object = mapi_call_get_object (call);
  GObject *message = MAPI_IS_MESSAGE (object) ? object : mapi_call_get_argument (call, "message");
  g_autoptr (MapiPropTagArray) tags = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (!MAPI_IS_MESSAGE (message))
    return NULL;
  tags = mapi_prop_tag_array_new (&subject, 1);
  props = mapi_prop_get_props (MAPI_PROP (message), tags, 0, NULL, NULL, NULL);
  return props != NULL ? g_strdup (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT)) : NULL;
}

/* A script that is set on the store itself is not for the store behind. */
static gboolean
take_script (FakeStore *self, MapiCall *call, GError **error)
{
  g_autoptr (MapiPropList) props = mapi_call_get_props (call, "props");
  const char *text = props != NULL ? mapi_prop_list_get_string (props, FAKE_PR_STORE_SCRIPT) : NULL;

  if (text == NULL)
    return TRUE;
  mapi_call_skip (call);
  return fake_store_set_script (self, text, error);
}

static gboolean
ask_script (FakeStore *self, MapiCall *call, const char *name, GError **error)
{
  Turn             turn = { self, call };
  GObject         *cancellable = mapi_call_get_argument (call, "cancellable");
  g_autofree char *about = describe (call);
  g_autoptr (MapiSupport) support = g_weak_ref_get (&self->support);
  FakeTurn fake = {
    .actor = self->actor,
    .support = support,
    .cancellable = G_IS_CANCELLABLE (cancellable) ? G_CANCELLABLE (cancellable) : NULL,
    .act = act,
    .data = &turn,
  };

  return fake_turn_run (&fake, name, about, NULL, error);
}

static gboolean
fake_store_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  FakeStore  *self = FAKE_STORE (wrapper);
  const char *method = mapi_call_get_method (call);
  const char *name = fake_store_calls_find (mapi_call_get_interface_name (call), method);
  GObject    *support = mapi_call_get_argument (call, "support");

  if (support != NULL)
    g_weak_ref_set (&self->support, support);
  if (MAPI_IS_MSG_STORE (mapi_call_get_object (call)) && g_str_equal (method, "SetProps") &&
      !take_script (self, call, error))
    return FALSE;
  return name == NULL || ask_script (self, call, name, error);
}

static gboolean
fake_store_leave (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  FakeStore *self = FAKE_STORE (wrapper);
  gpointer   code = NULL;

  g_mutex_lock (&self->lock);
  g_hash_table_steal_extended (self->failing, call, NULL, &code);
  g_mutex_unlock (&self->lock);
  if (code == NULL || mapi_call_get_error (call) != NULL)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               GPOINTER_TO_INT (code),
               "fake: %s is done, and the script says %s",
               mapi_call_get_method (call),
               mapi_error_get_name (GPOINTER_TO_INT (code)));
  return FALSE;
}

static MapiPropList *
make_own (FakeStore *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autofree char *script = fake_actor_dup_script_text (self->actor);
  g_auto (GStrv) log = fake_actor_get_log (self->actor);
  g_autofree char *lines = g_strjoinv ("\n", log);

  mapi_prop_list_builder_add_string (builder, FAKE_PR_STORE_SCRIPT, script);
  mapi_prop_list_builder_add_string (builder, FAKE_PR_STORE_LOG, lines);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
is_asked_for (MapiPropList *props, guint32 tag)
{
  guint32 id = mapi_prop_tag_get_id (tag);

  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    if (mapi_prop_tag_get_id (mapi_prop_list_get_tag (props, i)) == id)
      return TRUE;
  return FALSE;
}

/* What is there or was asked for, with what the script says of it. */
static MapiPropList *
replace (MapiPropList *props, MapiPropList *with)
{
  MapiPropList *replaced = mapi_prop_list_ref (props);

  for (guint i = 0; i < mapi_prop_list_get_size (with); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (with, i);
      g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);
      g_autoptr (MapiPropList) before = replaced;

      replaced = is_asked_for (before, mapi_prop_value_get_tag (value))
                     ? mapi_prop_list_merge (before, change)
                     : mapi_prop_list_ref (before);
    }
  return replaced;
}

static MapiPropList *
fake_store_filter (MapiWrapper *wrapper, GObject *object, MapiPropList *props)
{
  FakeStore *self = FAKE_STORE (wrapper);
  g_autoptr (MapiPropList) own = MAPI_IS_MSG_STORE (object) ? make_own (self) : NULL;
  g_autoptr (MapiPropList) known = own != NULL ? replace (props, own) : mapi_prop_list_ref (props);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->shown != NULL ? replace (known, self->shown) : mapi_prop_list_ref (known);
}

static void
fake_store_finalize (GObject *object)
{
  FakeStore *self = FAKE_STORE (object);

  g_object_unref (self->actor);
  g_hash_table_unref (self->failing);
  g_clear_pointer (&self->shown, mapi_prop_list_unref);
  g_ptr_array_unref (self->leaked);
  g_weak_ref_clear (&self->support);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (fake_store_parent_class)->finalize (object);
}

static void
fake_store_class_init (FakeStoreClass *klass)
{
  MapiWrapperClass *wrapper_class = MAPI_WRAPPER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fake_store_finalize;
  wrapper_class->enter = fake_store_enter;
  wrapper_class->leave = fake_store_leave;
  wrapper_class->filter = fake_store_filter;
}

static void
fake_store_init (FakeStore *self)
{
  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->support, NULL);
  self->actor = fake_actor_new (&vocabulary);
  self->failing = g_hash_table_new (NULL, NULL);
  self->leaked = g_ptr_array_new_with_free_func (g_object_unref);
}

FakeStore *
fake_store_new (void)
{
  return g_object_new (FAKE_TYPE_STORE, NULL);
}

FakeActor *
fake_store_get_actor (FakeStore *self)
{
  return self->actor;
}

static void
forget_props (FakeStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_clear_pointer (&self->shown, mapi_prop_list_unref);
}

gboolean
fake_store_set_script (FakeStore *self, const char *text, GError **error)
{
  Turn     turn = { self, NULL };
  FakeTurn fake = { .actor = self->actor, .act = act, .data = &turn };

  if (!fake_actor_set_script (self->actor, text, error))
    return FALSE;
  forget_props (self);
  return fake_turn_begin (&fake, error);
}
