package io.fuxictr.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in an installed distribution, with Java replaced by a script that tells. */
class LauncherTest {
  @TempDir private Path folder;
  private Path launcher;

  @BeforeEach
  void installADistribution() throws IOException {
    Path dist = Files.createDirectories(folder.resolve("dist"));
    Files.createDirectories(dist.resolve("lib"));
    Files.createFile(dist.resolve("lib").resolve("deploy.jar"));
    Files.createDirectories(dist.resolve("bin"));
    launcher =
        Files.copy(Path.of("bin", "fuxictr-workflow"), dist.resolve("bin").resolve("launcher"));
    executable(launcher);
  }

  @Test
  void takesTheJdkThatIsNewEnough() throws Exception {
    Path old = jdk("jdk-17", "17.0.15");
    Path fit = jdk("jdk-25", "25.0.1");

    Result result = run(launcher, Map.of("JAVA_HOME", old, "PATH_FIRST", fit), "status", "7");

    assertThat(result.status()).isZero();
    assertThat(result.lines().getFirst()).isEqualTo("jdk-25");
    assertThat(result.lines())
        .contains("io.fuxictr.deploy.Main", "status", "7", "--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void worksThroughASymbolicLinkFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("fuxictr"), launcher);

    Result result = run(link, Map.of("JAVA_HOME", jdk("jdk-25", "25")), "--version");

    assertThat(result.lines()).contains(folder.resolve("dist").toRealPath() + "/lib/*");
  }

  @Test
  void passesOnOptionsOfTheUser() throws Exception {
    Map<String, Object> environment =
        Map.of("JAVA_HOME", jdk("jdk-26", "26-ea"), "FUXICTR_JAVA_OPTS", "-Xmx9g -Da=b");

    assertThat(run(launcher, environment, "web").lines()).contains("-Xmx9g", "-Da=b", "web");
  }

  @Test
  void seesToALocaleInWhichFilesMayHaveAnyName() throws Exception {
    Path jdk = jdk("jdk-25", "25");
    Files.writeString(jdk.resolve("bin").resolve("java"), "#!/bin/sh\nlocale charmap\n");

    Result result = run(launcher, Map.of("JAVA_HOME", jdk, "LC_ALL", "C"), "status", "7");

    assertThat(result.lines()).containsExactly("UTF-8");
  }

  @Test
  void testNeedsTheSources() throws Exception {
    Result result = run(launcher, Map.of("JAVA_HOME", jdk("jdk-25", "25")), "test");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.lines())
        .containsExactly(
            "fuxictr-workflow: 'test' runs in a checkout of the sources; this is a distribution.");
  }

  @Test
  void goldensTellEveryFileAndHowManyPassed() throws Exception {
    Result result = goldens("FM\\t1.2e-06\\tpass\\nDIN\\t3.0e-03\\tFAIL\\n", 1, folder.toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.lines().get(1)).matches("FM +1\\.2e-06 +pass");
    assertThat(result.lines().get(2)).matches("DIN +3\\.0e-03 +FAIL");
    assertThat(result.lines()).contains("1 of 2 passed");
  }

  @Test
  void goldensThatAllPassEndWell() throws Exception {
    Result result = goldens("FM\\t1.2e-06\\tpass\\n", 0);

    assertThat(result.status()).isZero();
    assertThat(result.lines().getLast()).isEqualTo("1 of 1 passed");
  }

  @Test
  void goldensOfAFolderThatIsNotThereAreRefused() throws Exception {
    Result result = goldens("", 0, "gone");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.lines())
        .containsExactly(
            "fuxictr-workflow: 'gone' is no folder of golden files; write: test goldens [DIR]");
  }

  @Test
  void nothingComparedIsAFailure() throws Exception {
    Result result = goldens("", 0);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.lines().getLast()).contains("no golden file was compared");
  }

  /** Runs the launcher of a checkout whose build leaves a report and ends with a status. */
  private Result goldens(String report, int status, String... arguments) throws Exception {
    Path root = folder.resolve("checkout");
    Path tools = folder.resolve("tools");
    Files.createDirectories(root.resolve("deploy/bin"));
    Files.createDirectories(tools.resolve("bin"));
    Path program = root.resolve("deploy/bin/fuxictr-workflow");
    Files.copy(Path.of("bin", "fuxictr-workflow"), program);
    executable(program);
    Path maven = tools.resolve("bin/mvn");
    Files.writeString(
        maven,
        "#!/bin/sh\nprintf '%s' > '%s/workers/ctr/target/goldens.tsv'\nexit %d\n"
            .formatted(report, root.toRealPath(), status));
    executable(maven);
    var all = new ArrayList<String>(List.of("test", "goldens"));
    all.addAll(List.of(arguments));
    return run(
        program,
        Map.of("JAVA_HOME", jdk("jdk-25", "25"), "PATH_FIRST", tools),
        all.toArray(String[]::new));
  }

  private record Result(int status, List<String> lines) {}

  private Result run(Path program, Map<String, Object> environment, String... arguments)
      throws Exception {
    var command = new ProcessBuilder(program.toString());
    command.command().addAll(List.of(arguments));
    command.environment().remove("FUXICTR_JAVA_OPTS");
    environment.forEach((name, value) -> command.environment().put(name, value.toString()));
    Object first = environment.get("PATH_FIRST");
    if (first != null) {
      command
          .environment()
          .merge("PATH", first + "/bin", (all, bin) -> bin + File.pathSeparator + all);
    }
    Process process = command.directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output.lines().toList());
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    Path java = home.resolve("bin").resolve("java");
    Files.writeString(java, "#!/bin/sh\necho %s\nprintf '%%s\\n' \"$@\"\n".formatted(name));
    executable(java);
    executable(Files.createFile(home.resolve("bin").resolve("javac")));
    return home;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
