/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"

/* What MAPI shows in dialogs: the interaction of the session is asked. */

static MapiRowSet *
address (MapiAddrBook *book,
         MapiRowSet   *recipients,
         guint32       flags,
         GCancellable *cancellable,
         GError      **error)
{
  g_autoptr (MapiInteraction) interaction =
      mapi_session_ref_interaction (MAPI_ADDRESS_BOOK (book)->session, "Address", error);
  g_autoptr (MapiRowSet) chosen = NULL;

  if (interaction == NULL)
    return NULL;
  chosen =
      mapi_interaction_choose_recipients (interaction, book, recipients, flags, cancellable, error);
  if (chosen == NULL || (flags & MAPI_AB_RESOLVE) == 0)
    return g_steal_pointer (&chosen);

  return mapi_addr_book_resolve_name (book, MAPI_DIALOG, NULL, chosen, cancellable, error);
}

/* The fields of an entry, NULL for one that does not say. */
static MapiTable *
fields_of (MapiProp *entry, GCancellable *cancellable)
{
  g_autoptr (GObject) table =
      mapi_prop_open_property (entry, MAPI_PR_DETAILS_TABLE, NULL, 0, 0, cancellable, NULL);

  return MAPI_IS_TABLE (table) ? MAPI_TABLE (g_steal_pointer (&table)) : NULL;
}

static gboolean
details (MapiAddrBook *book,
         GBytes       *entry_id,
         MapiControl  *button,
         const char   *button_text,
         guint32       flags,
         GCancellable *cancellable,
         GError      **error)
{
  g_autoptr (MapiInteraction) interaction =
      mapi_session_ref_interaction (MAPI_ADDRESS_BOOK (book)->session, "Details", error);
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (MapiTable) fields = NULL;

  if (interaction == NULL)
    return FALSE;
  entry = mapi_addr_book_open_entry (
      book, entry_id, NULL, flags & (MAPI_MODIFY | MAPI_BEST_ACCESS), cancellable, error);
  if (entry == NULL)
    return FALSE;
  fields = fields_of (entry, cancellable);
  if (!mapi_interaction_edit_entry (
          interaction, entry, fields, button, button_text, cancellable, error))
    return FALSE;

  return (flags & MAPI_MODIFY) == 0 || mapi_prop_save_changes (entry, 0, cancellable, error);
}

static GBytes *
read_bytes (MapiProp *entry, guint32 tag, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props = mapi_prop_get_props (entry, tags, 0, cancellable, NULL, error);
  GBytes *bytes = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;

  if (props != NULL && bytes == NULL)
    {
      g_autofree char *name = mapi_prop_tag_to_string (tag);

      g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "the entry has no %s", name);
    }
  return bytes;
}

/* A container has templates of its own; a one-off is made from those of the providers. */
static MapiTable *
open_templates (MapiAddressBook *self,
                MapiProp        *container,
                GCancellable    *cancellable,
                GError         **error)
{
  g_autoptr (GObject) table = NULL;

  if (container == NULL)
    return mapi_address_book_get_one_off_table (self, cancellable, error);

  table =
      mapi_prop_open_property (container, MAPI_PR_CREATE_TEMPLATES, NULL, 0, 0, cancellable, error);
  if (table == NULL || MAPI_IS_TABLE (table))
    return (MapiTable *) g_steal_pointer (&table);
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_CALL_FAILED, "PR_CREATE_TEMPLATES of the container is no table");
  return NULL;
}

static GBytes *
choose_template (MapiAddressBook *self,
                 MapiInteraction *interaction,
                 MapiProp        *container,
                 GCancellable    *cancellable,
                 GError         **error)
{
  g_autoptr (MapiTable) table = open_templates (self, container, cancellable, error);
  g_autoptr (MapiRowSet) rows =
      table != NULL ? mapi_address_book_read_all (table, cancellable, error) : NULL;
  g_autoptr (MapiPropList) choice = NULL;
  GBytes *template_id;

  if (rows == NULL)
    return NULL;
  choice = mapi_interaction_choose_entry (
      interaction, MAPI_ADDR_BOOK (self), "New entry", rows, cancellable, error);
  if (choice == NULL)
    return NULL;

  template_id = mapi_prop_list_get_bytes (choice, MAPI_PR_ENTRYID);
  if (template_id == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_CALL_FAILED, "the template that was chosen has no PR_ENTRYID");
  return template_id;
}

static gboolean
fill (MapiInteraction *interaction, MapiProp *entry, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiTable) fields = fields_of (entry, cancellable);

  return mapi_interaction_edit_entry (interaction, entry, fields, NULL, NULL, cancellable, error);
}

