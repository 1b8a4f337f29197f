/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* The provider's section of the profile; maildir.service tells what each setting means. */
typedef struct
{
  char    *path; /* NULL: nothing comes in */
  gboolean delete_taken;
  char    *address;      /* who receives, NULL when that is not known */
  char    *address_type; /* what goes out through here */
  char    *deliver_root; /* where mailboxes with names lie, NULL: there are none */
  gboolean create;
} MaildirSettings;

MaildirSettings *maildir_settings_read (const MapiPropList *props, GError **error);
void             maildir_settings_free (MaildirSettings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MaildirSettings, maildir_settings_free)

G_END_DECLS
