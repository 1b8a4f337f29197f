/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-remote-objects-private.h"
#include "mapi-remote-proxy-private.h"

/* Types cannot be unregistered: whoever makes up more than that is not believed. */
#define MOST_TYPES 1024

G_DEFINE_TYPE (MapiRemoteProxy, mapi_remote_proxy, G_TYPE_OBJECT)

/* One interface of a proxy's type, with the slots that it has. */
typedef struct
{
  const MapiRemoteInterface *interface;
  guint64                    slots;
} Face;

/* The types of proxies by what they are for: `PARENT INTERFACE SLOTS` or a whole description. */
static GMutex      types_lock;
static GHashTable *types;

const MapiRemoteInterface *
mapi_remote_find_interface (const char *name)
{
  for (const MapiRemoteInterface *each = mapi_remote_interfaces; each->name != NULL; each++)
    if (g_str_equal (each->name, name))
      return each;
  return NULL;
}

const MapiRemoteMethod *
mapi_remote_find_method (const MapiRemoteInterface *interface, const char *name)
{
  for (guint i = 0; i < interface->n_methods; i++)
    if (g_str_equal (interface->methods[i].name, name))
      return &interface->methods[i];
  return NULL;
}

static void
mapi_remote_proxy_finalize (GObject *object)
{
  MapiRemoteProxy *self = MAPI_REMOTE_PROXY (object);

  mapi_remote_objects_forget (self);
  mapi_remote_link_unref (self->link);
  G_OBJECT_CLASS (mapi_remote_proxy_parent_class)->finalize (object);
}

static void
mapi_remote_proxy_class_init (MapiRemoteProxyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_remote_proxy_finalize;
}

static void
mapi_remote_proxy_init (MapiRemoteProxy *self)
{
}

/* Between the name of a type and the number that makes that of its proxies unique. */
#define INFIX "-remote"

const char *
mapi_remote_proxy_get_name (gpointer proxy)
{
  const char      *name = G_OBJECT_TYPE_NAME (proxy);
  const char      *infix = g_strrstr (name, INFIX);
  g_autofree char *own = g_strndup (name, infix != NULL ? (gsize) (infix - name) : strlen (name));

  return g_intern_string (own);
}

static guint64
find_slots (gpointer object, const MapiRemoteInterface *interface)
{
  gpointer iface = g_type_interface_peek (G_OBJECT_GET_CLASS (object), interface->get_type ());
  guint64  slots = 0;

  for (guint i = 0; i < interface->n_methods; i++)
    if (interface->methods[i].call != NULL &&
        G_STRUCT_MEMBER (gpointer, iface, interface->methods[i].offset) != NULL)
      slots |= (guint64) 1 << i;
  return slots;
}

/* `TYPE INTERFACE:SLOTS INTERFACE:SLOTS ...`; the same for all objects of a type. */
const char *
mapi_remote_proxy_describe (gpointer object)
{
  static GQuark quark;
  GType         type = G_OBJECT_TYPE (object);
  const char   *known;
  GString      *text;

  if (quark == 0)
    quark = g_quark_from_static_string ("mapi-remote-description");
  known = g_type_get_qdata (type, quark);
  if (known != NULL)
    return known;

  text = g_string_new (g_type_name (type));
  for (const MapiRemoteInterface *each = mapi_remote_interfaces; each->name != NULL; each++)
    if (G_TYPE_CHECK_INSTANCE_TYPE (object, each->get_type ()))
      g_string_append_printf (
          text, " %s:%" G_GINT64_MODIFIER "x", each->name, find_slots (object, each));
  known = g_intern_string (text->str);
  g_string_free (text, TRUE);
  g_type_set_qdata (type, quark, (gpointer) known);
  return known;
}

static void
fill_interface (gpointer iface, gpointer data)
{
  const Face *face = data;

  for (guint i = 0; i < face->interface->n_methods; i++)
    if ((face->slots >> i) & 1)
      G_STRUCT_MEMBER (gpointer, iface, face->interface->methods[i].offset) =
          face->interface->methods[i].call;
}

/* With the lock. */
static GType
register_type (const char *name, GType parent, const char *key)
{
  g_autofree char *unique = NULL;
  GTypeQuery       query;
  GTypeInfo        info = { 0 };
  GType            type;

  if (g_hash_table_size (types) >= MOST_TYPES)
    return G_TYPE_INVALID;
  g_type_query (parent, &query);
  info.class_size = (guint16) query.class_size;
  info.instance_size = (guint16) query.instance_size;
  unique = g_strdup_printf ("%s" INFIX "%u", name, g_hash_table_size (types));
  type = g_type_register_static (parent, unique, &info, 0);
  g_hash_table_insert (types, g_strdup (key), GSIZE_TO_POINTER (type));
  return type;
}

static gboolean
has_prerequisites (GType parent, GType interface)
{
  g_autofree GType *needs = NULL;
  guint             n = 0;

  needs = g_type_interface_prerequisites (interface, &n);
  for (guint i = 0; i < n; i++)
    if (!g_type_is_a (parent, needs[i]))
      return FALSE;
  return TRUE;
}

/* A type for each interface, below that of those before it: bindings look for the methods of each
 * type in one interface. */
static GType
add_face (GType parent, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  const MapiRemoteInterface *interface =
      g_strv_length (parts) == 2 ? mapi_remote_find_interface (parts[0]) : NULL;
  g_autofree char *key = g_strdup_printf ("%s %s", g_type_name (parent), text);
  GInterfaceInfo   info = { fill_interface, NULL, NULL };
  GType            type;
  Face            *face;

  if (interface == NULL || g_type_is_a (parent, interface->get_type ()) ||
      !has_prerequisites (parent, interface->get_type ()))
    return G_TYPE_INVALID;
  type = GPOINTER_TO_SIZE (g_hash_table_lookup (types, key));
  if (type == G_TYPE_INVALID)
    type = register_type (g_type_name (interface->get_type ()), parent, key);
  else
    return type;
  if (type == G_TYPE_INVALID)
    return type;

  face = g_new (Face, 1);
  face->interface = interface;
  face->slots = g_ascii_strtoull (parts[1], NULL, 16);
  info.interface_data = face;
  g_type_add_interface_static (type, interface->get_type (), &info);
  return type;
}

static gboolean
is_type_name (const char *name)
{
  gsize length = strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+");

  return length > 0 && length < 200 && name[length] == '\0' &&
         (g_ascii_isalpha (*name) || *name == '_');
}

/* With the lock. */
static GType
make_type (const char *description)
{
  g_auto (GStrv) words = g_strsplit (description, " ", G_MAXUINT8);
  GType type = MAPI_TYPE_REMOTE_PROXY;

  if (words[0] == NULL || !is_type_name (words[0]))
    return G_TYPE_INVALID;
  for (guint i = 1; words[i] != NULL && type != G_TYPE_INVALID; i++)
    type = add_face (type, words[i]);
  return type != G_TYPE_INVALID ? register_type (words[0], type, description) : type;
}

static GType
find_type (const char *description)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&types_lock);
  GType type;

  if (types == NULL)
    types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  type = GPOINTER_TO_SIZE (g_hash_table_lookup (types, description));
  return type != G_TYPE_INVALID ? type : make_type (description);
}

MapiRemoteProxy *
mapi_remote_proxy_new (MapiRemoteLink *link, guint32 id, const char *description)
{
  GType            type = find_type (description);
  MapiRemoteProxy *self;

  if (type == G_TYPE_INVALID)
    return NULL;
  self = g_object_new (type, NULL);
  self->link = mapi_remote_link_ref (link);
  self->id = id;
  return self;
}
