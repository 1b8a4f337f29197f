/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-connection.h"

#include <ldap.h>

/* How often a wait looks whether it was cancelled. */
#define SLICE_MICROSECONDS 50000

/* The longest text that is taken from a server; a name or an address is much shorter. */
#define LONGEST_VALUE 4096

/* The longest message that is taken from a server: one entry, with a picture perhaps. */
#define LONGEST_MESSAGE ((ber_len_t) 8 * 1024 * 1024)

struct _LdapConnection
{
  GObject parent_instance;

  LdapSettings *settings;
  char         *uri;

  /* One request at a time. */
  GMutex lock;
  LDAP  *ldap; /* NULL while not connected */
};

G_DEFINE_FINAL_TYPE (LdapConnection, ldap_connection, G_TYPE_OBJECT)

static void
disconnect (LdapConnection *self)
{
  if (self->ldap != NULL)
    ldap_unbind_ext (self->ldap, NULL, NULL);
  self->ldap = NULL;
}

static void
ldap_connection_finalize (GObject *object)
{
  LdapConnection *self = LDAP_CONNECTION (object);

  disconnect (self);
  g_clear_pointer (&self->settings, ldap_settings_free);
  g_free (self->uri);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (ldap_connection_parent_class)->finalize (object);
}

static void
ldap_connection_class_init (LdapConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ldap_connection_finalize;
}

static void
ldap_connection_init (LdapConnection *self)
{
  g_mutex_init (&self->lock);
}

LdapConnection *
ldap_connection_new (LdapSettings *settings)
{
  LdapConnection *self = g_object_new (LDAP_TYPE_CONNECTION, NULL);

  self->settings = settings;
  self->uri = ldap_settings_get_uri (settings);
  return self;
}

void
ldap_record_free (LdapRecord *self)
{
  g_free (self->dn);
  g_hash_table_unref (self->values);
  g_free (self);
}

static MapiError
code_of (int result)
{
  switch (result)
    {
    case LDAP_INVALID_CREDENTIALS:
    case LDAP_INAPPROPRIATE_AUTH:
      return MAPI_E_LOGON_FAILED;
    case LDAP_INSUFFICIENT_ACCESS:
    case LDAP_STRONG_AUTH_REQUIRED:
      return MAPI_E_NO_ACCESS;
    case LDAP_NO_SUCH_OBJECT:
      return MAPI_E_NOT_FOUND;
    case LDAP_FILTER_ERROR:
    case LDAP_INVALID_DN_SYNTAX:
      return MAPI_E_UNCONFIGURED;
    case LDAP_TIMEOUT:
    case LDAP_TIMELIMIT_EXCEEDED:
      return MAPI_E_TIMEOUT;
    default:
      return MAPI_E_NETWORK_ERROR;
    }
}

/* The server's own words, where it gave some, are more to the point than the library's. */
static void
set_error (LdapConnection *self, const char *call, int result, GError **error)
{
  g_autofree char *text = NULL;
  char            *words = NULL;

  if (self->ldap != NULL)
    ldap_get_option (self->ldap, LDAP_OPT_DIAGNOSTIC_MESSAGE, &words);
  text = words != NULL ? g_utf8_make_valid (words, -1) : NULL;
  if (words != NULL)
    ldap_memfree (words);

  g_set_error (error,
               MAPI_ERROR,
               code_of (result),
               "ldap: %s: %s: %s%s%s%s",
               self->uri,
               call,
               ldap_err2string (result),
               text != NULL && *text != '\0' ? " (" : "",
               text != NULL && *text != '\0' ? text : "",
               text != NULL && *text != '\0' ? ")" : "");
}

/* The library would make room for whatever length a message says it has. */
static int
limit_messages (LdapConnection *self)
{
  ber_len_t most = LONGEST_MESSAGE;
  Sockbuf  *socket = NULL;
  int       result = ldap_get_option (self->ldap, LDAP_OPT_SOCKBUF, &socket);

  if (result == LDAP_OPT_SUCCESS &&
      ber_sockbuf_ctrl (socket, LBER_SB_OPT_SET_MAX_INCOMING, &most) < 0)
    return LDAP_LOCAL_ERROR;
  return result;
}

