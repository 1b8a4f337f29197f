/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-session-private.h"
#include "mapi-support.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SUPPORT_OBJECT (mapi_support_object_get_type ())
G_DECLARE_FINAL_TYPE (MapiSupportObject, mapi_support_object, MAPI, SUPPORT_OBJECT, GObject)

/* The columns of providers in support_methods.tsv, and what is offered to every kind of them, and
 * so to hooks. The column of services is MapiServiceSupport's. */
typedef enum
{
  MAPI_SUPPORT_ADDRESS_BOOK = 1 << 0,
  MAPI_SUPPORT_STORE = 1 << 1,
  MAPI_SUPPORT_TRANSPORT = 1 << 2,
  MAPI_SUPPORT_HOOK = 1 << 3,
} MapiSupportKind;

/* Generated from the table, sorted by the name. */
typedef struct
{
  const char *name;
  guint32     kinds;
} MapiSupportMethod;

extern const MapiSupportMethod mapi_support_methods[];
extern const gsize             n_mapi_support_methods;

struct _MapiSupportObject
{
  GObject parent_instance;

  MapiSession      *session;
  MapiSessionLogon *logon;
  MapiSupportKind   kind;

  GMutex        lock;
  GCancellable *cancellable;
};

MapiSupportObject *mapi_support_object_new (MapiSession *session, MapiSessionLogon *logon);
void mapi_support_object_set_cancellable (MapiSupportObject *self, GCancellable *cancellable);

gboolean mapi_support_object_offers (MapiSupportObject *self, const char *method, GError **error);

/* Parts of the interface. */
void mapi_support_object_address_book_init (MapiSupportInterface *iface);
void mapi_support_object_submit_init (MapiSupportInterface *iface);
void mapi_support_object_copy_init (MapiSupportInterface *iface);
void mapi_support_object_receipt_init (MapiSupportInterface *iface);
void mapi_support_object_spooler_init (MapiSupportInterface *iface);

/* The rows of recipients that stand for others or are called by another name; see the source. */
gboolean mapi_support_needs_expansion (MapiRowSet *rows);
gboolean mapi_support_expand_rows (MapiSession  *session,
                                   MapiRowSet   *rows,
                                   GPtrArray    *gone,
                                   GPtrArray    *added,
                                   GPtrArray    *changed,
                                   GCancellable *cancellable,
                                   GError      **error);

G_END_DECLS
