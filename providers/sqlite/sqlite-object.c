/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-object-private.h"
#include "sqlite-list.h"
#include "sqlite-names.h"
#include "sqlite-store.h"
#include "sqlite-stream.h"

typedef struct
{
  SqliteStore *store; /* owned, NULL in the store itself */
} SqliteObjectPrivate;

static void sqlite_object_prop_init (MapiPropInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (SqliteObject,
                                  sqlite_object,
                                  G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (SqliteObject)
                                      G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP,
                                                             sqlite_object_prop_init))

void
sqlite_object_set_store (SqliteObject *self, SqliteStore *store)
{
  SqliteObjectPrivate *priv = sqlite_object_get_instance_private (self);

  g_set_object (&priv->store, store);
}

SqliteStore *
sqlite_object_get_store (SqliteObject *self)
{
  SqliteObjectPrivate *priv = sqlite_object_get_instance_private (self);

  return priv->store != NULL ? priv->store : (SqliteStore *) self;
}

SqliteBackend *
sqlite_object_get_backend (SqliteObject *self)
{
  return sqlite_store_get_backend (sqlite_object_get_store (self));
}

gboolean
sqlite_object_check (SqliteObject *self, GError **error)
{
  return sqlite_store_check (sqlite_object_get_store (self), error);
}

void
sqlite_add_large_errors (MapiPropListBuilder *builder, GBytes *large)
{
  guint n = sqlite_large_get_size (large);

  for (guint i = 0; i < n; i++)
    {
      SqliteLarge entry;

      sqlite_large_get (large, i, &entry);
      mapi_prop_list_builder_add_error (
          builder, mapi_prop_tag_change_type (entry.tag, MAPI_PT_ERROR), MAPI_E_NOT_ENOUGH_MEMORY);
    }
}

void
sqlite_object_add_common (SqliteObject *self, MapiPropListBuilder *builder)
{
  const MapiUid *uid = sqlite_backend_get_uid (sqlite_object_get_backend (self));

  sqlite_add_binary (
      builder, MAPI_PR_STORE_ENTRYID, sqlite_store_dup_entry_id (sqlite_object_get_store (self)));
  mapi_prop_list_builder_add_data (builder, MAPI_PR_STORE_RECORD_KEY, uid, sizeof *uid);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_MAPPING_SIGNATURE, uid, sizeof *uid);
}

gboolean
sqlite_check_interface (const char *interface_name, const char *offered, GError **error)
{
  if (interface_name == NULL || g_str_equal (interface_name, offered) ||
      g_str_equal (interface_name, "MapiProp"))
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INTERFACE_NOT_SUPPORTED,
               "sqlite: the object is a %s, not a %s",
               offered,
               interface_name);
  return FALSE;
}

gboolean
sqlite_check_text (const char *text, const char *method, GError **error)
{
  if (text == NULL || g_utf8_validate (text, -1, NULL))
    return TRUE;
  g_set_error (
      error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "sqlite: %s: a text is not UTF-8", method);
  return FALSE;
}

gboolean
sqlite_check_delegated (guint32 flags, const char *method, GError **error)
{
  if ((flags & MAPI_DECLINE_OK) == 0)
    return TRUE;
  g_set_error (
      error, MAPI_ERROR, MAPI_E_DECLINE_COPY, "sqlite: %s: the copy is left to the caller", method);
  return FALSE;
}

static gboolean
fail_parameter (GError **error, const char *message)
{
  g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "sqlite: %s", message);
  return FALSE;
}

/* No list stands for all properties; one that names none is a mistake. */
static gboolean
check_tags (MapiPropTagArray *tags, const char *message, GError **error)
{
  return tags == NULL || mapi_prop_tag_array_get_size (tags) > 0 || fail_parameter (error, message);
}

static gboolean
sqlite_object_save_changes (MapiProp     *prop,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  SqliteObject      *self = SQLITE_OBJECT (prop);
  SqliteObjectClass *klass = SQLITE_OBJECT_GET_CLASS (self);

  if (!sqlite_object_check (self, error))
    return FALSE;
  return klass->save == NULL || klass->save (self, flags, cancellable, error);
}

