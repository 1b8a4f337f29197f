/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book.h"
#include "mapi-entry-id.h"
#include "mapi-flags.h"
#include "mapi-session-status-private.h"
#include "mapi-status-data.h"

/*
 * The status objects of the rows of the status table: those of providers and of the spooler are
 * their own, those of the subsystem and the address book are made here (R497, R653).
 */

static gboolean
open_container (MapiSession *self, MapiPropList *row, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) container =
      mapi_session_open_entry (self, entry_id, NULL, 0, cancellable, error);

  return container != NULL;
}

/* Whether what the profile says of the address book leads to containers that are there. */
static gint
on_validate_address_book (MapiStatusData *status,
                          guint           flags,
                          GCancellable   *cancellable,
                          MapiSession    *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAddressBook) book =
      mapi_session_open_address_book (self, MAPI_AB_NO_DIALOG, NULL, cancellable, &error);
  g_autoptr (MapiRowSet) path =
      book != NULL ? mapi_addr_book_get_search_path (MAPI_ADDR_BOOK (book), 0, cancellable, &error)
                   : NULL;

  for (guint i = 0; path != NULL && i < mapi_row_set_get_size (path); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (path, i);

      if (!open_container (self, row, cancellable, &error))
        break;
    }

  return error != NULL ? error->code : 0;
}

/* The transports are the spooler's to ask, in the threads that call them (R433). */
static gboolean
is_for_subsystem (MapiPropList *row)
{
  gint32 type = mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0);
  gint32 methods = mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_METHODS, 0);

  return type != MAPI_SUBSYSTEM && type != MAPI_TRANSPORT_PROVIDER &&
         (methods & MAPI_STATUS_VALIDATE_STATE) != 0;
}

static gint
validate (MapiSession *self, MapiPropList *row, guint32 flags, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) status =
      mapi_session_open_status_entry (self, entry_id, NULL, 0, cancellable, &error);

  if (status == NULL ||
      !mapi_status_validate_state (MAPI_STATUS (status), flags, cancellable, &error))
    return error->code;
  return 0;
}

/* All are asked; the first failure is the answer. */
static gint
on_validate_subsystem (MapiStatusData *status,
                       guint           flags,
                       GCancellable   *cancellable,
                       MapiSession    *self)
{
  g_autoptr (MapiRowSet) rows = mapi_session_status_list_rows (self);
  gint answer = 0;

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      gint found = is_for_subsystem (row) ? validate (self, row, flags, cancellable) : 0;

      if (answer == 0)
        answer = found;
    }

  return answer;
}

static MapiProp *
open_row (MapiSession *self, const MapiUid *uid, GCallback validate_state, GError **error)
{
  g_autoptr (MapiPropList) row = mapi_session_status_get_row (self, uid);
  MapiStatusData *status;

  if (row == NULL)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NOT_FOUND, "the status table has no such row any more");
      return NULL;
    }

  status = mapi_status_data_new (row);
  if (validate_state != NULL)
    g_signal_connect_object (status, "validate-state", validate_state, self, G_CONNECT_DEFAULT);
  return MAPI_PROP (status);
}

static MapiProp *
open_of_spooler (MapiSession *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiSpoolerLink) spooler = mapi_session_ref_spooler (self);

  return spooler != NULL
             ? MAPI_PROP (mapi_spooler_link_open_status_entry (spooler, flags, cancellable, error))
             : open_row (self, mapi_session_status_get_uid (MAPI_SPOOLER), NULL, error);
}

/* What another process says of a provider can be read. Where the spooler is in this process, one
 * that has a row and no logon is about to have one. */
static MapiProp *
open_of_other (MapiSession *self, const MapiUid *uid, GError **error)
{
  g_autoptr (MapiSpoolerLink) spooler = mapi_session_ref_spooler (self);

  if (spooler == NULL)
    return open_row (self, uid, NULL, error);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_NOT_FOUND,
                       "no provider of this process is logged on that has this status object");
  return NULL;
}

static MapiProp *
open_of_provider (MapiSession   *self,
                  const MapiUid *uid,
                  const char    *interface_name,
                  guint32        flags,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (MapiXpLogon) transport = mapi_session_find_transport (self, uid);
  g_autoptr (MapiMsLogon) store = NULL;
  g_autoptr (MapiAbLogon) address_book = NULL;

  if (transport != NULL)
    return (MapiProp *) mapi_xp_logon_open_status_entry (
        transport, interface_name, flags, cancellable, error);

  store = mapi_session_find_ms_logon (self, uid);
  if (store != NULL)
    return mapi_ms_logon_open_status_entry (store, interface_name, flags, cancellable, error);
  address_book = mapi_session_find_ab_logon_of (self, uid);
  if (address_book != NULL)
    return mapi_ab_logon_open_status_entry (
        address_book, interface_name, flags, cancellable, error);

  return open_of_other (self, uid, error);
}

MapiProp *
mapi_session_open_status_entry (MapiSession  *self,
                                GBytes       *entry_id,
                                const char   *interface_name,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  g_autoptr (GBytes) data = mapi_entry_id_get_data (entry_id);
  g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (data, error);

  if (uid == NULL)
    return NULL;
  if (mapi_uid_equal (uid, mapi_session_status_get_uid (MAPI_SUBSYSTEM)))
    return open_row (self, uid, G_CALLBACK (on_validate_subsystem), error);
  if (mapi_uid_equal (uid, mapi_session_status_get_uid (MAPI_AB)))
    return open_row (self, uid, G_CALLBACK (on_validate_address_book), error);
  if (mapi_uid_equal (uid, mapi_session_status_get_uid (MAPI_SPOOLER)))
    return open_of_spooler (self, flags, cancellable, error);

  return open_of_provider (self, uid, interface_name, flags, cancellable, error);
}
