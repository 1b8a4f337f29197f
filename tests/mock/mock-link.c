/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-link.h"

static void mock_link_spooler_link_init (MapiSpoolerLinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockLink,
                               mock_link,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_LINK,
                                                      mock_link_spooler_link_init))

static void
mock_link_class_init (MockLinkClass *klass)
{
}

static void
mock_link_init (MockLink *self)
{
}

MockLink *
mock_link_new (void)
{
  return g_object_new (MOCK_TYPE_LINK, NULL);
}

static gboolean
spooler_yield (MapiSpoolerLink *link,
               MapiSupport     *support,
               guint32          flags,
               GCancellable    *cancellable,
               GError         **error)
{
  MockLink *self = MOCK_LINK (link);

  self->n_yields++;
  if (!self->stop)
    return TRUE;

  g_set_error_literal (error, MAPI_ERROR, MAPI_E_USER_CANCEL, "the spooler says stop");
  return FALSE;
}

static gboolean
spooler_notify (MapiSpoolerLink *link,
                MapiSupport     *support,
                const MapiUid   *provider_uid,
                guint32          flags,
                GBytes          *data,
                GError         **error)
{
  MockLink *self = MOCK_LINK (link);

  self->notices |= flags;
  self->provider = *provider_uid;
  return TRUE;
}

static gboolean
register_preprocessor (MapiSpoolerLink  *link,
                       const MapiUid    *provider_uid,
                       const MapiUid    *uid,
                       const char       *address_type,
                       MapiPreprocessor *preprocessor,
                       GError          **error)
{
  MOCK_LINK (link)->n_preprocessors++;

  return TRUE;
}

static gboolean
complete_msg (MapiSpoolerLink *link,
              const MapiUid   *provider_uid,
              guint32          flags,
              GBytes          *entry_id,
              GCancellable    *cancellable,
              GError         **error)
{
  MOCK_LINK (link)->n_completed++;

  return TRUE;
}

static gboolean
store_logoff_transports (MapiSpoolerLink *link,
                         const MapiUid   *provider_uid,
                         guint32         *flags,
                         GCancellable    *cancellable,
                         GError         **error)
{
  *flags = MAPI_LOGOFF_OUTBOUND;

  return TRUE;
}

static gboolean
status_recips (MapiSpoolerLink *link,
               MapiSupport     *support,
               const MapiUid   *provider_uid,
               MapiMessage     *message,
               MapiRowSet      *recipients,
               GCancellable    *cancellable,
               GError         **error)
{
  MOCK_LINK (link)->n_reports++;

  return TRUE;
}

static gboolean
status_row_changed (MapiSpoolerLink *link,
                    const MapiUid   *provider_uid,
                    MapiPropList    *row,
                    GError         **error)
{
  MOCK_LINK (link)->n_rows++;

  return TRUE;
}

static gboolean
do_sent_mail (MapiSpoolerLink *link,
              const MapiUid   *provider_uid,
              MapiMessage     *message,
              gboolean        *taken_over,
              GCancellable    *cancellable,
              GError         **error)
{
  MOCK_LINK (link)->n_hooked++;

  return TRUE;
}

static void
mock_link_spooler_link_init (MapiSpoolerLinkInterface *iface)
{
  iface->spooler_yield = spooler_yield;
  iface->spooler_notify = spooler_notify;
  iface->register_preprocessor = register_preprocessor;
  iface->complete_msg = complete_msg;
  iface->store_logoff_transports = store_logoff_transports;
  iface->status_recips = status_recips;
  iface->status_row_changed = status_row_changed;
  iface->do_sent_mail = do_sent_mail;
}
