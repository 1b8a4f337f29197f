/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What each command about messages begins with: the profile, the session, its store. */

#include "config.h"

#include "cli-services.h"
#include "cli-store.h"

/* Who has no profile yet, or several, is told how to go on. */
static char *
cli_find_default (MapiProfiles *admin, GError **error)
{
  g_autoptr (GError) local = NULL;
  char *name = mapi_profiles_get_default (admin, &local);

  if (g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    {
      g_auto (GStrv) names = mapi_profiles_get_names (admin);

      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   *names == NULL ? "%s; `mapi profile create NAME` makes one"
                                  : "%s; `mapi profile default NAME` chooses one",
                   local->message);
    }
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return name;
}

MapiProfile *
cli_open_profile (Cli *cli, GError **error)
{
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  const char *named = cli->profile_name != NULL ? cli->profile_name : g_getenv ("MAPI_PROFILE");
  g_autofree char *name = named != NULL ? g_strdup (named) : cli_find_default (admin, error);

  return name != NULL ? mapi_profiles_open (admin, name, error) : NULL;
}

gboolean
cli_logon (Cli *cli, GError **error)
{
  g_autoptr (MapiProfile) profile = NULL;

  if (cli->session != NULL)
    return TRUE;

  /* A logon does not tell a profile that is missing from one that is broken. */
  profile = cli_open_profile (cli, error);
  if (profile != NULL)
    cli->session = mapi_session_logon (mapi_profile_get_name (profile), 0, cli->cancellable, error);
  return cli->session != NULL;
}

MapiMsgStore *
cli_open_store (Cli *cli, GError **error)
{
  if (!cli_logon (cli, error))
    return NULL;
  return mapi_session_open_msg_store (cli->session, NULL, MAPI_MDB_WRITE, cli->cancellable, error);
}

MapiFolder *
cli_open_store_folder (Cli *cli, MapiMsgStore *store, guint32 tag, guint32 flags, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (store), tags, 0, cli->cancellable, NULL, error);
  g_autoptr (GBytes) entry_id = NULL;

  if (props == NULL)
    return NULL;
  entry_id = mapi_prop_list_get_bytes (props, tag);
  if (entry_id == NULL)
    {
      g_set_error (
          error, MAPI_ERROR, MAPI_E_NOT_FOUND, "the store has no %s", mapi_prop_tag_get_name (tag));
      return NULL;
    }
  return MAPI_FOLDER (
      mapi_msg_store_open_entry (store, entry_id, NULL, flags, cli->cancellable, error));
}
