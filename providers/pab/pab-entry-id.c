/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-entry-id.h"

typedef struct
{
  guint8 kind;
  guint8 number[8];
} Data;

GBytes *
pab_entry_id_new (const MapiUid *book, PabIdKind kind, gint64 number)
{
  gint64 big = GINT64_TO_BE (number);
  Data   data = { (guint8) kind, { 0 } };

  memcpy (data.number, &big, sizeof big);
  return mapi_entry_id_new (0, book, &data, sizeof data);
}

static gboolean
is_kind (guint8 kind)
{
  return kind != 0 && strchr ("RCEUL", kind) != NULL;
}

gboolean
pab_entry_id_parse (
    GBytes *entry_id, const MapiUid *book, PabIdKind *kind, gint64 *number, GError **error)
{
  g_autoptr (GBytes) bytes =
      mapi_entry_id_has_uid (entry_id, book) ? mapi_entry_id_get_data (entry_id) : NULL;
  const Data *data = NULL;
  gint64      big;

  if (bytes != NULL && g_bytes_get_size (bytes) == sizeof *data)
    data = g_bytes_get_data (bytes, NULL);
  if (data == NULL || !is_kind (data->kind))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_UNKNOWN_ENTRYID,
                           "pab: the entry identifier is not one of this address book");
      return FALSE;
    }

  memcpy (&big, data->number, sizeof big);
  *kind = (PabIdKind) data->kind;
  *number = GINT64_FROM_BE (big);
  return TRUE;
}
