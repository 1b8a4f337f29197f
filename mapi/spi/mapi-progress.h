/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROGRESS (mapi_progress_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiProgress, mapi_progress, MAPI, PROGRESS, GObject)

struct _MapiProgressInterface
{
  GTypeInterface parent_iface;

  gboolean (*progress) (
      MapiProgress *self, guint32 value, guint32 count, guint32 total, GError **error);
  gboolean (*get_flags) (MapiProgress *self, guint32 *flags, GError **error);
  gboolean (*get_max) (MapiProgress *self, guint32 *maximum, GError **error);
  gboolean (*get_min) (MapiProgress *self, guint32 *minimum, GError **error);
  gboolean (*set_limits) (
      MapiProgress *self, guint32 *minimum, guint32 *maximum, guint32 *flags, GError **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_progress_progress (
    MapiProgress *self, guint32 value, guint32 count, guint32 total, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_progress_get_flags (MapiProgress *self, guint32 *flags, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_progress_get_max (MapiProgress *self, guint32 *maximum, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_progress_get_min (MapiProgress *self, guint32 *minimum, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_progress_set_limits (
    MapiProgress *self, guint32 *minimum, guint32 *maximum, guint32 *flags, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_progress_tell (MapiProgress *self, guint32 done, guint32 total, GError **error);

G_END_DECLS
