/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "tap.h"

#include <string.h>

#define CARD(text) "BEGIN:VCARD\r\n" text "END:VCARD\r\n"

static MapiRowSet *
read_text (const char *text, gssize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (text, size < 0 ? strlen (text) : (gsize) size);
  MapiRowSet *rows = mapi_vcard_read (bytes, &error);

  TAP_NO_ERROR (error);
  return rows;
}

static MapiPropList *
read_one (const char *text)
{
  g_autoptr (MapiRowSet) rows = read_text (text, -1);

  return rows != NULL && TAP_NUMBER (mapi_row_set_get_size (rows), 1)
             ? mapi_row_set_get_row (rows, 0)
             : mapi_prop_list_new_empty ();
}

static void
expect_text (MapiPropList *props, guint32 tag, const char *text)
{
  TAP_STRING (mapi_prop_list_get_string (props, tag), text);
}

static void
test_version_2 (void)
{
  g_autoptr (MapiPropList) card = read_one (CARD (
      "VERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCl=\r\nler;J=C3=B6rg\r\n"
      "TEL;CELL:1\r\nTEL;HOME;FAX:2\r\nEMAIL;INTERNET:j@example.de\r\nORG:Fa. M\xfc\r\n"));

  expect_text (card, MAPI_PR_DISPLAY_NAME, "Jörg Müller");
  expect_text (card, MAPI_PR_SURNAME, "Müller");
  expect_text (card, MAPI_PR_MOBILE_TELEPHONE_NUMBER, "1");
  expect_text (card, MAPI_PR_HOME_FAX_NUMBER, "2");
  expect_text (card, MAPI_PR_EMAIL_ADDRESS, "j@example.de");
  expect_text (card, MAPI_PR_COMPANY_NAME, "Fa. Mü");
}

static void
test_version_3 (void)
{
  g_autoptr (MapiPropList) card = read_one (
      CARD ("VERSION:3.0\r\nFN:Jean \r\n Dupont\r\nitem1.EMAIL;TYPE=home:h@example.fr\r\n"
            "item2.EMAIL;TYPE=work,pref:w@example.fr\r\nADR;TYPE=home:;;1\\, rue "
            "X;Paris;;75001;France\r\n"
            "NOTE:first\\nsecond\r\nPHOTO;ENCODING=b:AAAA\r\nBDAY:1970-01-02\r\nNAME\r\n;;:;\r\n"));
  g_autoptr (MapiPropValue) all = mapi_prop_list_lookup (card, MAPI_PR_CONTACT_EMAIL_ADDRESSES);
  g_autoptr (MapiPropValue) birthday = mapi_prop_list_lookup (card, MAPI_PR_BIRTHDAY);

  expect_text (card, MAPI_PR_DISPLAY_NAME, "Jean Dupont");
  expect_text (card, MAPI_PR_EMAIL_ADDRESS, "w@example.fr");
  expect_text (card, MAPI_PR_HOME_ADDRESS_STREET, "1, rue X");
  expect_text (card, MAPI_PR_HOME_ADDRESS_COUNTRY, "France");
  expect_text (card, MAPI_PR_COMMENT, "first\nsecond");
  CU_ASSERT (all != NULL && mapi_prop_value_get_n_values (all) == 2);
  CU_ASSERT_PTR_NOT_NULL (birthday);
}

static void
test_group (void)
{
  g_autoptr (MapiRowSet) rows =
      read_text (CARD ("VERSION:4.0\r\nUID:urn:uuid:1\r\nFN:Ada\r\nEMAIL:ada@example.org\r\n")
                     CARD ("VERSION:4.0\r\nKIND:group\r\nFN:Team\r\nMEMBER:urn:uuid:1\r\n"
                           "MEMBER:mailto:x%2Cy@example.org\r\nMEMBER:urn:uuid:nobody\r\n"),
                 -1);
  g_autoptr (MapiPropList) group = mapi_row_set_get_row (rows, 1);
  g_autoptr (MapiPropValue) members = mapi_prop_list_lookup (group, MAPI_PR_CONTACT_ENTRYIDS);
  g_autoptr (GBytes) id = NULL;
  g_autofree char *address = NULL;

  TAP_NUMBER (mapi_prop_list_get_long (group, MAPI_PR_OBJECT_TYPE, 0), MAPI_OBJECT_DISTLIST);
  if (members == NULL || !TAP_NUMBER (mapi_prop_value_get_n_values (members), 2))
    return;
  id = mapi_prop_value_get_mv_bytes (members, 1);
  CU_ASSERT (mapi_one_off_parse (id, NULL, NULL, &address, NULL, NULL));
  TAP_STRING (address, "x,y@example.org");
}

