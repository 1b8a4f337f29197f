/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-advise-sink.h"
#include "mapi-guard-private.h"
#include "mapi-support.h"
#include "mapi-wrapped-private.h"

/**
 * MapiWrapper:
 *
 * Stands before a provider and passes every call on: before its provider object, and then before
 * each logon, store, folder, message or table that comes out of it, and before the support object
 * that goes in. A subclass watches the calls, lets them fail, changes their flags, or changes what
 * properties and rows say.
 *
 * An object that is wrapped twice gives the same object both times, as long as that lives. Streams,
 * and what a provider is given besides its support object, go through as they are, unless
 * mapi_wrapper_cover_all() says otherwise.
 *
 * All functions may be called from any thread, and the virtual functions are called from any.
 *
 * Since: 1.0
 */

typedef struct
{
  GMutex      lock;
  GHashTable *wrapped; /* Place -> itself */
  gboolean    covers_all;
} MapiWrapperPrivate;

/* Where something stands, or stood, as one type before an object; neither is held. */
typedef struct
{
  gpointer inner;
  GType    type;
  GWeakRef wrapped;
} Place;

G_DEFINE_TYPE_WITH_PRIVATE (MapiWrapper, mapi_wrapper, G_TYPE_OBJECT)

G_DEFINE_ABSTRACT_TYPE (MapiWrapped, mapi_wrapped, G_TYPE_OBJECT)

static MapiWrapperPrivate *
private_of (MapiWrapper *self)
{
  return mapi_wrapper_get_instance_private (self);
}

static gboolean
is_of_sink (MapiWrapped *self)
{
  return MAPI_IS_ADVISE_SINK (self);
}

static void
mapi_wrapped_finalize (GObject *object)
{
  MapiWrapped *self = MAPI_WRAPPED (object);

  mapi_wrapper_forget (self->wrapper, self);
  if (!is_of_sink (self))
    g_object_unref (self->inner);
  g_weak_ref_clear (&self->sink);
  g_object_unref (self->wrapper);
  G_OBJECT_CLASS (mapi_wrapped_parent_class)->finalize (object);
}

static void
mapi_wrapped_class_init (MapiWrappedClass *klass)
{
  klass->finalize = mapi_wrapped_finalize;
}

static void
mapi_wrapped_init (MapiWrapped *self)
{
}

static void
on_sink_gone (gpointer wrapped, GObject *sink)
{
  mapi_wrapper_forget (MAPI_WRAPPED (wrapped)->wrapper, wrapped);
  g_object_unref (wrapped);
}

/* An advise sink is held by whoever advised, and by nobody else: so what stands before it neither
 * holds it, nor goes before it does. */
static void
stand_before_sink (MapiWrapped *self)
{
  g_weak_ref_set (&self->sink, self->inner);
  g_object_weak_ref (self->inner, on_sink_gone, g_object_ref (self));
}

static MapiWrapped *
mapi_wrapped_new (GType type, MapiWrapper *wrapper, gpointer inner, gboolean is_given)
{
  MapiWrapped *self = g_object_new (type, NULL);

  self->wrapper = g_object_ref (wrapper);
  self->inner = inner;
  self->is_given = is_given;
  if (is_of_sink (self))
    stand_before_sink (self);
  else
    mapi_guard_set_behind (G_OBJECT (self), g_object_ref (inner));
  return self;
}

gpointer
mapi_wrapped_ref_inner (MapiWrapped *self)
{
  return is_of_sink (self) ? g_weak_ref_get (&self->sink) : g_object_ref (self->inner);
}

GType
mapi_wrapped_add_interface (GType type, const char *suffix, GType kind, GInterfaceInitFunc init)
{
  static GMutex        lock;
  const GInterfaceInfo info = { .interface_init = init };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autofree char *name = g_strconcat (g_type_name (type), suffix, NULL);
  GType            both = g_type_from_name (name);

  if (both != G_TYPE_INVALID)
    return both;
  both = g_type_register_static_simple (
      type, name, sizeof (MapiWrappedClass), NULL, sizeof (MapiWrapped), NULL, 0);
  g_type_add_interface_static (both, kind, &info);
  return both;
}

static guint
place_hash (gconstpointer place)
{
  return g_direct_hash (((const Place *) place)->inner);
}

static gboolean
place_equal (gconstpointer a, gconstpointer b)
{
  const Place *one = a;
  const Place *other = b;

  return one->inner == other->inner && one->type == other->type;
}