/* What the library would read from files of the user or of the environment must not change this. */
static int
set_options (LdapConnection *self)
{
  const int      version = LDAP_VERSION3;
  const int      verify = self->settings->verify ? LDAP_OPT_X_TLS_DEMAND : LDAP_OPT_X_TLS_NEVER;
  const int      as_client = 0;
  struct timeval timeout = { self->settings->timeout, 0 };
  int            result;

  result = ldap_set_option (self->ldap, LDAP_OPT_PROTOCOL_VERSION, &version);
  if (result == LDAP_OPT_SUCCESS)
    result = ldap_set_option (self->ldap, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
  if (result == LDAP_OPT_SUCCESS)
    result = ldap_set_option (self->ldap, LDAP_OPT_NETWORK_TIMEOUT, &timeout);
  if (result == LDAP_OPT_SUCCESS)
    result = ldap_set_option (self->ldap, LDAP_OPT_TIMEOUT, &timeout);
  if (result == LDAP_OPT_SUCCESS)
    result = ldap_set_option (self->ldap, LDAP_OPT_X_TLS_REQUIRE_CERT, &verify);
  if (result == LDAP_OPT_SUCCESS && self->settings->ca_file != NULL)
    result = ldap_set_option (self->ldap, LDAP_OPT_X_TLS_CACERTFILE, self->settings->ca_file);
  if (result == LDAP_OPT_SUCCESS)
    result = ldap_set_option (self->ldap, LDAP_OPT_X_TLS_NEWCTX, &as_client);

  return result;
}

/* A request that was sent, and until when there has to be an answer. */
typedef struct
{
  const char *call;
  int         id;
  gint64      deadline;
} Request;

static void
begin (LdapConnection *self, Request *request, const char *call)
{
  request->call = call;
  request->id = 0;
  request->deadline = g_get_monotonic_time () + self->settings->timeout * G_USEC_PER_SEC;
}

/* The next message of the answer; those of a search come one by one. */
static LDAPMessage *
await (LdapConnection *self, const Request *request, GCancellable *cancellable, GError **error)
{
  LDAPMessage   *message = NULL;
  struct timeval slice = { 0, SLICE_MICROSECONDS };

  while (!g_cancellable_is_cancelled (cancellable))
    {
      int type = ldap_result (self->ldap, request->id, LDAP_MSG_ONE, &slice, &message);

      if (type > 0)
        return message;
      if (type < 0)
        {
          int result = LDAP_SERVER_DOWN;

          ldap_get_option (self->ldap, LDAP_OPT_RESULT_CODE, &result);
          set_error (self, request->call, result, error);
          return NULL;
        }
      if (g_get_monotonic_time () >= request->deadline)
        break;
    }

  ldap_abandon_ext (self->ldap, request->id, NULL, NULL);
  if (g_cancellable_is_cancelled (cancellable))
    g_set_error (
        error, MAPI_ERROR, MAPI_E_USER_CANCEL, "ldap: %s: %s: cancelled", self->uri, request->call);
  else
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_TIMEOUT,
                 "ldap: %s: %s: no answer within %u seconds",
                 self->uri,
                 request->call,
                 self->settings->timeout);
  return NULL;
}

/* The result of a request that has only one; takes @message. */
static gboolean
check_result (LdapConnection *self, LDAPMessage *message, const char *call, GError **error)
{
  int result = LDAP_OTHER;
  int parsed = ldap_parse_result (self->ldap, message, &result, NULL, NULL, NULL, NULL, 1);

  if (parsed == LDAP_SUCCESS && result == LDAP_SUCCESS)
    return TRUE;

  set_error (self, call, parsed != LDAP_SUCCESS ? parsed : result, error);
  return FALSE;
}

static gboolean
start_tls (LdapConnection *self, GCancellable *cancellable, GError **error)
{
  Request      request;
  LDAPMessage *message;
  int          result;

  begin (self, &request, "StartTLS");
  result = ldap_start_tls (self->ldap, NULL, NULL, &request.id);
  if (result != LDAP_SUCCESS)
    {
      set_error (self, "StartTLS", result, error);
      return FALSE;
    }
  message = await (self, &request, cancellable, error);
  if (message == NULL || !check_result (self, message, "StartTLS", error))
    return FALSE;

  result = ldap_install_tls (self->ldap);
  if (result != LDAP_SUCCESS)
    set_error (self, "the TLS handshake", result, error);
  return result == LDAP_SUCCESS;
}

