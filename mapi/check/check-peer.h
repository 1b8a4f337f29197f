/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-clause.h"

G_BEGIN_DECLS

/*
 * The world behind the provider, as whoever runs the kit describes it: the settings of the service,
 * addresses, and commands. In settings and commands `@HOME@` stands for a fresh folder of the
 * clause, in which the commands run.
 */
typedef struct
{
  GHashTable *settings;
  char       *recipient; /* TYPE:ADDRESS that mail can be delivered to */
  char       *refused;   /* one that will never be */
  char       *later;     /* one that cannot be now */
  char       *prepare;   /* a command that makes the world ready */
  char       *arrive;    /* a command by which the message on its standard input arrives */
  char       *sent;      /* a command that prints all messages sent */
} CheckPeer;

CheckPeer *check_peer_new (void);
void       check_peer_free (CheckPeer *self);

/* @key: `Recipient`, `Refused`, `Later`, `Prepare`, `Arrive` or `Sent`. */
gboolean check_peer_set (CheckPeer *self, const char *key, const char *value, GError **error);

/* What of @needs the peer cannot give, in words; NULL when nothing is missing. */
const char *check_peer_find_missing (const CheckPeer *self, CheckNeeds needs);

/* Text with the folder put in. */
char *check_peer_expand (const char *text, const char *home);

/* Runs a command; answers what it printed. */
char *check_peer_run (const char *command, const char *home, const char *input, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CheckPeer, check_peer_free)

G_END_DECLS
