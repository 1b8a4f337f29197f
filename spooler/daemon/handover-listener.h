/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes what `mapi send` hands over (front/handover.h) and submits it, each on a thread of its own.
 */
typedef struct _HandoverListener HandoverListener;

/* Told of each that was answered, in its thread. */
typedef void (*HandoverTaken) (int process, gpointer data);

/* Programs that are listened to at a time; who comes then is sent away, and sends by himself. */
#define HANDOVER_MOST_LINKS 32

/* Only for who holds the lock of the spooler of @profile: what lies where it listens is removed. */
HandoverListener *
handover_listener_new (const char *profile, HandoverTaken taken, gpointer data, GError **error);

/* Nobody new is listened to. Those who are have @grace seconds to send all they have; what was sent
 * is submitted, and answered. FALSE if that does not come back for @patience seconds more: it is
 * left behind. */
gboolean handover_listener_stop (HandoverListener *self, guint grace, guint patience);

G_END_DECLS