MapiPropList *
sqlite_object_get_all (SqliteObject *self, GError **error)
{
  if (!sqlite_object_check (self, error))
    return NULL;
  return SQLITE_OBJECT_GET_CLASS (self)->get_all (self, error);
}

static MapiPropList *
get_some (SqliteObject *self, MapiPropTagArray *tags, GError **error)
{
  SqliteObjectClass *klass = SQLITE_OBJECT_GET_CLASS (self);

  if (tags == NULL || klass->get_some == NULL)
    return sqlite_object_get_all (self, error);
  return sqlite_object_check (self, error) ? klass->get_some (self, tags, error) : NULL;
}

static gboolean
has_errors (MapiPropList *props)
{
  guint n = mapi_prop_list_get_size (props);

  for (guint i = 0; i < n; i++)
    if (mapi_prop_tag_get_prop_type (mapi_prop_list_get_tag (props, i)) == MAPI_PT_ERROR)
      return TRUE;
  return FALSE;
}

static MapiPropList *
sqlite_object_get_props (MapiProp         *prop,
                         MapiPropTagArray *tags,
                         guint32           flags,
                         GCancellable     *cancellable,
                         guint32          *warning,
                         GError          **error)
{
  SqliteObject *self = SQLITE_OBJECT (prop);
  g_autoptr (MapiPropList) some = get_some (self, tags, error);
  g_autoptr (MapiPropList) selected = NULL;

  if (some == NULL || !check_tags (tags, "GetProps: the list names no property", error))
    return NULL;
  selected = sqlite_object_select (self, some, tags);
  if (has_errors (selected))
    *warning = MAPI_W_ERRORS_RETURNED;
  return g_steal_pointer (&selected);
}

static MapiPropTagArray *
list_tags (SqliteObject *self, GError **error)
{
  SqliteObjectClass *klass = SQLITE_OBJECT_GET_CLASS (self);
  g_autoptr (MapiPropList) all = NULL;

  if (klass->list_tags != NULL)
    return sqlite_object_check (self, error) ? klass->list_tags (self, error) : NULL;
  all = sqlite_object_get_all (self, error);
  return all != NULL ? mapi_prop_list_get_tags (all) : NULL;
}

static MapiPropTagArray *
sqlite_object_get_prop_list (MapiProp     *prop,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  SqliteObject *self = SQLITE_OBJECT (prop);
  g_autoptr (MapiPropTagArray) all = list_tags (self, error);
  g_autoptr (GArray) tags = NULL;

  if (all == NULL)
    return NULL;
  tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < mapi_prop_tag_array_get_size (all); i++)
    {
      guint32     tag = mapi_prop_tag_array_get_tag (all, i);
      SqliteLarge large;

      if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_ERROR &&
          SQLITE_OBJECT_GET_CLASS (self)->find_large (self, tag, &large))
        tag = large.tag;
      g_array_append_val (tags, tag);
    }
  return mapi_prop_tag_array_new ((const guint32 *) tags->data, tags->len);
}

static gboolean
is_among (const guint32 *tags, guint32 tag)
{
  for (guint i = 0; tags != NULL && tags[i] != 0; i++)
    if (tags[i] >> 16 == tag >> 16)
      return TRUE;
  return FALSE;
}

gboolean
sqlite_object_is_computed (SqliteObject *self, guint32 tag)
{
  return is_among (SQLITE_OBJECT_GET_CLASS (self)->computed, tag);
}

static void
add_problem (MapiPropProblemArray **problems, guint index, guint32 tag, gint32 code)
{
  MapiPropProblemArray *before = *problems != NULL ? *problems : mapi_prop_problem_array_new ();

  *problems = mapi_prop_problem_array_append (before, index, tag, code);
  mapi_prop_problem_array_unref (before);
}

