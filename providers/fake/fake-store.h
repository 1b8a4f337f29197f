/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-actor.h"

G_BEGIN_DECLS

/* The properties of the store object that are the fake's: to be asked for by their tags. */
#define FAKE_PR_STORE_SCRIPT ((guint32) 0x6700001F)
#define FAKE_PR_STORE_LOG ((guint32) 0x6710001F)

/* Stands before a store provider; before a call is passed on it asks the script. */
#define FAKE_TYPE_STORE (fake_store_get_type ())
G_DECLARE_FINAL_TYPE (FakeStore, fake_store, FAKE, STORE, MapiWrapper)

FakeStore *fake_store_new (void);
FakeActor *fake_store_get_actor (FakeStore *self);

/* Instead of the script before. */
gboolean fake_store_set_script (FakeStore *self, const char *text, GError **error);

G_END_DECLS
