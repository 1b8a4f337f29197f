/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Mail: what is read can be written, and what was written read again. */

#include "fuzz.h"

static MapiMemoryMessage *
read_mail (GBytes *bytes)
{
  MapiMemoryMessage *message = mapi_memory_message_new ();
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GError) error = NULL;

  g_assert (mapi_mime_read (MAPI_MESSAGE (message), stream, 0, NULL, &error));
  g_assert_no_error (error);
  return message;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = fuzz_bytes (data, size);
  g_autoptr (MapiMemoryMessage) message = read_mail (bytes);
  g_autoptr (MapiMemoryMessage) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) written = mapi_mime_write_bytes (MAPI_MESSAGE (message), 0, NULL, &error);

  FUZZ_EITHER (written != NULL, error);
  fuzz_n_understood += written != NULL;
  if (written != NULL)
    again = read_mail (written);
  return 0;
}
