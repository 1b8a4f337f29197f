/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-bench.h"

G_BEGIN_DECLS

/*
 * A message on its way out, as the spooler gives it to a transport: submitted, complete, and with
 * recipients whose fate is known. Whatever the transport does with it stands in the journal.
 */
typedef struct _CheckLetter CheckLetter;

/* A letter without recipients. The bench owns it. */
CheckLetter *check_letter_new (CheckBench *bench);

/* What the transport gets, and what lies behind. */
MapiMessage *check_letter_get_message (CheckLetter *self);
MapiMessage *check_letter_get_inner (CheckLetter *self);

/* A word that stands in the body, and in no other letter. */
const char *check_letter_get_word (CheckLetter *self);

/* Adds a recipient whose name is its number, a point and the word; answers the number. The
 * transport is to deal with it if @open. */
guint check_letter_add (CheckLetter *self, CheckFate fate, gboolean open);

/* The same, of another type than MAPI_TO, and with properties more than the usual ones. */
guint check_letter_add_row (
    CheckLetter *self, CheckFate fate, guint32 type, gboolean open, MapiPropList *more);

void check_letter_set (CheckLetter *self, MapiPropValue *value);

/* PR_RESPONSIBILITY of a recipient. */
gboolean check_letter_is_taken (CheckLetter *self, guint number);

/* Its row as it is now. */
MapiPropList *check_letter_get_row (CheckLetter *self, guint number);

/* A property as it is now; NULL when there is none. */
MapiPropValue *check_letter_get (CheckLetter *self, guint32 tag);

/* Of the calls of StatusRecips, the row that is about a recipient; NULL when there is none.
 * @n_rows: how many there are of it. */
MapiPropList *check_letter_find_report (CheckLetter *self, guint number, guint *n_rows);

void check_letter_free (CheckLetter *self);

G_END_DECLS
