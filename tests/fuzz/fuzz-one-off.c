/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One-off entry identifiers, which come with recipients from anywhere. */

#include "fuzz.h"

typedef struct
{
  char   *name;
  char   *type;
  char   *address;
  guint32 flags;
} OneOff;

static void
one_off_clear (OneOff *self)
{
  g_free (self->name);
  g_free (self->type);
  g_free (self->address);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OneOff, one_off_clear)

static gboolean
parse (GBytes *id, OneOff *one_off)
{
  g_autoptr (GError) error = NULL;
  gboolean parsed = mapi_one_off_parse (
      id, &one_off->name, &one_off->type, &one_off->address, &one_off->flags, &error);

  FUZZ_EITHER (parsed, error);
  return parsed;
}

/* What was understood is written again, and understood the same. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) id = fuzz_bytes (data, size);
  g_autoptr (GBytes) written = NULL;
  g_auto (OneOff) first = { NULL };
  g_auto (OneOff) second = { NULL };

  mapi_one_off_is (id);
  if (!parse (id, &first))
    return 0;
  fuzz_n_understood++;
  fuzz_check_text (first.name);
  fuzz_check_text (first.type);
  fuzz_check_text (first.address);
  written = mapi_one_off_new (first.name, first.type, first.address, first.flags);
  g_assert (parse (written, &second));
  g_assert_cmpstr (first.name, ==, second.name);
  g_assert_cmpstr (first.type, ==, second.type);
  g_assert_cmpstr (first.address, ==, second.address);
  return 0;
}
