/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "maildir-settings.h"

/* The tags of maildir.service. */
#define TAG_PATH ((guint32) 0x6600001F)
#define TAG_AFTER ((guint32) 0x6601001F)
#define TAG_ADDRESS ((guint32) 0x6602001F)
#define TAG_ADDRESS_TYPE ((guint32) 0x6603001F)
#define TAG_DELIVER_ROOT ((guint32) 0x6604001F)
#define TAG_CREATE ((guint32) 0x6605000B)

/* An empty setting is none. */
static char *
read_string (const MapiPropList *props, guint32 tag)
{
  const char *value = mapi_prop_list_get_string (props, tag);

  return value != NULL && value[0] != '\0' ? g_strdup (value) : NULL;
}

static gboolean
read_after (MaildirSettings *self, const MapiPropList *props, GError **error)
{
  g_autofree char *after = read_string (props, TAG_AFTER);

  self->delete_taken = g_strcmp0 (after, "delete") == 0;
  if (after == NULL || self->delete_taken || g_str_equal (after, "move"))
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNCONFIGURED,
               "maildir: the setting after is “%s”, not move or delete",
               after);
  return FALSE;
}

MaildirSettings *
maildir_settings_read (const MapiPropList *props, GError **error)
{
  g_autoptr (MaildirSettings) self = g_new0 (MaildirSettings, 1);

  self->path = read_string (props, TAG_PATH);
  self->address = read_string (props, TAG_ADDRESS);
  self->address_type = read_string (props, TAG_ADDRESS_TYPE);
  self->deliver_root = read_string (props, TAG_DELIVER_ROOT);
  self->create = mapi_prop_list_get_boolean (props, TAG_CREATE, FALSE);
  if (self->address_type == NULL)
    self->address_type = g_strdup ("MAILDIR");

  return read_after (self, props, error) ? g_steal_pointer (&self) : NULL;
}

void
maildir_settings_free (MaildirSettings *self)
{
  g_free (self->path);
  g_free (self->address);
  g_free (self->address_type);
  g_free (self->deliver_root);
  g_free (self);
}
