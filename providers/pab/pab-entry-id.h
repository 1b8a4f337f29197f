/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What an entry identifier of a book names: its UID, then a letter, then eight bytes of number. */
typedef enum
{
  PAB_ID_ROOT = 'R',
  PAB_ID_CONTAINER = 'C',
  PAB_ID_ENTRY = 'E',
  PAB_ID_USER_TEMPLATE = 'U',
  PAB_ID_LIST_TEMPLATE = 'L',
} PabIdKind;

GBytes  *pab_entry_id_new (const MapiUid *book, PabIdKind kind, gint64 number);
gboolean pab_entry_id_parse (
    GBytes *entry_id, const MapiUid *book, PabIdKind *kind, gint64 *number, GError **error);

G_END_DECLS
