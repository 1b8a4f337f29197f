/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-vcard-private.h"

/* Of fields with the same name the first whose types a value has takes it. */
const MapiVcardField mapi_vcard_fields[] = {
  { "FN", "", -1, MAPI_PR_DISPLAY_NAME },
  { "N", "", 0, MAPI_PR_SURNAME },
  { "N", "", 1, MAPI_PR_GIVEN_NAME },
  { "N", "", 2, MAPI_PR_MIDDLE_NAME },
  { "N", "", 3, MAPI_PR_DISPLAY_NAME_PREFIX },
  { "N", "", 4, MAPI_PR_GENERATION },
  { "NICKNAME", "", -1, MAPI_PR_NICKNAME },
  { "ORG", "", 0, MAPI_PR_COMPANY_NAME },
  { "ORG", "", 1, MAPI_PR_DEPARTMENT_NAME },
  { "TITLE", "", -1, MAPI_PR_TITLE },
  { "ROLE", "", -1, MAPI_PR_PROFESSION },
  { "TEL", "fax home", -1, MAPI_PR_HOME_FAX_NUMBER },
  { "TEL", "fax", -1, MAPI_PR_BUSINESS_FAX_NUMBER },
  { "TEL", "pager", -1, MAPI_PR_PAGER_TELEPHONE_NUMBER },
  { "TEL", "cell", -1, MAPI_PR_MOBILE_TELEPHONE_NUMBER },
  { "TEL", "home", -1, MAPI_PR_HOME_TELEPHONE_NUMBER },
  { "TEL", "work", -1, MAPI_PR_BUSINESS_TELEPHONE_NUMBER },
  { "TEL", "", -1, MAPI_PR_PRIMARY_TELEPHONE_NUMBER },
  { "ADR", "home", 2, MAPI_PR_HOME_ADDRESS_STREET },
  { "ADR", "home", 3, MAPI_PR_HOME_ADDRESS_CITY },
  { "ADR", "home", 4, MAPI_PR_HOME_ADDRESS_STATE_OR_PROVINCE },
  { "ADR", "home", 5, MAPI_PR_HOME_ADDRESS_POSTAL_CODE },
  { "ADR", "home", 6, MAPI_PR_HOME_ADDRESS_COUNTRY },
  { "ADR", "", 2, MAPI_PR_STREET_ADDRESS },
  { "ADR", "", 3, MAPI_PR_LOCALITY },
  { "ADR", "", 4, MAPI_PR_STATE_OR_PROVINCE },
  { "ADR", "", 5, MAPI_PR_POSTAL_CODE },
  { "ADR", "", 6, MAPI_PR_COUNTRY },
  { "URL", "work", -1, MAPI_PR_BUSINESS_HOME_PAGE },
  { "URL", "", -1, MAPI_PR_PERSONAL_HOME_PAGE },
  { "NOTE", "", -1, MAPI_PR_COMMENT },
};

const gsize mapi_vcard_n_fields = G_N_ELEMENTS (mapi_vcard_fields);
