/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-entry.h"

G_BEGIN_DECLS

/* The spooler's part of the conversation with a hook. */

/* The directions that the service asks for: MAPI_HOOK_INBOUND, MAPI_HOOK_OUTBOUND. */
guint32 check_hook_get_directions (CheckBench *bench);

/* HookLogon, as a complaint when it fails. The caller owns the hook. */
MapiSpoolerHook *check_hook_log_on (CheckBench *bench);

/* A message among others that a hook can be shown: the store is that of the service `sqlite`, which
 * the clause is skipped without. */
typedef struct
{
  MapiMsgStore *store;
  MapiFolder   *folder;
  MapiMessage  *message;
} CheckMail;

gboolean check_mail_open (CheckBench *bench, CheckMail *mail);
void     check_mail_clear (CheckMail *mail);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckMail, check_mail_clear)

/* What a call of a hook came to. */
typedef struct
{
  guint32 flags;
  GBytes *target;
  GError *error;
} CheckHooked;

void check_hooked_clear (CheckHooked *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckHooked, check_hooked_clear)

/* Shows the hook the mail as coming in, or as sent; a failure is no complaint. */
void check_hook_show (MapiSpoolerHook *hook,
                      const CheckMail *mail,
                      guint32          direction,
                      GCancellable    *cancellable,
                      CheckHooked     *hooked);

G_END_DECLS
