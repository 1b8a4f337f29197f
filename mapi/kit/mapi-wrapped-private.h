/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-row-set.h"
#include "mapi-wrapper.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What stands before an object, and passes calls on to it. The types that implement the interfaces
 * are generated. */
#define MAPI_TYPE_WRAPPED (mapi_wrapped_get_type ())
#define MAPI_WRAPPED(object) (G_TYPE_CHECK_INSTANCE_CAST (object, MAPI_TYPE_WRAPPED, MapiWrapped))
#define MAPI_IS_WRAPPED(object) (G_TYPE_CHECK_INSTANCE_TYPE (object, MAPI_TYPE_WRAPPED))

typedef struct
{
  GObject      parent_instance;
  MapiWrapper *wrapper;
  gpointer     inner;    /* held, but for an advise sink, which holds this */
  GWeakRef     sink;     /* the inner one, if that is what it is */
  gboolean     is_given; /* to the provider, and not by it */
} MapiWrapped;

typedef GObjectClass MapiWrappedClass;

GType mapi_wrapped_get_type (void) G_GNUC_CONST;

/* The type that stands before objects like @object where an interface is wanted, or G_TYPE_OBJECT
 * for any; G_TYPE_NONE when they are not wrapped. @all: by a wrapper that covers all. Only the
 * second has what the object is besides. */
GType mapi_wrapped_find_kind (gpointer object, GType wanted, gboolean all);
GType mapi_wrapped_find_type (gpointer object, GType wanted, gboolean all);

/* The type below @type that has another interface as well. */
GType
mapi_wrapped_add_interface (GType type, const char *suffix, GType kind, GInterfaceInitFunc init);

/* The object behind; NULL for an advise sink that is gone. */
gpointer mapi_wrapped_ref_inner (MapiWrapped *self);

static inline gboolean
mapi_wrapped_is (gpointer object, GType kind, GType wanted)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (object, kind) && g_type_is_a (kind, wanted);
}

/* As mapi_wrapper_wrap(), for one that is wanted as a @wanted. */
GObject *mapi_wrapper_wrap_as (MapiWrapper *self, GObject *object, GType wanted);

/* What the other side gets in the place of an object that goes through. @is_given: to the provider,
 * and not by it. */
GObject *mapi_wrapper_cross (MapiWrapper *self, GObject *object, GType wanted, gboolean is_given);

gboolean mapi_wrapper_covers_all (MapiWrapper *self);

/* Whether somebody has what stands before an object. */
gboolean mapi_wrapper_stands_before (MapiWrapper *self, gpointer object);

void mapi_wrapper_forget (MapiWrapper *self, MapiWrapped *wrapped);

typedef enum
{
  MAPI_ARGUMENT_IN = 1 << 0,
  MAPI_ARGUMENT_OUT = 1 << 1,
} MapiDirection;

/* An argument. Where it is looked at there lies the pointer itself, or the address of a number; of
 * what is given out, the address it is given to, which may be NULL. */
typedef struct
{
  const char   *type; /* `MapiRowSet`, `guint32`, or `GObject` for all objects */
  const char   *name;
  MapiDirection direction;
} MapiArgument;

/* What the calls of one method have in common. */
typedef struct
{
  const char  *interface_name;
  const char  *method;
  const char  *answer;        /* the type of what is answered */
  MapiArgument arguments[10]; /* one without a name at the end */
} MapiMethod;

/* @flags and @arguments live as long as the call is under way. */
MapiCall *
mapi_call_begin (gpointer wrapped, const MapiMethod *method, guint32 *flags, gpointer *arguments);

const MapiMethod *mapi_call_get_details (MapiCall *self);

/* Where an argument can be looked at, by its number, and in `leave` what is answered: a pointer, or
 * the address of a number. NULL when the call is over. */
gpointer mapi_call_peek_argument (MapiCall *self, guint number);
gpointer mapi_call_peek_answer (MapiCall *self);

/* What the wrapper keeps from `enter` to `leave`. */
void     mapi_call_set_note (MapiCall *self, gpointer note, GDestroyNotify destroy);
gpointer mapi_call_get_note (MapiCall *self);

/* Whether the call is to be passed on. */
gboolean mapi_call_enter (MapiCall *self);

gpointer mapi_call_inner (MapiCall *self);
GError **mapi_call_error (MapiCall *self);

/* What is passed on in the place of an object; it belongs to the call. */
gpointer mapi_call_pass (MapiCall *self, gpointer object, GType wanted);

/* The object itself, whatever stands before it. */
gpointer mapi_call_unwrap (MapiCall *self, gpointer object);

/* Puts what is given out in the place of an object, or of those in a GListStore. */
void mapi_call_pass_out (MapiCall *self, gpointer *object, GType wanted);
void mapi_call_pass_list (MapiCall *self, GListModel *list);

/* Whether it is a call of the provider. */
gboolean mapi_call_is_of_provider (MapiCall *self);

/* The end of the call, by what is answered. */
gboolean mapi_call_leave_boolean (MapiCall *self, gboolean answer, GError **error);
guint32  mapi_call_leave_number (MapiCall *self, guint32 answer, GError **error);
gpointer mapi_call_leave_object (MapiCall *self, gpointer answer, GType wanted, GError **error);
gpointer
mapi_call_leave_pointer (MapiCall *self, gpointer answer, GDestroyNotify destroy, GError **error);
MapiPropList *mapi_call_leave_props (MapiCall *self, MapiPropList *answer, GError **error);
MapiRowSet   *mapi_call_leave_rows (MapiCall *self, MapiRowSet *answer, GError **error);

G_END_DECLS
