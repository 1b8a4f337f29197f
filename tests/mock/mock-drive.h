/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-support.h"

G_BEGIN_DECLS

/* Logs on to the transport of a module, given by its path below the build folder. */
MapiXpLogon *mock_drive_open (const char *module, MockSupport *support, GError **error);

/* What the spooler does with a message: SubmitMessage, and EndMessage after it. */
typedef struct
{
  guint32 return_parm; /* of SubmitMessage */
  guint32 end_flags;   /* of EndMessage */
} MockSent;

gboolean mock_drive_send (MapiXpLogon  *logon,
                          MapiMessage  *message,
                          MockSent     *sent,
                          GCancellable *cancellable,
                          GError      **error);

/* A message in memory, read from its text (RFC 5322), with the recipients of its header. */
MapiMessage *mock_letter_new (const char *text);

/* Adds a recipient; PR_RESPONSIBILITY is FALSE. */
void mock_letter_add (MapiMessage *message, const char *address_type, const char *address);

/* PR_RESPONSIBILITY of a recipient. */
gboolean mock_letter_is_taken (MapiMessage *message, const char *address);

/* A property that is a string (transfer full, nullable). */
char *mock_letter_get_string (MapiMessage *message, guint32 tag);

G_END_DECLS
