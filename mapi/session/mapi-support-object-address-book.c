/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"
#include "mapi-support-object-private.h"

/* What the support object has of the address book. */

static MapiAddressBook *
open_book (MapiSupport *support, const char *method, GCancellable *cancellable, GError **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  return mapi_support_object_offers (self, method, error)
             ? mapi_session_open_address_book (
                   self->session, MAPI_AB_NO_DIALOG, NULL, cancellable, error)
             : NULL;
}

static MapiProp *
open_address_book (MapiSupport  *support,
                   const char   *interface_name,
                   guint32       flags,
                   GCancellable *cancellable,
                   GError      **error)
{
  return (MapiProp *) open_book (support, "OpenAddressBook", cancellable, error);
}

static MapiTable *
get_one_off_table (MapiSupport *support, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiAddressBook) book = open_book (support, "GetOneOffTable", cancellable, error);

  return book != NULL ? mapi_address_book_get_one_off_table (book, cancellable, error) : NULL;
}

/* The provider whose template it is binds the entry to itself. */
static MapiProp *
open_template_id (MapiSupport  *support,
                  GBytes       *template_id,
                  guint32       template_flags,
                  MapiProp     *data,
                  const char   *interface_name,
                  MapiProp     *sibling,
                  GCancellable *cancellable,
                  GError      **error)
{
  g_autoptr (MapiAddressBook) book = open_book (support, "OpenTemplateID", cancellable, error);
  g_autoptr (MapiSessionLogon) owner =
      book != NULL ? mapi_session_find_ab_logon (book->session, template_id) : NULL;
  g_autoptr (MapiAbLogon) provider = NULL;
  MapiProp *bound;

  if (book == NULL)
    return NULL;
  if (owner == NULL)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_UNKNOWN_ENTRYID,
                           "the template belongs to no address book provider of this session");
      return NULL;
    }

  provider = mapi_session_logon_ref_ab (owner, error);
  bound = provider != NULL ? mapi_ab_logon_open_template_id (provider,
                                                             template_id,
                                                             template_flags,
                                                             data,
                                                             interface_name,
                                                             sibling,
                                                             cancellable,
                                                             error)
                           : NULL;
  if (bound == NULL)
    mapi_session_prefix_error (owner->provider, "OpenTemplateID", error);
  return bound;
}

static MapiRowSet *
address (MapiSupport  *support,
         MapiRowSet   *recipients,
         guint32       flags,
         GCancellable *cancellable,
         GError      **error)
{
  g_autoptr (MapiAddressBook) book = open_book (support, "Address", cancellable, error);

  return book != NULL
             ? mapi_addr_book_address (MAPI_ADDR_BOOK (book), recipients, flags, cancellable, error)
             : NULL;
}

static gboolean
details (MapiSupport  *support,
         GBytes       *entry_id,
         MapiControl  *button,
         const char   *button_text,
         guint32       flags,
         GCancellable *cancellable,
         GError      **error)
{
  g_autoptr (MapiAddressBook) book = open_book (support, "Details", cancellable, error);

  return book != NULL &&
         mapi_addr_book_details (
             MAPI_ADDR_BOOK (book), entry_id, button, button_text, flags, cancellable, error);
}

static GBytes *
new_entry (MapiSupport  *support,
           guint32       flags,
           GBytes       *container,
           GBytes       *template_id,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr (MapiAddressBook) book = open_book (support, "NewEntry", cancellable, error);

  return book != NULL
             ? mapi_addr_book_new_entry (
                   MAPI_ADDR_BOOK (book), flags, container, template_id, cancellable, error)
             : NULL;
}

void
mapi_support_object_address_book_init (MapiSupportInterface *iface)
{
  iface->open_address_book = open_address_book;
  iface->get_one_off_table = get_one_off_table;
  iface->open_template_id = open_template_id;
  iface->address = address;
  iface->details = details;
  iface->new_entry = new_entry;
}
