/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-display-table.h"
#include "mapi-flags.h"
#include "mapi-session-private.h"

/* What transports say of the messages and recipients they take: address types and options. */

/* An option is for messages or for recipients where its row says so, and else for both. */
static gboolean
is_for (MapiPropList *row, const char *address_type, guint32 kind)
{
  const char *type = mapi_prop_list_get_string (row, MAPI_PR_ADDRTYPE);
  guint32     kinds = (guint32) mapi_prop_list_get_long (
      row, MAPI_PR_RESOURCE_FLAGS, MAPI_OPTION_TYPE_MESSAGE | MAPI_OPTION_TYPE_RECIPIENT);

  return type != NULL && g_ascii_strcasecmp (type, address_type) == 0 && (kinds & kind) != 0;
}

/**
 * mapi_session_note_transport:
 * @self: a #MapiSession
 * @provider_uid: a transport provider that the session is logged on to
 * @types: what it handles
 * @options: (nullable): the options it registered (`IXPLogon::RegisterOptions`), or %NULL for none
 *
 * For the spooler: keeps what a transport said of itself. A transport is called by the spooler
 * alone, so clients are answered from here.
 *
 * Since: 1.0
 */
void
mapi_session_note_transport (MapiSession      *self,
                             const MapiUid    *provider_uid,
                             MapiAddressTypes *types,
                             MapiRowSet       *options)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (MAPI_IS_SESSION (self));
  g_return_if_fail (provider_uid != NULL);
  g_return_if_fail (types != NULL);

  locker = g_mutex_locker_new (&self->lock);
  for (guint i = 0; i < self->logons->len; i++)
    {
      MapiSessionLogon *logon = g_ptr_array_index (self->logons, i);

      if (!mapi_uid_equal (&logon->provider->uid, provider_uid))
        continue;
      g_clear_pointer (&logon->types, mapi_address_types_unref);
      g_clear_pointer (&logon->options, mapi_row_set_unref);
      logon->types = mapi_address_types_ref (types);
      logon->options = options != NULL ? mapi_row_set_ref (options) : NULL;
    }
}

static MapiPropList *
find_row (MapiRowSet *rows, const char *address_type, guint32 kind)
{
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (is_for (row, address_type, kind))
        return g_steal_pointer (&row);
    }

  return NULL;
}

/* The options that a transport of this process registered for an address type; there are none in a
 * session without mail (R211). */
MapiPropList *
mapi_session_find_options (MapiSession *self,
                           const char  *address_type,
                           guint32      kind,
                           GError     **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean has_mail = mapi_session_has_mail (self);

  for (guint i = 0; has_mail && i < self->logons->len; i++)
    {
      const MapiSessionLogon *logon = g_ptr_array_index (self->logons, i);
      MapiPropList           *row = find_row (logon->options, address_type, kind);

      if (row != NULL)
        return row;
    }

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "no transport that is logged on has options for %s of type %s",
               kind == MAPI_OPTION_TYPE_MESSAGE ? "messages" : "recipients",
               address_type);
  return NULL;
}

/**
 * mapi_session_query_default_message_opt:
 * @self: a #MapiSession
 * @address_type: the address type of a transport, such as `SMTP`
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gets the options that messages have by default which go through the transport of an address type
 * (`IMAPISession::QueryDefaultMessageOpt`). Fails with %MAPI_E_NOT_FOUND when no transport that
 * this session is logged on to registered any.
 *
 * Returns: (transfer full): the options as properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_session_query_default_message_opt (MapiSession  *self,
                                        const char   *address_type,
                                        guint32       flags,
                                        GCancellable *cancellable,
                                        GError      **error)
{
  static const guint32 about[] = { MAPI_PR_ADDRTYPE, MAPI_PR_RESOURCE_FLAGS };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (about, G_N_ELEMENTS (about));
  g_autoptr (MapiPropList) options = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);
  g_return_val_if_fail (address_type != NULL, NULL);

  if (!mapi_session_check_open (self, error))
    return NULL;
  options = mapi_session_find_options (self, address_type, MAPI_OPTION_TYPE_MESSAGE, error);

  return options != NULL ? mapi_prop_list_without (options, tags) : NULL;
}

/* The options as fields; people see them under the names of their properties. */
static MapiTable *
fields_of (MapiPropList *options, GError **error)
{
  guint n_options = mapi_prop_list_get_size (options);
  g_autoptr (GArray) flags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_auto (GStrv) labels = g_new0 (char *, n_options + 1);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_list_get_tags (options);
  g_autoptr (MapiFlagList) list = NULL;
  guint32 editable = MAPI_DT_EDITABLE;

  for (guint i = 0; i < n_options; i++)
    {
      labels[i] = mapi_prop_tag_to_string (mapi_prop_list_get_tag (options, i));
      g_array_append_val (flags, editable);
    }
  list = mapi_flag_list_new ((const guint32 *) (gpointer) flags->data, flags->len);

  return mapi_display_table_new (tags, (const char *const *) labels, list, error);
}

