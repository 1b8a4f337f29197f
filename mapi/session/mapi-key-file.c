/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flag-names.h"
#include "mapi-key-file-lines-private.h"
#include "mapi-key-file-private.h"

MapiKeyFile *
mapi_key_file_new (const char *path)
{
  MapiKeyFile *self = g_new0 (MapiKeyFile, 1);

  self->keys = g_key_file_new ();
  self->path = g_strdup (path);

  return self;
}

void
mapi_key_file_free (MapiKeyFile *self)
{
  g_key_file_unref (self->keys);
  g_free (self->path);
  g_free (self);
}

static MapiError
load_error_code (const GError *error)
{
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return MAPI_E_NOT_FOUND;
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
      g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PERM))
    return MAPI_E_NO_ACCESS;
  return MAPI_E_DISK_ERROR;
}

/* The text of a file as it is. */
char *
mapi_key_file_read_text (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, &local))
    return text;

  g_set_error (error, MAPI_ERROR, load_error_code (local), "%s: %s", path, local->message);
  return NULL;
}

typedef struct
{
  const char *path;
  GError    **error;
  gboolean    done;
} FirstComplaint;

static void
take_first (guint       line,
            gboolean    is_copy,
            const char *group,
            const char *key,
            const char *cause,
            gpointer    data)
{
  FirstComplaint *first = data;

  if (first->done || is_copy)
    return;
  g_set_error (
      first->error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "%s:%u: %s", first->path, line, cause);
  first->done = TRUE;
}

/* GKeyFile does not say on which line it gave up, and quotes it, who knows with what in it. */
static void
set_parse_error (const char *path, const char *text, const GError *cause, GError **error)
{
  FirstComplaint first = { path, error, FALSE };
  g_autoptr (MapiKeyFileLines) lines = mapi_key_file_lines_new (text, take_first, &first);

  if (!first.done)
    g_set_error (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "%s: %s", path, cause->message);
}

MapiKeyFile *
mapi_key_file_load (const char *path, GError **error)
{
  g_autoptr (MapiKeyFile) self = mapi_key_file_new (path);
  g_autofree char *text = mapi_key_file_read_text (path, error);
  g_autoptr (GError) local = NULL;

  if (text == NULL)
    return NULL;
  if (g_key_file_load_from_data (self->keys,
                                 text,
                                 strlen (text),
                                 G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS,
                                 &local))
    return g_steal_pointer (&self);

  set_parse_error (path, text, local, error);
  return NULL;
}

/* GKeyFile adds keys behind the empty line that parts a group from the next. */
static char *
without_gaps (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *tidy = g_string_new (NULL);

  for (char **line = lines; *line != NULL; line++)
    {
      char next = line[1] != NULL ? *line[1] : '\0';

      if (**line != '\0')
        g_string_append_printf (tidy, "%s\n", *line);
      else if (next == '[' || next == '#')
        g_string_append_c (tidy, '\n');
    }

  return g_string_free (tidy, FALSE);
}

/* The file is replaced as a whole and is on disk when this returns. */
gboolean
mapi_key_file_save (MapiKeyFile *self, int mode, GError **error)
{
  g_autofree char *raw = g_key_file_to_data (self->keys, NULL, NULL);
  g_autofree char *text = without_gaps (raw);
  g_autoptr (GError) local = NULL;

  if (g_file_set_contents_full (self->path,
                                text,
                                -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                mode,
                                &local))
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? MAPI_E_NOT_ENOUGH_DISK
                                                                         : MAPI_E_NO_ACCESS,
               "cannot write %s: %s",
               self->path,
               local->message);
  return FALSE;
}

/* What stands in the file may be no text. */
void
mapi_key_file_set_error (const MapiKeyFile *self,
                         const char        *group,
                         const char        *key,
                         MapiError          code,
                         GError           **error,
                         const char        *format,
                         ...)
{
  g_autofree char *cause = NULL;
  g_autofree char *message = NULL;
  g_autofree char *text = NULL;
  va_list          args;

  va_start (args, format);
  cause = g_strdup_vprintf (format, args);
  va_end (args);
  message = key != NULL ? g_strdup_printf ("%s: [%s] %s: %s", self->path, group, key, cause)
                        : g_strdup_printf ("%s: [%s]: %s", self->path, group, cause);
  text = g_utf8_make_valid (message, -1);

  g_set_error_literal (error, MAPI_ERROR, code, text);
}

