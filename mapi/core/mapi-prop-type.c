/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-prop-type-private.h"
#include "mapi-flags.h"

const MapiPropTypeInfo mapi_prop_type_infos[MAPI_PROP_TYPE_LAST + 1] = {
  [MAPI_PT_NULL] = { MAPI_FORM_INLINE, 0, FALSE },
  [MAPI_PT_I2] = { MAPI_FORM_INLINE, 2, TRUE },
  [MAPI_PT_LONG] = { MAPI_FORM_INLINE, 4, TRUE },
  [MAPI_PT_R4] = { MAPI_FORM_INLINE, 4, TRUE },
  [MAPI_PT_DOUBLE] = { MAPI_FORM_INLINE, 8, TRUE },
  [MAPI_PT_CURRENCY] = { MAPI_FORM_INLINE, 8, TRUE },
  [MAPI_PT_APPTIME] = { MAPI_FORM_INLINE, 8, TRUE },
  [MAPI_PT_ERROR] = { MAPI_FORM_INLINE, 4, FALSE },
  [MAPI_PT_BOOLEAN] = { MAPI_FORM_INLINE, 2, FALSE },
  [MAPI_PT_OBJECT] = { MAPI_FORM_INLINE, 0, FALSE },
  [MAPI_PT_I8] = { MAPI_FORM_INLINE, 8, TRUE },
  [MAPI_PT_STRING8] = { MAPI_FORM_STRING8, 0, TRUE },
  [MAPI_PT_UNICODE] = { MAPI_FORM_STRING, 0, TRUE },
  [MAPI_PT_SYSTIME] = { MAPI_FORM_INLINE, 8, TRUE },
  [MAPI_PT_CLSID] = { MAPI_FORM_UID, 16, TRUE },
  [MAPI_PT_SVREID] = { MAPI_FORM_BINARY, 0, FALSE },
  [MAPI_PT_SRESTRICTION] = { MAPI_FORM_BINARY, 0, FALSE },
  [MAPI_PT_ACTIONS] = { MAPI_FORM_BINARY, 0, FALSE },
  [MAPI_PT_BINARY] = { MAPI_FORM_BINARY, 0, TRUE },
  [MAPI_PT_FILE_EA] = { MAPI_FORM_BINARY, 0, FALSE },
  [MAPI_PT_VIRTUAL] = { MAPI_FORM_BINARY, 0, FALSE },
};

gboolean
mapi_prop_type_is_storable (guint16 type)
{
  const MapiPropTypeInfo *info = mapi_prop_type_get_info (type);
  guint16                 flags = type & ~MAPI_PROP_TYPE_BASE_MASK;

  if (info->form == MAPI_FORM_NONE)
    return FALSE;
  if (flags == 0)
    return TRUE;
  return info->arrayed && (flags == MAPI_PROP_TYPE_ARRAY || flags == MAPI_PROP_TYPE_FLAGS);
}
