/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-filter.h"
#include "ldap-attributes.h"

#include <ldap.h>

/*
 * Restrictions as filters. The table applies the restriction itself to what the server sends, so a
 * filter may let too much pass, never too little: a part that cannot be said is NULL, which stands
 * for anything.
 */

/* How deep a restriction may be nested and still be said; what lies deeper lets anything pass. */
#define DEEPEST 32

/* Nothing that a user typed can be anything but a value. */
static char *
escape (const char *text)
{
  struct berval raw = { strlen (text), (char *) text };
  struct berval escaped = { 0, NULL };
  char         *copy;

  if (ldap_bv2escaped_filter_value (&raw, &escaped) != LDAP_SUCCESS)
    return NULL;
  copy = g_strndup (escaped.bv_val, escaped.bv_len);
  ber_memfree (escaped.bv_val);

  return copy;
}

/* (|(name=PATTERN)...) over the attributes that a property may come from. */
static char *
any_attribute (const char *const *names, const char *before, const char *value, const char *after)
{
  g_autofree char *escaped = value != NULL ? escape (value) : g_strdup ("");
  GString         *filter = g_string_new ("(|");

  for (; escaped != NULL && *names != NULL; names++)
    g_string_append_printf (filter, "(%s=%s%s%s)", *names, before, escaped, after);
  g_string_append_c (filter, ')');

  return g_string_free (filter, escaped == NULL);
}

/* Every word begins a word of a name; within a text that is anywhere, as far as filters can say. */
static char *
anr_filter (const char *text)
{
  static const char *const names[] = {
    "displayName", "cn", "sn", "givenName", "mail", "uid", NULL
  };
  g_auto (GStrv) words = g_strsplit_set (text, " \t,;.@-_()<>\"'", -1);
  GString *filter = g_string_new ("(&");

  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *part = NULL;

      /* Servers and tables do not agree on which letters are alike; words that are not plain are
       * left to the table. */
      if (**word == '\0' || !g_str_is_ascii (*word))
        continue;
      part = any_attribute (names, "*", *word, "*");
      g_string_append (filter, part);
    }
  g_string_append_c (filter, ')');

  return g_string_free (filter, FALSE);
}

static const char *
text_of (MapiPropValue *value)
{
  const char *text = value != NULL ? mapi_prop_value_get_string (value) : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

static char *
property_filter (const MapiRestriction *restriction)
{
  g_autoptr (MapiPropValue) value = mapi_restriction_get_value (restriction);
  guint32            tag = mapi_restriction_get_tag (restriction);
  const char *const *names = ldap_attributes_of (tag);
  const char        *text = text_of (value);

  if (text == NULL || mapi_restriction_get_operator (restriction) != MAPI_RELOP_EQ)
    return NULL;
  if (tag == MAPI_PR_ANR)
    return anr_filter (text);

  return names != NULL && g_str_is_ascii (text) ? any_attribute (names, "", text, "") : NULL;
}

static char *
content_filter (const MapiRestriction *restriction)
{
  g_autoptr (MapiPropValue) value = mapi_restriction_get_value (restriction);
  const char *const *names = ldap_attributes_of (mapi_restriction_get_tag (restriction));
  const char        *text = text_of (value);
  guint32            level = mapi_restriction_get_operator (restriction) & 0xffff;

  if (text == NULL || names == NULL || !g_str_is_ascii (text))
    return NULL;
  if (level == MAPI_FL_FULLSTRING)
    return any_attribute (names, "", text, "");

  return any_attribute (names, level == MAPI_FL_PREFIX ? "" : "*", text, "*");
}

static char *
exist_filter (const MapiRestriction *restriction)
{
  const char *const *names = ldap_attributes_of (mapi_restriction_get_tag (restriction));

  return names != NULL ? any_attribute (names, "*", NULL, "") : NULL;
}

static char *translate (const MapiRestriction *restriction, guint depth);

/* Of a conjunction what can be said is said; a disjunction with a part that cannot, cannot. */
static char *
translate_children (const MapiRestriction *restriction, gboolean is_and, guint depth)
{
  g_autoptr (GString) filter = g_string_new (is_and ? "(&" : "(|");

  for (guint i = 0; i < mapi_restriction_get_n_children (restriction); i++)
    {
      g_autoptr (MapiRestriction) child = mapi_restriction_get_child (restriction, i);
      g_autofree char *part = translate (child, depth + 1);

      if (part == NULL && !is_and)
        return NULL;
      if (part != NULL)
        g_string_append (filter, part);
    }
  if (filter->len == strlen ("(&"))
    return NULL;

  g_string_append_c (filter, ')');
  return g_strdup (filter->str);
}

static char *
translate (const MapiRestriction *restriction, guint depth)
{
  if (depth > DEEPEST)
    return NULL;

  switch (mapi_restriction_get_kind (restriction))
    {
    case MAPI_RES_AND:
      return translate_children (restriction, TRUE, depth);
    case MAPI_RES_OR:
      return translate_children (restriction, FALSE, depth);
    case MAPI_RES_CONTENT:
      return content_filter (restriction);
    case MAPI_RES_PROPERTY:
      return property_filter (restriction);
    case MAPI_RES_EXIST:
      return exist_filter (restriction);
    default:
      return NULL;
    }
}

char *
ldap_filter_new (const char *basic, MapiRestriction *restriction)
{
  g_autofree char *special = restriction != NULL ? translate (restriction, 0) : NULL;

  return special != NULL ? g_strdup_printf ("(&%s%s)", basic, special) : g_strdup (basic);
}
