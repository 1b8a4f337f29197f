/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"
#include "mapi-stream.h"
#include "mapi-tnef-input-private.h"
#include "mapi-tnef-report-private.h"
#include "mapi-tnef-selection-private.h"

G_BEGIN_DECLS

/* Values up to this size are properties in memory, larger ones go through a stream. */
#define MAPI_TNEF_LARGEST_IN_MEMORY (64 * 1024)

/* An object that is decoded into: it collects values, which are set together. */
typedef struct
{
  MapiProp                *prop; /* NULL: the values are but collected */
  MapiTnefReport          *report;
  const MapiTnefSelection *selection;
  GCancellable            *cancellable;
  guint32                  component;
  GPtrArray               *values;  /* MapiPropValue */
  GHashTable              *indices; /* identifier of a property -> position in values, and 1 */
  guint                    n_names;
} MapiTnefTarget;

void mapi_tnef_target_init (MapiTnefTarget          *self,
                            MapiProp                *prop,
                            guint32                  component,
                            const MapiTnefSelection *selection,
                            MapiTnefReport          *report,
                            GCancellable            *cancellable);
void mapi_tnef_target_clear (MapiTnefTarget *self);

/* The tag that the object has for a named property, 0 when it cannot have it. */
guint32 mapi_tnef_target_map_name (MapiTnefTarget *self, guint32 tag, MapiNameId *name);

/* Collects; @replace tells whether a value that is there already goes. */
void mapi_tnef_target_add_value (MapiTnefTarget *self, MapiPropValue *value, gboolean replace);
void mapi_tnef_target_add_long (MapiTnefTarget *self, guint32 tag, gint32 value);
void mapi_tnef_target_add_list (MapiTnefTarget *self, MapiPropList *list);
void mapi_tnef_target_remove (MapiTnefTarget *self, guint32 tag);
const MapiPropValue *mapi_tnef_target_find (MapiTnefTarget *self, guint32 tag);
MapiPropList        *mapi_tnef_target_take_list (MapiTnefTarget *self);

/* Sets what was collected. */
void mapi_tnef_target_flush (MapiTnefTarget *self, guint32 attribute);

/* Takes all of @input as the value of a PT_BINARY. */
void mapi_tnef_target_take_binary (MapiTnefTarget *self,
                                   guint32         attribute,
                                   guint32         tag,
                                   MapiTnefInput  *input);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiTnefTarget, mapi_tnef_target_clear)

G_END_DECLS
