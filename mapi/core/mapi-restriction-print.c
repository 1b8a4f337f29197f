/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Restrictions in words. */

#include "mapi-restriction-private.h"
#include "mapi-flags.h"

static void
print_relop (guint32 relop, GString *out)
{
  static const char *const names[] = {
    [MAPI_RELOP_LT] = "<",  [MAPI_RELOP_LE] = "<=", [MAPI_RELOP_GT] = ">", [MAPI_RELOP_GE] = ">=",
    [MAPI_RELOP_EQ] = "==", [MAPI_RELOP_NE] = "!=", [MAPI_RELOP_RE] = "~",
  };

  if (relop < G_N_ELEMENTS (names))
    g_string_append_printf (out, " %s ", names[relop]);
  else
    g_string_append_printf (out, " relop-%u ", relop);
}

static void
print_tag (guint32 tag, GString *out)
{
  g_autofree char *name = mapi_prop_tag_to_string (tag);

  g_string_append (out, name);
}

static void
print_value (const MapiRestriction *self, GString *out)
{
  MapiPropView value = mapi_prop_list_view (self->props, 0);
  const char  *quote = mapi_prop_view_is_single (&value, MAPI_PT_UNICODE) ? "\"" : "";

  g_string_append (out, quote);
  mapi_prop_view_print (&value, out);
  g_string_append (out, quote);
}

static void
print_content (const MapiRestriction *self, GString *out)
{
  static const char *const levels[] = { " is ", " contains ", " begins with " };
  guint32                  level = self->op & 0xffffu;

  print_tag (self->tag, out);
  g_string_append (out, level < G_N_ELEMENTS (levels) ? levels[level] : " resembles ");
  print_value (self, out);
  if (self->op & (MAPI_FL_IGNORECASE | MAPI_FL_LOOSE))
    g_string_append (out, " ignoring case");
  if (self->op & (MAPI_FL_IGNORENONSPACE | MAPI_FL_LOOSE))
    g_string_append (out, " ignoring marks");
}

/* Returns FALSE for the kinds that are a name and others in parentheses. */
static gboolean
print_leaf (const MapiRestriction *self, GString *out)
{
  switch (self->kind)
    {
    case MAPI_RES_CONTENT:
      print_content (self, out);
      return TRUE;
    case MAPI_RES_PROPERTY:
      print_tag (self->tag, out);
      print_relop (self->op, out);
      print_value (self, out);
      return TRUE;
    case MAPI_RES_COMPAREPROPS:
      print_tag (self->tag, out);
      print_relop (self->op, out);
      print_tag (self->number, out);
      return TRUE;
    case MAPI_RES_BITMASK:
      print_tag (self->tag, out);
      g_string_append_printf (
          out, " & 0x%x %s 0", self->number, self->op == MAPI_BMR_EQZ ? "==" : "!=");
      return TRUE;
    case MAPI_RES_SIZE:
      g_string_append (out, "size of ");
      print_tag (self->tag, out);
      print_relop (self->op, out);
      g_string_append_printf (out, "%u", self->number);
      return TRUE;
    case MAPI_RES_EXIST:
      print_tag (self->tag, out);
      g_string_append (out, " exists");
      return TRUE;
    default:
      return FALSE;
    }
}

static void
print (const MapiRestriction *self, GString *out)
{
  if (print_leaf (self, out))
    return;

  g_string_append (out, mapi_restriction_get_shape (self->kind)->name);
  if (self->kind == MAPI_RES_COUNT)
    g_string_append_printf (out, " %u", self->number);
  if (self->kind == MAPI_RES_SUBRESTRICTION)
    {
      g_string_append_c (out, ' ');
      print_tag (self->tag, out);
    }
  g_string_append (out, " (");
  for (guint i = 0; i < self->n_children; i++)
    {
      g_string_append (out, i > 0 ? ", " : "");
      print (self->children[i], out);
    }
  g_string_append_c (out, ')');
}

/**
 * mapi_restriction_to_string:
 * @self: a restriction
 *
 * Writes the restriction for people, such as `AND (PR_SUBJECT contains "x", PR_HASATTACH == true)`.
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
mapi_restriction_to_string (const MapiRestriction *self)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (NULL);
  print (self, out);
  return g_string_free (out, FALSE);
}
