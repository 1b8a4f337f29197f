/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-transport.h"

G_BEGIN_DECLS

/* For the verb "set". */
char *fake_submission_find_bad_property (const char *const *words);

/* A message that is submitted, and what is done with it. */
typedef struct
{
  FakeTransport *transport;
  MapiTransport *logon;
  FakeScript    *script;
  MapiSupport   *support;
  MapiMessage   *message;
  guint32       *message_ref;
  guint32       *return_parm;
  GCancellable  *cancellable;
} FakeSubmission;

/* A FakeTurn.act with a FakeSubmission. */
gboolean fake_submission_act (gpointer data, const FakeAction *action, GError **error);

/* Whose the recipients are, for the log: "own=a@x,b@x others=c@x" (transfer full). */
char *fake_submission_describe (MapiMessage *message, GCancellable *cancellable);

G_END_DECLS
