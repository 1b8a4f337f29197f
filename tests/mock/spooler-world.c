/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spooler-world.h"

SpoolerWorld *
spooler_world_begin (void)
{
  static guint     count;
  g_autofree char *name = g_strdup_printf ("world-%u", ++count);
  SpoolerWorld    *self = g_new0 (SpoolerWorld, 1);

  session_rig_begin (&self->session, name);
  return self;
}

void
spooler_world_log_on (SpoolerWorld *self)
{
  spooler_world_log_on_with (self, 0, 0);
}

void
spooler_world_log_on_with (SpoolerWorld *self, guint32 flags, guint32 store_flags)
{
  if (session_rig_log_on_with (&self->session, flags, store_flags))
    self->rig = spooler_rig_new_in (self->session.session);
  g_assert (self->rig != NULL);
}

SpoolerWorld *
spooler_world_new (void)
{
  SpoolerWorld *self = spooler_world_begin ();

  spooler_world_log_on (self);
  return self;
}

void
spooler_world_free (SpoolerWorld *self)
{
  spooler_rig_free (self->rig);
  session_rig_clear (&self->session);
  g_free (self);
}

void
spooler_world_restart (SpoolerWorld *self)
{
  spooler_rig_free (self->rig);
  self->rig = spooler_rig_new_in (self->session.session);
}

GBytes *
spooler_world_get_folder_id (SpoolerWorld *self, guint32 folder_tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&folder_tag, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (self->session.store), tags, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  return mapi_prop_list_get_bytes (props, folder_tag);
}

static MapiRowSet *
build_recipients (const char *recipients)
{
  g_auto (GStrv) list = g_strsplit (recipients, " ", -1);
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (gsize i = 0; list[i] != NULL; i++)
    {
      const char      *address = strchr (list[i], ':') + 1;
      g_autofree char *type = g_strndup (list[i], (gsize) (address - 1 - list[i]));

      g_ptr_array_add (rows, mapi_recipient_new (MAPI_TO, address, type, address));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiPropList *
build_props (const char *subject, GBytes *sent_folder, MapiPropList *more)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, subject);
  if (sent_folder != NULL)
    mapi_prop_list_builder_add_binary (builder, MAPI_PR_SENTMAIL_ENTRYID, sent_folder);
  if (more != NULL)
    mapi_prop_list_builder_add_list (builder, more);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
submit (SpoolerWorld *self, MapiPropList *props, MapiRowSet *recipients, GError **error)
{
  g_autoptr (MapiFolder) outbox =
      session_rig_open_folder (&self->session, MAPI_PR_IPM_OUTBOX_ENTRYID);
  g_autoptr (MapiMessage) message = mapi_folder_create_message (outbox, NULL, 0, NULL, error);

  return message != NULL && mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, error) &&
         mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, error) &&
         mapi_message_submit_message (message, 0, NULL, error);
}

static void
submit_props (SpoolerWorld *self, const char *recipients, MapiPropList *props)
{
  g_autoptr (MapiRowSet) rows = build_recipients (recipients);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (submit (self, props, rows, &error));
  TAP_NO_ERROR (error);
}

void
spooler_world_submit_with (SpoolerWorld *self,
                           const char   *subject,
                           const char   *recipients,
                           MapiPropList *more)
{
  g_autoptr (GBytes) sent = spooler_world_get_folder_id (self, MAPI_PR_IPM_SENTMAIL_ENTRYID);
  g_autoptr (MapiPropList) props = build_props (subject, sent, more);

  submit_props (self, recipients, props);
}

void
spooler_world_submit_without_folder (SpoolerWorld *self,
                                     const char   *subject,
                                     const char   *recipients,
                                     MapiPropList *more)
{
  g_autoptr (MapiPropList) props = build_props (subject, NULL, more);

  submit_props (self, recipients, props);
}

void
spooler_world_submit (SpoolerWorld *self, const char *subject, const char *recipients)
{
  spooler_world_submit_with (self, subject, recipients, NULL);
}

static MapiRowSet *
list_messages (MapiFolder *folder)
{
  static const guint32 tags[] = { MAPI_PR_SUBJECT, MAPI_PR_ENTRYID };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, &error);
  MapiRowSet *rows = NULL;

  if (table != NULL && mapi_table_set_columns (table, columns, 0, NULL, &error))
    rows = mapi_table_query_rows (table, 1000, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return rows;
}

static MapiRowSet *
list_folder (SpoolerWorld *self, guint32 folder_tag)
{
  g_autoptr (MapiFolder) folder = session_rig_open_folder (&self->session, folder_tag);

  return list_messages (folder);
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
assert_subjects (MapiRowSet *rows, const char *expected)
{
  g_autoptr (GPtrArray) subjects = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (subjects, g_strdup (mapi_prop_list_get_string (row, MAPI_PR_SUBJECT)));
    }
  g_ptr_array_sort (subjects, compare_texts);
  g_ptr_array_add (subjects, NULL);
  text = g_strjoinv (", ", (GStrv) subjects->pdata);
  TAP_STRING (text, expected);
}

void
spooler_world_assert_folder (SpoolerWorld *self, guint32 folder_tag, const char *expected)
{
  g_autoptr (MapiRowSet) rows = list_folder (self, folder_tag);

  assert_subjects (rows, expected);
}

void
spooler_world_assert_named (SpoolerWorld *self, const char *name, const char *expected)
{
  g_autoptr (MapiFolder) top =
      session_rig_open_folder (&self->session, MAPI_PR_IPM_SUBTREE_ENTRYID);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder = mapi_folder_create_folder (
      top, MAPI_FOLDER_GENERIC, name, NULL, MAPI_OPEN_IF_EXISTS, NULL, &error);
  g_autoptr (MapiRowSet) rows = folder != NULL ? list_messages (folder) : NULL;

  if (TAP_NO_ERROR (error))
    assert_subjects (rows, expected);
}

MapiMessage *
spooler_world_open_message (SpoolerWorld *self, guint32 folder_tag, const char *subject)
{
  g_autoptr (MapiRowSet) rows = list_folder (self, folder_tag);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);

      if (g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_SUBJECT), subject) == 0)
        return (MapiMessage *) mapi_msg_store_open_entry (
            self->session.store, entry_id, NULL, 0, NULL, NULL);
    }

  g_error ("there is no message %s", subject);
}

MapiPropValue *
spooler_world_get_prop (SpoolerWorld *self, guint32 folder_tag, const char *subject, guint32 tag)
{
  g_autoptr (MapiMessage) message = spooler_world_open_message (self, folder_tag, subject);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  return mapi_prop_list_lookup (props, tag);
}
