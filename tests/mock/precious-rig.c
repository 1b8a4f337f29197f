/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "precious-rig.h"

#include "tap.h"
#include <string.h>

gboolean
precious_rig_set_up (PreciousRig *self)
{
  g_autoptr (GError) error = NULL;

  *self = (PreciousRig){ 0 };
  if (!mock_sqlite_open_new (&self->client))
    return FALSE;
  self->inbox = mock_sqlite_open_inbox (self->client.store);
  self->subtree = mock_sqlite_open_folder (self->client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  self->message = mapi_folder_create_message (self->inbox, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mock_sqlite_set (self->message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Precious"));
  mock_sqlite_save (self->message);
  return TRUE;
}

MapiTable *
precious_rig_open_contents (PreciousRig *self)
{
  g_autoptr (GError) error = NULL;
  MapiTable *table =
      mapi_container_get_contents_table (MAPI_CONTAINER (self->inbox), 0, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

void
precious_rig_expect_sound (PreciousRig *self)
{
  g_autoptr (MapiTable) table = precious_rig_open_contents (self);
  g_autofree char *subject = mock_sqlite_get_cell (table, 0, MAPI_PR_SUBJECT);

  TAP_NUMBER (mock_sqlite_count (table), 1);
  CU_ASSERT_PTR_NOT_NULL (subject != NULL ? strstr (subject, "Precious") : NULL);
}

void
precious_rig_tear_down (PreciousRig *self)
{
  precious_rig_expect_sound (self);
  g_clear_object (&self->message);
  g_clear_object (&self->inbox);
  g_clear_object (&self->subtree);
  mock_sqlite_close (&self->client);
}

void
precious_rig_expect (GError *error, gint32 code)
{
  g_autoptr (GError) owned = error;

  TAP_ERROR (owned, MAPI_ERROR, code);
}

gint32
precious_rig_set (gpointer object, MapiPropValue *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropValue) owned = value;
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropProblemArray) problems = NULL;

  if (!mapi_prop_set_props (MAPI_PROP (object), props, &problems, NULL, &error))
    return error->code;
  return problems != NULL ? mapi_prop_problem_array_get_code (problems, 0) : 0;
}
