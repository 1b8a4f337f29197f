/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-uid.h"

G_BEGIN_DECLS

/* The arrays are generated into mapi-names.c from mapi/tables. Each is sorted by name in byte
 * order; the _by_value arrays hold the indices into it sorted by value, and where several names
 * share a value the one to show stands first. The names are Microsoft's, without our prefix. */

typedef struct
{
  const char *name;
  guint32     value;
} MapiNameEntry;

typedef struct
{
  const char *name;
  MapiUid     uid;
} MapiUidEntry;

extern const MapiNameEntry mapi_error_names[];
extern const guint16       mapi_error_names_by_value[];
extern const gsize         n_mapi_error_names;

extern const MapiNameEntry mapi_prop_tag_names[];
extern const guint16       mapi_prop_tag_names_by_value[];
extern const gsize         n_mapi_prop_tag_names;

extern const MapiNameEntry mapi_prop_type_names[];
extern const guint16       mapi_prop_type_names_by_value[];
extern const gsize         n_mapi_prop_type_names;

extern const MapiNameEntry mapi_flag_names[];
extern const gsize         n_mapi_flag_names;

extern const MapiUidEntry mapi_uid_names[];
extern const gsize        n_mapi_uid_names;

const MapiNameEntry *
mapi_names_find (const MapiNameEntry *entries, gsize n_entries, const char *name);
const MapiNameEntry *mapi_names_find_value (const MapiNameEntry *entries,
                                            const guint16       *by_value,
                                            gsize                n_entries,
                                            guint32              value);

G_END_DECLS
