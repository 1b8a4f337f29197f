/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-body-private.h"
#include "mapi-code-page.h"
#include "mapi-error.h"
#include "mapi-flags.h"
#include "mapi-html.h"
#include "mapi-rtf-compression.h"
#include "mapi-rtf-text.h"
#include "mapi-text-sync-private.h"

#include <string.h>

#define UTF8 65001u

/**
 * mapi_body_is_same_text:
 * @text: a text
 * @other: another text
 *
 * Compares two texts as RTFSync does: blanks and the ends of lines do not count, and neither does
 * the shape of quotation marks and dashes.
 *
 * Returns: whether the two consist of the same characters in the same sequence
 *
 * Since: 1.0
 */
gboolean
mapi_body_is_same_text (const char *text, const char *other)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  g_return_val_if_fail (text != NULL && other != NULL, FALSE);

  one = mapi_text_sync_get_significant (text);
  two = mapi_text_sync_get_significant (other);
  return strcmp (one, two) == 0;
}

static char *
read_string8 (MapiPropList *props, guint32 tag)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (props, tag);

  if (bytes == NULL)
    return NULL;
  return mapi_code_page_to_utf8 (mapi_code_page_of_message (props), bytes, NULL);
}

char *
mapi_body_get_text (MapiPropList *props)
{
  const char *text = mapi_prop_list_get_string (props, MAPI_PR_BODY_W);

  return text != NULL ? g_strdup (text) : read_string8 (props, MAPI_PR_BODY_A);
}

char *
mapi_body_get_html (MapiPropList *props)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (props, MAPI_PR_HTML);
  const char *text = mapi_prop_list_get_string (props, MAPI_PR_BODY_HTML_W);

  if (bytes != NULL)
    return mapi_html_decode (bytes, mapi_code_page_of_internet (props), NULL);
  return text != NULL ? g_strdup (text) : read_string8 (props, MAPI_PR_BODY_HTML_A);
}

GBytes *
mapi_body_get_rtf (MapiPropList *props)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (props, MAPI_PR_RTF_COMPRESSED);

  return bytes != NULL ? mapi_rtf_decompress (bytes, NULL) : NULL;
}

static gboolean
has_id (MapiPropTagArray *tags, guint32 tag)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    if (mapi_prop_tag_get_id (mapi_prop_tag_array_get_tag (tags, i)) == mapi_prop_tag_get_id (tag))
      return TRUE;
  return FALSE;
}

/* All of them where @message cannot tell. */
MapiBodyForms
mapi_body_list_kept (MapiProp *message, GCancellable *cancellable)
{
  g_autoptr (MapiPropTagArray) tags =
      mapi_prop_get_prop_list (message, MAPI_UNICODE, cancellable, NULL);
  MapiBodyForms forms = { TRUE, TRUE, TRUE };

  if (tags == NULL)
    return forms;
  forms.text = has_id (tags, MAPI_PR_BODY);
  forms.html = has_id (tags, MAPI_PR_HTML);
  forms.rtf = has_id (tags, MAPI_PR_RTF_COMPRESSED);
  return forms;
}

static char *
derive_text (MapiPropList *props)
{
  g_autofree char *text = mapi_body_get_text (props);
  g_autofree char *html = text == NULL ? mapi_body_get_html (props) : NULL;
  g_autoptr (GBytes) rtf = NULL;

  if (text != NULL)
    return g_steal_pointer (&text);
  if (html != NULL)
    return mapi_html_to_text (html);
  rtf = mapi_body_get_rtf (props);
  return rtf != NULL ? mapi_rtf_to_text (rtf, NULL) : NULL;
}

static char *
derive_html (MapiPropList *props)
{
  g_autofree char *html = mapi_body_get_html (props);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) rtf = NULL;

  if (html != NULL)
    return g_steal_pointer (&html);

  rtf = mapi_body_get_rtf (props);
  if (rtf != NULL)
    html = mapi_rtf_to_html (rtf, NULL);
  if (html != NULL)
    return g_steal_pointer (&html);

  text = rtf != NULL ? mapi_rtf_to_text (rtf, NULL) : NULL;
  if (text == NULL)
    text = mapi_body_get_text (props);
  return text != NULL ? mapi_html_from_text (text) : NULL;
}

static GBytes *
derive_rtf (MapiPropList *props)
{
  g_autofree char *html = mapi_body_get_html (props);
  g_autofree char *text = NULL;

  if (html != NULL)
    return mapi_rtf_from_html (html);
  text = mapi_body_get_text (props);
  return text != NULL ? mapi_rtf_from_text (text) : NULL;
}

