/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"
#include "mapi-stream.h"
#include "mapi-tnef-output-private.h"
#include "mapi-tnef-report-private.h"
#include "mapi-tnef-selection-private.h"

G_BEGIN_DECLS

/* A value that is too large for a list. */
typedef struct
{
  guint32     tag;
  MapiStream *stream;
} MapiTnefLarge;

/* What an object that is encoded has. */
typedef struct
{
  MapiProp       *prop;
  guint32         component;
  guint32         attribute; /* for problems */
  MapiTnefReport *report;
  GCancellable   *cancellable;
  MapiPropList   *list;
  GArray         *large; /* MapiTnefLarge */
  GHashTable     *names; /* identifier -> MapiNameId */
} MapiTnefSource;

void mapi_tnef_source_init (MapiTnefSource *self,
                            MapiProp       *prop,
                            guint32         component,
                            guint32         attribute,
                            MapiTnefReport *report,
                            GCancellable   *cancellable);
void mapi_tnef_source_clear (MapiTnefSource *self);

/* Reads what is selected but the data of an attachment; @overrides go before it. */
void mapi_tnef_source_load (MapiTnefSource          *self,
                            const MapiTnefSelection *selection,
                            MapiPropList            *overrides);
void mapi_tnef_source_load_names (MapiTnefSource *self, MapiPropList *list);
void mapi_tnef_source_drop (MapiTnefSource *self, guint32 tag);

/* Of a list, how many of its properties can be written, and these; of the object all, after which
 * @n_more follow. */
guint32 mapi_tnef_source_count (MapiTnefSource *self, MapiPropList *list);
void mapi_tnef_source_write_list (MapiTnefSource *self, MapiPropList *list, MapiTnefOutput *output);
void mapi_tnef_source_write_all (MapiTnefSource *self, guint32 n_more, MapiTnefOutput *output);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiTnefSource, mapi_tnef_source_clear)

G_END_DECLS
