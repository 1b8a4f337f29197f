/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-link.h"
#include "session-rig.h"

G_BEGIN_DECLS

typedef enum
{
  SUPPORT_KIND_ADDRESS_BOOK,
  SUPPORT_KIND_STORE,
  SUPPORT_KIND_TRANSPORT,
  SUPPORT_KIND_SERVICE,
  SUPPORT_KIND_HOOK,
  SUPPORT_N_KINDS
} SupportKind;

/* A session with a provider of each kind, and things to call methods with. */
typedef struct
{
  SessionRig   rig;
  gpointer     watcher;
  MockLink    *link;
  gpointer     user;
  MapiFolder  *folder;
  MapiFolder  *other;
  MapiMessage *message; /* in memory, from somebody to somebody */
  GBytes      *message_id;
  GBytes      *folder_id;
  GBytes      *book_id;
  GBytes      *template_id;
  MapiSupport *supports[SUPPORT_N_KINDS];

  /* The one that is called. */
  SupportKind  kind;
  MapiSupport *support;
} SupportWorld;

/* With a profile of that name; a CUnit assertion, which answers whether it holds. */
gboolean support_world_begin (SupportWorld *self, const char *name);
void     support_world_clear (SupportWorld *self);

/* An entry identifier that an object has as a property. */
GBytes *support_world_read_id (gpointer object, guint32 tag);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SupportWorld, support_world_clear)

G_END_DECLS
