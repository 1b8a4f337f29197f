/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The part of a report that is for machines, on the way in. Nothing in it is believed: what does
 * not make sense is passed over. */

#include "config.h"

#include "mapi-gmime-private.h"
#include <string.h>

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-mime-field-private.h"
#include "mapi-mime-header-private.h"
#include "mapi-mime-report-private.h"
#include "mapi-prop-list-builder.h"
#include "mapi-recipients.h"
#include "mapi-report-private.h"
#include "mapi-report-status-private.h"

/* Recipients beyond this number are not told of. */
#define MOST_RECIPIENTS 10000

/* A group of fields, with an empty line behind it: the first is about the message, each of the
 * others about a recipient. Values are without comments about what they are. */
typedef struct
{
  const char *begin;
  const char *end;
} Group;

typedef struct
{
  const char    *name;
  MapiReportKind kind;
} Action;

/* The later ones weigh more. */
static const Action actions[] = {
  { "delivered", MAPI_REPORT_DELIVERED },  { "expanded", MAPI_REPORT_EXPANDED },
  { "relayed", MAPI_REPORT_RELAYED },      { "delayed", MAPI_REPORT_DELAYED },
  { "failed", MAPI_REPORT_NOT_DELIVERED },
};

gboolean
mapi_mime_report_is_part (const MapiMimePart *part)
{
  static const char *const types[] = {
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    NULL,
  };

  return g_strv_contains (types, part->type);
}

static gboolean
is_about_delivery (const MapiMimePart *part)
{
  return strstr (part->type, "delivery-status") != NULL;
}

void
mapi_mime_report_free (MapiMimeReport *self)
{
  g_clear_pointer (&self->props, mapi_prop_list_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->original, mapi_prop_list_unref);
  g_free (self);
}

static gboolean
is_empty_line (const char *line, const char *end)
{
  while (line < end && (*line == ' ' || *line == '\t' || *line == '\r' || *line == '\n'))
    line++;
  return line == end;
}

static const char *
find_line_end (const char *line, const char *end)
{
  const char *feed = memchr (line, '\n', (gsize) (end - line));

  return feed != NULL ? feed + 1 : end;
}

static gboolean
next_group (const char **cursor, const char *end, Group *group)
{
  const char *line = *cursor;

  while (line < end && is_empty_line (line, find_line_end (line, end)))
    line = find_line_end (line, end);
  group->begin = line;
  while (line < end && !is_empty_line (line, find_line_end (line, end)))
    line = find_line_end (line, end);
  group->end = *cursor = line;

  return group->begin < group->end;
}

/* The value of a field, decoded and without what cannot stand in a property; NULL when there is no
 * such field, or nothing in it. */
static char *
get_field (const Group *group, const char *name)
{
  const char    *cursor = group->begin;
  MapiMimeHeader header;

  while (mapi_mime_header_next (&cursor, group->end, &header))
    if (mapi_mime_header_is (&header, name))
      {
        g_autofree char *text = mapi_mime_header_decode (&header);
        g_autofree char *clean = mapi_mime_header_clean (text);

        return *clean != '\0' ? g_steal_pointer (&clean) : NULL;
      }

  return NULL;
}

/* A field of the form `type; value`: gives the value, and the type in small letters. */
static char *
get_typed_field (const Group *group, const char *name, char **type)
{
  g_autofree char *text = get_field (group, name);
  char            *semicolon = text != NULL ? strchr (text, ';') : NULL;

  if (type != NULL)
    *type = NULL;
  if (semicolon == NULL)
    return g_steal_pointer (&text);

  *semicolon = '\0';
  if (type != NULL)
    *type = g_ascii_strdown (g_strstrip (text), -1);
  g_strstrip (semicolon + 1);
  return semicolon[1] != '\0' ? g_strdup (semicolon + 1) : NULL;
}

