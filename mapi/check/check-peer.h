/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-clause.h"

G_BEGIN_DECLS

/*
 * The world behind the provider, as whoever runs the kit describes it: the settings of the service,
 * addresses whose fate is known, and commands. In settings and commands `@HOME@` stands for a fresh
 * folder of the clause, in which the commands run. The tables in check-peer.c tell what each is.
 */
typedef struct
{
  GHashTable *settings;
  char       *addresses[CHECK_N_FATES]; /* TYPE:ADDRESS */
  char       *commands[CHECK_N_COMMANDS];
  char       *arrival; /* the day on which what arrives came to the server, as 2020-02-02 */
} CheckPeer;

CheckPeer *check_peer_new (void);
void       check_peer_free (CheckPeer *self);

/* @key: the name of an address or a command. */
gboolean check_peer_set (CheckPeer *self, const char *key, const char *value, GError **error);

/* What of @needs the peer cannot give, in words; NULL when nothing is missing. */
char *check_peer_find_missing (const CheckPeer *self, CheckNeeds needs);

/* Text with the folder put in. */
char *check_peer_expand (const char *text, const char *home);

/* Runs a command; answers what it printed. Without that command there is nothing to do. */
char *check_peer_run (const CheckPeer *self,
                      CheckCommand     command,
                      const char      *home,
                      const char      *input,
                      GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CheckPeer, check_peer_free)

G_END_DECLS
