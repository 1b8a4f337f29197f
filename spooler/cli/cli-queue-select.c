/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi queue`: which messages are meant. */

#include "config.h"

#include "cli-queue.h"
#include "cli-store.h"

void
cli_queue_selection_add_options (CliQueueSelection *self, GOptionEntry *entries)
{
  const GOptionEntry options[CLI_QUEUE_N_OPTIONS] = {
    { "older",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->older,
      "submitted longer ago: 90s, 5m, 2h, 3d",
      "AGE" },
    { "younger", 0, 0, G_OPTION_ARG_STRING, &self->younger, "submitted since", "AGE" },
    { "recipient", 0, 0, G_OPTION_ARG_STRING, &self->recipient, "with this in an address", "TEXT" },
    { "transport", 0, 0, G_OPTION_ARG_STRING, &self->transport, "tried by this transport", "NAME" },
    { "state", 0, 0, G_OPTION_ARG_STRING, &self->state, "in this state", "STATE" },
  };

  memcpy (entries, options, sizeof options);
}

void
cli_queue_selection_clear (CliQueueSelection *self)
{
  g_free (self->older);
  g_free (self->younger);
  g_free (self->recipient);
  g_free (self->transport);
  g_free (self->state);
}

gboolean
cli_queue_selection_is_empty (const CliQueueSelection *self)
{
  return self->older == NULL && self->younger == NULL && self->recipient == NULL &&
         self->transport == NULL && self->state == NULL;
}

static gboolean
read_age (const char *text, gint64 *age, GError **error)
{
  static const char   units[] = "smhd";
  static const gint64 seconds[] = { 1, 60, 3600, 24 * 3600 };
  g_autofree char    *digits = g_strdup (text);
  gsize               length = strlen (digits);
  const char         *unit = length > 1 ? strchr (units, digits[length - 1]) : NULL;
  guint64             number;

  if (unit != NULL)
    digits[length - 1] = '\0';
  if (!g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT32, &number, NULL))
    {
      cli_usage (error, "`%s` is no age: 90s, 5m, 2h and 3d are", text);
      return FALSE;
    }
  *age = (gint64) number * (unit != NULL ? seconds[unit - units] : 1);
  return TRUE;
}

static gboolean
check_state (const char *name, GError **error)
{
  for (guint i = 0; i <= MAPI_QUEUE_STATE_SET_ASIDE; i++)
    if (g_str_equal (mapi_queue_state_get_name ((MapiQueueState) i), name))
      return TRUE;

  cli_usage (
      error,
      "there is no state `%s`: waiting, preprocess, sending, put off, held and set aside are",
      name);
  return FALSE;
}

gboolean
cli_queue_selection_complete (CliQueueSelection *self, GError **error)
{
  self->most_age = G_MAXINT64;
  return (self->older == NULL || read_age (self->older, &self->least_age, error)) &&
         (self->younger == NULL || read_age (self->younger, &self->most_age, error)) &&
         (self->state == NULL || check_state (self->state, error));
}

MapiSpoolerQueue *
cli_queue_open (Cli *cli, MapiMsgStore **store, GError **error)
{
  g_autoptr (MapiMsgStore) opened = cli_open_store (cli, error);
  MapiSpoolerQueue *queue;

  if (opened == NULL)
    return NULL;

  queue = mapi_spooler_queue_new (opened,
                                  mapi_profile_get_name (mapi_session_get_profile (cli->session)));
  if (store != NULL)
    *store = g_steal_pointer (&opened);
  return queue;
}

gint64
cli_queue_age (MapiQueueItem *item)
{
  gint64 submitted = mapi_queue_item_get_submit_time (item);

  return submitted > 0 ? MAX (g_get_real_time () - submitted, 0) / G_USEC_PER_SEC : 0;
}

static gboolean
has_recipient (Cli *cli, MapiSpoolerQueue *queue, MapiQueueItem *item, const char *wanted)
{
  g_autofree char *folded = g_utf8_casefold (wanted, -1);
  g_autoptr (MapiRowSet) rows = mapi_spooler_queue_get_recipients (
      queue, mapi_queue_item_get_entry_id (item), cli->cancellable, NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      const char      *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);
      g_autofree char *text = address != NULL ? g_utf8_casefold (address, -1) : NULL;

      if (text != NULL && strstr (text, folded) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_meant (Cli *cli, MapiSpoolerQueue *queue, const CliQueueSelection *self, MapiQueueItem *item)
{
  const char *state = mapi_queue_state_get_name (mapi_queue_item_get_state (item));
  gint64      age = cli_queue_age (item);

  return age >= self->least_age && age < self->most_age &&
         (self->state == NULL || g_str_equal (state, self->state)) &&
         (self->transport == NULL ||
          g_strcmp0 (mapi_queue_item_get_transport (item), self->transport) == 0) &&
         (self->recipient == NULL || has_recipient (cli, queue, item, self->recipient));
}

GPtrArray *
cli_queue_select (Cli *cli, MapiSpoolerQueue *queue, CliQueueSelection *selection, GError **error)
{
  g_autoptr (GPtrArray) all = NULL;
  GPtrArray *meant;

  if (!cli_queue_selection_complete (selection, error))
    return NULL;
  all = mapi_spooler_queue_list (queue, cli->cancellable, error);
  if (all == NULL)
    return NULL;

  meant = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < all->len; i++)
    if (is_meant (cli, queue, selection, g_ptr_array_index (all, i)))
      g_ptr_array_add (meant, g_object_ref (g_ptr_array_index (all, i)));
  return meant;
}
