/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-support.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SUPPORT_PROXY (mapi_support_proxy_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (MapiSupportProxy, mapi_support_proxy, MAPI, SUPPORT_PROXY, GObject)

/**
 * MapiSupportProxyClass:
 * @parent_class: the parent class
 * @called: is told of each call that is about to be passed on, by the name of the method such as
 *   `SpoolerYield`; from any thread
 *
 * Since: 1.0
 */
struct _MapiSupportProxyClass
{
  GObjectClass parent_class;

  void (*called) (MapiSupportProxy *self, const char *method);

  /*< private >*/
  gpointer padding[4];
};

MAPI_AVAILABLE_IN_1_0
MapiSupportProxy *mapi_support_proxy_new (MapiSupport *inner);
MAPI_AVAILABLE_IN_1_0
MapiSupport *mapi_support_proxy_get_inner (MapiSupportProxy *self);
MAPI_AVAILABLE_IN_1_0
void mapi_support_proxy_set_inner (MapiSupportProxy *self, MapiSupport *inner);

G_END_DECLS
