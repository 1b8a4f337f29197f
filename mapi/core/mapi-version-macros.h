/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(MAPI_INSIDE) && !defined(MAPI_COMPILATION)
#error "Only <mapi/mapi.h> can be included directly."
#endif

#include <gio/gio.h>

#ifdef MAPI_COMPILATION
#define _MAPI_EXTERN __attribute__ ((visibility ("default"))) extern
#else
#define _MAPI_EXTERN extern
#endif

#define MAPI_AVAILABLE_IN_1_0 _MAPI_EXTERN
