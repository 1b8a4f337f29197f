/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-letter.h"
#include "check-link.h"
#include "check-store.h"
#include "check-transport.h"

#include <glib/gstdio.h>

static gboolean
make_profile (CheckBench *self, MapiServiceCatalog *catalog, GError **error)
{
  g_autofree char *config = g_build_filename (self->home, "config", NULL);
  g_autofree char *data = g_build_filename (self->home, "data", NULL);
  g_autoptr (MapiProfiles) admin = mapi_profiles_new_in (catalog, config, data);

  self->profile = mapi_profiles_create (admin, "check", error);
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

  said = check_peer_run (self->peer, CHECK_PREPARE, self->home, NULL, error);
  return said != NULL;
}

static void
add_watch (CheckBench *self)
{
  self->journal = check_journal_new ();
  self->watch = check_watch_new (self->journal);
  self->letters_watch = check_watch_new (self->journal);
  self->link = check_link_new ();
}

static gboolean
begin_session (CheckBench *self, GError **error)
{
  self->session = mapi_session_logon_profile (self->profile, 0, NULL, error);
  if (self->session == NULL)
    return FALSE;
  mapi_session_set_wrapper (self->session, MAPI_WRAPPER (self->watch));
  mapi_session_set_spooler (self->session, self->link);
  return TRUE;
}

