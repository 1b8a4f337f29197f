/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a store does with the other forms of a message's text when one of them has changed. */

#include "config.h"

#include "mapi-body-private.h"
#include "mapi-flags.h"
#include "mapi-html.h"
#include "mapi-rtf-sync-private.h"
#include "mapi-text-splice-private.h"

typedef enum
{
  FORM_HTML, /* in the order in which they are believed */
  FORM_RTF,
  FORM_BODY,
  N_FORMS,
} Form;

static const guint32 form_tags[N_FORMS][3] = {
  [FORM_HTML] = { MAPI_PR_HTML, MAPI_PR_BODY_HTML_W, MAPI_PR_BODY_HTML_A },
  [FORM_RTF] = { MAPI_PR_RTF_COMPRESSED },
  [FORM_BODY] = { MAPI_PR_BODY_W, MAPI_PR_BODY_A },
};

typedef struct
{
  MapiPropList *before;
  MapiPropList *changes;
  MapiPropList *after; /* with all that was found so far */
} BodySync;

/* The tag of a form; 0 when it is not there. */
static guint32
find_form (MapiPropList *props, Form form)
{
  for (gsize i = 0; i < G_N_ELEMENTS (form_tags[form]); i++)
    if (form_tags[form][i] != 0 && mapi_prop_list_contains (props, form_tags[form][i]))
      return form_tags[form][i];
  return 0;
}

/* The best of the forms that were set; N_FORMS without any. */
static Form
find_source (BodySync *self)
{
  Form form = FORM_HTML;

  while (form < N_FORMS && find_form (self->changes, form) == 0)
    form++;
  return form;
}

static gboolean
is_stale (BodySync *self, Form form)
{
  return find_form (self->before, form) != 0 && find_form (self->changes, form) == 0;
}

static void
take_list (BodySync *self, MapiPropList *changes)
{
  MapiPropList *after = mapi_prop_list_merge (self->after, changes);

  mapi_prop_list_unref (self->after);
  self->after = after;
}

/* Makes a form anew of one value alone; what cannot be read leaves it as it was. */
static void
remake (BodySync *self, Form form, MapiPropValue *source)
{
  static const guint32 tags[] = { MAPI_PR_HTML, MAPI_PR_RTF_COMPRESSED, MAPI_PR_BODY };
  g_autoptr (MapiPropTagArray) forms = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropList) bare = mapi_prop_list_without (self->after, forms);
  g_autoptr (MapiPropList) only = mapi_prop_list_new_from_value (source);
  g_autoptr (MapiPropList) props = mapi_prop_list_merge (bare, only);
  g_autoptr (MapiPropValue) value = mapi_body_derive (props, find_form (self->before, form), NULL);
  g_autoptr (MapiPropList) made = value != NULL ? mapi_prop_list_new_from_value (value) : NULL;

  if (made != NULL)
    take_list (self, made);
}

static MapiPropValue *
get_form (BodySync *self, Form form)
{
  return mapi_prop_list_lookup (self->after, find_form (self->after, form));
}

/* HTML keeps its formatting when lines were added to its text. */
static MapiPropValue *
splice_html (BodySync *self)
{
  g_autofree char *html = mapi_body_get_html (self->before);
  g_autofree char *text = html != NULL ? mapi_html_to_text (html) : NULL;
  g_autofree char *body = mapi_body_get_text (self->after);
  g_autofree char *spliced = NULL;
  MapiTextSplice   splice;

  if (text == NULL || body == NULL || !mapi_text_splice_init (&splice, body, text))
    return get_form (self, FORM_BODY);
  spliced = mapi_text_splice_apply_html (&splice, html);
  return mapi_prop_value_new_string (MAPI_PR_BODY_HTML_W, spliced);
}

static void
remake_of (BodySync *self, Form form, Form source)
{
  g_autoptr (MapiPropValue) value =
      form == FORM_HTML && source == FORM_BODY ? splice_html (self) : get_form (self, source);

  remake (self, form, value);
}

static void
sync_rtf (BodySync *self, guint32 flags)
{
  g_autoptr (MapiPropList) changes = mapi_rtf_sync_props (self->after, flags, NULL);

  if (changes != NULL)
    take_list (self, changes);
}