/* Most keys may be absent, and GKeyFile's words about that cost more than to look. */
static gboolean
has_key (const MapiKeyFile *self, const char *group, const char *key)
{
  return g_key_file_has_group (self->keys, group) &&
         g_key_file_has_key (self->keys, group, key, NULL);
}

/* An absent key is a success that leaves @value NULL. */
gboolean
mapi_key_file_get_string (
    const MapiKeyFile *self, const char *group, const char *key, char **value, GError **error)
{
  g_autoptr (GError) local = NULL;

  *value =
      has_key (self, group, key) ? g_key_file_get_string (self->keys, group, key, &local) : NULL;
  if (local == NULL)
    return TRUE;

  mapi_key_file_set_error (self, group, key, MAPI_E_CORRUPT_DATA, error, "%s", local->message);
  return FALSE;
}

char *
mapi_key_file_require_string (const MapiKeyFile *self,
                              const char        *group,
                              const char        *key,
                              GError           **error)
{
  g_autofree char *value = NULL;

  if (!mapi_key_file_get_string (self, group, key, &value, error))
    return NULL;
  if (value == NULL || *value == '\0')
    {
      mapi_key_file_set_error (self, group, key, MAPI_E_CORRUPT_DATA, error, "is missing");
      return NULL;
    }

  return g_steal_pointer (&value);
}

gboolean
mapi_key_file_get_boolean (
    const MapiKeyFile *self, const char *group, const char *key, gboolean *value, GError **error)
{
  g_autofree char *text = NULL;

  if (!mapi_key_file_get_string (self, group, key, &text, error))
    return FALSE;
  *value = g_strcmp0 (text, "true") == 0;
  if (text == NULL || *value || strcmp (text, "false") == 0)
    return TRUE;

  mapi_key_file_set_error (
      self, group, key, MAPI_E_CORRUPT_DATA, error, "'%s' is neither true nor false", text);
  return FALSE;
}

gboolean
mapi_key_file_get_strings (
    const MapiKeyFile *self, const char *group, const char *key, char ***value, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (has_key (self, group, key))
    *value = g_key_file_get_string_list (self->keys, group, key, NULL, &local);
  else
    *value = g_new0 (char *, 1);
  if (*value != NULL)
    return TRUE;
  if (g_error_matches (local, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE) ||
      g_error_matches (local, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_UNKNOWN_ENCODING))
    {
      mapi_key_file_set_error (self, group, key, MAPI_E_CORRUPT_DATA, error, "%s", local->message);
      return FALSE;
    }

  *value = g_new0 (char *, 1);
  return TRUE;
}

static gboolean
parse_flag (const char *word, guint32 *flag)
{
  guint64 number;

  if (mapi_flag_from_name (word, flag))
    return TRUE;
  if (!g_str_has_prefix (word, "0x") ||
      !g_ascii_string_to_unsigned (word + 2, 16, 0, G_MAXUINT32, &number, NULL))
    return FALSE;

  *flag = (guint32) number;
  return TRUE;
}

/* Names of constants or hexadecimal numbers, with `|` between them. */
gboolean
mapi_key_file_get_flags (
    const MapiKeyFile *self, const char *group, const char *key, guint32 *value, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  *value = 0;
  if (!mapi_key_file_get_string (self, group, key, &text, error))
    return FALSE;

  words = g_strsplit (text != NULL ? text : "", "|", -1);
  for (char **word = words; *word != NULL; word++)
    {
      guint32 flag = 0;

      if (*g_strstrip (*word) != '\0' && !parse_flag (*word, &flag))
        {
          mapi_key_file_set_error (
              self, group, key, MAPI_E_CORRUPT_DATA, error, "'%s' is no known constant", *word);
          return FALSE;
        }
      *value |= flag;
    }

  return TRUE;
}
