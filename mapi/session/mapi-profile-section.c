/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-profile-private.h"
#include "mapi-prop-list-builder.h"
#include "mapi-uid-names.h"

/* A profile section: a view of one group of the profile's file, which is the truth at every call.
 */

#define MAPI_TYPE_PROFILE_SECTION (mapi_profile_section_get_type ())
G_DECLARE_FINAL_TYPE (MapiProfileSection, mapi_profile_section, MAPI, PROFILE_SECTION, GObject)

struct _MapiProfileSection
{
  GObject parent_instance;

  MapiProfile *profile;
  char        *group;
  gboolean     writable;
};

static void mapi_profile_section_prop_init (MapiPropInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiProfileSection,
                               mapi_profile_section,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP,
                                                      mapi_profile_section_prop_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROF_SECT, NULL))

static void
mapi_profile_section_finalize (GObject *object)
{
  MapiProfileSection *self = MAPI_PROFILE_SECTION (object);

  g_clear_object (&self->profile);
  g_free (self->group);

  G_OBJECT_CLASS (mapi_profile_section_parent_class)->finalize (object);
}

static void
mapi_profile_section_class_init (MapiProfileSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_profile_section_finalize;
}

static void
mapi_profile_section_init (MapiProfileSection *self)
{
}

MapiProfSect *
mapi_profile_section_new (MapiProfile *profile, const char *group, gboolean writable)
{
  MapiProfileSection *self = g_object_new (MAPI_TYPE_PROFILE_SECTION, NULL);

  self->profile = g_object_ref (profile);
  self->group = g_strdup (group);
  self->writable = writable;

  return MAPI_PROF_SECT (self);
}

/* What MAPI adds to every section. */
static MapiPropList *
with_profile_name (MapiProfileSection *self, MapiPropList *props)
{
  g_autoptr (MapiPropValue) name =
      mapi_prop_value_new_string (MAPI_PR_PROFILE_NAME, mapi_profile_get_name (self->profile));
  g_autoptr (MapiPropList) added = mapi_prop_list_new_from_value (name);

  return mapi_prop_list_merge (props, added);
}

/* Without tags the secure properties stay out: they are given only to who asks by name. */
static MapiPropList *
get_props (MapiProp         *prop,
           MapiPropTagArray *tags,
           guint32           flags,
           GCancellable     *cancellable,
           guint32          *warning,
           GError          **error)
{
  MapiProfileSection *self = MAPI_PROFILE_SECTION (prop);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) secrets = NULL;
  g_autoptr (MapiPropList) named = NULL;
  g_autoptr (MapiPropList) whole = NULL;
  MapiPropList *answer;
  gboolean      missing = FALSE;

  if (!mapi_profile_read_section (
          self->profile, self->group, &props, tags != NULL ? &secrets : NULL, error))
    return NULL;
  named = with_profile_name (self, props);
  if (tags == NULL)
    return g_steal_pointer (&named);

  whole = mapi_prop_list_merge (named, secrets);
  answer = mapi_prop_list_select (whole, tags, &missing);
  if (missing)
    *warning = MAPI_W_ERRORS_RETURNED;
  return answer;
}

static MapiPropTagArray *
get_prop_list (MapiProp *prop, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiProfileSection *self = MAPI_PROFILE_SECTION (prop);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) named = NULL;

  if (!mapi_profile_read_section (self->profile, self->group, &props, NULL, error))
    return NULL;
  named = with_profile_name (self, props);

  return mapi_prop_list_get_tags (named);
}

static gboolean
check_writable (MapiProfileSection *self, GError **error)
{
  if (self->writable)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_ACCESS,
               "%s: [%s] was opened for reading only",
               mapi_profile_get_path (self->profile),
               self->group);
  return FALSE;
}

static gboolean
is_computed (guint32 tag)
{
  return tag == MAPI_PR_PROFILE_NAME || tag == MAPI_PR_PROVIDER_UID || tag == MAPI_PR_SERVICE_UID ||
         tag == MAPI_PR_SERVICE_NAME;
}

/* What is as it is already does not touch the file: providers set much of it at every logon. */
static MapiPropList *
real_changes (MapiProfileSection    *self,
              MapiPropList          *wanted,
              MapiPropProblemArray **problems,
              GError               **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropProblemArray) refused = mapi_prop_problem_array_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) secrets = NULL;
  g_autoptr (MapiPropList) present = NULL;

  if (!mapi_profile_read_section (self->profile, self->group, &props, &secrets, error))
    return NULL;

  present = mapi_prop_list_merge (props, secrets);
  for (guint i = 0; i < mapi_prop_list_get_size (wanted); i++)
    {
      guint32 tag = mapi_prop_list_get_tag (wanted, i);
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (wanted, i);
      g_autoptr (MapiPropValue) old = mapi_prop_list_lookup (present, tag);

      if (is_computed (tag))
        {
          MapiPropProblemArray *longer =
              mapi_prop_problem_array_append (refused, i, tag, MAPI_E_COMPUTED);

          mapi_prop_problem_array_unref (refused);
          refused = longer;
        }
      else if (old == NULL || !mapi_prop_value_equal (old, value))
        mapi_prop_list_builder_add_value (builder, value);
    }

  if (mapi_prop_problem_array_get_size (refused) > 0)
    *problems = g_steal_pointer (&refused);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
