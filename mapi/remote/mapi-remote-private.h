/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

#include <gio/gio.h>
#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

/*
 * The interfaces of mapi/spi between two processes. Each has its end of a *link*. An object that
 * goes through a link is *exported* at the one end, and a *proxy* stands for it at the other: an
 * object that implements what the other one does, and passes each call on. A value is packed by a
 * *writer* and unpacked by a *reader*, which believes nothing.
 */
typedef struct _MapiRemoteLink MapiRemoteLink;

typedef struct
{
  MapiRemoteLink *link;
  GByteArray     *bytes;
  GUnixFDList    *fds; /* NULL as long as there are none */
} MapiRemoteWriter;

/* Whatever is read after a failure is nothing. */
typedef struct
{
  MapiRemoteLink *link;
  GBytes         *bytes;
  gsize           position;
  GUnixFDList    *fds;
  GArray         *released; /* what the other end has let go of, which may be in the same message */
  gboolean        failed;
} MapiRemoteReader;

/* Unpacks the arguments, calls the object, packs the answer; FALSE with @error set when the call
 * failed. */
typedef gboolean (*MapiRemoteStub) (gpointer          object,
                                    MapiRemoteReader *in,
                                    MapiRemoteWriter *out,
                                    GCancellable     *cancellable,
                                    GError          **error);

typedef struct
{
  const char    *name;
  gsize          offset; /* of the slot in the interface */
  gpointer       call;   /* what stands in the slot of a proxy */
  MapiRemoteStub stub;
} MapiRemoteMethod;

typedef struct
{
  const char *name;
  GType (*get_type) (void);
  guint                   n_methods; /* at most 64 */
  const MapiRemoteMethod *methods;
} MapiRemoteInterface;

/* Generated. An interface stands behind those that it needs; the last has no name. */
extern const MapiRemoteInterface mapi_remote_interfaces[];

const MapiRemoteInterface *mapi_remote_find_interface (const char *name);
const MapiRemoteMethod    *mapi_remote_find_method (const MapiRemoteInterface *interface,
                                                    const char                *name);

G_END_DECLS
