/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Understands the arguments of a plain `mapi send` as GOption does, and leaves all others alone. */

#include "front.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char        letter;
  const char *name;
  bool        has_value;
  bool        is_common; /* may stand before the command, too */
  char        word;      /* of the request */
} FrontOption;

#define PROFILE 'p' /* no word: the socket is that of the profile */

static const FrontOption options[] = {
  { 'p', "profile", true, true, PROFILE },
  { 'q', "quiet", false, true, HANDOVER_QUIET },
  { '\0', "json", false, true, HANDOVER_JSON },
  { 'F', "from", true, false, HANDOVER_FROM },
  { 't', "to", true, false, HANDOVER_TO },
  { 'c', "cc", true, false, HANDOVER_CC },
  { 'b', "bcc", true, false, HANDOVER_BCC },
  { 's', "subject", true, false, HANDOVER_SUBJECT },
  { 'm', "body", true, false, HANDOVER_BODY },
  { 'a', "attach", true, false, HANDOVER_ATTACH },
  { '\0', "no-copy", false, false, HANDOVER_NO_COPY },
};

#define N_OPTIONS (sizeof options / sizeof *options)

/* What the command line has so far, besides what is in the request. */
typedef struct
{
  FrontRequest *request;
  bool          has_recipient;
  bool          has_body;
  bool          has_input;
  size_t        n_messages;
} FrontReader;

static bool
add_bytes (FrontRequest *request, const char *bytes, size_t size)
{
  if (size > sizeof request->packet - request->size)
    return false;
  memcpy (request->packet + request->size, bytes, size);
  request->size += size;
  return true;
}

static bool
add_word (FrontRequest *request, char word, const char *text)
{
  return add_bytes (request, &word, 1) && add_bytes (request, text, strlen (text) + 1);
}

static bool
add_variables (FrontRequest *request)
{
  static const char kind = HANDOVER_VARIABLE;

  for (size_t i = 0; i < sizeof handover_variables / sizeof *handover_variables; i++)
    {
      const char *name = handover_variables[i];
      const char *value = getenv (name);

      if (value != NULL &&
          !(add_bytes (request, &kind, 1) && add_bytes (request, name, strlen (name)) &&
            add_word (request, '=', value)))
        return false;
    }
  return true;
}

/* Opened here, the file is the one that the caller sees, with his rights and in his folder. What
 * has a colon may be a URI; what is no plain file may not be opened twice. */
static bool
add_file (FrontRequest *request, char word, const char *path)
{
  struct stat found;
  int         file;

  if (request->n_files == HANDOVER_MOST_FILES || (*path != '/' && strchr (path, ':') != NULL) ||
      stat (path, &found) != 0 || !S_ISREG (found.st_mode))
    return false;
  file = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (file < 0)
    return false;
  request->files[request->n_files++] = file;
  return add_word (request, word, path);
}

/* What is no address is a name in an address book, which the caller's own process asks. */
static bool
are_addresses (const char *text)
{
  while (strchr (text, ':') == NULL)
    {
      size_t size = strcspn (text, ",;");

      if (memchr (text, '@', size) == NULL)
        return false;
      if (text[size] == '\0')
        return true;
      text += size + 1;
    }
  return true;
}

static const FrontOption *
find_option (const char *argument, const char **value)
{
  for (const FrontOption *option = options; option < options + N_OPTIONS; option++)
    {
      size_t length = strlen (option->name);

      *value = NULL;
      if (argument[1] == option->letter && argument[2] == '\0')
        return option;
      if (argument[1] != '-' || strncmp (argument + 2, option->name, length) != 0)
        continue;
      if (argument[2 + length] == '\0')
        return option;
      *value = argument + 2 + length + 1;
      if (argument[2 + length] == '=' && option->has_value)
        return option;
    }
  return NULL;
}

static bool
add_option (FrontReader *reader, const FrontOption *option, const char *value)
{
  switch (option->word)
    {
    case PROFILE:
      reader->request->profile = value;
      return true;
    case HANDOVER_JSON:
      reader->request->json = true;
      break;
    case HANDOVER_TO:
    case HANDOVER_CC:
    case HANDOVER_BCC:
      reader->has_recipient = true;
      if (!are_addresses (value))
        return false;
      break;
    case HANDOVER_BODY:
      reader->has_body = true;
      break;
    case HANDOVER_ATTACH:
      return add_file (reader->request, option->word, value);
    default:
      break;
    }
  return add_word (reader->request, option->word, value != NULL ? value : "");
}

/* Takes the option that @arguments begins with; answers where it ends, %NULL for none that is
 * known. */
static char **
read_option (FrontReader *reader, char **arguments, bool is_common)
{
  const char        *value;
  const FrontOption *option = find_option (*arguments, &value);

  if (option == NULL || (is_common && !option->is_common))
    return NULL;
  arguments++;
  if (option->has_value && value == NULL)
    value = *arguments++;
  return (value != NULL) == option->has_value && add_option (reader, option, value) ? arguments
                                                                                    : NULL;
}

static bool
read_file (FrontReader *reader, const char *path)
{
  reader->n_messages++;
  if (strcmp (path, "-") != 0)
    return add_file (reader->request, HANDOVER_FILE, path);
  reader->has_input = true;
  return add_word (reader->request, HANDOVER_FILE, path);
}

static bool
is_option (const char *argument)
{
  return argument[0] == '-' && argument[1] != '\0';
}

static bool
read_command (FrontReader *reader, char **arguments)
{
  while (arguments != NULL && *arguments != NULL)
    {
      if (strcmp (*arguments, "--") == 0)
        return false;
      if (is_option (*arguments))
        arguments = read_option (reader, arguments, false);
      else if (!read_file (reader, *arguments++))
        return false;
    }
  return arguments != NULL;
}

/* Somebody who types may take his time, and stop the program meanwhile. Of what is not there to be
 * read yet nobody is told: it would hold a place in the spooler. */
static bool
wait_for_input (void)
{
  struct pollfd input = { STDIN_FILENO, POLLIN, 0 };

  return !isatty (STDIN_FILENO) && poll (&input, 1, -1) == 1 && (input.revents & POLLNVAL) == 0;
}

/* Standard input is read for a message of its own, or for the text of the one that is composed. */
static bool
decide_input (FrontReader *reader)
{
  FrontRequest *request = reader->request;

  if (reader->n_messages == 0 && !reader->has_recipient)
    return false;
  if (reader->has_input && reader->n_messages > 1)
    return false;
  request->reads_input = reader->has_input || (reader->n_messages == 0 && !reader->has_body);
  return !request->reads_input || wait_for_input ();
}

bool
front_read_arguments (FrontRequest *request, char **arguments)
{
  FrontReader reader = { .request = request };
  const char  kind = HANDOVER_REQUEST;

  request->profile = NULL;
  request->json = false;
  request->n_files = request->size = 0;
  if (!add_bytes (request, &kind, 1) ||
      !add_bytes (request, HANDOVER_GREETING, sizeof HANDOVER_GREETING) || !add_variables (request))
    return false;
  while (arguments != NULL && *arguments != NULL && is_option (*arguments))
    arguments = read_option (&reader, arguments, true);
  return arguments != NULL && *arguments != NULL && strcmp (*arguments, "send") == 0 &&
         read_command (&reader, arguments + 1) && decide_input (&reader);
}
