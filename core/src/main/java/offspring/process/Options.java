package offspring.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import offspring.Action;
import offspring.launch.LaunchSpec;

/** What was set for a process that is to be made. */
final class Options implements ChildProcess.Builder {

    Optional<String> name = Optional.empty();
    Optional<Boolean> daemon = Optional.empty();
    private List<String> jvmOptions = List.of();
    private Map<String, String> environment = Map.of();
    private Path workingDirectory;
    private Path javaHome;
    private Optional<StartMethod> startMethod = Optional.empty();

    @Override
    public Options name(String value) {
        name = Optional.of(value);
        return this;
    }

    @Override
    public Options daemon(boolean value) {
        daemon = Optional.of(value);
        return this;
    }

    @Override
    public Options jvmOptions(String... options) {
        jvmOptions = List.of(options);
        return this;
    }

    @Override
    public Options environment(Map<String, String> changes) {
        changes.keySet().forEach(Objects::requireNonNull);
        environment = new HashMap<>(changes);
        return this;
    }

    @Override
    public Options workingDirectory(Path directory) {
        workingDirectory = Objects.requireNonNull(directory, "directory");
        return this;
    }

    @Override
    public Options javaHome(Path directory) {
        javaHome = Objects.requireNonNull(directory, "directory");
        return this;
    }

    @Override
    public Options startMethod(StartMethod method) {
        startMethod = Optional.of(method);
        return this;
    }

    @Override
    public ChildProcess unstarted(Action action) {
        return new ChildProcess(this, Objects.requireNonNull(action, "action"));
    }

    @Override
    public ChildProcess start(Action action) {
        return unstarted(action).start();
    }

    /** Name and daemon flag may still change until the start. */
    LaunchSpec toSpec(String chosenName, String identity) {
        return new LaunchSpec(
                chosenName,
                identity,
                false,
                true,
                startMethod.orElseGet(StartMethod::getDefault).mode(),
                jvmOptions,
                environment,
                workingDirectory,
                javaHome,
                false);
    }
}
