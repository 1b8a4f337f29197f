/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session-rig.h"

#include "tap.h"

#include <string.h>

gboolean
session_rig_begin (SessionRig *self, const char *profile)
{
  return session_rig_begin_with (self, profile, NULL);
}

gboolean
session_rig_begin_with (SessionRig *self, const char *profile, const char *const *settings)
{
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (GError) error = NULL;

  self->profile = mapi_profiles_create (admin, profile, &error);
  return TAP_NO_ERROR (error) && session_rig_add (self, "sqlite", settings);
}

static MapiUid *
add (SessionRig *self, const char *service, const char *const *settings, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_profile_add_service (self->profile, service, NULL, error);

  for (; uid != NULL && settings != NULL && settings[0] != NULL; settings += 2)
    if (!mapi_profile_configure_service (self->profile, uid, settings[0], settings[1], error))
      return NULL;
  return g_steal_pointer (&uid);
}

gboolean
session_rig_add (SessionRig *self, const char *service, const char *const *settings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) uid = add (self, service, settings, &error);

  return TAP_NO_ERROR (error);
}

gboolean
session_rig_add_default (SessionRig *self, const char *service, const char *const *settings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) uid = add (self, service, settings, &error);

  if (uid != NULL)
    mapi_profile_set_default_store (self->profile, uid, &error);
  return TAP_NO_ERROR (error);
}

static gboolean
log_on (SessionRig *self, guint32 flags, guint32 store_flags, GError **error)
{
  self->session = mapi_session_logon_profile (self->profile, flags, NULL, error);
  if (self->session == NULL)
    return FALSE;

  self->store =
      mapi_session_open_msg_store (self->session, NULL, MAPI_MDB_WRITE | store_flags, NULL, error);
  return self->store != NULL;
}

static gboolean
prepare (SessionRig *self, GError **error)
{
  g_autoptr (MapiSpoolerHost) host = NULL;

  if (self->spooler != NULL)
    return TRUE;
  if (self->session == NULL && !log_on (self, 0, 0, error))
    return FALSE;

  host = mapi_spooler_session_host_new (self->session);
  self->spooler = mapi_spooler_new (host, self->clock);
  return TRUE;
}

static gboolean
start (SessionRig *self, GError **error)
{
  return prepare (self, error) && mapi_spooler_start (self->spooler, NULL, error);
}

gboolean
session_rig_prepare (SessionRig *self)
{
  g_autoptr (GError) error = NULL;

  prepare (self, &error);
  return TAP_NO_ERROR (error);
}

gboolean
session_rig_log_on (SessionRig *self)
{
  return session_rig_log_on_with (self, 0, 0);
}

gboolean
session_rig_log_on_with (SessionRig *self, guint32 flags, guint32 store_flags)
{
  g_autoptr (GError) error = NULL;

  log_on (self, flags, store_flags, &error);
  return TAP_NO_ERROR (error);
}

gboolean
session_rig_start (SessionRig *self)
{
  g_autoptr (GError) error = NULL;

  start (self, &error);
  return TAP_NO_ERROR (error);
}

static GBytes *
find_folder (SessionRig *self, guint32 tag, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props = NULL;

  if (tag == 0)
    return mapi_msg_store_get_receive_folder (self->store, NULL, 0, NULL, NULL, error);

  props = mapi_prop_get_props (MAPI_PROP (self->store), tags, 0, NULL, NULL, error);
  return props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
}

static MapiFolder *
open_folder (SessionRig *self, guint32 tag, GError **error)
{
  g_autoptr (GBytes) entry_id = find_folder (self, tag, error);

  if (entry_id == NULL)
    return NULL;
  return (MapiFolder *) mapi_msg_store_open_entry (
      self->store, entry_id, NULL, MAPI_MODIFY, NULL, error);
}

static gboolean
fill (MapiMessage *message,
      const char  *text,
      const char  *address_type,
      const char  *address,
      GError     **error)
{
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (text, (gssize) strlen (text), NULL);
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, NULL, address_type, address);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  return mapi_mime_read (message, stream, MAPI_MIME_READ_NO_RECIPIENTS, NULL, error) &&
         mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, error);
}

gboolean
session_rig_submit (SessionRig *self,
                    const char *text,
                    const char *address_type,
                    const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) outbox = open_folder (self, MAPI_PR_IPM_OUTBOX_ENTRYID, &error);
  g_autoptr (MapiMessage) message =
      outbox != NULL ? mapi_folder_create_message (outbox, NULL, 0, NULL, &error) : NULL;

  if (message != NULL && fill (message, text, address_type, address, &error))
    mapi_message_submit_message (message, 0, NULL, &error);
  return TAP_NO_ERROR (error);
}

