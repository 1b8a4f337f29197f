/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-body-private.h"
#include "mapi-flags.h"
#include "mapi-html.h"
#include "mapi-prop-list-builder.h"
#include "mapi-rtf-compression.h"
#include "mapi-rtf-sync-private.h"
#include "mapi-rtf-text.h"
#include "mapi-stream-read-private.h"
#include "mapi-text-splice-private.h"
#include "mapi-text-sync-private.h"

#include <string.h>

typedef struct
{
  MapiPropList        *props;
  MapiPropListBuilder *builder; /* what the properties should be */
  char                *body;
  GBytes              *rtf;
  char                *text; /* of the RTF; %NULL when that cannot be read */
} Sync;

static void
sync_init (Sync *self, MapiPropList *props)
{
  self->props = props;
  self->builder = mapi_prop_list_builder_new ();
  self->body = mapi_body_get_text (props);
  self->rtf = mapi_body_get_rtf (props);
  self->text = self->rtf != NULL ? mapi_rtf_to_text (self->rtf, NULL) : NULL;
}

static void
sync_clear (Sync *self)
{
  mapi_prop_list_builder_unref (self->builder);
  g_free (self->body);
  g_clear_pointer (&self->rtf, g_bytes_unref);
  g_free (self->text);
}

static void
set_in_sync (Sync *self)
{
  mapi_prop_list_builder_add_boolean (self->builder, MAPI_PR_RTF_IN_SYNC, TRUE);
}

/* Describes the text of both; what others have added to it before is still known. */
static void
describe (Sync *self, const char *text)
{
  g_autofree char *significant = mapi_text_sync_get_significant (text);

  if (!mapi_text_sync_is_described (self->props, significant))
    mapi_text_sync_describe (self->builder, significant, 0, 0);
  set_in_sync (self);
}

static gboolean
set_rtf (Sync *self, GBytes *rtf, GError **error)
{
  g_autoptr (GBytes) value = mapi_rtf_compress (rtf, 0, error);

  if (value == NULL)
    return FALSE;
  mapi_prop_list_builder_add_binary (self->builder, MAPI_PR_RTF_COMPRESSED, value);
  return TRUE;
}

static void
follow_rtf (Sync *self)
{
  if (self->body == NULL || !mapi_body_is_same_text (self->body, self->text))
    mapi_prop_list_builder_add_string (self->builder, MAPI_PR_BODY, self->text);
  describe (self, self->text);
}

static gboolean
make_rtf_of_text (Sync *self, GError **error)
{
  g_autoptr (GBytes) rtf = mapi_rtf_from_text (self->body);

  describe (self, self->body);
  return set_rtf (self, rtf, error);
}

/* HTML has more than the plain text beside it, and may well say something else. */
static gboolean
make_rtf (Sync *self, GError **error)
{
  g_autofree char *html = mapi_body_get_html (self->props);
  g_autofree char *text = html != NULL ? mapi_html_to_text (html) : NULL;
  g_autoptr (GBytes) rtf = NULL;

  if (html == NULL)
    return make_rtf_of_text (self, error);

  if (mapi_body_is_same_text (text, self->body))
    describe (self, text);
  rtf = mapi_rtf_from_html (html);
  return set_rtf (self, rtf, error);
}

/* Keeps the formatting of what was not changed. */
static gboolean
splice_rtf (Sync *self, GError **error)
{
  MapiTextSplice   splice;
  g_autofree char *text = NULL;
  g_autofree char *significant = NULL;
  g_autoptr (GBytes) rtf = NULL;

  if (mapi_text_splice_init (&splice, self->body, self->text))
    rtf = mapi_text_splice_apply_rtf (&splice, self->rtf);
  text = rtf != NULL ? mapi_rtf_to_text (rtf, NULL) : NULL;
  if (text == NULL || !mapi_body_is_same_text (text, self->body))
    return make_rtf_of_text (self, error);

  significant = mapi_text_sync_get_significant (text);
  mapi_text_sync_describe (self->builder, significant, splice.n_prefix, splice.n_trailing);
  set_in_sync (self);
  return set_rtf (self, rtf, error);
}

/* Whether the two were in step for a program that draws text from RTF in another way. */
static gboolean
is_foreign_pair (Sync *self)
{
  g_autofree char *significant = mapi_text_sync_get_significant (self->text);
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  if (!mapi_text_sync_has_description (self->props) ||
      mapi_text_sync_is_described (self->props, significant))
    return FALSE;

  one = mapi_text_sync_get_letters (self->text);
  two = mapi_text_sync_get_letters (self->body);
  return strcmp (one, two) == 0;
}

/* Whether the RTF is of PR_HTML, beside which PR_BODY is another text. */
static gboolean
is_of_html (Sync *self)
{
  g_autofree char *html = mapi_body_get_html (self->props);
  g_autofree char *text = html != NULL ? mapi_html_to_text (html) : NULL;

  return text != NULL && mapi_body_is_same_text (text, self->text);
}

static gboolean
follow_body (Sync *self, GError **error)
{
  if (self->text == NULL)
    return make_rtf (self, error);

  if (mapi_body_is_same_text (self->body, self->text))
    describe (self, self->text);
  else if (is_foreign_pair (self))
    set_in_sync (self);
  else if (!is_of_html (self))
    return splice_rtf (self, error);
  return TRUE;
}

static gboolean
run (Sync *self, guint32 flags, GError **error)
{
  gboolean is_corrupt =
      self->text == NULL && mapi_prop_list_contains (self->props, MAPI_PR_RTF_COMPRESSED);

  if (flags == 0)
    return TRUE;
  if (self->text != NULL && (self->body == NULL || (flags & MAPI_RTF_SYNC_RTF_CHANGED)))
    follow_rtf (self);
  else if (self->body != NULL && (is_corrupt || (flags & MAPI_RTF_SYNC_BODY_CHANGED)))
    return follow_body (self, error);
  return TRUE;
}

