/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The servers that other tests lean on. */

#include "tap.h"

#include "mock-postfix.h"
#include "mock-process.h"

static const char *const mail[] = { "EHLO test.invalid",
                                    "MAIL FROM:<a@test.invalid>",
                                    "RCPT TO:<bad@test.invalid>",
                                    "RCPT TO:<b@postfix.invalid>",
                                    "DATA",
                                    "Subject: t\r\n\r\n..\r\n.",
                                    "QUIT" };

/* Reads the lines of one reply; answers its code. */
static int
read_reply (GDataInputStream *input)
{
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL || strlen (line) < 4)
        return 0;
      if (line[3] != '-')
        return atoi (line);
    }
}

/* Holds the conversation of @mail; the codes of the replies, the greeting first. */
static void
converse (guint16 port, int codes[static 1 + G_N_ELEMENTS (mail)])
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);
  g_autoptr (GDataInputStream) input = NULL;

  if (!TAP_NO_ERROR (error))
    return;

  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  codes[0] = read_reply (input);
  for (guint i = 0; i < G_N_ELEMENTS (mail); i++)
    {
      g_output_stream_printf (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                              NULL,
                              NULL,
                              NULL,
                              "%s\r\n",
                              mail[i]);
      codes[i + 1] = read_reply (input);
    }
}

static void
test_smtp (void)
{
  static const char *const lie[] = { "--at", "dot", "take", "1", NULL };
  g_autofree char         *folder = g_build_filename (tap_folder (), "smtp", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MockProcess) first = mock_smtp_start (folder, 0, lie, &error);
  g_autoptr (MockProcess) second = NULL;
  int     codes[1 + G_N_ELEMENTS (mail)] = { 0 };
  guint16 port;

  if (!TAP_NO_ERROR (error))
    return;

  port = mock_process_get_port (first);
  converse (port, codes);
  TAP_NUMBER (codes[0], 220);
  TAP_NUMBER (codes[3], 550);
  TAP_NUMBER (codes[4], 250);
  TAP_NUMBER (codes[5], 354);
  TAP_NUMBER (codes[6], 0);
  TAP_NUMBER (mock_smtp_count (folder), 1);

  mock_process_kill (first);
  second = mock_smtp_start (folder, port, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  converse (port, codes);
  TAP_NUMBER (codes[6], 250);
  TAP_NUMBER (mock_smtp_count (folder), 2);
}

static void
test_smtp_content (void)
{
  g_autofree char *folder = g_build_filename (tap_folder (), "content", NULL);
  g_autofree char *path = g_build_filename (folder, "000001.eml", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MockProcess) server = mock_smtp_start (folder, 0, NULL, &error);
  int codes[1 + G_N_ELEMENTS (mail)] = { 0 };

  if (!TAP_NO_ERROR (error))
    return;

  converse (mock_process_get_port (server), codes);
  g_file_get_contents (path, &content, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_STRING (content, "Subject: t\r\n\r\n.\r\n");
}

static void
test_postfix (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MockPostfix) postfix = mock_postfix_start (NULL, &error);
  int codes[1 + G_N_ELEMENTS (mail)] = { 0 };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      tap_note ("%s", error->message);
      tap_skip ("no Postfix can run here");
      return;
    }
  if (!TAP_NO_ERROR (error))
    return;

  converse (mock_postfix_get_port (postfix), codes);
  TAP_NUMBER (codes[0], 220);
  TAP_NUMBER (codes[6], 250);
  CU_ASSERT_TRUE (g_file_test (mock_postfix_get_maildir (postfix), G_FILE_TEST_IS_DIR));
}

TAP_MAIN ("mock/servers",
          { "smtp: lies, goes down and comes back", test_smtp },
          { "smtp: keeps what it was given", test_smtp_content },
          { "postfix: takes mail", test_postfix })
