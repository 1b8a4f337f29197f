/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-logon.h"
#include "pab-container.h"
#include "pab-object.h"
#include "pab-schema.h"

struct _PabLogon
{
  GObject parent_instance;

  PabBook *book;
  char    *name;

  GMutex       lock;
  MapiSupport *support; /* NULL after Logoff */
};

static void pab_logon_iface_init (MapiAbLogonInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PabLogon,
                               pab_logon,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_LOGON, pab_logon_iface_init))

static void
pab_logon_finalize (GObject *object)
{
  PabLogon *self = PAB_LOGON (object);

  g_clear_object (&self->support);
  g_clear_object (&self->book);
  g_free (self->name);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (pab_logon_parent_class)->finalize (object);
}

static void
pab_logon_class_init (PabLogonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pab_logon_finalize;
}

static void
pab_logon_init (PabLogon *self)
{
  g_mutex_init (&self->lock);
}

PabLogon *
pab_logon_new (MapiSupport *support, PabBook *book, const char *name)
{
  PabLogon *self = g_object_new (PAB_TYPE_LOGON, NULL);

  self->support = g_object_ref (support);
  self->book = g_object_ref (book);
  self->name = g_strdup (name);
  return self;
}

PabBook *
pab_logon_get_book (PabLogon *self)
{
  return self->book;
}

const char *
pab_logon_get_name (PabLogon *self)
{
  return self->name;
}

MapiSupport *
pab_logon_ref_support (PabLogon *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->support != NULL)
    return g_object_ref (self->support);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, "pab: the address book was logged off from");
  return NULL;
}

gboolean
pab_logon_check (PabLogon *self, GError **error)
{
  g_autoptr (MapiSupport) support = pab_logon_ref_support (self, error);

  return support != NULL;
}

static gboolean
logoff (MapiAbLogon *logon, guint32 flags, GCancellable *cancellable, GError **error)
{
  PabLogon *self = PAB_LOGON (logon);
  g_autoptr (MapiSupport) support = NULL;

  g_mutex_lock (&self->lock);
  support = g_steal_pointer (&self->support);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

MapiProp *
pab_logon_open (
    PabLogon *self, GBytes *entry_id, guint32 flags, GCancellable *cancellable, GError **error)
{
  gboolean  writable = (flags & (MAPI_MODIFY | MAPI_BEST_ACCESS)) != 0;
  PabIdKind kind = PAB_ID_ROOT;
  gint64    number = 0;
  g_autoptr (PabRecord) record = NULL;

  if (!pab_logon_check (self, error))
    return NULL;
  if (entry_id != NULL && g_bytes_get_size (entry_id) > 0 &&
      !pab_entry_id_parse (entry_id, pab_book_get_uid (self->book), &kind, &number, error))
    return NULL;

  switch (kind)
    {
    case PAB_ID_ROOT:
    case PAB_ID_CONTAINER:
      return MAPI_PROP (pab_container_new (self, kind == PAB_ID_ROOT));
    case PAB_ID_USER_TEMPLATE:
      return pab_object_new (self, PAB_KIND_USER, 0);
    case PAB_ID_LIST_TEMPLATE:
      return pab_object_new (self, PAB_KIND_LIST, 0);
    default:
      record = pab_book_lookup (self->book, number, error);
      return record != NULL ? pab_object_open (self, record, writable) : NULL;
    }
}

MapiPropList *
pab_logon_read_entry (PabLogon *self, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiSupport) support = pab_logon_ref_support (self, error);
  g_autoptr (MapiProp) entry =
      support != NULL ? mapi_support_open_entry (support, entry_id, NULL, 0, cancellable, error)
                      : NULL;
  g_autoptr (MapiPropList) props =
      entry != NULL ? mapi_prop_get_props (entry, NULL, 0, cancellable, NULL, error) : NULL;

  return props != NULL ? mapi_prop_list_without_errors (props) : NULL;
}

static MapiProp *
open_entry (MapiAbLogon  *logon,
            GBytes       *entry_id,
            const char   *interface_name,
            guint32       flags,
            GCancellable *cancellable,
            GError      **error)
{
  return mapi_prop_offer (pab_logon_open (PAB_LOGON (logon), entry_id, flags, cancellable, error),
                          interface_name,
                          error);
}

/* Entry identifiers are the same for one entry at all times. */
static gboolean
compare_entry_ids (MapiAbLogon *logon,
                   GBytes      *entry_id1,
                   GBytes      *entry_id2,
                   guint32      flags,
                   gboolean    *result,
                   GError     **error)
{
  const MapiUid *uid = pab_book_get_uid (PAB_LOGON (logon)->book);
  PabIdKind      kinds[2];
  gint64         numbers[2];

  if (!pab_entry_id_parse (entry_id1, uid, &kinds[0], &numbers[0], error) ||
      !pab_entry_id_parse (entry_id2, uid, &kinds[1], &numbers[1], error))
    return FALSE;

  *result = kinds[0] == kinds[1] && numbers[0] == numbers[1];
  return TRUE;
}

static guint32
advise (MapiAbLogon    *logon,
        GBytes         *entry_id,
        guint32         event_mask,
        MapiAdviseSink *sink,
        GCancellable   *cancellable,
        GError        **error)
{
  PabLogon *self = PAB_LOGON (logon);
  g_autoptr (GBytes) key = entry_id != NULL && g_bytes_get_size (entry_id) > 0
                               ? g_bytes_ref (entry_id)
                               : pab_book_get_container_id (self->book);
  PabIdKind kind;
  gint64    number;

  return pab_logon_check (self, error) &&
                 pab_entry_id_parse (key, pab_book_get_uid (self->book), &kind, &number, error)
             ? mapi_notifier_advise (
                   pab_book_get_notifier (self->book), key, event_mask, sink, error)
             : 0;
}

