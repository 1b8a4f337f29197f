/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-look.h"
#include "tap.h"

const MockLook mock_looks[MOCK_N_LOOKS] = {
  { "plain", 0, 0, { 0 }, FALSE, MAPI_PR_IMPORTANCE },
  { "newest first",
    1,
    0,
    { MOCK_DESCENDING (MAPI_PR_MESSAGE_DELIVERY_TIME) },
    FALSE,
    MAPI_PR_IMPORTANCE },
  { "by subject", 0, 0, { MAPI_PR_SUBJECT }, FALSE, MAPI_PR_IMPORTANCE },
  { "by two columns",
    1,
    0,
    { MOCK_DESCENDING (MAPI_PR_IMPORTANCE), MAPI_PR_SUBJECT },
    FALSE,
    MAPI_PR_IMPORTANCE },
  { "restricted", 0, 0, { 0 }, TRUE, MAPI_PR_IMPORTANCE },
  { "restricted and sorted",
    1,
    0,
    { MAPI_PR_SUBJECT, MOCK_DESCENDING (MAPI_PR_MESSAGE_DELIVERY_TIME) },
    TRUE,
    MAPI_PR_IMPORTANCE },
  { "by a stored property", 0, 0, { MOCK_ACTOR_KEYWORDS }, FALSE, MAPI_PR_IMPORTANCE },
  { "categories", 0, 1, { MAPI_PR_IMPORTANCE, MAPI_PR_SUBJECT }, FALSE, MAPI_PR_DEPTH },
  { "two categories",
    1,
    2,
    { MOCK_DESCENDING (MAPI_PR_SUBJECT), MAPI_PR_IMPORTANCE, MAPI_PR_MESSAGE_DELIVERY_TIME },
    TRUE,
    MAPI_PR_DEPTH },
  { "a row for each value", 0, 0, { 0 }, FALSE, MOCK_ACTOR_KEYWORDS | MAPI_MV_INSTANCE },
  { "categories of values",
    1,
    1,
    { MOCK_ACTOR_KEYWORDS | MAPI_MV_INSTANCE, MAPI_PR_SUBJECT },
    FALSE,
    MOCK_ACTOR_KEYWORDS | MAPI_MV_INSTANCE },
};

MapiSortOrderSet *
mock_look_new_order (const MockLook *self)
{
  MapiSortOrderSet *order = mapi_sort_order_set_new (self->n_categories, self->n_categories);

  for (guint i = 0; i < G_N_ELEMENTS (self->sort) && self->sort[i] != 0; i++)
    {
      g_autoptr (MapiSortOrderSet) before = order;
      gboolean descending = (self->sort[i] & 0x80000000u) != 0;

      order = mapi_sort_order_set_append (
          before,
          descending ? MOCK_DESCENDING (self->sort[i]) : self->sort[i],
          descending ? MAPI_TABLE_SORT_DESCEND : MAPI_TABLE_SORT_ASCEND);
    }
  return order;
}

/* Messages that are unread, or whose subject begins with an "a" of any kind. */
static MapiRestriction *
new_restriction (void)
{
  g_autoptr (MapiPropValue) a = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "a");
  g_autoptr (MapiRestriction) begins =
      mapi_restriction_new_content (MAPI_FL_PREFIX | MAPI_FL_LOOSE, MAPI_PR_SUBJECT, a);
  g_autoptr (MapiRestriction) unread =
      mapi_restriction_new_bitmask (MAPI_BMR_EQZ, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ);

  return mapi_restriction_new_or ((MapiRestriction *[]){ begins, unread }, 2);
}

MapiTable *
mock_look_open (const MockLook *self, MockActor *actor)
{
  const guint32 tags[] = { MAPI_PR_INSTANCE_KEY,  MAPI_PR_SUBJECT,
                           MAPI_PR_MESSAGE_FLAGS, MAPI_PR_MESSAGE_DELIVERY_TIME,
                           MAPI_PR_CONTENT_COUNT, self->column };
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiSortOrderSet) order = mock_look_new_order (self);
  g_autoptr (MapiRestriction) restriction = self->restricted ? new_restriction () : NULL;
  g_autoptr (GError) error = NULL;
  MapiTable *table = mapi_container_get_contents_table (
      MAPI_CONTAINER (actor->folders[self->folder]), 0, NULL, &error);

  mapi_table_set_columns (table, columns, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_table_restrict (table, restriction, 0, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_table_sort_table (table, order, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return table;
}
