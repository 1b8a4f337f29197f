/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Addresses: lists of them as they stand in header fields, rows of recipients, and the properties
 * of the sender. */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-gmime-private.h"
#include "mapi-mime-address-private.h"
#include "mapi-mime-header-private.h"
#include "mapi-mime-plain-private.h"
#include "mapi-one-off.h"
#include "mapi-recipient.h"

/* The addresses in groups in groups in groups are nobody's. */
#define DEEPEST_GROUP 8

/* Characters of an address that needs no quotes, beside letters and digits; RFC 5322, 3.2.3. */
#define ATOM_CHARACTERS "!#$%&'*+-/=?^_`{|}~."

const MapiMimePersonTags mapi_mime_sender_tags = {
  MAPI_PR_SENDER_NAME,    MAPI_PR_SENDER_ADDRTYPE,   MAPI_PR_SENDER_EMAIL_ADDRESS,
  MAPI_PR_SENDER_ENTRYID, MAPI_PR_SENDER_SEARCH_KEY,
};

const MapiMimePersonTags mapi_mime_representing_tags = {
  MAPI_PR_SENT_REPRESENTING_NAME,          MAPI_PR_SENT_REPRESENTING_ADDRTYPE,
  MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS, MAPI_PR_SENT_REPRESENTING_ENTRYID,
  MAPI_PR_SENT_REPRESENTING_SEARCH_KEY,
};

const MapiMimePersonTags mapi_mime_receipt_tags = {
  .entry_id = MAPI_PR_READ_RECEIPT_ENTRYID,
  .search_key = MAPI_PR_READ_RECEIPT_SEARCH_KEY,
};

static void
read_mailbox (InternetAddress *mailbox, guint32 recipient_type, GPtrArray *rows)
{
  const MapiGMime *gmime = mapi_gmime ();
  const char *raw = gmime->internet_address_mailbox_get_addr ((InternetAddressMailbox *) mailbox);
  const char *raw_name = gmime->internet_address_get_name (mailbox);
  g_autofree char *address = NULL;
  g_autofree char *name = NULL;
  MapiPropList    *row;

  if (raw == NULL || *raw == '\0')
    return;

  address = mapi_mime_header_clean (raw);
  if (raw_name != NULL)
    name = mapi_mime_header_clean (raw_name);
  row = mapi_recipient_new (
      recipient_type, name != NULL && *name != '\0' ? name : NULL, "SMTP", address);
  if (row != NULL)
    g_ptr_array_add (rows, row);
}

static void
read_list (InternetAddressList *list, guint32 recipient_type, GPtrArray *rows, guint depth)
{
  const MapiGMime *gmime = mapi_gmime ();
  GType            group = gmime->internet_address_group_get_type ();

  for (int i = 0; i < gmime->internet_address_list_length (list) && depth < DEEPEST_GROUP; i++)
    {
      InternetAddress *address = gmime->internet_address_list_get_address (list, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (address, group))
        read_list (gmime->internet_address_group_get_members ((InternetAddressGroup *) address),
                   recipient_type,
                   rows,
                   depth + 1);
      else
        read_mailbox (address, recipient_type, rows);
    }
}

/* Adds a row (#MapiPropList) for each address in @text; groups count as their members. */
void
mapi_mime_address_read (const char *text, guint32 recipient_type, GPtrArray *rows)
{
  g_autoptr (InternetAddressList) list = NULL;

  if (mapi_mime_plain_is_address (text))
    {
      g_ptr_array_add (rows, mapi_recipient_new (recipient_type, NULL, "SMTP", text));
      return;
    }
  list = mapi_gmime ()->internet_address_list_parse (mapi_gmime_get_options (), text);
  if (list != NULL)
    read_list (list, recipient_type, rows, 0);
}

static void
add_renamed (MapiPropListBuilder *builder, MapiPropList *row, guint32 from, guint32 to)
{
  g_autoptr (MapiPropValue) value = to != 0 ? mapi_prop_list_lookup (row, from) : NULL;
  g_autoptr (MapiPropValue) renamed = NULL;

  if (value == NULL)
    return;
  renamed = mapi_prop_value_change_tag (value, to);
  mapi_prop_list_builder_add_value (builder, renamed);
}

