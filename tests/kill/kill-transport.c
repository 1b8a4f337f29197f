/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A transport whose receivers are a ledger: what stands there has been received, whatever becomes
 * of the process. */

#include "kill-ledger.h"

#include <mapi/mapi.h>

#include <glib/gstdio.h>

#define TAG_FOLDER ((guint32) 0x6600001F)
#define TAG_TYPE ((guint32) 0x6601001F)
#define TAG_MOODY ((guint32) 0x6602000B)
#define TAG_PREPROCESS ((guint32) 0x6603000B)
#define TAG_RECEIVES ((guint32) 0x6604000B)

/* What the preprocessor puts in, and takes out again. */
#define SEEN "seen"

G_DECLARE_FINAL_TYPE (KillTransport, kill_transport, KILL, TRANSPORT, MapiTransport)

struct _KillTransport
{
  MapiTransport parent_instance;
  guint32       end_flags; /* what EndMessage answers */
  GBytes       *put_off;   /* the message that it answers so for */
};

/* What was put off by any logon, as "TYPE" to entry identifiers: one logon of a type is polled for
 * all of them. */
static GMutex      put_off_lock;
static GHashTable *put_off_ids;

G_DECLARE_FINAL_TYPE (KillPreprocessor, kill_preprocessor, KILL, PREPROCESSOR, GObject)

struct _KillPreprocessor
{
  GObject parent_instance;
};

static const char *
get_text (gpointer logon, guint32 tag)
{
  return mapi_prop_list_get_string (mapi_transport_get_settings (logon), tag);
}

static gboolean
is_set (gpointer logon, guint32 tag)
{
  return mapi_prop_list_get_boolean (mapi_transport_get_settings (logon), tag, FALSE);
}

static MapiPropList *
read_props (gpointer message, GCancellable *c, GError **error)
{
  static const guint32 tags[] = {
    MAPI_PR_SUBJECT, MAPI_PR_ENTRYID, MAPI_PR_COMMENT, MAPI_PR_INTERNET_MESSAGE_ID
  };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  return mapi_prop_get_props (MAPI_PROP (message), wanted, 0, c, NULL, error);
}

static gboolean
set_text (gpointer message, guint32 tag, const char *text, GCancellable *c, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, text);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, c, error);
}

static gboolean
kill_preprocessor_preprocess (MapiPreprocessor *self,
                              MapiMessage      *message,
                              MapiFolder       *folder,
                              GListModel       *outbound,
                              MapiRowSet      **undeliverable,
                              GCancellable     *c,
                              GError          **error)
{
  return set_text (message, MAPI_PR_COMMENT, SEEN, c, error);
}

static gboolean
kill_preprocessor_remove (MapiPreprocessor *self,
                          MapiMessage      *message,
                          GCancellable     *c,
                          GError          **error)
{
  const guint32 tag = MAPI_PR_COMMENT;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  return mapi_prop_delete_props (MAPI_PROP (message), tags, NULL, c, error);
}

static void
init_preprocessor (MapiPreprocessorInterface *iface)
{
  iface->preprocess_message = kill_preprocessor_preprocess;
  iface->remove_preprocess_info = kill_preprocessor_remove;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KillPreprocessor,
                               kill_preprocessor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PREPROCESSOR, init_preprocessor))

static void
kill_preprocessor_class_init (KillPreprocessorClass *klass)
{
}

static void
kill_preprocessor_init (KillPreprocessor *self)
{
}

static gboolean
kill_transport_open (
    MapiTransport *self, MapiPropList *settings, guint32 *flags, GCancellable *c, GError **error)
{
  *flags = MAPI_LOGON_SP_POLL;
  return TRUE;
}

static gboolean
kill_transport_logged_on (MapiTransport *self, GCancellable *c, GError **error)
{
  g_autoptr (KillPreprocessor) preprocessor = NULL;

  if (!is_set (self, TAG_PREPROCESS))
    return TRUE;
  preprocessor = g_object_new (kill_preprocessor_get_type (), NULL);
  return mapi_support_register_preprocessor (mapi_transport_get_support (self),
                                             NULL,
                                             get_text (self, TAG_TYPE),
                                             MAPI_PREPROCESSOR (preprocessor),
                                             0,
                                             error);
}

