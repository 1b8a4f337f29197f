/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-delivery-private.h"
#include "mapi-spooler-post-private.h"
#include "mapi-spooler-private.h"

#define SENDER_NAME "Mail delivery"
#define SENDER_ACCOUNT "mailer-daemon"

/* A group of properties that name a person, and what a recipient's row calls them. */
typedef struct
{
  guint32 name;
  guint32 address_type;
  guint32 address;
  guint32 entry_id;
  guint32 search_key;
} Person;

static const Person sender = {
  MAPI_PR_SENDER_NAME,    MAPI_PR_SENDER_ADDRTYPE,   MAPI_PR_SENDER_EMAIL_ADDRESS,
  MAPI_PR_SENDER_ENTRYID, MAPI_PR_SENDER_SEARCH_KEY,
};

static const Person receiver = {
  MAPI_PR_RECEIVED_BY_NAME,    MAPI_PR_RECEIVED_BY_ADDRTYPE,   MAPI_PR_RECEIVED_BY_EMAIL_ADDRESS,
  MAPI_PR_RECEIVED_BY_ENTRYID, MAPI_PR_RECEIVED_BY_SEARCH_KEY,
};

static const Person represented = {
  MAPI_PR_RCVD_REPRESENTING_NAME,          MAPI_PR_RCVD_REPRESENTING_ADDRTYPE,
  MAPI_PR_RCVD_REPRESENTING_EMAIL_ADDRESS, MAPI_PR_RCVD_REPRESENTING_ENTRYID,
  MAPI_PR_RCVD_REPRESENTING_SEARCH_KEY,
};

static void
add_value (MapiPropListBuilder *builder, MapiPropList *row, guint32 from, guint32 to)
{
  g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (row, from);
  g_autoptr (MapiPropValue) renamed = value != NULL ? mapi_prop_value_change_tag (value, to) : NULL;

  if (renamed != NULL)
    mapi_prop_list_builder_add_value (builder, renamed);
}

static void
add_person (MapiPropListBuilder *builder, const Person *person, MapiPropList *row)
{
  add_value (builder, row, MAPI_PR_DISPLAY_NAME, person->name);
  add_value (builder, row, MAPI_PR_ADDRTYPE, person->address_type);
  add_value (builder, row, MAPI_PR_EMAIL_ADDRESS, person->address);
  add_value (builder, row, MAPI_PR_ENTRYID, person->entry_id);
  add_value (builder, row, MAPI_PR_SEARCH_KEY, person->search_key);
}

/* Who writes the reports: this machine. */
static MapiPropList *
get_reporter (void)
{
  g_autofree char *address = g_strconcat (SENDER_ACCOUNT "@", g_get_host_name (), NULL);

  return mapi_recipient_new (MAPI_TO, SENDER_NAME, "SMTP", address);
}

static MapiPropList *
build_local_props (const MapiSpoolerPost *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) reporter = get_reporter ();

  add_value (builder, self->report, MAPI_PR_REPORT_TIME, MAPI_PR_MESSAGE_DELIVERY_TIME);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_UNMODIFIED);
  add_person (builder, &sender, reporter);
  if (self->addressee != NULL)
    {
      add_person (builder, &receiver, self->addressee);
      add_person (builder, &represented, self->addressee);
    }
  mapi_prop_list_builder_add_list (builder, self->report);

  return mapi_prop_list_builder_end (builder);
}

/* A report that fails to bring the original along is better than none. */
static void
attach_original (const MapiSpoolerPost *self, MapiMessage *message, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (self->original != NULL &&
      !mapi_report_attach_original (message, self->original, self->recipients, cancellable, &error))
    g_info ("spooler: a report comes without the original: %s", error->message);
}

static gboolean
deliver (const MapiSpoolerPost *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiSpoolerDelivery) delivery =
      mapi_spooler_delivery_new (self->spooler,
                                 self->store,
                                 mapi_prop_list_get_string (self->report, MAPI_PR_MESSAGE_CLASS),
                                 cancellable,
                                 error);
  g_autoptr (MapiPropList) props = NULL;
  MapiMessage *message;

  if (delivery == NULL)
    return FALSE;

  message = mapi_spooler_delivery_get_message (delivery);
  props = build_local_props (self);
  attach_original (self, message, cancellable);
  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cancellable, error) &&
         mapi_message_modify_recipients (
             message, MAPI_MODRECIP_ADD, self->recipients, cancellable, error) &&
         mapi_prop_save_changes (
             MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, cancellable, error) &&
         mapi_spooler_delivery_announce (delivery, cancellable, error);
}