static gboolean
bind_user (LdapConnection *self, GCancellable *cancellable, GError **error)
{
  const char   *password = self->settings->password != NULL ? self->settings->password : "";
  struct berval credentials = { strlen (password), (char *) password };
  Request       request;
  LDAPMessage  *message;
  int           result;

  /* A name without a password would be taken for nobody, and nobody told. */
  if (self->settings->user != NULL && *password == '\0')
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_UNCONFIGURED,
                   "ldap: %s: there is no password for %s",
                   self->uri,
                   self->settings->user);
      return FALSE;
    }

  begin (self, &request, "Bind");
  result = ldap_sasl_bind (
      self->ldap, self->settings->user, LDAP_SASL_SIMPLE, &credentials, NULL, NULL, &request.id);
  if (result != LDAP_SUCCESS)
    {
      set_error (self, "Bind", result, error);
      return FALSE;
    }
  message = await (self, &request, cancellable, error);
  return message != NULL && check_result (self, message, "Bind", error);
}

static gboolean
ensure_connected (LdapConnection *self, GCancellable *cancellable, GError **error)
{
  int result;

  if (self->ldap != NULL)
    return TRUE;

  result = ldap_initialize (&self->ldap, self->uri);
  if (result == LDAP_SUCCESS)
    result = set_options (self);
  if (result == LDAP_SUCCESS)
    result = limit_messages (self);
  if (result != LDAP_SUCCESS)
    {
      set_error (self, "cannot set up the connection", result, error);
      disconnect (self);
      return FALSE;
    }
  if ((self->settings->security != LDAP_SECURITY_STARTTLS ||
       start_tls (self, cancellable, error)) &&
      bind_user (self, cancellable, error))
    return TRUE;

  disconnect (self);
  return FALSE;
}

static void
take_value (LdapConnection *self, LDAPMessage *entry, const char *attribute, GHashTable *values)
{
  struct berval **list = ldap_get_values_len (self->ldap, entry, attribute);

  if (list == NULL)
    return;
  if (list[0] != NULL && list[0]->bv_len > 0 && list[0]->bv_len <= LONGEST_VALUE &&
      g_utf8_validate (list[0]->bv_val, (gssize) list[0]->bv_len, NULL))
    g_hash_table_insert (
        values, g_ascii_strdown (attribute, -1), g_strndup (list[0]->bv_val, list[0]->bv_len));
  ldap_value_free_len (list);
}

/* A name that is no text cannot be shown, nor asked for again: NULL. */
static LdapRecord *
read_record (LdapConnection *self, LDAPMessage *entry)
{
  char       *dn = ldap_get_dn (self->ldap, entry);
  BerElement *place = NULL;
  LdapRecord *record;

  if (dn == NULL || !g_utf8_validate (dn, -1, NULL) || strlen (dn) > LONGEST_VALUE)
    {
      ldap_memfree (dn);
      return NULL;
    }

  record = g_new0 (LdapRecord, 1);
  record->dn = g_strdup (dn);
  record->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  ldap_memfree (dn);

  for (char *attribute = ldap_first_attribute (self->ldap, entry, &place); attribute != NULL;
       attribute = ldap_next_attribute (self->ldap, entry, place))
    {
      take_value (self, entry, attribute, record->values);
      ldap_memfree (attribute);
    }
  ber_free (place, 0);

  return record;
}

static int
send_page (LdapConnection *self, const LdapQuery *query, struct berval *cookie, int *id)
{
  LDAPControl *page = NULL;
  LDAPControl *controls[] = { NULL, NULL };
  guint        size = MIN (self->settings->page_size, query->limit + 1);
  int          result = ldap_create_page_control (self->ldap, size, cookie, FALSE, &page);

  if (result != LDAP_SUCCESS)
    return result;

  controls[0] = page;
  result = ldap_search_ext (self->ldap,
                            query->base,
                            query->is_entry ? LDAP_SCOPE_BASE : LDAP_SCOPE_SUBTREE,
                            query->filter,
                            (char **) query->attributes,
                            0,
                            controls,
                            NULL,
                            NULL,
                            LDAP_NO_LIMIT,
                            id);
  ldap_control_free (page);
  return result;
}

/* Takes the cookie of the next page, empty after the last, and @message. A server's own limit is an
 * end like any other: what came is shown. */
