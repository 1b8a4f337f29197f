/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* One thing to do. */
typedef struct
{
  const char *verb;  /* of the vocabulary; FAKE_VERB_FAIL for the name of an error */
  GStrv       words; /* what follows the verb */
  gint32      code;  /* of an error */
} FakeAction;

#define FAKE_VERB_OK "OK"
#define FAKE_VERB_FAIL "an error"

/* Whose calls a script can tell apart. */
typedef struct
{
  const char *name;
  const char *short_name;
} FakeCallName;

typedef struct
{
  const char *verb;
  const char *call; /* the only one that it is for; NULL for all */
  guint       least;
  guint       most;      /* words that may follow */
  gboolean    concludes; /* when nothing in a statement does, OK follows */
  const char *usage;     /* for people */
  /* What else is wrong with the words, or NULL (transfer full, nullable). */
  char *(*find_mistake) (const char *const *words);
} FakeVerb;

typedef struct
{
  const char         *whose;          /* for people: "transport" */
  const char         *recipient_call; /* that of a statement about a recipient; NULL for no such */
  const FakeCallName *calls;          /* ends with zeros */
  const FakeVerb     *verbs;          /* beside those that all fakes know; ends with zeros */
} FakeVocabulary;

/* What a fake is to do, from its text. It never changes. */
typedef struct _FakeScript FakeScript;

/* An error tells the line, the column and what is known instead. */
FakeScript *fake_script_new (const char *text, const FakeVocabulary *vocabulary, GError **error);
FakeScript *fake_script_ref (FakeScript *self);
void        fake_script_unref (FakeScript *self);

/* What to do at the beginning: FakeAction. */
const GPtrArray *fake_script_get_beginning (FakeScript *self);

/* What to do at the call with this number, counted from 1: FakeAction; NULL when nothing is said.
 */
const GPtrArray *fake_script_find (FakeScript *self, const char *call, guint number);

/* What is to become of a recipient, by its place, counted from 1, or its address; NULL too. */
const FakeAction *fake_script_find_recipient (FakeScript *self, guint place, const char *address);

/* A number as scripts have it; 0 for what is none, which FakeVerb.find_mistake tells before. */
guint32 fake_script_read_number (const char *word);
char   *fake_script_find_bad_number (const char *const *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeScript, fake_script_unref)

G_END_DECLS
