/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>
#include <string.h>

#define N_RANDOM 1000
#define UNREADABLE "\xef\xbf\xbd"

static void
check_text (const char *rtf, const char *expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new (rtf, strlen (rtf));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mapi_rtf_to_text (bytes, &error);

  TAP_NO_ERROR (error);
  TAP_STRING (text, expected);
}

static void
test_plain (void)
{
  check_text ("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", "hello world");
  check_text ("{\\rtf1 a\\par\r\nb\\line c\\tab d}", "a\r\nb\r\nc\td");
  check_text ("{\\rtf1 \\{\\\\\\}\\~\\_\\-x}", "{\\}\xc2\xa0\xe2\x80\x91x");
  check_text ("{\\rtf1 \\lquote a\\rquote\\ldblquote b\\rdblquote\\emdash\\endash\\bullet}",
              "‘a’“b”—–•");
  check_text ("{\\rtf1 a\\\r\nb}", "a\r\nb");
  check_text ("{\\rtf1 {\\b bold}{\\i {\\ul all}}}", "boldall");
  check_text ("{\\rtf1\\pard\\plain  two}", " two");
  check_text ("\xef\xbb\xbf {\\rtf1 marked}", "marked");
  check_text ("{\\rtf1}", "");
  check_text ("{\\rtf1 a}b}c", "a");
}

static void
test_code_pages (void)
{
  check_text ("{\\rtf1\\ansi\\ansicpg1252 caf\\'e9 \\'80}", "café €");
  check_text ("{\\rtf1\\ansi\\ansicpg1251 \\'cf\xf0\\'e8}", "При");
  check_text ("{\\rtf1\\ansi\\ansicpg932 \\'93\\'fa\\'96{}A\\'96{\\b \\'7b}}", "日泡本");
  check_text ("{\\rtf1\\mac \\'8a}", "ä");
  check_text ("{\\rtf1\\pc \\'84}", "ä");
  check_text ("{\\rtf1\\ansicpg4711 \\'e4}", "ä");
  check_text (
      "{\\rtf1\\ansi\\ansicpg1252\\deff1{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}"
      "{\\f2\\fcharset128{\\*\\panose 123}C;}{\\f3\\fcharset1 D;}{\\f4\\cpg1250 E;}}"
      "\\'cf{\\f0 \\'cf\\f2 \\'93\\'fa\\f3\\'e9\\plain\\'cf}\\f4\\'9a}",
      "ПÏ日éПš");
  check_text ("{\\rtf1\\ansicpg65001{\\fonttbl{\\f0\\fcharset0 A;}}\\f0 \xc3\xa4}", "ä");
}

static void
test_unicode (void)
{
  check_text ("{\\rtf1 \\u228?\\u8364 ?\\u-10179?\\u-8704?}", "ä€😀");
  check_text ("{\\rtf1\\uc0 \\u228\\u228 a}", "ääa");
  check_text ("{\\rtf1\\uc2 \\u228\\'93\\'faa{\\uc1\\u228?b}\\u228xyz}", "äaäbäz");
  check_text ("{\\rtf1\\uc3 \\u228 a}b", "ä");
  check_text ("{\\rtf1 \\u228\\tab b}", "äb");
  check_text ("{\\rtf1\\u55357?x\\u56832?}", UNREADABLE "x" UNREADABLE);
  check_text ("{\\rtf1\\u55357?}", UNREADABLE);
  check_text ("{\\rtf1\\u0?\\uc1\\u99999?}", UNREADABLE "\xe8\x9a\x9f");
  check_text ("{\\rtf1{\\upr{old}{\\*\\ud{new \\u228?}}}}", "new ä");
  check_text ("{\\rtf1 a\\'00b}", "a" UNREADABLE "b");
}

static void
test_destinations (void)
{
  check_text ("{\\rtf1{\\info{\\title x}}{\\stylesheet{\\s0 Normal;}}{\\colortbl;\\red1;}a"
              "{\\*\\generator me;}{\\*\\unknown{\\deep x}}{\\header h}b"
              "{\\pict\\wmetafile8\\bin5 }}}}}0102}c}",
              "abc");
  check_text ("{\\rtf1{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt link}}{\\v hidden}"
              "\\v x\\v0 y\\deleted z\\plain .}",
              "linky.");
  check_text ("{\\rtf1{\\object{\\*\\objdata 0102}{\\result shown}}\\objattph  }", "shown ");
  check_text ("{\\rtf1{\\*\\htmltag <b>}x\\htmlrtf y\\htmlrtf0}", "xy");
}