static MapiPropValue *
new_text (MapiPropList *props, guint32 tag, const char *text, GError **error)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_string (mapi_prop_tag_change_type (tag, MAPI_PT_UNICODE), text);

  return mapi_code_page_convert_value (
      mapi_code_page_of_message (props), value, mapi_prop_tag_get_prop_type (tag), error);
}

static MapiPropValue *
new_html (MapiPropList *props, const char *html, GError **error)
{
  guint32 code_page = mapi_code_page_of_internet (props);
  g_autoptr (GBytes) bytes = mapi_html_encode (html, code_page != 0 ? code_page : UTF8, error);

  return bytes != NULL ? mapi_prop_value_new_binary (MAPI_PR_HTML, bytes) : NULL;
}

static MapiPropValue *
new_rtf (GBytes *rtf, GError **error)
{
  g_autoptr (GBytes) bytes = mapi_rtf_compress (rtf, 0, error);

  return bytes != NULL ? mapi_prop_value_new_binary (MAPI_PR_RTF_COMPRESSED, bytes) : NULL;
}

/* What is there already; not if it is RTF that nobody could read. */
static MapiPropValue *
find_present (MapiPropList *props, guint32 tag)
{
  g_autoptr (GBytes) rtf = NULL;

  if (tag == MAPI_PR_RTF_COMPRESSED)
    rtf = mapi_body_get_rtf (props);
  if (tag == MAPI_PR_RTF_COMPRESSED && (rtf == NULL || mapi_rtf_get_native_body (rtf, NULL) == 0))
    return NULL;
  return mapi_prop_list_lookup (props, tag);
}

static MapiPropValue *
reject (guint32 tag, MapiError code, const char *why, GError **error)
{
  g_set_error (error, MAPI_ERROR, code, "body: 0x%08X: %s", tag, why);
  return NULL;
}

static MapiPropValue *
miss (MapiPropList *props, guint32 tag, GError **error)
{
  if (mapi_prop_list_contains (props, MAPI_PR_RTF_COMPRESSED))
    return reject (tag, MAPI_E_CORRUPT_DATA, "PR_RTF_COMPRESSED cannot be read", error);
  return reject (tag, MAPI_E_NOT_FOUND, "there is nothing to derive it from", error);
}

static gboolean
is_form (guint32 tag)
{
  return tag == MAPI_PR_BODY_A || tag == MAPI_PR_BODY_W || tag == MAPI_PR_BODY_HTML_A ||
         tag == MAPI_PR_BODY_HTML_W || tag == MAPI_PR_HTML || tag == MAPI_PR_RTF_COMPRESSED;
}

/**
 * mapi_body_derive:
 * @props: properties of a message: those of PR_BODY, PR_HTML, PR_BODY_HTML and PR_RTF_COMPRESSED
 *   that it has, PR_INTERNET_CPID and PR_MESSAGE_CODEPAGE
 * @tag: PR_BODY or PR_BODY_HTML in either type, PR_HTML, or PR_RTF_COMPRESSED
 * @error: return location for a #GError
 *
 * Computes a form of a message's text from the forms that it has. A form that it has is given as it
 * is, but for its type; else the text comes from HTML before RTF, HTML from RTF (of encapsulated
 * HTML as it was) before plain text, RTF from HTML before plain text. PR_HTML is written in
 * PR_INTERNET_CPID, or in UTF-8.
 *
 * Failures: %MAPI_E_NOT_FOUND when the message has no text in any form, %MAPI_E_CORRUPT_DATA when
 * all it has cannot be read, %MAPI_E_INVALID_PARAMETER for another @tag.
 *
 * Returns: (transfer full): the property
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_body_derive (MapiPropList *props, guint32 tag, GError **error)
{
  g_autoptr (MapiPropValue) present = NULL;
  g_autoptr (GBytes) rtf = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (props != NULL, NULL);

  if (!is_form (tag))
    return reject (tag, MAPI_E_INVALID_PARAMETER, "it is no form of the text", error);
  present = find_present (props, tag);
  if (present != NULL)
    return g_steal_pointer (&present);

  switch (tag)
    {
    case MAPI_PR_BODY_A:
    case MAPI_PR_BODY_W:
      text = derive_text (props);
      return text != NULL ? new_text (props, tag, text, error) : miss (props, tag, error);
    case MAPI_PR_BODY_HTML_A:
    case MAPI_PR_BODY_HTML_W:
      text = derive_html (props);
      return text != NULL ? new_text (props, tag, text, error) : miss (props, tag, error);
    case MAPI_PR_HTML:
      text = derive_html (props);
      return text != NULL ? new_html (props, text, error) : miss (props, tag, error);
    default:
      rtf = derive_rtf (props);
      return rtf != NULL ? new_rtf (rtf, error) : miss (props, tag, error);
    }
}
