/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  guint32     flag;
} FakeFlagName;

/* Each ends with zeros. */
extern const FakeFlagName fake_logon_flag_names[];
extern const FakeFlagName fake_notify_flag_names[];
extern const FakeFlagName fake_flush_flag_names[];
extern const FakeFlagName fake_submit_flag_names[];

/* Their names with a | between them, and what has none as a number (transfer full). */
char *fake_flags_describe (const FakeFlagName *names, guint32 flags);

G_END_DECLS
