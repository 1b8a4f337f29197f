/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-entry-id.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-session-status-private.h"

/*
 * The status table: three rows of MAPI's own, and one for each provider that is logged on or whose
 * logon failed. Rows are told apart by PR_PROVIDER_UID, which for the own ones is made up.
 */

#define AT_WORK (MAPI_STATUS_INBOUND_ACTIVE | MAPI_STATUS_OUTBOUND_ACTIVE)

static const MapiUid status_uid = {
  { 0x9c, 0x0d, 0x5b, 0x6e, 0x3f, 0x27, 0x4a, 0x91, 0xb8, 0x1c, 0x55, 0xe0, 0x73, 0x2a, 0xd4, 0x01 }
};
static const MapiUid spooler_uid = {
  { 0x9c, 0x0d, 0x5b, 0x6e, 0x3f, 0x27, 0x4a, 0x91, 0xb8, 0x1c, 0x55, 0xe0, 0x73, 0x2a, 0xd4, 0x02 }
};
static const MapiUid subsystem_uid = {
  { 0x9c, 0x0d, 0x5b, 0x6e, 0x3f, 0x27, 0x4a, 0x91, 0xb8, 0x1c, 0x55, 0xe0, 0x73, 0x2a, 0xd4, 0x03 }
};
static const MapiUid address_book_uid = {
  { 0x9c, 0x0d, 0x5b, 0x6e, 0x3f, 0x27, 0x4a, 0x91, 0xb8, 0x1c, 0x55, 0xe0, 0x73, 0x2a, 0xd4, 0x04 }
};

static MapiPropValue *
row_index (const MapiUid *uid)
{
  g_autoptr (GBytes) bytes = mapi_uid_to_bytes (uid);

  return mapi_prop_value_new_binary (MAPI_PR_PROVIDER_UID, bytes);
}

MapiPropList *
mapi_session_status_get_row (MapiSession *self, const MapiUid *uid)
{
  g_autoptr (MapiPropValue) index = row_index (uid);

  return mapi_table_data_query_row (self->status, index, NULL, NULL);
}

MapiRowSet *
mapi_session_status_list_rows (MapiSession *self)
{
  g_autoptr (MapiTable) table = mapi_table_data_get_view (self->status, NULL);

  return mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL);
}

static guint32
get_code (MapiPropList *row)
{
  return (guint32) mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0);
}

/* Whether nothing is new but that somebody is at work, or is not any more. */
static gboolean
is_activity (MapiPropList *old, MapiPropList *row)
{
  g_autoptr (MapiPropValue) code = NULL;
  g_autoptr (MapiPropList) change = NULL;
  g_autoptr (MapiPropList) changed = NULL;

  if ((get_code (old) ^ get_code (row)) & ~(guint32) AT_WORK)
    return FALSE;
  code = mapi_prop_value_new_long (MAPI_PR_STATUS_CODE, (gint32) get_code (row));
  change = mapi_prop_list_new_from_value (code);
  changed = mapi_prop_list_merge (old, change);
  return mapi_prop_list_equal (changed, row);
}

static gboolean
concerns_identity (MapiPropList *old, MapiPropList *row)
{
  static const guint32 tags[] = { MAPI_PR_RESOURCE_TYPE,     MAPI_PR_RESOURCE_FLAGS,
                                  MAPI_PR_PROVIDER_DLL_NAME, MAPI_PR_IDENTITY_ENTRYID,
                                  MAPI_PR_IDENTITY_DISPLAY,  MAPI_PR_IDENTITY_SEARCH_KEY };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropList) before = mapi_prop_list_select (old, wanted, NULL);
  g_autoptr (MapiPropList) after = mapi_prop_list_select (row, wanted, NULL);

  return !mapi_prop_list_equal (before, after);
}

/* To show one row to other processes is to show all of them, and there may be hundreds. So one that
 * stays as it was, @old, is not shown again, and that a provider is at work, which changes with
 * each message, is shown with what changes next: the spooler's own row does soon, which is shown at
 * once. */
static gboolean
put_row (MapiSession *self, MapiPropList *old, MapiPropList *row, gboolean at_once, GError **error)
{
  gboolean same = old != NULL && mapi_prop_list_equal (old, row);
  gboolean activity = !same && old != NULL && is_activity (old, row);

  if (!same && !mapi_table_data_modify_row (self->status, row, error))
    return FALSE;
  if (!same && !activity && (old == NULL || concerns_identity (old, row)))
    mapi_session_forget_identities (self);
  if (activity && !at_once)
    g_atomic_int_set (&self->board_lags, TRUE);
  else if (!same || (at_once && g_atomic_int_get (&self->board_lags)))
    mapi_session_status_show (self);
  return TRUE;
}

