/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "handover-request.h"

#include <gio/gunixinputstream.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is read of a packet that is being understood. */
typedef struct
{
  const char *at;
  const char *end;
  const int  *files;
  gsize       n_files;
  gsize       n_variables; /* of handover_variables that were compared */

  GStrvBuilder *to;
  GStrvBuilder *cc;
  GStrvBuilder *bcc;
  GStrvBuilder *attach;
  GStrvBuilder *messages;
} HandoverReader;

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "%s", why);
  return FALSE;
}

static GInputStream *
open_file (const CliSend *send, const char *path, GCancellable *cancellable, GError **error)
{
  const HandoverRequest *self = (const HandoverRequest *) send;

  if (path == NULL)
    return g_object_ref (self->input);
  for (guint i = 0; i < self->files->len; i++)
    {
      HandoverFile *file = &g_array_index (self->files, HandoverFile, i);

      if (file->file >= 0 && g_str_equal (file->name, path))
        return g_unix_input_stream_new (g_steal_fd (&file->file), TRUE);
    }
  g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "%s was not handed over", path);
  return NULL;
}

static void
clear_file (gpointer data)
{
  HandoverFile *self = data;

  if (self->file >= 0)
    close (self->file);
  g_free (self->name);
}

static HandoverRequest *
request_new (void)
{
  HandoverRequest *self = g_new0 (HandoverRequest, 1);

  self->send.open = open_file;
  self->files = g_array_new (FALSE, FALSE, sizeof (HandoverFile));
  g_array_set_clear_func (self->files, clear_file);
  return self;
}

void
handover_request_free (HandoverRequest *self)
{
  cli_send_clear (&self->send);
  g_array_unref (self->files);
  g_clear_object (&self->input);
  g_free (self);
}

gboolean
handover_request_reads_input (const HandoverRequest *self)
{
  const char *first = *self->send.files;

  return first != NULL ? g_str_equal (first, "-") : self->send.body == NULL;
}

/* The next of the variables that are set here, as NAME=value; %NULL for none. */
static char *
next_variable (HandoverReader *reader)
{
  while (reader->n_variables < G_N_ELEMENTS (handover_variables))
    {
      const char *name = handover_variables[reader->n_variables++];
      const char *value = g_getenv (name);

      if (value != NULL)
        return g_strconcat (name, "=", value, NULL);
    }
  return NULL;
}

static gboolean
compare_variable (HandoverReader *reader, const char *variable, GError **error)
{
  g_autofree char *own = next_variable (reader);

  return g_strcmp0 (own, variable) == 0 || refuse (error, "its environment is another one");
}

static gboolean
add_file (HandoverRequest *self, HandoverReader *reader, const char *name, GError **error)
{
  struct stat  found;
  HandoverFile file = { NULL, -1 };

  if (self->files->len == reader->n_files)
    return refuse (error, "a file is missing");
  file = (HandoverFile){ g_strdup (name), reader->files[self->files->len] };
  g_array_append_val (self->files, file);
  return (fstat (file.file, &found) == 0 && S_ISREG (found.st_mode)) ||
         refuse (error, "what is to be read is no file");
}

static gboolean
set_text (char **where, const char *text)
{
  g_free (*where);
  *where = g_strdup (text);
  return TRUE;
}

static gboolean
add_text (GStrvBuilder *where, const char *text)
{
  g_strv_builder_add (where, text);
  return TRUE;
}

static gboolean
set_flag (gboolean *where)
{
  *where = TRUE;
  return TRUE;
}

static gboolean
take_text (
    HandoverRequest *self, HandoverReader *reader, char word, const char *text, GError **error)
{
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, "a text is no UTF-8");
  switch (word)
    {
    case HANDOVER_FROM:
      return set_text (&self->send.from, text);
    case HANDOVER_SUBJECT:
      return set_text (&self->send.subject, text);
    case HANDOVER_BODY:
      return set_text (&self->send.body, text);
    case HANDOVER_TO:
      return add_text (reader->to, text);
    case HANDOVER_CC:
      return add_text (reader->cc, text);
    case HANDOVER_BCC:
      return add_text (reader->bcc, text);
    default:
      return refuse (error, "it has a word that is not known");
    }
}

