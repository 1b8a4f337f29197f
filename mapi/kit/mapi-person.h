/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

/**
 * MapiPersonRole:
 * @MAPI_PERSON_ENTRY: an entry of an address book or recipient table: PR_DISPLAY_NAME …
 * @MAPI_PERSON_SENDER: who sends a message: PR_SENDER_NAME …
 * @MAPI_PERSON_SENT_REPRESENTING: in whose name: PR_SENT_REPRESENTING_NAME …
 * @MAPI_PERSON_RECEIVED_BY: who gets it: PR_RECEIVED_BY_NAME …
 * @MAPI_PERSON_RCVD_REPRESENTING: in whose name: PR_RCVD_REPRESENTING_NAME …
 * @MAPI_PERSON_IDENTITY: whom a provider speaks for, in the status table: PR_IDENTITY_DISPLAY,
 *   PR_IDENTITY_ENTRYID and PR_IDENTITY_SEARCH_KEY; there are no tags for the address
 *
 * What a person is to a message. Five properties tell who it is: name, address type, address, entry
 * identifier and search key; each role has tags of its own for them.
 *
 * Since: 1.0
 */
typedef enum
{
  MAPI_PERSON_ENTRY,
  MAPI_PERSON_SENDER,
  MAPI_PERSON_SENT_REPRESENTING,
  MAPI_PERSON_RECEIVED_BY,
  MAPI_PERSON_RCVD_REPRESENTING,
  MAPI_PERSON_IDENTITY,
} MapiPersonRole;

MAPI_AVAILABLE_IN_1_0
MapiPropList *
mapi_person_recast (MapiPropList *person, MapiPersonRole role, MapiPersonRole new_role);

G_END_DECLS
