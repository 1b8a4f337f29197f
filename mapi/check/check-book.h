/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-ends.h"
#include "check-entry.h"

G_BEGIN_DECLS

/* MAPI's part of the conversation with an address book provider. */

/* An own logon to the provider, past the address book that MAPI makes of all of them. */
typedef struct
{
  CheckEnds    ends;
  MapiAbLogon *logon;
} CheckBook;

/* Logs on, as a complaint when that fails. */
gboolean check_book_open (CheckBench *bench, CheckBook *book);

/* Logs off, where that was not done yet. */
void check_book_clear (CheckBook *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckBook, check_book_clear)

/* An entry of this identifier, NULL for the root; NULL as a complaint when it cannot be opened. */
MapiProp *check_book_open_entry (CheckBench *bench, CheckBook *book, GBytes *entry_id);

/* The rows of the hierarchy. */
MapiRowSet *check_book_list_containers (CheckBench *bench, CheckBook *book);

/* The first container, and some of the rows in it: where there are none, and it can be written to,
 * one is made. NULL, and the clause is skipped, when nobody is in it. */
MapiRowSet *check_book_list_people (CheckBench *bench, CheckBook *book, MapiContainer **container);

G_END_DECLS