set_props (MapiProp              *prop,
           MapiPropList          *props,
           MapiPropProblemArray **problems,
           GCancellable          *cancellable,
           GError               **error)
{
  MapiProfileSection *self = MAPI_PROFILE_SECTION (prop);
  g_autoptr (MapiPropList) changes = NULL;

  if (!check_writable (self, error))
    return FALSE;
  changes = real_changes (self, props, problems, error);
  if (changes == NULL)
    return FALSE;

  return mapi_prop_list_get_size (changes) == 0 ||
         mapi_profile_write_section (self->profile, self->group, changes, NULL, error);
}

static gboolean
delete_props (MapiProp              *prop,
              MapiPropTagArray      *tags,
              MapiPropProblemArray **problems,
              GCancellable          *cancellable,
              GError               **error)
{
  MapiProfileSection *self = MAPI_PROFILE_SECTION (prop);

  return check_writable (self, error) &&
         mapi_profile_write_section (self->profile, self->group, NULL, tags, error);
}

/* Every change took effect when it was made. */
static gboolean
save_changes (MapiProp *prop, guint32 flags, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
mapi_profile_section_prop_init (MapiPropInterface *iface)
{
  iface->save_changes = save_changes;
  iface->get_props = get_props;
  iface->get_prop_list = get_prop_list;
  iface->set_props = set_props;
  iface->delete_props = delete_props;
}

/* A section that belongs to no provider comes into being when it is opened for writing. */
static gboolean
edit_new_section (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  const char *group = data;

  /* GKeyFile has no empty groups. */
  g_key_file_set_string (file->keys, group, "Owner", "providers");

  return TRUE;
}

/* MAPI's own section of every profile is always there. */
static gboolean
is_profile_instance (const MapiUid *uid)
{
  return g_strcmp0 (mapi_uid_get_name (uid), "MUID_PROFILE_INSTANCE") == 0;
}

static char *
find_section (MapiKeyFile *file, const MapiUid *uid)
{
  static const char *const kinds[] = { MAPI_GROUP_PROVIDER,
                                       MAPI_GROUP_SERVICE,
                                       MAPI_GROUP_SECTION };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *group = mapi_profile_group_of (kinds[i], uid);

      if (g_key_file_has_group (file->keys, group))
        return g_steal_pointer (&group);
    }

  return NULL;
}

/**
 * mapi_profile_open_section:
 * @self: a #MapiProfile
 * @uid: a provider, a service, or a section that providers agreed on
 * @flags: `MAPI_MODIFY` to change it
 * @error: return location for a #GError
 *
 * Opens a section of the profile (`IMsgServiceAdmin::OpenProfileSection`). The section of a
 * provider has what the catalogue declares, the settings and their defaults. A section that does
 * not exist is made when it is opened with `MAPI_MODIFY`, and else %MAPI_E_NOT_FOUND. Secure
 * properties (0x67f0 to 0x67ff, and settings that are secrets) are given only to who asks for them
 * by their tags.
 *
 * Returns: (transfer full): the section
 *
 * Since: 1.0
 */
MapiProfSect *
mapi_profile_open_section (MapiProfile *self, const MapiUid *uid, guint32 flags, GError **error)
{
  gboolean         writable = (flags & MAPI_MODIFY) != 0;
  MapiKeyFile     *file;
  g_autofree char *group = NULL;

  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);
  g_return_val_if_fail (uid != NULL, NULL);

  file = mapi_profile_lock (self, error);
  if (file == NULL)
    return NULL;
  group = find_section (file, uid);
  mapi_profile_unlock (self);

  if (group == NULL && (writable || is_profile_instance (uid)))
    {
      group = mapi_profile_group_of (MAPI_GROUP_SECTION, uid);
      if (!mapi_profile_edit (self, edit_new_section, group, error))
        return NULL;
    }
  if (group != NULL)
    return mapi_profile_section_new (self, group, writable);

  group = mapi_uid_to_string (uid);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "profile '%s' has no section %s",
               mapi_profile_get_name (self),
               group);
  return NULL;
}
