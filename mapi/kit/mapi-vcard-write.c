/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-vcard-private.h"
#include "mapi-vcard.h"

/* Octets of a line, without its end. */
#define MOST_OCTETS 75

static void
append_escaped (GString *line, const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (*text == '\n')
        g_string_append (line, "\\n");
      else if (strchr (",;\\", *text) != NULL)
        g_string_append_printf (line, "\\%c", *text);
      else if (*text != '\r')
        g_string_append_c (line, *text);
    }
}

/* Folded between characters, never inside of one. */
static void
append_line (GString *out, const GString *line)
{
  gsize room = MOST_OCTETS;

  for (const char *at = line->str; *at != '\0'; at = g_utf8_next_char (at))
    {
      gsize size = (gsize) (g_utf8_next_char (at) - at);

      if (size > room)
        {
          g_string_append (out, "\r\n ");
          room = MOST_OCTETS - 1;
        }
      g_string_append_len (out, at, (gssize) size);
      room -= size;
    }
  g_string_append (out, "\r\n");
}

static void
write_value (GString *out, const char *head, const char *text)
{
  g_autoptr (GString) line = g_string_new (head);

  append_escaped (line, text);
  append_line (out, line);
}

static void
append_head (GString *line, const MapiVcardField *field)
{
  g_auto (GStrv) types = g_strsplit (field->types, " ", -1);
  g_autofree char *joined = g_strjoinv (",", types);

  g_string_append (line, field->name);
  if (*joined != '\0')
    g_string_append_printf (
        line, strchr (joined, ',') != NULL ? ";TYPE=\"%s\"" : ";TYPE=%s", joined);
  g_string_append_c (line, ':');
}

static gboolean
is_same_value (const MapiVcardField *a, const MapiVcardField *b)
{
  return strcmp (a->name, b->name) == 0 && strcmp (a->types, b->types) == 0;
}

/* The fields from @begin on that are parts of one value; answers the first that is not. */
static gsize
write_fields (GString *out, MapiPropList *props, gsize begin)
{
  const MapiVcardField *first = &mapi_vcard_fields[begin];
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean any = FALSE;
  gint     part = 0;
  gsize    i;

  append_head (line, first);
  for (i = begin; i < mapi_vcard_n_fields && is_same_value (first, &mapi_vcard_fields[i]); i++)
    {
      const char *text = mapi_prop_list_get_string (props, mapi_vcard_fields[i].tag);

      for (; part < mapi_vcard_fields[i].part; part++)
        g_string_append_c (line, ';');
      if (text != NULL)
        append_escaped (line, text);
      any |= text != NULL && *text != '\0';
    }
  if (any)
    append_line (out, line);

  return i;
}

static void
write_addresses (GString *out, MapiPropList *props)
{
  const char *type = mapi_prop_list_get_string (props, MAPI_PR_ADDRTYPE);
  const char *address = mapi_prop_list_get_string (props, MAPI_PR_EMAIL_ADDRESS);
  g_autoptr (MapiPropValue) more = mapi_prop_list_lookup (props, MAPI_PR_CONTACT_EMAIL_ADDRESSES);
  guint n_more = more != NULL ? mapi_prop_value_get_n_values (more) : 0;

  if (address == NULL || (type != NULL && g_ascii_strcasecmp (type, "SMTP") != 0))
    return;
  write_value (out, n_more > 0 ? "EMAIL;PREF=1:" : "EMAIL:", address);
  for (guint i = 0; i < n_more; i++)
    {
      const char *other = mapi_prop_value_get_mv_string (more, i);

      if (other != NULL && strcmp (other, address) != 0)
        write_value (out, "EMAIL:", other);
    }
}

static void
write_members (GString *out, MapiPropList *props)
{
  g_autoptr (MapiPropValue) members = mapi_prop_list_lookup (props, MAPI_PR_CONTACT_ENTRYIDS);

  for (guint i = 0; members != NULL && i < mapi_prop_value_get_n_values (members); i++)
    {
      g_autoptr (GBytes) id = mapi_prop_value_get_mv_bytes (members, i);
      g_autofree char *address = NULL;
      g_autofree char *uri = NULL;

      if (!mapi_one_off_is (id) || !mapi_one_off_parse (id, NULL, NULL, &address, NULL, NULL))
        continue;
      uri = g_uri_escape_string (address, "@!$'()*+:", FALSE);
      write_value (out, "MEMBER:mailto:", uri);
    }
}

static void
write_birthday (GString *out, MapiPropList *props)
{
  g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (props, MAPI_PR_BIRTHDAY);
  g_autoptr (GDateTime) time = value != NULL ? mapi_prop_value_get_time (value) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y%m%d") : NULL;

  if (text != NULL)
    write_value (out, "BDAY:", text);
}

static void
write_card (GString *out, MapiPropList *props)
{
  gboolean is_group =
      mapi_prop_list_get_long (props, MAPI_PR_OBJECT_TYPE, 0) == MAPI_OBJECT_DISTLIST;
  gsize i = 0;

  g_string_append (out, "BEGIN:VCARD\r\nVERSION:4.0\r\n");
  if (is_group)
    g_string_append (out, "KIND:group\r\n");
  if (mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_NAME) == NULL)
    g_string_append (out, "FN:\r\n");
  while (i < mapi_vcard_n_fields)
    i = write_fields (out, props, i);
  write_birthday (out, props);
  if (is_group)
    write_members (out, props);
  else
    write_addresses (out, props);
  g_string_append (out, "END:VCARD\r\n");
}

/**
 * mapi_vcard_write:
 * @contacts: the properties of users and distribution lists, as mapi_vcard_read() gives them
 *
 * Writes contacts as vCards of version 4.0. Of the members of a list those that are one-offs in
 * PR_CONTACT_ENTRYIDS are written.
 *
 * Returns: (transfer full): the file, in UTF-8
 *
 * Since: 1.0
 */
char *
mapi_vcard_write (MapiRowSet *contacts)
{
  GString *out;

  g_return_val_if_fail (contacts != NULL, NULL);

  out = g_string_new (NULL);
  for (guint i = 0; i < mapi_row_set_get_size (contacts); i++)
    {
      g_autoptr (MapiPropList) props = mapi_row_set_get_row (contacts, i);

      write_card (out, props);
    }

  return g_string_free (out, FALSE);
}
