/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-prop.h"

/**
 * MapiProp:
 *
 * An object with properties: the base of stores, folders, messages, attachments, status
 * objects and profile sections.
 *
 * MAPI's `IMAPIProp`. Required: `GetProps`; any other method that is left out fails with
 * %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiProp, mapi_prop, G_TYPE_OBJECT)

static void
mapi_prop_default_init (MapiPropInterface *iface)
{
}

/**
 * mapi_prop_save_changes:
 * @self: a #MapiProp
 * @flags: `MAPI_KEEP_OPEN_READONLY`, `MAPI_KEEP_OPEN_READWRITE`, `MAPI_FORCE_SAVE`,
 * `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes what was changed since the object was opened or last saved durable and visible to
 * others.
 *
 * `IMAPIProp::SaveChanges`, optional; imapiprop-savechanges.md. Documented failures:
 * %MAPI_E_OBJECT_CHANGED, %MAPI_E_OBJECT_DELETED, %MAPI_E_NO_ACCESS, %MAPI_E_NOT_ENOUGH_DISK,
 * %MAPI_E_SUBMITTED.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_save_changes (MapiProp *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SaveChanges", error);

  g_return_val_if_fail (MAPI_IS_PROP (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, PROP, save_changes, flags, cancellable));
}

/**
 * mapi_prop_get_props:
 * @self: a #MapiProp
 * @tags: (nullable): the properties wanted, or %NULL for all
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Reads properties. The warning is %MAPI_W_ERRORS_RETURNED when some of them are of type
 * PT_ERROR.
 *
 * `IMAPIProp::GetProps`, required; imapiprop-getprops.md. Documented failures:
 * %MAPI_E_BAD_CHARWIDTH.
 *
 * Returns: (transfer full): the values in the order of @tags; one that is not there is of type
 * PT_ERROR with %MAPI_E_NOT_FOUND, a value too large for this way %MAPI_E_NOT_ENOUGH_MEMORY
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_get_props (MapiProp         *self,
                     MapiPropTagArray *tags,
                     guint32           flags,
                     GCancellable     *cancellable,
                     guint32          *warning,
                     GError          **error)
{
  MapiGuard     guard = MAPI_GUARD_INIT (self, "GetProps", error);
  guint32       out_warning = 0;
  MapiPropList *answer;

  g_return_val_if_fail (MAPI_IS_PROP (self), NULL);

  answer = mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, PROP, get_props, tags, flags, cancellable, &out_warning),
      (GDestroyNotify) mapi_prop_list_unref);
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_prop_get_prop_list:
 * @self: a #MapiProp
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Lists the properties the object has.
 *
 * `IMAPIProp::GetPropList`, optional; imapiprop-getproplist.md. Documented failures:
 * %MAPI_E_BAD_CHARWIDTH.
 *
 * Returns: (transfer full): the tags
 *
 * Since: 1.0
 */
MapiPropTagArray *
mapi_prop_get_prop_list (MapiProp *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetPropList", error);

  g_return_val_if_fail (MAPI_IS_PROP (self), NULL);

  return mapi_guard_boxed (&guard,
                           MAPI_GUARD_CALL (&guard, PROP, get_prop_list, flags, cancellable),
                           (GDestroyNotify) mapi_prop_tag_array_unref);
}

/**
 * mapi_prop_open_property:
 * @self: a #MapiProp
 * @tag: the property
 * @interface_name: (nullable): `MapiStream`, `MapiMessage`, `MapiTable` …, or %NULL for what
 * suits the property
 * @interface_options: what the interface understands; for a stream 0
 * @flags: `MAPI_CREATE`, `MAPI_MODIFY`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens a property that is an object or too large for `GetProps`.
 *
 * `IMAPIProp::OpenProperty`, optional; imapiprop-openproperty.md. Documented failures:
 * %MAPI_E_NO_ACCESS, %MAPI_E_NOT_FOUND, %MAPI_E_INTERFACE_NOT_SUPPORTED.
 *
 * Returns: (transfer full): the object behind the property
 *
 * Since: 1.0
 */
