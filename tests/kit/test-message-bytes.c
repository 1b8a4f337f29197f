/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>

#include <string.h>

#define LARGE (200 * 1024)

static void
set_text (gpointer object, guint32 tag, const char *text)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_prop_set_string (object, tag, text, &error));
  TAP_NO_ERROR (error);
}

static char *
dup_text (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props = mapi_prop_get_props (object, tags, 0, NULL, NULL, NULL);

  return g_strdup (mapi_prop_list_get_string (props, tag));
}

static void
assert_text (gpointer object, guint32 tag, const char *text)
{
  g_autofree char *found = dup_text (object, tag);

  CU_ASSERT_STRING_EQUAL (found, text);
}

static guint32
name_tag (gpointer object, guint32 flags)
{
  static const MapiUid set = { { 1, 2, 3 } };
  g_autoptr (MapiNameId) name = mapi_name_id_new_from_string (&set, "colour");
  g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) names = mapi_name_id_array_append (none, name);
  g_autoptr (MapiPropTagArray) tags =
      mapi_prop_get_ids_from_names (object, names, flags, NULL, NULL, NULL);

  return mapi_prop_tag_change_type (mapi_prop_tag_array_get_tag (tags, 0), MAPI_PT_UNICODE);
}

static void
add_recipient (MapiMessage *message, const char *address)
{
  MapiPropList *row = mapi_recipient_new (MAPI_TO, address, "SMTP", address);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  CU_ASSERT_TRUE (mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, NULL));
  mapi_prop_list_unref (row);
}

static MapiAttach *
add_attach (MapiMessage *message, gint32 method)
{
  MapiAttach *attach = mapi_message_create_attach (message, 0, NULL, NULL, NULL);

  CU_ASSERT_TRUE (mapi_prop_set_long (MAPI_PROP (attach), MAPI_PR_ATTACH_METHOD, method, NULL));
  return attach;
}

static void
add_file (MapiMessage *message, gsize size)
{
  g_autoptr (MapiAttach) attach = add_attach (message, MAPI_ATTACH_BY_VALUE);
  g_autofree char *data = g_malloc0 (size);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  CU_ASSERT_TRUE (mapi_prop_set_bytes (MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_BIN, bytes, NULL));
  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (attach), 0, NULL, NULL));
}

static MapiMessage *
open_inner (MapiAttach *attach, guint32 flags)
{
  return (MapiMessage *) mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, flags, NULL, NULL);
}

static void
add_letter (MapiMessage *message)
{
  g_autoptr (MapiAttach) attach = add_attach (message, MAPI_ATTACH_EMBEDDED_MSG);
  g_autoptr (MapiMessage) inner = open_inner (attach, MAPI_CREATE | MAPI_MODIFY);

  set_text (inner, MAPI_PR_SUBJECT, "Inside");
  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (inner), 0, NULL, NULL));
  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (attach), 0, NULL, NULL));
}

/* @size: of the body and of a file. */
static GBytes *
pack (gsize size)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autofree char *body = g_strnfill (size, 'x');
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  set_text (message, MAPI_PR_SUBJECT, "Re: Whole");
  set_text (message, MAPI_PR_BODY, body);
  set_text (message, name_tag (message, MAPI_CREATE), "red");
  add_recipient (MAPI_MESSAGE (message), "ann@example.org");
  add_recipient (MAPI_MESSAGE (message), "bob@example.org");
  add_file (MAPI_MESSAGE (message), size);
  add_letter (MAPI_MESSAGE (message));
  bytes = mapi_message_to_bytes (MAPI_MESSAGE (message), NULL, &error);
  TAP_NO_ERROR (error);
  return bytes;
}

/* A message that has given the number of the name to another one. */
static MapiMemoryMessage *
new_with_other_names (void)
{
  static const MapiUid set = { { 9 } };
  MapiMemoryMessage   *message = mapi_memory_message_new ();
  g_autoptr (MapiNameId) name = mapi_name_id_new_from_id (&set, 7);
  g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) names = mapi_name_id_array_append (none, name);
  g_autoptr (MapiPropTagArray) tags =
      mapi_prop_get_ids_from_names (MAPI_PROP (message), names, MAPI_CREATE, NULL, NULL, NULL);

  CU_ASSERT_PTR_NOT_NULL (tags);
  return message;
}

static void
test_there_and_back (void)
{
  g_autoptr (GBytes) bytes = pack (LARGE);
  g_autoptr (MapiMemoryMessage) message = new_with_other_names ();
  g_autoptr (MapiRowSet) recipients = NULL;
  g_autoptr (MapiAttach) file = NULL;
  g_autoptr (MapiAttach) letter = NULL;
  g_autoptr (MapiMessage) inner = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_message_read_bytes (MAPI_MESSAGE (message), bytes, NULL, &error));
  TAP_NO_ERROR (error);
  assert_text (message, MAPI_PR_SUBJECT, "Re: Whole");
  assert_text (message, MAPI_PR_NORMALIZED_SUBJECT, "Whole");
  assert_text (message, name_tag (message, 0), "red");
  recipients = mapi_message_list_recipients (MAPI_MESSAGE (message), NULL, NULL);
  CU_ASSERT_EQUAL (mapi_row_set_get_size (recipients), 2);
  file = mapi_message_open_attach (MAPI_MESSAGE (message), 0, NULL, 0, NULL, NULL);
  letter = mapi_message_open_attach (MAPI_MESSAGE (message), 1, NULL, 0, NULL, NULL);
  CU_ASSERT_PTR_NOT_NULL (file);
  inner = open_inner (letter, 0);
  assert_text (inner, MAPI_PR_SUBJECT, "Inside");
}

/* Whatever the bytes are, nothing but an error comes of it. */
static void
test_damage (void)
{
  g_autoptr (GBytes) bytes = pack (20);
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint         n_refused = 0;

  for (gsize at = 0; at < size; at += 1 + size / 100)
    {
      g_autofree guint8 *damaged = g_memdup2 (data, size);
      g_autoptr (GBytes) wrong = NULL;
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, at);
      g_autoptr (MapiMemoryMessage) one = mapi_memory_message_new ();
      g_autoptr (MapiMemoryMessage) other = mapi_memory_message_new ();
      g_autoptr (GError) error = NULL;

      damaged[at] ^= 0x55;
      wrong = g_bytes_new (damaged, size);
      mapi_message_read_bytes (MAPI_MESSAGE (one), wrong, NULL, NULL);
      CU_ASSERT_FALSE (mapi_message_read_bytes (MAPI_MESSAGE (other), cut, NULL, &error));
      n_refused += g_error_matches (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
    }
  CU_ASSERT_TRUE (n_refused > 50);
}

TAP_MAIN ("kit/message-bytes",
          { "there and back", test_there_and_back },
          { "damaged bytes", test_damage })
