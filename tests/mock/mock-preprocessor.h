/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-actor.h"

G_BEGIN_DECLS

#define MOCK_TYPE_PREPROCESSOR (mock_preprocessor_get_type ())
G_DECLARE_FINAL_TYPE (MockPreprocessor, mock_preprocessor, MOCK, PREPROCESSOR, GObject)

/* A preprocessor that does what a script says, and nothing without one. Its calls are
 * PreprocessMessage (preprocess) and RemovePreprocessInfo (remove), each with the subject; beside
 * the words of providers/fake it knows:
 *
 *   subject TEXT        changes the message
 *   save                calls SaveChanges, which is the spooler's
 *   undeliverable A     reports the recipient with this address
 *   instead A B         makes a further message with the subject B for the recipient with the
 *                       address A, who is done with in the original
 *   original            takes the original for a further message, which is against the rules */
MockPreprocessor *mock_preprocessor_new (void);
FakeActor        *mock_preprocessor_get_actor (MockPreprocessor *self);

G_END_DECLS