gboolean
sqlite_object_has_unexpected_type (SqliteObject *self, guint32 tag)
{
  const guint32 *typed = SQLITE_OBJECT_GET_CLASS (self)->typed;
  guint16        type = mapi_prop_tag_get_prop_type (tag);
  guint16        expected = type == MAPI_PT_STRING8 ? MAPI_PT_UNICODE : type;

  for (guint i = 0; typed != NULL && typed[i] != 0; i++)
    if (typed[i] >> 16 == tag >> 16)
      return mapi_prop_tag_get_prop_type (typed[i]) != expected;
  return FALSE;
}

static gint32
find_problem (SqliteObject *self, guint32 tag)
{
  guint16 type = mapi_prop_tag_get_prop_type (tag);

  if (sqlite_object_is_computed (self, tag))
    return MAPI_E_COMPUTED;
  if (type == MAPI_PT_OBJECT || type == MAPI_PT_NULL || type == MAPI_PT_UNSPECIFIED)
    return MAPI_E_INVALID_TYPE;
  if (sqlite_object_has_unexpected_type (self, tag))
    return MAPI_E_UNEXPECTED_TYPE;
  return 0;
}

/* What can be set, with what has to become a stream apart. */
typedef struct
{
  MapiPropListBuilder  *builder;
  GPtrArray            *large; /* of MapiPropValue */
  MapiPropProblemArray *problems;
} Settable;

static gsize
measure_value (MapiPropList *props, guint index)
{
  guint32 tag = mapi_prop_list_get_tag (props, index);
  guint16 type = mapi_prop_tag_get_prop_type (tag);
  gsize   size = 0;

  if (type == MAPI_PT_UNICODE)
    return strlen (mapi_prop_list_get_string (props, tag));
  if (type == MAPI_PT_BINARY)
    mapi_prop_list_peek_binary (props, tag, &size);
  return size;
}

/* More than a table can show as rows. */
static gboolean
has_too_many_values (MapiPropList *props, guint index)
{
  g_autoptr (MapiPropValue) value = NULL;

  if (!mapi_prop_tag_is_multivalued (mapi_prop_list_get_tag (props, index)))
    return FALSE;
  value = mapi_prop_list_get_value (props, index);
  return mapi_prop_value_get_n_values (value) > SQLITE_LIST_MAX_VALUES;
}

/* Mostly everything can be set just as it is. */
static gboolean
is_plain (SqliteObject *self, MapiPropList *props)
{
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      guint32 tag = mapi_prop_list_get_tag (props, i);

      if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_ERROR || find_problem (self, tag) != 0 ||
          measure_value (props, i) > SQLITE_INLINE_MAX || has_too_many_values (props, i))
        return FALSE;
    }
  return TRUE;
}

static void
sort_value (SqliteObject *self, Settable *settable, MapiPropList *props, guint index)
{
  guint32 tag = mapi_prop_list_get_tag (props, index);
  gint32  code = has_too_many_values (props, index) ? (gint32) MAPI_E_NOT_ENOUGH_MEMORY
                                                    : find_problem (self, tag);
  g_autoptr (MapiPropValue) value = NULL;

  /* Errors stand for nothing, as GetProps gives them. */
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_ERROR)
    return;
  if (code != 0)
    {
      add_problem (&settable->problems, index, tag, code);
      return;
    }
  value = mapi_prop_list_get_value (props, index);
  if (measure_value (props, index) <= SQLITE_INLINE_MAX)
    mapi_prop_list_builder_add_value (settable->builder, value);
  else if (SQLITE_OBJECT_GET_CLASS (self)->set_large == NULL)
    add_problem (&settable->problems, index, tag, MAPI_E_NOT_ENOUGH_MEMORY);
  else
    g_ptr_array_add (settable->large, g_steal_pointer (&value));
}

static gboolean
set_through_stream (SqliteObject *self, MapiPropValue *value, GError **error)
{
  guint32 tag = mapi_prop_value_get_tag (value);
  g_autoptr (GBytes) bytes = sqlite_value_to_bytes (value);
  g_autoptr (SqliteStream) stream = sqlite_stream_new (self, tag, NULL, NULL, TRUE);

  return mapi_stream_write (MAPI_STREAM (stream), bytes, NULL, error) &&
         mapi_stream_commit (MAPI_STREAM (stream), 0, NULL, error);
}

