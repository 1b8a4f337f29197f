/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-clause.h"

G_BEGIN_DECLS

/* A call that the provider made: of its support object, or of a message it was given. */
typedef struct
{
  const char   *method;
  GObject      *object; /* whose; to compare, maybe gone */
  guint32       flags;
  GBytes       *bytes; /* SpoolerNotify */
  MapiPropList *props; /* ModifyStatusRow, SetProps */
  MapiRowSet   *rows;  /* StatusRecips, ModifyRecipients */
  GObject      *argument;
} CheckCall;

/* What was called, in order. Calls come from any thread. */
typedef struct _CheckJournal CheckJournal;

CheckJournal *check_journal_new (void);
void          check_journal_free (CheckJournal *self);

/* Takes the call over. */
void check_journal_add (CheckJournal *self, CheckCall *call);

/* From now on what was called until now counts no more. */
void check_journal_forget (CheckJournal *self);

/* How often @method was called, of @object if that is not NULL. */
guint check_journal_count (CheckJournal *self, const char *method, gpointer object);

/* A call of @method, 0 is the first; NULL when there were not so many. It lives as long as the
 * journal. */
const CheckCall *
check_journal_find (CheckJournal *self, const char *method, gpointer object, guint index);

/* The row of the status table, as the calls of ModifyStatusRow have left it, forgotten or not; NULL
 * when there was none. */
MapiPropList *check_journal_get_status_row (CheckJournal *self);

G_END_DECLS