static gboolean
take_word (
    HandoverRequest *self, HandoverReader *reader, char word, const char *text, GError **error)
{
  switch (word)
    {
    case HANDOVER_VARIABLE:
      return compare_variable (reader, text, error);
    case HANDOVER_ATTACH:
      return add_text (reader->attach, text) && add_file (self, reader, text, error);
    case HANDOVER_FILE:
      return add_text (reader->messages, text) &&
             (g_str_equal (text, "-") || add_file (self, reader, text, error));
    case HANDOVER_NO_COPY:
      return set_flag (&self->send.no_copy);
    case HANDOVER_JSON:
      return set_flag (&self->json);
    case HANDOVER_QUIET:
      return set_flag (&self->quiet);
    default:
      return take_text (self, reader, word, text, error);
    }
}

static gboolean
read_words (HandoverRequest *self, HandoverReader *reader, GError **error)
{
  while (reader->at < reader->end)
    {
      const char *word = reader->at;
      const char *nul = memchr (word, '\0', (gsize) (reader->end - word));

      if (nul == NULL || nul == word)
        return refuse (error, "its words have no end");
      reader->at = nul + 1;
      if (!take_word (self, reader, *word, word + 1, error))
        return FALSE;
    }
  return TRUE;
}

/* Not one, as where none was named. */
static char **
end_list (GStrvBuilder *builder)
{
  g_auto (GStrv) list = g_strv_builder_end (builder);

  return *list != NULL ? g_steal_pointer (&list) : NULL;
}

static gboolean
check_whole (HandoverRequest *self, HandoverReader *reader, GError **error)
{
  g_autofree char *variable = next_variable (reader);
  char           **files = self->send.files;

  if (variable != NULL)
    return refuse (error, "its environment is another one");
  if (self->files->len != reader->n_files)
    return refuse (error, "there is a file too many");
  if (*files == NULL && self->send.to == NULL && self->send.cc == NULL && self->send.bcc == NULL)
    return refuse (error, "there is nothing to send");
  if (*files != NULL && files[1] != NULL && g_strv_contains ((const char *const *) files, "-"))
    return refuse (error, "standard input stands among files");
  return TRUE;
}

static gboolean
read_request (HandoverRequest *self, HandoverReader *reader, GError **error)
{
  gboolean good = read_words (self, reader, error);

  self->send.to = end_list (reader->to);
  self->send.cc = end_list (reader->cc);
  self->send.bcc = end_list (reader->bcc);
  self->send.attach = end_list (reader->attach);
  self->send.files = g_strv_builder_end (reader->messages);
  return good && check_whole (self, reader, error);
}

static gboolean
begins_well (const char *packet, gsize size)
{
  return size > sizeof HANDOVER_GREETING && packet[0] == HANDOVER_REQUEST &&
         memcmp (packet + 1, HANDOVER_GREETING, sizeof HANDOVER_GREETING) == 0;
}

static HandoverRequest *
parse_words (const char *packet, gsize size, const int *files, gsize n_files, GError **error)
{
  g_autoptr (GStrvBuilder) to = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) cc = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) bcc = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) attach = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) messages = g_strv_builder_new ();
  g_autoptr (HandoverRequest) self = request_new ();
  HandoverReader reader = {
    .at = packet + 1 + sizeof HANDOVER_GREETING,
    .end = packet + size,
    .files = files,
    .n_files = n_files,
    .to = to,
    .cc = cc,
    .bcc = bcc,
    .attach = attach,
    .messages = messages,
  };
  gboolean good = read_request (self, &reader, error);

  for (gsize i = self->files->len; i < n_files; i++)
    close (files[i]);
  return good ? g_steal_pointer (&self) : NULL;
}

HandoverRequest *
handover_request_parse (
    const char *packet, gsize size, const int *files, gsize n_files, GError **error)
{
  if (begins_well (packet, size))
    return parse_words (packet, size, files, n_files, error);

  for (gsize i = 0; i < n_files; i++)
    close (files[i]);
  refuse (error, "it is no request of this version");
  return NULL;
}
