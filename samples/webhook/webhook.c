/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A transport over HTTP: mail to HOOK:name is posted to URL/name, once for each recipient. */

#include <curl/curl.h>
#include <mapi/mapi.h>

/* Where webhook.service says the settings lie in our section of the profile. */
#define TAG_URL ((guint32) 0x6600001F)
#define TAG_TOKEN ((guint32) 0x67F0001F)

#define IN_A_MINUTE 60

G_DECLARE_FINAL_TYPE (Webhook, webhook, WEB, HOOK, MapiTransport)
struct _Webhook
{
  MapiTransport      parent_instance;
  CURL              *curl; /* one connection a logon, kept from message to message */
  struct curl_slist *fields;
};

static gboolean
webhook_open (MapiTransport *transport,
              MapiPropList  *settings,
              guint32       *flags,
              GCancellable  *c,
              GError       **error)
{
  Webhook         *self = WEB_HOOK (transport);
  const char      *token = mapi_prop_list_get_string (settings, TAG_TOKEN);
  g_autofree char *field =
      token != NULL ? g_strdup_printf ("Authorization: Bearer %s", token) : NULL;

  if (mapi_prop_list_get_string (settings, TAG_URL) == NULL)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "the setting url is missing");
      return FALSE;
    }
  self->curl = curl_easy_init ();
  self->fields = curl_slist_append (NULL, "Content-Type: message/rfc822");
  if (field != NULL)
    self->fields = curl_slist_append (self->fields, field);
  *flags = 0; /* nothing comes in, and there is nothing to do when idle */
  return TRUE;
}

static MapiAddressTypes *
webhook_address_types (MapiXpLogon *logon, guint32 *flags, GCancellable *c, GError **error)
{
  const char *const types[] = { "HOOK", NULL };

  *flags = MAPI_UNICODE;
  return mapi_address_types_new (types, NULL);
}

