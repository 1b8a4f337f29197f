/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fuzz.h"

guint fuzz_n_understood;
