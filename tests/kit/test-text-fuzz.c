/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Documents as they are met with, damaged at random: whatever comes out is text in UTF-8. */

#include "tap.h"

#include <mapi/mapi.h>
#include <string.h>

#define N_RUNS 1000

static const char *const corpus[] = {
  "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\fbidi \\deff0{\\fonttbl\r\n{\\f0\\fswiss Arial;}\r\n"
  "{\\f1\\fmodern\\fcharset128 MS Gothic;}}\r\n{\\colortbl\\red0\\green0\\blue0;}\r\n"
  "\\uc1\\pard\\plain\\deftab360 \\f0\\fs24 \r\n{\\*\\htmltag19 <html>}\r\n"
  "{\\*\\htmltag34 <head>}\r\n{\\*\\htmltag241 <style>}{\\*\\htmltag241 p \\{ margin: 0 \\}}"
  "{\\*\\htmltag249 </style>}{\\*\\htmltag41 </head>}{\\*\\htmltag50 <body>}\\htmlrtf \\lang1033 "
  "\\htmlrtf0 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Caf\\'e9 \\u8211\\'96 "
  "{\\*\\htmltag84 &nbsp;}\\htmlrtf \\'a0\\htmlrtf0 \\htmlrtf\\f1\\htmlrtf0 \\'93\\'fa\\'96\\'7b"
  "{\\*\\htmltag72 </p>}\\htmlrtf\\par}\\htmlrtf0{\\*\\htmltag58 </body>}{\\*\\htmltag27 </html>}}",

  "{\\rtf1\\adeflang1025\\ansi\\ansicpg1251\\uc1\\deff31507{\\fonttbl{\\f0\\froman\\fcharset204"
  "\\fprq2{\\*\\panose 02020603050405020304}Times New Roman;}}{\\stylesheet{\\ql Normal;}"
  "{\\*\\cs10 \\additive Default;}}{\\*\\rsidtbl \\rsid1}{\\info{\\author x}}\\pard\\plain "
  "{\\field{\\*\\fldinst HYPERLINK \"http://x\"}{\\fldrslt \\u1055\\'cf\\u1088\\'f0}}\\par "
  "{\\pict\\wmetafile8\\bin4 abcd}\\trowd\\cellx100 a\\cell b\\cell\\row{\\v hidden}\\tab end\\par "
  "}",

  "<html xmlns:o=\"urn:x\"><head><meta http-equiv=Content-Type content=\"text/html; "
  "charset=utf-8\">"
  "<style><!-- p { x: y } --></style></head><body lang=EN-US link=\"#0563C1\"><div "
  "class=WordSection1>"
  "<p class=MsoNormal>Hello&nbsp;&#8211; <a href=\"http://x.example/?a=1&amp;b=2\">w\xc3\xb6rld</a>"
  "<o:p></o:p></p><ul type=disc><li>one</li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr>"
  "</table><pre>\n  laid  out\n</pre><![if !x]><br><![endif]><!-- c --></div></body></html>",
};

static GString *
damage (GRand *rand, const char *document)
{
  GString *text = g_string_new (document);

  for (gint32 n = g_rand_int_range (rand, 0, 8); n > 0; n--)
    {
      gssize at = g_rand_int_range (rand, 0, (gint32) text->len);
      gssize size = g_rand_int_range (rand, 0, 20);
      gssize rest = (gssize) text->len - at - 1;

      switch (g_rand_int_range (rand, 0, 3))
        {
        case 0:
          text->str[at] = (char) g_rand_int (rand);
          break;
        case 1:
          g_string_erase (text, at, MIN (size, rest));
          break;
        default:
          {
            g_autofree char *piece = g_strndup (text->str + at, (gsize) MIN (size, rest));

            g_string_insert (text, g_rand_int_range (rand, 0, (gint32) text->len), piece);
          }
        }
    }
  return text;
}

static void
check_utf8 (char *text)
{
  CU_ASSERT (text == NULL || g_utf8_validate (text, -1, NULL));
  g_free (text);
}

static void
run_rtf (GBytes *bytes)
{
  g_autoptr (GBytes) compressed = mapi_rtf_compress (bytes, 0, NULL);
  g_autoptr (GBytes) back = mapi_rtf_decompress (compressed, NULL);

  TAP_BYTES (back, bytes);
  check_utf8 (mapi_rtf_to_text (bytes, NULL));
  check_utf8 (mapi_rtf_to_html (bytes, NULL));
  g_clear_pointer (&back, g_bytes_unref);
  back = mapi_rtf_decompress (bytes, NULL);
}

static void
run_html (GBytes *bytes)
{
  g_autofree char *html = mapi_html_decode (bytes, 0, NULL);
  g_autoptr (GBytes) rtf = mapi_rtf_from_html (html);
  g_autofree char *back = mapi_rtf_to_html (rtf, NULL);
  g_autofree char *again = NULL;
  g_autoptr (GBytes) second = mapi_rtf_from_html (back);

  again = mapi_rtf_to_html (second, NULL);
  TAP_STRING (again, back);
  check_utf8 (mapi_html_to_text (html));
}

static void
run_sync (GRand *rand, GBytes *bytes)
{
  g_autoptr (GBytes) rtf = mapi_rtf_compress (bytes, 0, NULL);
  g_autofree char *other = mapi_rtf_to_text (bytes, NULL);
  g_autofree char *text =
      g_strconcat (g_rand_boolean (rand) ? "more " : "", other != NULL ? other : "", " end", NULL);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropValue) body = mapi_prop_value_new_string (MAPI_PR_BODY, text);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (body);
  g_autoptr (MapiPropList) before = NULL;
  g_autoptr (MapiPropList) more = NULL;
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) after = NULL;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RTF_COMPRESSED, rtf);
  before = mapi_prop_list_builder_end (builder);
  more = mapi_body_sync (before, change);
  value = mapi_prop_list_lookup (more, MAPI_PR_RTF_COMPRESSED);
  if (value == NULL)
    value = mapi_prop_value_new_binary (MAPI_PR_RTF_COMPRESSED, rtf);
  after = mapi_prop_list_new_from_value (value);
  g_clear_pointer (&body, mapi_prop_value_unref);
  body = mapi_body_derive (after, MAPI_PR_BODY, NULL);
  CU_ASSERT (body != NULL && mapi_body_is_same_text (mapi_prop_value_get_string (body), text));
}

static void
test_damaged (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint n = 0; n < N_RUNS; n++)
    {
      g_autoptr (GString) text = damage (rand, corpus[n % G_N_ELEMENTS (corpus)]);
      g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);

      run_rtf (bytes);
      run_html (bytes);
      run_sync (rand, bytes);
    }
  tap_note ("%u documents", N_RUNS);
}

TAP_MAIN ("kit/text-fuzz", { "damaged documents", test_damaged })
