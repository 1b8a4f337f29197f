/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-flags.h"

const FakeFlagName fake_logon_flag_names[] = {
  { "NO_DIALOG", MAPI_LOGON_NO_DIALOG },
  { "NO_CONNECT", MAPI_LOGON_NO_CONNECT },
  { "NO_INBOUND", MAPI_LOGON_NO_INBOUND },
  { "NO_OUTBOUND", MAPI_LOGON_NO_OUTBOUND },
  { NULL },
};

const FakeFlagName fake_notify_flag_names[] = {
  { "BEGIN_INBOUND", MAPI_NOTIFY_BEGIN_INBOUND },
  { "BEGIN_INBOUND_FLUSH", MAPI_NOTIFY_BEGIN_INBOUND_FLUSH },
  { "BEGIN_OUTBOUND", MAPI_NOTIFY_BEGIN_OUTBOUND },
  { "BEGIN_OUTBOUND_FLUSH", MAPI_NOTIFY_BEGIN_OUTBOUND_FLUSH },
  { "CANCEL_MESSAGE", MAPI_NOTIFY_CANCEL_MESSAGE },
  { "ABORT_DEFERRED", MAPI_NOTIFY_ABORT_DEFERRED },
  { "END_INBOUND", MAPI_NOTIFY_END_INBOUND },
  { "END_INBOUND_FLUSH", MAPI_NOTIFY_END_INBOUND_FLUSH },
  { "END_OUTBOUND", MAPI_NOTIFY_END_OUTBOUND },
  { "END_OUTBOUND_FLUSH", MAPI_NOTIFY_END_OUTBOUND_FLUSH },
  { NULL },
};

const FakeFlagName fake_flush_flag_names[] = {
  { "NO_UI", MAPI_FLUSH_NO_UI },       { "UPLOAD", MAPI_FLUSH_UPLOAD },
  { "DOWNLOAD", MAPI_FLUSH_DOWNLOAD }, { "FORCE", MAPI_FLUSH_FORCE },
  { "ASYNC_OK", MAPI_FLUSH_ASYNC_OK }, { NULL },
};

const FakeFlagName fake_submit_flag_names[] = {
  { "BEGIN_DEFERRED", MAPI_BEGIN_DEFERRED },
  { NULL },
};

char *
fake_flags_describe (const FakeFlagName *names, guint32 flags)
{
  GString *text = g_string_new (NULL);

  for (; names->name != NULL; names++)
    if (flags & names->flag)
      {
        g_string_append_printf (text, "%s%s", text->len > 0 ? "|" : "", names->name);
        flags &= ~names->flag;
      }

  if (flags != 0)
    g_string_append_printf (text, "%s0x%x", text->len > 0 ? "|" : "", flags);
  return g_string_free (text, FALSE);
}