CheckBench *
check_bench_new (MapiServiceCatalog *catalog,
                 const char         *service,
                 MapiProviderInfo   *provider,
                 guint               number,
                 const CheckPeer    *peer,
                 GError            **error)
{
  g_autoptr (CheckBench) self = g_new0 (CheckBench, 1);

  self->peer = peer;
  self->service = g_strdup (service);
  g_weak_ref_init (&self->watched, NULL);
  self->module_path = g_strdup (mapi_provider_info_get_module_path (provider));
  self->is_script = !g_str_has_suffix (self->module_path, ".so");
  self->context = g_main_context_new ();
  self->cancellable = g_cancellable_new ();
  self->logons = g_ptr_array_new_with_free_func (g_object_unref);
  self->letters = g_ptr_array_new_with_free_func ((GDestroyNotify) check_letter_free);
  self->fetched = g_ptr_array_new_with_free_func (g_object_unref);
  add_watch (self);
  g_main_context_push_thread_default (self->context);
  self->home = g_dir_make_tmp ("mapi-check-XXXXXX", error);
  if (self->home == NULL || !prepare (self, error) || !make_profile (self, catalog, error) ||
      !add_service (self, service, error) || !find_provider (self, number, error) ||
      !begin_session (self, error))
    return NULL;
  return g_steal_pointer (&self);
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

void
check_bench_remove_home (const char *home)
{
  g_autoptr (GFile) file = home != NULL ? g_file_new_for_path (home) : NULL;

  if (file != NULL)
    remove_tree (file);
}

static void
log_off (CheckBench *self)
{
  for (guint i = 0; self->logons != NULL && i < self->logons->len; i++)
    mapi_xp_logon_transport_logoff (g_ptr_array_index (self->logons, i), 0, NULL, NULL);
  g_clear_pointer (&self->logons, g_ptr_array_unref);
  g_clear_pointer (&self->letters, g_ptr_array_unref);
  g_clear_pointer (&self->fetched, g_ptr_array_unref);
  g_clear_object (&self->spooler_store);
  g_clear_object (&self->store);
  if (self->session != NULL)
    mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
}

void
check_holds_nothing (CheckBench *self)
{
  g_autoptr (MapiSession) session = g_object_ref (self->session);
  g_autofree char *held = NULL;

  log_off (self);
  held = mapi_session_find_leaks (session);
  check_that (self, held == NULL, "%s", held);
}

void
check_bench_free (CheckBench *self)
{
  log_off (self);
  g_clear_object (&self->profile);
  check_bench_remove_home (self->home);
  g_free (self->home);
  g_clear_object (&self->watch);
  g_clear_object (&self->letters_watch);
  g_clear_object (&self->link);
  g_clear_object (&self->cancellable);
  check_journal_free (self->journal);
  g_free (self->address_type);
  g_free (self->module_path);
  g_free (self->service);
  g_weak_ref_clear (&self->watched);
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

gboolean
check_has_failed (CheckBench *self)
{
  return self->complaint != NULL;
}

guint
check_count_calls (CheckBench *self, const char *method, gpointer object)
{
  return check_journal_count (self->journal, method, object);
}

const CheckCall *
check_find_call (CheckBench *self, const char *method, gpointer object, guint index)
{
  return check_journal_find (self->journal, method, object, index);
}

void
check_forget_calls (CheckBench *self)
{
  check_journal_forget (self->journal);
}

MapiMessage *
check_bench_watch (CheckBench *self, MapiMessage *message)
{
  GObject *wrapped = mapi_wrapper_wrap (MAPI_WRAPPER (self->letters_watch), G_OBJECT (message));

  g_weak_ref_set (&self->watched, wrapped);
  return MAPI_MESSAGE (wrapped);
}

gboolean
check_is_watched (CheckBench *self)
{
  g_autoptr (GObject) wrapped = g_weak_ref_get (&self->watched);

  return wrapped != NULL;
}

/* A transport that takes every type, or none, says nothing about addresses. */
void
check_bench_set_address_types (CheckBench *self, MapiAddressTypes *types)
{
  const char *const *names = mapi_address_types_get_types (types);

  g_free (self->address_type);
  self->address_type = g_strdup (names != NULL && names[0] != NULL ? names[0] : "SMTP");
}

char *
check_bench_get_address (CheckBench *self, CheckFate fate)
{
  const char *address = self->peer->addresses[fate];

  return address != NULL ? g_strdup (address)
                         : g_strconcat (self->address_type, ":someone@check.invalid", NULL);
}

MapiMsgStore *
check_open_store (CheckBench *self)
{
  if (self->store == NULL)
    self->store = check_log_on_to_store (self, MAPI_MDB_WRITE);
  return self->store;
}

/* What the transport cannot do, and the clause is about. */
static char *
find_lack (CheckBench *self, CheckNeeds needs)
{
  guint32               flags = MAPI_LOGON_NO_DIALOG;
  MapiXpLogon          *logon;
  MapiXpLogonInterface *iface;
  char                 *lack = NULL;

  if ((needs & (CHECK_NEEDS_SUBMIT | CHECK_NEEDS_RECEIVE)) == 0 ||
      (logon = check_log_on (self, &flags)) == NULL)
    return NULL;

  iface = MAPI_XP_LOGON_GET_IFACE (logon);
  if ((needs & CHECK_NEEDS_SUBMIT) != 0 && iface->submit_message == NULL)
    lack = g_strdup ("the transport does not implement SubmitMessage");
  else if ((needs & CHECK_NEEDS_RECEIVE) != 0 && iface->start_message == NULL)
    lack = g_strdup ("the transport does not implement StartMessage");
  check_log_off (self, logon);
  check_forget_calls (self);
  return lack;
}

static MapiCheckResult *
judge (CheckBench *self, const MapiCheckClause *clause, const char *provider)
{
  if (self->complaint != NULL)
    return mapi_check_result_new (clause, provider, MAPI_CHECK_FAILED, self->complaint);
  if (self->skipped != NULL)
    return mapi_check_result_new (clause, provider, MAPI_CHECK_SKIPPED, self->skipped);
  if (self->n_asked == 0)
    return mapi_check_result_new (clause, provider, MAPI_CHECK_FAILED, "it asked nothing");
  return mapi_check_result_new (clause, provider, MAPI_CHECK_PASSED, NULL);
}

/* A provider whose process has ended fails whatever was asked, also where nobody noticed. */
static void
check_process (CheckBench *self)
{
  g_autoptr (GError) error = NULL;

  if (self->session != NULL && !mapi_session_check_processes (self->session, &error))
    check_that (self, FALSE, "%s", error->message);
}

MapiCheckResult *
check_bench_run (CheckBench *self, const MapiCheckClause *clause, const char *provider)
{
  self->skipped = check_peer_find_missing (self->peer, clause->needs);
  if (self->skipped == NULL)
    self->skipped = find_lack (self, clause->needs);
  if (self->skipped == NULL)
    self->skipped = check_store_find_lack (self, clause->needs);
  if (self->skipped == NULL && self->complaint == NULL)
    {
      self->n_asked = 0;
      clause->run (self);
      check_process (self);
    }
  return judge (self, clause, provider);
}
