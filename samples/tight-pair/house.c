/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The messaging system itself: a folder with a folder for each tenant, who finds mail in it. */

#include "house.h"

#define SAFELY (G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE)

/* The folder of a tenant, or NULL. Addresses come from outside: one never leads out of the house.
 */
static char *
find_door (const char *house, const char *name)
{
  g_autofree char *door = NULL;

  if (name == NULL || name[0] == '\0' || name[0] == '.' || strchr (name, '/') != NULL)
    return NULL;
  door = g_build_filename (house, name, NULL);
  return g_file_test (door, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&door) : NULL;
}

static gboolean
lives_in (const char *house, MapiPropList *recipient)
{
  const char      *type = mapi_prop_list_get_string (recipient, MAPI_PR_ADDRTYPE);
  const char      *name = mapi_prop_list_get_string (recipient, MAPI_PR_EMAIL_ADDRESS);
  g_autofree char *door = find_door (house, name);

  return door != NULL && type != NULL && g_ascii_strcasecmp (type, HOUSE_ADDRESS_TYPE) == 0;
}

MapiRowSet *
house_pick (const char *house, MapiRowSet *recipients, gboolean at_home)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      if (lives_in (house, row) == at_home)
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/* The same message has the same name whenever it comes: what is delivered again after a crash takes
 * the place of the first. */
static char *
name_file (MapiMessage *message, GCancellable *cancellable)
{
  static const guint32 tag = MAPI_PR_INTERNET_MESSAGE_ID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, NULL);
  const char      *id = props != NULL ? mapi_prop_list_get_string (props, tag) : NULL;
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *sum =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, id != NULL ? id : unique, -1);

  return g_strconcat (sum, ".eml", NULL);
}

static gboolean
put (const char *house, MapiPropList *recipient, const char *file, GBytes *mail, GError **error)
{
  g_autofree char *door =
      find_door (house, mapi_prop_list_get_string (recipient, MAPI_PR_EMAIL_ADDRESS));
  g_autofree char *path = g_build_filename (door, file, NULL);
  g_autoptr (GError) local = NULL;
  gsize       size;
  const char *data = g_bytes_get_data (mail, &size);

  if (g_file_set_contents_full (path, data, (gssize) size, SAFELY, 0600, &local))
    return TRUE;
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_WAIT, local->message);
  return FALSE;
}

gboolean
house_deliver (const char   *house,
               MapiMessage  *message,
               MapiRowSet   *recipients,
               GCancellable *cancellable,
               GError      **error)
{
  g_autofree char *file = name_file (message, cancellable);
  g_autoptr (GBytes) mail = mapi_mime_write_bytes (message, 0, cancellable, error);

  if (mail == NULL)
    return FALSE;
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      if (!put (house, row, file, mail, error))
        return FALSE;
    }
  return TRUE;
}

GFile *
house_find_mail (const char *house, const char *name)
{
  g_autofree char *door = find_door (house, name);
  g_autoptr (GDir) dir = door != NULL ? g_dir_open (door, 0, NULL) : NULL;
  const char *file = NULL;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (file, ".eml"))
      return g_file_new_build_filename (door, file, NULL);
  return NULL;
}