static MapiAddressTypes *
kill_transport_address_types (MapiXpLogon *logon, guint32 *flags, GCancellable *c, GError **error)
{
  const char *const types[] = { get_text (logon, TAG_TYPE), NULL };

  *flags = MAPI_UNICODE;
  return mapi_address_types_new (types, NULL);
}

/* Each is received by itself: the process may end between two of them. */
static void
send (MapiXpLogon *logon, MapiPropList *props, MapiRowSet *recipients)
{
  const char *subject = mapi_prop_list_get_string (props, MAPI_PR_SUBJECT);
  const char *id = mapi_prop_list_get_string (props, MAPI_PR_INTERNET_MESSAGE_ID);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);
      g_autofree char *text = g_strdup_printf (
          "%s %s %s", subject, mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), id);

      kill_ledger_sign (get_text (logon, TAG_FOLDER), KILL_LEDGER_SENT, text);
    }
}

static gboolean
fail (gint32 code, const char *text, GError **error)
{
  g_set_error_literal (error, MAPI_ERROR, code, text);
  return FALSE;
}

static gboolean
send_and_take (KillTransport *self,
               MapiMessage   *message,
               MapiPropList  *props,
               MapiRowSet    *recipients,
               GCancellable  *c,
               GError       **error)
{
  send (MAPI_XP_LOGON (self), props, recipients);
  return mapi_message_take_responsibility (message, recipients, c, error);
}

/* One recipient now, the others later. */
static gboolean
send_one (KillTransport *self,
          MapiMessage   *message,
          MapiPropList  *props,
          MapiRowSet    *own,
          GCancellable  *c,
          GError       **error)
{
  g_autoptr (MapiPropList) first = mapi_row_set_get_row (own, 0);
  g_autoptr (MapiRowSet) one = mapi_row_set_new (&first, 1);

  self->end_flags = MAPI_END_RESEND_LATER;
  return send_and_take (self, message, props, one, c, error);
}

static gboolean
put_off (KillTransport *self, MapiPropList *props)
{
  self->end_flags = MAPI_END_DONT_RESEND;
  g_clear_pointer (&self->put_off, g_bytes_unref);
  self->put_off = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
  return TRUE;
}

static gboolean
kill_transport_submit_message (MapiXpLogon  *logon,
                               guint32       flags,
                               MapiMessage  *message,
                               guint32      *message_ref,
                               guint32      *return_parm,
                               GCancellable *c,
                               GError      **error)
{
  KillTransport *self = KILL_TRANSPORT (logon);
  g_autoptr (MapiPropList) props = read_props (message, c, error);
  g_autoptr (MapiRowSet) own =
      props != NULL ? mapi_message_list_open_recipients (message, c, error) : NULL;
  const char *subject = props != NULL ? mapi_prop_list_get_string (props, MAPI_PR_SUBJECT) : NULL;

  if (own == NULL)
    return FALSE;
  self->end_flags = 0;
  kill_ledger_sign (get_text (logon, TAG_FOLDER), KILL_LEDGER_BEGAN, subject);
  if (is_set (logon, TAG_PREPROCESS) &&
      g_strcmp0 (mapi_prop_list_get_string (props, MAPI_PR_COMMENT), SEEN) != 0)
    return fail (MAPI_E_CALL_FAILED, "nobody has preprocessed the message", error);

  switch (is_set (logon, TAG_MOODY) ? g_random_int_range (0, 8) : -1)
    {
    case 0:
      return fail (MAPI_E_NETWORK_ERROR, "nobody is there", error);
    case 1:
      *return_parm = 2;
      return fail (MAPI_E_WAIT, "not now", error);
    case 2:
      return send_one (self, message, props, own, c, error);
    case 3:
      return put_off (self, props);
    default:
      return send_and_take (self, message, props, own, c, error);
    }
}

