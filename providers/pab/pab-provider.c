/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pab-provider.h"
#include "pab-logon.h"

/* The tag of the setting in pab.service. */
#define PATH_TAG ((guint32) 0x6620001f)

struct _PabProvider
{
  GObject parent_instance;
};

static void pab_provider_iface_init (MapiAbProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PabProvider,
                               pab_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_PROVIDER,
                                                      pab_provider_iface_init))

static void
pab_provider_class_init (PabProviderClass *klass)
{
}

static void
pab_provider_init (PabProvider *self)
{
}

PabProvider *
pab_provider_new (void)
{
  return g_object_new (PAB_TYPE_PROVIDER, NULL);
}

static gboolean
shutdown (MapiAbProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

static MapiPropList *
read_settings (MapiSupport *support, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiProfSect) section =
      mapi_support_open_profile_section (support, NULL, 0, cancellable, error);

  return section != NULL
             ? mapi_prop_get_props (MAPI_PROP (section), NULL, 0, cancellable, NULL, error)
             : NULL;
}

/* Where the profile says, or else in the profile's own folder. */
static char *
get_path (MapiPropList *settings, const char *profile_name, GError **error)
{
  const char *path = mapi_prop_list_get_string (settings, PATH_TAG);

  if (path != NULL && *path != '\0')
    return g_strdup (path);
  if (profile_name != NULL)
    return g_build_filename (g_get_user_data_dir (), "mapi", profile_name, "pab.db", NULL);

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "pab: the profile does not name a file");
  return NULL;
}

static MapiAbLogon *
logon (MapiAbProvider *provider,
       MapiSupport    *support,
       const char     *profile_name,
       guint32         flags,
       GBytes        **security,
       GCancellable   *cancellable,
       GError        **error)
{
  g_autoptr (MapiPropList) settings = read_settings (support, cancellable, error);
  g_autofree char *path = settings != NULL ? get_path (settings, profile_name, error) : NULL;
  g_autoptr (PabBook) book = path != NULL ? pab_book_open (path, error) : NULL;
  const char *name;

  if (book == NULL || !mapi_support_set_provider_uid (support, pab_book_get_uid (book), 0, error))
    return NULL;

  name = mapi_prop_list_get_string (settings, MAPI_PR_DISPLAY_NAME);
  return MAPI_AB_LOGON (
      pab_logon_new (support, book, name != NULL ? name : "Personal address book"));
}

static void
pab_provider_iface_init (MapiAbProviderInterface *iface)
{
  iface->shutdown = shutdown;
  iface->logon = logon;
}
