/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define MOCK_TYPE_SUPPORT (mock_support_get_type ())
G_DECLARE_FINAL_TYPE (MockSupport, mock_support, MOCK, SUPPORT, GObject)

/* A support object that remembers what a provider does with it. Its only profile section, the
 * provider's own, has the properties @settings. It asks nobody and changes no message:
 * `PrepareSubmit`, `ExpandRecips`, `UpdatePAB`, `DoSentMail` and the like simply succeed. */
MockSupport *mock_support_new (MapiPropList *settings);

/* Opens the shared object @path, which stays open, and asks its entry point for the provider. */
MapiXpProvider *mock_support_open_xp_provider (const char *path, GError **error);
MapiMsProvider *mock_support_open_ms_provider (const char *path, GError **error);
MapiAbProvider *mock_support_open_ab_provider (const char *path, GError **error);

/* The status row, as the calls of `ModifyStatusRow` have left it (transfer full, nullable). */
MapiPropList *mock_support_get_status_row (MockSupport *self);

/* All rows given to `StatusRecips` (transfer full). */
MapiRowSet *mock_support_get_reported (MockSupport *self);

/* The flags of all calls of `SpoolerNotify` since the last look, and the data of the last one. */
guint32 mock_support_take_spooler_flags (MockSupport *self);
GBytes *mock_support_get_spooler_data (MockSupport *self);

/* From now on the calls that are the spooler's business go to @link too, which is held weakly, as
 * those of the provider @uid. */
void mock_support_set_link (MockSupport *self, MapiSpoolerLink *link, const MapiUid *uid);

/* From now on `SpoolerYield` answers MAPI_E_USER_CANCEL. */
void mock_support_cancel_yields (MockSupport *self);

/* What `ExpandRecips` says from now on: `MAPI_NEEDS_PREPROCESSING` ... */
void mock_support_set_needs (MockSupport *self, guint32 needs);

/* How often a method was called: "SpoolerYield", "MakeInvalid", "PrepareSubmit" ... */
guint mock_support_get_n_calls (MockSupport *self, const char *method);

G_END_DECLS
