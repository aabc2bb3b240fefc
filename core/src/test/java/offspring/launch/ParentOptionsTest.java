package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParentOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Dx=y", "-Dflag", "-ea", "-ea:demo...", "-enableassertions", "-esa", "-da:demo.Main", "--enable-preview",
                "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-modules=java.sql", "-Duser.language=tr",
                "-Dfile.encoding=ISO-8859-1"
            })
    void whatTheProgramMeansIsHandedOn(String option) {
        assertThat(ParentOptions.isHandedOn(option)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx4g", "-Xms1g", "-XX:+UseZGC", "-javaagent:jacoco.jar", "-agentlib:jdwp=transport=dt_socket",
                "-Xrunjdwp:x", "-Dcom.sun.management.jmxremote.port=9999", "-Xlog:gc", "-server", "-Xint"
            })
    void whatIsOfOneJvmIsNot(String option) {
        assertThat(ParentOptions.isHandedOn(option)).isFalse();
    }

    @Test
    void optionsEndWhereTheProgramBegins() {
        assertThat(ParentOptions.jvmOptions(List.of("-Da=1", "-cp", "x.jar", "--add-opens", "m/p=q", "Main", "-Db=2")))
                .containsExactly("-Da=1", "-cp=x.jar", "--add-opens=m/p=q");
        assertThat(ParentOptions.jvmOptions(List.of("-ea", "-jar", "x.jar", "-Db=2"))).containsExactly("-ea");
        assertThat(ParentOptions.jvmOptions(List.of("-ea", "-m", "a/b.C", "-Db=2"))).containsExactly("-ea");
        assertThat(ParentOptions.jvmOptions(List.of("-ea", "--module=a/b.C", "-Db=2"))).containsExactly("-ea");
    }

    @Test
    void argumentFilesAreReadAsTheLauncherReadsThem(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("options"), "-Da=1 # a comment\n\"-Db=two words\"  '-Dc=\\\\'\n-cp \"x\\\n   y\"");
        assertThat(ArgumentFiles.expanded(List.of("@" + file, "@@literal", "Main")))
                .containsExactly("-Da=1", "-Db=two words", "-Dc=\\", "-cp", "xy", "@literal", "Main");
    }

    @Test
    void variablesAreSplitAtWhiteSpaceOutsideQuotes() {
        assertThat(ArgumentFiles.words(" -Da=1  \"-Db=x y\" -Dc='1 2' ")).containsExactly("-Da=1", "-Db=x y", "-Dc=1 2");
    }

    @Test
    void whatIsSaidOfOurModuleIsSaidOfTheUnnamedOneWhenWeAreOnTheClassPath() {
        List<String> handedOn = List.of(
                "--add-modules=offspring,java.sql", "--add-opens=java.base/java.util=offspring,demo",
                "--add-opens=offspring/offspring.wire=demo", "--enable-native-access=offspring,demo");
        assertThat(ModuleOptions.forClassPath(handedOn))
                .containsExactly(
                        "--add-modules=java.sql", "--add-opens=java.base/java.util=ALL-UNNAMED,demo",
                        "--enable-native-access=ALL-UNNAMED,demo");
        assertThat(ModuleOptions.forModules(handedOn))
                .containsExactly(
                        "--add-modules=offspring,java.sql", "--add-opens=java.base/java.util=offspring,demo",
                        "--add-opens=offspring/offspring.wire=demo", "--enable-native-access=offspring,demo");
    }

    @Test
    void whatTheManifestOfTheProgramsJarOpensIsOpenInChildrenToo(@TempDir Path directory) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang  java.base/java.util");
        manifest.getMainAttributes().putValue("Add-Exports", "java.base/sun.nio.ch");
        Path jar = directory.resolve("program.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        assertThat(ParentOptions.jvmOptions(List.of("-ea", "-jar", jar.toString(), "-Dof=theProgram")))
                .containsExactly(
                        "-ea",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED");
    }

    @Test
    void aProgramsJarThatIsGoneOpensNothing() {
        assertThat(ParentOptions.jvmOptions(List.of("-ea", "-jar", "/no/such.jar"))).containsExactly("-ea");
    }
}