static gboolean
set_all (SqliteObject *self, Settable *settable, GError **error)
{
  g_autoptr (MapiPropList) plain = mapi_prop_list_builder_end (settable->builder);

  for (guint i = 0; i < settable->large->len; i++)
    if (!set_through_stream (self, settable->large->pdata[i], error))
      return FALSE;
  return mapi_prop_list_get_size (plain) == 0 ||
         SQLITE_OBJECT_GET_CLASS (self)->change (self, plain, NULL, error);
}

gboolean
sqlite_object_check_writable (SqliteObject *self, GError **error)
{
  return sqlite_object_check (self, error) &&
         SQLITE_OBJECT_GET_CLASS (self)->check_writable (self, error);
}

static gboolean
check_values (MapiPropList *props, GError **error)
{
  if (mapi_prop_rules_check_set (props, error))
    return TRUE;
  g_prefix_error_literal (error, "sqlite: ");
  return FALSE;
}

static gboolean
sqlite_object_set_props (MapiProp              *prop,
                         MapiPropList          *props,
                         MapiPropProblemArray **problems,
                         GCancellable          *cancellable,
                         GError               **error)
{
  SqliteObject *self = SQLITE_OBJECT (prop);
  g_autoptr (MapiPropListBuilder) builder = NULL;
  g_autoptr (GPtrArray) large = NULL;
  Settable settable = { 0 };

  if (!sqlite_object_check_writable (self, error) || !check_values (props, error))
    return FALSE;
  if (is_plain (self, props))
    return mapi_prop_list_get_size (props) == 0 ||
           SQLITE_OBJECT_GET_CLASS (self)->change (self, props, NULL, error);
  builder = settable.builder = mapi_prop_list_builder_new ();
  large = settable.large = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_value_unref);
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    sort_value (self, &settable, props, i);
  *problems = settable.problems;
  return set_all (self, &settable, error);
}

static gboolean
sqlite_object_delete_props (MapiProp              *prop,
                            MapiPropTagArray      *tags,
                            MapiPropProblemArray **problems,
                            GCancellable          *cancellable,
                            GError               **error)
{
  SqliteObject *self = SQLITE_OBJECT (prop);
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) array = NULL;

  if (!sqlite_object_check_writable (self, error))
    return FALSE;
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (tags, i);

      if (sqlite_object_is_computed (self, tag))
        add_problem (problems, i, tag, MAPI_E_COMPUTED);
      else if (is_among (SQLITE_OBJECT_GET_CLASS (self)->required, tag))
        add_problem (problems, i, tag, MAPI_E_NO_ACCESS);
      else
        g_array_append_val (removed, tag);
    }
  array = mapi_prop_tag_array_new ((const guint32 *) removed->data, removed->len);
  return removed->len == 0 || SQLITE_OBJECT_GET_CLASS (self)->change (self, NULL, array, error);
}

static GObject *
sqlite_object_open_property (MapiProp     *prop,
                             guint32       tag,
                             const char   *interface_name,
                             guint32       interface_options,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  SqliteObject      *self = SQLITE_OBJECT (prop);
  SqliteObjectClass *klass = SQLITE_OBJECT_GET_CLASS (self);
  g_autoptr (GError) local = NULL;
  GObject *object;

  if (!sqlite_object_check (self, error))
    return NULL;
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_UNSPECIFIED)
    {
      fail_parameter (error, "OpenProperty: the tag has no type");
      return NULL;
    }
  if (klass->open_object != NULL)
    {
      object = klass->open_object (self, tag, interface_name, flags, cancellable, &local);
      if (object != NULL)
        return object;
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  if (interface_name != NULL && !g_str_equal (interface_name, "MapiStream"))
    {
      sqlite_check_interface (interface_name, "MapiStream", error);
      return NULL;
    }
  return sqlite_object_open_stream (self, tag, flags, error);
}

