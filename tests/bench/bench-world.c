/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bench-world.h"

#include "rounds.h"

#define LINE "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n"

static MapiUid *
add_service (BenchWorld *self, const char *name, const char *const *settings)
{
  g_autoptr (GError) error = NULL;
  MapiUid *uid = mapi_profile_add_service (self->profile, name, NULL, &error);

  bench_check (uid != NULL, error);
  for (; settings[0] != NULL; settings += 2)
    bench_check (
        mapi_profile_configure_service (self->profile, uid, settings[0], settings[1], &error),
        error);
  return uid;
}

void
bench_world_begin (BenchWorld *self, const char *home, const char *const *store_settings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProfiles) profiles = NULL;
  g_autoptr (MapiUid) store = NULL;

  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", home, TRUE);
  profiles = mapi_profiles_new ();
  self->profile = mapi_profiles_create (profiles, "bench", &error);
  bench_check (self->profile != NULL, error);
  store = add_service (self, "sqlite", store_settings);
  bench_check (mapi_profile_set_default_store (self->profile, store, &error), error);
}

void
bench_world_add_service (BenchWorld *self, const char *name, const char *const *settings)
{
  g_autoptr (MapiUid) uid = add_service (self, name, settings);
}

void
bench_world_log_on (BenchWorld *self)
{
  g_autoptr (GError) error = NULL;

  self->session = mapi_session_logon ("bench", 0, NULL, &error);
  bench_check (self->session != NULL, error);
  self->store = mapi_session_open_msg_store (self->session, NULL, MAPI_MDB_WRITE, NULL, &error);
  bench_check (self->store != NULL, error);
}

void
bench_world_clear (BenchWorld *self)
{
  g_clear_object (&self->store);
  g_clear_object (&self->session);
  g_clear_object (&self->profile);
}

GBytes *
bench_world_get_folder_id (BenchWorld *self, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (self->store), tags, 0, NULL, NULL, &error);

  bench_check (props != NULL, error);
  return mapi_prop_list_get_bytes (props, tag);
}

MapiFolder *
bench_world_open_folder (BenchWorld *self, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) id = bench_world_get_folder_id (self, tag);
  MapiProp *folder = mapi_msg_store_open_entry (self->store, id, NULL, MAPI_MODIFY, NULL, &error);

  bench_check (folder != NULL, error);
  return MAPI_FOLDER (folder);
}

char *
bench_make_body (gsize size)
{
  GString *body = g_string_sized_new (size + sizeof LINE);

  while (body->len < size)
    g_string_append (body, LINE);
  return g_string_free (body, FALSE);
}
