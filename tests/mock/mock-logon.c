/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-transport-private.h"

#define MOCK_TYPE_LOGON (mock_logon_get_type ())
G_DECLARE_FINAL_TYPE (MockLogon, mock_logon, MOCK, LOGON, GObject)

/* One logon of a scripted transport. */
struct _MockLogon
{
  GObject        parent_instance;
  MockTransport *transport;
  MapiSupport   *support;
  guint32        end_flags;
};

/* What one submission works with. */
typedef struct
{
  MockLogon    *logon;
  MapiMessage  *message;
  guint32      *return_parm;
  GCancellable *cancellable;
} Submission;

static void mock_logon_logon_init (MapiXpLogonInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockLogon,
                               mock_logon,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, mock_logon_logon_init))

static gboolean
is_named (MapiPropList *row, char **addresses)
{
  const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);

  return addresses == NULL || g_strv_contains ((const char *const *) addresses, address);
}

/* @addresses: which of @rows; NULL for all. */
static MapiRowSet *
select_rows (MapiRowSet *rows, char **addresses)
{
  g_autoptr (GPtrArray) selected =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (is_named (row, addresses))
        g_ptr_array_add (selected, g_steal_pointer (&row));
    }

  return mapi_row_set_new ((MapiPropList **) selected->pdata, selected->len);
}

static gboolean
take (Submission *submission, gboolean open_only, char **addresses, GError **error)
{
  g_autoptr (MapiRowSet) all =
      open_only ? mapi_message_list_open_recipients (submission->message, NULL, error)
                : mapi_message_list_recipients (submission->message, NULL, error);
  g_autoptr (MapiRowSet) rows = NULL;

  if (all == NULL)
    return FALSE;

  rows = select_rows (all, addresses);
  return mapi_message_take_responsibility (submission->message, rows, NULL, error);
}

static gboolean
report (Submission *submission, char **addresses, GError **error)
{
  g_autoptr (MapiRowSet) all = mapi_message_list_open_recipients (submission->message, NULL, error);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) reported = mapi_row_set_new (NULL, 0);
  g_autoptr (MapiPropValue) text =
      mapi_prop_value_new_string (MAPI_PR_REPORT_TEXT, "550 no such user");
  g_autoptr (MapiPropList) words = mapi_prop_list_new_from_value (text);

  if (all == NULL)
    return FALSE;

  rows = select_rows (all, addresses);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiPropList) row_with_words = mapi_prop_list_merge (row, words);
      g_autoptr (MapiRowSet) before = g_steal_pointer (&reported);

      reported = mapi_row_set_append (before, row_with_words);
    }

  return mapi_support_status_recips (
             submission->logon->support, submission->message, reported, NULL, error) &&
         take (submission, TRUE, addresses, error);
}

static gboolean
set_sender (Submission *submission, const char *text, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SENDER_NAME, text);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (MAPI_PROP (submission->message), props, NULL, NULL, error);
}

static gboolean
wait_or_cancel (Submission *submission, gboolean stubborn, GError **error)
{
  if (mock_transport_wait (submission->logon->transport, stubborn ? NULL : submission->cancellable))
    return TRUE;

  g_set_error_literal (error, MAPI_ERROR, MAPI_E_USER_CANCEL, "mock: cancelled");
  return FALSE;
}

static gboolean
fail (Submission *submission, char **words, GError **error)
{
  g_autofree char *name = g_strconcat ("MAPI_E_", words[0], NULL);
  gint32           code;

  if (!mapi_error_from_name (name, &code))
    g_error ("mock: no action %s", words[0]);

  *submission->return_parm = words[1] != NULL ? (guint32) atoi (words[1]) : 0;
  g_set_error (error, MAPI_ERROR, code, "mock: %s", words[0]);
  return FALSE;
}

