/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-container.h"
#include "pab-object.h"
#include "pab-schema.h"

struct _PabContainer
{
  MapiPropData parent_instance;
  PabLogon    *logon;
  gboolean     is_root;
};

static void pab_container_prop_init (MapiPropInterface *iface);
static void pab_container_container_init (MapiContainerInterface *iface);
static void pab_container_ab_container_init (MapiAbContainerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PabContainer,
                               pab_container,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, pab_container_prop_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER,
                                                          pab_container_container_init)
                                       G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_CONTAINER,
                                                              pab_container_ab_container_init))

static void
pab_container_finalize (GObject *object)
{
  g_clear_object (&PAB_CONTAINER (object)->logon);

  G_OBJECT_CLASS (pab_container_parent_class)->finalize (object);
}

static void
pab_container_class_init (PabContainerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pab_container_finalize;
}

static void
pab_container_init (PabContainer *self)
{
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
}

static const MapiUid *
uid_of (PabContainer *self)
{
  return pab_book_get_uid (pab_logon_get_book (self->logon));
}

static MapiPropList *
describe_root (PabLogon *logon)
{
  const MapiUid *uid = pab_book_get_uid (pab_logon_get_book (logon));
  g_autoptr (GBytes) entry_id = pab_entry_id_new (uid, PAB_ID_ROOT, 0);

  return mapi_ab_container_describe (entry_id,
                                     pab_logon_get_name (logon),
                                     "",
                                     MAPI_DT_LOCAL,
                                     MAPI_AB_SUBCONTAINERS | MAPI_AB_UNMODIFIABLE);
}

/* What the hierarchy table and the container itself say. */
static MapiPropList *
describe_book (PabLogon *logon)
{
  PabBook *book = pab_logon_get_book (logon);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) entry_id = pab_book_get_container_id (book);
  g_autoptr (GBytes) user = pab_entry_id_new (pab_book_get_uid (book), PAB_ID_USER_TEMPLATE, 0);
  g_autoptr (GBytes) list = pab_entry_id_new (pab_book_get_uid (book), PAB_ID_LIST_TEMPLATE, 0);
  g_autoptr (MapiPropList) common =
      mapi_ab_container_describe (entry_id,
                                  pab_logon_get_name (logon),
                                  "",
                                  MAPI_DT_LOCAL,
                                  MAPI_AB_RECIPIENTS | MAPI_AB_MODIFIABLE);
  g_autoptr (MapiPropList) templates = NULL;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_DEF_CREATE_MAILUSER, user);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_DEF_CREATE_DL, list);
  templates = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (common, templates);
}

PabContainer *
pab_container_new (PabLogon *logon, gboolean is_root)
{
  PabContainer *self = g_object_new (PAB_TYPE_CONTAINER, NULL);
  g_autoptr (MapiPropList) props = is_root ? describe_root (logon) : describe_book (logon);

  self->logon = g_object_ref (logon);
  self->is_root = is_root;
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  return self;
}

static gboolean
check_not_root (PabContainer *self, GError **error)
{
  if (!self->is_root)
    return pab_logon_check (self->logon, error);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NO_SUPPORT, "pab: the root container has no entries of its own");
  return FALSE;
}

static GObject *
open_property (MapiProp     *prop,
               guint32       tag,
               const char   *interface_name,
               guint32       interface_options,
               guint32       flags,
               GCancellable *cancellable,
               GError      **error)
{
  PabContainer *self = PAB_CONTAINER (prop);

  if (tag == MAPI_PR_CREATE_TEMPLATES && check_not_root (self, error))
    return (GObject *) pab_schema_get_templates (uid_of (self), TRUE, error);
  if (tag == MAPI_PR_CREATE_TEMPLATES)
    return NULL;

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NOT_FOUND, "pab: the container has no such object");
  return NULL;
}

static void
pab_container_prop_init (MapiPropInterface *iface)
{
  iface->open_property = open_property;
}

static MapiTable *
get_contents_table (MapiContainer *container,
                    guint32        flags,
                    GCancellable  *cancellable,
                    GError       **error)
{
  PabContainer *self = PAB_CONTAINER (container);

  return check_not_root (self, error) ? pab_book_get_table (pab_logon_get_book (self->logon), error)
                                      : NULL;
}

static MapiTable *
get_hierarchy_table (MapiContainer *container,
                     guint32        flags,
                     GCancellable  *cancellable,
                     GError       **error)
{
  PabContainer *self = PAB_CONTAINER (container);
  g_autoptr (MapiPropList) row = self->is_root ? describe_book (self->logon) : NULL;

  return pab_logon_check (self->logon, error) ? mapi_ab_hierarchy_new (row, error) : NULL;
}

