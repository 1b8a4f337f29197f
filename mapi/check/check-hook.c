/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-hook.h"
#include "check-store.h"

/* The store of the mail that hooks are shown. */
#define STORE_SERVICE "sqlite"

guint32
check_hook_get_directions (CheckBench *bench)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (bench->profile, NULL);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);

  return (guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) &
         (MAPI_HOOK_INBOUND | MAPI_HOOK_OUTBOUND);
}

MapiSpoolerHook *
check_hook_log_on (CheckBench *bench)
{
  g_autoptr (GError) error = NULL;
  MapiSpoolerHook *hook = mapi_session_logon_hook (bench->session,
                                                   &bench->provider_uid,
                                                   check_hook_get_directions (bench),
                                                   bench->cancellable,
                                                   &error);

  check_succeeds (bench, error, "HookLogon");
  return hook;
}

/* A session of its own: that of the bench knows the hook alone. */
static MapiMsgStore *
open_store (CheckBench *bench, GError **error)
{
  g_autofree char *path = g_build_filename (bench->home, "mail.db", NULL);
  g_autoptr (MapiUid) uid = mapi_profile_add_service (bench->profile, STORE_SERVICE, NULL, error);
  g_autoptr (MapiSession) session = NULL;

  if (uid == NULL || !mapi_profile_configure_service (bench->profile, uid, "path", path, error))
    return NULL;
  session = mapi_session_logon_profile (bench->profile, 0, NULL, error);
  if (session == NULL)
    return NULL;
  g_object_unref (bench->session);
  bench->session = g_steal_pointer (&session);
  mapi_session_set_wrapper (bench->session, MAPI_WRAPPER (bench->watch));
  return mapi_session_open_msg_store (
      bench->session, NULL, MAPI_MDB_WRITE, bench->cancellable, error);
}

static void
fill (CheckBench *bench, MapiMessage *message)
{
  check_write (bench, message, mapi_prop_value_new_string (MAPI_PR_MESSAGE_CLASS, "IPM.Note"));
  check_write (bench, message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Checked"));
  check_write (bench, message, mapi_prop_value_new_string (MAPI_PR_SENDER_ADDRTYPE, "SMTP"));
  check_write (bench,
               message,
               mapi_prop_value_new_string (MAPI_PR_SENDER_EMAIL_ADDRESS, "ann@check.invalid"));
  check_add_recipient (bench, message, "bob@check.invalid");
}

gboolean
check_mail_open (CheckBench *bench, CheckMail *mail)
{
  g_autoptr (GError) error = NULL;

  mail->store = open_store (bench, &error);
  if (mail->store == NULL)
    {
      check_skip (bench, "there is no store to show mail from: %s", error->message);
      return FALSE;
    }
  mail->folder = check_open_folder (bench, mail->store, 0);
  if (mail->folder == NULL)
    return FALSE;
  mail->message = mapi_folder_create_message (mail->folder, NULL, 0, NULL, &error);
  fill (bench, mail->message);
  check_save (bench, mail->message);
  return !check_has_failed (bench);
}

void
check_mail_clear (CheckMail *mail)
{
  g_clear_object (&mail->message);
  g_clear_object (&mail->folder);
  g_clear_object (&mail->store);
}

void
check_hooked_clear (CheckHooked *self)
{
  g_clear_pointer (&self->target, g_bytes_unref);
  g_clear_error (&self->error);
}

void
check_hook_show (MapiSpoolerHook *hook,
                 const CheckMail *mail,
                 guint32          direction,
                 GCancellable    *cancellable,
                 CheckHooked     *hooked)
{
  typeof (&mapi_spooler_hook_inbound_msg_hook) show = direction == MAPI_HOOK_INBOUND
                                                          ? mapi_spooler_hook_inbound_msg_hook
                                                          : mapi_spooler_hook_outbound_msg_hook;

  check_hooked_clear (hooked);
  hooked->flags = 0;
  show (hook,
        mail->message,
        mail->folder,
        mail->store,
        &hooked->flags,
        NULL,
        &hooked->target,
        cancellable,
        &hooked->error);
}