/* The row of a recipient as the properties of a sender. */
void
mapi_mime_address_add_person (MapiPropListBuilder      *builder,
                              const MapiMimePersonTags *tags,
                              MapiPropList             *row)
{
  add_renamed (builder, row, MAPI_PR_DISPLAY_NAME, tags->name);
  add_renamed (builder, row, MAPI_PR_ADDRTYPE, tags->address_type);
  add_renamed (builder, row, MAPI_PR_EMAIL_ADDRESS, tags->address);
  add_renamed (builder, row, MAPI_PR_ENTRYID, tags->entry_id);
  add_renamed (builder, row, MAPI_PR_SEARCH_KEY, tags->search_key);
}

static void
append_u32 (GByteArray *out, guint32 number)
{
  guint32 little = GUINT32_TO_LE (number);

  g_byte_array_append (out, (const guint8 *) &little, sizeof little);
}

/* PR_REPLY_RECIPIENT_ENTRIES is a FLATENTRYLIST: how many, how long, then each with its length and
 * filled up to a multiple of four bytes. */
void
mapi_mime_address_add_replies (MapiPropListBuilder *builder, GPtrArray *rows)
{
  g_autoptr (GByteArray) entries = g_byte_array_new ();
  g_autoptr (GByteArray) list = g_byte_array_new ();
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      MapiPropList *row = g_ptr_array_index (rows, i);
      g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      gsize         size;
      gconstpointer data = g_bytes_get_data (entry_id, &size);

      append_u32 (entries, size);
      g_byte_array_append (entries, data, size);
      g_byte_array_append (entries, (const guint8 *) "\0\0\0", (4 - size % 4) % 4);
      if (i > 0)
        g_string_append (names, "; ");
      g_string_append (names, mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME));
    }

  append_u32 (list, rows->len);
  append_u32 (list, entries->len);
  g_byte_array_append (list, entries->data, entries->len);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_REPLY_RECIPIENT_ENTRIES, list->data, list->len);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_REPLY_RECIPIENT_NAMES, names->str);
}

static gboolean
is_atom (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum (text[i]) && !(text[i] & 0x80) &&
        strchr (ATOM_CHARACTERS, text[i]) == NULL)
      return FALSE;
  return size > 0;
}

static gboolean
is_quoted (const char *text, gsize size)
{
  if (size < 2 || text[0] != '"' || text[size - 1] != '"')
    return FALSE;
  for (gsize i = 1; i < size - 1; i++)
    {
      if (text[i] == '"')
        return FALSE;
      if (text[i] == '\\' && ++i == size - 1)
        return FALSE;
    }
  return TRUE;
}

static void
append_quoted (GString *out, const char *text, gsize size)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < size; i++)
    {
      if (text[i] == '"' || text[i] == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, text[i]);
    }
  g_string_append_c (out, '"');
}

/* An address that is one address, whatever characters it has. */
static void
append_address (GString *out, const char *address)
{
  g_autofree char *clean = mapi_mime_header_clean (address);
  const char      *at = strrchr (clean, '@');
  gsize            local_size = at == NULL ? strlen (clean) : (gsize) (at - clean);

  if (is_atom (clean, local_size) || is_quoted (clean, local_size))
    g_string_append_len (out, clean, local_size);
  else
    append_quoted (out, clean, local_size);
  if (at == NULL)
    return;

  for (; *at != '\0'; at++)
    if (g_ascii_isalnum (*at) || (*at & 0x80) || strchr ("@.-_[]:", *at) != NULL)
      g_string_append_c (out, *at);
}

/* An address that is not of the Internet, the way other systems encapsulate it. */
static void
append_foreign (GString *out, const char *address_type, const char *address)
{
  g_string_append (out, "IMCEA");
  for (; *address_type != '\0'; address_type++)
    if (g_ascii_isalnum (*address_type))
      g_string_append_c (out, *address_type);
  g_string_append_c (out, '-');
  for (; *address != '\0'; address++)
    if (g_ascii_isalnum (*address) || *address == '-' || *address == '.')
      g_string_append_c (out, *address);
    else if (*address == '/')
      g_string_append_c (out, '_');
    else
      g_string_append_printf (out, "+%02X", (guchar) *address);
  g_string_append (out, "@encapsulated.invalid");
}

static gboolean
is_words_of_atoms (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isalnum (*text) && *text != ' ' &&
        (*text == '.' || strchr (ATOM_CHARACTERS, *text) == NULL))
      return FALSE;
  return TRUE;
}

