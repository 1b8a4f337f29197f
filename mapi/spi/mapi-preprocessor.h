/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-folder.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PREPROCESSOR (mapi_preprocessor_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiPreprocessor, mapi_preprocessor, MAPI, PREPROCESSOR, GObject)

struct _MapiPreprocessorInterface
{
  GTypeInterface parent_iface;

  gboolean (*preprocess_message) (MapiPreprocessor *self,
                                  MapiMessage      *message,
                                  MapiFolder       *folder,
                                  GListModel       *outbound,
                                  MapiRowSet      **undeliverable,
                                  GCancellable     *cancellable,
                                  GError          **error);
  gboolean (*remove_preprocess_info) (MapiPreprocessor *self,
                                      MapiMessage      *message,
                                      GCancellable     *cancellable,
                                      GError          **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_preprocessor_preprocess_message (MapiPreprocessor *self,
                                               MapiMessage      *message,
                                               MapiFolder       *folder,
                                               GListModel       *outbound,
                                               MapiRowSet      **undeliverable,
                                               GCancellable     *cancellable,
                                               GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_preprocessor_remove_preprocess_info (MapiPreprocessor *self,
                                                   MapiMessage      *message,
                                                   GCancellable     *cancellable,
                                                   GError          **error);

G_END_DECLS
