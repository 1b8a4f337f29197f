/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-progress.h"

#define MINIMUM 100
#define MAXIMUM 200

struct _MockProgress
{
  GObject  parent_instance;
  guint    n_calls;
  guint32  last;
  gboolean has_gone_back;
  guint    cancel_at;
  guint    call_at;
  void (*func) (gpointer data);
  gpointer data;
};

static void mock_progress_iface_init (MapiProgressInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockProgress,
                               mock_progress,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROGRESS, mock_progress_iface_init))

static gboolean
progress (MapiProgress *object, guint32 value, guint32 count, guint32 total, GError **error)
{
  MockProgress *self = MOCK_PROGRESS (object);

  self->n_calls++;
  self->has_gone_back |= value < self->last || value > MAXIMUM || count > total;
  self->last = value;
  if (self->n_calls == self->call_at)
    self->func (self->data);
  if (self->n_calls != self->cancel_at)
    return TRUE;
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_USER_CANCEL, "mock: somebody has cancelled");
  return FALSE;
}

static gboolean
get_flags (MapiProgress *object, guint32 *flags, GError **error)
{
  *flags = 0;
  return TRUE;
}

static gboolean
get_max (MapiProgress *object, guint32 *maximum, GError **error)
{
  *maximum = MAXIMUM;
  return TRUE;
}

static gboolean
get_min (MapiProgress *object, guint32 *minimum, GError **error)
{
  *minimum = MINIMUM;
  return TRUE;
}

static void
mock_progress_iface_init (MapiProgressInterface *iface)
{
  iface->progress = progress;
  iface->get_flags = get_flags;
  iface->get_max = get_max;
  iface->get_min = get_min;
}

static void
mock_progress_class_init (MockProgressClass *klass)
{
}

static void
mock_progress_init (MockProgress *self)
{
  self->last = MINIMUM;
}

MockProgress *
mock_progress_new (void)
{
  return g_object_new (MOCK_TYPE_PROGRESS, NULL);
}

guint
mock_progress_get_n_calls (MockProgress *self)
{
  return self->n_calls;
}

guint32
mock_progress_get_last (MockProgress *self)
{
  return self->last;
}

gboolean
mock_progress_has_gone_back (MockProgress *self)
{
  return self->has_gone_back;
}

void
mock_progress_cancel_at (MockProgress *self, guint call)
{
  self->cancel_at = call;
}

void
mock_progress_call_at (MockProgress *self, guint call, void (*func) (gpointer data), gpointer data)
{
  self->call_at = call;
  self->func = func;
  self->data = data;
}
