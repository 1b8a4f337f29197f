/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-letter.h"

struct _CheckLetter
{
  CheckBench  *bench;
  MapiMessage *inner;
  MapiMessage *message;
  char        *word;
  guint        n_recipients;
};

static MapiPropList *
make_props (const char *word)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autofree char *subject = g_strdup_printf ("Check %s", word);
  g_autofree char *body = g_strdup_printf ("The word is %s.\r\n", word);
  g_autofree char *id = g_strdup_printf ("<%s@check.invalid>", word);
  g_autoptr (GBytes) entry_id = g_bytes_new (word, strlen (word));
  guint64 now = mapi_filetime_from_unix_usec (g_get_real_time ());

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, subject);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, body);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_INTERNET_MESSAGE_ID, id);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_CLIENT_SUBMIT_TIME, now);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  return mapi_prop_list_builder_end (builder);
}

CheckLetter *
check_letter_new (CheckBench *bench)
{
  CheckLetter *self = g_new0 (CheckLetter, 1);
  g_autoptr (MapiPropList) props = NULL;

  self->bench = bench;
  self->word = g_uuid_string_random ();
  self->inner = MAPI_MESSAGE (mapi_memory_message_new ());
  props = make_props (self->word);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self->inner), props);
  self->message = check_bench_watch (bench, self->inner);
  g_ptr_array_add (bench->letters, self);
  return self;
}

void
check_letter_free (CheckLetter *self)
{
  g_object_unref (self->message);
  g_object_unref (self->inner);
  g_free (self->word);
  g_free (self);
}

MapiMessage *
check_letter_get_message (CheckLetter *self)
{
  return self->message;
}

MapiMessage *
check_letter_get_inner (CheckLetter *self)
{
  return self->inner;
}

const char *
check_letter_get_word (CheckLetter *self)
{
  return self->word;
}

/* The names of recipients tell their numbers: a transport may keep its rows in any order. */
static char *
make_name (CheckLetter *self, guint number)
{
  return g_strdup_printf ("%u.%s", number, self->word);
}

guint
check_letter_add_row (
    CheckLetter *self, CheckFate fate, guint32 type, gboolean open, MapiPropList *more)
{
  g_autofree char *address = check_bench_get_address (self->bench, fate);
  char            *colon = strchr (address, ':');
  g_autofree char *address_type = g_strndup (address, (gsize) (colon - address));
  g_autofree char *name = make_name (self, self->n_recipients);
  g_autoptr (MapiPropList) row = mapi_recipient_new (type, name, address_type, colon + 1);
  g_autoptr (MapiPropList) owned = mapi_recipient_with_responsibility (row, !open);
  g_autoptr (MapiPropList) whole =
      more != NULL ? mapi_prop_list_merge (owned, more) : mapi_prop_list_ref (owned);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&whole, 1);
  g_autoptr (GError) error = NULL;

  mapi_message_modify_recipients (self->inner, MAPI_MODRECIP_ADD, rows, NULL, &error);
  check_succeeds (self->bench, error, "ModifyRecipients");
  return self->n_recipients++;
}

guint
check_letter_add (CheckLetter *self, CheckFate fate, gboolean open)
{
  return check_letter_add_row (self, fate, MAPI_TO, open, NULL);
}

void
check_letter_set (CheckLetter *self, MapiPropValue *value)
{
  g_autoptr (MapiPropList) old = mapi_prop_data_get_list (MAPI_PROP_DATA (self->inner));
  g_autoptr (MapiPropList) more = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) list = mapi_prop_list_merge (old, more);

  mapi_prop_data_set_list (MAPI_PROP_DATA (self->inner), list);
}

static gboolean
is_number (CheckLetter *self, const MapiPropList *row, guint number)
{
  g_autofree char *name = make_name (self, number);

  return g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), name) == 0;
}

static MapiPropList *
find_row (CheckLetter *self, MapiRowSet *rows, guint number, guint *n_rows)
{
  MapiPropList *found = NULL;

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (!is_number (self, row, number))
        continue;
      ++*n_rows;
      if (found == NULL)
        found = g_steal_pointer (&row);
    }
  return found;
}

MapiPropList *
check_letter_get_row (CheckLetter *self, guint number)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (self->inner, NULL, NULL);
  guint n_rows = 0;

  return find_row (self, rows, number, &n_rows);
}

gboolean
check_letter_is_taken (CheckLetter *self, guint number)
{
  g_autoptr (MapiPropList) row = check_letter_get_row (self, number);

  return row != NULL && mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE);
}

MapiPropValue *
check_letter_get (CheckLetter *self, guint32 tag)
{
  g_autoptr (MapiPropList) props = mapi_prop_data_get_list (MAPI_PROP_DATA (self->inner));

  return mapi_prop_list_lookup (props, tag);
}

MapiPropList *
check_letter_find_report (CheckLetter *self, guint number, guint *n_rows)
{
  const CheckCall *call;
  MapiPropList    *found = NULL;

  *n_rows = 0;
  for (guint i = 0; (call = check_find_call (self->bench, "StatusRecips", NULL, i)) != NULL; i++)
    {
      g_autoptr (MapiPropList) row = find_row (self, call->rows, number, n_rows);

      if (found == NULL)
        found = g_steal_pointer (&row);
    }
  return found;
}
