/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-status.h"

#define FAKE_TYPE_STATUS (fake_status_get_type ())
G_DECLARE_FINAL_TYPE (FakeStatus, fake_status, FAKE, STATUS, GObject)

struct _FakeStatus
{
  GObject        parent_instance;
  MapiStatus    *plain;
  FakeTransport *transport;
};

static void fake_status_prop_init (MapiPropInterface *iface);
static void fake_status_status_init (MapiStatusInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeStatus,
                               fake_status,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, fake_status_prop_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_STATUS,
                                                          fake_status_status_init))

static MapiPropList *
build_own (FakeStatus *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  FakeActor       *actor = fake_transport_get_actor (self->transport);
  g_autofree char *script = fake_actor_dup_script_text (actor);
  g_auto (GStrv) log = fake_actor_get_log (actor);
  g_autofree char *lines = g_strjoinv ("\n", log);

  mapi_prop_list_builder_add_string (builder, FAKE_PR_SCRIPT, script);
  mapi_prop_list_builder_add_string (builder, FAKE_PR_LOG, lines);
  return mapi_prop_list_builder_end (builder);
}

static MapiPropList *
build_all (FakeStatus *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropList) plain =
      mapi_prop_get_props (MAPI_PROP (self->plain), NULL, 0, cancellable, NULL, error);
  g_autoptr (MapiPropList) own = build_own (self);

  return plain != NULL ? mapi_prop_list_merge (plain, own) : NULL;
}

static MapiPropList *
fake_status_get_props (MapiProp         *prop,
                       MapiPropTagArray *tags,
                       guint32           flags,
                       GCancellable     *cancellable,
                       guint32          *warning,
                       GError          **error)
{
  g_autoptr (MapiPropList) all = build_all (FAKE_STATUS (prop), cancellable, error);
  g_autoptr (MapiPropList) selected = NULL;
  gboolean missing = FALSE;

  if (all == NULL || tags == NULL)
    return g_steal_pointer (&all);

  selected = mapi_prop_list_select (all, tags, &missing);
  if (missing && warning != NULL)
    *warning = MAPI_W_ERRORS_RETURNED;
  return g_steal_pointer (&selected);
}

static MapiPropTagArray *
fake_status_get_prop_list (MapiProp *prop, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropList) all = build_all (FAKE_STATUS (prop), cancellable, error);

  return all != NULL ? mapi_prop_list_get_tags (all) : NULL;
}

static gboolean
fake_status_set_props (MapiProp              *prop,
                       MapiPropList          *props,
                       MapiPropProblemArray **problems,
                       GCancellable          *cancellable,
                       GError               **error)
{
  const char *script = mapi_prop_list_get_string (props, FAKE_PR_SCRIPT);

  if (script != NULL)
    return fake_transport_set_script (FAKE_STATUS (prop)->transport, script, error);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "fake: the script alone can be set here");
  return FALSE;
}

static gboolean
fake_status_validate_state (MapiStatus   *status,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  return mapi_status_validate_state (FAKE_STATUS (status)->plain, flags, cancellable, error);
}

static gboolean
fake_status_flush_queues (MapiStatus   *status,
                          GBytes       *target_transport,
                          guint32       flags,
                          GCancellable *cancellable,
                          GError      **error)
{
  return mapi_status_flush_queues (
      FAKE_STATUS (status)->plain, target_transport, flags, cancellable, error);
}

static void
fake_status_prop_init (MapiPropInterface *iface)
{
  iface->get_props = fake_status_get_props;
  iface->get_prop_list = fake_status_get_prop_list;
  iface->set_props = fake_status_set_props;
}

static void
fake_status_status_init (MapiStatusInterface *iface)
{
  iface->validate_state = fake_status_validate_state;
  iface->flush_queues = fake_status_flush_queues;
}

static void
fake_status_finalize (GObject *object)
{
  FakeStatus *self = FAKE_STATUS (object);

  g_object_unref (self->plain);
  g_object_unref (self->transport);

  G_OBJECT_CLASS (fake_status_parent_class)->finalize (object);
}

static void
fake_status_class_init (FakeStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_status_finalize;
}

static void
fake_status_init (FakeStatus *self)
{
}

MapiStatus *
fake_status_new (MapiStatus *plain, FakeTransport *transport)
{
  FakeStatus *self = g_object_new (FAKE_TYPE_STATUS, NULL);

  self->plain = g_object_ref (plain);
  self->transport = g_object_ref (transport);
  return MAPI_STATUS (self);
}
