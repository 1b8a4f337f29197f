/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-prop-list-builder.h"
#include "mapi-vcard-private.h"
#include "mapi-vcard.h"

/* One card while it is read. */
typedef struct
{
  GHashTable *texts;     /* of the tag to the text */
  GPtrArray  *addresses; /* of Address, the preferred one first */
  GPtrArray  *members;   /* URIs */
  GDateTime  *birthday;
  char       *uid;
  gboolean    is_group;
} Card;

typedef struct
{
  char *text;
  guint preference;
} Address;

static void
address_free (gpointer data)
{
  Address *address = data;

  g_free (address->text);
  g_free (address);
}

static void
card_free (Card *self)
{
  g_hash_table_unref (self->texts);
  g_ptr_array_unref (self->addresses);
  g_ptr_array_unref (self->members);
  g_clear_pointer (&self->birthday, g_date_time_unref);
  g_free (self->uid);
  g_free (self);
}

static Card *
card_new (void)
{
  Card *self = g_new0 (Card, 1);

  self->texts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->addresses = g_ptr_array_new_with_free_func (address_free);
  self->members = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/* Names and addresses are one line each; a comment or a street may have several. */
static char *
tidy (const char *text, guint32 tag)
{
  gboolean lines =
      tag == MAPI_PR_COMMENT || tag == MAPI_PR_STREET_ADDRESS || tag == MAPI_PR_HOME_ADDRESS_STREET;
  g_autoptr (GString) clean = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (clean, g_unichar_iscntrl (c) && !(lines && c == '\n') ? ' ' : c);
    }

  return g_strstrip (g_string_free (g_steal_pointer (&clean), FALSE));
}

/* The first of several values of one kind is the one that counts. */
static void
keep_text (Card *card, guint32 tag, const char *text)
{
  g_autofree char *clean = tidy (text, tag);

  if (*clean != '\0' && !g_hash_table_contains (card->texts, GUINT_TO_POINTER (tag)))
    g_hash_table_insert (card->texts, GUINT_TO_POINTER (tag), g_steal_pointer (&clean));
}

static gboolean
has_types (const MapiVcardLine *line, const char *types)
{
  g_auto (GStrv) wanted = g_strsplit (types, " ", -1);

  for (char **type = wanted; *type != NULL; type++)
    if (**type != '\0' && !mapi_vcard_line_has_type (line, *type))
      return FALSE;
  return TRUE;
}

static void
take_field (Card *card, const MapiVcardLine *line, const MapiVcardField *field)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *whole = NULL;
  gboolean         is_uri;

  if (field->part < 0)
    {
      whole = mapi_vcard_unescape (line->value);
      is_uri = strcmp (field->name, "TEL") == 0 && g_str_has_prefix (whole, "tel:");
      keep_text (card, field->tag, is_uri ? whole + 4 : whole);
      return;
    }
  parts = mapi_vcard_split (line->value, ';');
  if ((guint) field->part < g_strv_length (parts))
    keep_text (card, field->tag, parts[field->part]);
}

static void
take_fields (Card *card, const MapiVcardLine *line)
{
  const char *types = NULL;

  for (gsize i = 0; i < mapi_vcard_n_fields; i++)
    {
      const MapiVcardField *field = &mapi_vcard_fields[i];

      if (strcmp (field->name, line->name) != 0 || !has_types (line, field->types) ||
          (types != NULL && strcmp (types, field->types) != 0))
        continue;
      types = field->types;
      take_field (card, line, field);
    }
}

static gint
compare_preference (gconstpointer a, gconstpointer b)
{
  const Address *left = *(const Address *const *) a;
  const Address *right = *(const Address *const *) b;

  return left->preference < right->preference ? -1 : left->preference > right->preference;
}

static void
take_address (Card *card, const MapiVcardLine *line)
{
  g_autofree char *value = mapi_vcard_unescape (line->value);
  const char      *text = g_ascii_strncasecmp (value, "mailto:", 7) == 0 ? value + 7 : value;
  g_autofree char *clean = tidy (text, MAPI_PR_EMAIL_ADDRESS);
  Address         *address;

  if (*clean == '\0')
    return;
  address = g_new0 (Address, 1);
  address->text = g_steal_pointer (&clean);
  address->preference = mapi_vcard_line_preference (line);
  g_ptr_array_add (card->addresses, address);
}

