/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* TNEF streams, as they come in attachments from anywhere. */

#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = fuzz_bytes (data, size);
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (bytes);
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiTnefProblemArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTnef) tnef = mapi_tnef_open_stream (
      MAPI_STREAM (stream), NULL, MAPI_TNEF_DECODE, MAPI_MESSAGE (message), 0, &error);
  gboolean extracted;

  FUZZ_EITHER (tnef != NULL, error);
  if (tnef == NULL)
    return 0;
  extracted =
      mapi_tnef_extract_props (tnef, MAPI_TNEF_PROP_EXCLUDE, NULL, &problems, NULL, NULL, &error);
  FUZZ_EITHER (extracted, error);
  fuzz_n_understood += extracted;
  return 0;
}