static gint32
new_row_id (MapiSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return ++self->last_row_id;
}

/* What MAPI computes of every row (R490); PR_INSTANCE_KEY the table gives it. */
static void
add_computed (MapiSession *self, MapiPropListBuilder *builder, const MapiUid *uid, guint32 type)
{
  g_autoptr (GBytes) key = mapi_uid_to_bytes (uid);
  g_autoptr (GBytes) entry_id = mapi_entry_id_new (0, &status_uid, uid->bytes, sizeof uid->bytes);
  g_autoptr (MapiPropList) old = mapi_session_status_get_row (self, uid);
  gint32 row_id = old != NULL ? mapi_prop_list_get_long (old, MAPI_PR_ROWID, 0) : 0;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_PROVIDER_UID, key);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_STATUS);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_TYPE, (gint32) type);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_ROWID, row_id != 0 ? row_id : new_row_id (self));
}

static MapiPropList *
own_row (MapiSession *self, const MapiUid *uid, guint32 type, const char *name, gint32 code)
{
  /* R497; what the spooler can do, it says. */
  gint32 methods = type != MAPI_SPOOLER ? MAPI_STATUS_VALIDATE_STATE : 0;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  add_computed (self, builder, uid, type);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_PROVIDER_DISPLAY, name);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_PROVIDER_DLL_NAME, "");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_FLAGS, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_METHODS, methods);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, code);

  return mapi_prop_list_builder_end (builder);
}

/* What the row is as long as no spooler says anything. */
void
mapi_session_status_add_spooler (MapiSession *self)
{
  gboolean no_mail = !mapi_session_has_mail (self);
  gint32   code = no_mail ? MAPI_STATUS_FAILURE : MAPI_STATUS_OFFLINE;
  g_autoptr (MapiPropList) row = own_row (self, &spooler_uid, MAPI_SPOOLER, "Mail spooler", code);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (
      MAPI_PR_STATUS_STRING, no_mail ? "logged on without mail" : "not running");
  g_autoptr (MapiPropList) text = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) whole = mapi_prop_list_merge (row, text);

  put_row (self, NULL, whole, TRUE, NULL);
}

/* R487. */
void
mapi_session_status_init (MapiSession *self)
{
  g_autoptr (MapiPropList) subsystem =
      own_row (self, &subsystem_uid, MAPI_SUBSYSTEM, "MAPI", MAPI_STATUS_AVAILABLE);
  g_autoptr (MapiPropList) address_book =
      own_row (self, &address_book_uid, MAPI_AB, "MAPI address book", MAPI_STATUS_AVAILABLE);

  put_row (self, NULL, subsystem, TRUE, NULL);
  put_row (self, NULL, address_book, TRUE, NULL);
  mapi_session_status_add_spooler (self);
}

/**
 * mapi_session_modify_spooler_row:
 * @self: a #MapiSession
 * @columns: what changes: `PR_STATUS_CODE`, `PR_STATUS_STRING`, `PR_RESOURCE_METHODS` …
 * @error: return location for a #GError
 *
 * For the spooler: changes its own row of the status table.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_modify_spooler_row (MapiSession *self, MapiPropList *columns, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (MapiPropList) old = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) computed = NULL;
  g_autoptr (MapiPropList) whole = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);
  g_return_val_if_fail (columns != NULL, FALSE);

  if (!mapi_session_check_open (self, error))
    return FALSE;
  locker = g_mutex_locker_new (&self->row_lock);
  old = mapi_session_status_get_row (self, &spooler_uid);
  row = mapi_prop_list_merge (old, columns);
  add_computed (self, builder, &spooler_uid, MAPI_SPOOLER);
  computed = mapi_prop_list_builder_end (builder);
  whole = mapi_prop_list_merge (row, computed);

  return put_row (self, old, whole, TRUE, error);
}

static gboolean
is_of_default_store (MapiSession *self, MapiPropList *row)
{
  g_autoptr (MapiUid) chosen = mapi_profile_get_default_store (self->profile, NULL);
  gsize         size;
  gconstpointer service = mapi_prop_list_peek_binary (row, MAPI_PR_SERVICE_UID, &size);

  return chosen != NULL && size == sizeof chosen->bytes &&
         memcmp (service, chosen->bytes, size) == 0 &&
         mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_STORE_PROVIDER;
}

static gint32
resource_flags (MapiSession *self, const MapiSessionProvider *provider)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (self->profile, NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      gsize         size;
      gconstpointer uid = mapi_prop_list_peek_binary (row, MAPI_PR_PROVIDER_UID, &size);

      if (size == sizeof provider->uid.bytes && memcmp (uid, provider->uid.bytes, size) == 0)
        return mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) |
               (is_of_default_store (self, row) ? MAPI_STATUS_DEFAULT_STORE : 0);
    }

  return 0;
}

/* Another store has become the default one: the rows of those that are open say so (R203). */
void
mapi_session_status_default_store (MapiSession *self)
{
  g_autoptr (MapiRowSet) rows = mapi_session_status_list_rows (self);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      gint32 old = mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0);
      gint32 new = is_of_default_store (self, row) ? old | MAPI_STATUS_DEFAULT_STORE
                                                   : old & ~MAPI_STATUS_DEFAULT_STORE;
      g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_RESOURCE_FLAGS, new);
      g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);
      g_autoptr (MapiPropList) changed = mapi_prop_list_merge (row, change);

      if (new != old)
        mapi_table_data_modify_row (self->status, changed, NULL);
    }
  mapi_session_forget_identities (self);
}