/* With the lock held. */
static GPtrArray *
get_put_off (KillTransport *self)
{
  const char *type = get_text (self, TAG_TYPE);
  GPtrArray  *ids;

  if (put_off_ids == NULL)
    put_off_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ids = g_hash_table_lookup (put_off_ids, type);
  if (ids == NULL)
    {
      ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_hash_table_insert (put_off_ids, g_strdup (type), ids);
    }
  return ids;
}

static gboolean
kill_transport_end_message (
    MapiXpLogon *logon, guint32 message_ref, guint32 *flags, GCancellable *c, GError **error)
{
  KillTransport *self = KILL_TRANSPORT (logon);

  *flags = self->end_flags;
  g_mutex_lock (&put_off_lock);
  if (self->put_off != NULL)
    g_ptr_array_add (get_put_off (self), g_steal_pointer (&self->put_off));
  g_mutex_unlock (&put_off_lock);
  return TRUE;
}

/* What was put off may go now. */
static void
ask_for_deferred (KillTransport *self)
{
  MapiSupport *support = mapi_transport_get_support (MAPI_TRANSPORT (self));

  g_mutex_lock (&put_off_lock);
  for (GPtrArray *ids = get_put_off (self); ids->len > 0;)
    {
      g_autoptr (GBytes) id = g_ptr_array_steal_index_fast (ids, 0);

      mapi_support_spooler_notify (support, MAPI_NOTIFY_SENTDEFERRED, id, NULL);
    }
  g_mutex_unlock (&put_off_lock);
}

/* The name of a file that waits, which is a message's subject (transfer full). */
static char *
find_incoming (MapiXpLogon *logon)
{
  g_autofree char *folder = g_build_filename (get_text (logon, TAG_FOLDER), "in", NULL);
  g_autoptr (GDir) dir = is_set (logon, TAG_RECEIVES) ? g_dir_open (folder, 0, NULL) : NULL;

  return dir != NULL ? g_strdup (g_dir_read_name (dir)) : NULL;
}

static gboolean
kill_transport_poll (MapiXpLogon *logon, guint32 *incoming, GCancellable *c, GError **error)
{
  g_autofree char *name = find_incoming (logon);

  ask_for_deferred (KILL_TRANSPORT (logon));
  *incoming = name != NULL;
  return TRUE;
}

/* The file goes when SaveChanges has returned, and not earlier. The message says who fetched it. */
static gboolean
kill_transport_start_message (MapiXpLogon  *logon,
                              guint32       flags,
                              MapiMessage  *message,
                              guint32      *message_ref,
                              GCancellable *c,
                              GError      **error)
{
  const char      *folder = get_text (logon, TAG_FOLDER);
  g_autofree char *name = find_incoming (logon);
  g_autofree char *path = NULL;

  if (name == NULL)
    return TRUE;
  path = g_build_filename (folder, "in", name, NULL);
  kill_ledger_sign (folder, KILL_LEDGER_BEGAN, name);
  if (!set_text (message, MAPI_PR_SUBJECT, name, c, error) ||
      !set_text (message, MAPI_PR_COMMENT, g_getenv (KILL_LIFE), c, error) ||
      !mapi_prop_save_changes (MAPI_PROP (message), 0, c, error))
    return FALSE;
  return g_unlink (path) == 0 || fail (MAPI_E_DISK_ERROR, "the file does not go", error);
}

static void
init_logon (MapiXpLogonInterface *iface)
{
  iface->address_types = kill_transport_address_types;
  iface->submit_message = kill_transport_submit_message;
  iface->end_message = kill_transport_end_message;
  iface->poll = kill_transport_poll;
  iface->start_message = kill_transport_start_message;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KillTransport,
                               kill_transport,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, init_logon))

static void
kill_transport_class_init (KillTransportClass *klass)
{
  MAPI_TRANSPORT_CLASS (klass)->open = kill_transport_open;
  MAPI_TRANSPORT_CLASS (klass)->logged_on = kill_transport_logged_on;
}

static void
kill_transport_init (KillTransport *self)
{
}

MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return mapi_transport_factory_new (kill_transport_get_type (), "Ledger");
}
