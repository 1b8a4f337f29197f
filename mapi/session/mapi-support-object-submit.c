/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-prop-list-builder.h"
#include "mapi-recipient.h"
#include "mapi-responsibility.h"
#include "mapi-support-object-private.h"

/* What the support object does with a message that is submitted. */

static gboolean
modify_recipients (
    MapiMessage *message, guint32 mode, GPtrArray *rows, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRowSet) set = NULL;

  if (rows->len == 0)
    return TRUE;

  set = mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
  return mapi_message_modify_recipients (message, mode, set, cancellable, error);
}

static gboolean
is_sent_again (MapiMessage *message, gboolean *again, GCancellable *cancellable, GError **error)
{
  const guint32 tag = MAPI_PR_MESSAGE_FLAGS;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, error);

  *again = props != NULL &&
           (mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_RESEND) != 0;
  return props != NULL;
}

/* Ruling D1: who got it already is shown and not sent to again; everybody else is sent to. */
static MapiPropList *
prepare_row (MapiPropList *row)
{
  guint32  type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  gboolean was_handled = (type & MAPI_SUBMITTED) != 0;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) changes = NULL;

  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_RECIPIENT_TYPE, (gint32) (type & ~MAPI_SUBMITTED));
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_RESPONSIBILITY, was_handled);
  changes = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (row, changes);
}

/* Ruling D17: called for every message, and changes only one that is sent again. */
static gboolean
prepare_submit (MapiSupport  *support,
                MapiMessage  *message,
                guint32      *flags,
                GCancellable *cancellable,
                GError      **error)
{
  gboolean again = FALSE;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GPtrArray) changed =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (!mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "PrepareSubmit", error) ||
      !is_sent_again (message, &again, cancellable, error))
    return FALSE;
  *flags = 0;
  if (!again)
    return TRUE;

  rows = mapi_message_list_recipients (message, cancellable, error);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (changed, prepare_row (row));
    }

  return rows != NULL &&
         modify_recipients (message, MAPI_MODRECIP_MODIFY, changed, cancellable, error);
}

/* The address of a row, which a one-off entry identifier may hold alone. */
static gboolean
get_address (MapiPropList *row, char **name, char **type, char **address)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);

  *name = g_strdup (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME));
  *type = g_strdup (mapi_prop_list_get_string (row, MAPI_PR_ADDRTYPE));
  *address = g_strdup (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS));
  if (*type != NULL && *address != NULL)
    return TRUE;
  if (entry_id == NULL || !mapi_one_off_is (entry_id))
    return FALSE;

  g_clear_pointer (name, g_free);
  g_clear_pointer (type, g_free);
  g_clear_pointer (address, g_free);
  return mapi_one_off_parse (entry_id, name, type, address, NULL, NULL);
}

/*
 * Ruling D4: one key, one recipient. The case of a domain does not count. A copy that is sent again
 * (MAPI_P1) stands beside the row that is shown, and a row somebody has taken responsibility for
 * beside one that is new.
 */
static char *
duplicate_key (MapiPropList *row)
{
  guint32 recipient_type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  gboolean         responsible = mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE);
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *address = NULL;
  g_autofree char *capitals = NULL;
  g_autofree char *domain = NULL;
  char            *at;

  if (!get_address (row, &name, &type, &address))
    return NULL;

  capitals = g_ascii_strup (type, -1);
  at = strrchr (address, '@');
  if (at != NULL)
    {
      domain = g_ascii_strdown (at, -1);
      *at = '\0';
    }
  return g_strdup_printf ("%s:%s%s:%d:%d",
                          capitals,
                          address,
                          domain != NULL ? domain : "",
                          (recipient_type & MAPI_P1) != 0,
                          responsible);
}

/* To before Cc before Bcc; the originator, 0, is nobody's duplicate but its own. */
static guint32
strength (MapiPropList *row)
{
  guint32 type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);

  return type & ~(MAPI_P1 | MAPI_SUBMITTED);
}

/* Which rows go because a stronger or earlier one has the same address. */
static GPtrArray *
find_duplicates (MapiRowSet *rows)
{
  guint n_rows = mapi_row_set_get_size (rows);
  g_autoptr (GHashTable) kept = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) mapi_prop_list_unref);
  GPtrArray *gone = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; n_rows > 1 && i < n_rows; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autofree char *key = duplicate_key (row);
      MapiPropList    *other = key != NULL ? g_hash_table_lookup (kept, key) : NULL;

      if (other != NULL && strength (other) <= strength (row))
        {
          g_ptr_array_add (gone, g_steal_pointer (&row));
          continue;
        }
      if (other != NULL)
        g_ptr_array_add (gone, mapi_prop_list_ref (other));
      if (key != NULL)
        g_hash_table_replace (kept, g_steal_pointer (&key), g_steal_pointer (&row));
    }

  return gone;
}

static gboolean
is_complete (MapiPropList *row)
{
  return mapi_prop_list_contains (row, MAPI_PR_ENTRYID) &&
         mapi_prop_list_contains (row, MAPI_PR_SEARCH_KEY) &&
         mapi_prop_list_contains (row, MAPI_PR_ADDRTYPE) &&
         mapi_prop_list_contains (row, MAPI_PR_EMAIL_ADDRESS);
}

