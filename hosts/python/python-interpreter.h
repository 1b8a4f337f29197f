/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

gboolean python_interpreter_start (GError **error);
void     python_interpreter_take_error (const char *call, GError **error);
void     python_interpreter_enter_thread (void);

G_END_DECLS