GObject *
mapi_prop_open_property (MapiProp     *self,
                         guint32       tag,
                         const char   *interface_name,
                         guint32       interface_options,
                         guint32       flags,
                         GCancellable *cancellable,
                         GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenProperty", error);

  g_return_val_if_fail (MAPI_IS_PROP (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (
          &guard, PROP, open_property, tag, interface_name, interface_options, flags, cancellable),
      G_TYPE_OBJECT);
}

/**
 * mapi_prop_set_props:
 * @self: a #MapiProp
 * @props: the new values
 * @problems: (out) (transfer full) (optional) (nullable): which of them could not be set and
 * why, or %NULL when all were
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Sets properties. They are durable after `SaveChanges` (folders and stores: at once).
 *
 * `IMAPIProp::SetProps`, optional; imapiprop-setprops.md. Documented failures:
 * %MAPI_E_NO_ACCESS, %MAPI_E_INVALID_TYPE, %MAPI_E_SUBMITTED.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_set_props (MapiProp              *self,
                     MapiPropList          *props,
                     MapiPropProblemArray **problems,
                     GCancellable          *cancellable,
                     GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "SetProps", error);
  MapiPropProblemArray *out_problems = NULL;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_PROP (self), FALSE);
  g_return_val_if_fail (props != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, PROP, set_props, props, &out_problems, cancellable));
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) problems,
                       out_problems,
                       (GDestroyNotify) mapi_prop_problem_array_unref);

  return answer;
}

/**
 * mapi_prop_delete_props:
 * @self: a #MapiProp
 * @tags: the properties
 * @problems: (out) (transfer full) (optional) (nullable): which of them could not be deleted
 * and why, or %NULL when all were
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Deletes properties.
 *
 * `IMAPIProp::DeleteProps`, optional; imapiprop-deleteprops.md. Documented failures:
 * %MAPI_E_NO_ACCESS, %MAPI_E_SUBMITTED.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_delete_props (MapiProp              *self,
                        MapiPropTagArray      *tags,
                        MapiPropProblemArray **problems,
                        GCancellable          *cancellable,
                        GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "DeleteProps", error);
  MapiPropProblemArray *out_problems = NULL;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_PROP (self), FALSE);
  g_return_val_if_fail (tags != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, PROP, delete_props, tags, &out_problems, cancellable));
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) problems,
                       out_problems,
                       (GDestroyNotify) mapi_prop_problem_array_unref);

  return answer;
}

/**
 * mapi_prop_copy_to:
 * @self: a #MapiProp
 * @exclude_interfaces: (array zero-terminated=1) (nullable): interfaces not to copy
 * @exclude_tags: (nullable): properties not to copy
 * @progress: (nullable): told how far it is
 * @destination: the object to copy to
 * @flags: `MAPI_MOVE`, `MAPI_NOREPLACE`, `MAPI_DECLINE_OK`
 * @problems: (out) (transfer full) (optional) (nullable): what could not be copied and why
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Copies or moves all properties but the excluded ones, with sub-objects.
 *
 * `IMAPIProp::CopyTo`, optional; imapiprop-copyto.md. Documented failures: %MAPI_E_NO_SUPPORT,
 * %MAPI_E_NO_ACCESS, %MAPI_E_COLLISION, %MAPI_E_FOLDER_CYCLE.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_copy_to (MapiProp              *self,
                   const char *const     *exclude_interfaces,
                   MapiPropTagArray      *exclude_tags,
                   MapiProgress          *progress,
                   MapiProp              *destination,
                   guint32                flags,
                   MapiPropProblemArray **problems,
                   GCancellable          *cancellable,
                   GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "CopyTo", error);
  MapiPropProblemArray *out_problems = NULL;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_PROP (self), FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                PROP,
                                                copy_to,
                                                exclude_interfaces,
                                                exclude_tags,
                                                progress,
                                                destination,
                                                flags,
                                                &out_problems,
                                                cancellable));
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) problems,
                       out_problems,
                       (GDestroyNotify) mapi_prop_problem_array_unref);

  return answer;
}

/**
 * mapi_prop_copy_props:
 * @self: a #MapiProp
 * @tags: the properties to copy
 * @progress: (nullable): told how far it is
 * @destination: the object to copy to
 * @flags: `MAPI_MOVE`, `MAPI_NOREPLACE`, `MAPI_DECLINE_OK`
 * @problems: (out) (transfer full) (optional) (nullable): what could not be copied and why
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Copies or moves the named properties.
 *
 * `IMAPIProp::CopyProps`, optional; imapiprop-copyprops.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_NO_ACCESS, %MAPI_E_COLLISION.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_copy_props (MapiProp              *self,
                      MapiPropTagArray      *tags,
                      MapiProgress          *progress,
                      MapiProp              *destination,
                      guint32                flags,
                      MapiPropProblemArray **problems,
                      GCancellable          *cancellable,
                      GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "CopyProps", error);
  MapiPropProblemArray *out_problems = NULL;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_PROP (self), FALSE);
  g_return_val_if_fail (tags != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                PROP,
                                                copy_props,
                                                tags,
                                                progress,
                                                destination,
                                                flags,
                                                &out_problems,
                                                cancellable));
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) problems,
                       out_problems,
                       (GDestroyNotify) mapi_prop_problem_array_unref);

  return answer;
}

/**
 * mapi_prop_get_names_from_ids:
 * @self: a #MapiProp
 * @tags: (nullable): properties with identifiers from 0x8000 on, or %NULL for all that have
 * names
 * @property_set: (nullable): only names of this set
 * @flags: `MAPI_NO_STRINGS`, `MAPI_NO_IDS`
 * @named: (out) (transfer full) (optional) (nullable): with @tags %NULL the tags the names
 * belong to
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Tells the names behind property identifiers.
 *
 * `IMAPIProp::GetNamesFromIDs`, optional; imapiprop-getnamesfromids.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the names in the order of the tags; an unknown one is of kind id
 * with id 0
 *
 * Since: 1.0
 */
MapiNameIdArray *
mapi_prop_get_names_from_ids (MapiProp          *self,
                              MapiPropTagArray  *tags,
                              const MapiUid     *property_set,
                              guint32            flags,
                              MapiPropTagArray **named,
                              GCancellable      *cancellable,
                              guint32           *warning,
                              GError           **error)
{
  MapiGuard         guard = MAPI_GUARD_INIT (self, "GetNamesFromIDs", error);
  MapiPropTagArray *out_named = NULL;
  guint32           out_warning = 0;
  MapiNameIdArray  *answer;

  g_return_val_if_fail (MAPI_IS_PROP (self), NULL);

  answer = mapi_guard_boxed (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              PROP,
                                              get_names_from_ids,
                                              tags,
                                              property_set,
                                              flags,
                                              &out_named,
                                              cancellable,
                                              &out_warning),
                             (GDestroyNotify) mapi_name_id_array_unref);
  mapi_guard_hand_out (
      answer != NULL, (gpointer *) named, out_named, (GDestroyNotify) mapi_prop_tag_array_unref);
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_prop_get_ids_from_names:
 * @self: a #MapiProp
 * @names: (nullable): the names, or %NULL for all there are
 * @flags: `MAPI_CREATE` makes the missing ones
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Tells, or makes, the identifiers of named properties.
 *
 * `IMAPIProp::GetIDsFromNames`, optional; imapiprop-getidsfromnames.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_TOO_BIG.
 *
 * Returns: (transfer full): a tag of type PT_UNSPECIFIED for each name, PT_ERROR where there
 * is none
 *
 * Since: 1.0
 */
MapiPropTagArray *
mapi_prop_get_ids_from_names (MapiProp        *self,
                              MapiNameIdArray *names,
                              guint32          flags,
                              GCancellable    *cancellable,
                              guint32         *warning,
                              GError         **error)
{
  MapiGuard         guard = MAPI_GUARD_INIT (self, "GetIDsFromNames", error);
  guint32           out_warning = 0;
  MapiPropTagArray *answer;

  g_return_val_if_fail (MAPI_IS_PROP (self), NULL);

  answer = mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, PROP, get_ids_from_names, names, flags, cancellable, &out_warning),
      (GDestroyNotify) mapi_prop_tag_array_unref);
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}
