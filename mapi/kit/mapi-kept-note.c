/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-note-private.h"

#define NOTE_CLASS "IPM.MapiFolderNote"

/* A list of properties, as bytes: they are none of the message's own. */
#define NOTE_PROPS ((guint32) 0x66720102)

gboolean
mapi_kept_note_is_one (MapiPropList *row)
{
  return g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_MESSAGE_CLASS), NOTE_CLASS) == 0;
}

/* With NULL it is gone. */
void
mapi_kept_place_set_note (MapiKeptPlace *place, const char *key, MapiPropList *row)
{
  g_autofree char *old_key = place->note_key;
  g_autoptr (MapiPropList) old = place->note;

  place->note_key = g_strdup (key);
  place->note = row != NULL ? mapi_prop_list_ref (row) : NULL;
}

static MapiKeptMessage *
new_note (MapiKeptStore *store, const char *folder)
{
  MapiKeptMessage *self = mapi_kept_message_new (store, folder);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, NOTE_CLASS);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_ASSOCIATED | MAPI_MSGFLAG_READ);
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_data_compute (MAPI_PROP_DATA (self), props);
  return self;
}

gboolean
mapi_kept_note_write (MapiKeptStore *store,
                      MapiKeptPlace *place,
                      MapiPropList  *changes,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (MapiKeptMessage) note =
      place->note_key != NULL ? mapi_kept_message_take (store, place->key, place->note_key, error)
                              : new_note (store, place->key);

  if (note == NULL)
    return FALSE;
  mapi_prop_data_compute (MAPI_PROP_DATA (note), changes);
  return mapi_kept_message_keep (note, cancellable, error);
}

/* Bytes from a provider: what is no list counts as none. */
MapiPropList *
mapi_kept_note_get_props (MapiKeptPlace *place)
{
  g_autoptr (GBytes) bytes =
      place->note != NULL ? mapi_prop_list_get_bytes (place->note, NOTE_PROPS) : NULL;
  MapiPropList *props = bytes != NULL ? mapi_prop_list_new_from_bytes (bytes, NULL) : NULL;

  return props != NULL ? props : mapi_prop_list_new_empty ();
}

gboolean
mapi_kept_note_write_props (MapiKeptStore *store,
                            MapiKeptPlace *place,
                            MapiPropList  *props,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_to_bytes (props);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (NOTE_PROPS, bytes);
  g_autoptr (MapiPropList) changes = mapi_prop_list_new_from_value (value);

  return mapi_kept_note_write (store, place, changes, cancellable, error);
}
