/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli.h"

G_DEFINE_QUARK (cli - usage - error - quark, cli_usage_error)

static CliExit
cli_exit_of (const GError *error)
{
  if (error->domain == CLI_USAGE_ERROR || error->domain == G_OPTION_ERROR)
    return CLI_USAGE;
  if (error->domain != MAPI_ERROR)
    return CLI_FAILED;

  switch (error->code)
    {
    case MAPI_E_NOT_FOUND:
    case MAPI_E_UNKNOWN_ENTRYID:
      return CLI_NOT_FOUND;
    case MAPI_E_BUSY:
    case MAPI_E_NETWORK_ERROR:
    case MAPI_E_TIMEOUT:
    case MAPI_E_WAIT:
      return CLI_TEMPORARY;
    default:
      return CLI_FAILED;
    }
}

static void
cli_report_json (Cli *cli, const GError *error)
{
  const char *name = error->domain == MAPI_ERROR ? mapi_error_get_name (error->code) : NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "error", error->message);
  if (name != NULL)
    json_object_set_string_member (object, "code", name);
  cli_print_object (cli, object, NULL);
}

CliExit
cli_report (Cli *cli, const GError *error, CliExit status)
{
  g_autofree char *text = cli_error_text (error);

  if (status != CLI_PARTIAL)
    status = cli_exit_of (error);
  if (cli->json)
    {
      cli_report_json (cli, error);
      return status;
    }
  cli_complain (cli, "%s: %s\n", cli->words, text);
  if (status == CLI_USAGE)
    cli_complain (cli, "`%s --help` shows how it is used.\n", cli->words);
  return status;
}