/* A name cannot bring a line of a header with it. */
static void
test_controls (void)
{
  g_autoptr (MapiPropList) card =
      read_one (CARD ("FN:Eve\\nBcc: all\r\nEMAIL:e@example.org\\n\r\n"));

  expect_text (card, MAPI_PR_DISPLAY_NAME, "Eve Bcc: all");
  expect_text (card, MAPI_PR_EMAIL_ADDRESS, "e@example.org");
}

static void
test_round_trip (void)
{
  static const char text[] =
      CARD ("VERSION:4.0\r\nFN:Ada\\, Countess of Lovelace\r\nN:Lovelace;Ada;;Lady;\r\n"
            "ORG:Analytical\\; Engines;Programs\r\nTEL;TYPE=\"fax,home\":1\r\nTEL;TYPE=work:2\r\n"
            "ADR:;;St James's Square;London;;SW1Y;England\r\n"
            "NOTE:äöü and so on for so long that a line has to be folded right inside of it"
            ": ääääääääääääääääääääääääääääääääääääääääääää\\nEnd\r\n"
            "EMAIL;PREF=1:ada@example.org\r\nEMAIL:lady@example.org\r\n");
  g_autoptr (MapiRowSet) rows = read_text (text, -1);
  g_autofree char *written = mapi_vcard_write (rows);
  g_autoptr (MapiRowSet) again = read_text (written, -1);
  g_auto (GStrv) lines = g_strsplit (written, "\r\n", -1);

  CU_ASSERT (g_utf8_validate (written, -1, NULL));
  for (char **line = lines; *line != NULL; line++)
    CU_ASSERT (strlen (*line) <= 75 && g_utf8_validate (*line, -1, NULL));
  CU_ASSERT (mapi_row_set_equal (rows, again));
}

static void
test_nothing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("Hello", 5);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (MapiRowSet) nameless = read_text (CARD ("TEL:1\r\n"), -1);

  CU_ASSERT_PTR_NULL (mapi_vcard_read (bytes, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_vcard_read (empty, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
  TAP_NUMBER (mapi_row_set_get_size (nameless), 0);
}

/* Whatever the bytes are, the answer is contacts in UTF-8 or an error. */
static void
expect_survival (const char *text, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, size);
  g_autoptr (MapiRowSet) rows = mapi_vcard_read (bytes, NULL);
  g_autofree char *written = rows != NULL ? mapi_vcard_write (rows) : NULL;

  if (written != NULL && !g_utf8_validate (written, -1, NULL))
    CU_FAIL ("what was written is not UTF-8");
}

static void
test_damage (void)
{
  static const char text[] =
      CARD ("VERSION:2.1\r\nN;ENCODING=QUOTED-PRINTABLE:=C3=BC=\r\n;\\;;b\r\nFN:a\\\r\n b\r\n"
            "TEL;TYPE=\"a:b;c\":tel:1\r\nEMAIL;PREF=300:a@b\r\nBDAY:00000000\r\nKIND:group\r\n"
            "MEMBER:mailto:%00%ff\r\nADR:;;;;;;;;;;\r\n");
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (gsize size = 0; size < sizeof text; size++)
    expect_survival (text, size);
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *damaged = g_memdup2 (text, sizeof text);

      for (guint j = 0; j < 4; j++)
        damaged[g_rand_int_range (random, 0, sizeof text)] = (char) g_rand_int (random);
      expect_survival (damaged, sizeof text);
    }
}

TAP_MAIN ("kit/vcard",
          { "version 2.1, quoted-printable, Latin-1", test_version_2 },
          { "version 3.0, folded, escaped", test_version_3 },
          { "groups and their members", test_group },
          { "control characters", test_controls },
          { "written and read again", test_round_trip },
          { "no card at all", test_nothing },
          { "damaged files", test_damage })
