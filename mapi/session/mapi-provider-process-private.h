/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-provider-loader.h"

G_BEGIN_DECLS

/*
 * A process of its own for the providers of a message service. It is started when somebody asks for
 * a provider. One that ended is started anew the next time, unless it has just ended several times
 * in a row: then one has to wait, twice as long each time.
 */
typedef struct _MapiProviderProcess MapiProviderProcess;

/* In a thread of its own: the process has ended, and nobody wanted it to. */
typedef void (*MapiProviderDied) (const GError *reason, gpointer data);

typedef struct
{
  const char      *name;            /* for people */
  const char      *module_path;     /* of the first provider that is asked for */
  guint            seconds;         /* after which a call that shows no sign of life is ended */
  guint            restart_seconds; /* that it is held back for at first */
  MapiProviderDied died;
  gpointer         data;
  GDestroyNotify   destroy;
} MapiProviderProcessInfo;

/* Whether the module cannot be loaded into any other process. */
gboolean mapi_provider_process_is_needed (const char *module_path);

MapiProviderProcess *mapi_provider_process_new (const MapiProviderProcessInfo *info);
MapiProviderProcess *mapi_provider_process_ref (MapiProviderProcess *self);
void                 mapi_provider_process_unref (MapiProviderProcess *self);

/* The provider of that kind and module (transfer full), which implements @type. */
gpointer mapi_provider_process_get_provider (MapiProviderProcess *self,
                                             const char          *module_path,
                                             guint32              resource_type,
                                             GType                type,
                                             GError             **error);

/* What loads modules in the process (transfer full). */
MapiProviderLoader *mapi_provider_process_get_loader (MapiProviderProcess *self, GError **error);

/* The providers of that kind that were asked for. */
GPtrArray *mapi_provider_process_ref_providers (MapiProviderProcess *self, guint32 resource_type);

/* Whether no process has ended that was to go on; the error tells of the last. */
gboolean mapi_provider_process_check (MapiProviderProcess *self, GError **error);

/* Tells the providers that it is over, and ends the process. */
void mapi_provider_process_stop (MapiProviderProcess *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiProviderProcess, mapi_provider_process_unref)

G_END_DECLS