/* What a provider's row has before the provider says anything (R489). */
static MapiPropList *
base_row (MapiSession *self, const MapiSessionProvider *provider)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) service_uid = mapi_uid_to_bytes (&provider->service_uid);

  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_DISPLAY_NAME, provider->name != NULL ? provider->name : "");
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_PROVIDER_DISPLAY, provider->name != NULL ? provider->name : "");
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_PROVIDER_DLL_NAME, provider->dll_name != NULL ? provider->dll_name : "");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SERVICE_NAME, provider->service_name);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_SERVICE_UID, service_uid);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_RESOURCE_FLAGS, resource_flags (self, provider));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_METHODS, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);

  return mapi_prop_list_builder_end (builder);
}

static void
tell_spooler (MapiSession *self, const MapiSessionProvider *provider, MapiPropList *row)
{
  g_autoptr (MapiSpoolerLink) spooler = NULL;
  g_autoptr (GError) error = NULL;

  if (provider->type != MAPI_TRANSPORT_PROVIDER)
    return;
  spooler = mapi_session_ref_spooler (self);
  if (spooler != NULL &&
      !mapi_spooler_link_status_row_changed (spooler, &provider->uid, row, &error))
    g_warning ("the spooler does not follow a change of status: %s", error->message);
}

/* With what MAPI computes, whatever @columns say of that. */
static MapiPropList *
complete_row (MapiSession               *self,
              const MapiSessionProvider *provider,
              MapiPropList              *row,
              MapiPropList              *columns)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) changed = mapi_prop_list_merge (row, columns);
  g_autoptr (MapiPropList) computed = NULL;

  add_computed (self, builder, &provider->uid, provider->type);
  computed = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (changed, computed);
}

/* Most often a provider says that it is at work, or is not any more. */
static gboolean
is_code_alone (MapiPropList *columns)
{
  return mapi_prop_list_get_size (columns) == 1 &&
         mapi_prop_list_get_tag (columns, 0) == MAPI_PR_STATUS_CODE;
}

/* Answers the whole row as it is then (transfer full). */
static MapiPropList *
change_row (MapiSession               *self,
            const MapiSessionProvider *provider,
            MapiPropList              *columns,
            guint32                    flags,
            GError                   **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->row_lock);
  g_autoptr (MapiPropList) old = NULL;
  g_autoptr (MapiPropList) whole = NULL;

  if ((flags & MAPI_STATUSROW_UPDATE) != 0)
    old = mapi_session_status_get_row (self, &provider->uid);
  if (old != NULL && is_code_alone (columns))
    whole = mapi_prop_list_merge (old, columns);
  else
    {
      if (old == NULL)
        old = base_row (self, provider);
      whole = complete_row (self, provider, old, columns);
    }
  return put_row (self, old, whole, FALSE, error) ? g_steal_pointer (&whole) : NULL;
}

gboolean
mapi_session_modify_status_row (MapiSession               *self,
                                const MapiSessionProvider *provider,
                                MapiPropList              *columns,
                                guint32                    flags,
                                GError                   **error)
{
  g_autoptr (MapiPropList) whole = change_row (self, provider, columns, flags, error);

  if (whole == NULL)
    return FALSE;

  tell_spooler (self, provider, whole);
  return TRUE;
}

