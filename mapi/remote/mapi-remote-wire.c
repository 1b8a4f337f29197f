/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-remote-objects-private.h"
#include "mapi-remote-value-private.h"
#include "mapi-remote-wire-private.h"

GDBusMessage *
mapi_remote_wire_new_call (guint32                    object,
                           const MapiRemoteInterface *interface,
                           const MapiRemoteMethod    *method)
{
  g_autofree char *path = g_strdup_printf (MAPI_REMOTE_OBJECT_PATH "%u", object);
  g_autofree char *name = g_strconcat (MAPI_REMOTE_PREFIX, interface->name, NULL);

  return g_dbus_message_new_method_call (NULL, path, name, method->name);
}

GDBusMessage *
mapi_remote_wire_new_note (const char *what)
{
  GDBusMessage *message =
      g_dbus_message_new_method_call (NULL, MAPI_REMOTE_LINK_PATH, MAPI_REMOTE_PREFIX "Link", what);

  g_dbus_message_set_flags (message, G_DBUS_MESSAGE_FLAGS_NO_REPLY_EXPECTED);
  return message;
}

GDBusMessage *
mapi_remote_wire_new_error (GDBusMessage *call, const GError *error)
{
  const char      *known = mapi_error_get_name (error->code);
  g_autofree char *name =
      g_strconcat (MAPI_REMOTE_PREFIX "Error.", known != NULL ? known : "Other", NULL);

  return g_dbus_message_new_method_error_literal (call, name, error->message);
}

static GVariant *
pack_released (GArray *released)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(uu)"));
  for (guint i = 0; released != NULL && i < released->len; i++)
    {
      const MapiRemoteReleased *each = &g_array_index (released, MapiRemoteReleased, i);

      g_variant_builder_add (&builder, "(uu)", each->id, each->n_received);
    }
  return g_variant_builder_end (&builder);
}

void
mapi_remote_wire_fill (GDBusMessage *message, guint64 chain, GArray *released, GByteArray *bytes)
{
  GVariant *packed = g_variant_new_fixed_array (
      G_VARIANT_TYPE_BYTE, bytes != NULL ? bytes->data : NULL, bytes != NULL ? bytes->len : 0, 1);
  GVariant *parts[] = { g_variant_new_uint64 (chain), pack_released (released), packed };

  g_dbus_message_set_body (message, g_variant_new_tuple (parts, G_N_ELEMENTS (parts)));
}

static GArray *
unpack_released (GVariant *list)
{
  GArray            *released = g_array_new (FALSE, FALSE, sizeof (MapiRemoteReleased));
  GVariantIter       iter;
  MapiRemoteReleased each;

  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(uu)", &each.id, &each.n_received))
    g_array_append_val (released, each);
  return released;
}

gboolean
mapi_remote_wire_open (GDBusMessage *message, guint64 *chain, GArray **released, GBytes **bytes)
{
  GVariant *body = g_dbus_message_get_body (message);
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GVariant) packed = NULL;

  if (body == NULL || !g_variant_is_of_type (body, G_VARIANT_TYPE ("(ta(uu)ay)")))
    return FALSE;
  g_variant_get_child (body, 0, "t", chain);
  list = g_variant_get_child_value (body, 1);
  packed = g_variant_get_child_value (body, 2);
  *released = unpack_released (list);
  *bytes = g_variant_get_data_as_bytes (packed);
  return TRUE;
}

guint32
mapi_remote_wire_find_object (GDBusMessage *message)
{
  const char *path = g_dbus_message_get_path (message);
  guint64     id = 0;

  if (path == NULL || !g_str_has_prefix (path, MAPI_REMOTE_OBJECT_PATH) ||
      !g_ascii_string_to_unsigned (
          path + strlen (MAPI_REMOTE_OBJECT_PATH), 10, 1, G_MAXUINT32, &id, NULL))
    return 0;
  return (guint32) id;
}

const MapiRemoteInterface *
mapi_remote_wire_find_interface (GDBusMessage *message)
{
  const char *name = g_dbus_message_get_interface (message);

  return name != NULL && g_str_has_prefix (name, MAPI_REMOTE_PREFIX)
             ? mapi_remote_find_interface (name + strlen (MAPI_REMOTE_PREFIX))
             : NULL;
}

void
mapi_remote_wire_take_error (MapiRemoteReader *in, GError **error)
{
  gint32           code = mapi_remote_read_gint32 (in);
  g_autofree char *message = mapi_remote_read_string (in);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       in->failed || code >= 0 ? MAPI_E_CALL_FAILED : code,
                       message != NULL ? message : "the other process does not say why");
}
