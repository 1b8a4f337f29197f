/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-code-page-private.h"
#include "mapi-error.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define UTF8 65001u
#define WINDOWS_LATIN 1252u
#define BUFFER_SIZE 4096
#define UNREADABLE "\xef\xbf\xbd" /* U+FFFD */

typedef struct
{
  guint32     code_page;
  const char *charset; /* as MIME and HTML call it */
  const char *iconv;   /* as iconv calls it; %NULL when that is the same */
} CodePage;

/* In the order of the numbers. */
static const CodePage code_pages[] = {
  { 437, "ibm437", NULL },
  { 708, "asmo-708", "ISO-8859-6" },
  { 737, "ibm737", "CP737" },
  { 775, "ibm775", "CP775" },
  { 850, "ibm850", NULL },
  { 852, "ibm852", NULL },
  { 855, "ibm855", NULL },
  { 857, "ibm857", NULL },
  { 858, "ibm00858", "CP858" },
  { 860, "ibm860", NULL },
  { 861, "ibm861", NULL },
  { 862, "ibm862", NULL },
  { 863, "ibm863", NULL },
  { 864, "ibm864", NULL },
  { 865, "ibm865", NULL },
  { 866, "ibm866", NULL },
  { 869, "ibm869", NULL },
  { 874, "windows-874", "CP874" },
  { 932, "shift_jis", "CP932" },
  { 936, "gb2312", "CP936" },
  { 949, "ks_c_5601-1987", "CP949" },
  { 950, "big5", "CP950" },
  { 1200, "utf-16le", NULL },
  { 1201, "utf-16be", NULL },
  { 1250, "windows-1250", "CP1250" },
  { 1251, "windows-1251", "CP1251" },
  { 1252, "windows-1252", "CP1252" },
  { 1253, "windows-1253", "CP1253" },
  { 1254, "windows-1254", "CP1254" },
  { 1255, "windows-1255", "CP1255" },
  { 1256, "windows-1256", "CP1256" },
  { 1257, "windows-1257", "CP1257" },
  { 1258, "windows-1258", "CP1258" },
  { 1361, "johab", NULL },
  { 10000, "macintosh", NULL },
  { 10007, "x-mac-cyrillic", "MAC-CYRILLIC" },
  { 10029, "x-mac-ce", "MAC-CENTRALEUROPE" },
  { 12000, "utf-32le", NULL },
  { 12001, "utf-32be", NULL },
  { 20127, "us-ascii", NULL },
  { 20866, "koi8-r", NULL },
  { 20932, "x-cp20932", "EUC-JP" },
  { 20936, "x-cp20936", "GB2312" },
  { 20949, "x-cp20949", "EUC-KR" },
  { 21866, "koi8-u", NULL },
  { 28591, "iso-8859-1", NULL },
  { 28592, "iso-8859-2", NULL },
  { 28593, "iso-8859-3", NULL },
  { 28594, "iso-8859-4", NULL },
  { 28595, "iso-8859-5", NULL },
  { 28596, "iso-8859-6", NULL },
  { 28597, "iso-8859-7", NULL },
  { 28598, "iso-8859-8", NULL },
  { 28599, "iso-8859-9", NULL },
  { 28600, "iso-8859-10", NULL },
  { 28603, "iso-8859-13", NULL },
  { 28604, "iso-8859-14", NULL },
  { 28605, "iso-8859-15", NULL },
  { 28606, "iso-8859-16", NULL },
  { 38598, "iso-8859-8-i", "ISO-8859-8" },
  { 50220, "iso-2022-jp", NULL },
  { 50221, "csiso2022jp", "ISO-2022-JP" },
  { 50222, "iso-2022-jp", NULL },
  { 50225, "iso-2022-kr", NULL },
  { 51932, "euc-jp", NULL },
  { 51936, "euc-cn", "GB2312" },
  { 51949, "euc-kr", "CP949" },
  { 54936, "gb18030", NULL },
  { 65000, "utf-7", NULL },
  { 65001, "utf-8", NULL },
};

