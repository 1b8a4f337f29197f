/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROFILE_PROBLEM (mapi_profile_problem_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiProfileProblem, mapi_profile_problem, MAPI, PROFILE_PROBLEM, GObject)

MAPI_AVAILABLE_IN_1_0
MapiProfileProblem *
mapi_profile_problem_new (const char *path, guint line, MapiError code, const char *message);
MAPI_AVAILABLE_IN_1_0
const char *mapi_profile_problem_get_path (MapiProfileProblem *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_profile_problem_get_line (MapiProfileProblem *self);
MAPI_AVAILABLE_IN_1_0
MapiError mapi_profile_problem_get_code (MapiProfileProblem *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_profile_problem_get_message (MapiProfileProblem *self);

G_END_DECLS
