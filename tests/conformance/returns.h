/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tap.h"

/* A call that fails with a code; it puts its error into `error`. */
#define EXPECT(call, code)                                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) error = NULL;                                                               \
    CU_ASSERT_FALSE (call);                                                                        \
    TAP_ERROR (error, MAPI_ERROR, code);                                                           \
  }                                                                                                \
  G_STMT_END

/* A call that succeeds, but not wholly; it puts its warning into `warning`. */
#define EXPECT_WARNING(call, code)                                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) error = NULL;                                                               \
    guint32 warning = 0;                                                                           \
    CU_ASSERT_TRUE (call);                                                                         \
    TAP_NO_ERROR (error);                                                                          \
    TAP_NUMBER (warning, code);                                                                    \
  }                                                                                                \
  G_STMT_END
