/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-prop-list-builder.h"

/* Recipients with the properties that somebody wants of them. */

/* The wanted properties first, in their order, then the others; what the row says counts more than
 * what the entry says. */
static MapiPropList *
arrange (MapiPropList *row, MapiPropList *entry, MapiPropTagArray *tags)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) own = mapi_prop_list_without_errors (row);
  g_autoptr (MapiPropList) rest = mapi_prop_list_without (own, tags);

  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (tags, i);
      g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (own, tag);

      if (value == NULL && entry != NULL)
        value = mapi_prop_list_lookup (entry, tag);
      if (value != NULL)
        mapi_prop_list_builder_add_value (builder, value);
      else
        mapi_prop_list_builder_add_error (
            builder, mapi_prop_tag_change_type (tag, MAPI_PT_ERROR), (gint32) MAPI_E_NOT_FOUND);
    }
  mapi_prop_list_builder_add_list (builder, rest);

  return mapi_prop_list_builder_end (builder);
}

MapiPropList *
mapi_address_book_secure_name (MapiPropList *entry)
{
  const char      *name = mapi_prop_list_get_string (entry, MAPI_PR_DISPLAY_NAME);
  g_autofree char *quoted = NULL;
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) secure = NULL;

  if (name == NULL || mapi_prop_list_get_string (entry, MAPI_PR_TRANSMITABLE_DISPLAY_NAME) != NULL)
    return mapi_prop_list_ref (entry);

  quoted = g_strconcat ("'", name, "'", NULL);
  value = mapi_prop_value_new_string (MAPI_PR_TRANSMITABLE_DISPLAY_NAME, quoted);
  secure = mapi_prop_list_new_from_value (value);
  return mapi_prop_list_merge (entry, secure);
}

/* What is asked of an entry: its name too, for one that has no other. */
static MapiPropTagArray *
list_to_read (MapiPropTagArray *tags)
{
  const guint32  name = MAPI_PR_DISPLAY_NAME;
  gsize          n_tags;
  const guint32 *wanted = mapi_prop_tag_array_get_tags (tags, &n_tags);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_array_append_vals (all, wanted, (guint) n_tags);
  if (!mapi_prop_tag_array_contains (tags, name))
    g_array_append_val (all, name);
  return mapi_prop_tag_array_new ((const guint32 *) all->data, all->len);
}

static gboolean
has_all (MapiPropList *row, MapiPropTagArray *tags)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    if (!mapi_prop_list_contains (row, mapi_prop_tag_array_get_tag (tags, i)))
      return FALSE;
  return TRUE;
}

static MapiPropList *
read_entry (MapiAddressBook  *self,
            GBytes           *entry_id,
            MapiPropTagArray *tags,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr (MapiPropTagArray) wanted = list_to_read (tags);
  g_autoptr (MapiProp) entry =
      mapi_addr_book_open_entry (MAPI_ADDR_BOOK (self), entry_id, NULL, 0, cancellable, error);
  g_autoptr (MapiPropList) props =
      entry != NULL ? mapi_prop_get_props (entry, wanted, 0, cancellable, NULL, error) : NULL;
  g_autoptr (MapiPropList) known = props != NULL ? mapi_prop_list_without_errors (props) : NULL;

  if (known == NULL || mapi_one_off_is (entry_id))
    return g_steal_pointer (&known);
  return mapi_address_book_secure_name (known);
}

/* A recipient without an entry identifier, or with that of a provider that is not there, keeps what
 * it has. */
static MapiPropList *
prepare_row (MapiAddressBook  *self,
             MapiPropList     *row,
             MapiPropTagArray *tags,
             GCancellable     *cancellable,
             GError          **error)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiSessionLogon) owner =
      entry_id != NULL ? mapi_session_find_ab_logon (self->session, entry_id) : NULL;
  g_autoptr (MapiPropList) entry = NULL;
  gboolean known = owner != NULL || (entry_id != NULL && mapi_one_off_is (entry_id));

  if (!known || has_all (row, tags))
    return arrange (row, NULL, tags);

  entry = read_entry (self, entry_id, tags, cancellable, error);
  return entry != NULL ? arrange (row, entry, tags) : NULL;
}

static MapiRowSet *
prepare_rows (MapiAddressBook  *self,
              MapiPropTagArray *tags,
              MapiRowSet       *recipients,
              GCancellable     *cancellable,
              GError          **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);
      MapiPropList *whole = prepare_row (self, row, tags, cancellable, error);

      if (whole == NULL)
        return NULL;
      g_ptr_array_add (rows, whole);
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/* What a provider makes of its own recipients; *@rows stays when it leaves the method out. */
static gboolean
ask_provider (MapiSessionLogon *logon,
              guint32           flags,
              MapiPropTagArray *tags,
              MapiRowSet      **rows,
              GCancellable     *cancellable,
              GError          **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiAbLogon) book = mapi_session_logon_ref_ab (logon, &local);
  g_autoptr (MapiRowSet) answer =
      book != NULL ? mapi_ab_logon_prepare_recips (book, flags, tags, *rows, cancellable, &local)
                   : NULL;

  if (answer == NULL && local->code == MAPI_E_NO_SUPPORT)
    return TRUE;
  if (answer != NULL && mapi_row_set_get_size (answer) != mapi_row_set_get_size (*rows))
    g_set_error_literal (
        &local, MAPI_ERROR, MAPI_E_CALL_FAILED, "as many recipients must come back as went");
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      mapi_session_prefix_error (logon->provider, "PrepareRecips", error);
      return FALSE;
    }

  mapi_row_set_unref (*rows);
  *rows = g_steal_pointer (&answer);
  return TRUE;
}

static MapiRowSet *
prepare_recips (MapiAddrBook     *book,
                guint32           flags,
                MapiPropTagArray *tags,
                MapiRowSet       *recipients,
                GCancellable     *cancellable,
                GError          **error)
{
  MapiAddressBook *self = MAPI_ADDRESS_BOOK (book);
  g_autoptr (MapiRowSet) rows = mapi_row_set_ref (recipients);

  if (!mapi_session_check_open (self->session, error))
    return NULL;
  for (guint i = 0; i < self->logons->len; i++)
    if (!ask_provider (self->logons->pdata[i], flags, tags, &rows, cancellable, error))
      return NULL;

  return tags == NULL || mapi_prop_tag_array_get_size (tags) == 0
             ? g_steal_pointer (&rows)
             : prepare_rows (self, tags, rows, cancellable, error);
}

void
mapi_address_book_prepare_init (MapiAddrBookInterface *iface)
{
  iface->prepare_recips = prepare_recips;
}