/* Only the addressee is sent to; those whom the report is about stand beside it as they stand
 * beside a copy that is sent again (MAPI_P1): shown, and done with. */
static MapiRowSet *
rows_to_send (const MapiSpoolerPost *self)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiPropValue) type = mapi_prop_value_new_long (MAPI_PR_RECIPIENT_TYPE, MAPI_P1);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (type);
  g_autoptr (MapiPropList) addressee = mapi_prop_list_merge (self->addressee, change);

  g_ptr_array_add (rows, mapi_recipient_with_responsibility (addressee, FALSE));
  for (guint i = 0; i < mapi_row_set_get_size (self->recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->recipients, i);

      g_ptr_array_add (rows, mapi_recipient_with_responsibility (row, TRUE));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiFolder *
open_outbox (MapiMsgStore *store, GCancellable *cancellable, GError **error)
{
  const guint32 tag = MAPI_PR_IPM_OUTBOX_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (store), tags, 0, cancellable, NULL, error);
  g_autoptr (GBytes) entry_id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
  g_autoptr (MapiProp) folder = NULL;

  if (props == NULL)
    return NULL;
  if (entry_id != NULL)
    folder = mapi_msg_store_open_entry (store, entry_id, NULL, MAPI_MODIFY, cancellable, error);
  else
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "the store has no Outbox");
  if (folder == NULL || MAPI_IS_FOLDER (folder))
    return (MapiFolder *) g_steal_pointer (&folder);

  g_set_error_literal (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "the Outbox is no folder");
  return NULL;
}

static MapiPropList *
build_sent_props (const MapiSpoolerPost *self)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_boolean (MAPI_PR_DELETE_AFTER_SUBMIT, TRUE);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);

  return mapi_prop_list_merge (self->report, change);
}

static gboolean
submit (const MapiSpoolerPost *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiFolder) outbox = open_outbox (self->store, cancellable, error);
  g_autoptr (MapiMessage) message =
      outbox != NULL ? mapi_folder_create_message (outbox, NULL, 0, cancellable, error) : NULL;
  g_autoptr (MapiPropList) props = build_sent_props (self);
  g_autoptr (MapiRowSet) rows = rows_to_send (self);

  if (message == NULL)
    return FALSE;

  attach_original (self, message, cancellable);
  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cancellable, error) &&
         mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, cancellable, error) &&
         mapi_message_submit_message (message, 0, cancellable, error);
}

static gboolean
is_same_person (MapiPropList *row, MapiPropList *other)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (GBytes) other_id = mapi_prop_list_get_bytes (other, MAPI_PR_ENTRYID);

  return mapi_recipient_same_address (row, other) ||
         (entry_id != NULL && other_id != NULL && g_bytes_equal (entry_id, other_id));
}

/* Who the message says sent it. */
static MapiPropList *
get_sender (MapiPropList *original)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  add_value (builder, original, MAPI_PR_SENDER_ADDRTYPE, MAPI_PR_ADDRTYPE);
  add_value (builder, original, MAPI_PR_SENDER_EMAIL_ADDRESS, MAPI_PR_EMAIL_ADDRESS);
  add_value (builder, original, MAPI_PR_SENDER_ENTRYID, MAPI_PR_ENTRYID);
  return mapi_prop_list_builder_end (builder);
}

/* What is in the outgoing queue of a store was sent by its owner: a report for the sender stays. */
static gboolean
is_for_somebody_else (const MapiSpoolerPost *self)
{
  g_autoptr (MapiPropList) identity = NULL;
  g_autoptr (MapiPropList) own = NULL;

  if (self->addressee == NULL ||
      !mapi_prop_list_contains (self->original_props, MAPI_PR_REPORT_ENTRYID))
    return FALSE;

  own = get_sender (self->original_props);
  identity = mapi_spooler_host_get_identity (self->spooler->host);
  return !is_same_person (self->addressee, own) &&
         (identity == NULL || !is_same_person (self->addressee, identity));
}

gboolean
mapi_spooler_post (const MapiSpoolerPost *self, GCancellable *cancellable, GError **error)
{
  return is_for_somebody_else (self) ? submit (self, cancellable, error)
                                     : deliver (self, cancellable, error);
}
