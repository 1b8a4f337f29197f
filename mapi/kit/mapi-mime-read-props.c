/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From MIME to a message: what is set when all of it has come in. */

#include "config.h"

#include "mapi-mime-reader-state-private.h"
#include "mapi-mime.h"

/* Notes which value each field has, to see later whether it still has it. A date stays as it was
 * written, and recipients that were not wanted are not compared. */
static void
note_fields (MapiMimeReader *self, MapiPropList *props, MapiRowSet *recipients)
{
  for (guint field = 0; field < MAPI_MIME_N_FIELDS; field++)
    {
      gboolean skip =
          (field == MAPI_MIME_FIELD_DATE && (self->fields & 1u << field)) ||
          (mapi_mime_fields[field].kind == MAPI_MIME_FIELD_KIND_RECIPIENTS && recipients == NULL);

      if (!skip)
        mapi_mime_skeleton_set_field (
            &self->skeleton, field, mapi_mime_field_hash (field, props, recipients));
    }
}

static gboolean
set_recipients (MapiMimeReader *self, MapiRowSet *recipients)
{
  if (recipients == NULL || mapi_row_set_get_size (recipients) == 0)
    return TRUE;
  return mapi_message_modify_recipients (
      self->message, 0, recipients, self->cancellable, &self->error);
}

static void
add_message_class (MapiMimeReader *self)
{
  g_autofree char *message_class = self->report != NULL
                                       ? mapi_report_get_class (self->report->kind, NULL)
                                       : g_strdup (self->message_class);

  mapi_prop_list_builder_add_string (self->props, MAPI_PR_MESSAGE_CLASS, message_class);
}

static void
add_report_props (MapiMimeReader *self)
{
  g_autoptr (MapiPropList) props =
      mapi_mime_report_get_props (self->report, self->header_props, self->body.text);

  mapi_prop_list_builder_add_list (self->props, props);
}

static MapiPropList *
collect_props (MapiMimeReader *self)
{
  add_message_class (self);
  mapi_prop_list_builder_add_list (self->props, self->header_props);
  mapi_mime_body_add_props (&self->body, self->props);
  if (self->report != NULL)
    add_report_props (self);
  mapi_prop_list_builder_add_data (
      self->props, MAPI_PR_MIME_SKELETON, self->skeleton.bytes->data, self->skeleton.bytes->len);
  return mapi_prop_list_builder_end (self->props);
}

static MapiRowSet *
collect_recipients (MapiMimeReader *self)
{
  return self->recipients != NULL
             ? mapi_row_set_new ((MapiPropList **) self->recipients->pdata, self->recipients->len)
             : NULL;
}

/* The recipients of a report about delivery are those that it is about. Whom it came to stands in
 * its fields, and is no recipient there is to compare with. */
static MapiRowSet *
collect_reported (MapiMimeReader *self, MapiRowSet **compared)
{
  gboolean is_about_delivery = self->report != NULL && self->report->rows != NULL;

  if (!is_about_delivery || self->header_recipients == NULL)
    {
      *compared =
          self->header_recipients != NULL ? mapi_row_set_ref (self->header_recipients) : NULL;
      return *compared != NULL ? mapi_row_set_ref (*compared) : NULL;
    }

  *compared = mapi_row_set_new (NULL, 0);
  return mapi_mime_report_get_rows (self->report, self->header_props);
}

gboolean
mapi_mime_reader_set_all (MapiMimeReader *self)
{
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiRowSet) compared = NULL;
  g_autoptr (MapiRowSet) recipients = NULL;

  self->header_props = mapi_prop_list_builder_end (self->props);
  self->header_recipients = collect_recipients (self);
  self->subject = g_strdup (mapi_prop_list_get_string (self->header_props, MAPI_PR_SUBJECT));
  recipients = collect_reported (self, &compared);
  note_fields (self, self->header_props, compared);
  props = collect_props (self);

  return mapi_prop_set_props (
             MAPI_PROP (self->message), props, NULL, self->cancellable, &self->error) &&
         set_recipients (self, recipients);
}
