/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures-admin.h"
#include "fixtures.h"
#include "tap.h"

/* The tables of profiles, services and providers, which tell of changes. */

static void
count (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer data)
{
  *(guint *) data += mapi_notification_list_get_size (notifications);
}

static gboolean
is_told (gpointer data)
{
  return *(guint *) data > 0;
}

static void
test_notifications (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fixtures_services ();
  g_autoptr (MapiTable) table = mapi_msg_service_admin_get_msg_service_table (services, 0, NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiPropList) row = NULL;
  guint told = 0;
  g_autoptr (GError) error = NULL;

  g_signal_connect (sink, "received", G_CALLBACK (count), &told);
  CU_ASSERT (mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error));
  TAP_NO_ERROR (error);

  uid = fixtures_add_service (services, "plain", NULL);
  CU_ASSERT (tap_wait (NULL, is_told, &told));
  row = fixtures_find_row (table, MAPI_PR_SERVICE_NAME, "plain");
  CU_ASSERT_PTR_NOT_NULL (row);
}

typedef struct
{
  guint added;
  guint modified;
  guint deleted;
} Events;

static void
note_event (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer data)
{
  Events *events = data;

  for (guint i = 0; i < mapi_notification_list_get_size (notifications); i++)
    {
      g_autoptr (MapiNotification) one = mapi_notification_list_get_notification (notifications, i);

      switch (mapi_notification_get_table_event (one))
        {
        case MAPI_TABLE_ROW_ADDED:
          events->added++;
          break;
        case MAPI_TABLE_ROW_MODIFIED:
          events->modified++;
          break;
        case MAPI_TABLE_ROW_DELETED:
          events->deleted++;
          break;
        default:
          break;
        }
    }
}

static gboolean
has_all (gpointer data)
{
  const Events *events = data;

  return events->added > 0 && events->modified > 0 && events->deleted > 0;
}

static MapiCallbackSink *
watch (MapiTable *table, Events *events)
{
  MapiCallbackSink *sink = mapi_callback_sink_new ();
  g_autoptr (GError) error = NULL;

  g_signal_connect (sink, "received", G_CALLBACK (note_event), events);
  CU_ASSERT (mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error));
  TAP_NO_ERROR (error);
  return sink;
}

/* Every table tells of what was added, changed and deleted. */
static void
test_events_of_profiles (void)
{
  g_autoptr (MapiProfiles) profiles = fixtures_admin ();
  MapiProfAdmin *admin = MAPI_PROF_ADMIN (profiles);
  g_autoptr (MapiTable) table = mapi_prof_admin_get_profile_table (admin, 0, NULL);
  Events events = { 0 };
  g_autoptr (MapiCallbackSink) sink = watch (table, &events);
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_prof_admin_create_profile (admin, "watched", NULL, 0, NULL, &error));
  CU_ASSERT (mapi_prof_admin_set_default_profile (admin, "watched", 0, &error));
  CU_ASSERT (mapi_prof_admin_delete_profile (admin, "watched", 0, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (tap_wait (NULL, has_all, &events));
}

static void
test_events_of_services (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fixtures_services ();
  g_autoptr (MapiTable) table = mapi_msg_service_admin_get_msg_service_table (services, 0, NULL);
  Events events = { 0 };
  g_autoptr (MapiCallbackSink) sink = watch (table, &events);
  g_autoptr (MapiUid) uid = fixtures_add_service (services, "plain", NULL);
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_msg_service_admin_rename_msg_service (services, uid, 0, "renamed", &error));
  CU_ASSERT (mapi_msg_service_admin_delete_msg_service (services, uid, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (tap_wait (NULL, has_all, &events));
}

static void
test_events_of_providers (void)
{
  g_autoptr (MapiMsgServiceAdmin) services = fixtures_services ();
  g_autoptr (MapiUid) uid = fixtures_add (MAPI_PROFILE (services), "plain");
  g_autoptr (MapiProviderAdmin) providers =
      mapi_msg_service_admin_admin_providers (services, uid, 0, NULL);
  g_autoptr (MapiTable) all = mapi_msg_service_admin_get_provider_table (services, 0, NULL);
  g_autoptr (MapiTable) own = mapi_provider_admin_get_provider_table (providers, 0, NULL);
  Events of_all = { 0 };
  Events of_own = { 0 };
  g_autoptr (MapiCallbackSink) sink = watch (all, &of_all);
  g_autoptr (MapiCallbackSink) own_sink = watch (own, &of_own);
  g_autoptr (MapiUid) provider = NULL;
  g_autoptr (GError) error = NULL;

  provider = mapi_provider_admin_create_provider (providers, "STORE", NULL, 0, NULL, &error);
  CU_ASSERT (mapi_msg_service_admin_rename_msg_service (services, uid, 0, "renamed", &error));
  CU_ASSERT (mapi_provider_admin_delete_provider (providers, provider, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (tap_wait (NULL, has_all, &of_all));
  CU_ASSERT (tap_wait (NULL, has_all, &of_own));
}

/* Another object of the same file stands for another process. */
static void
test_foreign_changes (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiProfiles) admin = fixtures_admin ();
  g_autoptr (MapiProfile) other = mapi_profiles_open (admin, mapi_profile_get_name (profile), NULL);
  g_autoptr (MapiTable) table =
      mapi_msg_service_admin_get_msg_service_table (MAPI_MSG_SERVICE_ADMIN (profile), 0, NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (MapiPropList) row = NULL;
  guint told = 0;

  g_signal_connect (sink, "received", G_CALLBACK (count), &told);
  mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), NULL);
  uid = fixtures_add (other, "plain");
  CU_ASSERT (tap_wait (NULL, is_told, &told));
  row = fixtures_find_row (table, MAPI_PR_SERVICE_NAME, "plain");
  CU_ASSERT_PTR_NOT_NULL (row);
}

/* A thread whose context nobody turns any more. */
static gpointer
open_table_and_end (gpointer profile)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  MapiTable *table;

  g_main_context_push_thread_default (context);
  table = mapi_msg_service_admin_get_msg_service_table (profile, 0, NULL);
  g_main_context_pop_thread_default (context);
  return table;
}

/* Who has asked first may be gone. */
static void
test_thread_ended (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiProfiles) admin = fixtures_admin ();
  g_autoptr (MapiProfile) other = mapi_profiles_open (admin, mapi_profile_get_name (profile), NULL);
  g_autoptr (MapiTable) table = g_thread_join (g_thread_new ("first", open_table_and_end, profile));
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (MapiUid) uid = NULL;
  guint told = 0;

  g_signal_connect (sink, "received", G_CALLBACK (count), &told);
  mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), NULL);
  uid = fixtures_add (other, "plain");
  CU_ASSERT (tap_wait (NULL, is_told, &told));
}

TAP_MAIN ("session/admin-tables",
          { "the thread that asked for a table first has ended", test_thread_ended },
          { "tables tell of changes", test_notifications },
          { "the table of profiles tells of every change", test_events_of_profiles },
          { "the table of services tells of every change", test_events_of_services },
          { "the tables of providers tell of every change", test_events_of_providers },
          { "tables tell of what others change", test_foreign_changes })