static void
test_tables (void)
{
  check_text ("{\\rtf1\\trowd\\intbl a\\cell b\\cell\\row\\trowd c\\cell d\\cell\\row end}",
              "a\tb\r\nc\td\r\nend");
}

static void
test_encapsulated_html (void)
{
  const char *rtf =
      "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}"
      "{\\f1\\fcharset204 Arial;}}{\\*\\htmltag64}\r\n"
      "{\\*\\htmltag18 <html>}{\\*\\htmltag50 <body>\\par}"
      "{\\*\\htmltag64 <p class=\"\\{x\\}\">}\\htmlrtf {\\b\\htmlrtf0 Caf\\'e9\\htmlrtf\\b0}"
      "\\htmlrtf0 {\\*\\htmltag84 &nbsp;}\\htmlrtf \\'a0\\htmlrtf0\\par\\lquote q\\~\\u8364?"
      "\\htmlrtf\\f1\\htmlrtf0 \\'cf{\\*\\htmltag84 \\'e9}{\\*\\mhtmltag84 <no>}\\tab a < b &"
      "{\\*\\htmltag72 </p>}{\\*\\htmltag58 </body>}{\\*\\htmltag27 </html>}}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (rtf, strlen (rtf));
  g_autoptr (GError) error = NULL;
  g_autofree char *html = mapi_rtf_to_html (bytes, &error);

  TAP_NO_ERROR (error);
  TAP_STRING (html,
              "<html><body>\r\n<p class=\"{x}\">Café&nbsp;\r\n‘q&nbsp;€Пé\ta &lt; b &amp;</p>"
              "</body></html>");
  TAP_NUMBER (mapi_rtf_get_native_body (bytes, NULL), MAPI_NATIVE_BODY_TYPE_HTML);
  check_text (rtf, "Café  ‘q €Пé a < b &\r\n");
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *rtf;
    guint32     kind;
    int         error;
  } cases[] = {
    { "{\\rtf1\\ansi hello}", MAPI_NATIVE_BODY_TYPE_RTF, MAPI_E_NOT_FOUND },
    { "{\\rtf1\\ansi\\fromtext hello}", MAPI_NATIVE_BODY_TYPE_PLAINTEXT, MAPI_E_NOT_FOUND },
    { "{\\rtf1\\ansi text\\fromhtml1}", MAPI_NATIVE_BODY_TYPE_RTF, MAPI_E_NOT_FOUND },
    { "<html>", 0, MAPI_E_CORRUPT_DATA },
    { "", 0, MAPI_E_CORRUPT_DATA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) rtf = g_bytes_new_static (cases[i].rtf, strlen (cases[i].rtf));
      g_autoptr (GError) error = NULL;

      TAP_NUMBER (mapi_rtf_get_native_body (rtf, NULL), cases[i].kind);
      CU_ASSERT_PTR_NULL (mapi_rtf_to_html (rtf, &error));
      TAP_ERROR (error, MAPI_ERROR, cases[i].error);
    }
}

static void
check_text_round_trip (const char *text, const char *expected)
{
  g_autoptr (GBytes) rtf = mapi_rtf_from_text (text);
  g_autofree char *back = mapi_rtf_to_text (rtf, NULL);

  TAP_STRING (back, expected);
}

static void
test_from_text (void)
{
  check_text_round_trip ("", "");
  check_text_round_trip ("a\nb\r\nc\rd\n\n", "a\r\nb\r\nc\r\nd\r\n\r\n");
  check_text_round_trip (" {\\par}\t\x01 ä€😀\xc2\xa0\xef\xbf\xbd ",
                         " {\\par}\t\x01 ä€😀\xc2\xa0\xef\xbf\xbd ");
}

/* As the ends of lines come back. */
static char *
with_crlf (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    if (*at == '\r' || *at == '\n')
      g_string_append (out, *at == '\r' && at[1] == '\n' ? "" : "\r\n");
    else
      g_string_append_c (out, *at);
  return g_string_free (out, FALSE);
}

static void
check_html_round_trip (const char *html)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) rtf = mapi_rtf_from_html (html);
  g_autofree char *back = mapi_rtf_to_html (rtf, &error);
  g_autofree char *expected = with_crlf (html);

  TAP_NO_ERROR (error);
  TAP_STRING (back, expected);
}

