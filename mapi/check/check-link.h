/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A spooler that lets providers do whatever they want. */
#define CHECK_TYPE_LINK (check_link_get_type ())
G_DECLARE_FINAL_TYPE (CheckLink, check_link, CHECK, LINK, GObject)

MapiSpoolerLink *check_link_new (void);

G_END_DECLS
