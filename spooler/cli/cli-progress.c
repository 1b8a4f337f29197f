/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How far something is, on one line of the terminal that goes away again. */

#include "config.h"

#include "cli-progress.h"

#include <unistd.h>

#define CLI_PROGRESS_MAX 1000

struct _CliProgress
{
  GObject parent_instance;

  char   *what;
  guint32 minimum;
  guint32 maximum;
  gint    shown; /* in percent; -1 for nothing yet */
};

static void cli_progress_iface_init (MapiProgressInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CliProgress,
                               cli_progress,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROGRESS, cli_progress_iface_init))

static void
cli_progress_finalize (GObject *object)
{
  g_free (CLI_PROGRESS (object)->what);
  G_OBJECT_CLASS (cli_progress_parent_class)->finalize (object);
}

static void
cli_progress_class_init (CliProgressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cli_progress_finalize;
}

static void
cli_progress_init (CliProgress *self)
{
  self->maximum = CLI_PROGRESS_MAX;
  self->shown = -1;
}

CliProgress *
cli_progress_new (Cli *cli, const char *what)
{
  CliProgress *self;

  if (cli->quiet || !isatty (STDERR_FILENO))
    return NULL;
  self = g_object_new (CLI_TYPE_PROGRESS, NULL);
  self->what = g_strdup (what);
  return self;
}

void
cli_progress_end (CliProgress *self)
{
  if (self != NULL && self->shown >= 0)
    g_printerr ("\r\033[K");
}

static gboolean
cli_progress_progress (
    MapiProgress *progress, guint32 value, guint32 count, guint32 total, GError **error)
{
  CliProgress *self = CLI_PROGRESS (progress);
  guint32      range = MAX (self->maximum - self->minimum, 1);
  gint         percent = (gint) ((guint64) (value - self->minimum) * 100 / range);

  if (percent != self->shown)
    g_printerr ("\r%s: %d %%", self->what, percent);
  self->shown = percent;
  return TRUE;
}

static gboolean
cli_progress_get_flags (MapiProgress *progress, guint32 *flags, GError **error)
{
  *flags = MAPI_TOP_LEVEL;
  return TRUE;
}

static gboolean
cli_progress_get_max (MapiProgress *progress, guint32 *maximum, GError **error)
{
  *maximum = CLI_PROGRESS (progress)->maximum;
  return TRUE;
}

static gboolean
cli_progress_get_min (MapiProgress *progress, guint32 *minimum, GError **error)
{
  *minimum = CLI_PROGRESS (progress)->minimum;
  return TRUE;
}

static gboolean
cli_progress_set_limits (
    MapiProgress *progress, guint32 *minimum, guint32 *maximum, guint32 *flags, GError **error)
{
  CliProgress *self = CLI_PROGRESS (progress);

  if (minimum != NULL)
    self->minimum = *minimum;
  if (maximum != NULL)
    self->maximum = *maximum;
  return TRUE;
}

static void
cli_progress_iface_init (MapiProgressInterface *iface)
{
  iface->progress = cli_progress_progress;
  iface->get_flags = cli_progress_get_flags;
  iface->get_max = cli_progress_get_max;
  iface->get_min = cli_progress_get_min;
  iface->set_limits = cli_progress_set_limits;
}
