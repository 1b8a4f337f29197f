/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A library that many processes do not need is loaded when it is first of use, with the libraries
 * that it needs itself: the start of a process that sends one message costs what it loads. The
 * functions of the library stand in a structure whose members have their names and types:
 *
 *     #define THING_FUNCTIONS(X) X (thing_new) X (thing_free)
 *
 *     typedef struct
 *     {
 *       THING_FUNCTIONS (MAPI_LATE_MEMBER)
 *     } Thing;
 */
#define MAPI_LATE_MEMBER(name) __typeof__ (&name) name;
#define MAPI_LATE_NAME(name) #name,

/* Fills @functions, of @n, from the library; ends the process where it is not what the headers were
 * of, as the loader ends one at its start. */
void mapi_late_library_load (const char        *library,
                             const char *const *names,
                             guint              n,
                             gpointer          *functions);

G_END_DECLS
