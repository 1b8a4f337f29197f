/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-data.h"

#include <string.h>

SqliteAttachData *
sqlite_attach_data_new (guint32 number, MapiPropList *props)
{
  SqliteAttachData *self = g_new0 (SqliteAttachData, 1);

  g_atomic_ref_count_init (&self->refs);
  self->number = number;
  self->props = mapi_prop_list_ref (props);
  return self;
}

/* One to change, that shares all it can. */
SqliteAttachData *
sqlite_attach_data_copy (SqliteAttachData *self)
{
  SqliteAttachData *copy = sqlite_attach_data_new (self->number, self->props);

  copy->id = self->id;
  copy->size = self->size;
  copy->large = self->large != NULL ? g_bytes_ref (self->large) : NULL;
  copy->embedded_id = self->embedded_id;
  copy->embedded = self->embedded != NULL ? sqlite_message_data_copy (self->embedded) : NULL;
  return copy;
}

SqliteAttachData *
sqlite_attach_data_ref (SqliteAttachData *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
sqlite_attach_data_unref (SqliteAttachData *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  mapi_prop_list_unref (self->props);
  g_clear_pointer (&self->large, g_bytes_unref);
  g_clear_pointer (&self->embedded, sqlite_message_data_free);
  g_free (self);
}

void
sqlite_attach_data_renew_key (SqliteAttachData *self)
{
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (GBytes) bytes = mapi_uid_to_bytes (uid);
  g_autoptr (MapiPropValue) key = mapi_prop_value_new_binary (MAPI_PR_RECORD_KEY, bytes);
  g_autoptr (MapiPropList) keys = mapi_prop_list_new_from_value (key);
  g_autoptr (MapiPropList) before = self->props;

  self->props = mapi_prop_list_merge (before, keys);
}

static void
sqlite_summary_clear (SqliteSummary *self)
{
  g_free (self->message_class);
  g_free (self->subject);
  g_free (self->normalized);
  g_free (self->sender);
  g_free (self->representing);
  g_free (self->display_to);
  g_free (self->display_cc);
  g_free (self->display_bcc);
  memset (self, 0, sizeof *self);
}

SqliteMessageData *
sqlite_message_data_new (void)
{
  SqliteMessageData *self = g_new0 (SqliteMessageData, 1);

  self->props = mapi_prop_list_new_empty ();
  self->recipients = mapi_row_set_new (NULL, 0);
  return self;
}

static gpointer
copy_attachment (gconstpointer attachment, gpointer data)
{
  return sqlite_attach_data_ref ((gpointer) attachment);
}

static GPtrArray *
copy_attachments (GPtrArray *attachments)
{
  GPtrArray *copy;

  if (attachments == NULL)
    return NULL;
  copy = g_ptr_array_copy (attachments, copy_attachment, NULL);
  g_ptr_array_set_free_func (copy, (GDestroyNotify) sqlite_attach_data_unref);
  return copy;
}

/* Everything but the summary, which is computed when it is needed. */
SqliteMessageData *
sqlite_message_data_copy (SqliteMessageData *self)
{
  SqliteMessageData *copy = g_memdup2 (self, sizeof *self);

  memset (&copy->summary, 0, sizeof copy->summary);
  copy->summary.size = self->summary.size;
  copy->props = mapi_prop_list_ref (self->props);
  copy->recipients = mapi_row_set_ref (self->recipients);
  copy->large = self->large != NULL ? g_bytes_ref (self->large) : NULL;
  copy->attachments = copy_attachments (self->attachments);
  copy->stored = copy_attachments (self->stored);
  return copy;
}

void
sqlite_message_data_free (SqliteMessageData *self)
{
  g_clear_pointer (&self->props, mapi_prop_list_unref);
  g_clear_pointer (&self->recipients, mapi_row_set_unref);
  g_clear_pointer (&self->large, g_bytes_unref);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->stored, g_ptr_array_unref);
  sqlite_summary_clear (&self->summary);
  g_free (self);
}

static guint
find_place (SqliteMessageData *self, guint32 number)
{
  guint place = 0;

  while (place < self->attachments->len &&
         ((SqliteAttachData *) self->attachments->pdata[place])->number < number)
    place++;
  return place;
}

/* (transfer none) */
SqliteAttachData *
sqlite_message_data_find (SqliteMessageData *self, guint32 number)
{
  guint             place = find_place (self, number);
  SqliteAttachData *attachment =
      place < self->attachments->len ? self->attachments->pdata[place] : NULL;

  return attachment != NULL && attachment->number == number ? attachment : NULL;
}

/* Puts @attachment where the one with its number was, or adds it. */
void
sqlite_message_data_replace (SqliteMessageData *self, SqliteAttachData *attachment)
{
  guint place = find_place (self, attachment->number);

  sqlite_message_data_remove (self, attachment->number);
  g_ptr_array_insert (self->attachments, (gint) place, sqlite_attach_data_ref (attachment));
}

gboolean
sqlite_message_data_remove (SqliteMessageData *self, guint32 number)
{
  if (sqlite_message_data_find (self, number) == NULL)
    return FALSE;
  g_ptr_array_remove_index (self->attachments, find_place (self, number));
  return TRUE;
}