/* Other names that are met with. */
static const struct
{
  const char *charset;
  guint32     code_page;
} aliases[] = {
  { "utf8", 65001 },        { "unicode-1-1-utf-8", 65001 },
  { "ascii", 20127 },       { "ansi_x3.4-1968", 20127 },
  { "iso646-us", 20127 },   { "latin1", 28591 },
  { "iso8859-1", 28591 },   { "iso_8859-1", 28591 },
  { "latin2", 28592 },      { "latin9", 28605 },
  { "iso8859-15", 28605 },  { "iso-8859-11", 874 },
  { "tis-620", 874 },       { "sjis", 932 },
  { "x-sjis", 932 },        { "shift-jis", 932 },
  { "windows-31j", 932 },   { "ms_kanji", 932 },
  { "gbk", 936 },           { "x-gbk", 936 },
  { "gb_2312-80", 936 },    { "ks_c_5601", 949 },
  { "ksc5601", 949 },       { "uhc", 949 },
  { "x-windows-949", 949 }, { "big5-hkscs", 950 },
  { "cn-big5", 950 },       { "utf-16", 1200 },
  { "unicode", 1200 },      { "ucs-2", 1200 },
  { "x-euc-jp", 51932 },    { "x-mac-roman", 10000 },
  { "dos-862", 862 },
};

static int
compare_code_pages (gconstpointer a, gconstpointer b)
{
  const CodePage *one = a;
  const CodePage *other = b;

  return one->code_page < other->code_page ? -1 : one->code_page > other->code_page;
}

static const CodePage *
find_code_page (guint32 code_page)
{
  CodePage wanted = { code_page, NULL, NULL };

  return bsearch (
      &wanted, code_pages, G_N_ELEMENTS (code_pages), sizeof *code_pages, compare_code_pages);
}

/**
 * mapi_code_page_get_charset:
 * @code_page: a Windows code page, such as PR_INTERNET_CPID holds
 *
 * Gives the name that MIME and HTML use for a code page, such as `windows-1252`.
 *
 * Returns: (nullable): the name in lower case, or %NULL when the code page is not known
 *
 * Since: 1.0
 */
const char *
mapi_code_page_get_charset (guint32 code_page)
{
  const CodePage *found = find_code_page (code_page);

  return found != NULL ? found->charset : NULL;
}

/* The number in names such as "cp1252", "windows-1252" and "ibm850". */
static guint32
read_number (const char *charset)
{
  static const char *const prefixes[] = { "cp", "windows-", "ibm", "x-cp" };
  guint64                  number;

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_ascii_strncasecmp (charset, prefixes[i], strlen (prefixes[i])) == 0 &&
        g_ascii_string_to_unsigned (
            charset + strlen (prefixes[i]), 10, 1, G_MAXUINT16, &number, NULL) &&
        find_code_page ((guint32) number) != NULL)
      return (guint32) number;
  return 0;
}

/**
 * mapi_code_page_from_charset:
 * @charset: the name of a character set in MIME or HTML, in upper or lower case
 *
 * Finds the Windows code page for a character set.
 *
 * Returns: the code page, or 0 when the name is not known
 *
 * Since: 1.0
 */
guint32
mapi_code_page_from_charset (const char *charset)
{
  g_return_val_if_fail (charset != NULL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (code_pages); i++)
    if (g_ascii_strcasecmp (charset, code_pages[i].charset) == 0)
      return code_pages[i].code_page;
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_ascii_strcasecmp (charset, aliases[i].charset) == 0)
      return aliases[i].code_page;
  return read_number (charset);
}

static const char *
get_iconv_name (const CodePage *page)
{
  return page->iconv != NULL ? page->iconv : page->charset;
}

