/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-object.h"

struct _PabUser
{
  PabObject parent_instance;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (PabUser,
                               pab_user,
                               PAB_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MAIL_USER, NULL))

static void
pab_user_class_init (PabUserClass *klass)
{
}

static void
pab_user_init (PabUser *self)
{
}
