// SPDX-License-Identifier: LGPL-2.1-or-later
// The conformance kit driven from Vala: test-vala.py builds and runs it.

int main () {
    var run = new MapiCheck.Run (null, "memory-store");

    run.select ("store/logon-*-its-*");
    run.checked.connect (result => print ("%s %s\n", result.get_provider (), result.get_clause ().get_name ()));
    try {
        run.waive ("store/nothing-of-the-kind", "there is none");
    } catch (Mapi.Error.NOT_FOUND error) {
        print ("not found: %s\n", error.message);
    } catch (Error error) {
        print ("another error: %s\n", error.message);
    }
    try {
        run.perform ();
    } catch (Error error) {
        print ("another error: %s\n", error.message);
    }
    for (uint i = 0; i < run.get_n_results (); i++)
        if (run.get_result (i).get_verdict () != MapiCheck.Verdict.PASSED)
            print ("%s: %s\n", run.get_result (i).get_clause ().get_name (), run.get_result (i).get_reason ());
    print ("%u passed\n", run.count (MapiCheck.Verdict.PASSED));
    return 0;
}
