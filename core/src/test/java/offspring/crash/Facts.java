package offspring.crash;

import java.util.LinkedHashMap;
import java.util.Map;
import offspring.NotShippableException;
import offspring.ProcessDiedException;
import offspring.WorkerDiedException;

/** The fields of an exception that the table may name, as text. */
final class Facts {

    private Facts() {}

    /** Fields and values; where a value differs each time (a pid), what it is instead. */
    static Map<String, String> of(Throwable thrown, long workerPid) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("message", String.valueOf(thrown.getMessage()));
        facts.put("text begins", firstClause(thrown));
        facts.put("cause", describe(thrown.getCause()));
        if (thrown instanceof ProcessDiedException death) {
            facts.put("exitStatus", death.exitStatus().toString());
            facts.put("pid", death.pid() == workerPid ? "the worker's" : Long.toString(death.pid()));
            facts.put("processName", death.processName());
        }
        if (thrown instanceof WorkerDiedException death) {
            facts.put("taskLabel", death.taskLabel());
        }
        if (thrown instanceof NotShippableException failure) {
            facts.put("offendingType", simple(failure.offendingType()));
            facts.put("shippedType", simple(failure.shippedType()));
        }
        facts.put("remote frame", hasFrameOfWay(thrown) ? "Way.execute" : "none");
        return facts;
    }

    private static String describe(Throwable cause) {
        if (cause == null) {
            return "none";
        }
        String type = cause.getClass().getSimpleName();
        return cause instanceof ProcessDiedException death
                ? type + " with exitStatus = " + death.exitStatus()
                : type + ": " + firstClause(cause);
    }

    /** A message up to its first semicolon, bracket or end of line: what comes after differs or is long. */
    private static String firstClause(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).split(" ?[;(\n]", 2)[0];
    }

    private static String simple(String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }

    private static boolean hasFrameOfWay(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().equals(Way.class.getName())) {
                return true;
            }
        }
        return false;
    }
}