/* What was filled in, as a one-off. */
static GBytes *
new_one_off (MapiAddressBook *self,
             MapiInteraction *interaction,
             GBytes          *template_id,
             GCancellable    *cancellable,
             GError         **error)
{
  g_autoptr (MapiProp) entry = mapi_addr_book_open_entry (
      MAPI_ADDR_BOOK (self), template_id, NULL, MAPI_MODIFY, cancellable, error);
  g_autoptr (MapiPropList) props = NULL;
  const char *type;
  const char *mail;

  if (entry == NULL || !fill (interaction, entry, cancellable, error))
    return NULL;
  props = mapi_prop_get_props (entry, NULL, 0, cancellable, NULL, error);
  if (props == NULL)
    return NULL;

  type = mapi_prop_list_get_string (props, MAPI_PR_ADDRTYPE);
  mail = mapi_prop_list_get_string (props, MAPI_PR_EMAIL_ADDRESS);
  if (type != NULL && mail != NULL)
    return mapi_addr_book_create_one_off (MAPI_ADDR_BOOK (self),
                                          mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_NAME),
                                          type,
                                          mail,
                                          0,
                                          error);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_INVALID_PARAMETER,
                       "the new entry was given no PR_ADDRTYPE or no PR_EMAIL_ADDRESS");
  return NULL;
}

static GBytes *
new_in_container (MapiAbContainer *container,
                  MapiInteraction *interaction,
                  GBytes          *template_id,
                  GCancellable    *cancellable,
                  GError         **error)
{
  g_autoptr (MapiProp) entry =
      mapi_ab_container_create_entry (container, template_id, 0, cancellable, error);

  if (entry == NULL || !fill (interaction, entry, cancellable, error) ||
      !mapi_prop_save_changes (entry, MAPI_KEEP_OPEN_READONLY, cancellable, error))
    return NULL;
  return read_bytes (entry, MAPI_PR_ENTRYID, cancellable, error);
}

static GBytes *
new_entry (MapiAddrBook *book,
           guint32       flags,
           GBytes       *container_id,
           GBytes       *template_id,
           GCancellable *cancellable,
           GError      **error)
{
  MapiAddressBook *self = MAPI_ADDRESS_BOOK (book);
  g_autoptr (MapiInteraction) interaction =
      mapi_session_ref_interaction (self->session, "NewEntry", error);
  g_autoptr (MapiAbContainer) container = NULL;
  g_autoptr (GBytes) wanted = template_id != NULL ? g_bytes_ref (template_id) : NULL;

  if (interaction == NULL)
    return NULL;
  if (container_id != NULL)
    {
      container =
          mapi_address_book_open_container (self, container_id, MAPI_MODIFY, cancellable, error);
      if (container == NULL)
        return NULL;
    }
  if (wanted == NULL)
    wanted = choose_template (self, interaction, (MapiProp *) container, cancellable, error);
  if (wanted == NULL)
    return NULL;

  return container != NULL ? new_in_container (container, interaction, wanted, cancellable, error)
                           : new_one_off (self, interaction, wanted, cancellable, error);
}

static void
add_templates (GPtrArray *all, MapiSessionLogon *logon, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAbLogon) book = mapi_session_logon_ref_ab (logon, &error);
  g_autoptr (MapiTable) table =
      book != NULL ? mapi_ab_logon_get_one_off_table (book, 0, cancellable, &error) : NULL;
  g_autoptr (MapiRowSet) rows =
      table != NULL ? mapi_address_book_read_all (table, cancellable, &error) : NULL;

  if (rows == NULL)
    g_debug ("%s has no templates: %s", logon->provider->service_name, error->message);
  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
      g_autoptr (MapiPropList) key = NULL;

      mapi_prop_list_builder_add_data (builder, MAPI_PR_INSTANCE_KEY, &all->len, sizeof all->len);
      key = mapi_prop_list_builder_end (builder);
      g_ptr_array_add (all, mapi_prop_list_merge (row, key));
    }
}

MapiTable *
mapi_address_book_get_one_off_table (MapiAddressBook *self,
                                     GCancellable    *cancellable,
                                     GError         **error)
{
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiTableData) data =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_INSTANCE_KEY, NULL);
  g_autoptr (MapiRowSet) rows = NULL;

  for (guint i = 0; i < self->logons->len; i++)
    add_templates (all, self->logons->pdata[i], cancellable);
  rows = mapi_row_set_new ((MapiPropList **) all->pdata, all->len);

  return mapi_table_data_modify_rows (data, rows, error) ? mapi_table_data_get_view (data, NULL)
                                                         : NULL;
}

static MapiPropList *
query_default_recip_opt (MapiAddrBook *book,
                         const char   *address_type,
                         guint32       flags,
                         GCancellable *cancellable,
                         GError      **error)
{
  MapiSession *session = MAPI_ADDRESS_BOOK (book)->session;

  return mapi_session_check_open (session, error)
             ? mapi_session_find_options (session, address_type, MAPI_OPTION_TYPE_RECIPIENT, error)
             : NULL;
}

static MapiPropList *
recip_options (MapiAddrBook *book,
               guint32       flags,
               MapiPropList *recipient,
               GCancellable *cancellable,
               GError      **error)
{
  const char *type = mapi_prop_list_get_string (recipient, MAPI_PR_ADDRTYPE);
  g_autoptr (MapiPropList) options = NULL;

  if (type == NULL)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "the recipient has no PR_ADDRTYPE");
      return NULL;
    }
  options = query_default_recip_opt (book, type, flags, cancellable, error);

  return options != NULL ? mapi_prop_list_merge (options, recipient) : NULL;
}

void
mapi_address_book_interaction_init (MapiAddrBookInterface *iface)
{
  iface->new_entry = new_entry;
  iface->address = address;
  iface->details = details;
  iface->recip_options = recip_options;
  iface->query_default_recip_opt = query_default_recip_opt;
}
