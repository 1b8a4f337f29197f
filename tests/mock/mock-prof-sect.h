/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define MOCK_TYPE_PROF_SECT (mock_prof_sect_get_type ())
G_DECLARE_FINAL_TYPE (MockProfSect, mock_prof_sect, MOCK, PROF_SECT, GObject)

/* A profile section in memory. */
MapiProfSect *mock_prof_sect_new (MapiPropList *props);

G_END_DECLS
