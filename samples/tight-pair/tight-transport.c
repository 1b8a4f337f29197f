/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The transport of the pair. Messages of the pair's own store rarely come here, for the store has
 * sent them before; but those of other stores do, those that go elsewhere too, and those whose
 * recipient has no door. */

#include "tight-transport.h"

#include "house.h"
#include "tenant.h"
#include "tight-store.h"

struct _TightTransport
{
  MapiTransport parent_instance;
  Tenant       *tenant;
};

static gboolean
tight_transport_open (
    MapiTransport *self, MapiPropList *settings, guint32 *flags, GCancellable *c, GError **error)
{
  *flags = MAPI_LOGON_SP_POLL;
  TIGHT_TRANSPORT (self)->tenant = tenant_get (settings, error);
  return TIGHT_TRANSPORT (self)->tenant != NULL;
}

static gboolean
tight_transport_logged_on (MapiTransport *self, GCancellable *c, GError **error)
{
  return tenant_join_transport (TIGHT_TRANSPORT (self)->tenant, self, error);
}

static MapiAddressTypes *
tight_transport_address_types (MapiXpLogon *logon, guint32 *flags, GCancellable *c, GError **error)
{
  const char *const types[] = { HOUSE_ADDRESS_TYPE, NULL };

  *flags = MAPI_UNICODE;
  return mapi_address_types_new (types, NULL);
}

static MapiRowSet *
mark_unknown (MapiRowSet *recipients)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      g_ptr_array_add (rows,
                       mapi_recipient_with_failure (
                           row, MAPI_DIAG_OR_NAME_UNRECOGNIZED, "nobody of this name lives here"));
    }
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static gboolean
tight_transport_submit_message (MapiXpLogon  *logon,
                                guint32       flags,
                                MapiMessage  *message,
                                guint32      *message_ref,
                                guint32      *return_parm,
                                GCancellable *c,
                                GError      **error)
{
  const char *house = tenant_get_house (TIGHT_TRANSPORT (logon)->tenant);
  g_autoptr (MapiRowSet) all = mapi_message_list_open_recipients (message, c, error);
  g_autoptr (MapiRowSet) known = NULL;
  g_autoptr (MapiRowSet) strangers = NULL;
  g_autoptr (MapiRowSet) failed = NULL;

  if (all == NULL)
    return FALSE;
  known = house_pick (house, all, TRUE);
  strangers = house_pick (house, all, FALSE);
  failed = mark_unknown (strangers);
  return house_deliver (house, message, known, c, error) &&
         mapi_transport_settle (MAPI_TRANSPORT (logon), message, known, failed, c, error);
}

/* The store takes in by itself what lies before the door, and tells the spooler: through the
 * transport comes nothing. */
static gboolean
tight_transport_poll (MapiXpLogon *logon, guint32 *incoming, GCancellable *c, GError **error)
{
  g_autoptr (GObject) store = tenant_ref_store (TIGHT_TRANSPORT (logon)->tenant);

  *incoming = FALSE;
  return store == NULL || tight_store_collect (TIGHT_STORE (store), c, error);
}

static void
init_logon (MapiXpLogonInterface *iface)
{
  iface->address_types = tight_transport_address_types;
  iface->submit_message = tight_transport_submit_message;
  iface->poll = tight_transport_poll;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TightTransport,
                               tight_transport,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, init_logon))

static void
tight_transport_class_init (TightTransportClass *klass)
{
  MAPI_TRANSPORT_CLASS (klass)->open = tight_transport_open;
  MAPI_TRANSPORT_CLASS (klass)->logged_on = tight_transport_logged_on;
}

static void
tight_transport_init (TightTransport *self)
{
}
