/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-book-factory.h"

#include "mapi-flags.h"
#include "mapi-kept-book-private.h"
#include "mapi-settings-private.h"

/**
 * MapiBookFactory:
 *
 * The provider object of an address book whose backend derives from #MapiBookBackend.
 *
 * Since: 1.0
 */

struct _MapiBookFactory
{
  GObject parent_instance;

  GType   backend_type;
  MapiUid kind;
};

static void mapi_book_factory_iface_init (MapiAbProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiBookFactory,
                               mapi_book_factory,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_PROVIDER,
                                                      mapi_book_factory_iface_init))

/* People are listed at once, so that what cannot be read fails here. */
static MapiAbLogon *
mapi_book_factory_logon (MapiAbProvider *provider,
                         MapiSupport    *support,
                         const char     *profile_name,
                         guint32         flags,
                         GBytes        **security,
                         GCancellable   *cancellable,
                         GError        **error)
{
  MapiBookFactory *self = MAPI_BOOK_FACTORY (provider);
  g_autoptr (MapiPropList) settings = mapi_settings_read (support, cancellable, error);
  g_autoptr (MapiBookBackend) backend = NULL;

  if (settings == NULL)
    return NULL;
  backend = g_object_new (self->backend_type, NULL);
  mapi_book_backend_set_kind (backend, &self->kind);
  if (!mapi_book_backend_open (backend, settings, cancellable, error) ||
      !mapi_book_backend_list_people (backend, cancellable, error) ||
      !mapi_support_set_provider_uid (support, mapi_book_backend_get_uid (backend), 0, error))
    return NULL;
  return mapi_kept_book_new (backend, support);
}

static gboolean
mapi_book_factory_shutdown (MapiAbProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

static void
mapi_book_factory_iface_init (MapiAbProviderInterface *iface)
{
  iface->logon = mapi_book_factory_logon;
  iface->shutdown = mapi_book_factory_shutdown;
}

static void
mapi_book_factory_class_init (MapiBookFactoryClass *klass)
{
}

static void
mapi_book_factory_init (MapiBookFactory *self)
{
}

/**
 * mapi_book_factory_new:
 * @backend_type: a type that derives from #MapiBookBackend
 * @uuid: whose entry identifiers are the provider's: a UUID of its own, as uuidgen makes them
 * @error: return location for a #GError
 *
 * Makes the provider that an entry point such as mapi_ab_provider_init() gives. Fails with
 * %MAPI_E_INVALID_PARAMETER when @uuid is none.
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
MapiAbProvider *
mapi_book_factory_new (GType backend_type, const char *uuid, GError **error)
{
  MapiBookFactory *self;
  g_autoptr (MapiUid) kind = NULL;

  g_return_val_if_fail (g_type_is_a (backend_type, MAPI_TYPE_BOOK_BACKEND), NULL);
  g_return_val_if_fail (uuid != NULL, NULL);

  kind = mapi_uid_new_from_string (uuid, error);
  if (kind == NULL)
    return NULL;
  self = g_object_new (MAPI_TYPE_BOOK_FACTORY, NULL);
  self->backend_type = backend_type;
  self->kind = *kind;
  return (MapiAbProvider *) self; /* MAPI_AB_PROVIDER is a kind of provider */
}
