/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whether a call gives what it gave when it was traced. */

#include "config.h"

#include "check-replay-private.h"

#include <string.h>

/* Fewer digits are no identifier that two runs could differ in. */
#define SHORTEST_IDENTIFIER 16

static char *compare_node (CheckReplay *self, const char *name, JsonNode *old, JsonNode *new);

/* What is another each time: times, what is made of them, and sizes of what was left out. */
static gboolean
is_volatile (const char *name)
{
  static const char *const names[] = {
    "PR_INTERNET_MESSAGE_ID",
    "PR_MESSAGE_SIZE",
    "PR_ATTACH_SIZE",
    "PR_SIZE",
  };
  guint32 tag = mapi_prop_tag_from_name (name);

  if (tag != 0 && mapi_prop_tag_get_prop_type (tag) == MAPI_PT_SYSTIME)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_identifier (const char *text)
{
  return strlen (text) >= SHORTEST_IDENTIFIER && strspn (text, "0123456789abcdef") == strlen (text);
}

/* The kind of an object, as `MapiFolder#`. */
static gsize
kind_length (const char *text)
{
  const char *number = g_str_has_prefix (text, "Mapi") ? strchr (text, '#') : NULL;

  return number != NULL ? (gsize) (number - text) + 1 : 0;
}

gboolean
replay_is_object (const char *text)
{
  return kind_length (text) > 0;
}

/* An identifier may be another one here, but always the same one. */
static gboolean
stands_for (CheckReplay *self, const char *old, const char *new)
{
  const char *known = g_hash_table_lookup (self->bytes, old);

  if (known != NULL)
    return g_str_equal (known, new);
  g_hash_table_insert (self->bytes, g_strdup (old), g_strdup (new));
  return TRUE;
}

/* What paths of the settings say, they say here of others. */
static gboolean
is_moved (CheckReplay *self, const char *old, const char *new)
{
  GHashTableIter iter;
  gpointer       then, now;
  g_autoptr (GString) moved = g_string_new (old);

  g_hash_table_iter_init (&iter, self->paths);
  while (g_hash_table_iter_next (&iter, &then, &now))
    g_string_replace (moved, then, now, 0);
  return g_str_equal (moved->str, new);
}

static gboolean
is_same_text (CheckReplay *self, const char *old, const char *new)
{
  if (g_str_equal (old, new) || replay_is_left_out (old) || replay_is_left_out (new))
    return TRUE;
  if (is_identifier (old) && is_identifier (new))
    return stands_for (self, old, new);
  if (is_moved (self, old, new))
    return TRUE;
  return kind_length (old) > 0 && kind_length (old) == kind_length (new) &&
         strncmp (old, new, kind_length (old)) == 0;
}

static char *
differ (const char *name, JsonNode *old, JsonNode *new)
{
  g_autofree char *was = json_to_string (old, FALSE);
  g_autofree char *is = json_to_string (new, FALSE);

  return g_strdup_printf ("%s was %.200s, and is %.200s", name, was, is);
}

static char *
compare_values (CheckReplay *self, const char *name, JsonNode *old, JsonNode *new)
{
  const char *was = json_node_get_string (old);
  const char *is = json_node_get_string (new);
  gboolean    same =
      was != NULL && is != NULL ? is_same_text (self, was, is) : json_node_equal (old, new);

  return same ? NULL : differ (name, old, new);
}

static char *
compare_arrays (CheckReplay *self, const char *name, JsonNode *old, JsonNode *new)
{
  JsonArray *was = json_node_get_array (old);
  JsonArray *is = json_node_get_array (new);

  if (json_array_get_length (was) != json_array_get_length (is))
    return g_strdup_printf ("%s had %u elements, and has %u",
                            name,
                            json_array_get_length (was),
                            json_array_get_length (is));
  for (guint i = 0; i < json_array_get_length (was); i++)
    {
      char *difference = compare_node (
          self, name, json_array_get_element (was, i), json_array_get_element (is, i));

      if (difference != NULL)
        return difference;
    }
  return NULL;
}

static char *
find_new (JsonObject *was, JsonObject *is)
{
  JsonObjectIter iter;
  const char    *name;

  json_object_iter_init (&iter, is);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!json_object_has_member (was, name))
      return g_strdup_printf ("%s was not there, and is", name);
  return NULL;
}

static char *
compare_objects (CheckReplay *self, JsonObject *was, JsonObject *is)
{
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *old;

  json_object_iter_init (&iter, was);
  while (json_object_iter_next (&iter, &name, &old))
    {
      JsonNode *new = json_object_get_member (is, name);
      char *difference;

      if (new == NULL)
        return g_strdup_printf ("%s was there, and is not", name);
      difference = is_volatile (name) ? NULL : compare_node (self, name, old, new);
      if (difference != NULL)
        return difference;
    }
  return find_new (was, is);
}

static char *
compare_node (CheckReplay *self, const char *name, JsonNode *old, JsonNode *new)
{
  if (json_node_get_node_type (old) != json_node_get_node_type (new))
    return differ (name, old, new);
  if (JSON_NODE_HOLDS_OBJECT (old))
    return compare_objects (self, json_node_get_object (old), json_node_get_object (new));
  if (JSON_NODE_HOLDS_ARRAY (old))
    return compare_arrays (self, name, old, new);
  return JSON_NODE_HOLDS_VALUE (old) ? compare_values (self, name, old, new) : NULL;
}

static const char *
get_error (JsonObject *line)
{
  return replay_get_string (json_object_get_member (line, "error"));
}

static char *
compare_errors (JsonObject *expected, JsonObject *found)
{
  const char *was = get_error (expected);
  const char *is = get_error (found);

  if (g_strcmp0 (was, is) == 0)
    return NULL;
  if (is == NULL)
    return g_strdup_printf ("it failed with %s, and succeeds", was);
  return g_strdup_printf ("it %s%s, and fails with %s: %s",
                          was != NULL ? "failed with " : "succeeded",
                          was != NULL ? was : "",
                          is,
                          replay_get_string (json_object_get_member (found, "message")));
}

char *
replay_compare (CheckReplay *self, JsonObject *expected, JsonObject *found)
{
  JsonNode *was = json_object_get_member (expected, "answer");
  JsonNode *is = json_object_get_member (found, "answer");
  char     *difference = compare_errors (expected, found);

  if (difference != NULL)
    return difference;
  if ((was == NULL) != (is == NULL))
    return g_strdup (is == NULL ? "it gave an answer, and gives none"
                                : "it gave no answer, and gives one");
  /* The number of a connection is anybody's. */
  if (was != NULL && !g_str_equal (json_object_get_string_member (expected, "method"), "Advise"))
    difference = compare_node (self, "the answer", was, is);
  if (difference != NULL)
    return difference;
  return compare_objects (self,
                          json_object_get_object_member (expected, "out"),
                          json_object_get_object_member (found, "out"));
}