static gboolean
end_page (LdapConnection *self, LDAPMessage *message, struct berval *cookie, GError **error)
{
  LDAPControl **controls = NULL;
  LDAPControl  *page;
  ber_int_t     estimate = 0;
  int           result = LDAP_OTHER;
  int parsed = ldap_parse_result (self->ldap, message, &result, NULL, NULL, NULL, &controls, 1);

  ber_memfree (cookie->bv_val);
  *cookie = (struct berval){ 0, NULL };
  page = controls != NULL ? ldap_control_find (LDAP_CONTROL_PAGEDRESULTS, controls, NULL) : NULL;
  if (page != NULL)
    ldap_parse_pageresponse_control (self->ldap, page, &estimate, cookie);
  ldap_controls_free (controls);

  if (parsed == LDAP_SUCCESS && (result == LDAP_SUCCESS || result == LDAP_SIZELIMIT_EXCEEDED))
    return TRUE;
  set_error (self, "Search", parsed != LDAP_SUCCESS ? parsed : result, error);
  return FALSE;
}

typedef struct
{
  const LdapQuery *query;
  GPtrArray       *records;
  struct berval    cookie;
  guint            n_useless; /* what came and is no entry that could be shown */
  gboolean         is_cut;
} Search;

static void
take_entry (LdapConnection *self, LDAPMessage *message, Search *search)
{
  LdapRecord *record =
      ldap_msgtype (message) == LDAP_RES_SEARCH_ENTRY ? read_record (self, message) : NULL;

  if (record == NULL)
    search->is_cut = ++search->n_useless > search->query->limit;
  else if (search->records->len < search->query->limit)
    g_ptr_array_add (search->records, record);
  else
    {
      search->is_cut = TRUE;
      ldap_record_free (record);
    }
  ldap_msgfree (message);
}

static gboolean
read_page (LdapConnection *self, Search *search, GCancellable *cancellable, GError **error)
{
  Request request;
  int     result;

  begin (self, &request, "Search");
  result = send_page (self, search->query, &search->cookie, &request.id);
  if (result != LDAP_SUCCESS)
    {
      set_error (self, "Search", result, error);
      return FALSE;
    }

  while (TRUE)
    {
      LDAPMessage *message = await (self, &request, cancellable, error);

      if (message == NULL)
        return FALSE;
      if (ldap_msgtype (message) == LDAP_RES_SEARCH_RESULT)
        return end_page (self, message, &search->cookie, error);
      take_entry (self, message, search);
      /* Whoever sends more than a page was asked for is not listened to for ever. */
      if (search->is_cut)
        {
          ldap_abandon_ext (self->ldap, request.id, NULL, NULL);
          return TRUE;
        }
    }
}

static gboolean
read_pages (LdapConnection *self, Search *search, GCancellable *cancellable, GError **error)
{
  gboolean done;
  guint    before;

  /* A page that brings nothing is the last, whatever the server says. */
  do
    {
      before = search->records->len;
      done = read_page (self, search, cancellable, error);
    }
  while (done && !search->is_cut && search->cookie.bv_len > 0 && search->records->len > before);
  ber_memfree (search->cookie.bv_val);
  search->cookie = (struct berval){ 0, NULL };

  return done;
}

static gboolean
search_once (LdapConnection *self, Search *search, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!ensure_connected (self, cancellable, error))
    return FALSE;
  if (read_pages (self, search, cancellable, &local))
    return TRUE;

  /* After anything but a plain refusal the state of the connection is not known. */
  if (local->code != MAPI_E_NOT_FOUND && local->code != MAPI_E_NO_ACCESS)
    disconnect (self);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

GPtrArray *
ldap_connection_search (LdapConnection  *self,
                        const LdapQuery *query,
                        gboolean        *is_cut,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GError) local = NULL;
  Search   search = { .query = query };
  gboolean was_connected = self->ldap != NULL;
  gboolean done;

  search.records = g_ptr_array_new_with_free_func ((GDestroyNotify) ldap_record_free);
  done = search_once (self, &search, cancellable, &local);
  /* Servers close connections that were idle; that is found out by using one. */
  if (!done && was_connected && self->ldap == NULL && local->code == MAPI_E_NETWORK_ERROR)
    {
      g_clear_error (&local);
      g_ptr_array_set_size (search.records, 0);
      done = search_once (self, &search, cancellable, &local);
    }

  if (is_cut != NULL)
    *is_cut = search.is_cut;
  if (done)
    return search.records;
  g_ptr_array_unref (search.records);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