/* Whether each interface that the object has is among those not to be copied. */
static gboolean
excludes_all (SqliteObject *self, const char *const *excluded)
{
  g_autofree GType *interfaces = g_type_interfaces (G_OBJECT_TYPE (self), NULL);
  guint             n = 0;

  while (excluded != NULL && interfaces[n] != G_TYPE_INVALID &&
         g_strv_contains (excluded, g_type_name (interfaces[n])))
    n++;
  return interfaces[n] == G_TYPE_INVALID;
}

static gboolean
check_excluded (SqliteObject      *self,
                const char *const *interfaces,
                MapiPropTagArray  *tags,
                GError           **error)
{
  if (!check_tags (tags, "CopyTo: the list of what is left out names no property", error))
    return FALSE;
  if (!excludes_all (self, interfaces))
    return TRUE;
  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_INTERFACE_NOT_SUPPORTED,
                       "sqlite: CopyTo: every interface of the object is left out");
  return FALSE;
}

static gboolean
sqlite_object_copy_to (MapiProp              *prop,
                       const char *const     *exclude_interfaces,
                       MapiPropTagArray      *exclude_tags,
                       MapiProgress          *progress,
                       MapiProp              *destination,
                       guint32                flags,
                       MapiPropProblemArray **problems,
                       GCancellable          *cancellable,
                       GError               **error)
{
  SqliteObject *self = SQLITE_OBJECT (prop);

  return sqlite_object_check (self, error) &&
         check_excluded (self, exclude_interfaces, exclude_tags, error) &&
         sqlite_check_delegated (flags, "CopyTo", error) &&
         mapi_support_do_copy_to (sqlite_store_get_support (sqlite_object_get_store (self)),
                                  prop,
                                  exclude_interfaces,
                                  exclude_tags,
                                  progress,
                                  destination,
                                  flags,
                                  problems,
                                  cancellable,
                                  error);
}

static gboolean
sqlite_object_copy_props (MapiProp              *prop,
                          MapiPropTagArray      *tags,
                          MapiProgress          *progress,
                          MapiProp              *destination,
                          guint32                flags,
                          MapiPropProblemArray **problems,
                          GCancellable          *cancellable,
                          GError               **error)
{
  SqliteObject *self = SQLITE_OBJECT (prop);

  return sqlite_object_check (self, error) && sqlite_check_delegated (flags, "CopyProps", error) &&
         mapi_support_do_copy_props (sqlite_store_get_support (sqlite_object_get_store (self)),
                                     prop,
                                     tags,
                                     progress,
                                     destination,
                                     flags,
                                     problems,
                                     cancellable,
                                     error);
}

static void
sqlite_object_prop_init (MapiPropInterface *iface)
{
  iface->save_changes = sqlite_object_save_changes;
  iface->get_props = sqlite_object_get_props;
  iface->get_prop_list = sqlite_object_get_prop_list;
  iface->open_property = sqlite_object_open_property;
  iface->set_props = sqlite_object_set_props;
  iface->delete_props = sqlite_object_delete_props;
  iface->copy_to = sqlite_object_copy_to;
  iface->copy_props = sqlite_object_copy_props;
  iface->get_names_from_ids = sqlite_get_names_from_ids;
  iface->get_ids_from_names = sqlite_get_ids_from_names;
}

static gboolean
sqlite_object_find_large (SqliteObject *self, guint32 tag, SqliteLarge *large)
{
  return FALSE;
}

static void
sqlite_object_finalize (GObject *object)
{
  SqliteObjectPrivate *priv = sqlite_object_get_instance_private (SQLITE_OBJECT (object));

  g_clear_object (&priv->store);
  G_OBJECT_CLASS (sqlite_object_parent_class)->finalize (object);
}

static void
sqlite_object_class_init (SqliteObjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sqlite_object_finalize;
  klass->find_large = sqlite_object_find_large;
}

static void
sqlite_object_init (SqliteObject *self)
{
}
