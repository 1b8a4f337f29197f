/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-store-calls.h"

/* Those that MAPI and clients make, and those that the store makes of its support object. */
const FakeCallName fake_store_calls[] = {
  { "Logon", "logon" },
  { "SpoolerLogon", "spooler-logon" },
  { "Logoff", "logoff" },
  { "Advise", "advise" },
  { "OpenEntry", "open" },
  { "SetReceiveFolder", "set-receive" },
  { "GetReceiveFolder", "receive" },
  { "StoreLogoff", "leave" },
  { "AbortSubmit", "abort" },
  { "GetOutgoingQueue", "queue" },
  { "SetLockState", "lock" },
  { "FinishedMsg", "finish" },
  { "NotifyNewMail", "newmail" },
  { "CreateMessage", "create" },
  { "CopyMessages", "copy" },
  { "DeleteMessages", "delete" },
  { "SubmitMessage", "submit" },
  { "ModifyRecipients", "recipients" },
  { "SetReadFlag", "read" },
  { "SaveChanges", "save" },
  { "SetProps", "set" },
  { "QueryRows", "rows" },
  { "Restrict", "restrict" },
  { "TableAdvise", "watch" },
  { "SetProviderUID", "uid" },
  { "ModifyStatusRow", "row" },
  { "SpoolerNotify", "announce" },
  { "PrepareSubmit", "prepare" },
  { "ExpandRecips", "expand" },
  { "DoSentMail", "hooks" },
  { "ReadReceipt", "receipt" },
  { "StoreLogoffTransports", "transports" },
  { NULL },
};

/* Methods that bear a name that another has too, and those of other interfaces that do the same. */
static const struct
{
  const char *interface_name;
  const char *method;
  const char *call; /* NULL: nothing that scripts know */
} special[] = {
  { "MapiTable", "Advise", "TableAdvise" }, { "MapiMsLogon", "Advise", NULL },
  { "MapiMsLogon", "OpenEntry", NULL },     { "MapiContainer", "OpenEntry", "OpenEntry" },
  { "MapiSupport", "OpenEntry", NULL },     { "MapiSupport", "CopyMessages", NULL },
};

const char *
fake_store_calls_find (const char *interface_name, const char *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    if (g_str_equal (special[i].interface_name, interface_name) &&
        g_str_equal (special[i].method, method))
      return special[i].call;

  for (const FakeCallName *call = fake_store_calls; call->name != NULL; call++)
    if (g_str_equal (call->name, method))
      return call->name;
  return NULL;
}
