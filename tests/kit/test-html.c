/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>
#include <string.h>

#define UNREADABLE "\xef\xbf\xbd"

static void
check_text (const char *html, const char *expected)
{
  g_autofree char *text = mapi_html_to_text (html);

  TAP_STRING (text, expected);
}

static void
test_text (void)
{
  check_text ("", "");
  check_text ("plain", "plain");
  check_text ("  a \r\n  b<b>c</b> <i>d</i>\n", "a bc d");
  check_text ("a<br>b<br/><br>c", "a\r\nb\r\n\r\nc");
  check_text ("<p>a</p>\n<p>b</p>", "a\r\n\r\nb\r\n");
  check_text ("<div>a</div><div>b<div>c</div></div>", "a\r\nb\r\nc\r\n");
  check_text ("<DIV>a<BR></DIV>b", "a\r\nb");
  check_text ("a<hr>b", "a\r\n________________________________\r\nb");
  check_text ("<pre>\na  b\n c</pre>d", "a  b\r\n c\r\n\r\nd");
  check_text ("<img src=x alt='a picture'>", "a picture");
}

static void
test_left_out (void)
{
  check_text ("<html><head><title>t</title><style>p > a { x: \"</p>\" }</style>"
              "<script>if (a < b) document.write(\"<p>\");</script></head><body>a<!-- b -- > c -->d"
              "<![if x]>e<![endif]><?xml f?></body></html>",
              "ade");
  check_text ("a<script>b</SCRIPT >c<style>d", "ac");
  check_text ("a<!-- b", "a");
  check_text ("a<p title=\"x>y\" class='>'>b", "a\r\n\r\nb");
}

static void
test_references (void)
{
  check_text ("&lt;&amp;&gt;&quot;&apos;&eacute;&euro;&hellip;", "<&>\"'é€…");
  check_text ("&#65;&#x42;&#X43;&#128;&#8364;&#x1F600;", "ABC€€😀");
  check_text ("&#0;&#xD800;&#99999999999999999999;", UNREADABLE UNREADABLE UNREADABLE);
  check_text ("a&nbsp;&nbsp;b &nbsp;", "a  b  ");
  check_text ("&copy 1 &eacutex; &hearts; &hearts &; &# &#x; AT&T",
              "© 1 &eacutex; ♥ &hearts &; &# &#x; AT&T");
}

static void
test_lists (void)
{
  check_text ("<ul><li>a</li><li><p>b</p></li></ul>c", "* a\r\n* b\r\n\r\nc");
  check_text ("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\r\n* b\r\n2. c\r\n");
  check_text ("<ul><li></li><li>a</ul>", "* \r\n* a\r\n");
}

static void
test_tables (void)
{
  check_text ("<table><tr><td>a</td><td>b</td></tr>\n<tr><th>c<th>d</table>e", "a\tb\r\nc\td\r\ne");
  check_text ("<table><tr><td></td><td>b</td></tr></table>", "b\r\n");
}

static void
test_links (void)
{
  check_text ("<a href=\"http://x.example/?a&amp;b\">here</a>.", "here <http://x.example/?a&b>.");
  check_text ("<a href='http://x.example'>http://x.example</a>", "http://x.example");
  check_text ("<a href=mailto:a@x.example>a@x.example</a>", "a@x.example");
  check_text ("<a href=\"#top\">top</a> <a name=x>y</a> <a href='javascript:x'>z</a>", "top y z");
  check_text ("<a href=http://x.example><img src=y></a>", "<http://x.example>");
}

static void
test_broken (void)
{
  check_text ("a < b > c <> d </> e", "a < b > c <> d e");
  check_text ("a<b", "a<b");
  check_text ("a<p title=\"x>b", "a\r\n\r\nb");
  check_text ("</ul></li></pre></p>a</a>", "a");
}

/* Time grows with the size of the text, whatever is in it: these would never end otherwise. */
static void
test_hostile (void)
{
  static const char *const pieces[] = { "<a b=\">\" ", "<a b='",   "<",
                                        "&",           "<!--",     "</script",
                                        "<ul>",        "<pre>",    "<a href=http://x>",
                                        "<script>",    "<title><", "&#1" };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) html = g_string_new (NULL);
      g_autofree char *text = NULL;

      while (html->len < 300000)
        g_string_append (html, pieces[i]);
      text = mapi_html_to_text (html->str);
      CU_ASSERT (strlen (text) < 3 * html->len);
    }
}

static void
check_shown (const char *text)
{
  g_autofree char *html = mapi_html_from_text (text);
  g_autofree char *back = mapi_html_to_text (html);

  TAP_STRING (back, text);
}

static void
test_from_text (void)
{
  g_autofree char *html = mapi_html_from_text ("a<b>\r\n  c & d\n");

  TAP_STRING (html,
              "<html><body>\r\na&lt;b&gt;<br>\r\n&nbsp;&nbsp;c &amp; d<br>\r\n</body></html>\r\n");
  check_shown ("");
  check_shown ("a");
  check_shown ("a\r\n");
  check_shown ("\r\n\r\n a  b   <c> &amp; \xc3\xa4\r\n\r\n\r\n");
}

static void
check_code_page (const char *html, guint32 hint, guint32 expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));

  TAP_NUMBER (mapi_html_get_code_page (bytes, hint), expected);
}

static void
test_code_page (void)
{
  const char *meta = "<META HTTP-EQUIV=Content-Type content=\"text/html; CHARSET='koi8-r'\">\xc1";
  g_autoptr (GBytes) koi8 = g_bytes_new (meta, strlen (meta));
  g_autoptr (GBytes) marked = g_bytes_new ("\xef\xbb\xbf"
                                           "a",
                                           4);
  g_autoptr (GBytes) written = mapi_html_encode ("€Ж", 1252, NULL);
  g_autoptr (GBytes) expected = g_bytes_new ("\x80&#1046;", 8);
  g_autofree char *read = mapi_html_decode (koi8, 0, NULL);
  g_autofree char *unmarked = mapi_html_decode (marked, 1252, NULL);

  check_code_page ("abc", 0, 65001);
  check_code_page ("\xe4", 0, 1252);
  check_code_page ("\xe4", 1251, 1251);
  check_code_page ("\xe4", 20127, 1252);
  check_code_page ("<meta charset=\"ISO-8859-2\">\xe4", 0, 28592);
  check_code_page ("<meta charset=klingon>\xe4", 0, 1252);
  check_code_page ("<meta charset=utf-16>", 0, 65001);
  check_code_page ("\xff\xfe"
                   "a",
                   1252,
                   1200);
  check_code_page ("", 0, 65001);
  CU_ASSERT (read != NULL && g_str_has_suffix (read, "а"));
  TAP_STRING (unmarked, "a");
  TAP_BYTES (written, expected);
}

TAP_MAIN ("kit/html",
          { "text", test_text },
          { "what is left out", test_left_out },
          { "references", test_references },
          { "lists", test_lists },
          { "tables", test_tables },
          { "links", test_links },
          { "broken", test_broken },
          { "hostile", test_hostile },
          { "from text", test_from_text },
          { "code pages", test_code_page })