static guint64
get_time (const Group *group, const char *name)
{
  g_autofree char *text = get_field (group, name);
  g_autoptr (GDateTime) time =
      text != NULL ? mapi_gmime ()->g_mime_utils_header_decode_date (text) : NULL;

  return time != NULL && g_date_time_get_year (time) > 1601 ? mapi_filetime_from_date_time (time)
                                                            : 0;
}

/* Takes the angle brackets off that some put around it, and reads what stands for characters that
 * are not of ASCII: `\x{48}` (RFC 6533). */
static char *
clean_address (const char *text, gboolean escaped)
{
  g_autoptr (GString) address = g_string_new (NULL);
  gsize length = strlen (text);

  if (length > 2 && text[0] == '<' && text[length - 1] == '>')
    {
      text++;
      length -= 2;
    }

  for (const char *end = text + length; text < end;)
    {
      char    *stop = NULL;
      gboolean is_escape = escaped && g_str_has_prefix (text, "\\x{");
      guint64  code = is_escape ? g_ascii_strtoull (text + 3, &stop, 16) : 0;

      if (is_escape && *stop == '}' && code >= ' ' && g_unichar_validate ((gunichar) code))
        {
          g_string_append_unichar (address, (gunichar) code);
          text = stop + 1;
        }
      else
        g_string_append_c (address, *text++);
    }

  return g_string_free (g_steal_pointer (&address), FALSE);
}

/* The row of a recipient before anything is said of it. */
static MapiPropList *
read_recipient (const Group *group)
{
  g_autofree char *type = NULL;
  g_autofree char *text = get_typed_field (group, "Final-Recipient", &type);
  g_autofree char *original = get_typed_field (group, "Original-Recipient", NULL);
  g_autofree char *name = get_field (group, "X-Display-Name");
  g_autofree char *address = NULL;
  gboolean         is_smtp;

  if (text == NULL)
    text = get_typed_field (group, "Original-Recipient", &type);
  if (text == NULL)
    return NULL;

  is_smtp = type == NULL || g_str_equal (type, "rfc822") || g_str_equal (type, "utf-8") ||
            g_str_has_prefix (type, "x-") || *type == '\0';
  address = clean_address (text, g_strcmp0 (type, "utf-8") == 0);
  return mapi_recipient_new (
      MAPI_TO, name != NULL ? name : original, is_smtp ? "SMTP" : type, address);
}

/* The answer of the server, with the name of the server and the status: what MAPI knows as
 * PR_SUPPLEMENTARY_INFO. */
static char *
get_supplementary_info (const Group *group, const char *status)
{
  char            *said = get_field (group, "X-Supplementary-Info");
  g_autofree char *server = get_typed_field (group, "Remote-MTA", NULL);
  g_autofree char *diagnostic = get_field (group, "Diagnostic-Code");

  if (said != NULL)
    return said;
  return g_strdup_printf ("<%s%s#%s%s%s>",
                          server != NULL ? server : "",
                          server != NULL ? " " : "",
                          status,
                          diagnostic != NULL ? " " : "",
                          diagnostic != NULL ? diagnostic : "");
}

static void
add_failure (MapiPropListBuilder *builder, const char *status)
{
  gint32 reason;
  gint32 diagnostic;

  mapi_report_diagnose (status, &reason, &diagnostic);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_NDR_REASON_CODE, reason);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_NDR_DIAG_CODE, diagnostic);
}

