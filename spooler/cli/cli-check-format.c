/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What `mapi check` prints: for people, as TAP, JSON or JUnit. */

#include "config.h"

#include "cli-check.h"

#define SIX_SPACES "      "

const char *
cli_check_verdict_name (MapiCheckVerdict verdict)
{
  static const char *const names[] = { "passed", "failed", "skipped", "waived" };

  return names[verdict];
}

static const char *
cli_name (MapiCheckResult *result)
{
  return mapi_check_clause_get_name (mapi_check_result_get_clause (result));
}

/* The reason, its further lines behind @prefix. */
static char *
cli_reason (MapiCheckResult *result, const char *prefix)
{
  const char *reason = mapi_check_result_get_reason (result);
  g_autoptr (GString) text = NULL;
  g_autofree char *clean = cli_clean (reason != NULL ? reason : "", TRUE);
  g_autofree char *joint = g_strconcat ("\n", prefix, NULL);

  text = g_string_new (clean);
  g_string_replace (text, "\n", joint, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* People */

static void
cli_show_people (MapiCheckResult *result, guint number)
{
  const MapiCheckClause *clause = mapi_check_result_get_clause (result);
  MapiCheckVerdict       verdict = mapi_check_result_get_verdict (result);
  g_autofree char       *reason = cli_reason (result, SIX_SPACES "  ");
  const char            *rules = mapi_check_clause_get_rules (clause);

  g_print ("%-8s %s\n", cli_check_verdict_name (verdict), cli_name (result));
  if (verdict == MAPI_CHECK_FAILED)
    g_print (*rules != '\0' ? SIX_SPACES "  %s (%s)\n" : SIX_SPACES "  %s\n",
             mapi_check_clause_get_summary (clause),
             rules);
  if (*reason != '\0')
    g_print (SIX_SPACES "  %s\n", reason);
}

static void
cli_end_people (MapiCheckRun *run, const char *service)
{
  g_print ("%s: %u passed, %u failed, %u skipped, %u waived\n",
           service,
           mapi_check_run_count (run, MAPI_CHECK_PASSED),
           mapi_check_run_count (run, MAPI_CHECK_FAILED),
           mapi_check_run_count (run, MAPI_CHECK_SKIPPED),
           mapi_check_run_count (run, MAPI_CHECK_WAIVED));
}

/* TAP, with the plan at the end. It knows no waivers, so that a waived clause is one left out. */

static void
cli_show_tap (MapiCheckResult *result, guint number)
{
  static const char *const directives[] = { "", "", " # SKIP ", " # SKIP waived: " };
  MapiCheckVerdict         verdict = mapi_check_result_get_verdict (result);
  gboolean                 failed = verdict == MAPI_CHECK_FAILED;
  g_autofree char         *reason = cli_reason (result, "# ");
  g_autofree char         *line = cli_clean (reason, FALSE);

  g_print ("%s %u - %s %s%s%s\n",
           failed ? "not ok" : "ok",
           number,
           mapi_check_result_get_provider (result),
           cli_name (result),
           directives[verdict],
           failed ? "" : line);
  if (failed)
    g_print ("# %s\n", reason);
}

static void
cli_end_tap (MapiCheckRun *run, const char *service)
{
  g_print ("1..%u\n", mapi_check_run_get_n_results (run));
}

/* JSON */

static void
cli_show_nothing (MapiCheckResult *result, guint number)
{
}

static JsonObject *
cli_describe_result (MapiCheckResult *result)
{
  const MapiCheckClause *clause = mapi_check_result_get_clause (result);
  const char            *verdict = cli_check_verdict_name (mapi_check_result_get_verdict (result));
  const char            *reason = mapi_check_result_get_reason (result);
  JsonObject            *object = json_object_new ();

  json_object_set_string_member (object, "clause", mapi_check_clause_get_name (clause));
  json_object_set_string_member (object, "provider", mapi_check_result_get_provider (result));
  json_object_set_string_member (object, "verdict", verdict);
  json_object_set_string_member (object, "rules", mapi_check_clause_get_rules (clause));
  json_object_set_string_member (object, "summary", mapi_check_clause_get_summary (clause));
  if (reason != NULL)
    json_object_set_string_member (object, "reason", reason);
  return object;
}

static void
cli_end_json (MapiCheckRun *run, const char *service)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;
  JsonArray *results = json_array_new ();

  json_object_set_string_member (object, "service", service);
  for (MapiCheckVerdict v = MAPI_CHECK_PASSED; v <= MAPI_CHECK_WAIVED; v++)
    json_object_set_int_member (object, cli_check_verdict_name (v), mapi_check_run_count (run, v));
  for (guint i = 0; i < mapi_check_run_get_n_results (run); i++)
    {
      g_autoptr (MapiCheckResult) result = mapi_check_run_get_result (run, i);

      json_array_add_object_element (results, cli_describe_result (result));
    }
  json_object_set_array_member (object, "results", results);
  node = json_node_init_object (json_node_alloc (), object);
  cli_print_json (node, TRUE);
}

/* JUnit's XML, in which a waived clause is a skipped one. */

static void
cli_print_junit_case (MapiCheckResult *result, const char *service)
{
  static const char *const elements[] = { NULL, "failure", "skipped", "skipped" };
  const char              *element = elements[mapi_check_result_get_verdict (result)];
  g_autofree char         *reason = cli_reason (result, "");
  g_autofree char         *class_name =
      g_strdup_printf ("%s.%s", service, mapi_check_result_get_provider (result));
  g_autofree char *open = g_markup_printf_escaped (
      "  <testcase classname=\"%s\" name=\"%s\"", class_name, cli_name (result));

  g_print ("%s", open);
  if (element == NULL)
    g_print ("/>\n");
  else
    {
      g_autofree char *escaped = g_markup_escape_text (reason, -1);

      g_print ("><%s message=\"%s\"/></testcase>\n", element, escaped);
    }
}

static void
cli_end_junit (MapiCheckRun *run, const char *service)
{
  g_autofree char *open = g_markup_printf_escaped (
      "<testsuite name=\"mapi check %s\" tests=\"%u\" failures=\"%u\" skipped=\"%u\">\n",
      service,
      mapi_check_run_get_n_results (run),
      mapi_check_run_count (run, MAPI_CHECK_FAILED),
      mapi_check_run_count (run, MAPI_CHECK_SKIPPED) +
          mapi_check_run_count (run, MAPI_CHECK_WAIVED));

  g_print ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%s", open);
  for (guint i = 0; i < mapi_check_run_get_n_results (run); i++)
    {
      g_autoptr (MapiCheckResult) result = mapi_check_run_get_result (run, i);

      cli_print_junit_case (result, service);
    }
  g_print ("</testsuite>\n");
}

const CliCheckFormat *
cli_check_format_find (const char *name)
{
  static const CliCheckFormat formats[] = {
    { "people", cli_show_people, cli_end_people },
    { "tap", cli_show_tap, cli_end_tap },
    { "json", cli_show_nothing, cli_end_json },
    { "junit", cli_show_nothing, cli_end_junit },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].name, name))
      return &formats[i];
  return NULL;
}
