/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A whole address book, for reading: one container, whose people stand in a file as lines of an
 * address and a name. What a slot is not filled in for, MAPI answers by itself: it resolves names
 * by searching the table. */

#include <mapi/mapi.h>

/* Where address-list.service says the setting "file" lies in our section of the profile. */
#define TAG_FILE ((guint32) 0x6600001F)

/* Whose entry identifiers are ours. A provider of your own needs a UID of its own: uuidgen. */
static const MapiUid provider_uid = {
  { 0x10, 0x3d, 0xbe, 0x54, 0x3c, 0x57, 0x43, 0x3d, 0xa6, 0x30, 0x10, 0xec, 0x24, 0xc4, 0x5b, 0x85 }
};

/* What is behind the UID in an entry identifier: an address, or the container. */
#define CONTAINER "the list"

/* A user: properties alone. */
typedef MapiPropData      ListPerson;
typedef MapiPropDataClass ListPersonClass;

static GType list_person_get_type (void);

G_DEFINE_TYPE_WITH_CODE (ListPerson,
                         list_person,
                         MAPI_TYPE_PROP_DATA,
                         G_IMPLEMENT_INTERFACE (MAPI_TYPE_MAIL_USER, NULL))

static void
list_person_class_init (ListPersonClass *klass)
{
}

static void
list_person_init (ListPerson *self)
{
}

/* The container, and the root that it stands in. */
G_DECLARE_FINAL_TYPE (ListContainer, list_container, LIST, CONTAINER, MapiPropData)
struct _ListContainer
{
  MapiPropData   parent_instance;
  MapiTableData *rows;
};

static MapiTable *
list_container_get_contents_table (MapiContainer *container,
                                   guint32        flags,
                                   GCancellable  *c,
                                   GError       **error)
{
  return mapi_table_data_get_view (LIST_CONTAINER (container)->rows, NULL);
}

static GBytes *
make_id (const char *data)
{
  return mapi_entry_id_new (0, &provider_uid, data, strlen (data));
}

/* What folders, people and their rows have for being in an address book. */
static MapiPropListBuilder *
describe (const char *data, const char *name, gint32 object_type, gint32 display_type)
{
  MapiPropListBuilder *builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) id = make_id (data);

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RECORD_KEY, id);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, object_type);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DISPLAY_TYPE, display_type);
  return builder;
}

static MapiPropList *
describe_container (void)
{
  g_autoptr (MapiPropListBuilder) builder =
      describe (CONTAINER, "Address list", MAPI_OBJECT_ABCONT, MAPI_DT_GLOBAL);

  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTAINER_FLAGS, MAPI_AB_RECIPIENTS);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DEPTH, 0);
  return mapi_prop_list_builder_end (builder);
}

static MapiTable *
list_container_get_hierarchy_table (MapiContainer *container,
                                    guint32        flags,
                                    GCancellable  *c,
                                    GError       **error)
{
  g_autoptr (MapiTableData) data =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_ENTRYID, NULL);
  g_autoptr (MapiPropList) row = describe_container ();

  return mapi_table_data_modify_row (data, row, error) ? mapi_table_data_get_view (data, NULL)
                                                       : NULL;
}

static void
init_container (MapiContainerInterface *iface)
{
  iface->get_contents_table = list_container_get_contents_table;
  iface->get_hierarchy_table = list_container_get_hierarchy_table;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ListContainer,
                               list_container,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER, init_container)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_CONTAINER, NULL))

static void
list_container_finalize (GObject *object)
{
  g_object_unref (LIST_CONTAINER (object)->rows);
  G_OBJECT_CLASS (list_container_parent_class)->finalize (object);
}

static void
list_container_class_init (ListContainerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = list_container_finalize;
}

static void
list_container_init (ListContainer *self)
{
}

static MapiProp *
list_container_new (MapiTableData *rows)
{
  ListContainer *self = g_object_new (list_container_get_type (), NULL);
  g_autoptr (MapiPropList) props = describe_container ();

  self->rows = g_object_ref (rows);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
  return MAPI_PROP (self);
}

/* The logon: what MAPI itself talks to. */
G_DECLARE_FINAL_TYPE (ListLogon, list_logon, LIST, LOGON, GObject)
struct _ListLogon
{
  GObject        parent_instance;
  MapiSupport   *support; /* to keep it is to be logged on */
  MapiTableData *rows;
};

static MapiProp *
make_person (MapiPropList *row)
{
  ListPerson *person = g_object_new (list_person_get_type (), NULL);

  mapi_prop_data_set_list (person, row);
  mapi_prop_data_set_obj_access (person, MAPI_IPROP_READONLY);
  return MAPI_PROP (person);
}