static Place *
place_new (gpointer inner, GType type, MapiWrapped *wrapped)
{
  Place *self = g_new0 (Place, 1);

  self->inner = inner;
  self->type = type;
  g_weak_ref_init (&self->wrapped, wrapped);
  return self;
}

static void
place_free (gpointer place)
{
  g_weak_ref_clear (&((Place *) place)->wrapped);
  g_free (place);
}

static gpointer
find (MapiWrapperPrivate *priv, gpointer inner, GType type)
{
  Place  key = { .inner = inner, .type = type };
  Place *place = g_hash_table_lookup (priv->wrapped, &key);

  return place != NULL ? g_weak_ref_get (&place->wrapped) : NULL;
}

/* One that has died meanwhile, or what was behind it, leaves its place to the next. */
void
mapi_wrapper_forget (MapiWrapper *self, MapiWrapped *wrapped)
{
  MapiWrapperPrivate *priv = private_of (self);
  Place               key = { .inner = wrapped->inner, .type = G_OBJECT_TYPE (wrapped) };
  g_autoptr (GObject) other = NULL; /* let go of without the lock */

  g_mutex_lock (&priv->lock);
  other = find (priv, key.inner, key.type);
  if (other == NULL || other == G_OBJECT (wrapped))
    g_hash_table_remove (priv->wrapped, &key);
  g_mutex_unlock (&priv->lock);
}

gboolean
mapi_wrapper_stands_before (MapiWrapper *self, gpointer object)
{
  MapiWrapperPrivate *priv = private_of (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);
  GHashTableIter iter;
  gpointer       place;

  g_hash_table_iter_init (&iter, priv->wrapped);
  while (g_hash_table_iter_next (&iter, &place, NULL))
    if (((Place *) place)->inner == object)
      return TRUE;
  return FALSE;
}

static GObject *
find_or_make (MapiWrapper *self, gpointer object, GType type, gboolean is_given)
{
  MapiWrapperPrivate *priv = private_of (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);
  MapiWrapped *wrapped = find (priv, object, type);

  if (wrapped == NULL)
    {
      wrapped = mapi_wrapped_new (type, self, object, is_given);
      g_hash_table_add (priv->wrapped, place_new (object, type, wrapped));
    }
  return G_OBJECT (wrapped);
}

static gboolean
is_wrapped_by (MapiWrapper *self, gpointer object)
{
  return MAPI_IS_WRAPPED (object) && MAPI_WRAPPED (object)->wrapper == self;
}

static GObject *
wrap (MapiWrapper *self, GObject *object, GType wanted, gboolean is_given)
{
  GType type = mapi_wrapped_find_type (object, wanted, private_of (self)->covers_all);

  return type != G_TYPE_NONE ? find_or_make (self, object, type, is_given) : g_object_ref (object);
}

GObject *
mapi_wrapper_wrap_as (MapiWrapper *self, GObject *object, GType wanted)
{
  return is_wrapped_by (self, object) ? g_object_ref (object) : wrap (self, object, wanted, FALSE);
}

/* What has come through once goes back as what it was. */
GObject *
mapi_wrapper_cross (MapiWrapper *self, GObject *object, GType wanted, gboolean is_given)
{
  GObject *inner =
      is_wrapped_by (self, object) ? mapi_wrapped_ref_inner (MAPI_WRAPPED (object)) : NULL;

  if (inner != NULL)
    return inner;
  if (is_wrapped_by (self, object) ||
      (is_given && !private_of (self)->covers_all && !MAPI_IS_SUPPORT (object)))
    return g_object_ref (object);
  return wrap (self, object, wanted, is_given);
}

/**
 * mapi_wrapper_cover_all:
 * @self: a wrapper
 *
 * From now on puts the wrapper before all objects that go through, whoever gives them to whom:
 * before streams, too, and before messages, advise sinks, progress objects, profile sections and
 * whatever else a provider is given. Their calls are calls of the provider.
 *
 * Since: 1.0
 */
void
mapi_wrapper_cover_all (MapiWrapper *self)
{
  g_return_if_fail (MAPI_IS_WRAPPER (self));

  private_of (self)->covers_all = TRUE;
}

gboolean
mapi_wrapper_covers_all (MapiWrapper *self)
{
  return private_of (self)->covers_all;
}

