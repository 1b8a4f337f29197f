/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <CUnit/CUnit.h>
#include <gio/gio.h>

/* A test program is a number of functions that use CUnit's assertions, and
 *
 *   TAP_MAIN ("core/uid", { "round trip", test_round_trip }, { "bad text", test_bad_text })
 *
 * It prints TAP; with names as arguments it runs those cases alone, and with --list it only names
 * them. The home of the program, in which XDG_*_HOME lie, is a fresh folder that goes away with it.
 * Assertions whose names end in FATAL leave by longjmp, which frees nothing: do not use them beside
 * g_autoptr. */

typedef struct
{
  const char *name;
  void (*run) (void);
} TapCase;

int tap_main (const char *suite, const TapCase *cases, gsize n_cases, int argc, char **argv);

#define TAP_MAIN(suite, ...)                                                                       \
  int main (int argc, char **argv)                                                                 \
  {                                                                                                \
    static const TapCase cases[] = { __VA_ARGS__ };                                                \
                                                                                                   \
    return tap_main (suite, cases, G_N_ELEMENTS (cases), argc, argv);                              \
  }

/* Marks the running case as skipped; return from it then. */
void tap_skip (const char *reason);

/* Prints a line of diagnosis. */
void tap_note (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The folder of this program alone; it exists, and is removed at the end. */
const char *tap_folder (void);

/* Puts a file into a folder below that which somebody looks into meanwhile: it is there at once and
 * whole, and nothing else is. A CUnit assertion. */
void tap_drop_file (const char *path, const char *text);

/* The same, in memory where that can be: for a test that does not ask what is durable. */
const char *tap_fast_folder (void);

/* Turns @context until @done answers TRUE. A minute without that fails the case and answers FALSE:
 * a net for what hangs, never a way to measure. */
gboolean tap_wait (GMainContext *context, gboolean (*done) (gpointer data), gpointer data);

/* Each is one CUnit assertion, and answers whether it holds. */
#define TAP_NO_ERROR(error) (tap_no_error (error, __LINE__, __FILE__))
#define TAP_ERROR(error, domain, code)                                                             \
  (tap_error (error, domain, code, #domain ", " #code, __LINE__, __FILE__))
#define TAP_STRING(actual, expected) (tap_string (actual, expected, #actual, __LINE__, __FILE__))
#define TAP_NUMBER(actual, expected) (tap_number (actual, expected, #actual, __LINE__, __FILE__))
#define TAP_BYTES(actual, expected) (tap_bytes (actual, expected, #actual, __LINE__, __FILE__))

gboolean tap_no_error (const GError *error, guint line, const char *file);
gboolean tap_error (
    const GError *error, GQuark domain, int code, const char *wanted, guint line, const char *file);
gboolean tap_string (
    const char *actual, const char *expected, const char *what, guint line, const char *file);
gboolean
tap_number (gint64 actual, gint64 expected, const char *what, guint line, const char *file);
gboolean
tap_bytes (GBytes *actual, GBytes *expected, const char *what, guint line, const char *file);