static void
append_name (GString *out, const char *name, gboolean utf8)
{
  gboolean ascii = mapi_mime_text_is_ascii (name, strlen (name));

  if ((!ascii && !utf8) || strstr (name, "=?") != NULL)
    mapi_mime_header_append_words (out, name);
  else if (ascii && is_words_of_atoms (name))
    g_string_append (out, name);
  else
    append_quoted (out, name, strlen (name));
}

static void
append_mailbox (
    GString *out, const char *name, const char *address_type, const char *address, gboolean utf8)
{
  g_autofree char *clean = name == NULL ? NULL : mapi_mime_header_clean (name);
  gboolean         named = clean != NULL && *clean != '\0' && strcmp (clean, address) != 0;
  gboolean         foreign = address_type != NULL && strchr (address, '@') == NULL &&
                     g_ascii_strcasecmp (address_type, "SMTP") != 0;

  if (out->len > 0)
    g_string_append (out, ", ");
  if (named)
    {
      append_name (out, clean, utf8);
      g_string_append (out, " <");
    }
  if (foreign)
    append_foreign (out, address_type, address);
  else
    append_address (out, address);
  if (named)
    g_string_append_c (out, '>');
}

/* The name that an address book has for this is one that its user cannot have changed. */
static const char *
find_name (MapiPropList *row)
{
  const char *name = mapi_prop_list_get_string (row, MAPI_PR_TRANSMITABLE_DISPLAY_NAME);

  return name != NULL && *name != '\0' ? name
                                       : mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
}

/* Adds a recipient to the value of a field. */
void
mapi_mime_address_append_row (GString *out, MapiPropList *row, gboolean utf8)
{
  const char *name = find_name (row);
  const char *smtp = mapi_prop_list_get_string (row, MAPI_PR_SMTP_ADDRESS);
  const char *type = mapi_prop_list_get_string (row, MAPI_PR_ADDRTYPE);
  const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);

  if (smtp != NULL && *smtp != '\0')
    append_mailbox (out, name, "SMTP", smtp, utf8);
  else if (address != NULL && *address != '\0')
    append_mailbox (out, name, type, address, utf8);
}

/* FALSE when the properties name nobody. */
gboolean
mapi_mime_address_append_person (GString                  *out,
                                 const MapiMimePersonTags *tags,
                                 MapiPropList             *props,
                                 gboolean                  utf8)
{
  const char *address = mapi_prop_list_get_string (props, tags->address);

  if (address == NULL || *address == '\0')
    return FALSE;

  append_mailbox (out,
                  mapi_prop_list_get_string (props, tags->name),
                  mapi_prop_list_get_string (props, tags->address_type),
                  address,
                  utf8);
  return TRUE;
}

static guint32
read_u32 (const guint8 *at)
{
  guint32 little;

  memcpy (&little, at, sizeof little);
  return GUINT32_FROM_LE (little);
}

static void
append_entry (GString *out, const guint8 *data, gsize size, gboolean utf8)
{
  g_autoptr (GBytes) entry_id = g_bytes_new (data, size);
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *address = NULL;

  if (mapi_one_off_parse (entry_id, &name, &type, &address, NULL, NULL) && *address != '\0')
    append_mailbox (out, name, type, address, utf8);
}

/* Adds those of PR_REPLY_RECIPIENT_ENTRIES that carry their address with them. */
void
mapi_mime_address_append_replies (GString *out, MapiPropList *props, gboolean utf8)
{
  gsize         size = 0;
  const guint8 *data = mapi_prop_list_peek_binary (props, MAPI_PR_REPLY_RECIPIENT_ENTRIES, &size);

  if (data == NULL || size < 8)
    return;

  data += 8;
  size -= 8;
  while (size >= 4)
    {
      gsize entry = read_u32 (data);
      gsize step = 4 + ((entry + 3) & ~(gsize) 3);

      if (entry > size - 4)
        return;
      append_entry (out, data + 4, entry, utf8);
      step = MIN (step, size);
      data += step;
      size -= step;
    }
}

/* Adds who gets a receipt, if that is somebody whose entry identifier carries the address with it.
 */
gboolean
mapi_mime_address_append_receiver (GString *out, MapiPropList *props, gboolean utf8)
{
  gsize         size = 0;
  const guint8 *data = mapi_prop_list_peek_binary (props, mapi_mime_receipt_tags.entry_id, &size);

  if (data != NULL)
    append_entry (out, data, size, utf8);
  return out->len > 0;
}