/* YYYY-MM-DD or YYYYMMDD, with or without a time behind it. */
static void
take_birthday (Card *card, const char *value)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  guint64 number = 0;

  for (; *value != '\0' && digits->len < 8; value++)
    {
      if (g_ascii_isdigit (*value))
        g_string_append_c (digits, *value);
      else if (*value != '-' || digits->len < 4)
        return;
    }
  if (digits->len != 8 || card->birthday != NULL ||
      !g_ascii_string_to_unsigned (digits->str, 10, 0, 99999999, &number, NULL))
    return;

  card->birthday = g_date_time_new_utc (
      (gint) (number / 10000), (gint) (number / 100 % 100), (gint) (number % 100), 0, 0, 0);
}

static void
take_line (Card *card, const MapiVcardLine *line)
{
  if (strcmp (line->name, "EMAIL") == 0)
    take_address (card, line);
  else if (strcmp (line->name, "BDAY") == 0)
    take_birthday (card, line->value);
  else if (strcmp (line->name, "UID") == 0 && card->uid == NULL)
    card->uid = g_strdup (line->value);
  else if (strcmp (line->name, "KIND") == 0 || strcmp (line->name, "X-ADDRESSBOOKSERVER-KIND") == 0)
    card->is_group = g_ascii_strcasecmp (line->value, "group") == 0;
  else if (strcmp (line->name, "MEMBER") == 0 ||
           strcmp (line->name, "X-ADDRESSBOOKSERVER-MEMBER") == 0)
    g_ptr_array_add (card->members, g_strdup (line->value));
  else
    take_fields (card, line);
}

static const char *
text_of (const Card *card, guint32 tag)
{
  return g_hash_table_lookup (card->texts, GUINT_TO_POINTER (tag));
}

static const char *
first_address (const Card *card)
{
  return card->addresses->len > 0 ? ((Address *) card->addresses->pdata[0])->text : NULL;
}

/* What the card is called: by its own word, or by the best that it says. */
static char *
name_of (const Card *card)
{
  const char *name = text_of (card, MAPI_PR_DISPLAY_NAME);
  const char *given = text_of (card, MAPI_PR_GIVEN_NAME);
  const char *surname = text_of (card, MAPI_PR_SURNAME);

  if (name != NULL)
    return g_strdup (name);
  if (given != NULL && surname != NULL)
    return g_strdup_printf ("%s %s", given, surname);
  if (given != NULL || surname != NULL)
    return g_strdup (given != NULL ? given : surname);
  if (text_of (card, MAPI_PR_COMPANY_NAME) != NULL)
    return g_strdup (text_of (card, MAPI_PR_COMPANY_NAME));
  return g_strdup (first_address (card));
}

static const Card *
find_card (GPtrArray *cards, const char *uid)
{
  for (guint i = 0; i < cards->len; i++)
    if (g_strcmp0 (((Card *) cards->pdata[i])->uid, uid) == 0)
      return cards->pdata[i];
  return NULL;
}

/* A member that names an address, or a card of the same file that has one. */
static GBytes *
member_id (GPtrArray *cards, const char *uri)
{
  const Card      *card = NULL;
  const char      *address = NULL;
  g_autofree char *name = NULL;
  g_autofree char *plain = NULL;

  if (g_ascii_strncasecmp (uri, "mailto:", 7) == 0)
    plain = g_uri_unescape_string (uri + 7, NULL);
  else
    card = find_card (cards, uri);
  if (card == NULL && g_str_has_prefix (uri, "urn:uuid:"))
    card = find_card (cards, uri + strlen ("urn:uuid:"));

  address = card != NULL ? first_address (card) : plain;
  name = card != NULL ? name_of (card) : g_strdup (plain);
  return address != NULL && *address != '\0'
             ? mapi_one_off_new (name, "SMTP", address, MAPI_ONE_OFF_UNICODE)
             : NULL;
}

