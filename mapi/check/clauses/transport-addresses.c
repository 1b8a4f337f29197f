/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* AddressTypes: whose mail a transport takes. */

#include "config.h"

#include "check-transport.h"

static MapiAddressTypes *
get_types (CheckBench *bench, MapiXpLogon *logon, guint32 *flags)
{
  g_autoptr (GError) error = NULL;
  MapiAddressTypes *types = mapi_xp_logon_address_types (logon, flags, NULL, &error);

  check_succeeds (bench, error, "AddressTypes");
  return types;
}

static void
speaks_unicode (CheckBench *bench)
{
  guint32      flags = 0;
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiAddressTypes) types = logon != NULL ? get_types (bench, logon, &flags) : NULL;

  if (types != NULL)
    check_that (bench, flags == MAPI_UNICODE, "AddressTypes answered the flags 0x%x", flags);
}

static gboolean
same_types (const char *const *one, const char *const *other)
{
  return one == other || (one != NULL && other != NULL && g_strv_equal (one, other));
}

/* Until TransportLogoff, and as long as somebody holds them. */
static void
keeps_its_types (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiAddressTypes) first = logon != NULL ? get_types (bench, logon, NULL) : NULL;
  g_autoptr (MapiAddressTypes) second = NULL;
  g_auto (GStrv) before = NULL;

  if (first == NULL)
    return;
  before = g_strdupv ((GStrv) mapi_address_types_get_types (first));
  second = get_types (bench, logon, NULL);
  if (second == NULL)
    return;
  check_that (bench,
              same_types (mapi_address_types_get_types (second), (const char *const *) before),
              "AddressTypes gave other types the second time");
  check_log_off (bench, logon);
  check_that (bench,
              same_types (mapi_address_types_get_types (first), (const char *const *) before),
              "the types of AddressTypes changed");
}

static void
names_itself_by_address_types_alone (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);

  if (logon != NULL)
    check_that (bench,
                check_count_calls (bench, "SetProviderUID", NULL) == 0,
                "a transport called SetProviderUID");
}

static gboolean
accepts (CheckBench *bench, MapiXpLogon *logon, MapiPropList *row)
{
  CheckLetter *letter = check_letter_new (bench);
  g_auto (CheckOutcome) outcome = { 0 };

  check_letter_add_row (letter, CHECK_DELIVERED, MAPI_TO, TRUE, row);
  check_submit (bench, logon, letter, 0, &outcome);
  return check_that (bench,
                     outcome.accepted || outcome.code != (gint) MAPI_E_NOT_ME,
                     "SubmitMessage said MAPI_E_NOT_ME to a recipient that AddressTypes names");
}

/* A recipient whose entry identifier has a UID of the transport. */
static MapiPropList *
make_row (const MapiUid *uid)
{
  g_autoptr (GBytes) entry_id = mapi_entry_id_new (0, uid, "someone", 7);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, entry_id);

  return mapi_prop_list_new_from_value (value);
}

static void
takes_whom_it_names (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiAddressTypes) types = logon != NULL ? get_types (bench, logon, NULL) : NULL;
  const char *const *names = types != NULL ? mapi_address_types_get_types (types) : NULL;
  g_autoptr (MapiUidArray) uids = types != NULL ? mapi_address_types_get_uids (types) : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL && *names[i] != '\0'; i++)
    {
      g_autoptr (MapiPropValue) type = mapi_prop_value_new_string (MAPI_PR_ADDRTYPE, names[i]);
      g_autoptr (MapiPropList) row = mapi_prop_list_new_from_value (type);

      if (!accepts (bench, logon, row))
        return;
    }
  for (guint i = 0; uids != NULL && i < mapi_uid_array_get_size (uids); i++)
    {
      const MapiUid *uid = mapi_uid_array_get_uid (uids, i);
      g_autoptr (MapiPropList) row = make_row (uid);

      if (!accepts (bench, logon, row))
        return;
    }
  if (bench->n_asked == 0 && types != NULL)
    check_skip (bench, "AddressTypes names nobody");
}

static void
says_that_it_takes_all (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiAddressTypes) types = logon != NULL ? get_types (bench, logon, NULL) : NULL;
  g_autoptr (MapiPropValue) type = mapi_prop_value_new_string (MAPI_PR_ADDRTYPE, "ANYTHING");
  g_autoptr (MapiPropList) row = mapi_prop_list_new_from_value (type);

  if (types == NULL)
    return;
  if (mapi_address_types_get_types (types) != NULL)
    check_skip (bench, "the transport takes certain address types only");
  else
    accepts (bench, logon, row);
}

/* One empty string: recipients are found by their UIDs, or there are none. */
static void
says_that_it_takes_no_type (CheckBench *bench)
{
  MapiXpLogon *logon = check_start (bench);
  g_autoptr (MapiAddressTypes) types = logon != NULL ? get_types (bench, logon, NULL) : NULL;
  const char *const *names = types != NULL ? mapi_address_types_get_types (types) : NULL;
  g_autoptr (MapiUidArray) uids = types != NULL ? mapi_address_types_get_uids (types) : NULL;

  if (types == NULL)
    return;
  if (names == NULL || (names[0] != NULL && *names[0] != '\0'))
    {
      check_skip (bench, "the transport takes address types");
      return;
    }
  check_that (bench, names[0] == NULL || names[1] == NULL, "an empty type stands among others");
  check_that (bench,
              mapi_uid_array_get_size (uids) > 0 ||
                  check_count_calls (bench, "RegisterPreprocessor", NULL) > 0,
              "the transport takes nobody, and registers no preprocessor");
}

const MapiCheckClause check_transport_addresses_clauses[] = {
  { "transport/speaks-unicode",
    "AddressTypes answers MAPI_UNICODE: strings are UTF-8",
    "R266",
    CHECK_NEEDS_NOTHING,
    speaks_unicode },
  { "transport/keeps-its-types",
    "What AddressTypes gave stays as it is to TransportLogoff and after",
    "R265 R382",
    CHECK_NEEDS_NOTHING,
    keeps_its_types },
  { "transport/names-itself-by-address-types-alone",
    "UIDs are registered with AddressTypes, and not with SetProviderUID",
    "R511",
    CHECK_NEEDS_NOTHING,
    names_itself_by_address_types_alone },
  { "transport/takes-whom-it-names",
    "Recipients of each type and UID that AddressTypes names are taken",
    "R639",
    CHECK_NEEDS_SUBMIT,
    takes_whom_it_names },
  { "transport/says-that-it-takes-all",
    "Without types in AddressTypes a transport takes recipients of every type",
    "R262",
    CHECK_NEEDS_SUBMIT,
    says_that_it_takes_all },
  { "transport/says-that-it-takes-no-type",
    "One empty type means none: UIDs tell whose mail it is, or there is only a preprocessor",
    "R263 R264",
    CHECK_NEEDS_NOTHING,
    says_that_it_takes_no_type },
  { NULL },
};
