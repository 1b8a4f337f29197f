/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-content-private.h"

#define ALL_ROWS 0x7fffffff

/* Marks a store that keeps plain and formatted text in step itself, or does not. */
#define RTF_KEY "mapi-spooler-rtf"
#define RTF_OWN GINT_TO_POINTER (1)
#define RTF_OURS GINT_TO_POINTER (2)

static MapiPropList *
get_props (
    gpointer object, const guint32 *tags, gsize n_tags, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, n_tags);

  return mapi_prop_get_props (MAPI_PROP (object), wanted, MAPI_UNICODE, cancellable, NULL, error);
}

/* Text */

/* A store is asked once. */
static gboolean
keeps_in_step (MapiMsgStore *store, GCancellable *cancellable)
{
  const guint32 tag = MAPI_PR_STORE_SUPPORT_MASK;
  gpointer      known = g_object_get_data (G_OBJECT (store), RTF_KEY);
  g_autoptr (MapiPropList) props = NULL;

  if (known != NULL)
    return known == RTF_OWN;

  props = get_props (store, &tag, 1, cancellable, NULL);
  if (props != NULL && (mapi_prop_list_get_long (props, tag, 0) & (gint32) MAPI_STORE_RTF_OK) != 0)
    known = RTF_OWN;
  else
    known = RTF_OURS;
  g_object_set_data (G_OBJECT (store), RTF_KEY, known);
  return known == RTF_OWN;
}

static gboolean
has_rtf (MapiProp *message, GCancellable *cancellable)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_get_prop_list (message, 0, cancellable, NULL);

  return tags != NULL && mapi_prop_tag_array_contains (tags, MAPI_PR_RTF_COMPRESSED);
}

/* Where nobody says that the two are in step, a program that knows no RTF may have changed the
 * plain text. */
static gboolean
sync_text (MapiMessage *message, MapiMsgStore *store, GCancellable *cancellable, GError **error)
{
  const guint32 tag = MAPI_PR_RTF_IN_SYNC;
  g_autoptr (MapiPropList) props = NULL;

  if (keeps_in_step (store, cancellable) || !has_rtf (MAPI_PROP (message), cancellable))
    return TRUE;

  props = get_props (message, &tag, 1, cancellable, error);
  return props != NULL &&
         (mapi_prop_list_get_boolean (props, tag, FALSE) ||
          mapi_rtf_sync (message, MAPI_RTF_SYNC_BODY_CHANGED, NULL, cancellable, error));
}

/* Files */

/* The attachments whose files are to be read now; those of the other methods are not (R597). */
static MapiRowSet *
list_references (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  static const guint32 columns[] = { MAPI_PR_ATTACH_NUM, MAPI_PR_ATTACH_METHOD };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MapiPropValue) method =
      mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, (gint32) MAPI_ATTACH_BY_REF_RESOLVE);
  g_autoptr (MapiRestriction) restriction =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_ATTACH_METHOD, method);
  g_autoptr (MapiTable) table = mapi_message_get_attachment_table (message, 0, cancellable, error);

  if (table == NULL || !mapi_table_set_columns (table, tags, 0, cancellable, error) ||
      !mapi_table_restrict (table, restriction, 0, cancellable, error))
    return NULL;
  return mapi_table_query_rows (table, ALL_ROWS, 0, cancellable, error);
}

static char *
get_path (MapiAttach *attach, GCancellable *cancellable, GError **error)
{
  static const guint32 tags[] = { MAPI_PR_ATTACH_LONG_PATHNAME, MAPI_PR_ATTACH_PATHNAME };
  g_autoptr (MapiPropList) props =
      get_props (attach, tags, G_N_ELEMENTS (tags), cancellable, error);
  const char *path;

  if (props == NULL)
    return NULL;
  path = mapi_prop_list_get_string (props, tags[0]);
  if (path == NULL)
    path = mapi_prop_list_get_string (props, tags[1]);
  if (path != NULL && g_path_is_absolute (path))
    return g_strdup (path);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "spooler: an attachment refers to “%s”, which is no whole path",
               path != NULL ? path : "");
  return NULL;
}

/* What is no file, a pipe for instance, may never end. */
static GInputStream *
open_file (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) local = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (
      file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, cancellable, &local);
  GFileInputStream *stream = NULL;

  if (info != NULL && g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error_literal (&local, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "this is no file");
  else if (info != NULL)
    stream = g_file_read (file, cancellable, &local);
  if (stream != NULL)
    return G_INPUT_STREAM (stream);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_DISK_ERROR,
               "spooler: cannot read the attached file %s: %s",
               path,
               local->message);
  return NULL;
}

static gboolean
copy_data (MapiAttach *attach, GInputStream *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GObject) stream = mapi_prop_open_property (MAPI_PROP (attach),
                                                        MAPI_PR_ATTACH_DATA_BIN,
                                                        "MapiStream",
                                                        0,
                                                        MAPI_CREATE | MAPI_MODIFY,
                                                        cancellable,
                                                        error);
  g_autoptr (GOutputStream) output =
      stream != NULL ? mapi_stream_get_output_stream (MAPI_STREAM (stream)) : NULL;

  return output != NULL &&
         g_output_stream_splice (output, file, G_OUTPUT_STREAM_SPLICE_NONE, cancellable, error) >=
             0 &&
         mapi_stream_commit (MAPI_STREAM (stream), 0, cancellable, error);
}

static gboolean
set_by_value (MapiAttach *attach, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropValue) method =
      mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, (gint32) MAPI_ATTACH_BY_VALUE);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (method);

  return mapi_prop_set_props (MAPI_PROP (attach), props, NULL, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (attach), 0, cancellable, error);
}

static gboolean
resolve (MapiMessage *message, guint32 number, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (message, number, NULL, MAPI_MODIFY, cancellable, error);
  g_autofree char *path = attach != NULL ? get_path (attach, cancellable, error) : NULL;
  g_autoptr (GInputStream) file = path != NULL ? open_file (path, cancellable, error) : NULL;

  return file != NULL && copy_data (attach, file, cancellable, error) &&
         set_by_value (attach, cancellable, error);
}

static gboolean
resolve_files (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  const guint32 tag = MAPI_PR_HASATTACH;
  g_autoptr (MapiPropList) props = get_props (message, &tag, 1, cancellable, error);
  g_autoptr (MapiRowSet) rows = NULL;

  if (props == NULL || !mapi_prop_list_get_boolean (props, tag, FALSE))
    return props != NULL;

  rows = list_references (message, cancellable, error);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      guint32 number = (guint32) mapi_prop_list_get_long (row, MAPI_PR_ATTACH_NUM, 0);

      if (!resolve (message, number, cancellable, error))
        return FALSE;
    }
  return rows != NULL;
}

gboolean
mapi_spooler_content_prepare (MapiSpoolerOutgoing *view,
                              MapiMsgStore        *store,
                              GCancellable        *cancellable,
                              GError             **error)
{
  MapiMessage *message = MAPI_MESSAGE (view);

  return sync_text (message, store, cancellable, error) &&
         resolve_files (message, cancellable, error);
}
