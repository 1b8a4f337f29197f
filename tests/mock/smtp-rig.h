/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-drive.h"
#include "mock-process.h"

/* The SMTP provider and a server of its own. */

#define SMTP_RIG_HELLO                                                                             \
  "From: Me <me@test.invalid>\r\nTo: A <a@test.invalid>\r\nSubject: Hello\r\n"                     \
  "Message-ID: <1@test.invalid>\r\n\r\nHello.\r\n"

typedef struct
{
  char        *folder;
  MockProcess *server;
  guint16      port;
  MockSupport *support;
  MapiXpLogon *logon;
  MockSent     sent;
  GError      *error;
} SmtpRig;

void smtp_rig_clear (SmtpRig *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmtpRig, smtp_rig_clear)

/* For a server on this machine; @address is the sender, or NULL. */
MapiPropList *smtp_rig_make_settings (guint16 port, const char *address, gint32 timeout);

/* Logs on with those settings. */
gboolean smtp_rig_log_on (SmtpRig *self, MapiPropList *settings);

/* A server with its options, in a folder of that name, and a logon to it. */
gboolean smtp_rig_start (SmtpRig *self, const char *name, const char *const *options);

/* What the spooler does with a message; the error is kept. */
gboolean smtp_rig_send (SmtpRig *self, MapiMessage *message);

/* FOLDER/000001.eml, or the envelope beside it. */
char *smtp_rig_read_arrived (SmtpRig *self, guint number, const char *ending);

/* Whether a text has words, or has not, is an assertion. */
void smtp_rig_hold_words (const char *text, const char *words, gboolean wanted);

/* One of the recipients that were reported, which are so many. */
MapiPropList *smtp_rig_get_reported (SmtpRig *self, guint index, guint size);