static void
remake_stale (BodySync *self, Form source)
{
  gboolean rtf_of_body = source == FORM_BODY && find_form (self->before, FORM_HTML) == 0;

  for (Form form = FORM_HTML; form < N_FORMS; form++)
    if (!is_stale (self, form))
      continue;
    else if (form == FORM_RTF && rtf_of_body)
      sync_rtf (self, MAPI_RTF_SYNC_BODY_CHANGED);
    else if (form == FORM_RTF && source == FORM_BODY)
      remake_of (self, form, FORM_HTML);
    else
      remake_of (self, form, source);
}

static gboolean
is_in_sync (BodySync *self)
{
  g_autoptr (MapiPropList) rtf_only = NULL;
  g_autoptr (MapiPropValue) rtf = get_form (self, FORM_RTF);
  g_autoptr (MapiPropValue) derived = NULL;
  g_autofree char *body = mapi_body_get_text (self->after);

  rtf_only = mapi_prop_list_new_from_value (rtf);
  derived = mapi_body_derive (rtf_only, MAPI_PR_BODY_W, NULL);
  return derived != NULL && body != NULL &&
         mapi_body_is_same_text (body, mapi_prop_value_get_string (derived));
}

/* Says whether the two are in step, and what of. */
static void
describe (BodySync *self)
{
  g_autoptr (MapiPropValue) no = NULL;
  g_autoptr (MapiPropList) change = NULL;

  if (find_form (self->after, FORM_RTF) == 0 || find_form (self->after, FORM_BODY) == 0)
    return;
  if (is_in_sync (self))
    {
      sync_rtf (self, MAPI_RTF_SYNC_BODY_CHANGED);
      return;
    }
  no = mapi_prop_value_new_boolean (MAPI_PR_RTF_IN_SYNC, FALSE);
  change = mapi_prop_list_new_from_value (no);
  take_list (self, change);
}

/* Whether the plain text alone was set, to what it was but for blanks. */
static gboolean
is_blank_change (BodySync *self, Form source)
{
  g_autoptr (MapiPropValue) old = NULL;
  g_autofree char *body = NULL;

  if (source != FORM_BODY)
    return FALSE;
  old = mapi_body_derive (self->before, MAPI_PR_BODY_W, NULL);
  body = mapi_body_get_text (self->after);
  return old != NULL && body != NULL &&
         mapi_body_is_same_text (mapi_prop_value_get_string (old), body);
}

/**
 * mapi_body_sync:
 * @before: the properties of a message, its text in all the forms that it is stored in
 * @changes: the properties that are set now
 *
 * Computes what a store changes besides when one form of a message's text is set: the forms that
 * are stored and were not set are made anew of the best one that was, HTML before RTF before plain
 * text. Forms that are not stored are not added: mapi_body_derive() gives them when they are asked
 * for. Forms that are set together are left as they were set, even if they say different things.
 *
 * Plain text that differs in blanks and ends of lines alone changes nothing. Lines that are added
 * to it in front or behind are added to HTML and RTF too, which keep their formatting.
 *
 * With RTF and plain text, PR_RTF_IN_SYNC and the properties that describe the two are among the
 * changes: see mapi_rtf_sync(). A form that cannot be read changes no other.
 *
 * Returns: (transfer full): what to set besides @changes, an empty list for nothing
 *
 * Since: 1.0
 */
MapiPropList *
mapi_body_sync (MapiPropList *before, MapiPropList *changes)
{
  BodySync      self = { .before = before, .changes = changes };
  MapiPropList *result;
  Form          source;
  g_autoptr (MapiPropList) given = NULL;

  g_return_val_if_fail (before != NULL && changes != NULL, NULL);

  source = find_source (&self);
  if (source == N_FORMS)
    return mapi_prop_list_new_empty ();

  given = mapi_prop_list_merge (before, changes);
  self.after = mapi_prop_list_ref (given);
  if (!is_blank_change (&self, source))
    {
      remake_stale (&self, source);
      describe (&self);
    }
  result = mapi_rtf_sync_compare (given, self.after);
  mapi_prop_list_unref (self.after);
  return result;
}