static gboolean
unadvise (MapiAbLogon *logon, guint32 connection, GError **error)
{
  return mapi_notifier_unadvise (
      pab_book_get_notifier (PAB_LOGON (logon)->book), connection, error);
}

static MapiTable *
get_one_off_table (MapiAbLogon *logon, guint32 flags, GCancellable *cancellable, GError **error)
{
  PabLogon *self = PAB_LOGON (logon);

  return pab_logon_check (self, error)
             ? pab_schema_get_templates (pab_book_get_uid (self->book), FALSE, error)
             : NULL;
}

/* The address book can be used when its file can be read. */
static gint
on_validate_state (MapiStatusData *status, guint flags, GCancellable *cancellable, PabBook *book)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = pab_book_get_table (book, &error);

  return table != NULL ? 0 : error->code;
}

static MapiProp *
open_status_entry (MapiAbLogon  *logon,
                   const char   *interface_name,
                   guint32       flags,
                   GCancellable *cancellable,
                   GError      **error)
{
  PabLogon *self = PAB_LOGON (logon);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  MapiStatusData *status;

  if (!pab_logon_check (self, error))
    return NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, self->name);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_TYPE, MAPI_AB_PROVIDER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_METHODS, MAPI_STATUS_VALIDATE_STATE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_STATUS_STRING, "available");
  props = mapi_prop_list_builder_end (builder);
  status = mapi_status_data_new (props);
  g_signal_connect_object (
      status, "validate-state", G_CALLBACK (on_validate_state), self->book, G_CONNECT_DEFAULT);
  return MAPI_PROP (status);
}

/* What a new entry of the template has, as far as @data says nothing of it. */
static gboolean
fill (PabLogon *self, PabKind kind, MapiProp *data, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiProp) entry = pab_object_new (self, kind, 0);
  g_autoptr (MapiPropList) initial = mapi_prop_get_props (entry, NULL, 0, cancellable, NULL, error);
  g_autoptr (MapiPropTagArray) known =
      initial != NULL ? mapi_prop_get_prop_list (data, 0, cancellable, error) : NULL;
  g_autoptr (MapiPropList) missing = known != NULL ? mapi_prop_list_without (initial, known) : NULL;

  return missing != NULL && mapi_prop_set_props (data, missing, NULL, cancellable, error);
}

/* Entries made from the templates of this book need nobody to compute their properties, so the
 * data of one is bound as it is. */
static MapiProp *
open_template_id (MapiAbLogon  *logon,
                  GBytes       *template_id,
                  guint32       template_flags,
                  MapiProp     *data,
                  const char   *interface_name,
                  MapiProp     *sibling,
                  GCancellable *cancellable,
                  GError      **error)
{
  PabLogon *self = PAB_LOGON (logon);
  PabIdKind kind;
  gint64    number;

  if (!pab_logon_check (self, error) ||
      !pab_entry_id_parse (template_id, pab_book_get_uid (self->book), &kind, &number, error))
    return NULL;
  if (kind != PAB_ID_USER_TEMPLATE && kind != PAB_ID_LIST_TEMPLATE)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_UNKNOWN_ENTRYID, "pab: the identifier is not of a template");
      return NULL;
    }
  if ((template_flags & MAPI_FILL_ENTRY) != 0 &&
      !fill (self,
             kind == PAB_ID_LIST_TEMPLATE ? PAB_KIND_LIST : PAB_KIND_USER,
             data,
             cancellable,
             error))
    return NULL;
  return g_object_ref (data);
}

/* The recipient with what the book knows of it and it does not say itself; as it is, when it is
 * none of this book's. */
static MapiPropList *
prepare_recipient (PabLogon         *self,
                   MapiPropTagArray *tags,
                   MapiPropList     *recipient,
                   GCancellable     *cancellable,
                   GError          **error)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (recipient, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) there = NULL;
  g_autoptr (MapiPropList) own = NULL;
  PabIdKind kind;
  gint64    number;

  if (entry_id == NULL ||
      !pab_entry_id_parse (entry_id, pab_book_get_uid (self->book), &kind, &number, NULL))
    return mapi_prop_list_ref (recipient);

  entry = pab_logon_open (self, entry_id, 0, cancellable, error);
  if (entry == NULL || tags == NULL)
    return entry != NULL ? mapi_prop_list_ref (recipient) : NULL;

  props = mapi_prop_get_props (entry, tags, 0, cancellable, NULL, error);
  if (props == NULL)
    return NULL;
  there = mapi_prop_list_without_errors (props);
  own = mapi_prop_list_without_errors (recipient);
  return mapi_prop_list_merge (there, own);
}

static MapiRowSet *
prepare_recips (MapiAbLogon      *logon,
                guint32           flags,
                MapiPropTagArray *tags,
                MapiRowSet       *recipients,
                GCancellable     *cancellable,
                GError          **error)
{
  PabLogon *self = PAB_LOGON (logon);
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (!pab_logon_check (self, error))
    return NULL;
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);
      MapiPropList *prepared = prepare_recipient (self, tags, row, cancellable, error);

      if (prepared == NULL)
        return NULL;
      g_ptr_array_add (rows, prepared);
    }
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static void
pab_logon_iface_init (MapiAbLogonInterface *iface)
{
  iface->open_status_entry = open_status_entry;
  iface->open_template_id = open_template_id;
  iface->prepare_recips = prepare_recips;
  iface->logoff = logoff;
  iface->open_entry = open_entry;
  iface->compare_entry_ids = compare_entry_ids;
  iface->advise = advise;
  iface->unadvise = unadvise;
  iface->get_one_off_table = get_one_off_table;
}
