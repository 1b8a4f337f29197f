/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-check-clause.h"
#include "mapi-check-result.h"
#include "mapi-check-run.h"
