/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "maildir-raw.h"

static gboolean
describe_message (MapiMessage  *message,
                  const char   *name,
                  const char   *why,
                  GCancellable *cancellable,
                  GError      **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autofree char *body =
      g_strdup_printf ("A message has arrived that cannot be read as mail: %s\n\n"
                       "It is attached as it came.\n",
                       why);

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, name);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, body);
  props = mapi_prop_list_builder_end (builder);
  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cancellable, error);
}

static gboolean
describe_attachment (MapiAttach   *attach,
                     const char   *name,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autofree char *file_name = g_strconcat (name, ".eml", NULL);

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_METHOD, (gint32) MAPI_ATTACH_BY_VALUE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RENDERING_POSITION, -1);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ATTACH_LONG_FILENAME, file_name);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ATTACH_MIME_TAG, "application/octet-stream");
  props = mapi_prop_list_builder_end (builder);
  return mapi_prop_set_props (MAPI_PROP (attach), props, NULL, cancellable, error);
}

static gboolean
copy_file (MapiAttach *attach, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) source = g_file_read (file, cancellable, error);
  g_autoptr (GObject) data = NULL;
  g_autoptr (GOutputStream) target = NULL;

  if (source == NULL)
    return FALSE;
  data = mapi_prop_open_property (MAPI_PROP (attach),
                                  MAPI_PR_ATTACH_DATA_BIN,
                                  "MapiStream",
                                  0,
                                  MAPI_CREATE | MAPI_MODIFY,
                                  cancellable,
                                  error);
  if (data == NULL)
    return FALSE;

  target = mapi_stream_get_output_stream (MAPI_STREAM (data));
  return g_output_stream_splice (
             target, G_INPUT_STREAM (source), G_OUTPUT_STREAM_SPLICE_NONE, cancellable, error) >=
             0 &&
         mapi_stream_commit (MAPI_STREAM (data), 0, cancellable, error);
}

gboolean
maildir_raw_read (
    MapiMessage *message, GFile *file, const char *why, GCancellable *cancellable, GError **error)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_utf8_make_valid (base, -1);
  g_autoptr (MapiAttach) attach = NULL;
  guint32 number;

  if (!describe_message (message, name, why, cancellable, error))
    return FALSE;

  attach = mapi_message_create_attach (message, 0, &number, cancellable, error);
  return attach != NULL && describe_attachment (attach, name, cancellable, error) &&
         copy_file (attach, file, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (attach), 0, cancellable, error);
}
