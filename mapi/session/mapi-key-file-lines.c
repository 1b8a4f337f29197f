/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-key-file-lines-private.h"

#include <string.h>

struct _MapiKeyFileLines
{
  GHashTable *places; /* of the group, a line end and the key, to the number of the line */
  GString    *readable;

  /* While the text is read. */
  char                *group;
  guint                line;
  MapiKeyFileComplaint complain;
  gpointer             data;
};

void
mapi_key_file_lines_free (MapiKeyFileLines *self)
{
  g_hash_table_unref (self->places);
  g_string_free (self->readable, TRUE);
  g_free (self->group);
  g_free (self);
}

static char *
place_of (const char *group, const char *key)
{
  return g_strconcat (group, "\n", key, NULL);
}

/* Answers the line where the same stood before, or 0. */
static guint
note_place (MapiKeyFileLines *self, const char *key)
{
  char *place = place_of (self->group, key != NULL ? key : "");
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, place));

  g_hash_table_insert (self->places, place, GUINT_TO_POINTER (self->line));
  return before;
}

static void
complain (MapiKeyFileLines *self, const char *cause)
{
  if (self->complain != NULL)
    self->complain (self->line, FALSE, self->group, NULL, cause, self->data);
}

static void
complain_of_copy (MapiKeyFileLines *self, const char *key, guint before)
{
  g_autofree char *cause = g_strdup_printf ("stands on line %u already", before);

  if (self->complain != NULL)
    self->complain (self->line, TRUE, self->group, key, cause, self->data);
}

/* What GKeyFile makes of a line is for GKeyFile to say. */
static GKeyFile *
parse (const char *text)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  return g_key_file_load_from_data (keys, text, strlen (text), G_KEY_FILE_KEEP_TRANSLATIONS, NULL)
             ? g_steal_pointer (&keys)
             : NULL;
}

static gboolean
read_group (MapiKeyFileLines *self, const char *line)
{
  g_autoptr (GKeyFile) keys = parse (line);
  guint before;

  if (keys == NULL)
    return FALSE;

  g_free (self->group);
  self->group = g_key_file_get_start_group (keys);
  before = note_place (self, NULL);
  if (before != 0)
    complain_of_copy (self, NULL, before);
  return TRUE;
}

static gboolean
read_key (MapiKeyFileLines *self, const char *line)
{
  g_autofree char *text = g_strconcat ("[x]\n", line, NULL);
  g_autoptr (GKeyFile) keys = parse (text);
  g_auto (GStrv) names = keys != NULL ? g_key_file_get_keys (keys, "x", NULL, NULL) : NULL;
  guint before;

  if (names == NULL || names[0] == NULL || self->group == NULL)
    return FALSE;

  before = note_place (self, names[0]);
  if (before != 0)
    complain_of_copy (self, names[0], before);
  return TRUE;
}

static void
read_line (MapiKeyFileLines *self, const char *line)
{
  g_autofree char *content = g_strstrip (g_utf8_make_valid (line, -1));
  gboolean         nothing = *content == '\0' || *content == '#';

  self->line++;
  if (nothing || (*content == '[' ? read_group (self, content) : read_key (self, content)))
    g_string_append (self->readable, line);
  else if (*content != '[' && self->group == NULL)
    complain (self, "stands before the first group");
  else
    complain (self, "is neither a group, a key with its value, nor a comment");
  g_string_append_c (self->readable, '\n');
}

MapiKeyFileLines *
mapi_key_file_lines_new (const char *text, MapiKeyFileComplaint complaint, gpointer data)
{
  MapiKeyFileLines *self = g_new0 (MapiKeyFileLines, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->readable = g_string_new (NULL);
  self->complain = complaint;
  self->data = data;
  for (char **line = lines; *line != NULL; line++)
    read_line (self, *line);

  return self;
}

guint
mapi_key_file_lines_find (const MapiKeyFileLines *self, const char *group, const char *key)
{
  g_autofree char *group_place = place_of (group, "");
  g_autofree char *place = key != NULL ? place_of (group, key) : NULL;
  guint line = place != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->places, place)) : 0;

  return line != 0 ? line : GPOINTER_TO_UINT (g_hash_table_lookup (self->places, group_place));
}

const char *
mapi_key_file_lines_get_readable (const MapiKeyFileLines *self)
{
  return self->readable->str;
}
