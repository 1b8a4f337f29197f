/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list-private.h"
#include "mapi-restriction.h"

G_BEGIN_DECLS

/* Both bound what evaluating a tree, storing it and letting it go can cost. */
#define MAPI_RESTRICTION_MAX_DEPTH 256
#define MAPI_RESTRICTION_MAX_NODES (1u << 20)

struct _MapiRestriction
{
  gatomicrefcount  ref_count;
  guint32          kind;
  guint32          op;     /* relational operator, fuzzy level or bit mask operator */
  guint32          tag;    /* the property, or the sub-object */
  guint32          number; /* second tag, mask, size or count */
  guint            depth;
  guint            n_nodes;
  MapiPropList    *props; /* one entry is the value of a content or property restriction */
  guint            n_children;
  MapiRestriction *children[];
};

/* What a kind is made of. */
typedef enum
{
  MAPI_RESTRICTION_NO_PROPS,
  MAPI_RESTRICTION_ONE_VALUE,
  MAPI_RESTRICTION_ANY_PROPS,
} MapiRestrictionProps;

typedef struct
{
  const char          *name;
  guint                min_children;
  guint                max_children;
  MapiRestrictionProps props;
} MapiRestrictionShape;

/* Returns NULL for what is no kind. */
const MapiRestrictionShape *mapi_restriction_get_shape (guint32 kind);

MapiRestriction *mapi_restriction_new_node (const MapiRestriction *fields,
                                            MapiRestriction      **children,
                                            gsize                  n_children);

G_END_DECLS
