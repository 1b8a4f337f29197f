/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * wire_bench PORT ROUNDS CASE...: the SMTP transport alone, driven as the spooler drives it,
 * against bare libcurl: one message after the other over one connection that is kept.
 */

#include "mock-drive.h"
#include "rounds.h"

#include <curl/curl.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n"
#define HEADER                                                                                     \
  "From: a@perf.invalid\r\nTo: b@perf.invalid\r\nSubject: t\r\nMessage-ID: <1@perf.invalid>\r\n"   \
  "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n\r\n"

/* Of smtp.service. */
#define TAG_HOST ((guint32) 0x6600001F)
#define TAG_PORT ((guint32) 0x66010003)
#define TAG_SECURITY ((guint32) 0x6602001F)

static gint32       port;
static MapiXpLogon *logon;
static CURL        *curl;

static char *
make_text (gsize size)
{
  GString *text = g_string_new (HEADER);

  while (text->len < size)
    g_string_append (text, LINE);
  return g_string_free (text, FALSE);
}

static void
send_ours (gsize size, guint count)
{
  g_autofree char *text = make_text (size);

  while (count-- > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MapiMessage) message = mock_letter_new (text);
      MockSent sent = { 0 };

      bench_check (mock_drive_send (logon, message, &sent, NULL, &error), error);
    }
}

typedef struct
{
  const char *text;
  gsize       left;
} Upload;

static size_t
read_upload (char *buffer, size_t size, size_t n, void *data)
{
  Upload *upload = data;
  gsize   length = MIN (size * n, upload->left);

  memcpy (buffer, upload->text, length);
  upload->text += length;
  upload->left -= length;
  return length;
}

static void
send_peer (gsize size, guint count)
{
  g_autofree char   *text = make_text (size);
  g_autofree char   *url = g_strdup_printf ("smtp://127.0.0.1:%d/perf.invalid", port);
  struct curl_slist *to = curl_slist_append (NULL, "<b@perf.invalid>");

  while (count-- > 0)
    {
      Upload upload = { text, strlen (text) };

      curl_easy_setopt (curl, CURLOPT_URL, url);
      curl_easy_setopt (curl, CURLOPT_MAIL_FROM, "<a@perf.invalid>");
      curl_easy_setopt (curl, CURLOPT_MAIL_RCPT, to);
      curl_easy_setopt (curl, CURLOPT_READFUNCTION, read_upload);
      curl_easy_setopt (curl, CURLOPT_READDATA, &upload);
      curl_easy_setopt (curl, CURLOPT_UPLOAD, 1L);
      curl_easy_setopt (curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t) upload.left);
      curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
      bench_check (curl_easy_perform (curl) == CURLE_OK, NULL);
    }
  curl_slist_free_all (to);
}

static void
small_ours (guint count)
{
  send_ours (2 * 1024, count);
}

static void
small_peer (guint count)
{
  send_peer (2 * 1024, count);
}

static void
large_ours (guint count)
{
  send_ours (20 * 1024, count);
}

static void
large_peer (guint count)
{
  send_peer (20 * 1024, count);
}

static MockSupport *
make_support (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) settings = NULL;

  mapi_prop_list_builder_add_string (builder, TAG_HOST, "127.0.0.1");
  mapi_prop_list_builder_add_long (builder, TAG_PORT, port);
  mapi_prop_list_builder_add_string (builder, TAG_SECURITY, "none");
  settings = mapi_prop_list_builder_end (builder);
  return mock_support_new (settings);
}

int
main (int argc, char **argv)
{
  static const BenchCase cases[] = {
    { "smtp-2K", 500, small_ours, small_peer },
    { "smtp-20K", 400, large_ours, large_peer },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (MockSupport) support = NULL;
  int status;

  if (argc < 3)
    {
      fprintf (stderr, "usage: wire_bench PORT ROUNDS [CASE...]\n");
      return 2;
    }
  port = atoi (argv[1]);
  curl_global_init (CURL_GLOBAL_ALL);
  curl = curl_easy_init ();
  support = make_support ();
  logon = mock_drive_open ("providers/smtp/mapi-smtp.so", support, &error);
  bench_check (logon != NULL, error);
  status = bench_main (argc - 1, argv + 1, cases, G_N_ELEMENTS (cases));
  bench_check (mapi_xp_logon_transport_logoff (logon, 0, NULL, &error), error);
  g_clear_object (&logon);
  curl_easy_cleanup (curl);
  return status;
}
