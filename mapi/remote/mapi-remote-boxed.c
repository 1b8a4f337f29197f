/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-remote-value-private.h"

/* The values of mapi/core that cross interfaces. Those that are a block travel as that block. */

#define DEFINE_BLOCK(name, Type)                                                                   \
  void mapi_remote_write_##name (MapiRemoteWriter *self, Type *value)                              \
  {                                                                                                \
    g_autoptr (GBytes) bytes = value != NULL ? mapi_##name##_to_bytes (value) : NULL;              \
                                                                                                   \
    mapi_remote_write_bytes (self, bytes);                                                         \
  }                                                                                                \
                                                                                                   \
  Type *mapi_remote_read_##name (MapiRemoteReader *self)                                           \
  {                                                                                                \
    g_autoptr (GBytes) bytes = mapi_remote_read_bytes (self);                                      \
    Type *value = bytes != NULL ? mapi_##name##_new_from_bytes (bytes, NULL) : NULL;               \
                                                                                                   \
    self->failed |= bytes != NULL && value == NULL;                                                \
    return value;                                                                                  \
  }

DEFINE_BLOCK (prop_list, MapiPropList)
DEFINE_BLOCK (row_set, MapiRowSet)
DEFINE_BLOCK (restriction, MapiRestriction)

/* Those that are lists are written element by element, behind their length. A value that grows as
 * it is read is replaced by the next. */
