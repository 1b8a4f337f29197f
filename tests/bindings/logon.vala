// SPDX-License-Identifier: LGPL-2.1-or-later
// A transport's logon and a client of it in Vala: test-vala.py builds and runs it.

class Logon : Mapi.Transport {
    public override bool open (Mapi.PropList settings, ref uint32 flags, Cancellable? cancellable) throws Error {
        if (settings.get_string (Mapi.PR_COMMENT) == null)
            throw new Mapi.Error.UNCONFIGURED ("nothing is set");
        return true;
    }
}

int main () {
    var builder = new Mapi.PropListBuilder ();
    Mapi.Transport logon = new Logon ();
    uint32 flags = 0;

    builder.add_string (Mapi.PR_SUBJECT, "Greetings");
    var settings = builder.end ();
    print ("%s\n", settings.get_string (Mapi.PR_SUBJECT));
    try {
        logon.open (settings, ref flags, null);
    } catch (Mapi.Error.UNCONFIGURED error) {
        print ("unconfigured: %s\n", error.message);
    } catch (Error error) {
        print ("another error: %s\n", error.message);
    }
    try {
        ((Mapi.XpLogon) logon).start_message (0, new Mapi.MemoryMessage (), out flags, null);
    } catch (Mapi.Error.NO_SUPPORT error) {
        print ("no support: %s\n", error.message);
    } catch (Error error) {
        print ("another error: %s\n", error.message);
    }
    return 0;
}
