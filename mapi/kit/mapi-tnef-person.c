/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Names and addresses in attributes: attFrom, attSentFor, attOwner. */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-tnef-attribute-private.h"
#include "mapi-tnef-text-private.h"

/* A triple: its kind, the size of all of them, of the name and of the address. */
#define TRIPLE_SIZE 8
#define TRIPLE_ONE_OFF 4

typedef struct
{
  guint32 entry_id;
  guint32 name;
  guint32 address_type;
  guint32 address;
} Tags;

static const Tags persons[] = {
  { MAPI_PR_SENDER_ENTRYID,
    MAPI_PR_SENDER_NAME,
    MAPI_PR_SENDER_ADDRTYPE,
    MAPI_PR_SENDER_EMAIL_ADDRESS },
  { MAPI_PR_SENT_REPRESENTING_ENTRYID,
    MAPI_PR_SENT_REPRESENTING_NAME,
    MAPI_PR_SENT_REPRESENTING_ADDRTYPE,
    MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS },
  { MAPI_PR_RCVD_REPRESENTING_ENTRYID,
    MAPI_PR_RCVD_REPRESENTING_NAME,
    MAPI_PR_RCVD_REPRESENTING_ADDRTYPE,
    MAPI_PR_RCVD_REPRESENTING_EMAIL_ADDRESS },
};

/* Whom attOwner names depends on the class of the message; 0: nobody. */
guint32
mapi_tnef_owner_get_tag (const char *message_class)
{
  if (message_class == NULL)
    return 0;
  if (g_ascii_strncasecmp (message_class, "IPM.Schedule.Meeting.Resp.", 26) == 0)
    return MAPI_PR_RCVD_REPRESENTING_ENTRYID;
  if (g_ascii_strcasecmp (message_class, "IPM.Schedule.Meeting.Request") == 0 ||
      g_ascii_strcasecmp (message_class, "IPM.Schedule.Meeting.Canceled") == 0)
    return MAPI_PR_SENT_REPRESENTING_ENTRYID;
  return 0;
}

static const Tags *
find_tags (guint32 entry_id)
{
  for (guint i = 0; i < G_N_ELEMENTS (persons); i++)
    if (persons[i].entry_id == entry_id)
      return &persons[i];
  g_return_val_if_reached (&persons[0]);
}

/* @address is a type, a colon and the address. */
static gboolean
add_person (const Tags *tags, const char *name, const char *address, MapiPropListBuilder *out)
{
  const char      *colon = strchr (address, ':');
  g_autofree char *type = NULL;
  g_autoptr (GBytes) entry_id = NULL;

  if (colon == NULL || colon == address)
    return FALSE;

  type = g_strndup (address, colon - address);
  entry_id = mapi_one_off_new (name, type, colon + 1, MAPI_ONE_OFF_UNICODE);
  if (entry_id == NULL)
    return FALSE;
  mapi_prop_list_builder_add_binary (out, tags->entry_id, entry_id);
  mapi_prop_list_builder_add_string (out, tags->name, name);
  mapi_prop_list_builder_add_string (out, tags->address_type, type);
  mapi_prop_list_builder_add_string (out, tags->address, colon + 1);
  return TRUE;
}

gboolean
mapi_tnef_triple_decode (const MapiTnefAttribute *self,
                         const guint8            *data,
                         gsize                    size,
                         guint32                  code_page,
                         MapiPropListBuilder     *out)
{
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;
  gsize            name_size, address_size;

  if (size < TRIPLE_SIZE || mapi_tnef_get_u16 (data) != TRIPLE_ONE_OFF)
    return FALSE;

  name_size = mapi_tnef_get_u16 (data + 4);
  address_size = mapi_tnef_get_u16 (data + 6);
  if (name_size + address_size > size - TRIPLE_SIZE)
    return FALSE;

  name = mapi_tnef_text_decode (code_page, data + TRIPLE_SIZE, name_size);
  address = mapi_tnef_text_decode (code_page, data + TRIPLE_SIZE + name_size, address_size);
  return add_person (find_tags (self->tag), name, address, out);
}

static gboolean
get_person (const Tags   *tags,
            MapiPropList *props,
            guint32       code_page,
            GByteArray  **name,
            GByteArray  **address)
{
  const char      *text = mapi_prop_list_get_string (props, tags->name);
  const char      *type = mapi_prop_list_get_string (props, tags->address_type);
  const char      *mail = mapi_prop_list_get_string (props, tags->address);
  g_autofree char *full = NULL;

  if (type == NULL || mail == NULL)
    return FALSE;

  full = g_strconcat (type, ":", mail, NULL);
  *name = mapi_tnef_text_encode (code_page, text != NULL ? text : mail);
  *address = mapi_tnef_text_encode (code_page, full);
  return *name != NULL && *address != NULL && (*name)->len + (*address)->len < G_MAXINT16;
}

static void
pad_to_even (GByteArray *bytes)
{
  if (bytes->len % 2 != 0)
    g_byte_array_append (bytes, (const guint8 *) "", 1);
}

GByteArray *
mapi_tnef_triple_encode (const MapiTnefAttribute *self, MapiPropList *props, guint32 code_page)
{
  static const guint8 last[TRIPLE_SIZE] = { 0 };
  g_autoptr (GByteArray) name = NULL;
  g_autoptr (GByteArray) address = NULL;
  GByteArray *bytes;

  if (!get_person (find_tags (self->tag), props, code_page, &name, &address))
    return NULL;

  pad_to_even (name);
  bytes = g_byte_array_new ();
  mapi_tnef_append_u16 (bytes, TRIPLE_ONE_OFF);
  mapi_tnef_append_u16 (bytes, (guint16) (2 * TRIPLE_SIZE + name->len + address->len));
  mapi_tnef_append_u16 (bytes, (guint16) name->len);
  mapi_tnef_append_u16 (bytes, (guint16) address->len);
  g_byte_array_append (bytes, name->data, name->len);
  g_byte_array_append (bytes, address->data, address->len);
  return g_byte_array_append (bytes, last, sizeof last);
}

/* Takes a text with its size before it. */
static char *
take_text (const guint8 **data, gsize *left, guint32 code_page)
{
  gsize size;
  char *text;

  if (*left < 2 || (size = mapi_tnef_get_u16 (*data)) > *left - 2)
    return NULL;

  text = mapi_tnef_text_decode (code_page, *data + 2, size);
  *data += 2 + size;
  *left -= 2 + size;
  return text;
}

gboolean
mapi_tnef_person_decode (const MapiTnefAttribute *self,
                         const guint8            *data,
                         gsize                    size,
                         guint32                  code_page,
                         MapiPropListBuilder     *out)
{
  g_autofree char *name = take_text (&data, &size, code_page);
  g_autofree char *address = take_text (&data, &size, code_page);

  return name != NULL && address != NULL && add_person (find_tags (self->tag), name, address, out);
}

GByteArray *
mapi_tnef_person_encode (const MapiTnefAttribute *self, MapiPropList *props, guint32 code_page)
{
  g_autoptr (GByteArray) name = NULL;
  g_autoptr (GByteArray) address = NULL;
  GByteArray *bytes;

  if (!get_person (find_tags (self->tag), props, code_page, &name, &address))
    return NULL;

  bytes = g_byte_array_new ();
  mapi_tnef_append_u16 (bytes, (guint16) name->len);
  g_byte_array_append (bytes, name->data, name->len);
  mapi_tnef_append_u16 (bytes, (guint16) address->len);
  return g_byte_array_append (bytes, address->data, address->len);
}