static gboolean
act (Submission *submission, char **words, GError **error)
{
  static const struct
  {
    const char *name;
    guint32     flag;
  } ends[] = {
    { "NOW", MAPI_END_RESEND_NOW },
    { "LATER", MAPI_END_RESEND_LATER },
    { "DEFER", MAPI_END_DONT_RESEND },
  };
  const char *action = words[0];

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_equal (action, ends[i].name))
      {
        submission->logon->end_flags = ends[i].flag;
        return TRUE;
      }

  if (g_str_equal (action, "OK"))
    return take (submission, TRUE, NULL, error);
  if (g_str_equal (action, "TAKE"))
    return take (submission, TRUE, words + 1, error);
  if (g_str_equal (action, "CLAIM"))
    return take (submission, FALSE, words + 1, error);
  if (g_str_equal (action, "FAIL"))
    return report (submission, words + 1, error);
  if (g_str_equal (action, "SET"))
    return set_sender (submission, words[1], error);
  if (g_str_equal (action, "SAVE"))
    return mapi_prop_save_changes (MAPI_PROP (submission->message), 0, NULL, error);
  if (g_str_equal (action, "BLOCK") || g_str_equal (action, "HANG"))
    return wait_or_cancel (submission, g_str_equal (action, "HANG"), error);
  if (g_str_equal (action, "SILENCE"))
    return FALSE;
  if (g_str_equal (action, "LIE"))
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "mock: but it went well");
      return TRUE;
    }
  if (g_str_equal (action, "CRITICAL"))
    {
      mapi_support_spooler_notify (
          submission->logon->support, MAPI_NOTIFY_CRITICAL_ERROR, NULL, NULL);
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "mock: critical");
      return FALSE;
    }

  return fail (submission, words, error);
}

static char *
read_subject (MapiMessage *message)
{
  static const guint32 tags[] = { MAPI_PR_SUBJECT };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), wanted, 0, NULL, NULL, NULL);

  return g_strdup (props != NULL ? mapi_prop_list_get_string (props, MAPI_PR_SUBJECT) : NULL);
}

