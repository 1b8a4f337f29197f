/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "support-rig.h"

#include "fixtures.h"
#include "tap.h"

void
support_rig_init (SupportRig *self)
{
  guint32 flags = 0;
  g_autoptr (GError) error = NULL;

  self->profile = fixtures_profile ();
  self->service = fixtures_add (self->profile, "plain");
  self->transport_uid = fixtures_provider (self->profile, self->service, MAPI_TRANSPORT_PROVIDER);
  self->session = mapi_session_logon_profile (self->profile, 0, NULL, &error);
  self->link = mock_link_new ();
  mapi_session_set_spooler (self->session, MAPI_SPOOLER_LINK (self->link));
  self->store = mapi_session_open_msg_store (self->session, NULL, 0, NULL, &error);
  self->transport = mapi_session_logon_transport (
      self->session, self->transport_uid, &flags, &self->for_transport, NULL, &error);
  self->for_store = g_object_ref (g_object_get_data (G_OBJECT (self->store), "support"));
  TAP_NO_ERROR (error);
}

void
support_rig_clear (SupportRig *self)
{
  g_clear_object (&self->for_transport);
  g_clear_object (&self->for_store);
  g_clear_object (&self->transport);
  g_clear_object (&self->store);
  mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->link);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->service, mapi_uid_free);
  g_clear_pointer (&self->transport_uid, mapi_uid_free);
}