static GIConv
open_converter (guint32 code_page, gboolean reading, GError **error)
{
  const CodePage *page = find_code_page (code_page);
  GIConv          converter = (GIConv) -1;

  if (page != NULL && reading)
    converter = g_iconv_open ("UTF-8", get_iconv_name (page));
  else if (page != NULL)
    converter = g_iconv_open (get_iconv_name (page), "UTF-8");
  if (converter == (GIConv) -1)
    g_set_error (
        error, MAPI_ERROR, MAPI_E_UNKNOWN_CPID, "code page: %u is not known here", code_page);
  return converter;
}

/* Converts until the input ends or cannot be read; then @size is what remains. */
static void
convert_some (GIConv converter, char **data, gsize *size, GString *out)
{
  gsize result;
  int   code;

  do
    {
      char  buffer[BUFFER_SIZE];
      char *target = buffer;
      gsize room = sizeof buffer;

      result = g_iconv (converter, data, size, &target, &room);
      code = errno;
      g_string_append_len (out, buffer, target - buffer);
    }
  while (result == (gsize) -1 && code == E2BIG);
}

/* What ends a property's string is no part of it; a NUL within would end it too early. */
static void
append_without_nuls (GString *text, const char *data, gsize size)
{
  const char *nul;

  while (size > 0 && data[size - 1] == '\0')
    size--;
  while ((nul = memchr (data, '\0', size)) != NULL)
    {
      g_string_append_len (text, data, nul - data);
      g_string_append (text, UNREADABLE);
      size -= (gsize) (nul + 1 - data);
      data = nul + 1;
    }
  g_string_append_len (text, data, (gssize) size);
}

static void
decode_utf8 (const char *data, gsize size, GString *text)
{
  const char *end;

  while (!g_utf8_validate_len (data, size, &end))
    {
      gsize valid = (gsize) (end - data);

      g_string_append_len (text, data, end - data);
      if (*end == '\0')
        g_string_append_c (text, '\0');
      else
        g_string_append (text, UNREADABLE);
      data = end + 1;
      size -= valid + 1;
    }
  g_string_append_len (text, data, (gssize) size);
}

static gboolean
decode_other (guint32 code_page, const char *data, gsize size, GString *text, GError **error)
{
  GIConv converter = open_converter (code_page, TRUE, error);
  char  *at = (char *) data;

  if (converter == (GIConv) -1)
    return FALSE;

  for (convert_some (converter, &at, &size, text); size > 0;
       convert_some (converter, &at, &size, text))
    {
      g_string_append (text, UNREADABLE);
      at++;
      size--;
    }
  convert_some (converter, NULL, NULL, text); /* a letter that waits for its accent */
  g_iconv_close (converter);
  return TRUE;
}

/* Appends @size bytes to @text in UTF-8; what cannot be read becomes U+FFFD. */
gboolean
mapi_code_page_decode (
    guint32 code_page, const char *data, gsize size, GString *text, GError **error)
{
  g_autoptr (GString) raw = g_string_sized_new (size + size / 2);

  if (code_page == UTF8)
    decode_utf8 (data, size, raw);
  else if (!decode_other (code_page, data, size, raw, error))
    return FALSE;

  append_without_nuls (text, raw->str, raw->len);
  return TRUE;
}

/* What stands for a character goes through the converter too: its shift state stays right. */
static void
encode_lacking (GIConv converter, MapiCodePageLack lack, gunichar character, GString *out)
{
  char  text[16] = "?";
  char *at = text;
  gsize size;

  if (lack == MAPI_CODE_PAGE_LACK_REFERENCE)
    g_snprintf (text, sizeof text, "&#%u;", character);
  size = strlen (text);
  convert_some (converter, &at, &size, out);
}

static gboolean
encode_other (GIConv converter, const char *text, MapiCodePageLack lack, GString *out)
{
  char *at = (char *) text;
  gsize size = strlen (text);

  for (convert_some (converter, &at, &size, out); size > 0;
       convert_some (converter, &at, &size, out))
    {
      char *next = g_utf8_next_char (at);

      if (lack == MAPI_CODE_PAGE_LACK_FAILS)
        return FALSE;
      encode_lacking (converter, lack, g_utf8_get_char (at), out);
      size -= (gsize) (next - at);
      at = next;
    }
  convert_some (converter, NULL, NULL, out); /* leaves the shift state */
  return TRUE;
}

