/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-person.h"

#include "mapi-prop-list-builder.h"
#include "mapi-prop-tags.h"

#define N_PROPS 5

static const guint32 tags[][N_PROPS] = {
  [MAPI_PERSON_ENTRY] = { MAPI_PR_DISPLAY_NAME,
                          MAPI_PR_ADDRTYPE,
                          MAPI_PR_EMAIL_ADDRESS,
                          MAPI_PR_ENTRYID,
                          MAPI_PR_SEARCH_KEY },
  [MAPI_PERSON_SENDER] = { MAPI_PR_SENDER_NAME,
                           MAPI_PR_SENDER_ADDRTYPE,
                           MAPI_PR_SENDER_EMAIL_ADDRESS,
                           MAPI_PR_SENDER_ENTRYID,
                           MAPI_PR_SENDER_SEARCH_KEY },
  [MAPI_PERSON_SENT_REPRESENTING] = { MAPI_PR_SENT_REPRESENTING_NAME,
                                      MAPI_PR_SENT_REPRESENTING_ADDRTYPE,
                                      MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS,
                                      MAPI_PR_SENT_REPRESENTING_ENTRYID,
                                      MAPI_PR_SENT_REPRESENTING_SEARCH_KEY },
  [MAPI_PERSON_RECEIVED_BY] = { MAPI_PR_RECEIVED_BY_NAME,
                                MAPI_PR_RECEIVED_BY_ADDRTYPE,
                                MAPI_PR_RECEIVED_BY_EMAIL_ADDRESS,
                                MAPI_PR_RECEIVED_BY_ENTRYID,
                                MAPI_PR_RECEIVED_BY_SEARCH_KEY },
  [MAPI_PERSON_RCVD_REPRESENTING] = { MAPI_PR_RCVD_REPRESENTING_NAME,
                                      MAPI_PR_RCVD_REPRESENTING_ADDRTYPE,
                                      MAPI_PR_RCVD_REPRESENTING_EMAIL_ADDRESS,
                                      MAPI_PR_RCVD_REPRESENTING_ENTRYID,
                                      MAPI_PR_RCVD_REPRESENTING_SEARCH_KEY },
  [MAPI_PERSON_IDENTITY] = { MAPI_PR_IDENTITY_DISPLAY,
                             0,
                             0,
                             MAPI_PR_IDENTITY_ENTRYID,
                             MAPI_PR_IDENTITY_SEARCH_KEY },
};

/**
 * mapi_person_recast:
 * @person: properties that tell of a person, maybe among others
 * @role: the role in which they do
 * @new_role: another role
 *
 * Gives the same person in another role. What is missing in @person is missing then too.
 *
 * Returns: (transfer full): at most five properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_person_recast (MapiPropList *person, MapiPersonRole role, MapiPersonRole new_role)
{
  g_autoptr (MapiPropListBuilder) builder = NULL;

  g_return_val_if_fail (person != NULL, NULL);
  g_return_val_if_fail (role < G_N_ELEMENTS (tags) && new_role < G_N_ELEMENTS (tags), NULL);

  builder = mapi_prop_list_builder_new ();
  for (guint i = 0; i < N_PROPS; i++)
    {
      g_autoptr (MapiPropValue) value =
          tags[role][i] != 0 ? mapi_prop_list_lookup (person, tags[role][i]) : NULL;
      g_autoptr (MapiPropValue) recast = NULL;

      if (value == NULL || tags[new_role][i] == 0)
        continue;
      recast = mapi_prop_value_change_tag (value, tags[new_role][i]);
      mapi_prop_list_builder_add_value (builder, recast);
    }
  return mapi_prop_list_builder_end (builder);
}
