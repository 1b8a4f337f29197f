/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-mime-plain-private.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

#define DAY_NAMES "Mon,Tue,Wed,Thu,Fri,Sat,Sun,"
#define MONTH_NAMES "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec "

/* Words of @characters with single dots between them, up to @end. */
static gboolean
is_dotted (const char *text, const char *end, const char *characters)
{
  for (;; text++)
    {
      gsize length = strspn (text, characters);

      text += length;
      if (length == 0 || text > end || (text < end && *text != '.'))
        return FALSE;
      if (text == end)
        return TRUE;
    }
}

gboolean
mapi_mime_plain_is_address (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && is_dotted (text, at, LETTERS DIGITS "!#$%&'*+-/^_`{|}~") &&
         is_dotted (at + 1, at + strlen (at), LETTERS DIGITS "-");
}

static gboolean
skip (const char **text, char c)
{
  if (**text != c)
    return FALSE;
  (*text)++;
  return TRUE;
}

static gboolean
read_number (const char **text, guint least, guint most, int *number)
{
  guint n = 0;

  for (*number = 0; n < most && g_ascii_isdigit (**text); n++)
    *number = *number * 10 + *(*text)++ - '0';
  return n >= least;
}

/* One of @names, of three letters and a sign each; counts from 1. */
static gboolean
read_name (const char **text, const char *names, int *number)
{
  for (const char *name = names; *name != '\0'; name += 4)
    if (strncmp (*text, name, 4) == 0)
      {
        *text += 4;
        *number = (int) (name - names) / 4 + 1;
        return TRUE;
      }
  return FALSE;
}

static GTimeZone *
read_zone (const char *text)
{
  int hours, minutes;
  int sign = *text == '-' ? -1 : 1;

  if ((!skip (&text, '+') && !skip (&text, '-')) || !read_number (&text, 2, 2, &hours) ||
      !read_number (&text, 2, 2, &minutes) || *text != '\0' || hours > 23 || minutes > 59)
    return NULL;
  return g_time_zone_new_offset (sign * (hours * 60 + minutes) * 60);
}

GDateTime *
mapi_mime_plain_read_date (const char *text)
{
  int day_of_week, day, month, year, hours, minutes, seconds;
  g_autoptr (GTimeZone) zone = NULL;

  if (read_name (&text, DAY_NAMES, &day_of_week) && !skip (&text, ' '))
    return NULL;
  if (!read_number (&text, 1, 2, &day) || !skip (&text, ' ') ||
      !read_name (&text, MONTH_NAMES, &month) || !read_number (&text, 4, 4, &year) ||
      !skip (&text, ' ') || !read_number (&text, 2, 2, &hours) || !skip (&text, ':') ||
      !read_number (&text, 2, 2, &minutes) || !skip (&text, ':') ||
      !read_number (&text, 2, 2, &seconds) || !skip (&text, ' '))
    return NULL;
  zone = read_zone (text);
  return zone != NULL ? g_date_time_new (zone, year, month, day, hours, minutes, seconds) : NULL;
}