/* Encodes @text, which is UTF-8; @lack says what becomes of characters that the code page lacks. */
GString *
mapi_code_page_encode (guint32 code_page, const char *text, MapiCodePageLack lack, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  GIConv   converter;
  gboolean good;

  if (code_page == UTF8)
    return g_string_append (g_steal_pointer (&out), text);

  converter = open_converter (code_page, FALSE, error);
  if (converter == (GIConv) -1)
    return NULL;

  good = encode_other (converter, text, lack, out);
  g_iconv_close (converter);
  if (good)
    return g_steal_pointer (&out);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_BAD_CHARWIDTH,
               "code page: the text has characters that %u lacks",
               code_page);
  return NULL;
}

/**
 * mapi_code_page_to_utf8:
 * @code_page: the code page of @bytes
 * @bytes: text, with or without a NUL at the end
 * @error: return location for a #GError
 *
 * Reads text of a code page. Bytes that mean nothing there, and NULs within, become U+FFFD: the
 * only failure is %MAPI_E_UNKNOWN_CPID.
 *
 * Returns: (transfer full): the text in UTF-8
 *
 * Since: 1.0
 */
char *
mapi_code_page_to_utf8 (guint32 code_page, GBytes *bytes, GError **error)
{
  g_autoptr (GString) text = NULL;
  gconstpointer data;
  gsize         size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  text = g_string_sized_new (size);
  if (!mapi_code_page_decode (code_page, data, size, text, error))
    return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * mapi_code_page_from_utf8:
 * @code_page: the code page that is wanted
 * @text: text in UTF-8
 * @error: return location for a #GError
 *
 * Writes text in a code page. Characters that it lacks become question marks: the only failure is
 * %MAPI_E_UNKNOWN_CPID.
 *
 * Returns: (transfer full): the text, without a NUL at the end
 *
 * Since: 1.0
 */
GBytes *
mapi_code_page_from_utf8 (guint32 code_page, const char *text, GError **error)
{
  GString *bytes;

  g_return_val_if_fail (text != NULL, NULL);

  bytes = mapi_code_page_encode (code_page, text, MAPI_CODE_PAGE_LACK_MARK, error);
  return bytes != NULL ? g_string_free_to_bytes (bytes) : NULL;
}

static guint32
get_known (MapiPropList *props, guint32 tag)
{
  guint32 code_page = (guint32) mapi_prop_list_get_long (props, tag, 0);

  return find_code_page (code_page) != NULL ? code_page : 0;
}

/**
 * mapi_code_page_of_message:
 * @props: properties of a message
 *
 * Finds the code page of a message's strings of the type %MAPI_PT_STRING8: PR_MESSAGE_CODEPAGE, or
 * PR_INTERNET_CPID, or 1252. Numbers that are not known are passed over, as is 0, which stands for
 * the code page of the folder.
 *
 * Returns: the code page
 *
 * Since: 1.0
 */
guint32
mapi_code_page_of_message (MapiPropList *props)
{
  guint32 code_page;

  g_return_val_if_fail (props != NULL, WINDOWS_LATIN);

  code_page = get_known (props, MAPI_PR_MESSAGE_CODEPAGE);
  if (code_page == 0)
    code_page = get_known (props, MAPI_PR_INTERNET_CPID);
  return code_page != 0 ? code_page : WINDOWS_LATIN;
}

/**
 * mapi_code_page_of_internet:
 * @props: properties of a message
 *
 * Finds the code page that PR_HTML has, and that the message is sent in: PR_INTERNET_CPID.
 *
 * Returns: the code page, or 0 when the message names none that is known
 *
 * Since: 1.0
 */
guint32
mapi_code_page_of_internet (MapiPropList *props)
{
  g_return_val_if_fail (props != NULL, 0);

  return get_known (props, MAPI_PR_INTERNET_CPID);
}