static gboolean
mock_logon_submit_message (MapiXpLogon  *xp_logon,
                           guint32       flags,
                           MapiMessage  *message,
                           guint32      *message_ref,
                           guint32      *return_parm,
                           GCancellable *cancellable,
                           GError      **error)
{
  MockLogon       *self = MOCK_LOGON (xp_logon);
  Submission       submission = { self, message, return_parm, cancellable };
  g_autofree char *subject = read_subject (message);
  g_autofree char *line = mock_transport_take_line (self->transport);
  g_auto (GStrv) actions = g_strsplit (line != NULL ? line : "OK", ";", -1);

  mock_transport_log (
      self->transport, "submit %s%s", subject, flags & MAPI_BEGIN_DEFERRED ? " deferred" : "");
  *message_ref = 42;
  self->end_flags = 0;
  for (gsize i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (actions[i]), " ", -1);

      if (!act (&submission, words, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
mock_logon_end_message (MapiXpLogon  *xp_logon,
                        guint32       message_ref,
                        guint32      *flags,
                        GCancellable *cancellable,
                        GError      **error)
{
  MockLogon *self = MOCK_LOGON (xp_logon);

  mock_transport_log (self->transport, "end %u", message_ref);
  *flags = self->end_flags;
  return TRUE;
}

static MapiAddressTypes *
mock_logon_address_types (MapiXpLogon  *xp_logon,
                          guint32      *flags,
                          GCancellable *cancellable,
                          GError      **error)
{
  MockTransport *transport = MOCK_LOGON (xp_logon)->transport;
  g_autoptr (GMutexLocker) locker = NULL;

  mock_transport_log (transport, "types");
  locker = g_mutex_locker_new (&transport->lock);
  return mapi_address_types_new ((const char *const *) transport->types, NULL);
}

static gboolean
mock_logon_transport_notify (
    MapiXpLogon *xp_logon, guint32 *flags, guint32 message_ref, GBytes *entry_id, GError **error)
{
  static const struct
  {
    const char *name;
    guint32     flag;
  } names[] = {
    { "BEGIN_INBOUND", MAPI_NOTIFY_BEGIN_INBOUND },
    { "BEGIN_OUTBOUND", MAPI_NOTIFY_BEGIN_OUTBOUND },
    { "END_INBOUND", MAPI_NOTIFY_END_INBOUND },
    { "END_OUTBOUND", MAPI_NOTIFY_END_OUTBOUND },
    { "END_INBOUND_FLUSH", MAPI_NOTIFY_END_INBOUND_FLUSH },
    { "END_OUTBOUND_FLUSH", MAPI_NOTIFY_END_OUTBOUND_FLUSH },
    { "CANCEL_MESSAGE", MAPI_NOTIFY_CANCEL_MESSAGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (*flags & names[i].flag)
      mock_transport_log (MOCK_LOGON (xp_logon)->transport, "notify %s", names[i].name);

  return TRUE;
}

static gboolean
mock_logon_idle (MapiXpLogon *xp_logon, guint32 flags, GCancellable *cancellable, GError **error)
{
  mock_transport_log (MOCK_LOGON (xp_logon)->transport, "idle");
  return TRUE;
}

static gboolean
mock_logon_poll (MapiXpLogon  *xp_logon,
                 guint32      *incoming,
                 GCancellable *cancellable,
                 GError      **error)
{
  MockTransport *transport = MOCK_LOGON (xp_logon)->transport;

  mock_transport_log (transport, "poll");
  *incoming = mock_transport_get_n_incoming (transport);
  return TRUE;
}

static gboolean
mock_logon_start_message (MapiXpLogon  *xp_logon,
                          guint32       flags,
                          MapiMessage  *message,
                          guint32      *message_ref,
                          GCancellable *cancellable,
                          GError      **error)
{
  MockTransport   *transport = MOCK_LOGON (xp_logon)->transport;
  g_autofree char *subject = NULL;
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) props = NULL;

  *message_ref = 7;
  mock_transport_log (transport, "start");
  if (!mock_transport_take_incoming (transport, &subject) || subject == NULL)
    return TRUE;
  if (*subject == '\0')
    return mapi_prop_save_changes (MAPI_PROP (message), 0, cancellable, error);

  value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject);
  props = mapi_prop_list_new_from_value (value);
  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (message), 0, cancellable, error);
}

static gboolean
mock_logon_transport_logoff (MapiXpLogon  *xp_logon,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  mock_transport_log (MOCK_LOGON (xp_logon)->transport, "logoff");
  return TRUE;
}

static gboolean
mock_logon_flush_queues (MapiXpLogon  *xp_logon,
                         GBytes       *target_transport,
                         guint32       flags,
                         GCancellable *cancellable,
                         GError      **error)
{
  mock_transport_log (MOCK_LOGON (xp_logon)->transport, "flush %x", flags);
  return TRUE;
}

static void
mock_logon_logon_init (MapiXpLogonInterface *iface)
{
  iface->address_types = mock_logon_address_types;
  iface->transport_notify = mock_logon_transport_notify;
  iface->idle = mock_logon_idle;
  iface->transport_logoff = mock_logon_transport_logoff;
  iface->submit_message = mock_logon_submit_message;
  iface->end_message = mock_logon_end_message;
  iface->poll = mock_logon_poll;
  iface->start_message = mock_logon_start_message;
  iface->flush_queues = mock_logon_flush_queues;
}

static void
mock_logon_finalize (GObject *object)
{
  MockLogon *self = MOCK_LOGON (object);

  g_object_unref (self->support);
  g_object_unref (self->transport);

  G_OBJECT_CLASS (mock_logon_parent_class)->finalize (object);
}

static void
mock_logon_class_init (MockLogonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_logon_finalize;
}

static void
mock_logon_init (MockLogon *self)
{
}

MapiXpLogon *
mock_logon_new (MockTransport *transport, MapiSupport *support)
{
  MockLogon *self = g_object_new (MOCK_TYPE_LOGON, NULL);

  self->transport = g_object_ref (transport);
  self->support = g_object_ref (support);
  return MAPI_XP_LOGON (self);
}
