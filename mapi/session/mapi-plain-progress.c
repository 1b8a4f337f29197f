/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-plain-progress-private.h"

#define MAPI_TYPE_PLAIN_PROGRESS (mapi_plain_progress_get_type ())
G_DECLARE_FINAL_TYPE (MapiPlainProgress, mapi_plain_progress, MAPI, PLAIN_PROGRESS, GObject)

struct _MapiPlainProgress
{
  GObject parent_instance;

  GMutex  lock;
  guint32 minimum;
  guint32 maximum;
  guint32 flags;
};

/* What IMAPIProgress begins with. */
#define FIRST_MAXIMUM 1000

static void mapi_plain_progress_progress_init (MapiProgressInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiPlainProgress,
                               mapi_plain_progress,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROGRESS,
                                                      mapi_plain_progress_progress_init))

static void
mapi_plain_progress_finalize (GObject *object)
{
  g_mutex_clear (&MAPI_PLAIN_PROGRESS (object)->lock);

  G_OBJECT_CLASS (mapi_plain_progress_parent_class)->finalize (object);
}

static void
mapi_plain_progress_class_init (MapiPlainProgressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_plain_progress_finalize;
}

static void
mapi_plain_progress_init (MapiPlainProgress *self)
{
  g_mutex_init (&self->lock);
  self->maximum = FIRST_MAXIMUM;
}

MapiProgress *
mapi_plain_progress_new (guint32 flags)
{
  MapiPlainProgress *self = g_object_new (MAPI_TYPE_PLAIN_PROGRESS, NULL);

  self->flags = flags;
  return MAPI_PROGRESS (self);
}

static gboolean
progress (MapiProgress *progress, guint32 value, guint32 count, guint32 total, GError **error)
{
  return TRUE;
}

static guint32
get (MapiProgress *progress, const guint32 *field)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&MAPI_PLAIN_PROGRESS (progress)->lock);

  return *field;
}

static gboolean
get_flags (MapiProgress *progress, guint32 *flags, GError **error)
{
  *flags = get (progress, &MAPI_PLAIN_PROGRESS (progress)->flags);

  return TRUE;
}

static gboolean
get_max (MapiProgress *progress, guint32 *maximum, GError **error)
{
  *maximum = get (progress, &MAPI_PLAIN_PROGRESS (progress)->maximum);

  return TRUE;
}

static gboolean
get_min (MapiProgress *progress, guint32 *minimum, GError **error)
{
  *minimum = get (progress, &MAPI_PLAIN_PROGRESS (progress)->minimum);

  return TRUE;
}

static gboolean
set_limits (
    MapiProgress *progress, guint32 *minimum, guint32 *maximum, guint32 *flags, GError **error)
{
  MapiPlainProgress *self = MAPI_PLAIN_PROGRESS (progress);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (minimum != NULL)
    self->minimum = *minimum;
  if (maximum != NULL)
    self->maximum = *maximum;
  if (flags != NULL)
    self->flags = *flags;

  return TRUE;
}

static void
mapi_plain_progress_progress_init (MapiProgressInterface *iface)
{
  iface->progress = progress;
  iface->get_flags = get_flags;
  iface->get_max = get_max;
  iface->get_min = get_min;
  iface->set_limits = set_limits;
}
