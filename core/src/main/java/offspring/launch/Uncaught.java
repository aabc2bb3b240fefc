package offspring.launch;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What is said of an exception that ends a process. */
public final class Uncaught {

    private Uncaught() {}

    /** Prints the trace below a line with the process's name; in one write, so that several processes do not mix. */
    public static void report(String name, Throwable failure) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        writer.print("Process ");
        writer.print(name);
        writer.println(":");
        failure.printStackTrace(writer);
        byte[] bytes = text.toString().getBytes(System.err.charset());
        System.err.write(bytes, 0, bytes.length);
        System.err.flush();
    }

}
