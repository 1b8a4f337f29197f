/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-object.h"
#include "pab-schema.h"

typedef struct
{
  PabLogon *logon;
  PabKind   kind;
  guint32   create_flags;

  GMutex     saving; /* one saves at a time */
  GMutex     lock;
  gint64     id; /* 0 until it was saved */
  GPtrArray *members;
} PabObjectPrivate;

static void pab_object_prop_init (MapiPropInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (PabObject,
                                  pab_object,
                                  MAPI_TYPE_PROP_DATA,
                                  G_ADD_PRIVATE (PabObject)
                                      G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, pab_object_prop_init))

static MapiPropInterface *parent_prop;

static PabObjectPrivate *
data_of (gpointer self)
{
  return pab_object_get_instance_private (self);
}

static void
pab_object_finalize (GObject *object)
{
  PabObjectPrivate *data = data_of (object);

  g_clear_object (&data->logon);
  g_clear_pointer (&data->members, g_ptr_array_unref);
  g_mutex_clear (&data->saving);
  g_mutex_clear (&data->lock);

  G_OBJECT_CLASS (pab_object_parent_class)->finalize (object);
}

static void
pab_object_class_init (PabObjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pab_object_finalize;
}

static void
pab_object_init (PabObject *self)
{
  g_mutex_init (&data_of (self)->saving);
  g_mutex_init (&data_of (self)->lock);
}

PabLogon *
pab_object_get_logon (PabObject *self)
{
  return data_of (self)->logon;
}

static gint64
id_of (PabObjectPrivate *data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&data->lock);

  return data->id;
}

/* Those of a list that is in the book are what the book says now, whoever has changed them. */
GPtrArray *
pab_object_ref_members (PabObject *self, GError **error)
{
  PabObjectPrivate *data = data_of (self);
  gint64            id = id_of (data);
  g_autoptr (PabRecord) record = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  if (id != 0)
    {
      record = pab_book_lookup (pab_logon_get_book (data->logon), id, error);
      return record != NULL ? g_ptr_array_ref (record->members) : NULL;
    }

  locker = g_mutex_locker_new (&data->lock);
  return data->members != NULL ? g_ptr_array_ref (data->members)
                               : g_ptr_array_new_with_free_func ((GDestroyNotify) pab_member_free);
}

gboolean
pab_object_set_members (PabObject *self, GPtrArray *members, GError **error)
{
  PabObjectPrivate *data = data_of (self);
  PabBook          *book = pab_logon_get_book (data->logon);
  gint64            id = id_of (data);
  g_autoptr (PabRecord) record = id != 0 ? pab_book_lookup (book, id, error) : NULL;
  g_autoptr (PabRecord) changed = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  if (id != 0)
    {
      if (record != NULL)
        changed = pab_record_new (id, record->kind, record->props, members);
      return changed != NULL && pab_book_save (book, changed, 0, error) != 0;
    }

  locker = g_mutex_locker_new (&data->lock);
  g_clear_pointer (&data->members, g_ptr_array_unref);
  data->members = g_ptr_array_ref (members);
  return TRUE;
}

/* What a book computes is not stored with an entry. */
static MapiPropList *
storable (MapiPropList *props)
{
  static const guint32 computed[] = {
    MAPI_PR_ENTRYID,        MAPI_PR_RECORD_KEY,
    MAPI_PR_INSTANCE_KEY,   MAPI_PR_OBJECT_TYPE,
    MAPI_PR_DISPLAY_TYPE,   MAPI_PR_SEARCH_KEY,
    MAPI_PR_ACCESS,         MAPI_PR_TRANSMITABLE_DISPLAY_NAME,
    MAPI_PR_ROWID,          MAPI_PR_DEPTH,
    MAPI_PR_RECIPIENT_TYPE, MAPI_PR_RESPONSIBILITY,
  };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (computed, G_N_ELEMENTS (computed));
  g_autoptr (MapiPropList) known = mapi_prop_list_without_errors (props);

  return mapi_prop_list_without (known, tags);
}

/* A line break in a name or an address would be one in the header of a message. */
static gboolean
check_text (MapiPropList *props, guint32 tag, GError **error)
{
  const char      *text = mapi_prop_list_get_string (props, tag);
  g_autofree char *name = NULL;

  for (const char *at = text; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    {
      if (!g_unichar_iscntrl (g_utf8_get_char (at)))
        continue;
      name = mapi_prop_tag_to_string (tag);
      g_set_error (
          error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "pab: %s holds a control character", name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || *text == '\0';
}

/* An entry needs a name and a user an address, each of which can be told from the other to some
 * extent. */
static MapiPropList *
complete (PabKind kind, MapiPropList *props, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) added = NULL;
  const char *name = mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_NAME);
  const char *address = mapi_prop_list_get_string (props, MAPI_PR_EMAIL_ADDRESS);
  const char *type = mapi_prop_list_get_string (props, MAPI_PR_ADDRTYPE);

  if (!check_text (props, MAPI_PR_DISPLAY_NAME, error) ||
      !check_text (props, MAPI_PR_EMAIL_ADDRESS, error) ||
      !check_text (props, MAPI_PR_ADDRTYPE, error))
    return NULL;
  if (is_blank (name) && (kind == PAB_KIND_LIST || is_blank (address)))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "pab: the entry has no PR_DISPLAY_NAME");
      return NULL;
    }

  if (is_blank (name))
    mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, address);
  if (kind == PAB_KIND_USER && is_blank (type) && !is_blank (address))
    mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, "SMTP");
  added = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (props, added);
}

