package offspring.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A body of files that the demo works on.
 *
 * @param kind what it is
 * @param place its path
 */
record Body(Kind kind, String place) implements Serializable {

    enum Kind {
        /** The files in a zip file. */
        ZIP,
        /** The files under a directory. */
        DIRECTORY,
        /** The JDK's own class files: every JDK has these, not every one its sources. */
        JDK_CLASSES
    }

    /** Reads one file after the other. */
    interface Reader extends AutoCloseable {

        byte[] read(String name) throws IOException;

        @Override
        default void close() throws IOException {}
    }

    static Body ofThisJdk() {
        Path sources = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        return Files.isReadable(sources)
                ? new Body(Kind.ZIP, sources.toString())
                : new Body(Kind.JDK_CLASSES, "/modules");
    }

    static Body ofDirectory(Path directory) {
        return new Body(Kind.DIRECTORY, directory.toAbsolutePath().normalize().toString());
    }

    List<String> names() throws IOException {
        if (kind == Kind.ZIP) {
            try (ZipFile zip = new ZipFile(place)) {
                return zip.stream()
                        .filter(entry -> !entry.isDirectory())
                        .map(ZipEntry::getName)
                        .toList();
            }
        }
        Path root = root();
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    Reader open() throws IOException {
        if (kind != Kind.ZIP) {
            Path root = root();
            return name -> Files.readAllBytes(root.resolve(name));
        }
        ZipFile zip = new ZipFile(place);
        return new Reader() {
            @Override
            public byte[] read(String name) throws IOException {
                try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
                    return in.readAllBytes();
                }
            }

            @Override
            public void close() throws IOException {
                zip.close();
            }
        };
    }

    private Path root() {
        return kind == Kind.JDK_CLASSES
                ? FileSystems.getFileSystem(URI.create("jrt:/")).getPath(place)
                : Path.of(place);
    }

    @Override
    public String toString() {
        return kind == Kind.JDK_CLASSES ? "the JDK's own class files" : place;
    }
}
