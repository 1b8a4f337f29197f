/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-link.h"

struct _CheckLink
{
  GObject parent_instance;
};

static void check_link_iface_init (MapiSpoolerLinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CheckLink,
                               check_link,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_LINK,
                                                      check_link_iface_init))

static gboolean
check_link_spooler_yield (MapiSpoolerLink *link,
                          MapiSupport     *support,
                          guint32          flags,
                          GCancellable    *cancellable,
                          GError         **error)
{
  return TRUE;
}

static gboolean
check_link_spooler_notify (MapiSpoolerLink *link,
                           MapiSupport     *support,
                           const MapiUid   *provider_uid,
                           guint32          flags,
                           GBytes          *data,
                           GError         **error)
{
  return TRUE;
}

static gboolean
check_link_register_preprocessor (MapiSpoolerLink  *link,
                                  const MapiUid    *provider_uid,
                                  const MapiUid    *uid,
                                  const char       *address_type,
                                  MapiPreprocessor *preprocessor,
                                  GError          **error)
{
  return TRUE;
}

static gboolean
check_link_complete_msg (MapiSpoolerLink *link,
                         const MapiUid   *provider_uid,
                         guint32          flags,
                         GBytes          *entry_id,
                         GCancellable    *cancellable,
                         GError         **error)
{
  return TRUE;
}

static gboolean
check_link_store_logoff_transports (MapiSpoolerLink *link,
                                    const MapiUid   *provider_uid,
                                    guint32         *flags,
                                    GCancellable    *cancellable,
                                    GError         **error)
{
  return TRUE;
}

static gboolean
check_link_status_recips (MapiSpoolerLink *link,
                          MapiSupport     *support,
                          const MapiUid   *provider_uid,
                          MapiMessage     *message,
                          MapiRowSet      *recipients,
                          GCancellable    *cancellable,
                          GError         **error)
{
  return TRUE;
}

static gboolean
check_link_status_row_changed (MapiSpoolerLink *link,
                               const MapiUid   *provider_uid,
                               MapiPropList    *row,
                               GError         **error)
{
  return TRUE;
}

static void
check_link_iface_init (MapiSpoolerLinkInterface *iface)
{
  iface->spooler_yield = check_link_spooler_yield;
  iface->spooler_notify = check_link_spooler_notify;
  iface->register_preprocessor = check_link_register_preprocessor;
  iface->complete_msg = check_link_complete_msg;
  iface->store_logoff_transports = check_link_store_logoff_transports;
  iface->status_recips = check_link_status_recips;
  iface->status_row_changed = check_link_status_row_changed;
}

static void
check_link_class_init (CheckLinkClass *klass)
{
}

static void
check_link_init (CheckLink *self)
{
}

MapiSpoolerLink *
check_link_new (void)
{
  return g_object_new (CHECK_TYPE_LINK, NULL);
}