static gboolean
write_down (PabObject *self, GError **error)
{
  PabObjectPrivate *data = data_of (self);
  PabBook          *book = pab_logon_get_book (data->logon);
  g_autoptr (MapiPropList) all = mapi_prop_data_get_list (MAPI_PROP_DATA (self));
  g_autoptr (MapiPropList) own = storable (all);
  g_autoptr (MapiPropList) whole = complete (data->kind, own, error);
  g_autoptr (GPtrArray) members = whole != NULL ? pab_object_ref_members (self, error) : NULL;
  g_autoptr (PabRecord) record = NULL;
  g_autoptr (PabRecord) written = NULL;
  g_autoptr (MapiPropList) shown = NULL;
  gint64 id;

  if (members == NULL)
    return FALSE;
  record = pab_record_new (id_of (data), data->kind, whole, members);
  id = pab_book_save (book, record, data->create_flags, error);
  if (id == 0)
    return FALSE;

  g_mutex_lock (&data->lock);
  data->id = id;
  g_mutex_unlock (&data->lock);
  written = pab_record_new (id, data->kind, whole, members);
  shown = pab_book_describe (book, written);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), shown);
  return TRUE;
}

static gboolean
save_changes (MapiProp *prop, guint32 flags, GCancellable *cancellable, GError **error)
{
  PabObject        *self = PAB_OBJECT (prop);
  PabObjectPrivate *data = data_of (self);
  gboolean          done;

  if (!pab_logon_check (data->logon, error) ||
      !parent_prop->save_changes (prop, flags, cancellable, error))
    return FALSE;
  g_mutex_lock (&data->saving);
  done = write_down (self, error);
  g_mutex_unlock (&data->saving);
  if (done)
    return TRUE;

  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_DIRTY);
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
  if (tag == MAPI_PR_DETAILS_TABLE)
    return (GObject *) pab_schema_get_details (data_of (prop)->kind, error);

  return parent_prop->open_property (
      prop, tag, interface_name, interface_options, flags, cancellable, error);
}

static void
pab_object_prop_init (MapiPropInterface *iface)
{
  parent_prop = g_type_interface_peek_parent (iface);
  iface->save_changes = save_changes;
  iface->open_property = open_property;
}

static PabObject *
make (PabLogon *logon, PabKind kind, guint32 create_flags)
{
  PabObject *self = g_object_new (kind == PAB_KIND_LIST ? PAB_TYPE_LIST : PAB_TYPE_USER, NULL);

  data_of (self)->logon = g_object_ref (logon);
  data_of (self)->kind = kind;
  data_of (self)->create_flags = create_flags;
  return self;
}

static MapiProp *
make_new (PabLogon *logon, PabKind kind, MapiPropList *props, guint32 create_flags)
{
  PabObject *self = make (logon, kind, create_flags);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) computed = NULL;
  g_autoptr (MapiPropList) all = NULL;

  mapi_prop_list_builder_add_long (builder,
                                   MAPI_PR_OBJECT_TYPE,
                                   kind == PAB_KIND_LIST ? MAPI_OBJECT_DISTLIST
                                                         : MAPI_OBJECT_MAILUSER);
  mapi_prop_list_builder_add_long (builder,
                                   MAPI_PR_DISPLAY_TYPE,
                                   kind == PAB_KIND_LIST ? MAPI_DT_PRIVATE_DISTLIST
                                                         : MAPI_DT_MAILUSER);
  mapi_prop_list_builder_add_string (
      builder, MAPI_PR_ADDRTYPE, kind == PAB_KIND_LIST ? "MAPIPDL" : "SMTP");
  computed = mapi_prop_list_builder_end (builder);
  all = props != NULL ? mapi_prop_list_merge (computed, props) : mapi_prop_list_ref (computed);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), all);
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READWRITE | MAPI_IPROP_DIRTY);

  return MAPI_PROP (self);
}

MapiProp *
pab_object_new (PabLogon *logon, PabKind kind, guint32 create_flags)
{
  return make_new (logon, kind, NULL, create_flags);
}

/* What the entry was called where it came from is kept, whatever it is called here. A list of
 * another provider is a user here: its members are its own business. */
MapiProp *
pab_object_new_copy (PabLogon *logon, MapiPropList *props, guint32 create_flags)
{
  const char *name = mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_NAME);
  g_autoptr (MapiPropList) own = storable (props);
  g_autoptr (MapiPropValue) original = NULL;
  g_autoptr (MapiPropList) addition = NULL;
  g_autoptr (MapiPropList) whole = NULL;

  if (name == NULL || mapi_prop_list_contains (own, MAPI_PR_ORIGINAL_DISPLAY_NAME))
    return make_new (logon, PAB_KIND_USER, own, create_flags);

  original = mapi_prop_value_new_string (MAPI_PR_ORIGINAL_DISPLAY_NAME, name);
  addition = mapi_prop_list_new_from_value (original);
  whole = mapi_prop_list_merge (own, addition);
  return make_new (logon, PAB_KIND_USER, whole, create_flags);
}

MapiProp *
pab_object_open (PabLogon *logon, PabRecord *record, gboolean writable)
{
  PabObject *self = make (logon, record->kind, 0);
  g_autoptr (MapiPropList) props = pab_book_describe (pab_logon_get_book (logon), record);

  data_of (self)->id = record->id;
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self),
                             writable ? MAPI_IPROP_READWRITE : MAPI_IPROP_READONLY);
  return MAPI_PROP (self);
}
