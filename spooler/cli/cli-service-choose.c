/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi service`: what a profile chooses services for: the order of its transports, the user's
 * identity, the default store. */

#include "config.h"

#include "cli-services.h"

typedef struct
{
  MapiUid *uid;
  MapiUid *service;
  char    *name;
} CliTransport;

static void
cli_transport_free (gpointer data)
{
  CliTransport *self = data;

  mapi_uid_free (self->uid);
  mapi_uid_free (self->service);
  g_free (self->name);
  g_free (self);
}

static CliTransport *
cli_transport_new (MapiPropList *row)
{
  CliTransport *self = g_new0 (CliTransport, 1);

  self->uid = cli_row_uid (row, MAPI_PR_PROVIDER_UID);
  self->service = cli_row_uid (row, MAPI_PR_SERVICE_UID);
  self->name = g_strdup (mapi_prop_list_get_string (row, MAPI_PR_SERVICE_NAME));
  return self;
}

/* The transports in their order. */
static GPtrArray *
cli_list_transports (MapiProfile *profile, GError **error)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (profile, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (cli_transport_free);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_TRANSPORT_PROVIDER)
        g_ptr_array_add (list, cli_transport_new (row));
    }
  return g_steal_pointer (&list);
}

/* Moves the transports of a service from @from to the end of @to. */
static gboolean
cli_take_transports (GPtrArray *from, const MapiUid *service, GPtrArray *to)
{
  guint before = to->len;

  for (guint i = 0; i < from->len;)
    {
      CliTransport *transport = g_ptr_array_index (from, i);

      if (mapi_uid_equal (transport->service, service))
        g_ptr_array_add (to, g_ptr_array_steal_index (from, i));
      else
        i++;
    }
  return to->len > before;
}

static gboolean
cli_pick_transports (
    MapiProfile *profile, char **services, GPtrArray *from, GPtrArray *to, GError **error)
{
  for (; *services != NULL; services++)
    {
      g_autoptr (MapiUid) uid = cli_find_service (profile, *services, error);

      if (uid == NULL)
        return FALSE;
      if (!cli_take_transports (from, uid, to))
        {
          g_set_error (error,
                       MAPI_ERROR,
                       MAPI_E_INVALID_PARAMETER,
                       "service `%s` has no transport, or was named before",
                       *services);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
cli_set_order (MapiProfile *profile, char **services, GError **error)
{
  g_autoptr (GPtrArray) rest = cli_list_transports (profile, error);
  g_autoptr (GPtrArray) order = g_ptr_array_new_with_free_func (cli_transport_free);
  g_autoptr (MapiUidArray) uids = mapi_uid_array_new ();

  if (rest == NULL || !cli_pick_transports (profile, services, rest, order, error))
    return FALSE;
  g_ptr_array_extend_and_steal (order, g_steal_pointer (&rest));
  for (guint i = 0; i < order->len; i++)
    {
      MapiUidArray *longer =
          mapi_uid_array_append (uids, ((CliTransport *) g_ptr_array_index (order, i))->uid);

      mapi_uid_array_unref (uids);
      uids = longer;
    }
  return mapi_profile_set_transport_order (profile, uids, error);
}

static CliExit
cli_show_order (Cli *cli, MapiProfile *profile, GError **error)
{
  static const char *const columns[] = { "service", "uid", NULL };
  g_autoptr (GPtrArray) order = cli_list_transports (profile, error);
  g_autoptr (JsonArray) rows = json_array_new ();

  if (order == NULL)
    return CLI_FAILED;
  for (guint i = 0; i < order->len; i++)
    {
      CliTransport    *transport = g_ptr_array_index (order, i);
      g_autofree char *uid = mapi_uid_to_string (transport->service);
      JsonObject      *row = json_object_new ();

      json_object_set_string_member (row, "service", transport->name);
      json_object_set_string_member (row, "uid", uid);
      json_array_add_object_element (rows, row);
    }
  cli_print_rows (cli, rows, columns);
  return CLI_OK;
}

CliExit
cli_service_order (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 0, G_MAXUINT, error);
  g_autoptr (MapiProfile) profile = rest != NULL ? cli_open_profile (cli, error) : NULL;

  if (profile == NULL || (*rest != NULL && !cli_set_order (profile, rest, error)))
    return CLI_FAILED;
  return *rest == NULL || cli->json ? cli_show_order (cli, profile, error) : CLI_OK;
}

/* Something for which a profile has one service; a flag in its row says which. */
typedef struct
{
  const char *what;
  guint32     flag;
  gboolean (*choose) (MapiProfile *profile, const MapiUid *service, GError **error);
} CliChoice;

static JsonObject *
cli_find_chosen (MapiProfile *profile, const CliChoice *choice, GError **error)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_services (profile, error);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiUid) uid = cli_row_uid (row, MAPI_PR_SERVICE_UID);
      g_autofree char *text = mapi_uid_to_string (uid);
      JsonObject      *object;

      if (((guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) & choice->flag) == 0)
        continue;
      object = json_object_new ();
      json_object_set_string_member (
          object, "service", mapi_prop_list_get_string (row, MAPI_PR_SERVICE_NAME));
      json_object_set_string_member (object, "uid", text);
      return object;
    }

  if (rows != NULL)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_NOT_FOUND,
                 "profile `%s` has chosen no service for %s",
                 mapi_profile_get_name (profile),
                 choice->what);
  return NULL;
}

static CliExit
cli_choose (Cli *cli, const char *service, const CliChoice *choice, GError **error)
{
  g_autoptr (MapiProfile) profile = cli_open_profile (cli, error);
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (JsonObject) chosen = NULL;

  if (profile == NULL)
    return CLI_FAILED;
  if (service != NULL)
    {
      uid = cli_find_service (profile, service, error);
      if (uid == NULL || !choice->choose (profile, uid, error))
        return CLI_FAILED;
    }
  chosen = cli_find_chosen (profile, choice, error);
  if (chosen == NULL)
    return CLI_FAILED;
  if (service == NULL)
    cli_print_object (cli, chosen, NULL);
  else
    cli_answer (cli, chosen, NULL);
  return CLI_OK;
}

static gboolean
cli_choose_identity (MapiProfile *profile, const MapiUid *service, GError **error)
{
  return mapi_msg_service_admin_set_primary_identity (
      MAPI_MSG_SERVICE_ADMIN (profile), service, 0, error);
}

static CliExit
cli_choose_no_identity (Cli *cli, GError **error)
{
  g_autoptr (MapiProfile) profile = cli_open_profile (cli, error);

  return profile != NULL && cli_choose_identity (profile, NULL, error) ? CLI_OK : CLI_FAILED;
}

CliExit
cli_service_identity (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const CliChoice choice = { "the identity of the user",
                                    MAPI_SERVICE_PRIMARY_IDENTITY,
                                    cli_choose_identity };
  gboolean               none = FALSE;
  const GOptionEntry     options[] = {
        { "none", 0, 0, G_OPTION_ARG_NONE, &none, "Choose nobody", NULL },
        { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 0, 1, error);

  if (rest == NULL)
    return CLI_FAILED;
  if (!none)
    return cli_choose (cli, rest[0], &choice, error);
  if (rest[0] == NULL)
    return cli_choose_no_identity (cli, error);
  return cli_usage (error, "--none chooses nobody, and not `%s`", rest[0]);
}

CliExit
cli_service_default (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  static const CliChoice choice = { "the default store",
                                    MAPI_SERVICE_DEFAULT_STORE,
                                    mapi_profile_set_default_store };
  g_auto (GStrv) rest = cli_parse (cli, command, NULL, arguments, 0, 1, error);

  return rest != NULL ? cli_choose (cli, rest[0], &choice, error) : CLI_FAILED;
}
