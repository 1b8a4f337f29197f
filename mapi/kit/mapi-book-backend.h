/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

#define MAPI_TYPE_BOOK_BACKEND (mapi_book_backend_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (MapiBookBackend, mapi_book_backend, MAPI, BOOK_BACKEND, GObject)

/**
 * MapiBookBackendClass:
 * @parent_class: the parent class
 * @open: takes the settings of the profile section; the default wants none
 * @list_people: tells who is there, by mapi_book_backend_add_person(). Who is not told any more is
 *   gone
 *
 * Since: 1.0
 */
struct _MapiBookBackendClass
{
  GObjectClass parent_class;

  gboolean (*open) (MapiBookBackend *self,
                    MapiPropList    *settings,
                    GCancellable    *cancellable,
                    GError         **error);
  gboolean (*list_people) (MapiBookBackend *self, GCancellable *cancellable, GError **error);

  /*< private >*/
  gpointer padding[8];
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_book_backend_open (MapiBookBackend *self,
                                 MapiPropList    *settings,
                                 GCancellable    *cancellable,
                                 GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_book_backend_list_people (MapiBookBackend *self, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
void mapi_book_backend_set_name (MapiBookBackend *self, const char *name);
MAPI_AVAILABLE_IN_1_0
const char *mapi_book_backend_get_name (MapiBookBackend *self);
MAPI_AVAILABLE_IN_1_0
void mapi_book_backend_add_person (MapiBookBackend *self, const char *key, MapiPropList *person);

G_END_DECLS
