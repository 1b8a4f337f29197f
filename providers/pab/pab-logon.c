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
  return pab_logon_open (PAB_LOGON (logon), entry_id, flags, cancellable, error);
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

  return pab_logon_check (self, error)
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

static void
pab_logon_iface_init (MapiAbLogonInterface *iface)
{
  iface->logoff = logoff;
  iface->open_entry = open_entry;
  iface->compare_entry_ids = compare_entry_ids;
  iface->advise = advise;
  iface->unadvise = unadvise;
  iface->get_one_off_table = get_one_off_table;
}