/* Takes over @stored. */
void
sqlite_message_data_set_attachments (SqliteMessageData *self, GPtrArray *stored)
{
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->stored, g_ptr_array_unref);
  self->attachments = copy_attachments (stored);
  self->stored = stored;
}

static gint64
get_number (MapiPropList *props, guint32 tag)
{
  return mapi_prop_list_contains (props, tag) ? mapi_prop_list_get_long (props, tag, 0)
                                              : SQLITE_ABSENT;
}

static char *
dup_text (MapiPropList *props, guint32 tag)
{
  g_autoptr (MapiPropValue) value = NULL;
  const char *text = mapi_prop_list_get_string (props, tag);

  if (text != NULL)
    return g_strdup (text);
  value = mapi_code_page_lookup (0, props, tag);
  return value != NULL ? g_strdup (mapi_prop_value_get_string (value)) : NULL;
}

/* What is computed of PR_SUBJECT; NULL without one. */
MapiPropList *
sqlite_message_data_get_subject (const SqliteMessageData *self)
{
  g_autofree char *subject = dup_text (self->props, MAPI_PR_SUBJECT);
  g_autofree char *prefix = subject != NULL ? dup_text (self->props, MAPI_PR_SUBJECT_PREFIX) : NULL;

  return subject != NULL ? mapi_subject_get_props (subject, prefix) : NULL;
}

static guint64
measure (SqliteMessageData *self)
{
  g_autoptr (GBytes) props = mapi_prop_list_to_bytes (self->props);
  g_autoptr (GBytes) recipients = mapi_row_set_to_bytes (self->recipients);
  guint64 size = g_bytes_get_size (props) + g_bytes_get_size (recipients) +
                 sqlite_large_get_total (self->large);

  for (guint i = 0; self->attachments != NULL && i < self->attachments->len; i++)
    size += ((SqliteAttachData *) self->attachments->pdata[i])->size;
  return size;
}

/* A summary computed without the attachments keeps what they weigh. */
void
sqlite_message_data_summarize (SqliteMessageData *self)
{
  SqliteSummary *summary = &self->summary;
  MapiPropList  *props = self->props;
  guint64        submitted = mapi_prop_list_get_systime (props, MAPI_PR_CLIENT_SUBMIT_TIME, 0);
  g_autoptr (MapiPropList) subject = sqlite_message_data_get_subject (self);

  sqlite_summary_clear (summary);
  summary->subject = dup_text (props, MAPI_PR_SUBJECT);
  if (subject != NULL)
    summary->normalized =
        g_strdup (mapi_prop_list_get_string (subject, MAPI_PR_NORMALIZED_SUBJECT));
  summary->size = measure (self);
  summary->delivered = mapi_prop_list_get_systime (props, MAPI_PR_MESSAGE_DELIVERY_TIME, 0);
  summary->submitted = submitted != 0 ? (gint64) submitted : SQLITE_ABSENT;
  summary->importance = get_number (props, MAPI_PR_IMPORTANCE);
  summary->priority = get_number (props, MAPI_PR_PRIORITY);
  summary->sensitivity = get_number (props, MAPI_PR_SENSITIVITY);
  summary->message_class = dup_text (props, MAPI_PR_MESSAGE_CLASS);
  if (summary->message_class == NULL)
    summary->message_class = g_strdup (MAPI_MESSAGE_CLASS_DEFAULT);
  summary->sender = dup_text (props, MAPI_PR_SENDER_NAME);
  summary->representing = dup_text (props, MAPI_PR_SENT_REPRESENTING_NAME);
  summary->display_to = mapi_recipients_get_display (self->recipients, MAPI_TO);
  summary->display_cc = mapi_recipients_get_display (self->recipients, MAPI_CC);
  summary->display_bcc = mapi_recipients_get_display (self->recipients, MAPI_BCC);
}

void
sqlite_add_binary (MapiPropListBuilder *builder, guint32 tag, GBytes *bytes)
{
  mapi_prop_list_builder_add_binary (builder, tag, bytes);
  g_bytes_unref (bytes);
}

GBytes *
sqlite_value_to_bytes (MapiPropValue *value)
{
  const char *text;

  if (mapi_prop_tag_get_prop_type (mapi_prop_value_get_tag (value)) != MAPI_PT_UNICODE)
    return mapi_prop_value_get_bytes (value);
  text = mapi_prop_value_get_string (value);
  return g_bytes_new (text, strlen (text));
}

MapiPropValue *
sqlite_value_from_bytes (guint32 tag, GBytes *bytes)
{
  gsize            size;
  const char      *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = NULL;

  switch (mapi_prop_tag_get_prop_type (tag))
    {
    case MAPI_PT_UNICODE:
      text = g_utf8_make_valid (data != NULL ? data : "", (gssize) size);
      return mapi_prop_value_new_string (tag, text);
    case MAPI_PT_STRING8:
      return mapi_prop_value_new_string8 (tag, bytes);
    default:
      return mapi_prop_value_new_binary (tag, bytes);
    }
}