/**
 * mapi_wrapper_wrap:
 * @self: a wrapper
 * @object: a provider object, or anything a provider gives out
 *
 * Puts the wrapper before an object.
 *
 * Returns: (transfer full): what stands before @object; @object itself when it stands before
 *   another one already, or is of a kind that is not wrapped
 *
 * Since: 1.0
 */
GObject *
mapi_wrapper_wrap (MapiWrapper *self, GObject *object)
{
  g_return_val_if_fail (MAPI_IS_WRAPPER (self), NULL);
  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  return mapi_wrapper_wrap_as (self, object, G_TYPE_OBJECT);
}

/**
 * mapi_wrapper_unwrap:
 * @self: a wrapper
 * @object: anything
 *
 * Looks behind what mapi_wrapper_wrap() has given.
 *
 * Returns: (transfer none): the object behind @object; @object itself when @self does not stand
 *   before it
 *
 * Since: 1.0
 */
GObject *
mapi_wrapper_unwrap (MapiWrapper *self, GObject *object)
{
  g_return_val_if_fail (MAPI_IS_WRAPPER (self), NULL);

  return is_wrapped_by (self, object) ? MAPI_WRAPPED (object)->inner : object;
}

/**
 * mapi_wrapper_enter: (virtual enter)
 * @self: a wrapper
 * @call: what is called, by whom it may be
 * @error: return location for a #GError
 *
 * Happens before a call is passed on. The call is not passed on when this fails, and fails with
 * the same error; mapi_call_skip() keeps it back and lets it succeed.
 *
 * Returns: %TRUE, or %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_wrapper_enter (MapiWrapper *self, MapiCall *call, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "enter", error);

  g_return_val_if_fail (MAPI_IS_WRAPPER (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_WRAPPER_GET_CLASS (self)->enter (self, call, &guard.local));
}

/**
 * mapi_wrapper_leave: (virtual leave)
 * @self: a wrapper
 * @call: the call, with its outcome
 * @error: return location for a #GError
 *
 * Happens after a call was passed on. A call that succeeded fails when this fails, though what it
 * was to do is done; the outcome of one that failed is not changed.
 *
 * Returns: %TRUE, or %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_wrapper_leave (MapiWrapper *self, MapiCall *call, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "leave", error);

  g_return_val_if_fail (MAPI_IS_WRAPPER (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_WRAPPER_GET_CLASS (self)->leave (self, call, &guard.local));
}

/**
 * mapi_wrapper_filter: (virtual filter)
 * @self: a wrapper
 * @object: the object that was asked: the one behind the wrapper
 * @props: its properties, or a row that it has
 *
 * Happens to properties that are given out.
 *
 * Returns: (transfer full): what is given out in the place of @props
 *
 * Since: 1.0
 */
MapiPropList *
mapi_wrapper_filter (MapiWrapper *self, GObject *object, MapiPropList *props)
{
  MapiPropList *answer;

  g_return_val_if_fail (MAPI_IS_WRAPPER (self), NULL);
  g_return_val_if_fail (props != NULL, NULL);

  answer = MAPI_WRAPPER_GET_CLASS (self)->filter (self, object, props);
  return answer != NULL ? answer : mapi_prop_list_ref (props);
}

static gboolean
mapi_wrapper_real_pass (MapiWrapper *self, MapiCall *call, GError **error)
{
  return TRUE;
}

static MapiPropList *
mapi_wrapper_real_filter (MapiWrapper *self, GObject *object, MapiPropList *props)
{
  return mapi_prop_list_ref (props);
}

static void
mapi_wrapper_finalize (GObject *object)
{
  MapiWrapperPrivate *priv = private_of (MAPI_WRAPPER (object));

  g_hash_table_unref (priv->wrapped);
  g_mutex_clear (&priv->lock);
  G_OBJECT_CLASS (mapi_wrapper_parent_class)->finalize (object);
}

static void
mapi_wrapper_class_init (MapiWrapperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_wrapper_finalize;
  klass->enter = mapi_wrapper_real_pass;
  klass->leave = mapi_wrapper_real_pass;
  klass->filter = mapi_wrapper_real_filter;
}

static void
mapi_wrapper_init (MapiWrapper *self)
{
  MapiWrapperPrivate *priv = private_of (self);

  g_mutex_init (&priv->lock);
  priv->wrapped = g_hash_table_new_full (place_hash, place_equal, place_free, NULL);
}