static void
test_from_html (void)
{
  const char *html = "<html><head><title>No</title></head><body>\r\n<p>Caf&eacute; <b>bold</b>\r\n"
                     "1 &lt; 2 < 3 & 4</p><ul><li>one</li></ul></body></html>";
  g_autoptr (GBytes) rtf = mapi_rtf_from_html (html);
  g_autofree char *text = mapi_rtf_to_text (rtf, NULL);
  g_autofree char *document = g_strndup (g_bytes_get_data (rtf, NULL), g_bytes_get_size (rtf));
  char            *mark = strstr (document, "\\fromhtml1");

  check_html_round_trip (html);
  check_html_round_trip ("");
  check_html_round_trip ("<p>1{\\}</p>\t<!-- c --><br>  &#x1F600;😀");
  TAP_STRING (text, "Café bold 1 < 2 < 3 & 4\r\n\r\n* one\r\n");

  /* As somebody sees it who knows nothing of HTML. */
  CU_ASSERT_PTR_NOT_NULL (mark);
  if (mark != NULL)
    memcpy (mark, "\\nothing12", 10);
  check_text (document, "Café bold 1 < 2 < 3 & 4\r\n•\tone\r\n");
}

static GString *
new_random (GRand *rand, const char *const *pieces, gint32 n_pieces)
{
  GString *text = g_string_new (NULL);

  for (gint32 n = g_rand_int_range (rand, 0, 60); n > 0; n--)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, n_pieces)]);
  return text;
}

static void
test_random_html (void)
{
  static const char *const pieces[] = {
    "<p>",      "</p>",      "<",       ">",  "&",     "&amp;", "&#65;",    "<br",   "/>",
    "\r",       "\n",        " ",       "\t", "\"",    "'",     "=",        "a",     "{",
    "}",        "\\",        "<body",   "ä",  "😀",     "<!--",  "-->",      "<pre>", "</pre>",
    "<script>", "</script>", "<style>", "1",  "\\par", "<td>",  "<a href=",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint n = 0; n < N_RANDOM; n++)
    {
      g_autoptr (GString) html = new_random (rand, pieces, G_N_ELEMENTS (pieces));

      check_html_round_trip (html->str);
    }
}

/* What means something to a reader of RTF, and what does not. */
static const char *const rtf_pieces[] = {
  "{",
  "}",
  "\\",
  "\\'",
  "e9",
  "\\u228?",
  "\\u-10179",
  "\\bin",
  "4",
  "\\f1",
  " ",
  "x",
  "\\par",
  "\\*",
  "\\uc",
  "-1",
  "999999999",
  "\\upr",
  "\\ud",
  "\\v",
  "\\row",
  "\\cell",
  "\r\n",
  "\\htmltag",
  "\\htmlrtf",
  "0",
  "\\fonttbl",
  "\\fcharset128",
  "\x93",
  "\xff",
  "\\ansicpg1200",
  "\\ansicpg50220",
  "\\fromhtml1",
  "<",
  "\x1b$B",
  "\\deff",
  "\\~",
  "\\\t",
};

static void
test_random_rtf (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (guint n = 0; n < N_RANDOM; n++)
    {
      g_autoptr (GString) rtf = new_random (rand, rtf_pieces, G_N_ELEMENTS (rtf_pieces));
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *text = NULL;
      g_autofree char *html = NULL;

      g_string_prepend (rtf, n % 2 == 0 ? "{\\rtf1\\fromhtml1 " : "{\\rtf1 ");
      bytes = g_bytes_new (rtf->str, rtf->len);
      text = mapi_rtf_to_text (bytes, NULL);
      html = mapi_rtf_to_html (bytes, NULL);
      CU_ASSERT (text != NULL && g_utf8_validate (text, -1, NULL));
      CU_ASSERT (html == NULL || g_utf8_validate (html, -1, NULL));
      for (gsize cut = 0; cut < 7 && cut < rtf->len; cut++)
        {
          g_autoptr (GBytes) part = g_bytes_new (rtf->str, rtf->len - cut);

          g_free (mapi_rtf_to_text (part, NULL));
        }
    }
}

/* A hundred thousand groups within each other, and as many that are never opened. */
static void
test_deep (void)
{
  g_autoptr (GString) rtf = g_string_new ("{\\rtf1 a");

  for (guint n = 0; n < 100000; n++)
    g_string_append (rtf, "{\\b ");
  g_string_append_c (rtf, 'b');
  for (guint n = 0; n < 100000; n++)
    g_string_append_c (rtf, '}');
  g_string_append (rtf, "c}d}}}}");
  check_text (rtf->str, "abc");
}

TAP_MAIN ("kit/rtf-text",
          { "plain text", test_plain },
          { "code pages", test_code_pages },
          { "Unicode", test_unicode },
          { "destinations", test_destinations },
          { "tables", test_tables },
          { "encapsulated HTML", test_encapsulated_html },
          { "kinds", test_kinds },
          { "from text", test_from_text },
          { "from HTML", test_from_html },
          { "random HTML there and back", test_random_html },
          { "random RTF", test_random_rtf },
          { "deep groups", test_deep })