/* What has become of a message, recipient by recipient. */
typedef struct
{
  GPtrArray *delivered;
  GPtrArray *failed;
  GError    *later; /* why the rest is to be tried again */
  guint32    seconds;
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_ptr_array_unref (self->delivered);
  g_ptr_array_unref (self->failed);
  g_clear_error (&self->later);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
outcome_init (Outcome *self)
{
  self->delivered = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  self->failed = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
}

static gboolean
outcome_settle (const Outcome *self, MapiTransport *transport, MapiMessage *message, GError **error)
{
  g_autoptr (MapiRowSet) delivered =
      mapi_row_set_new ((MapiPropList **) self->delivered->pdata, self->delivered->len);
  g_autoptr (MapiRowSet) failed =
      mapi_row_set_new ((MapiPropList **) self->failed->pdata, self->failed->len);

  /* What the server has taken is taken, even when somebody cancels now. */
  return mapi_transport_settle (transport, message, delivered, failed, NULL, error);
}

static int
on_progress (
    gpointer work, curl_off_t total, curl_off_t now, curl_off_t total_up, curl_off_t now_up)
{
  return g_cancellable_is_cancelled (work);
}

static size_t
ignore (char *data, size_t size, size_t count, gpointer nobody)
{
  return size * count;
}

static char *
make_url (Webhook *self, MapiPropList *recipient)
{
  const char *url =
      mapi_prop_list_get_string (mapi_transport_get_settings (MAPI_TRANSPORT (self)), TAG_URL);
  const char      *name = mapi_prop_list_get_string (recipient, MAPI_PR_EMAIL_ADDRESS);
  g_autofree char *escaped = g_uri_escape_string (name != NULL ? name : "", NULL, TRUE);

  return g_strdup_printf ("%s/%s", url, escaped);
}

static CURLcode
post (Webhook *self, MapiPropList *recipient, GBytes *mail, GCancellable *work)
{
  g_autofree char *url = make_url (self, recipient);

  curl_easy_reset (self->curl); /* keeps the connection */
  curl_easy_setopt (self->curl, CURLOPT_URL, url);
  curl_easy_setopt (self->curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (self->curl, CURLOPT_HTTPHEADER, self->fields);
  curl_easy_setopt (self->curl, CURLOPT_POSTFIELDS, g_bytes_get_data (mail, NULL));
  curl_easy_setopt (self->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) g_bytes_get_size (mail));
  curl_easy_setopt (self->curl, CURLOPT_NOSIGNAL, 1L); /* the spooler has many threads */
  curl_easy_setopt (self->curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (self->curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt (self->curl, CURLOPT_XFERINFODATA, work);
  curl_easy_setopt (self->curl, CURLOPT_WRITEFUNCTION, ignore);
  return curl_easy_perform (self->curl);
}

static void
fail (Outcome *outcome, MapiPropList *recipient, long status)
{
  g_autofree char *text = g_strdup_printf ("the server answered %ld", status);
  guint32 diagnostic = status == 404 ? MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN : MAPI_DIAG_NO_DIAGNOSTIC;

  g_ptr_array_add (outcome->failed, mapi_recipient_with_failure (recipient, diagnostic, text));
}

static void
wait (Outcome *outcome, Webhook *self, long status)
{
  curl_off_t seconds = 0;

  curl_easy_getinfo (self->curl, CURLINFO_RETRY_AFTER, &seconds);
  outcome->seconds = seconds > 0 ? (guint32) MIN (seconds, G_MAXINT32) : IN_A_MINUTE;
  outcome->later =
      g_error_new (MAPI_ERROR, MAPI_E_WAIT, "the server answered %ld: not now", status);
}

/* The server's answer is about this recipient. */
static void
judge (Outcome *outcome, Webhook *self, MapiPropList *recipient)
{
  long status = 0;

  curl_easy_getinfo (self->curl, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300)
    g_ptr_array_add (outcome->delivered, mapi_prop_list_ref (recipient));
  else if (status == 408 || status == 429 || status >= 500)
    wait (outcome, self, status);
  else
    fail (outcome, recipient, status);
}

/* Until a recipient has to wait: then so have those behind it. */
static void
post_to_all (
    Webhook *self, MapiRowSet *recipients, GBytes *mail, GCancellable *work, Outcome *outcome)
{
  for (guint i = 0; i < mapi_row_set_get_size (recipients) && outcome->later == NULL; i++)
    {
      g_autoptr (MapiPropList) recipient = mapi_row_set_get_row (recipients, i);
      CURLcode code = post (self, recipient, mail, work);

      if (code == CURLE_OK)
        judge (outcome, self, recipient);
      else if (!g_cancellable_set_error_if_cancelled (work, &outcome->later))
        outcome->later =
            g_error_new_literal (MAPI_ERROR, MAPI_E_NETWORK_ERROR, curl_easy_strerror (code));
    }
}

/* Out. Recipients that are not settled stay in the queue; an error is for when that are all. */
static gboolean
webhook_submit_message (MapiXpLogon  *logon,
                        guint32       flags,
                        MapiMessage  *message,
                        guint32      *message_ref,
                        guint32      *return_parm,
                        GCancellable *c,
                        GError      **error)
{
  MapiTransport *self = MAPI_TRANSPORT (logon);
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (MapiRowSet) ours = mapi_message_list_open_recipients (message, c, error);
  g_autoptr (GBytes) mail =
      mapi_mime_write_bytes (message, MAPI_MIME_WRITE_CRLF, c, ours != NULL ? error : NULL);
  g_autoptr (GCancellable) work = NULL;

  outcome_init (&outcome);
  if (ours == NULL || mail == NULL)
    return FALSE;

  work = mapi_transport_begin_work (self, c);
  post_to_all (WEB_HOOK (self), ours, mail, work, &outcome);
  mapi_transport_end_work (self, work);
  if (outcome.delivered->len + outcome.failed->len > 0)
    return outcome_settle (&outcome, self, message, error);

  *return_parm = outcome.seconds;
  g_propagate_error (error, g_steal_pointer (&outcome.later));
  return FALSE;
}

static void
init_logon (MapiXpLogonInterface *iface)
{
  iface->address_types = webhook_address_types;
  iface->submit_message = webhook_submit_message;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Webhook,
                               webhook,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, init_logon))

static void
webhook_finalize (GObject *object)
{
  Webhook *self = WEB_HOOK (object);

  curl_slist_free_all (self->fields);
  curl_easy_cleanup (self->curl);
  G_OBJECT_CLASS (webhook_parent_class)->finalize (object);
}

static void
webhook_class_init (WebhookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = webhook_finalize;
  MAPI_TRANSPORT_CLASS (klass)->open = webhook_open;
}

static void
webhook_init (Webhook *self)
{
}

MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  static const guint32 token = TAG_TOKEN;
  g_autoptr (MapiPropTagArray) secrets = mapi_prop_tag_array_new (&token, 1);
  MapiXpProvider *provider;

  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  provider = mapi_transport_factory_new (webhook_get_type (), "Webhook");
  mapi_transport_factory_set_secrets (MAPI_TRANSPORT_FACTORY (provider), secrets);
  return provider;
}
