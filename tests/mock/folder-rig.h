/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A service with one setting, whose transport never gets a message sent. */
typedef struct
{
  const char *service;
  const char *key;
  const char *value;
  const char *address_type;
} FolderRigOther;

/* Sends a message through a transport whose setting "folder" has the folders in and out, and
 * receives one: through the catalogue, a session and the spooler. With @other, while that has a
 * message to send too, and keeps it. */
void folder_rig_try (const char *service, const char *address_type, const FolderRigOther *other);

/* The same with more settings, pairs of keys and values that end with NULL. */
void
folder_rig_try_with (const char *service, const char *address_type, const char *const *settings);

G_END_DECLS