static MapiProp *
list_logon_open (ListLogon *self, GBytes *entry_id, GError **error)
{
  g_autoptr (GBytes) container_id = make_id (CONTAINER);
  g_autoptr (MapiPropValue) index = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (entry_id == NULL || g_bytes_equal (entry_id, container_id))
    return list_container_new (self->rows);
  index = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, entry_id);
  row = mapi_table_data_query_row (self->rows, index, NULL, error);
  return row != NULL ? make_person (row) : NULL;
}

static MapiProp *
list_logon_open_entry (MapiAbLogon  *logon,
                       GBytes       *entry_id,
                       const char   *interface_name,
                       guint32       flags,
                       GCancellable *c,
                       GError      **error)
{
  return mapi_prop_offer (
      list_logon_open (LIST_LOGON (logon), entry_id, error), interface_name, error);
}

static gboolean
list_logon_compare_entry_ids (
    MapiAbLogon *logon, GBytes *one, GBytes *other, guint32 flags, gboolean *result, GError **error)
{
  *result = g_bytes_equal (one, other);
  return TRUE;
}

static gboolean
list_logon_logoff (MapiAbLogon *logon, guint32 flags, GCancellable *c, GError **error)
{
  g_clear_object (&LIST_LOGON (logon)->support);
  return TRUE;
}

static void
init_logon (MapiAbLogonInterface *iface)
{
  iface->logoff = list_logon_logoff;
  iface->open_entry = list_logon_open_entry;
  iface->compare_entry_ids = list_logon_compare_entry_ids;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ListLogon,
                               list_logon,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_LOGON, init_logon))

static void
list_logon_finalize (GObject *object)
{
  g_clear_object (&LIST_LOGON (object)->support);
  g_object_unref (LIST_LOGON (object)->rows);
  G_OBJECT_CLASS (list_logon_parent_class)->finalize (object);
}

static void
list_logon_class_init (ListLogonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = list_logon_finalize;
}

static void
list_logon_init (ListLogon *self)
{
  self->rows = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ENTRYID, NULL);
}

/* A line such as `ann@example.org Ann`. */
static gboolean
list_logon_add (ListLogon *self, char *line, GError **error)
{
  char            *blank = strpbrk (g_strstrip (line), " \t");
  const char      *name = blank != NULL ? g_strstrip (blank + 1) : line;
  g_autofree char *address =
      g_strndup (line, blank != NULL ? (gsize) (blank - line) : strlen (line));
  g_autofree char *key = g_strconcat ("SMTP:", address, NULL);
  g_autoptr (MapiPropListBuilder) builder = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (*address == '\0')
    return TRUE;
  builder = describe (address, name, MAPI_OBJECT_MAILUSER, MAPI_DT_MAILUSER);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, address);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_SEARCH_KEY, key, strlen (key) + 1);
  row = mapi_prop_list_builder_end (builder);
  return mapi_table_data_modify_row (self->rows, row, error);
}

static gboolean
list_logon_read (ListLogon *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "%s is not UTF-8", path);
      return FALSE;
    }
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (!list_logon_add (self, *line, error))
      return FALSE;
  return TRUE;
}

/* The provider: what the entry point gives. */
G_DECLARE_FINAL_TYPE (ListProvider, list_provider, LIST, PROVIDER, GObject)
struct _ListProvider
{
  GObject parent_instance;
};

static char *
read_setting (MapiSupport *support, GCancellable *c, GError **error)
{
  g_autoptr (MapiProfSect) section = mapi_support_open_profile_section (support, NULL, 0, c, error);
  g_autoptr (MapiPropList) settings =
      section != NULL ? mapi_prop_get_props (MAPI_PROP (section), NULL, 0, c, NULL, error) : NULL;
  const char *path = settings != NULL ? mapi_prop_list_get_string (settings, TAG_FILE) : NULL;

  if (settings != NULL && path == NULL)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "the setting file is missing");
  return g_strdup (path);
}

static MapiAbLogon *
list_provider_logon (MapiAbProvider *provider,
                     MapiSupport    *support,
                     const char     *profile_name,
                     guint32         flags,
                     GBytes        **security,
                     GCancellable   *c,
                     GError        **error)
{
  g_autofree char *path = read_setting (support, c, error);
  g_autoptr (ListLogon) self = g_object_new (list_logon_get_type (), NULL);

  self->support = g_object_ref (support);
  if (path == NULL || !list_logon_read (self, path, error) ||
      !mapi_support_set_provider_uid (support, &provider_uid, 0, error))
    return NULL;
  return MAPI_AB_LOGON (g_steal_pointer (&self));
}

static void
init_provider (MapiAbProviderInterface *iface)
{
  iface->logon = list_provider_logon;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ListProvider,
                               list_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_PROVIDER, init_provider))

static void
list_provider_class_init (ListProviderClass *klass)
{
}

static void
list_provider_init (ListProvider *self)
{
}

MapiAbProvider *
mapi_ab_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return g_object_new (list_provider_get_type (), NULL);
}
