/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where the spooler of a profile listens: what mapi_profile_get_runtime_path() answers. */

#define _GNU_SOURCE

#include "front.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LONGEST_PROFILE 64

#define PREFIX "spooler-"
#define LONGEST_NAME (sizeof PREFIX + 3 * LONGEST_PROFILE + sizeof HANDOVER_SUFFIX)

static const char *
value_of (const char *variable)
{
  const char *value = getenv (variable);

  return value != NULL && *value != '\0' ? value : NULL;
}

static bool
print_folder (char *path, size_t size, const char *base, const char *below)
{
  int length = base != NULL && *base == '/' ? snprintf (path, size, "%s/%s", base, below) : -1;

  return length >= 0 && (size_t) length < size;
}

/* One of the user's folders: @variable names it, or else it lies below his home. */
static bool
find_folder (char *path, size_t size, const char *variable, const char *below_home)
{
  const char *base = value_of (variable);

  return base != NULL ? print_folder (path, size, base, "mapi")
                      : print_folder (path, size, getenv ("HOME"), below_home);
}

static bool
find_runtime_folder (char *path, size_t size)
{
  return getenv ("XDG_RUNTIME_DIR") != NULL
             ? print_folder (path, size, value_of ("XDG_RUNTIME_DIR"), "mapi")
             : find_folder (path, size, "XDG_DATA_HOME", ".local/share/mapi");
}

/* Of a file that is longer this is no text of it. */
static bool
read_text (const char *path, char *text, size_t size)
{
  int     file = open (path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file >= 0 ? read (file, text, size) : -1;

  if (file >= 0)
    close (file);
  if (length < 0 || (size_t) length == size)
    return false;
  text[length] = '\0';
  return strlen (text) == (size_t) length;
}

/* `mapi profile default` writes this one key. A file that has anything else, or an escape, is for
 * who understands key files. */
static const char *
find_default (char *text)
{
  static const char key[] = "DefaultProfile=";
  const char       *name = NULL;
  char             *rest = text;

  for (char *line = strsep (&rest, "\n"); line != NULL; line = strsep (&rest, "\n"))
    {
      if (strncmp (line, key, sizeof key - 1) == 0)
        name = line + sizeof key - 1;
      else if (*line != '\0' && strcmp (line, "[Mapi]") != 0)
        return NULL;
    }
  return name != NULL && strncmp (text, "[Mapi]", sizeof "[Mapi]") == 0 &&
                 strpbrk (name, "\\ \t\r") == NULL
             ? name
             : NULL;
}

static const char *
find_profile (const char *profile, char *text, size_t size)
{
  char path[512];

  if (profile == NULL)
    profile = getenv ("MAPI_PROFILE");
  if (profile != NULL)
    return profile;
  return find_folder (path, sizeof path - sizeof "/mapi.conf", "XDG_CONFIG_HOME", ".config/mapi") &&
                 read_text (strcat (path, "/mapi.conf"), text, size)
             ? find_default (text)
             : NULL;
}

/* Escaped as in a URI, with all characters that are not ASCII left as they are. */
static void
print_name (char *name, const char *profile)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  name = stpcpy (name, PREFIX);
  for (; *profile != '\0'; profile++)
    if ((unsigned char) *profile >= 0x80 || strchr (plain, *profile) != NULL)
      *name++ = *profile;
    else
      name += sprintf (name, "%%%02X", (unsigned int) *profile);
  strcpy (name, HANDOVER_SUFFIX);
}

bool
front_find_socket (struct sockaddr_un *address, const char *profile)
{
  char text[1024], folder[PATH_MAX], name[LONGEST_NAME];
  int  file, length;

  profile = find_profile (profile, text, sizeof text);
  if (profile == NULL || strlen (profile) > LONGEST_PROFILE ||
      !find_runtime_folder (folder, sizeof folder))
    return false;
  file = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (file < 0)
    return false;

  print_name (name, profile);
  address->sun_family = AF_UNIX;
  length = snprintf (address->sun_path, sizeof address->sun_path, HANDOVER_ADDRESS, file, name);
  return length > 0 && (size_t) length < sizeof address->sun_path;
}
