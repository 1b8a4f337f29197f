/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-entry-points.h"

G_BEGIN_DECLS

/* A module that runs providers written in a language which makes no shared objects. */
typedef struct _MapiLanguageHost MapiLanguageHost;

gboolean          mapi_language_host_is_needed (const char *path);
MapiLanguageHost *mapi_language_host_get (const char *path, GError **error);
GObject          *mapi_language_host_call (MapiLanguageHost *self,
                                           const char       *path,
                                           const char       *entry_point,
                                           guint32          *provider_version,
                                           GError          **error);
void              mapi_language_host_enter (MapiLanguageHost *self);

/* Where a file lies that belongs to a host (transfer full). */
char *mapi_language_host_find_file (const char *name);

G_END_DECLS
