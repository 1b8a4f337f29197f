/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Types. A class is filled in by the thread that wants it first; the others find it ready. And the
 * names that GLib keeps: behind a lock of its own, for ever. */

#include "sync.h"

typedef struct
{
  GClassInitFunc init;
  gconstpointer  data;
} Init;

static void
init_class (gpointer klass, gpointer data)
{
  Init *init = data;

  if (init->init != NULL)
    init->init (klass, (gpointer) init->data);
  GIVE (klass);
}

/* As long as the type, which is for ever. */
static gpointer
init_new (gpointer init, gconstpointer data)
{
  Init *self = g_new (Init, 1);

  *self = (Init){ (GClassInitFunc) init, data };
  return self;
}

GType (g_type_register_static) (GType            parent,
                                const char      *name,
                                const GTypeInfo *info,
                                GTypeFlags       flags)
{
  GTypeInfo watched = *info;

  watched.class_data = init_new ((gpointer) info->class_init, info->class_data);
  watched.class_init = init_class;
  return GLIB (g_type_register_static) (
      parent, name, info->class_init != NULL ? &watched : info, flags);
}

GType (g_type_register_static_simple) (GType             parent,
                                       const char       *name,
                                       guint             class_size,
                                       GClassInitFunc    class_init,
                                       guint             instance_size,
                                       GInstanceInitFunc instance_init,
                                       GTypeFlags        flags)
{
  const GTypeInfo info = { .class_size = (guint16) class_size,
                           .class_init = class_init,
                           .instance_size = (guint16) instance_size,
                           .instance_init = instance_init };

  return (g_type_register_static) (parent, name, &info, flags);
}

void (g_type_add_interface_static) (GType type, GType interface, const GInterfaceInfo *info)
{
  GInterfaceInfo watched = *info;

  watched.interface_data = init_new ((gpointer) info->interface_init, info->interface_data);
  watched.interface_init = init_class;
  GLIB (g_type_add_interface_static) (type, interface, &watched);
}

gpointer (g_type_interface_peek) (gpointer klass, GType interface)
{
  gpointer found = GLIB (g_type_interface_peek) (klass, interface);

  TAKE (found);
  return found;
}

gpointer (g_type_class_ref) (GType type)
{
  gpointer klass = GLIB (g_type_class_ref) (type);

  TAKE (klass);
  return klass;
}

/* Types are never unloaded: a class may as well be kept. */
GObject *(g_object_new_with_properties) (GType         type,
                                         guint         n,
                                         const char   *names[],
                                         const GValue *values)
{
  (g_type_class_ref) (type);
  return GLIB (g_object_new_with_properties) (type, n, names, values);
}

gpointer (g_object_new) (GType type, const char *first, ...)
{
  GObject *object;
  va_list  args;

  if (first == NULL)
    return (g_object_new_with_properties) (type, 0, NULL, NULL);
  (g_type_class_ref) (type);
  va_start (args, first);
  object = g_object_new_valist (type, first, args);
  va_end (args);
  return object;
}

#define NAME(result, name)                                                                         \
  result (name) (const char *text)                                                                 \
  {                                                                                                \
    result found;                                                                                  \
                                                                                                   \
    HIDE;                                                                                          \
    found = GLIB (name) (text);                                                                    \
    SHOW;                                                                                          \
    return found;                                                                                  \
  }

NAME (GQuark, g_quark_from_static_string)
NAME (GQuark, g_quark_from_string)
NAME (GQuark, g_quark_try_string)
NAME (const char *, g_intern_static_string)
NAME (const char *, g_intern_string)