static MapiProp *
open_entry (MapiContainer *container,
            GBytes        *entry_id,
            const char    *interface_name,
            guint32        flags,
            GCancellable  *cancellable,
            GError       **error)
{
  return mapi_prop_offer (
      pab_logon_open (PAB_CONTAINER (container)->logon, entry_id, flags, cancellable, error),
      interface_name,
      error);
}

static void
pab_container_container_init (MapiContainerInterface *iface)
{
  iface->get_contents_table = get_contents_table;
  iface->get_hierarchy_table = get_hierarchy_table;
  iface->open_entry = open_entry;
}

/* From a template of the book, or as a copy of an entry of any provider. */
static MapiProp *
create_entry (MapiAbContainer *container,
              GBytes          *template_id,
              guint32          create_flags,
              GCancellable    *cancellable,
              GError         **error)
{
  PabContainer *self = PAB_CONTAINER (container);
  g_autoptr (MapiPropList) props = NULL;
  PabIdKind kind = PAB_ID_ENTRY;
  gint64    number;

  if (!check_not_root (self, error))
    return NULL;
  pab_entry_id_parse (template_id, uid_of (self), &kind, &number, NULL);
  if (kind == PAB_ID_USER_TEMPLATE || kind == PAB_ID_LIST_TEMPLATE)
    return pab_object_new (
        self->logon, kind == PAB_ID_LIST_TEMPLATE ? PAB_KIND_LIST : PAB_KIND_USER, create_flags);

  props = pab_logon_read_entry (self->logon, template_id, cancellable, error);
  return props != NULL ? pab_object_new_copy (self->logon, props, create_flags) : NULL;
}

static gboolean
copy_entry (MapiAbContainer *container,
            GBytes          *entry_id,
            guint32          flags,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr (MapiProp) copy = create_entry (container, entry_id, flags, cancellable, error);

  return copy != NULL && mapi_prop_save_changes (copy, 0, cancellable, error);
}

typedef gboolean (*EachEntry) (MapiAbContainer *container,
                               GBytes          *entry_id,
                               guint32          flags,
                               GCancellable    *cancellable,
                               GError         **error);

/* What fails for one entry fails for that one; when it fails for all of them it is an error. */
static gboolean
for_each (MapiAbContainer *container,
          MapiEntryList   *entries,
          guint32          flags,
          EachEntry        each,
          GCancellable    *cancellable,
          guint32         *warning,
          GError         **error)
{
  guint n = mapi_entry_list_get_size (entries);
  guint n_failed = 0;
  g_autoptr (GError) failure = NULL;

  if (!check_not_root (PAB_CONTAINER (container), error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) entry_id = mapi_entry_list_get_entry_id (entries, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!each (container, entry_id, flags, cancellable, failure == NULL ? &failure : NULL))
        n_failed++;
    }
  if (n_failed > 0 && n_failed == n)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  *warning = n_failed > 0 ? MAPI_W_PARTIAL_COMPLETION : 0;
  return TRUE;
}

static gboolean
copy_entries (MapiAbContainer *container,
              MapiEntryList   *entries,
              MapiProgress    *progress,
              guint32          flags,
              GCancellable    *cancellable,
              guint32         *warning,
              GError         **error)
{
  return for_each (container, entries, flags, copy_entry, cancellable, warning, error);
}

static gboolean
delete_entry (MapiAbContainer *container,
              GBytes          *entry_id,
              guint32          flags,
              GCancellable    *cancellable,
              GError         **error)
{
  PabContainer *self = PAB_CONTAINER (container);
  PabIdKind     kind;
  gint64        number;

  if (!pab_entry_id_parse (entry_id, uid_of (self), &kind, &number, error))
    return FALSE;
  if (kind == PAB_ID_ENTRY)
    return pab_book_delete (pab_logon_get_book (self->logon), number, error);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "pab: only users and lists can be deleted");
  return FALSE;
}

static gboolean
delete_entries (MapiAbContainer *container,
                MapiEntryList   *entries,
                guint32          flags,
                GCancellable    *cancellable,
                guint32         *warning,
                GError         **error)
{
  return for_each (container, entries, flags, delete_entry, cancellable, warning, error);
}

MapiRowSet *
pab_container_resolve_names (MapiAbContainer  *container,
                             MapiPropTagArray *tags,
                             guint32           flags,
                             MapiRowSet       *recipients,
                             MapiFlagList     *states,
                             MapiFlagList    **new_states,
                             GCancellable     *cancellable,
                             GError          **error)
{
  return mapi_resolve_names_in (
      MAPI_CONTAINER (container), tags, recipients, states, new_states, cancellable, error);
}

static void
pab_container_ab_container_init (MapiAbContainerInterface *iface)
{
  iface->create_entry = create_entry;
  iface->copy_entries = copy_entries;
  iface->delete_entries = delete_entries;
  iface->resolve_names = pab_container_resolve_names;
}