/* Options that the message has stay as they are. */
static gboolean
set_missing (MapiMessage *message, MapiPropList *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_list_get_tags (options);
  g_autoptr (MapiPropList) answer =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, error);
  g_autoptr (MapiPropList) present = NULL;
  g_autoptr (MapiPropTagArray) there = NULL;
  g_autoptr (MapiPropList) missing = NULL;

  if (answer == NULL)
    return FALSE;
  present = mapi_prop_list_without_errors (answer);
  there = mapi_prop_list_get_tags (present);
  missing = mapi_prop_list_without (options, there);

  return mapi_prop_list_get_size (missing) == 0 ||
         mapi_prop_set_props (MAPI_PROP (message), missing, NULL, cancellable, error);
}

/**
 * mapi_session_message_options:
 * @self: a #MapiSession
 * @flags: reserved, 0
 * @address_type: the address type of a transport, such as `SMTP`
 * @message: the message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives a message the options of a transport (`IMAPISession::MessageOptions`): those it lacks are
 * set to their defaults, and the #MapiInteraction of the session, where there is one, may change
 * all of them. The message is not saved.
 *
 * Fails with %MAPI_E_NOT_FOUND when no transport that this session is logged on to registered any
 * options for messages, and with %MAPI_E_USER_CANCEL when the user thought better of it.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_message_options (MapiSession  *self,
                              guint32       flags,
                              const char   *address_type,
                              MapiMessage  *message,
                              GCancellable *cancellable,
                              GError      **error)
{
  g_autoptr (MapiPropList) options = NULL;
  g_autoptr (MapiInteraction) interaction = NULL;
  g_autoptr (MapiTable) fields = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);
  g_return_val_if_fail (address_type != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  options = mapi_session_query_default_message_opt (self, address_type, 0, cancellable, error);
  if (options == NULL || !set_missing (message, options, cancellable, error))
    return FALSE;
  interaction = mapi_session_ref_interaction (self, "MessageOptions", NULL);
  if (interaction == NULL)
    return TRUE;

  fields = fields_of (options, error);
  return fields != NULL &&
         mapi_interaction_edit_entry (
             interaction, MAPI_PROP (message), fields, NULL, NULL, cancellable, error);
}

static void
add_types (GPtrArray *types, const MapiAddressTypes *own)
{
  const char *const *names = own != NULL ? mapi_address_types_get_types (own) : NULL;

  for (; names != NULL && *names != NULL; names++)
    if (!g_ptr_array_find_with_equal_func (types, *names, g_str_equal, NULL))
      g_ptr_array_add (types, g_strdup (*names));
}

/**
 * mapi_session_enum_adr_types:
 * @self: a #MapiSession
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Lists the address types of all transports that this session is logged on to
 * (`IMAPISession::EnumAdrTypes`). Those of transports that are not loaded are not in the list.
 *
 * Returns: (array zero-terminated=1) (transfer full): the types
 *
 * Since: 1.0
 */
char **
mapi_session_enum_adr_types (MapiSession *self, guint32 flags, GError **error)
{
  g_autoptr (GPtrArray) types = g_ptr_array_new ();
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  if (!mapi_session_check_open (self, error))
    return NULL;
  locker = g_mutex_locker_new (&self->lock);
  for (guint i = 0; i < self->logons->len; i++)
    add_types (types, ((MapiSessionLogon *) g_ptr_array_index (self->logons, i))->types);
  g_ptr_array_add (types, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&types), FALSE);
}
