/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-subject.h"

char *
mock_subject_read (MapiMessage *message)
{
  const guint32 tag = MAPI_PR_SUBJECT;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, NULL, NULL, NULL);

  return props != NULL ? g_strdup (mapi_prop_list_get_string (props, tag)) : NULL;
}

gboolean
mock_subject_write (MapiMessage *message, const char *text, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, text);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, error);
}
