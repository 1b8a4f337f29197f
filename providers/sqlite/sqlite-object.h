/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-backend.h"
#include "sqlite-data.h"

G_BEGIN_DECLS

typedef struct _SqliteStore SqliteStore;

/* What all objects of the store with properties have in common. */
#define SQLITE_TYPE_OBJECT (sqlite_object_get_type ())
G_DECLARE_DERIVABLE_TYPE (SqliteObject, sqlite_object, SQLITE, OBJECT, GObject)

struct _SqliteObjectClass
{
  GObjectClass parent_class;

  /* Tags that the store computes, ended by 0: they cannot be set. */
  const guint32 *computed;
  /* What the store itself reads: tags with the only type that they may have, 0 ends them. */
  const guint32 *typed;
  /* Tags that cannot be deleted, ended by 0; NULL for none. */
  const guint32 *required;

  /* Whether PR_BODY, PR_HTML and PR_RTF_COMPRESSED are made of one another. */
  gboolean has_text;

  /* The code page of strings in PT_STRING8; NULL where the properties say it. */
  guint32 (*get_code_page) (SqliteObject *self);

  /* All properties, computed ones too. A large one is a PT_ERROR. */
  MapiPropList *(*get_all) (SqliteObject *self, GError **error);
  /* A list that says of the properties wanted what all would say, but is to be had for less; NULL
   * where there is none. */
  MapiPropList *(*get_some) (SqliteObject *self, MapiPropTagArray *tags, GError **error);
  /* The tags of all, in any order; NULL where they are got with the rest. */
  MapiPropTagArray *(*list_tags) (SqliteObject *self, GError **error);
  /* Which property is large; FALSE where it is not. */
  gboolean (*find_large) (SqliteObject *self, guint32 tag, SqliteLarge *large);
  gboolean (*check_writable) (SqliteObject *self, GError **error);
  /* Sets and removes properties, either of which may be NULL. */
  gboolean (*change) (SqliteObject     *self,
                      MapiPropList     *set,
                      MapiPropTagArray *removed,
                      GError          **error);
  /* Puts a stream into the place of a property; NULL where streams become values. */
  gboolean (*set_large) (SqliteObject *self, const SqliteLarge *large, GError **error);
  /* NULL where each change is saved at once. */
  gboolean (*save) (SqliteObject *self, guint32 flags, GCancellable *cancellable, GError **error);
  /* Opens a property that is an object; NULL without an error where it is not one. */
  GObject *(*open_object) (SqliteObject *self,
                           guint32       tag,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error);
};

/* @store must be set by who constructs the object; NULL for the store itself. */
void           sqlite_object_set_store (SqliteObject *self, SqliteStore *store);
SqliteStore   *sqlite_object_get_store (SqliteObject *self);
SqliteBackend *sqlite_object_get_backend (SqliteObject *self);

/* FALSE with MAPI_E_INVALID_OBJECT after the logoff. */
gboolean sqlite_object_check (SqliteObject *self, GError **error);

/* What a stream on a property of @self holds, for it to take. */
gboolean sqlite_object_take_bytes (SqliteObject *self, guint32 tag, GBytes *bytes, GError **error);
gboolean sqlite_object_take_large (SqliteObject *self, const SqliteLarge *large, GError **error);

/* A property whose value is a stream, read as a whole. */
MapiPropValue *
sqlite_object_load_large (SqliteObject *self, const SqliteLarge *large, GError **error);

/* FALSE with an error where @interface_name is a name other than @offered. */
gboolean sqlite_check_interface (const char *interface_name, const char *offered, GError **error);

/* FALSE with MAPI_E_INVALID_PARAMETER where @text is not UTF-8; NULL is. */
gboolean sqlite_check_text (const char *text, const char *method, GError **error);

/* FALSE with MAPI_E_DECLINE_COPY where the support object would do the work and the caller does not
 * want that. */
gboolean sqlite_check_delegated (guint32 flags, const char *method, GError **error);

/* PR_ACCESS and the identifiers that are the same for all objects. */
void sqlite_object_add_common (SqliteObject *self, MapiPropListBuilder *builder);

/* Stands in GetProps for properties that have to be opened. */
void sqlite_add_large_errors (MapiPropListBuilder *builder, GBytes *large);

G_END_DECLS
