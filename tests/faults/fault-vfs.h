/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What fails below SQLite: calls of the file system, or allocations. */
typedef enum
{
  FAULT_NONE,
  FAULT_ERROR,  /* a call answers that there was an error of input or output */
  FAULT_FULL,   /* a write answers that the disk is full */
  FAULT_MEMORY, /* an allocation answers that there is none left */
} FaultKind;

/* Before anything opens a database. */
void fault_vfs_install (void);

/* From now on the @number th call that can fail so fails, the first is 1; with @lasting all after
 * it too. */
void fault_vfs_plan (FaultKind kind, guint number, gboolean lasting);

/* Nothing fails any more. Answers how many calls could have failed since the plan. */
guint fault_vfs_end (void);

G_END_DECLS
