/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-script.h"

G_BEGIN_DECLS

/* The calls of a store that a script can tell apart. */
extern const FakeCallName fake_store_calls[];

/* The name in scripts of a method; NULL for one that scripts say nothing about. */
const char *fake_store_calls_find (const char *interface_name, const char *method);

G_END_DECLS
