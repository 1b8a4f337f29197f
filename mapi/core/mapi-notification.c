/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-notification.h"
#include "mapi-error.h"
#include "mapi-flags.h"

/**
 * MapiNotification:
 *
 * One event: the NOTIFICATION structure. Which getters have something to tell depends on the kind
 * of event; the others return 0 or %NULL. It never changes once it is made.
 *
 * Since: 1.0
 */

struct _MapiNotification
{
  gatomicrefcount   ref_count;
  guint32           event_type;
  guint32           object_type;
  guint32           table_event;
  guint32           flags;
  gint32            code;
  char             *text;
  GBytes           *entry_id;
  GBytes           *parent_id;
  GBytes           *old_id;
  GBytes           *old_parent_id;
  GBytes           *index;
  GBytes           *prior;
  GBytes           *data;
  MapiPropTagArray *tags;
  MapiPropList     *row;
};

G_DEFINE_BOXED_TYPE (MapiNotification,
                     mapi_notification,
                     mapi_notification_ref,
                     mapi_notification_unref)

static GBytes *
ref_bytes (GBytes *bytes)
{
  return bytes == NULL ? NULL : g_bytes_ref (bytes);
}

static MapiNotification *
new_event (guint32 event_type, GBytes *entry_id)
{
  MapiNotification *self = g_new0 (MapiNotification, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->event_type = event_type;
  self->entry_id = ref_bytes (entry_id);
  return self;
}

static MapiPropList *
ref_list (MapiPropList *list)
{
  return list == NULL ? NULL : mapi_prop_list_ref (list);
}

/**
 * mapi_notification_new_error:
 * @entry_id: (nullable): the object that failed
 * @code: why
 * @flags: flags of the message, as they stand in the documentation of ERROR_NOTIFICATION
 * @message: (nullable): the reason in words
 *
 * Makes an event of the type `fnevCriticalError`.
 *
 * Returns: (transfer full): the event
 *
 * Since: 1.0
 */
MapiNotification *
mapi_notification_new_error (GBytes *entry_id, gint32 code, guint32 flags, const char *message)
{
  MapiNotification *self = new_event (MAPI_fnevCriticalError, entry_id);

  self->code = code;
  self->flags = flags;
  self->text = g_strdup (message);
  return self;
}

/**
 * mapi_notification_new_newmail:
 * @entry_id: the message
 * @parent_id: (nullable): the folder it is in
 * @message_class: the message class
 * @message_flags: the value of PR_MESSAGE_FLAGS
 *
 * Makes an event of the type `fnevNewMail`.
 *
 * Returns: (transfer full): the event
 *
 * Since: 1.0
 */
MapiNotification *
mapi_notification_new_newmail (GBytes     *entry_id,
                               GBytes     *parent_id,
                               const char *message_class,
                               guint32     message_flags)
{
  MapiNotification *self;

  g_return_val_if_fail (entry_id != NULL && message_class != NULL, NULL);

  self = new_event (MAPI_fnevNewMail, entry_id);
  self->object_type = MAPI_OBJECT_MESSAGE;
  self->parent_id = ref_bytes (parent_id);
  self->text = g_strdup (message_class);
  self->flags = message_flags;
  return self;
}

/**
 * mapi_notification_new_object:
 * @event_type: `fnevObjectCreated`, `fnevObjectDeleted`, `fnevObjectModified`, `fnevObjectMoved`,
 *   `fnevObjectCopied` or `fnevSearchComplete`
 * @object_type: what the object is, such as %MAPI_OBJECT_MESSAGE
 * @entry_id: (nullable): the object
 * @parent_id: (nullable): the folder it is in
 * @old_id: (nullable): what it was before it was moved or copied
 * @old_parent_id: (nullable): the folder it was in
 * @tags: (nullable): the properties that have changed, or %NULL when they are not known
 *
 * Makes an event about an object.
 *
 * Returns: (transfer full): the event
 *
 * Since: 1.0
 */
MapiNotification *
mapi_notification_new_object (guint32           event_type,
                              guint32           object_type,
                              GBytes           *entry_id,
                              GBytes           *parent_id,
                              GBytes           *old_id,
                              GBytes           *old_parent_id,
                              MapiPropTagArray *tags)
{
  MapiNotification *self = new_event (event_type, entry_id);

  self->object_type = object_type;
  self->parent_id = ref_bytes (parent_id);
  self->old_id = ref_bytes (old_id);
  self->old_parent_id = ref_bytes (old_parent_id);
  self->tags = tags == NULL ? NULL : mapi_prop_tag_array_ref (tags);
  return self;
}

/**
 * mapi_notification_new_table:
 * @table_event: `TABLE_ROW_ADDED`, `TABLE_CHANGED` or another event of a table
 * @code: why the table failed, with `TABLE_ERROR`; else 0
 * @index: (nullable): the PR_INSTANCE_KEY of the row
 * @prior: (nullable): the PR_INSTANCE_KEY of the row before it; %NULL where it is the first
 * @row: (nullable): the row, where it was added or has changed
 *
 * Makes an event of the type `fnevTableModified`.
 *
 * Returns: (transfer full): the event
 *
 * Since: 1.0
 */
MapiNotification *
mapi_notification_new_table (
    guint32 table_event, gint32 code, GBytes *index, GBytes *prior, MapiPropList *row)
{
  MapiNotification *self = new_event (MAPI_fnevTableModified, NULL);

  self->table_event = table_event;
  self->code = code;
  self->index = ref_bytes (index);
  self->prior = ref_bytes (prior);
  self->row = ref_list (row);
  return self;
}

/**
 * mapi_notification_new_extended:
 * @event: the provider's number of the event
 * @data: (nullable): what the provider tells about it
 *
 * Makes an event of the type `fnevExtended`; mapi_notification_get_flags() gives @event.
 *
 * Returns: (transfer full): the event
 *
 * Since: 1.0
 */
MapiNotification *
mapi_notification_new_extended (guint32 event, GBytes *data)
{
  MapiNotification *self = new_event (MAPI_fnevExtended, NULL);

  self->flags = event;
  self->data = ref_bytes (data);
  return self;
}

/**
 * mapi_notification_new_status:
 * @entry_id: the status object
 * @changes: (nullable): the properties that have changed
 *
 * Makes an event of the type `fnevStatusObjectModified`; mapi_notification_get_row() gives
 * @changes.
 *
 * Returns: (transfer full): the event
 *
 * Since: 1.0
 */
MapiNotification *
mapi_notification_new_status (GBytes *entry_id, MapiPropList *changes)
{
  MapiNotification *self;

  g_return_val_if_fail (entry_id != NULL, NULL);

  self = new_event (MAPI_fnevStatusObjectModified, entry_id);
  self->object_type = MAPI_OBJECT_STATUS;
  self->row = ref_list (changes);
  return self;
}

/**
 * mapi_notification_get_event_type:
 * @self: an event
 *
 * Gives the type of the event.
 *
 * Returns: one of the `fnev` values
 *
 * Since: 1.0
 */
guint32
mapi_notification_get_event_type (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->event_type;
}

/**
 * mapi_notification_get_entry_id:
 * @self: an event
 *
 * Gives the object that the event is about.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where the event has none
 *
 * Since: 1.0
 */
GBytes *
mapi_notification_get_entry_id (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ref_bytes (self->entry_id);
}

/**
 * mapi_notification_get_parent_id:
 * @self: an event
 *
 * Gives the folder that the object is in.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where the event has none
 *
 * Since: 1.0
 */
GBytes *
mapi_notification_get_parent_id (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ref_bytes (self->parent_id);
}

/**
 * mapi_notification_get_old_id:
 * @self: an event
 *
 * Gives what the object was before it was moved or copied.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where the event has none
 *
 * Since: 1.0
 */
GBytes *
mapi_notification_get_old_id (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ref_bytes (self->old_id);
}

/**
 * mapi_notification_get_old_parent_id:
 * @self: an event
 *
 * Gives the folder that the object was in.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where the event has none
 *
 * Since: 1.0
 */
GBytes *
mapi_notification_get_old_parent_id (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ref_bytes (self->old_parent_id);
}

/**
 * mapi_notification_get_object_type:
 * @self: an event
 *
 * Gives what the object is, such as %MAPI_OBJECT_MESSAGE.
 *
 * Returns: the value, 0 where the event has none
 *
 * Since: 1.0
 */
guint32
mapi_notification_get_object_type (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->object_type;
}

/**
 * mapi_notification_get_code:
 * @self: an event
 *
 * Gives why something failed: a code of #MapiError.
 *
 * Returns: the value, 0 where the event has none
 *
 * Since: 1.0
 */
gint32
mapi_notification_get_code (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->code;
}

/**
 * mapi_notification_get_flags:
 * @self: an event
 *
 * Gives the flags of an error, the PR_MESSAGE_FLAGS of new mail, or the number of an extended
 * event.
 *
 * Returns: the value, 0 where the event has none
 *
 * Since: 1.0
 */
guint32
mapi_notification_get_flags (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->flags;
}

/**
 * mapi_notification_get_text:
 * @self: an event
 *
 * Gives the reason for an error in words, or the message class of new mail. It lives as long as
 * the event.
 *
 * Returns: (nullable): the text, or %NULL where the event has none
 *
 * Since: 1.0
 */
const char *
mapi_notification_get_text (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * mapi_notification_get_tags:
 * @self: an event
 *
 * Gives the properties that have changed.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where the event has none
 *
 * Since: 1.0
 */
MapiPropTagArray *
mapi_notification_get_tags (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->tags == NULL ? NULL : mapi_prop_tag_array_ref (self->tags);
}

/**
 * mapi_notification_get_table_event:
 * @self: an event
 *
 * Gives what happened to a table.
 *
 * Returns: one of the `TABLE` values, 0 where the event is not about a table
 *
 * Since: 1.0
 */
guint32
mapi_notification_get_table_event (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->table_event;
}

/**
 * mapi_notification_get_index:
 * @self: an event
 *
 * Gives the PR_INSTANCE_KEY of the row.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where the event has none
 *
 * Since: 1.0
 */
GBytes *
mapi_notification_get_index (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ref_bytes (self->index);
}

/**
 * mapi_notification_get_prior:
 * @self: an event
 *
 * Gives the PR_INSTANCE_KEY of the row before it.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where the event has none
 *
 * Since: 1.0
 */
GBytes *
mapi_notification_get_prior (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ref_bytes (self->prior);
}

/**
 * mapi_notification_get_row:
 * @self: an event
 *
 * Gives the row of a table, or the changed properties of a status object.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where the event has none
 *
 * Since: 1.0
 */
MapiPropList *
mapi_notification_get_row (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ref_list (self->row);
}

/**
 * mapi_notification_get_data:
 * @self: an event
 *
 * Gives what a provider tells about an extended event.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where the event has none
 *
 * Since: 1.0
 */
GBytes *
mapi_notification_get_data (const MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ref_bytes (self->data);
}

static void
print_bytes (GString *out, const char *name, GBytes *bytes)
{
  gsize         size;
  const guint8 *data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &size);
  g_string_append_printf (out, " %s=", name);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (out, "%02x", data[i]);
}

static const char *
get_event_name (guint32 event_type)
{
  static const struct
  {
    guint32     event_type;
    const char *name;
  } names[] = {
    { MAPI_fnevCriticalError, "CriticalError" },
    { MAPI_fnevNewMail, "NewMail" },
    { MAPI_fnevObjectCreated, "ObjectCreated" },
    { MAPI_fnevObjectDeleted, "ObjectDeleted" },
    { MAPI_fnevObjectModified, "ObjectModified" },
    { MAPI_fnevObjectMoved, "ObjectMoved" },
    { MAPI_fnevObjectCopied, "ObjectCopied" },
    { MAPI_fnevSearchComplete, "SearchComplete" },
    { MAPI_fnevTableModified, "TableModified" },
    { MAPI_fnevStatusObjectModified, "StatusObjectModified" },
    { MAPI_fnevExtended, "Extended" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].event_type == event_type)
      return names[i].name;
  return "Event";
}

/**
 * mapi_notification_to_string:
 * @self: an event
 *
 * Writes the event for people, on one line.
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
mapi_notification_to_string (const MapiNotification *self)
{
  const char *code;
  GString    *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (get_event_name (self->event_type));
  if (self->table_event != 0)
    g_string_append_printf (out, " table-event=%u", self->table_event);
  if (self->object_type != 0)
    g_string_append_printf (out, " object-type=%u", self->object_type);
  if (self->code != 0)
    {
      code = mapi_error_get_name (self->code);
      g_string_append_printf (
          out, " code=0x%08x %s", (guint32) self->code, code != NULL ? code : "");
    }
  if (self->flags != 0)
    g_string_append_printf (out, " flags=0x%x", self->flags);
  if (self->text != NULL)
    g_string_append_printf (out, " text=\"%s\"", self->text);
  print_bytes (out, "entry-id", self->entry_id);
  print_bytes (out, "parent-id", self->parent_id);
  print_bytes (out, "old-id", self->old_id);
  print_bytes (out, "old-parent-id", self->old_parent_id);
  print_bytes (out, "index", self->index);
  print_bytes (out, "prior", self->prior);
  return g_string_free (out, FALSE);
}

/**
 * mapi_notification_ref:
 * @self: an event
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same event
 *
 * Since: 1.0
 */
MapiNotification *
mapi_notification_ref (MapiNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mapi_notification_unref:
 * @self: (transfer full): an event
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_notification_unref (MapiNotification *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->text);
  g_clear_pointer (&self->entry_id, g_bytes_unref);
  g_clear_pointer (&self->parent_id, g_bytes_unref);
  g_clear_pointer (&self->old_id, g_bytes_unref);
  g_clear_pointer (&self->old_parent_id, g_bytes_unref);
  g_clear_pointer (&self->index, g_bytes_unref);
  g_clear_pointer (&self->prior, g_bytes_unref);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_clear_pointer (&self->tags, mapi_prop_tag_array_unref);
  g_clear_pointer (&self->row, mapi_prop_list_unref);
  g_free (self);
}
