/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-script.h"

#include "fake-actions.h"
#include "fake-words.h"

/* What to do at some calls. */
typedef struct
{
  const char *call; /* NULL at the beginning */
  guint       from; /* the numbers of the calls */
  guint       to;
  char       *recipient; /* only for this one; NULL when it is about the call */
  GPtrArray  *actions;
} Rule;

struct _FakeScript
{
  gatomicrefcount       ref_count;
  const FakeVocabulary *vocabulary;
  Rule                 *beginning;
  GPtrArray            *rules;
};

/* A statement that is being read: the words from next to end. */
typedef struct
{
  FakeScript *script;
  FakeWord  **next;
  FakeWord  **end;
  Rule       *rule;
} Reader;

static void
free_action (gpointer data)
{
  FakeAction *action = data;

  g_strfreev (action->words);
  g_free (action);
}

static void
free_rule (gpointer data)
{
  Rule *rule = data;

  g_ptr_array_unref (rule->actions);
  g_free (rule->recipient);
  g_free (rule);
}

static Rule *
rule_new (void)
{
  Rule *rule = g_new0 (Rule, 1);

  rule->from = 1;
  rule->to = G_MAXUINT;
  rule->actions = g_ptr_array_new_with_free_func (free_action);
  return rule;
}

static gboolean
is_word (const FakeWord *word, const char *text)
{
  return word->mark == 0 && g_ascii_strcasecmp (word->text, text) == 0;
}

/* The first word with that mark, or the end. */
static FakeWord **
find_mark (const Reader *reader, char mark)
{
  FakeWord **word = reader->next;

  while (word < reader->end && (*word)->mark != mark)
    word++;
  return word;
}

/* The end of what is read so far is where the next thing is missing. */
static const FakeWord *
place_of (const Reader *reader)
{
  return *reader->next;
}

/* "2nd", "2nd+", "2nd-4th". */
static gboolean
read_ordinal (const char *text, guint *from, guint *to)
{
  static GRegex *pattern = NULL;
  static gsize   once = 0;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *open = NULL;

  if (g_once_init_enter (&once))
    {
      pattern = g_regex_new (
          "^([0-9]{1,9})(?:st|nd|rd|th)(?:(\\+)|-([0-9]{1,9})(?:st|nd|rd|th))?$", 0, 0, NULL);
      g_once_init_leave (&once, 1);
    }

  if (!g_regex_match (pattern, text, 0, &match))
    return FALSE;

  first = g_match_info_fetch (match, 1);
  open = g_match_info_fetch (match, 2);
  last = g_match_info_fetch (match, 3);
  *from = (guint) atoi (first);
  if (last != NULL && *last != '\0')
    *to = (guint) atoi (last);
  else
    *to = open != NULL && *open != '\0' ? G_MAXUINT : *from;
  return TRUE;
}

static char *
list_calls (const FakeVocabulary *vocabulary)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (const FakeCallName *call = vocabulary->calls; call->name != NULL; call++)
    g_string_append_printf (
        list, "%s%s (%s)", list->len > 0 ? ", " : "", call->name, call->short_name);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static const char *
find_call (const FakeVocabulary *vocabulary, const FakeWord *word, GError **error)
{
  g_autofree char *known = NULL;

  for (const FakeCallName *call = vocabulary->calls; call->name != NULL; call++)
    if (is_word (word, call->name) || is_word (word, call->short_name))
      return call->name;

  known = list_calls (vocabulary);
  fake_words_complain (
      word, error, "a %s has no call '%s'; it has %s", vocabulary->whose, word->text, known);
  return NULL;
}

/* "[2nd] CALL", all of the words up to @end. */
static gboolean
read_call (Reader *reader, FakeWord **end, GError **error)
{
  if (reader->next < end &&
      read_ordinal (place_of (reader)->text, &reader->rule->from, &reader->rule->to))
    reader->next++;

  if (reader->next + 1 != end)
    {
      fake_words_complain (place_of (reader), error, "one call is to stand here");
      return FALSE;
    }

  reader->rule->call = find_call (reader->script->vocabulary, *reader->next++, error);
  return reader->rule->call != NULL;
}

