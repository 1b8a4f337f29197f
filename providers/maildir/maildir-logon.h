/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define MAILDIR_TYPE_LOGON (maildir_logon_get_type ())
G_DECLARE_FINAL_TYPE (MaildirLogon, maildir_logon, MAILDIR, LOGON, MapiTransport)

G_END_DECLS
