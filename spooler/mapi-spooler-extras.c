/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-extras-private.h"

static GPrivate submitting;

gboolean
mapi_spooler_extras_is_submitting (void)
{
  return g_private_get (&submitting) != NULL;
}

static MapiPropList *
read_props (MapiMessage   *message,
            const guint32 *tags,
            gsize          n_tags,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, n_tags);

  return mapi_prop_get_props (MAPI_PROP (message), wanted, 0, cancellable, NULL, error);
}

/* Made of the original's, so that the receiver of what was made twice can tell. */
static char *
derive_message_id (MapiPropList *original, guint index)
{
  const char *id = mapi_prop_list_get_string (original, MAPI_PR_INTERNET_MESSAGE_ID);
  const char *at = id != NULL ? strrchr (id, '@') : NULL;

  return at != NULL ? g_strdup_printf ("%.*s.%u%s", (int) (at - id), id, index + 1, at) : NULL;
}

/* What a preprocessor has not said how to put away is of no use once it is sent. */
static gboolean
prepare (MapiPropList *original,
         MapiMessage  *extra,
         guint         index,
         GCancellable *cancellable,
         GError      **error)
{
  static const guint32 tags[] = { MAPI_PR_INTERNET_MESSAGE_ID,
                                  MAPI_PR_SENTMAIL_ENTRYID,
                                  MAPI_PR_DELETE_AFTER_SUBMIT };
  g_autoptr (MapiPropList) present =
      read_props (extra, tags, G_N_ELEMENTS (tags), cancellable, error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autofree char *id = derive_message_id (original, index);

  if (present == NULL)
    return FALSE;

  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_PREPROCESS, TRUE);
  if (id != NULL && !mapi_prop_list_contains (present, MAPI_PR_INTERNET_MESSAGE_ID))
    mapi_prop_list_builder_add_string (builder, MAPI_PR_INTERNET_MESSAGE_ID, id);
  if (!mapi_prop_list_contains (present, MAPI_PR_SENTMAIL_ENTRYID) &&
      !mapi_prop_list_contains (present, MAPI_PR_DELETE_AFTER_SUBMIT))
    mapi_prop_list_builder_add_boolean (builder, MAPI_PR_DELETE_AFTER_SUBMIT, TRUE);
  props = mapi_prop_list_builder_end (builder);
  return mapi_prop_set_props (MAPI_PROP (extra), props, NULL, cancellable, error);
}

static gboolean
submit_one (MapiMessage *extra, GCancellable *cancellable, GError **error)
{
  gboolean submitted;

  g_private_set (&submitting, extra);
  submitted = mapi_message_submit_message (extra, 0, cancellable, error);
  g_private_set (&submitting, NULL);
  if (!submitted)
    g_prefix_error (error, "a message that a preprocessor has made: ");

  return submitted;
}

/* Before the first one is on its way: what is wrong with one keeps all (R476). */
static gboolean
check_one (MapiMessage *extra, MapiMessage *original, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRowSet) recipients = NULL;

  if (extra == original)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_PARAMETER,
                           "PreprocessMessage: the original is among the further messages");
      return FALSE;
    }

  recipients = mapi_message_list_recipients (extra, cancellable, error);
  if (recipients != NULL && mapi_row_set_get_size (recipients) == 0)
    g_set_error_literal (error,
                         MAPI_ERROR,
                         MAPI_E_NO_RECIPIENTS,
                         "PreprocessMessage: a further message has no recipients");
  return recipients != NULL && mapi_row_set_get_size (recipients) > 0;
}

static gboolean
check_and_prepare (MapiMessage  *original,
                   GListModel   *extras,
                   MapiPropList *props,
                   GCancellable *cancellable,
                   GError      **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (extras); i++)
    {
      g_autoptr (MapiMessage) extra = g_list_model_get_item (extras, i);

      if (!check_one (extra, original, cancellable, error) ||
          !prepare (props, extra, i, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
mapi_spooler_extras_submit (MapiMessage  *original,
                            GListModel   *extras,
                            GCancellable *cancellable,
                            GError      **error)
{
  static const guint32 tags[] = { MAPI_PR_INTERNET_MESSAGE_ID };
  g_autoptr (MapiPropList) props = NULL;

  if (g_list_model_get_n_items (extras) == 0)
    return TRUE;

  props = read_props (original, tags, G_N_ELEMENTS (tags), cancellable, error);
  if (props == NULL || !check_and_prepare (original, extras, props, cancellable, error))
    return FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (extras); i++)
    {
      g_autoptr (MapiMessage) extra = g_list_model_get_item (extras, i);

      if (!submit_one (extra, cancellable, error))
        return FALSE;
    }

  return TRUE;
}