/* "[2nd] CALL" or "recipient WHO", up to the colon. */
static gboolean
read_when (Reader *reader, FakeWord **colon, GError **error)
{
  const FakeVocabulary *vocabulary = reader->script->vocabulary;

  if (vocabulary->recipient_call == NULL || !is_word (*reader->next, "recipient"))
    return read_call (reader, colon, error);

  reader->next++;
  if (reader->next + 1 != colon)
    {
      fake_words_complain (
          place_of (reader), error, "a recipient is to stand here: a number, or an address");
      return FALSE;
    }

  reader->rule->call = vocabulary->recipient_call;
  reader->rule->recipient = g_strdup ((*reader->next++)->text);
  return TRUE;
}

/* "crash in 2nd Poll" is "2nd Poll: crash"; answers where the action ends. */
static FakeWord **
find_in (const Reader *reader)
{
  for (guint n_behind = 2; n_behind <= 3; n_behind++)
    if (reader->end - reader->next > n_behind && is_word (*(reader->end - n_behind), "in"))
      return reader->end - n_behind;
  return NULL;
}

static GStrv
copy_words (FakeWord **from, FakeWord **to)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (; from < to; from++)
    g_strv_builder_add (builder, (*from)->text);
  return g_strv_builder_end (builder);
}

/* The name of an error, with seconds behind it perhaps. */
static FakeAction *
read_error (FakeWord **words, FakeWord **end, GError **error)
{
  g_autofree char *upper = g_ascii_strup ((*words)->text, -1);
  g_autofree char *name = g_strconcat ("MAPI_E_", upper, NULL);
  FakeAction      *action;
  gint32           code;
  gboolean         has_number = end - words == 2 && fake_script_read_number (words[1]->text) != 0;

  if (!mapi_error_from_name (name, &code))
    {
      fake_words_complain (
          *words, error, "'%s' is neither something to do nor an error", (*words)->text);
      return NULL;
    }
  if (end - words > 1 && !has_number)
    {
      fake_words_complain (words[1], error, "behind an error there may be one number of seconds");
      return NULL;
    }

  action = g_new0 (FakeAction, 1);
  action->verb = FAKE_VERB_FAIL;
  action->code = code;
  action->words = copy_words (words + 1, end);
  return action;
}

static const FakeVerb *
find_verb (const FakeVerb *verbs, const FakeWord *word)
{
  for (; verbs->verb != NULL; verbs++)
    if (is_word (word, verbs->verb))
      return verbs;
  return NULL;
}

static gboolean
check_verb (
    const FakeVerb *verb, const Rule *rule, const FakeWord *word, GStrv words, GError **error)
{
  guint            n_words = g_strv_length (words);
  g_autofree char *mistake = NULL;

  if (verb->call != NULL && g_strcmp0 (verb->call, rule->call) != 0)
    fake_words_complain (word, error, "'%s' is for %s alone", verb->verb, verb->call);
  else if (n_words < verb->least || n_words > verb->most)
    fake_words_complain (word, error, "this is used so: %s", verb->usage);
  else if (verb->find_mistake != NULL)
    {
      mistake = verb->find_mistake ((const char *const *) words);
      if (mistake != NULL)
        fake_words_complain (word, error, "%s; this is used so: %s", mistake, verb->usage);
      return mistake == NULL;
    }
  else
    return TRUE;
  return FALSE;
}

/* "2 messages" and "1 message" for "messages 2". */
static void
put_number_last (FakeWord **words, FakeWord **end)
{
  FakeWord *number = *words;

  if (end - words != 2 || !g_ascii_isdigit (*number->text))
    return;

  words[0] = words[1];
  words[1] = number;
  if (is_word (words[0], "message"))
    {
      g_free (words[0]->text);
      words[0]->text = g_strdup ("messages");
    }
}

static gboolean
read_action (Reader *reader, FakeWord **end, GError **error)
{
  FakeWord      **words = reader->next;
  const FakeVerb *verb;
  FakeAction     *action = NULL;
  g_auto (GStrv) rest = NULL;

  reader->next = end;
  if (words >= end)
    {
      fake_words_complain (*end, error, "what to do is missing here");
      return FALSE;
    }

  put_number_last (words, end);
  verb = find_verb (fake_actions_get_verbs (), *words);
  if (verb == NULL)
    verb = find_verb (reader->script->vocabulary->verbs, *words);
  if (verb == NULL)
    action = read_error (words, end, error);
  else
    {
      rest = copy_words (words + 1, end);
      if (!check_verb (verb, reader->rule, *words, rest, error))
        return FALSE;
      action = g_new0 (FakeAction, 1);
      action->verb = verb->verb;
      action->words = g_steal_pointer (&rest);
    }

  if (action != NULL)
    g_ptr_array_add (reader->rule->actions, action);
  return action != NULL;
}

