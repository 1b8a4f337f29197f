/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-row-set.h"
#include "mapi-restriction.h"
#include "mapi-sort-order-set.h"
#include "mapi-prop-tag-array.h"
#include "mapi-advise-sink.h"

G_BEGIN_DECLS

#define MAPI_TYPE_TABLE (mapi_table_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiTable, mapi_table, MAPI, TABLE, GObject)

struct _MapiTableInterface
{
  GTypeInterface parent_iface;

  guint32 (*advise) (MapiTable *self, guint32 event_mask, MapiAdviseSink *sink, GError **error);
  gboolean (*unadvise) (MapiTable *self, guint32 connection, GError **error);
  gboolean (*get_status) (MapiTable *self,
                          guint32   *table_status,
                          guint32   *table_type,
                          GError   **error);
  gboolean (*set_columns) (MapiTable        *self,
                           MapiPropTagArray *tags,
                           guint32           flags,
                           GCancellable     *cancellable,
                           GError          **error);
  MapiPropTagArray *(*query_columns) (MapiTable    *self,
                                      guint32       flags,
                                      GCancellable *cancellable,
                                      GError      **error);
  gboolean (*get_row_count) (MapiTable    *self,
                             guint32       flags,
                             guint32      *count,
                             GCancellable *cancellable,
                             guint32      *warning,
                             GError      **error);
  gboolean (*seek_row) (MapiTable    *self,
                        guint32       origin,
                        gint32        row_count,
                        gint32       *rows_sought,
                        GCancellable *cancellable,
                        guint32      *warning,
                        GError      **error);
  gboolean (*seek_row_approx) (MapiTable    *self,
                               guint32       numerator,
                               guint32       denominator,
                               GCancellable *cancellable,
                               GError      **error);
  gboolean (*query_position) (MapiTable    *self,
                              guint32      *row,
                              guint32      *numerator,
                              guint32      *denominator,
                              GCancellable *cancellable,
                              GError      **error);
  gboolean (*find_row) (MapiTable       *self,
                        MapiRestriction *restriction,
                        guint32          origin,
                        guint32          flags,
                        GCancellable    *cancellable,
                        guint32         *warning,
                        GError         **error);
  gboolean (*restrict_) (MapiTable       *self,
                         MapiRestriction *restriction,
                         guint32          flags,
                         GCancellable    *cancellable,
                         GError         **error);
  guint32 (*create_bookmark) (MapiTable *self, GCancellable *cancellable, GError **error);
  gboolean (*free_bookmark) (MapiTable *self, guint32 bookmark, GError **error);
  gboolean (*sort_table) (MapiTable        *self,
                          MapiSortOrderSet *order,
                          guint32           flags,
                          GCancellable     *cancellable,
                          GError          **error);
  MapiSortOrderSet *(*query_sort_order) (MapiTable    *self,
                                         GCancellable *cancellable,
                                         GError      **error);
  MapiRowSet *(*query_rows) (
      MapiTable *self, gint32 row_count, guint32 flags, GCancellable *cancellable, GError **error);
  gboolean (*abort) (MapiTable *self, GError **error);
  MapiRowSet *(*expand_row) (MapiTable    *self,
                             GBytes       *instance_key,
                             guint32       row_count,
                             guint32       flags,
                             guint32      *more_rows,
                             GCancellable *cancellable,
                             GError      **error);
  gboolean (*collapse_row) (MapiTable    *self,
                            GBytes       *instance_key,
                            guint32       flags,
                            guint32      *row_count,
                            GCancellable *cancellable,
                            GError      **error);
  gboolean (*wait_for_completion) (MapiTable    *self,
                                   guint32       flags,
                                   guint32       timeout,
                                   guint32      *table_status,
                                   GCancellable *cancellable,
                                   GError      **error);
  GBytes *(*get_collapse_state) (MapiTable    *self,
                                 guint32       flags,
                                 GBytes       *instance_key,
                                 GCancellable *cancellable,
                                 GError      **error);
  gboolean (*set_collapse_state) (MapiTable    *self,
                                  guint32       flags,
                                  GBytes       *collapse_state,
                                  guint32      *bookmark,
                                  GCancellable *cancellable,
                                  GError      **error);
};

MAPI_AVAILABLE_IN_1_0
guint32
mapi_table_advise (MapiTable *self, guint32 event_mask, MapiAdviseSink *sink, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_unadvise (MapiTable *self, guint32 connection, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_table_get_status (MapiTable *self, guint32 *table_status, guint32 *table_type, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_set_columns (MapiTable        *self,
                                 MapiPropTagArray *tags,
                                 guint32           flags,
                                 GCancellable     *cancellable,
                                 GError          **error);
MAPI_AVAILABLE_IN_1_0
MapiPropTagArray *mapi_table_query_columns (MapiTable    *self,
                                            guint32       flags,
                                            GCancellable *cancellable,
                                            GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_get_row_count (MapiTable    *self,
                                   guint32       flags,
                                   guint32      *count,
                                   GCancellable *cancellable,
                                   guint32      *warning,
                                   GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_seek_row (MapiTable    *self,
                              guint32       origin,
                              gint32        row_count,
                              gint32       *rows_sought,
                              GCancellable *cancellable,
                              guint32      *warning,
                              GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_seek_row_approx (MapiTable    *self,
                                     guint32       numerator,
                                     guint32       denominator,
                                     GCancellable *cancellable,
                                     GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_query_position (MapiTable    *self,
                                    guint32      *row,
                                    guint32      *numerator,
                                    guint32      *denominator,
                                    GCancellable *cancellable,
                                    GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_find_row (MapiTable       *self,
                              MapiRestriction *restriction,
                              guint32          origin,
                              guint32          flags,
                              GCancellable    *cancellable,
                              guint32         *warning,
                              GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_restrict (MapiTable       *self,
                              MapiRestriction *restriction,
                              guint32          flags,
                              GCancellable    *cancellable,
                              GError         **error);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_table_create_bookmark (MapiTable *self, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_free_bookmark (MapiTable *self, guint32 bookmark, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_sort_table (MapiTable        *self,
                                MapiSortOrderSet *order,
                                guint32           flags,
                                GCancellable     *cancellable,
                                GError          **error);
MAPI_AVAILABLE_IN_1_0
MapiSortOrderSet *
mapi_table_query_sort_order (MapiTable *self, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_table_query_rows (
    MapiTable *self, gint32 row_count, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_abort (MapiTable *self, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_table_expand_row (MapiTable    *self,
                                   GBytes       *instance_key,
                                   guint32       row_count,
                                   guint32       flags,
                                   guint32      *more_rows,
                                   GCancellable *cancellable,
                                   GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_collapse_row (MapiTable    *self,
                                  GBytes       *instance_key,
                                  guint32       flags,
                                  guint32      *row_count,
                                  GCancellable *cancellable,
                                  GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_wait_for_completion (MapiTable    *self,
                                         guint32       flags,
                                         guint32       timeout,
                                         guint32      *table_status,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_table_get_collapse_state (MapiTable    *self,
                                       guint32       flags,
                                       GBytes       *instance_key,
                                       GCancellable *cancellable,
                                       GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_set_collapse_state (MapiTable    *self,
                                        guint32       flags,
                                        GBytes       *collapse_state,
                                        guint32      *bookmark,
                                        GCancellable *cancellable,
                                        GError      **error);

G_END_DECLS