static MapiPropList *
read_words (const Group *group, MapiReportKind kind)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autofree char *field = get_field (group, "Status");
  const char      *status = field != NULL ? field : "";
  g_autofree char *diagnostic = get_typed_field (group, "Diagnostic-Code", NULL);
  g_autofree char *server = get_typed_field (group, "Remote-MTA", NULL);
  g_autofree char *code = g_strndup (status, strcspn (status, " (;"));
  g_autofree char *info = get_supplementary_info (group, code);
  guint64          tried = get_time (group, "Last-Attempt-Date");

  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_NDR_STATUS_CODE, mapi_report_parse_status (status));
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUPPLEMENTARY_INFO, info);
  if (diagnostic != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_TEXT, diagnostic);
  if (server != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_REMOTE_MTA, server);
  if (kind == MAPI_REPORT_NOT_DELIVERED)
    add_failure (builder, status);
  else if (kind != MAPI_REPORT_DELAYED && tried != 0)
    mapi_prop_list_builder_add_systime (builder, MAPI_PR_DELIVER_TIME, tried);

  return mapi_prop_list_builder_end (builder);
}

static MapiReportKind
read_action (const Group *group)
{
  g_autofree char *text = get_field (group, "Action");

  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (actions); i++)
    {
      gsize length = strlen (actions[i].name);

      if (g_ascii_strncasecmp (text, actions[i].name, length) == 0 &&
          !g_ascii_isalpha (text[length]))
        return actions[i].kind;
    }

  return MAPI_REPORT_NONE;
}

/* What is worse than all before makes the report one of its kind, and that of what is not so bad is
 * passed over: kinds stand in the order of their weight. */
static void
read_recipient_group (MapiMimeReport *self, const Group *group)
{
  MapiReportKind kind = read_action (group);
  g_autoptr (MapiPropList) recipient = NULL;
  g_autoptr (MapiPropList) words = NULL;

  if (kind == MAPI_REPORT_NONE || kind < self->kind)
    return;
  recipient = read_recipient (group);
  if (recipient == NULL)
    return;

  if (kind > self->kind)
    g_ptr_array_set_size (self->rows, 0);
  self->kind = kind;
  words = read_words (group, kind);
  if (self->rows->len < MOST_RECIPIENTS)
    g_ptr_array_add (self->rows, mapi_prop_list_merge (recipient, words));
}

static void
add_field (MapiPropListBuilder *builder, guint32 tag, char *text)
{
  g_autofree char *owned = text;

  if (owned != NULL)
    mapi_prop_list_builder_add_string (builder, tag, owned);
}

static void
read_message_group (MapiMimeReport *self, const Group *group)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  guint64 arrival = get_time (group, "Arrival-Date");

  add_field (builder, MAPI_PR_REPORTING_MTA, get_typed_field (group, "Reporting-MTA", NULL));
  add_field (builder, MAPI_PR_ORIGINAL_MESSAGE_ID, get_field (group, "Original-Message-ID"));
  if (arrival != 0)
    mapi_prop_list_builder_add_systime (builder, MAPI_PR_ORIGINAL_SUBMIT_TIME, arrival);
  self->props = mapi_prop_list_builder_end (builder);
}

static void
read_delivery (MapiMimeReport *self, const char *data, gsize size)
{
  const char *cursor = data;
  Group       group;

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  while (next_group (&cursor, data + size, &group))
    if (self->props == NULL)
      {
        read_message_group (self, &group);
        /* Some leave out the empty line behind what is about the message. */
        read_recipient_group (self, &group);
      }
    else
      read_recipient_group (self, &group);
}

/* `manual-action/MDN-sent-manually; displayed/modifier` */
static void
read_disposition (MapiMimeReport *self, const char *data, gsize size)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  const char      *cursor = data;
  Group            group = { data, data };
  g_autofree char *mode = NULL;
  g_autofree char *text = NULL;

  if (!next_group (&cursor, data + size, &group))
    return;
  text = get_typed_field (&group, "Disposition", &mode);
  if (text == NULL || mode == NULL)
    return;

  text[strcspn (text, "/ ,")] = '\0';
  self->kind =
      g_ascii_strcasecmp (text, "displayed") == 0 ? MAPI_REPORT_READ : MAPI_REPORT_NOT_READ;
  add_field (builder, MAPI_PR_ORIGINAL_MESSAGE_ID, get_field (&group, "Original-Message-ID"));
  mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_DISPOSITION, text);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_DISPOSITION_MODE, mode);
  self->props = mapi_prop_list_builder_end (builder);
}

