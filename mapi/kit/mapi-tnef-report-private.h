/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-tnef-problem-array.h"

G_BEGIN_DECLS

/* Messages in messages, deeper than which nothing is encoded or decoded. */
#define MAPI_TNEF_DEEPEST 32

/* What went wrong in one call: problems, which stop nothing, or an error, which does. */
typedef struct
{
  MapiTnefProblemArray *problems; /* NULL without any */
  GError               *error;
} MapiTnefReport;

void mapi_tnef_report_clear (MapiTnefReport *self);
void mapi_tnef_report_add (
    MapiTnefReport *self, guint32 component, guint32 attribute, guint32 tag, gint32 code);

/* A call failed: a problem, unless it says that there is no use in going on. */
void mapi_tnef_report_take (
    MapiTnefReport *self, guint32 component, guint32 attribute, guint32 tag, GError *error);

/* Ends the call: what to answer. */
gboolean mapi_tnef_report_finish (MapiTnefReport        *self,
                                  MapiTnefProblemArray **problems,
                                  guint32               *warning,
                                  GError               **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiTnefReport, mapi_tnef_report_clear)

G_END_DECLS