/* The row with what its address alone tells (R104, R665); NULL where nothing can be told. */
static MapiPropList *
complete_row (MapiPropList *row)
{
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *address = NULL;
  g_autoptr (MapiPropList) told = NULL;
  g_autoptr (MapiPropList) known = NULL;

  if (is_complete (row) || !get_address (row, &name, &type, &address))
    return NULL;

  told = mapi_recipient_new (strength (row), name, type, address);
  known = mapi_prop_list_without_errors (row);
  return told != NULL ? mapi_prop_list_merge (told, known) : NULL;
}

static gboolean
needs_completion (MapiRowSet *rows)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiPropList) whole = complete_row (row);

      if (whole != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
complete_recipients (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (message, cancellable, error);
  g_autoptr (GPtrArray) changed =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      MapiPropList *whole = complete_row (row);

      if (whole != NULL)
        g_ptr_array_add (changed, whole);
    }

  return rows != NULL &&
         modify_recipients (message, MAPI_MODRECIP_MODIFY, changed, cancellable, error);
}

/* Lists and names of the address book, for a message that has any. */
static gboolean
expand_entries (MapiSession  *session,
                MapiMessage  *message,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (message, cancellable, error);
  g_autoptr (GPtrArray) gone =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (GPtrArray) added =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (GPtrArray) changed =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  return rows != NULL &&
         mapi_support_expand_rows (session, rows, gone, added, changed, cancellable, error) &&
         modify_recipients (message, MAPI_MODRECIP_REMOVE, gone, cancellable, error) &&
         modify_recipients (message, MAPI_MODRECIP_MODIFY, changed, cancellable, error) &&
         modify_recipients (message, MAPI_MODRECIP_ADD, added, cancellable, error);
}

/* Where no spooler runs in this process nobody knows of transports and preprocessors: what they
 * have to do is left to the spooler, which finds it out. */
static gboolean
tell_needs (MapiSupportObject *self,
            MapiMessage       *message,
            MapiRowSet        *rows,
            guint32           *flags,
            GCancellable      *cancellable,
            GError           **error)
{
  g_autoptr (MapiSpoolerLink) spooler = mapi_session_ref_spooler (self->session);

  *flags = MAPI_NEEDS_SPOOLER;
  return spooler == NULL ||
         mapi_spooler_link_expand_recips (
             spooler, &self->logon->provider->uid, message, rows, flags, cancellable, error);
}

/* Removes who is there twice, and completes the others: answers the rows as they are then. Takes
 * over @rows. */
static MapiRowSet *
tidy_recipients (MapiMessage *message, MapiRowSet *rows, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRowSet) before = rows;
  g_autoptr (GPtrArray) gone = find_duplicates (before);
  gboolean incomplete = needs_completion (before);

  if (gone->len == 0 && !incomplete)
    return g_steal_pointer (&before);
  if (!modify_recipients (message, MAPI_MODRECIP_REMOVE, gone, cancellable, error) ||
      (incomplete && !complete_recipients (message, cancellable, error)))
    return NULL;
  return mapi_message_list_recipients (message, cancellable, error);
}

/* Most messages have nothing to change, and cost one reading of their recipients. */
static gboolean
expand_recips (MapiSupport  *support,
               MapiMessage  *message,
               guint32      *flags,
               GCancellable *cancellable,
               GError      **error)
{
  g_autoptr (MapiRowSet) rows = NULL;

  if (!mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "ExpandRecips", error))
    return FALSE;
  *flags = 0;
  rows = mapi_message_list_recipients (message, cancellable, error);
  if (rows != NULL && mapi_support_needs_expansion (rows))
    {
      g_clear_pointer (&rows, mapi_row_set_unref);
      if (expand_entries (MAPI_SUPPORT_OBJECT (support)->session, message, cancellable, error))
        rows = mapi_message_list_recipients (message, cancellable, error);
    }
  if (rows != NULL)
    rows = tidy_recipients (message, g_steal_pointer (&rows), cancellable, error);
  return rows != NULL &&
         tell_needs (MAPI_SUPPORT_OBJECT (support), message, rows, flags, cancellable, error);
}

/* Hooks are the spooler's: where none runs, nobody takes a message over. */
static gboolean
do_sent_mail (MapiSupport  *support,
              guint32       flags,
              MapiMessage  *message,
              gboolean     *taken_over,
              GCancellable *cancellable,
              GError      **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);
  g_autoptr (MapiSpoolerLink) spooler = NULL;

  if (!mapi_support_object_offers (self, "DoSentMail", error))
    return FALSE;

  *taken_over = FALSE;
  spooler = mapi_session_ref_spooler (self->session);
  return spooler == NULL ||
         mapi_spooler_link_do_sent_mail (
             spooler, &self->logon->provider->uid, message, taken_over, cancellable, error);
}

void
mapi_support_object_submit_init (MapiSupportInterface *iface)
{
  iface->prepare_submit = prepare_submit;
  iface->expand_recips = expand_recips;
  iface->do_sent_mail = do_sent_mail;
}
