/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-progress.h"

G_BEGIN_DECLS

/* A progress object that shows nothing; it keeps its limits, as providers expect. */
MapiProgress *mapi_plain_progress_new (guint32 flags);

G_END_DECLS
