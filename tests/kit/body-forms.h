/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tap.h"

#include <mapi/mapi.h>
#include <string.h>

/* The forms of a message's text, for tests: each is left out where it is NULL. */

static inline void
body_add_rtf (MapiPropListBuilder *builder, const char *rtf)
{
  g_autoptr (GBytes) bytes = g_bytes_new (rtf, strlen (rtf));
  g_autoptr (GBytes) value = mapi_rtf_compress (bytes, 0, NULL);

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RTF_COMPRESSED, value);
}

static inline MapiPropList *
body_new (const char *text, const char *html, const char *rtf)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  if (text != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, text);
  if (html != NULL)
    mapi_prop_list_builder_add_data (builder, MAPI_PR_HTML, html, strlen (html));
  if (rtf != NULL)
    body_add_rtf (builder, rtf);
  return mapi_prop_list_builder_end (builder);
}

static inline char *
body_get_rtf (MapiPropList *props)
{
  g_autoptr (GBytes) value = mapi_prop_list_get_bytes (props, MAPI_PR_RTF_COMPRESSED);
  g_autoptr (GBytes) rtf = value != NULL ? mapi_rtf_decompress (value, NULL) : NULL;
  gsize       size;
  const char *data;

  if (rtf == NULL)
    return NULL;
  data = g_bytes_get_data (rtf, &size);
  return g_strndup (data, size);
}

static inline char *
body_get_html (MapiPropList *props)
{
  g_autoptr (GBytes) value = mapi_prop_list_get_bytes (props, MAPI_PR_HTML);
  gsize       size;
  const char *data;

  if (value == NULL)
    return NULL;
  data = g_bytes_get_data (value, &size);
  return g_strndup (data, size);
}

static inline char *
body_get_rtf_text (MapiPropList *props)
{
  g_autofree char *rtf = body_get_rtf (props);
  g_autoptr (GBytes) bytes = rtf != NULL ? g_bytes_new (rtf, strlen (rtf)) : NULL;

  return bytes != NULL ? mapi_rtf_to_text (bytes, NULL) : NULL;
}
