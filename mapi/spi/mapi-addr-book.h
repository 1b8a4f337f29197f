/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-advise-sink.h"
#include "mapi-control.h"
#include "mapi-prop.h"
#include "mapi-row-set.h"

G_BEGIN_DECLS

#define MAPI_TYPE_ADDR_BOOK (mapi_addr_book_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiAddrBook, mapi_addr_book, MAPI, ADDR_BOOK, MapiProp)

struct _MapiAddrBookInterface
{
  GTypeInterface parent_iface;

  MapiProp *(*open_entry) (MapiAddrBook *self,
                           GBytes       *entry_id,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error);
  gboolean (*compare_entry_ids) (MapiAddrBook *self,
                                 GBytes       *entry_id1,
                                 GBytes       *entry_id2,
                                 guint32       flags,
                                 gboolean     *result,
                                 GError      **error);
  guint32 (*advise) (MapiAddrBook   *self,
                     GBytes         *entry_id,
                     guint32         event_mask,
                     MapiAdviseSink *sink,
                     GCancellable   *cancellable,
                     GError        **error);
  gboolean (*unadvise) (MapiAddrBook *self, guint32 connection, GError **error);
  GBytes *(*create_one_off) (MapiAddrBook *self,
                             const char   *name,
                             const char   *address_type,
                             const char   *address,
                             guint32       flags,
                             GError      **error);
  GBytes *(*new_entry) (MapiAddrBook *self,
                        guint32       flags,
                        GBytes       *container,
                        GBytes       *template_id,
                        GCancellable *cancellable,
                        GError      **error);
  MapiRowSet *(*resolve_name) (MapiAddrBook *self,
                               guint32       flags,
                               const char   *title,
                               MapiRowSet   *recipients,
                               GCancellable *cancellable,
                               GError      **error);
  MapiRowSet *(*address) (MapiAddrBook *self,
                          MapiRowSet   *recipients,
                          guint32       flags,
                          GCancellable *cancellable,
                          GError      **error);
  gboolean (*details) (MapiAddrBook *self,
                       GBytes       *entry_id,
                       MapiControl  *button,
                       const char   *button_text,
                       guint32       flags,
                       GCancellable *cancellable,
                       GError      **error);
  MapiPropList *(*recip_options) (MapiAddrBook *self,
                                  guint32       flags,
                                  MapiPropList *recipient,
                                  GCancellable *cancellable,
                                  GError      **error);
  MapiPropList *(*query_default_recip_opt) (MapiAddrBook *self,
                                            const char   *address_type,
                                            guint32       flags,
                                            GCancellable *cancellable,
                                            GError      **error);
  GBytes *(*get_pab) (MapiAddrBook *self, GCancellable *cancellable, GError **error);
  gboolean (*set_pab) (MapiAddrBook *self,
                       GBytes       *entry_id,
                       GCancellable *cancellable,
                       GError      **error);
  GBytes *(*get_default_dir) (MapiAddrBook *self, GCancellable *cancellable, GError **error);
  gboolean (*set_default_dir) (MapiAddrBook *self,
                               GBytes       *entry_id,
                               GCancellable *cancellable,
                               GError      **error);
  MapiRowSet *(*get_search_path) (MapiAddrBook *self,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error);
  gboolean (*set_search_path) (MapiAddrBook *self,
                               guint32       flags,
                               MapiRowSet   *search_path,
                               GCancellable *cancellable,
                               GError      **error);
  MapiRowSet *(*prepare_recips) (MapiAddrBook     *self,
                                 guint32           flags,
                                 MapiPropTagArray *tags,
                                 MapiRowSet       *recipients,
                                 GCancellable     *cancellable,
                                 GError          **error);
};

MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_addr_book_open_entry (MapiAddrBook *self,
                                     GBytes       *entry_id,
                                     const char   *interface_name,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_addr_book_compare_entry_ids (MapiAddrBook *self,
                                           GBytes       *entry_id1,
                                           GBytes       *entry_id2,
                                           guint32       flags,
                                           gboolean     *result,
                                           GError      **error);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_addr_book_advise (MapiAddrBook   *self,
                               GBytes         *entry_id,
                               guint32         event_mask,
                               MapiAdviseSink *sink,
                               GCancellable   *cancellable,
                               GError        **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_addr_book_unadvise (MapiAddrBook *self, guint32 connection, GError **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_addr_book_create_one_off (MapiAddrBook *self,
                                       const char   *name,
                                       const char   *address_type,
                                       const char   *address,
                                       guint32       flags,
                                       GError      **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_addr_book_new_entry (MapiAddrBook *self,
                                  guint32       flags,
                                  GBytes       *container,
                                  GBytes       *template_id,
                                  GCancellable *cancellable,
                                  GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_addr_book_resolve_name (MapiAddrBook *self,
                                         guint32       flags,
                                         const char   *title,
                                         MapiRowSet   *recipients,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_addr_book_address (MapiAddrBook *self,
                                    MapiRowSet   *recipients,
                                    guint32       flags,
                                    GCancellable *cancellable,
                                    GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_addr_book_details (MapiAddrBook *self,
                                 GBytes       *entry_id,
                                 MapiControl  *button,
                                 const char   *button_text,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_addr_book_recip_options (MapiAddrBook *self,
                                            guint32       flags,
                                            MapiPropList *recipient,
                                            GCancellable *cancellable,
                                            GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_addr_book_query_default_recip_opt (MapiAddrBook *self,
                                                      const char   *address_type,
                                                      guint32       flags,
                                                      GCancellable *cancellable,
                                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_addr_book_get_pab (MapiAddrBook *self, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_addr_book_set_pab (MapiAddrBook *self,
                                 GBytes       *entry_id,
                                 GCancellable *cancellable,
                                 GError      **error);
MAPI_AVAILABLE_IN_1_0
GBytes *
mapi_addr_book_get_default_dir (MapiAddrBook *self, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_addr_book_set_default_dir (MapiAddrBook *self,
                                         GBytes       *entry_id,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_addr_book_get_search_path (MapiAddrBook *self,
                                            guint32       flags,
                                            GCancellable *cancellable,
                                            GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_addr_book_set_search_path (MapiAddrBook *self,
                                         guint32       flags,
                                         MapiRowSet   *search_path,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_addr_book_prepare_recips (MapiAddrBook     *self,
                                           guint32           flags,
                                           MapiPropTagArray *tags,
                                           MapiRowSet       *recipients,
                                           GCancellable     *cancellable,
                                           GError          **error);

G_END_DECLS
