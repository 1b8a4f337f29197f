/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-addr-book.h"
#include "mapi-table.h"

G_BEGIN_DECLS

#define MAPI_TYPE_INTERACTION (mapi_interaction_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiInteraction, mapi_interaction, MAPI, INTERACTION, GObject)

struct _MapiInteractionInterface
{
  GTypeInterface parent_iface;

  MapiRowSet *(*choose_recipients) (MapiInteraction *self,
                                    MapiAddrBook    *book,
                                    MapiRowSet      *recipients,
                                    guint32          flags,
                                    GCancellable    *cancellable,
                                    GError         **error);
  MapiPropList *(*choose_entry) (MapiInteraction *self,
                                 MapiAddrBook    *book,
                                 const char      *prompt,
                                 MapiRowSet      *candidates,
                                 GCancellable    *cancellable,
                                 GError         **error);
  gboolean (*edit_entry) (MapiInteraction *self,
                          MapiProp        *entry,
                          MapiTable       *fields,
                          MapiControl     *button,
                          const char      *button_text,
                          GCancellable    *cancellable,
                          GError         **error);
};

MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_interaction_choose_recipients (MapiInteraction *self,
                                                MapiAddrBook    *book,
                                                MapiRowSet      *recipients,
                                                guint32          flags,
                                                GCancellable    *cancellable,
                                                GError         **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_interaction_choose_entry (MapiInteraction *self,
                                             MapiAddrBook    *book,
                                             const char      *prompt,
                                             MapiRowSet      *candidates,
                                             GCancellable    *cancellable,
                                             GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_interaction_edit_entry (MapiInteraction *self,
                                      MapiProp        *entry,
                                      MapiTable       *fields,
                                      MapiControl     *button,
                                      const char      *button_text,
                                      GCancellable    *cancellable,
                                      GError         **error);

G_END_DECLS
