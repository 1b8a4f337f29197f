/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-process.h"
#include "smtp-transaction.h"

/* A server and a connection to it, without the provider around. */

typedef struct
{
  char           *folder;
  MockProcess    *server;
  SmtpSettings    settings;
  SmtpConnection *connection;
  GError         *error;
} SmtpTalkRig;

void smtp_talk_rig_clear (SmtpTalkRig *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmtpTalkRig, smtp_talk_rig_clear)

/* A server with its options, in a folder of that name. */
gboolean smtp_talk_rig_start (SmtpTalkRig *self, const char *name, const char *const *options);

gboolean smtp_talk_rig_connect (SmtpTalkRig *self);

SmtpEnvelope *smtp_talk_rig_make_envelope (const char *sender, const char *const *addresses);

SmtpContent *smtp_talk_rig_make_content (const char *text);

/* Begins and ends a transaction. */
gboolean smtp_talk_rig_send (SmtpTalkRig *self, SmtpEnvelope *envelope, const char *text);

SmtpVerdict smtp_talk_rig_get_verdict (const SmtpEnvelope *envelope, guint index);

typedef struct
{
  const char *name;
  const char *step;
  const char *action;
  gint        code;
  const char *words; /* what the error says */
} SmtpTalkLie;

/* The error has this code, and these words in it. */
void smtp_talk_rig_hold_error (const SmtpTalkRig *self, gint code, const char *words);
