/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-transport.h"
#include "mock-store.h"

#include <mapi-spooler/mapi-spooler.h>

G_BEGIN_DECLS

#define MOCK_TYPE_HOST (mock_host_get_type ())
G_DECLARE_FINAL_TYPE (MockHost, mock_host, MOCK, HOST, GObject)

/* A session for the spooler: stores and transports without a profile. @profile may be NULL. */
MockHost *mock_host_new (const char *profile);
void      mock_host_add_store (MockHost *self, MockStore *store);
/* @key: of an option of the profile, or "NAME/KEY" of a transport. */
void      mock_host_set_setting (MockHost *self, const char *key, const char *value);
void      mock_host_add_transport (MockHost *self, FakeTransport *transport, guint connections);

/* @flags: MAPI_HOOK_INBOUND, MAPI_HOOK_OUTBOUND. */
void mock_host_add_hook (MockHost *self, const char *name, guint32 flags, MapiSpoolerHook *hook);

/* Lets that many logons to hooks fail from now on. */
void mock_host_refuse_hooks (MockHost *self, guint n_times);

/* The session's own providers come first. */
void mock_host_set_session (MockHost *self, MapiSession *session);

/* PR_RESOURCE_FLAGS of a transport in the profile, before the start. */
void mock_host_set_flags (MockHost *self, FakeTransport *transport, guint32 flags);

/* As the status table has it (transfer full). */
GBytes *mock_host_get_status_entry_id (MockHost *self, FakeTransport *transport);

/* The spooler's row of the status table, and what the spooler has changed in that of a transport
 * (transfer full, nullable). */
MapiPropList *mock_host_get_status (MockHost *self);
MapiPropList *mock_host_get_row (MockHost *self, FakeTransport *transport);

G_END_DECLS
