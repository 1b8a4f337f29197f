/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-draft-private.h"

struct _MapiSpoolerDraft
{
  MapiSpoolerMessage parent_instance;
};

static void mapi_spooler_draft_prop_init (MapiPropInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSpoolerDraft,
                               mapi_spooler_draft,
                               MAPI_TYPE_SPOOLER_MESSAGE,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, mapi_spooler_draft_prop_init))

static gboolean
mapi_spooler_draft_save_changes (MapiProp     *prop,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  return TRUE;
}

static void
mapi_spooler_draft_prop_init (MapiPropInterface *iface)
{
  iface->save_changes = mapi_spooler_draft_save_changes;
}

static void
mapi_spooler_draft_class_init (MapiSpoolerDraftClass *klass)
{
}

static void
mapi_spooler_draft_init (MapiSpoolerDraft *self)
{
}

MapiSpoolerDraft *
mapi_spooler_draft_new (MapiMessage *message)
{
  MapiSpoolerDraft *self = g_object_new (MAPI_TYPE_SPOOLER_DRAFT, NULL);

  mapi_message_proxy_set_inner (MAPI_MESSAGE_PROXY (self), message);
  return self;
}
