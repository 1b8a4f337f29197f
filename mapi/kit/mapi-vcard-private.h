/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

/* A line of a card, of whatever version: unfolded, decoded, in UTF-8, its value still escaped. */
typedef struct
{
  char      *name;   /* in capitals, without a group */
  GPtrArray *params; /* strings: NAME=VALUE, the name in capitals */
  char      *value;
} MapiVcardLine;

void mapi_vcard_line_free (MapiVcardLine *self);

/* All lines that can be read (of MapiVcardLine). */
GPtrArray *mapi_vcard_lines (GBytes *bytes);

/* Whether a parameter has a value among its values: TYPE=home,work, or in version 2.1 HOME alone.
 */
gboolean mapi_vcard_line_has_type (const MapiVcardLine *self, const char *type);

/* The place of a value among its like: 1 for the preferred one, 100 for one that is not. */
guint mapi_vcard_line_preference (const MapiVcardLine *self);

/* The parts between separators that are not escaped, without their escapes. */
char **mapi_vcard_split (const char *value, char separator);
char  *mapi_vcard_unescape (const char *value);

/* Text properties that are a value each, or a part of one. */
typedef struct
{
  const char *name;
  const char *types; /* what TYPE must hold, with spaces between; "" for the rest */
  gint        part;  /* of a structured value, from 0; -1 for all of it */
  guint32     tag;
} MapiVcardField;

extern const MapiVcardField mapi_vcard_fields[];
extern const gsize          mapi_vcard_n_fields;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiVcardLine, mapi_vcard_line_free)

G_END_DECLS
