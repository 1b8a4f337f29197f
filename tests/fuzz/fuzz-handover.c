/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What `mapi send` hands over: the words of a request, behind those that this environment has. */

#include "fuzz.h"

#include "handover-request.h"

static void
add_beginning (GByteArray *packet)
{
  static const guint8 begin[] = "S" HANDOVER_GREETING;

  g_byte_array_append (packet, begin, sizeof begin);
  for (gsize i = 0; i < G_N_ELEMENTS (handover_variables); i++)
    {
      const char      *value = g_getenv (handover_variables[i]);
      g_autofree char *word = g_strdup_printf (
          "%c%s=%s", HANDOVER_VARIABLE, handover_variables[i], value != NULL ? value : "");

      if (value != NULL)
        g_byte_array_append (packet, (const guint8 *) word, (guint) strlen (word) + 1);
    }
}

static void
check_texts (char **texts)
{
  for (; texts != NULL && *texts != NULL; texts++)
    fuzz_check_text (*texts);
}

/* As it comes, and behind a good beginning. */
static void
parse (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HandoverRequest) request =
      handover_request_parse ((const char *) data, size, NULL, 0, &error);

  FUZZ_EITHER (request, error);
  if (request == NULL)
    return;
  fuzz_n_understood++;
  fuzz_check_text (request->send.from);
  fuzz_check_text (request->send.subject);
  fuzz_check_text (request->send.body);
  check_texts (request->send.to);
  check_texts (request->send.cc);
  check_texts (request->send.bcc);
  g_assert (handover_request_reads_input (request) || request->send.body != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = fuzz_bytes (data, size);
  g_autoptr (GByteArray) packet = g_byte_array_new ();

  parse (g_bytes_get_data (bytes, NULL), size);
  add_beginning (packet);
  g_byte_array_append (packet, data, (guint) size);
  parse (packet->data, packet->len);
  return 0;
}