MapiFolder *
session_rig_open_folder (SessionRig *self, guint32 folder_tag)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *folder = open_folder (self, folder_tag, &error);

  TAP_NO_ERROR (error);
  return folder;
}

static MapiMessage *
compose (SessionRig *self, const char *subject, GError **error)
{
  g_autoptr (MapiFolder) outbox = open_folder (self, MAPI_PR_IPM_OUTBOX_ENTRYID, error);
  g_autoptr (MapiMessage) message =
      outbox != NULL ? mapi_folder_create_message (outbox, NULL, 0, NULL, error) : NULL;
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "Anybody", "FAKE", "a@x");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  return message != NULL && mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, error) &&
                 mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, error)
             ? g_steal_pointer (&message)
             : NULL;
}

MapiMessage *
session_rig_compose (SessionRig *self, const char *subject)
{
  g_autoptr (GError) error = NULL;
  MapiMessage *message = compose (self, subject, &error);

  TAP_NO_ERROR (error);
  return message;
}

#define TAG_SCRIPT ((guint32) 0x6600001F)
#define TAG_LOG ((guint32) 0x6610001F)

static GBytes *
find_transport (SessionRig *self)
{
  g_autoptr (MapiTable) table = mapi_session_get_status_table (self->session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_TRANSPORT_PROVIDER)
        return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
    }
  return NULL;
}

MapiStatus *
session_rig_open_fake (SessionRig *self)
{
  g_autoptr (GBytes) entry_id = find_transport (self);

  return entry_id != NULL
             ? (MapiStatus *) mapi_session_open_entry (self->session, entry_id, NULL, 0, NULL, NULL)
             : NULL;
}

void
session_rig_script (SessionRig *self, const char *script)
{
  g_autoptr (MapiStatus) fake = session_rig_open_fake (self);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (TAG_SCRIPT, script);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (fake), props, NULL, NULL, &error));
  TAP_NO_ERROR (error);
}

guint
session_rig_count_calls (SessionRig *self, const char *beginning)
{
  g_autoptr (MapiStatus) fake = session_rig_open_fake (self);
  g_autoptr (MapiPropList) props =
      fake != NULL ? mapi_prop_get_props (MAPI_PROP (fake), NULL, 0, NULL, NULL, NULL) : NULL;
  /* Before the transport is logged on its row has a status object too, and that keeps no log. */
  const char *log = props != NULL ? mapi_prop_list_get_string (props, TAG_LOG) : NULL;
  g_auto (GStrv) lines = log != NULL ? g_strsplit (log, "\n", -1) : NULL;
  guint n_calls = 0;

  for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
    n_calls += g_str_has_prefix (lines[i], beginning);
  return n_calls;
}

typedef struct
{
  SessionRig *rig;
  const char *beginning;
  guint       n_calls;
} CallWait;

static gboolean
has_calls (gpointer data)
{
  const CallWait *wait = data;

  return session_rig_count_calls (wait->rig, wait->beginning) >= wait->n_calls;
}

gboolean
session_rig_wait_calls (SessionRig *self, const char *beginning, guint n_calls)
{
  CallWait wait = { self, beginning, n_calls };

  return session_rig_wait (has_calls, &wait);
}

guint
session_rig_count (SessionRig *self, guint32 folder_tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) folder = open_folder (self, folder_tag, &error);
  g_autoptr (MapiTable) table =
      folder != NULL ? mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, &error)
                     : NULL;
  guint32 count = 0;

  if (table != NULL)
    mapi_table_get_row_count (table, 0, &count, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  return count;
}

static gboolean
look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

gboolean
session_rig_wait (gboolean (*done) (gpointer data), gpointer data)
{
  guint    ticking = g_timeout_add (10, look_again, NULL);
  gboolean answer = tap_wait (NULL, done, data);

  g_source_remove (ticking);
  return answer;
}

void
session_rig_stop (SessionRig *self)
{
  g_autoptr (GError) error = NULL;

  if (self->spooler != NULL)
    mapi_spooler_stop (self->spooler, &error);
  TAP_NO_ERROR (error);
  g_clear_object (&self->spooler);
  g_clear_object (&self->store);
  if (self->session != NULL)
    mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
}

void
session_rig_clear (SessionRig *self)
{
  session_rig_stop (self);
  g_clear_object (&self->clock);
  g_clear_object (&self->profile);
}
