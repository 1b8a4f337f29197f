/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Providers in Python, as programs meet them: found in the catalogue, put into a profile, loaded by
 * the session and driven by the spooler. */

#include "tap.h"

#include "folder-rig.h"
#include "session-rig.h"

static void
test_sample (void)
{
  folder_rig_try ("python-transport", "DROP");
}

TAP_MAIN ("hosts/python", { "the sample transport", test_sample })
