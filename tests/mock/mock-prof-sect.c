/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-prof-sect.h"

struct _MockProfSect
{
  GObject       parent_instance;
  GMutex        lock;
  MapiPropList *props;
};

static void mock_prof_sect_prop_iface_init (MapiPropInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockProfSect,
                               mock_prof_sect,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP,
                                                      mock_prof_sect_prop_iface_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROF_SECT, NULL))

static MapiPropList *
mock_prof_sect_snapshot (MockProfSect *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return mapi_prop_list_ref (self->props);
}

static void
mock_prof_sect_replace (MockProfSect *self, MapiPropList *props)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  mapi_prop_list_unref (self->props);
  self->props = props;
}

static gboolean
mock_prof_sect_save_changes (MapiProp     *prop,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  return TRUE;
}

static MapiPropList *
mock_prof_sect_get_props (MapiProp         *prop,
                          MapiPropTagArray *tags,
                          guint32           flags,
                          GCancellable     *cancellable,
                          guint32          *warning,
                          GError          **error)
{
  g_autoptr (MapiPropList) props = mock_prof_sect_snapshot (MOCK_PROF_SECT (prop));
  gboolean      missing = FALSE;
  MapiPropList *selected;

  if (tags == NULL)
    return g_steal_pointer (&props);

  selected = mapi_prop_list_select (props, tags, &missing);
  if (missing && warning != NULL)
    *warning = MAPI_W_ERRORS_RETURNED;
  return selected;
}

static MapiPropTagArray *
mock_prof_sect_get_prop_list (MapiProp     *prop,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  g_autoptr (MapiPropList) props = mock_prof_sect_snapshot (MOCK_PROF_SECT (prop));

  return mapi_prop_list_get_tags (props);
}

static gboolean
mock_prof_sect_set_props (MapiProp              *prop,
                          MapiPropList          *changes,
                          MapiPropProblemArray **problems,
                          GCancellable          *cancellable,
                          GError               **error)
{
  MockProfSect *self = MOCK_PROF_SECT (prop);
  g_autoptr (MapiPropList) props = mock_prof_sect_snapshot (self);

  mock_prof_sect_replace (self, mapi_prop_list_merge (props, changes));
  return TRUE;
}

static gboolean
mock_prof_sect_delete_props (MapiProp              *prop,
                             MapiPropTagArray      *tags,
                             MapiPropProblemArray **problems,
                             GCancellable          *cancellable,
                             GError               **error)
{
  MockProfSect *self = MOCK_PROF_SECT (prop);
  g_autoptr (MapiPropList) props = mock_prof_sect_snapshot (self);

  mock_prof_sect_replace (self, mapi_prop_list_without (props, tags));
  return TRUE;
}

static void
mock_prof_sect_prop_iface_init (MapiPropInterface *iface)
{
  iface->save_changes = mock_prof_sect_save_changes;
  iface->get_props = mock_prof_sect_get_props;
  iface->get_prop_list = mock_prof_sect_get_prop_list;
  iface->set_props = mock_prof_sect_set_props;
  iface->delete_props = mock_prof_sect_delete_props;
}

static void
mock_prof_sect_finalize (GObject *object)
{
  MockProfSect *self = MOCK_PROF_SECT (object);

  mapi_prop_list_unref (self->props);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mock_prof_sect_parent_class)->finalize (object);
}

static void
mock_prof_sect_class_init (MockProfSectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_prof_sect_finalize;
}

static void
mock_prof_sect_init (MockProfSect *self)
{
  g_mutex_init (&self->lock);
}

MapiProfSect *
mock_prof_sect_new (MapiPropList *props)
{
  MockProfSect *self = g_object_new (MOCK_TYPE_PROF_SECT, NULL);

  self->props = props != NULL ? mapi_prop_list_ref (props) : mapi_prop_list_new_empty ();
  return MAPI_PROF_SECT (self);
}