#define DEFINE_LIST(name, Type, EMPTY, WRITE, APPEND)                                              \
  void mapi_remote_write_##name (MapiRemoteWriter *self, Type *value)                              \
  {                                                                                                \
    mapi_remote_write_gboolean (self, value != NULL);                                              \
    if (value == NULL)                                                                             \
      return;                                                                                      \
    mapi_remote_write_guint32 (self, mapi_##name##_get_size (value));                              \
    for (guint i = 0; i < mapi_##name##_get_size (value); i++)                                     \
      WRITE (self, value, i);                                                                      \
  }                                                                                                \
                                                                                                   \
  Type *mapi_remote_read_##name (MapiRemoteReader *self)                                           \
  {                                                                                                \
    g_autoptr (Type) value = NULL;                                                                 \
    guint32 n;                                                                                     \
                                                                                                   \
    if (!mapi_remote_read_gboolean (self))                                                         \
      return NULL;                                                                                 \
    n = mapi_remote_read_guint32 (self);                                                           \
    value = EMPTY;                                                                                 \
    for (guint32 i = 0; i < n && !self->failed; i++)                                               \
      {                                                                                            \
        Type *longer = APPEND (self, value);                                                       \
                                                                                                   \
        if (longer == NULL)                                                                        \
          break;                                                                                   \
        mapi_##name##_unref (value);                                                               \
        value = longer;                                                                            \
      }                                                                                            \
    return g_steal_pointer (&value);                                                               \
  }

/* Numbers are read at once: there may be many, and none can be wrong. */
#define DEFINE_NUMBERS(name, Type, get)                                                            \
  void mapi_remote_write_##name (MapiRemoteWriter *self, Type *value)                              \
  {                                                                                                \
    mapi_remote_write_gboolean (self, value != NULL);                                              \
    if (value == NULL)                                                                             \
      return;                                                                                      \
    mapi_remote_write_guint32 (self, mapi_##name##_get_size (value));                              \
    for (guint i = 0; i < mapi_##name##_get_size (value); i++)                                     \
      mapi_remote_write_guint32 (self, get (value, i));                                            \
  }                                                                                                \
                                                                                                   \
  Type *mapi_remote_read_##name (MapiRemoteReader *self)                                           \
  {                                                                                                \
    g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));                     \
                                                                                                   \
    if (!mapi_remote_read_gboolean (self))                                                         \
      return NULL;                                                                                 \
    read_numbers (self, numbers);                                                                  \
    return mapi_##name##_new ((const guint32 *) (gpointer) numbers->data, numbers->len);           \
  }

static void
read_numbers (MapiRemoteReader *self, GArray *numbers)
{
  guint32 n = mapi_remote_read_guint32 (self);

  for (guint32 i = 0; i < n && !self->failed; i++)
    {
      guint32 number = mapi_remote_read_guint32 (self);

      g_array_append_val (numbers, number);
    }
}

DEFINE_NUMBERS (prop_tag_array, MapiPropTagArray, mapi_prop_tag_array_get_tag)
DEFINE_NUMBERS (flag_list, MapiFlagList, mapi_flag_list_get_flag)

static void
write_problem (MapiRemoteWriter *self, MapiPropProblemArray *value, guint i)
{
  mapi_remote_write_guint32 (self, mapi_prop_problem_array_get_index (value, i));
  mapi_remote_write_guint32 (self, mapi_prop_problem_array_get_tag (value, i));
  mapi_remote_write_gint32 (self, mapi_prop_problem_array_get_code (value, i));
}

static MapiPropProblemArray *
append_problem (MapiRemoteReader *self, MapiPropProblemArray *value)
{
  guint32 index = mapi_remote_read_guint32 (self);
  guint32 tag = mapi_remote_read_guint32 (self);

  return mapi_prop_problem_array_append (value, index, tag, mapi_remote_read_gint32 (self));
}

DEFINE_LIST (prop_problem_array,
             MapiPropProblemArray,
             mapi_prop_problem_array_new (),
             write_problem,
             append_problem)

static void
write_name (MapiRemoteWriter *self, MapiNameIdArray *value, guint i)
{
  g_autoptr (MapiNameId) name = mapi_name_id_array_get_name (value, i);

  mapi_remote_write_uid (self, mapi_name_id_get_property_set (name));
  mapi_remote_write_string (self, mapi_name_id_get_name (name));
  mapi_remote_write_guint32 (self, mapi_name_id_get_id (name));
}

static MapiNameIdArray *
append_name (MapiRemoteReader *self, MapiNameIdArray *value)
{
  g_autoptr (MapiUid) set = mapi_remote_read_uid (self);
  g_autofree char *text = mapi_remote_read_string (self);
  guint32          id = mapi_remote_read_guint32 (self);
  g_autoptr (MapiNameId) name = NULL;

  mapi_remote_reader_require (self, set);
  if (self->failed)
    return NULL;
  name =
      text != NULL ? mapi_name_id_new_from_string (set, text) : mapi_name_id_new_from_id (set, id);
  return mapi_name_id_array_append (value, name);
}

DEFINE_LIST (name_id_array, MapiNameIdArray, mapi_name_id_array_new (), write_name, append_name)

void
mapi_remote_write_entry_list (MapiRemoteWriter *self, MapiEntryList *value)
{
  mapi_remote_write_gboolean (self, value != NULL);
  if (value == NULL)
    return;
  mapi_remote_write_guint32 (self, mapi_entry_list_get_size (value));
  for (guint i = 0; i < mapi_entry_list_get_size (value); i++)
    {
      g_autoptr (GBytes) entry_id = mapi_entry_list_get_entry_id (value, i);

      mapi_remote_write_bytes (self, entry_id);
    }
}

MapiEntryList *
mapi_remote_read_entry_list (MapiRemoteReader *self)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  guint32 n;

  if (!mapi_remote_read_gboolean (self))
    return NULL;
  n = mapi_remote_read_guint32 (self);
  for (guint32 i = 0; i < n && !self->failed; i++)
    {
      GBytes *entry_id = mapi_remote_read_bytes (self);

      mapi_remote_reader_require (self, entry_id);
      if (entry_id != NULL)
        g_ptr_array_add (list, entry_id);
    }
  return self->failed ? NULL : mapi_entry_list_new ((GBytes **) list->pdata, list->len);
}

void
mapi_remote_write_notification (MapiRemoteWriter *self, MapiNotification *value)
{
  g_autoptr (GBytes) entry_id = mapi_notification_get_entry_id (value);
  g_autoptr (GBytes) parent_id = mapi_notification_get_parent_id (value);
  g_autoptr (GBytes) old_id = mapi_notification_get_old_id (value);
  g_autoptr (GBytes) old_parent_id = mapi_notification_get_old_parent_id (value);
  g_autoptr (GBytes) index = mapi_notification_get_index (value);
  g_autoptr (GBytes) prior = mapi_notification_get_prior (value);
  g_autoptr (GBytes) data = mapi_notification_get_data (value);
  g_autoptr (MapiPropTagArray) tags = mapi_notification_get_tags (value);
  g_autoptr (MapiPropList) row = mapi_notification_get_row (value);
  GBytes *const bytes[] = { entry_id, parent_id, old_id, old_parent_id, index, prior, data };

  mapi_remote_write_guint32 (self, mapi_notification_get_event_type (value));
  mapi_remote_write_guint32 (self, mapi_notification_get_object_type (value));
  mapi_remote_write_guint32 (self, mapi_notification_get_table_event (value));
  mapi_remote_write_guint32 (self, mapi_notification_get_flags (value));
  mapi_remote_write_gint32 (self, mapi_notification_get_code (value));
  mapi_remote_write_string (self, mapi_notification_get_text (value));
  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    mapi_remote_write_bytes (self, bytes[i]);
  mapi_remote_write_prop_tag_array (self, tags);
  mapi_remote_write_prop_list (self, row);
}

/* All that a notification may say. */
typedef struct
{
  guint32 event_type;
  guint32 object_type;
  guint32 table_event;
  guint32 flags;
  gint32  code;
  char   *text;
  GBytes *entry_id, *parent_id, *old_id, *old_parent_id, *index, *prior, *data;

  MapiPropTagArray *tags;
  MapiPropList     *row;
} Said;

static void
said_clear (Said *said)
{
  GBytes **bytes[] = { &said->entry_id, &said->parent_id, &said->old_id, &said->old_parent_id,
                       &said->index,    &said->prior,     &said->data };

  g_clear_pointer (&said->text, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    g_clear_pointer (bytes[i], g_bytes_unref);
  g_clear_pointer (&said->tags, mapi_prop_tag_array_unref);
  g_clear_pointer (&said->row, mapi_prop_list_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)

static void
read_said (MapiRemoteReader *self, Said *said)
{
  said->event_type = mapi_remote_read_guint32 (self);
  said->object_type = mapi_remote_read_guint32 (self);
  said->table_event = mapi_remote_read_guint32 (self);
  said->flags = mapi_remote_read_guint32 (self);
  said->code = mapi_remote_read_gint32 (self);
  said->text = mapi_remote_read_string (self);
  said->entry_id = mapi_remote_read_bytes (self);
  said->parent_id = mapi_remote_read_bytes (self);
  said->old_id = mapi_remote_read_bytes (self);
  said->old_parent_id = mapi_remote_read_bytes (self);
  said->index = mapi_remote_read_bytes (self);
  said->prior = mapi_remote_read_bytes (self);
  said->data = mapi_remote_read_bytes (self);
  said->tags = mapi_remote_read_prop_tag_array (self);
  said->row = mapi_remote_read_prop_list (self);
}

static MapiNotification *
new_notification (const Said *said)
{
  switch (said->event_type)
    {
    case MAPI_fnevCriticalError:
      return mapi_notification_new_error (said->entry_id, said->code, said->flags, said->text);
    case MAPI_fnevNewMail:
      return said->entry_id != NULL && said->text != NULL
                 ? mapi_notification_new_newmail (
                       said->entry_id, said->parent_id, said->text, said->flags)
                 : NULL;
    case MAPI_fnevTableModified:
      return mapi_notification_new_table (
          said->table_event, said->code, said->index, said->prior, said->row);
    case MAPI_fnevExtended:
      return mapi_notification_new_extended (said->flags, said->data);
    case MAPI_fnevStatusObjectModified:
      return said->entry_id != NULL && said->row != NULL
                 ? mapi_notification_new_status (said->entry_id, said->row)
                 : NULL;
    default:
      return mapi_notification_new_object (said->event_type,
                                           said->object_type,
                                           said->entry_id,
                                           said->parent_id,
                                           said->old_id,
                                           said->old_parent_id,
                                           said->tags);
    }
}

MapiNotification *
mapi_remote_read_notification (MapiRemoteReader *self)
{
  g_auto (Said) said = { 0 };
  MapiNotification *notification = NULL;

  read_said (self, &said);
  if (!self->failed)
    notification = new_notification (&said);
  mapi_remote_reader_require (self, notification);
  return notification;
}

static void
write_notification_of (MapiRemoteWriter *self, MapiNotificationList *value, guint i)
{
  g_autoptr (MapiNotification) notification = mapi_notification_list_get_notification (value, i);

  mapi_remote_write_notification (self, notification);
}

static MapiNotificationList *
append_notification (MapiRemoteReader *self, MapiNotificationList *value)
{
  g_autoptr (MapiNotification) notification = mapi_remote_read_notification (self);

  return notification != NULL ? mapi_notification_list_append (value, notification) : NULL;
}

DEFINE_LIST (notification_list,
             MapiNotificationList,
             mapi_notification_list_new (),
             write_notification_of,
             append_notification)

void
mapi_remote_write_sort_order_set (MapiRemoteWriter *self, MapiSortOrderSet *value)
{
  mapi_remote_write_gboolean (self, value != NULL);
  if (value == NULL)
    return;
  mapi_remote_write_guint32 (self, mapi_sort_order_set_get_n_categories (value));
  mapi_remote_write_guint32 (self, mapi_sort_order_set_get_n_expanded (value));
  mapi_remote_write_guint32 (self, mapi_sort_order_set_get_size (value));
  for (guint i = 0; i < mapi_sort_order_set_get_size (value); i++)
    {
      mapi_remote_write_guint32 (self, mapi_sort_order_set_get_tag (value, i));
      mapi_remote_write_guint32 (self, mapi_sort_order_set_get_order (value, i));
    }
}

MapiSortOrderSet *
mapi_remote_read_sort_order_set (MapiRemoteReader *self)
{
  g_autoptr (MapiSortOrderSet) value = NULL;
  guint32 n_categories, n_expanded, n;

  if (!mapi_remote_read_gboolean (self))
    return NULL;
  n_categories = mapi_remote_read_guint32 (self);
  n_expanded = mapi_remote_read_guint32 (self);
  n = mapi_remote_read_guint32 (self);
  self->failed |= n_expanded > n_categories;
  if (self->failed)
    return NULL;
  value = mapi_sort_order_set_new (n_categories, n_expanded);
  for (guint32 i = 0; i < n && !self->failed; i++)
    {
      guint32           tag = mapi_remote_read_guint32 (self);
      guint32           order = mapi_remote_read_guint32 (self);
      MapiSortOrderSet *longer = mapi_sort_order_set_append (value, tag, order);

      mapi_sort_order_set_unref (value);
      value = longer;
    }
  return g_steal_pointer (&value);
}

void
mapi_remote_write_address_types (MapiRemoteWriter *self, MapiAddressTypes *value)
{
  g_autoptr (MapiUidArray) uids = mapi_address_types_get_uids (value);

  mapi_remote_write_strv (self, mapi_address_types_get_types (value));
  mapi_remote_write_guint32 (self, mapi_uid_array_get_size (uids));
  for (guint i = 0; i < mapi_uid_array_get_size (uids); i++)
    mapi_remote_write_uid (self, mapi_uid_array_get_uid (uids, i));
}

MapiAddressTypes *
mapi_remote_read_address_types (MapiRemoteReader *self)
{
  g_auto (GStrv) types = mapi_remote_read_strv (self);
  g_autoptr (MapiUidArray) uids = mapi_uid_array_new ();
  guint32 n = mapi_remote_read_guint32 (self);

  for (guint32 i = 0; i < n && !self->failed; i++)
    {
      g_autoptr (MapiUid) uid = mapi_remote_read_uid (self);
      MapiUidArray *longer;

      mapi_remote_reader_require (self, uid);
      if (uid == NULL)
        break;
      longer = mapi_uid_array_append (uids, uid);
      mapi_uid_array_unref (uids);
      uids = longer;
    }
  return self->failed ? NULL : mapi_address_types_new ((const char *const *) types, uids);
}
