/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-prop-list-builder.h"
#include "mapi-recipient.h"

/* A recipient that is in no address book, as an object: all there is to it is its address. */

#define MAPI_TYPE_ONE_OFF_USER (mapi_one_off_user_get_type ())
G_DECLARE_FINAL_TYPE (MapiOneOffUser, mapi_one_off_user, MAPI, ONE_OFF_USER, MapiPropData)

struct _MapiOneOffUser
{
  MapiPropData parent_instance;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiOneOffUser,
                               mapi_one_off_user,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MAIL_USER, NULL))

static void
mapi_one_off_user_class_init (MapiOneOffUserClass *klass)
{
}

static void
mapi_one_off_user_init (MapiOneOffUser *self)
{
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
}

/* What a recipient is given, but for what only a message knows, and its very entry identifier. */
static MapiPropList *
describe (
    GBytes *entry_id, const char *name, const char *type, const char *address, gboolean rich_info)
{
  const guint32 recipient_type = MAPI_PR_RECIPIENT_TYPE;
  g_autoptr (MapiPropTagArray) only_in_messages = mapi_prop_tag_array_new (&recipient_type, 1);
  g_autoptr (MapiPropList) recipient = mapi_recipient_new (MAPI_TO, name, type, address);
  g_autoptr (MapiPropList) user = mapi_prop_list_without (recipient, only_in_messages);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) more = NULL;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_SEND_RICH_INFO, rich_info);
  more = mapi_prop_list_builder_end (builder);

  return mapi_prop_list_merge (user, more);
}

MapiProp *
mapi_one_off_user_new (GBytes *entry_id, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *address = NULL;
  guint32          flags = 0;
  g_autoptr (MapiPropList) props = NULL;
  MapiOneOffUser *self;

  if (!mapi_one_off_parse (entry_id, &name, &type, &address, &flags, error))
    return NULL;

  props = describe (entry_id, name, type, address, (flags & MAPI_ONE_OFF_NO_RICH_INFO) == 0);
  self = g_object_new (MAPI_TYPE_ONE_OFF_USER, NULL);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);

  return MAPI_PROP (self);
}