/* What of @wanted is not so in @props. */
MapiPropList *
mapi_rtf_sync_compare (MapiPropList *props, MapiPropList *wanted)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < mapi_prop_list_get_size (wanted); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (wanted, i);
      g_autoptr (MapiPropValue) present =
          mapi_prop_list_lookup (props, mapi_prop_list_get_tag (wanted, i));

      if (present == NULL || !mapi_prop_value_equal (present, value))
        mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

/* Gives the properties to change so that PR_BODY and PR_RTF_COMPRESSED are in step. */
MapiPropList *
mapi_rtf_sync_props (MapiPropList *props, guint32 flags, GError **error)
{
  g_autoptr (MapiPropList) wanted = NULL;
  Sync     self;
  gboolean good;

  sync_init (&self, props);
  good = run (&self, flags, error);
  wanted = mapi_prop_list_builder_end (self.builder);
  sync_clear (&self);
  return good ? mapi_rtf_sync_compare (props, wanted) : NULL;
}

static gboolean
read_large (MapiMessage         *message,
            guint32              tag,
            MapiPropListBuilder *builder,
            GCancellable        *cancellable,
            GError             **error)
{
  g_autoptr (GBytes) bytes = mapi_prop_read_stream (MAPI_PROP (message), tag, cancellable, error);

  if (bytes == NULL)
    return FALSE;
  mapi_prop_list_builder_add_data (
      builder, tag, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return TRUE;
}

static MapiPropList *
read_props (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  static const guint32 tags[] = {
    MAPI_PR_BODY,
    MAPI_PR_HTML,
    MAPI_PR_RTF_COMPRESSED,
    MAPI_PR_INTERNET_CPID,
    MAPI_PR_MESSAGE_CODEPAGE,
    MAPI_PR_RTF_IN_SYNC,
    MAPI_PR_RTF_SYNC_BODY_CRC,
    MAPI_PR_RTF_SYNC_BODY_COUNT,
    MAPI_PR_RTF_SYNC_BODY_TAG,
    MAPI_PR_RTF_SYNC_PREFIX_COUNT,
    MAPI_PR_RTF_SYNC_TRAILING_COUNT,
  };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), wanted, MAPI_UNICODE, cancellable, NULL, error);

  if (props == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (props, tags[i]);

      if (value != NULL)
        mapi_prop_list_builder_add_value (builder, value);
      else if (mapi_prop_list_get_error (props, tags[i]) == (gint32) MAPI_E_NOT_ENOUGH_MEMORY &&
               !read_large (message, tags[i], builder, cancellable, error))
        return NULL;
    }
  return mapi_prop_list_builder_end (builder);
}

static gboolean
write_props (MapiMessage *message, MapiPropList *props, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropProblemArray) problems = NULL;

  if (!mapi_prop_set_props (MAPI_PROP (message), props, &problems, cancellable, error))
    return FALSE;
  if (problems == NULL || mapi_prop_problem_array_get_size (problems) == 0)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               mapi_prop_problem_array_get_code (problems, 0),
               "%s: RTFSync: cannot set 0x%08X",
               G_OBJECT_TYPE_NAME (message),
               mapi_prop_problem_array_get_tag (problems, 0));
  return FALSE;
}

/**
 * mapi_rtf_sync:
 * @message: a message
 * @flags: `MAPI_RTF_SYNC_RTF_CHANGED`, `MAPI_RTF_SYNC_BODY_CHANGED`, both, or 0
 * @updated: (out) (optional): whether the message was changed, and should be saved
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Brings the formatted text of a message, PR_RTF_COMPRESSED, and its plain text, PR_BODY, in step.
 * It is to be called before the formatted text is read unless PR_RTF_IN_SYNC is %TRUE, and after
 * either was changed, unless the store does that itself.
 *
 * When the RTF has changed, PR_BODY becomes its text unless it is that already. When PR_BODY alone
 * has changed, RTF of the same text stays as it is; lines that were added in front of it or behind
 * it are added to the RTF too, which keeps its formatting; otherwise it is made anew. A form that
 * is missing or damaged is made of the other. Blanks and the ends of lines are no change:
 * mapi_body_is_same_text() tells.
 *
 * RTF that was made of PR_HTML is left as it is even if PR_BODY is another text, as the two parts
 * of a message from the Internet may be; PR_RTF_IN_SYNC is not set then. PR_HTML is never changed.
 *
 * `RTFSync`; rtfsync.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_rtf_sync (MapiMessage  *message,
               guint32       flags,
               gboolean     *updated,
               GCancellable *cancellable,
               GError      **error)
{
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) changes = NULL;

  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  if (updated != NULL)
    *updated = FALSE;
  if ((flags & ~(MAPI_RTF_SYNC_RTF_CHANGED | MAPI_RTF_SYNC_BODY_CHANGED)) != 0)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_UNKNOWN_FLAGS, "RTFSync: flags 0x%X", flags);
      return FALSE;
    }

  props = read_props (message, cancellable, error);
  changes = props != NULL ? mapi_rtf_sync_props (props, flags, error) : NULL;
  if (changes == NULL)
    return FALSE;
  if (mapi_prop_list_get_size (changes) == 0)
    return TRUE;
  if (!write_props (message, changes, cancellable, error))
    return FALSE;
  if (updated != NULL)
    *updated = TRUE;
  return TRUE;
}