static gboolean
read_actions (Reader *reader, GError **error)
{
  for (;;)
    {
      FakeWord **end = find_mark (reader, ',');

      if (!read_action (reader, end, error))
        return FALSE;
      if (end == reader->end)
        return TRUE;
      reader->next = end + 1;
    }
}

static void
begin_rule (Reader *reader)
{
  reader->rule = rule_new ();
  g_ptr_array_add (reader->script->rules, reader->rule);
}

static gboolean
read_statement (Reader *reader, GError **error)
{
  FakeWord **colon = find_mark (reader, ':');
  FakeWord **in = find_in (reader);

  if (colon < reader->end)
    {
      begin_rule (reader);
      if (!read_when (reader, colon, error))
        return FALSE;
      reader->next = colon + 1;
    }
  else if (in != NULL)
    {
      Reader behind = { reader->script, in + 1, reader->end, NULL };

      begin_rule (&behind);
      if (!read_call (&behind, reader->end, error))
        return FALSE;
      reader->rule = behind.rule;
      reader->end = in;
    }

  return read_actions (reader, error);
}

static gboolean
read_all (FakeScript *self, GPtrArray *words, GError **error)
{
  FakeWord **begin = (FakeWord **) words->pdata;

  for (guint i = 0; i < words->len; i++)
    {
      FakeWord **end = (FakeWord **) words->pdata + i;
      Reader     reader = { self, begin, end, self->beginning };

      if ((*end)->mark != ';')
        continue;
      begin = end + 1;
      if (reader.next < reader.end && !read_statement (&reader, error))
        return FALSE;
    }

  return TRUE;
}

FakeScript *
fake_script_new (const char *text, const FakeVocabulary *vocabulary, GError **error)
{
  g_autoptr (GPtrArray) words = fake_words_split (text, error);
  g_autoptr (FakeScript) self = NULL;

  if (words == NULL)
    return NULL;

  self = g_new0 (FakeScript, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->vocabulary = vocabulary;
  self->beginning = rule_new ();
  self->rules = g_ptr_array_new_with_free_func (free_rule);
  return read_all (self, words, error) ? g_steal_pointer (&self) : NULL;
}

FakeScript *
fake_script_ref (FakeScript *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fake_script_unref (FakeScript *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->rules);
  free_rule (self->beginning);
  g_free (self);
}

const GPtrArray *
fake_script_get_beginning (FakeScript *self)
{
  return self->beginning->actions;
}

/* What is said of one call wins over what is said of several, and the later over the earlier. */
const GPtrArray *
fake_script_find (FakeScript *self, const char *call, guint number)
{
  const Rule *found = NULL;

  for (guint i = 0; i < self->rules->len; i++)
    {
      const Rule *rule = g_ptr_array_index (self->rules, i);

      if (rule->recipient == NULL && g_str_equal (rule->call, call) && rule->from <= number &&
          number <= rule->to && (found == NULL || rule->to - rule->from <= found->to - found->from))
        found = rule;
    }

  return found != NULL ? found->actions : NULL;
}

const FakeAction *
fake_script_find_recipient (FakeScript *self, guint place, const char *address)
{
  g_autofree char *number = g_strdup_printf ("%u", place);

  for (guint i = 0; i < self->rules->len; i++)
    {
      const Rule *rule = g_ptr_array_index (self->rules, i);

      if (rule->recipient != NULL &&
          (g_str_equal (rule->recipient, number) || g_strcmp0 (rule->recipient, address) == 0))
        return g_ptr_array_index (rule->actions, 0);
    }

  return NULL;
}

guint32
fake_script_read_number (const char *word)
{
  guint64 number;

  return g_ascii_string_to_unsigned (word, 10, 0, G_MAXUINT32, &number, NULL) ? (guint32) number
                                                                              : 0;
}

char *
fake_script_find_bad_number (const char *const *words)
{
  for (; *words != NULL; words++)
    if (!g_ascii_string_to_unsigned (*words, 10, 0, G_MAXUINT32, NULL, NULL))
      return g_strdup_printf ("'%s' is no number", *words);
  return NULL;
}