/**
 * mapi_session_modify_provider_row:
 * @self: a #MapiSession
 * @provider_uid: a provider of the profile
 * @columns: what changes
 * @error: return location for a #GError
 *
 * For the spooler: changes the row of a provider in the status table, as the provider itself does
 * with `IMAPISupport::ModifyStatusRow` and `MAPI_STATUSROW_UPDATE`.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_modify_provider_row (MapiSession   *self,
                                  const MapiUid *provider_uid,
                                  MapiPropList  *columns,
                                  GError       **error)
{
  g_autoptr (MapiSessionProvider) provider = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);
  g_return_val_if_fail (columns != NULL, FALSE);

  if (!mapi_session_check_open (self, error))
    return FALSE;
  provider = mapi_session_find_provider (self, provider_uid, error);

  return provider != NULL &&
         mapi_session_modify_status_row (self, provider, columns, MAPI_STATUSROW_UPDATE, error);
}

static gboolean
shows_failure (MapiPropList *row)
{
  return row != NULL &&
         (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0) & MAPI_STATUS_FAILURE) != 0;
}

/* A provider that made no row of its own, or whose last logon failed, gets a plain one. */
void
mapi_session_status_logged_on (MapiSession *self, const MapiSessionProvider *provider)
{
  g_autoptr (MapiPropList) row = mapi_session_status_get_row (self, &provider->uid);
  g_autoptr (MapiPropList) nothing = mapi_prop_list_new_empty ();

  if (row == NULL || shows_failure (row))
    mapi_session_modify_status_row (self, provider, nothing, 0, NULL);
}

void
mapi_session_status_failed (MapiSession               *self,
                            const MapiSessionProvider *provider,
                            const GError              *cause)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) columns = NULL;
  g_autoptr (MapiNotification) notification = NULL;
  g_autofree char *reason = g_utf8_make_valid (cause->message, -1);
  g_autoptr (GBytes) entry_id =
      mapi_entry_id_new (0, &status_uid, provider->uid.bytes, sizeof provider->uid.bytes);

  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_FAILURE);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_STATUS_STRING, reason);
  columns = mapi_prop_list_builder_end (builder);
  mapi_session_modify_status_row (self, provider, columns, 0, NULL);

  notification = mapi_notification_new_error (entry_id, cause->code, 0, reason);
  mapi_notifier_send (self->events, NULL, notification);
}

static void
drop (MapiSession *self, const MapiUid *uid)
{
  g_autoptr (MapiPropValue) index = row_index (uid);

  mapi_table_data_delete_row (self->status, index, NULL);
  mapi_session_forget_identities (self);
  mapi_session_status_show (self);
}

/* The row goes with the last logon of its provider (R166, R385). */
void
mapi_session_status_gone (MapiSession *self, const MapiSessionProvider *provider)
{
  drop (self, &provider->uid);
}

void
mapi_session_status_put_other (MapiSession *self, const MapiUid *uid, MapiPropList *row)
{
  guint32 type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) computed = NULL;
  g_autoptr (MapiPropList) whole = NULL;

  add_computed (self, builder, uid, type);
  computed = mapi_prop_list_builder_end (builder);
  whole = mapi_prop_list_merge (row, computed);
  put_row (self, NULL, whole, TRUE, NULL);
}

void
mapi_session_status_drop_other (MapiSession *self, const MapiUid *uid)
{
  if (mapi_uid_equal (uid, &spooler_uid))
    mapi_session_status_add_spooler (self);
  else
    drop (self, uid);
}

const MapiUid *
mapi_session_status_get_uid (guint32 type)
{
  switch (type)
    {
    case MAPI_SUBSYSTEM:
      return &subsystem_uid;
    case MAPI_AB:
      return &address_book_uid;
    case MAPI_SPOOLER:
      return &spooler_uid;
    default:
      return NULL;
    }
}

gboolean
mapi_session_is_status_entry_id (GBytes *entry_id)
{
  return mapi_entry_id_has_uid (entry_id, &status_uid);
}

/**
 * mapi_session_get_status_table:
 * @self: a #MapiSession
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the status table: a row for MAPI itself, one for the address book, one for the spooler, one
 * for each provider that is logged on in this process or whose last logon failed, and one for each
 * transport (R486 to R490). A failure shows as `MAPI_STATUS_FAILURE` in `PR_STATUS_CODE`, and its
 * reason in `PR_STATUS_STRING`. The table notifies of changes (R492).
 *
 * Where the spooler works in another process of the user, its row and those of its transports are
 * as they are there; once that process has been killed, they are `MAPI_STATUS_OFFLINE`. Such rows
 * change, and tell so, as long as the thread-default #GMainContext of the first call is turned.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_session_get_status_table (MapiSession  *self,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error)
{
  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  if (!mapi_session_check_open (self, error))
    return NULL;

  mapi_session_status_follow (self);
  return mapi_table_data_get_view (self->status, NULL);
}
