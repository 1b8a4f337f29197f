/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-remote-link-private.h"

G_BEGIN_DECLS

/* What stands for an object at the other end. Its type implements what that one implements: the
 * same interfaces, with the same slots left out. */
#define MAPI_TYPE_REMOTE_PROXY (mapi_remote_proxy_get_type ())
#define MAPI_REMOTE_PROXY(object)                                                                  \
  (G_TYPE_CHECK_INSTANCE_CAST (object, MAPI_TYPE_REMOTE_PROXY, MapiRemoteProxy))
#define MAPI_IS_REMOTE_PROXY(object) (G_TYPE_CHECK_INSTANCE_TYPE (object, MAPI_TYPE_REMOTE_PROXY))

typedef struct
{
  GObject         parent_instance;
  MapiRemoteLink *link;
  guint32         id;
  guint32         n_received; /* how often it came through the link; with the lock of the link */
} MapiRemoteProxy;

typedef GObjectClass MapiRemoteProxyClass;

GType mapi_remote_proxy_get_type (void) G_GNUC_CONST;

/* The type of what a proxy stands for, for people. */
const char *mapi_remote_proxy_get_name (gpointer proxy);

/* What an object implements, as text for the other end. */
const char *mapi_remote_proxy_describe (gpointer object);

/* A proxy for what was described so; NULL when nobody would describe an object so. */
MapiRemoteProxy *mapi_remote_proxy_new (MapiRemoteLink *link, guint32 id, const char *description);

G_END_DECLS
