/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MAIL_USER (mapi_mail_user_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiMailUser, mapi_mail_user, MAPI, MAIL_USER, MapiProp)

struct _MapiMailUserInterface
{
  GTypeInterface parent_iface;
};

G_END_DECLS
