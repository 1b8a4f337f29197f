/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi new`: a project to start from, made of a sample whose names are changed. */

#include "config.h"

#include "cli.h"

#include <errno.h>
#include <glib/gstdio.h>

#define RESOURCES "/mapi/new/"

/* What a name in a sample becomes. */
typedef enum
{
  CLI_NEW_NAME,  /* my-fax */
  CLI_NEW_SNAKE, /* my_fax */
  CLI_NEW_CAMEL, /* MyFax */
  CLI_NEW_UPPER, /* MY_FAX */
  CLI_NEW_N_FORMS
} CliNewForm;

typedef struct
{
  const char *pattern; /* what stands in the sample; NULL at the end */
  CliNewForm  form;
} CliNewChange;

typedef struct
{
  const char  *kind;
  const char  *language;
  const char  *sample; /* its folder, and what its files are called */
  const char  *source;
  gboolean     is_sent; /* a transport, which is tested with a spooler, too */
  CliNewChange changes[8];
} CliNewTemplate;

static const CliNewTemplate templates[] = {
  { "transport",
    "c",
    "file-transport",
    "file-transport.c",
    TRUE,
    { { "file-transport", CLI_NEW_NAME },
      { "(?<![A-Za-z])File(?=Transport)", CLI_NEW_CAMEL },
      { "\\bfile_(?=transport)", CLI_NEW_SNAKE },
      { "\\bFILE(?=\\b|_TRANSPORT)", CLI_NEW_UPPER } } },
  { "transport",
    "python",
    "python-transport",
    "file_drop.py",
    TRUE,
    { { "python-transport", CLI_NEW_NAME },
      { "file_drop", CLI_NEW_SNAKE },
      { "\\bFileDrop\\b", CLI_NEW_CAMEL },
      { "\\bDROP\\b", CLI_NEW_UPPER } } },
  { "transport",
    "js",
    "gjs-transport",
    "file_drop.js",
    FALSE,
    { { "gjs-transport", CLI_NEW_NAME },
      { "file_drop", CLI_NEW_SNAKE },
      { "\\bFileDrop\\b", CLI_NEW_CAMEL },
      { "\\bDROP\\b", CLI_NEW_UPPER } } },
  { "store",
    "c",
    "memory-store",
    "memory-store.c",
    FALSE,
    { { "memory-store", CLI_NEW_NAME },
      { "(?<![A-Za-z])Memory(?=[A-Z])", CLI_NEW_CAMEL },
      { "\\bmemory_(?=[a-z])", CLI_NEW_SNAKE },
      { "\\bMEMORY(?=\\b|_)", CLI_NEW_UPPER } } },
  { "store",
    "python",
    "python-mailbox",
    "mailbox.py",
    FALSE,
    { { "python-mailbox", CLI_NEW_NAME },
      { "\\bmailbox(?=\\.py)", CLI_NEW_SNAKE },
      { "\\bMailbox\\b", CLI_NEW_CAMEL } } },
  { "store",
    "js",
    "gjs-store",
    "json_store.js",
    FALSE,
    { { "gjs-store", CLI_NEW_NAME },
      { "json_store", CLI_NEW_SNAKE },
      { "\\bJsonStore\\b", CLI_NEW_CAMEL } } },
  { "address-book",
    "c",
    "address-list",
    "address-list.c",
    FALSE,
    { { "address-list", CLI_NEW_NAME },
      { "(?<![A-Za-z])List(?=[A-Z])", CLI_NEW_CAMEL },
      { "\\blist_(?=[a-z])", CLI_NEW_SNAKE },
      { "\\bLIST(?=\\b|_)", CLI_NEW_UPPER } } },
  { "address-book",
    "python",
    "python-address-book",
    "csv_book.py",
    FALSE,
    { { "python-address-book", CLI_NEW_NAME },
      { "csv_book", CLI_NEW_SNAKE },
      { "\\bCsvBook\\b", CLI_NEW_CAMEL } } },
  { "address-book",
    "js",
    "gjs-address-book",
    "json_book.js",
    FALSE,
    { { "gjs-address-book", CLI_NEW_NAME },
      { "json_book", CLI_NEW_SNAKE },
      { "\\bJsonBook\\b", CLI_NEW_CAMEL } } },
};

/* A project on its way. */
typedef struct
{
  const CliNewTemplate *template;
  char *forms[CLI_NEW_N_FORMS];
  char *folder;
} CliNew;

static void
cli_new_clear (CliNew *self)
{
  for (guint i = 0; i < CLI_NEW_N_FORMS; i++)
    g_free (self->forms[i]);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliNew, cli_new_clear)

static char *
cli_new_camel (const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, "-", -1);

  for (char **word = words; *word != NULL; word++)
    **word = g_ascii_toupper (**word);
  return g_strjoinv ("", words);
}

static void
cli_new_set_name (CliNew *self, const char *name)
{
  self->forms[CLI_NEW_NAME] = g_strdup (name);
  self->forms[CLI_NEW_SNAKE] = g_strdelimit (g_strdup (name), "-", '_');
  self->forms[CLI_NEW_CAMEL] = cli_new_camel (name);
  self->forms[CLI_NEW_UPPER] = g_ascii_strup (self->forms[CLI_NEW_SNAKE], -1);
}

static char *
cli_new_replace (const char *text, const char *pattern, const char *replacement)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);

  return g_regex_replace_literal (regex, text, -1, 0, replacement, 0, NULL);
}

/* In the place of snake the patterns leave the blank behind the name out. */
static char *
cli_new_rename (CliNew *self, const char *text)
{
  char *renamed = g_strdup (text);

  for (const CliNewChange *change = self->template->changes; change->pattern != NULL; change++)
    {
      g_autofree char *old = renamed;
      gboolean         ends_in_blank = strstr (change->pattern, "_(?=") != NULL;
      g_autofree char *form =
          g_strconcat (self->forms[change->form], ends_in_blank ? "_" : "", NULL);

      renamed = cli_new_replace (old, change->pattern, form);
    }
  return renamed;
}

/* Entry identifiers of two providers must not have one UID. */
static char *
cli_new_refresh_uid (const char *text)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr (GString) bytes = g_string_new ("{ { ");
  g_autofree char *refreshed = NULL;
  g_autofree char *quoted = g_strconcat ("'", uuid, "'", NULL);

  for (guint i = 0; i < sizeof (MapiUid); i++)
    g_string_append_printf (
        bytes, "%s0x%02x", i > 0 ? ", " : "", (guint) g_random_int_range (0, 256));
  g_string_append (bytes, " } }");
  refreshed = cli_new_replace (
      text, "\\{\\s*\\{\\s*(0x[0-9a-f]{2},\\s*){15}0x[0-9a-f]{2}\\s*\\}\\s*\\}", bytes->str);
  return cli_new_replace (refreshed, "'[-0-9a-f]{36}'", quoted);
}

static char *
cli_new_read (const char *resource)
{
  g_autofree char *path = g_strconcat (RESOURCES, resource, NULL);
  g_autoptr (GBytes) data = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize       size = 0;
  const char *text = g_bytes_get_data (data, &size);

  return g_strndup (text, size);
}

static gboolean
cli_new_write (CliNew *self, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  return g_file_set_contents (path, text, -1, error);
}

/* A file of the sample, under its new name. */
static gboolean
cli_new_write_sample (CliNew *self, const char *name, const char *more, GError **error)
{
  g_autofree char *resource = g_strconcat (self->template->sample, "/", name, NULL);
  g_autofree char *text = cli_new_read (resource);
  g_autofree char *renamed = cli_new_rename (self, text);
  g_autofree char *refreshed = cli_new_refresh_uid (renamed);
  g_autofree char *whole = g_strconcat (refreshed, more, NULL);
  g_autofree char *new_name = cli_new_rename (self, name);

  return cli_new_write (self, new_name, whole, error);
}

static gboolean
cli_new_write_other (CliNew *self, const char *name, const char *new_name, GError **error)
{
  g_autofree char *text = cli_new_read (name);
  g_autofree char *named = cli_new_replace (text, "@NAME@", self->forms[CLI_NEW_NAME]);
  g_autofree char *whole = cli_new_replace (named, "@TYPE@", self->forms[CLI_NEW_UPPER]);

  return cli_new_write (self, new_name, whole, error);
}

static gboolean
cli_new_write_build (CliNew *self, GError **error)
{
  g_autofree char *tests = cli_new_read ("tests.meson");

  return !g_str_equal (self->template->language, "c") ||
         cli_new_write_sample (self, "meson.build", tests, error);
}

static gboolean
cli_new_write_all (CliNew *self, GError **error)
{
  g_autofree char *service = g_strconcat (self->template->sample, ".service", NULL);
  g_autofree char *check = g_strconcat (self->template->sample, ".check", NULL);
  const char      *readme =
      g_str_equal (self->template->language, "c") ? "README-c.md" : "README-script.md";

  return cli_new_write_build (self, error) &&
         cli_new_write_sample (self, self->template->source, NULL, error) &&
         cli_new_write_sample (self, service, NULL, error) &&
         cli_new_write_sample (self, check, NULL, error) &&
         cli_new_write_other (self, readme, "README.md", error) &&
         cli_new_write_other (self, "test-conformance.py", "test-conformance.py", error) &&
         (!self->template->is_sent ||
          cli_new_write_other (self, "test-spooler.py", "test-spooler.py", error));
}

static const CliNewTemplate *
cli_new_find (const char *kind, const char *language, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    if (g_str_equal (templates[i].kind, kind) && g_str_equal (templates[i].language, language))
      return &templates[i];
  cli_usage (
      error,
      "there is no %s in %s to start from; there are transport, store and address-book, each in "
      "c, python and js",
      kind,
      language);
  return NULL;
}

/* Words of a-z and 0-9 with hyphens between, as services are called. */
static gboolean
cli_new_check_name (const char *name, GError **error)
{
  if (g_regex_match_simple ("^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$", name, 0, 0))
    return TRUE;
  cli_usage (error, "`%s` is no name for a project: it is made of a-z, 0-9 and hyphens", name);
  return FALSE;
}

static CliExit
cli_new_make (Cli *cli, CliNew *self, GError **error)
{
  JsonObject *said;

  if (g_mkdir (self->folder, 0777) != 0)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   errno == EEXIST ? MAPI_E_COLLISION : MAPI_E_CALL_FAILED,
                   "cannot make the folder %s: %s",
                   self->folder,
                   g_strerror (errno));
      return CLI_FAILED;
    }
  if (!cli_new_write_all (self, error))
    return CLI_FAILED;
  said = json_object_new ();
  json_object_set_string_member (said, "folder", self->folder);
  cli_answer (cli, said, "%s/README.md says how it is built and tested", self->folder);
  return CLI_OK;
}

CliExit
cli_new (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_autofree char   *language = NULL;
  g_autofree char   *output = NULL;
  const GOptionEntry entries[] = {
    { "lang", 'l', 0, G_OPTION_ARG_STRING, &language, "c, python or js", "LANGUAGE" },
    { "output", 'O', 0, G_OPTION_ARG_FILENAME, &output, "The folder to make; NAME else", "FOLDER" },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, entries, arguments, 2, 2, error);
  g_auto (CliNew) self = { NULL };

  if (rest == NULL || !cli_new_check_name (rest[1], error))
    return CLI_USAGE;
  self.template = cli_new_find (rest[0], language != NULL ? language : "c", error);
  if (self.template == NULL)
    return CLI_USAGE;
  cli_new_set_name (&self, rest[1]);
  self.folder = g_strdup (output != NULL ? output : rest[1]);
  return cli_new_make (cli, &self, error);
}
