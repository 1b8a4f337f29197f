/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-bench.h"

#include <glib/gstdio.h>

static gboolean
make_profile (CheckBench *self, MapiServiceCatalog *catalog, GError **error)
{
  g_autofree char *config = g_build_filename (self->home, "config", NULL);
  g_autofree char *data = g_build_filename (self->home, "data", NULL);
  g_autoptr (MapiProfAdmin) admin = mapi_prof_admin_new_in (catalog, config, data);

  self->profile = mapi_prof_admin_create_profile (admin, "check", error);
  return self->profile != NULL;
}

static gboolean
add_service (CheckBench *self, const char *service, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_profile_add_service (self->profile, service, NULL, error);
  GHashTableIter iter;
  gpointer       key, value;

  if (uid == NULL)
    return FALSE;
  self->service_uid = *uid;
  g_hash_table_iter_init (&iter, self->peer->settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_autofree char *expanded = check_peer_expand (value, self->home);

      if (!mapi_profile_configure_service (self->profile, uid, key, expanded, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_provider (CheckBench *self, guint number, GError **error)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (self->profile, error);
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiUid) uid = NULL;

  if (rows == NULL)
    return FALSE;
  /* The profile has this one service, whose providers stand in its order. */
  row = mapi_row_set_get_row (rows, number);
  bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  uid = mapi_uid_new_from_bytes (bytes, error);
  if (uid != NULL)
    self->provider_uid = *uid;
  return uid != NULL;
}

static gboolean
prepare (CheckBench *self, GError **error)
{
  g_autofree char *said = NULL;

  if (self->peer->prepare == NULL)
    return TRUE;
  said = check_peer_run (self->peer->prepare, self->home, NULL, error);
  return said != NULL;
}

CheckBench *
check_bench_new (MapiServiceCatalog *catalog,
                 const char         *service,
                 guint               provider,
                 const CheckPeer    *peer,
                 GError            **error)
{
  g_autoptr (CheckBench) self = g_new0 (CheckBench, 1);

  self->peer = peer;
  self->context = g_main_context_new ();
  self->logons = g_ptr_array_new_with_free_func (g_object_unref);
  g_main_context_push_thread_default (self->context);
  self->home = g_dir_make_tmp ("mapi-check-XXXXXX", error);
  if (self->home == NULL || !prepare (self, error) || !make_profile (self, catalog, error) ||
      !add_service (self, service, error) || !find_provider (self, provider, error))
    return NULL;

  self->session = mapi_session_logon_profile (self->profile, 0, NULL, error);
  return self->session != NULL ? g_steal_pointer (&self) : NULL;
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL)
    remove_tree (child);

  g_file_delete (file, NULL, NULL);
}

static void
log_off (CheckBench *self)
{
  for (guint i = 0; i < self->logons->len; i++)
    mapi_xp_logon_transport_logoff (g_ptr_array_index (self->logons, i), 0, NULL, NULL);
  g_clear_pointer (&self->logons, g_ptr_array_unref);
  g_clear_object (&self->store);
  if (self->session != NULL)
    mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
}

void
check_bench_free (CheckBench *self)
{
  log_off (self);
  g_clear_object (&self->profile);
  if (self->home != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (self->home);

      remove_tree (file);
    }
  g_free (self->home);
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_free (self->complaint);
  g_free (self->skipped);
  g_free (self);
}

gboolean
check_that (CheckBench *self, gboolean is_so, const char *format, ...)
{
  va_list list;

  self->n_asked++;
  if (is_so || self->complaint != NULL)
    return is_so;

  va_start (list, format);
  self->complaint = g_strdup_vprintf (format, list);
  va_end (list);
  return FALSE;
}

gboolean
check_succeeds (CheckBench *self, const GError *error, const char *call)
{
  return check_that (self, error == NULL, "%s: %s", call, error != NULL ? error->message : "");
}

gboolean
check_fails (CheckBench *self, const GError *error, MapiError code, const char *call)
{
  const char *wanted = mapi_error_get_name (code);

  if (!check_that (self, error != NULL, "%s succeeded, instead of failing with %s", call, wanted))
    return FALSE;
  return check_that (self,
                     g_error_matches (error, MAPI_ERROR, code),
                     "%s failed with `%s`, not with %s",
                     call,
                     error->message,
                     wanted);
}

void
check_skip (CheckBench *self, const char *format, ...)
{
  va_list list;

  g_free (self->skipped);
  va_start (list, format);
  self->skipped = g_strdup_vprintf (format, list);
  va_end (list);
}

MapiXpLogon *
check_log_on (CheckBench *self, guint32 *flags)
{
  g_autoptr (GError) error = NULL;
  MapiXpLogon *logon =
      mapi_session_logon_transport (self->session, &self->provider_uid, flags, NULL, NULL, &error);

  check_succeeds (self, error, "TransportLogon");
  if (logon != NULL)
    g_ptr_array_add (self->logons, logon);
  return logon;
}

MapiMsgStore *
check_open_store (CheckBench *self)
{
  g_autoptr (GError) error = NULL;

  if (self->store == NULL)
    self->store = mapi_session_open_msg_store (self->session, NULL, MAPI_MDB_WRITE, NULL, &error);
  check_succeeds (self, error, "Logon");
  return self->store;
}

/* What the provider cannot do, and the clause is about. */
static const char *
find_lack (CheckBench *self, CheckNeeds needs)
{
  guint32      flags = MAPI_LOGON_NO_DIALOG;
  MapiXpLogon *logon;

  if ((needs & (CHECK_NEEDS_SUBMIT | CHECK_NEEDS_RECEIVE)) == 0)
    return NULL;
  logon = check_log_on (self, &flags);
  if (logon == NULL)
    return NULL;
  if ((needs & CHECK_NEEDS_SUBMIT) != 0 && MAPI_XP_LOGON_GET_IFACE (logon)->submit_message == NULL)
    return "the transport does not implement SubmitMessage";
  if ((needs & CHECK_NEEDS_RECEIVE) != 0 && MAPI_XP_LOGON_GET_IFACE (logon)->start_message == NULL)
    return "the transport does not implement StartMessage";

  mapi_xp_logon_transport_logoff (logon, 0, NULL, NULL);
  g_ptr_array_set_size (self->logons, 0);
  return NULL;
}

MapiCheckResult *
check_bench_run (CheckBench *self, const MapiCheckClause *clause, const char *provider)
{
  const char *lack = check_peer_find_missing (self->peer, clause->needs);

  if (lack == NULL)
    lack = find_lack (self, clause->needs);
  if (lack == NULL && self->complaint == NULL)
    clause->run (self);

  if (self->complaint != NULL)
    return mapi_check_result_new (clause, provider, MAPI_CHECK_FAILED, self->complaint);
  if (lack != NULL || self->skipped != NULL)
    return mapi_check_result_new (
        clause, provider, MAPI_CHECK_SKIPPED, lack != NULL ? lack : self->skipped);
  if (self->n_asked == 0)
    return mapi_check_result_new (clause, provider, MAPI_CHECK_FAILED, "it asked nothing");
  return mapi_check_result_new (clause, provider, MAPI_CHECK_PASSED, NULL);
}
