/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define SMTP_TYPE_LOGON (smtp_logon_get_type ())
G_DECLARE_FINAL_TYPE (SmtpLogon, smtp_logon, SMTP, LOGON, MapiTransport)

G_END_DECLS