static void
add_members (MapiPropListBuilder *builder, const Card *card, GPtrArray *cards)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (MapiPropValue) value = NULL;

  for (guint i = 0; i < card->members->len; i++)
    {
      GBytes *id = member_id (cards, card->members->pdata[i]);

      if (id != NULL)
        g_ptr_array_add (ids, id);
    }
  value = mapi_prop_value_new_mv_bytes (MAPI_PR_CONTACT_ENTRYIDS, (GBytes **) ids->pdata, ids->len);
  mapi_prop_list_builder_add_value (builder, value);
}

static void
add_addresses (MapiPropListBuilder *builder, const Card *card)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autoptr (MapiPropValue) value = NULL;

  if (card->addresses->len == 0)
    return;
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, first_address (card));
  if (card->addresses->len == 1)
    return;

  for (guint i = 0; i < card->addresses->len; i++)
    g_ptr_array_add (texts, ((Address *) card->addresses->pdata[i])->text);
  g_ptr_array_add (texts, NULL);
  value = mapi_prop_value_new_mv_string (MAPI_PR_CONTACT_EMAIL_ADDRESSES,
                                         (const char *const *) texts->pdata);
  mapi_prop_list_builder_add_value (builder, value);
}

/* NULL for a card that says nothing anybody could be known by. */
static MapiPropList *
props_of (const Card *card, GPtrArray *cards)
{
  g_autofree char *name = name_of (card);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  GHashTableIter iter;
  gpointer       tag;
  gpointer       text;

  if (name == NULL)
    return NULL;
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_OBJECT_TYPE, card->is_group ? MAPI_OBJECT_DISTLIST : MAPI_OBJECT_MAILUSER);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  g_hash_table_iter_init (&iter, card->texts);
  while (g_hash_table_iter_next (&iter, &tag, &text))
    if (GPOINTER_TO_UINT (tag) != MAPI_PR_DISPLAY_NAME)
      mapi_prop_list_builder_add_string (builder, GPOINTER_TO_UINT (tag), text);
  if (card->birthday != NULL)
    mapi_prop_list_builder_add_time (builder, MAPI_PR_BIRTHDAY, card->birthday);
  if (card->is_group)
    add_members (builder, card, cards);
  else
    add_addresses (builder, card);

  return mapi_prop_list_builder_end (builder);
}

/* A card that does not end does so where the next begins. */
static GPtrArray *
read_cards (GPtrArray *lines)
{
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify) card_free);
  Card      *card = NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      const MapiVcardLine *line = g_ptr_array_index (lines, i);
      gboolean             is_vcard = g_ascii_strncasecmp (line->value, "VCARD", 5) == 0;

      if (is_vcard && strcmp (line->name, "BEGIN") == 0)
        {
          card = card_new ();
          g_ptr_array_add (cards, card);
        }
      else if (is_vcard && strcmp (line->name, "END") == 0)
        card = NULL;
      else if (card != NULL)
        take_line (card, line);
    }
  for (guint i = 0; i < cards->len; i++)
    g_ptr_array_sort (((Card *) cards->pdata[i])->addresses, compare_preference);

  return cards;
}

/**
 * mapi_vcard_read:
 * @bytes: a file of vCards of version 2.1, 3.0 or 4.0
 * @error: return location for a #GError
 *
 * Reads contacts. Each is the properties of a user (PR_OBJECT_TYPE): names, addresses, telephone
 * numbers and the like; of several mail addresses PR_EMAIL_ADDRESS is the preferred one and
 * PR_CONTACT_EMAIL_ADDRESSES has all. A group is a distribution list, the one-off entry identifiers
 * of its members are in PR_CONTACT_ENTRYIDS. What cannot be understood, and pictures, are left out;
 * text that is not UTF-8 is taken as Windows-1252. Bytes without a vCard are %MAPI_E_CORRUPT_DATA.
 *
 * Returns: (transfer full): the contacts
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_vcard_read (GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  g_return_val_if_fail (bytes != NULL, NULL);

  lines = mapi_vcard_lines (bytes);
  cards = read_cards (lines);
  if (cards->len == 0)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "vCard: there is no BEGIN:VCARD");
      return NULL;
    }

  for (guint i = 0; i < cards->len; i++)
    {
      MapiPropList *props = props_of (cards->pdata[i], cards);

      if (props != NULL)
        g_ptr_array_add (rows, props);
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}
