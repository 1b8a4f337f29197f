/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-subject.h"
#include "mapi-prop-list-builder.h"

#include <string.h>

#define MAX_PREFIX_LETTERS 3

/* How many bytes of @subject are a prefix: one to three letters, a colon and a space. */
static gsize
measure_prefix (const char *subject)
{
  const char *end = subject;

  for (guint n = 0; n < MAX_PREFIX_LETTERS && g_unichar_isalpha (g_utf8_get_char (end)); n++)
    end = g_utf8_next_char (end);

  if (end == subject || !g_str_has_prefix (end, ": "))
    return 0;
  return (gsize) (end - subject) + strlen (": ");
}

/**
 * mapi_subject_get_prefix:
 * @subject: a subject
 *
 * Finds the prefix of a subject, such as `Re: `: one to three letters that a colon and a space
 * follow (pidtagnormalizedsubject-canonical-property.md).
 *
 * Returns: (transfer full): the prefix with colon and space, or an empty string
 *
 * Since: 1.0
 */
char *
mapi_subject_get_prefix (const char *subject)
{
  g_return_val_if_fail (subject != NULL, NULL);

  return g_strndup (subject, measure_prefix (subject));
}

/**
 * mapi_subject_get_props:
 * @subject: PR_SUBJECT
 * @prefix: (nullable): PR_SUBJECT_PREFIX as the client has set it, or %NULL
 *
 * Computes what a store computes from PR_SUBJECT. A @prefix that @subject begins with is taken as
 * it is, an empty one too; any other is replaced by the one found by mapi_subject_get_prefix().
 *
 * Returns: (transfer full): PR_SUBJECT_PREFIX and PR_NORMALIZED_SUBJECT
 *
 * Since: 1.0
 */
MapiPropList *
mapi_subject_get_props (const char *subject, const char *prefix)
{
  g_autoptr (MapiPropListBuilder) builder = NULL;
  gsize size;

  g_return_val_if_fail (subject != NULL, NULL);

  if (prefix != NULL && g_str_has_prefix (subject, prefix))
    size = strlen (prefix);
  else
    size = measure_prefix (subject);

  builder = mapi_prop_list_builder_new ();
  mapi_prop_list_builder_add_data (builder, MAPI_PR_SUBJECT_PREFIX, subject, size);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_NORMALIZED_SUBJECT, subject + size);
  return mapi_prop_list_builder_end (builder);
}

/* The text that counts: what the call sets, else what is there. */
static const char *
get_text (MapiPropList *current, MapiPropList *changes, guint32 tag)
{
  const char *text = mapi_prop_list_get_string (changes, tag);

  return text != NULL ? text : mapi_prop_list_get_string (current, tag);
}

/**
 * mapi_subject_get_changes:
 * @current: the properties of a message
 * @changes: what a client passed to `SetProps`
 *
 * Tells what a store has to set besides @changes because they touch PR_SUBJECT or
 * PR_SUBJECT_PREFIX, as mapi_subject_get_props() computes it. A prefix that the message has already
 * counts only when it is not empty: an empty one was as a rule computed.
 *
 * Returns: (transfer full) (nullable): PR_SUBJECT_PREFIX and PR_NORMALIZED_SUBJECT, or %NULL when
 *   they stay as they are
 *
 * Since: 1.0
 */
MapiPropList *
mapi_subject_get_changes (MapiPropList *current, MapiPropList *changes)
{
  const char *subject;
  const char *prefix;

  g_return_val_if_fail (current != NULL, NULL);
  g_return_val_if_fail (changes != NULL, NULL);

  if (!mapi_prop_list_contains (changes, MAPI_PR_SUBJECT) &&
      !mapi_prop_list_contains (changes, MAPI_PR_SUBJECT_PREFIX))
    return NULL;
  subject = get_text (current, changes, MAPI_PR_SUBJECT);
  if (subject == NULL)
    return NULL;

  prefix = get_text (current, changes, MAPI_PR_SUBJECT_PREFIX);
  if (prefix != NULL && *prefix == '\0' &&
      !mapi_prop_list_contains (changes, MAPI_PR_SUBJECT_PREFIX))
    prefix = NULL;
  return mapi_subject_get_props (subject, prefix);
}