MapiMimeReport *
mapi_mime_report_read (const MapiMimePart *part, const char *data, gsize size)
{
  g_autoptr (MapiMimeReport) self = g_new0 (MapiMimeReport, 1);

  if (is_about_delivery (part))
    read_delivery (self, data, size);
  else
    read_disposition (self, data, size);

  return self->kind != MAPI_REPORT_NONE ? g_steal_pointer (&self) : NULL;
}

void
mapi_mime_report_take_original (MapiMimeReport *self, MapiPropList *props, MapiRowSet *recipients)
{
  g_autoptr (MapiPropList) display = recipients != NULL
                                         ? mapi_recipients_get_display_props (recipients)
                                         : mapi_prop_list_new_empty ();

  if (self->original == NULL)
    self->original = mapi_prop_list_merge (props, display);
}

void
mapi_mime_report_take_headers (MapiMimeReport *self, const char *headers, gsize size)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiRowSet) recipients = NULL;

  mapi_mime_fields_read (headers, size, builder, rows);
  props = mapi_prop_list_builder_end (builder);
  recipients = mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
  mapi_mime_report_take_original (self, props, recipients);
}

/* Without what the message has already from its own header fields, and what would change these when
 * it is written. */
static MapiPropList *
without_fields (MapiPropList *props, MapiPropList *fields)
{
  static const guint32 of_fields[] = { MAPI_PR_IN_REPLY_TO_ID, MAPI_PR_PRIORITY };
  g_autoptr (MapiPropTagArray) known = mapi_prop_list_get_tags (fields);
  g_autoptr (MapiPropTagArray) untouched =
      mapi_prop_tag_array_new (of_fields, G_N_ELEMENTS (of_fields));
  g_autoptr (MapiPropList) rest = mapi_prop_list_without (props, known);

  return mapi_prop_list_without (rest, untouched);
}

static MapiPropList *
collect_kept (MapiMimeReport *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) kept = NULL;

  if (self->original != NULL)
    mapi_report_add_kept (builder, self->original);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ORIG_MESSAGE_CLASS, "IPM.Note");
  kept = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (self->props, kept);
}

MapiPropList *
mapi_mime_report_get_props (MapiMimeReport *self, MapiPropList *fields, const char *text)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) kept = collect_kept (self);
  g_autoptr (MapiPropList) own = NULL;
  g_autoptr (MapiPropList) all = NULL;
  guint64 time = mapi_prop_list_get_systime (fields, MAPI_PR_CLIENT_SUBMIT_TIME, 0);

  if (text != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_REPORT_TEXT, text);
  if (time != 0)
    mapi_prop_list_builder_add_systime (builder, MAPI_PR_REPORT_TIME, time);
  own = mapi_prop_list_builder_end (builder);
  all = mapi_prop_list_merge (kept, own);

  return without_fields (all, fields);
}

/* The time that the message was sent at stands for all times that the report does not tell. */
MapiRowSet *
mapi_mime_report_get_rows (MapiMimeReport *self, MapiPropList *fields)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  guint64  time = mapi_prop_list_get_systime (fields, MAPI_PR_CLIENT_SUBMIT_TIME, 0);
  gboolean delivered = self->kind != MAPI_REPORT_NOT_DELIVERED && self->kind != MAPI_REPORT_DELAYED;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) times = NULL;

  if (time != 0)
    mapi_prop_list_builder_add_systime (builder, MAPI_PR_REPORT_TIME, time);
  if (time != 0 && delivered)
    mapi_prop_list_builder_add_systime (builder, MAPI_PR_DELIVER_TIME, time);
  times = mapi_prop_list_builder_end (builder);
  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (rows, mapi_prop_list_merge (times, g_ptr_array_index (self->rows, i)));

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}
