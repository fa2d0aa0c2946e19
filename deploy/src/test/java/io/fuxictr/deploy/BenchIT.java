package io.fuxictr.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fuxictr.remote.loopback.SshServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Measurements in the distribution as it is shipped, small enough to say nothing about speed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BenchIT {

  @Test
  void queueBenchLosesNothingWhenTheBrokerIsKilled() throws IOException, InterruptedException {
    Path launcher = Path.of(System.getProperty("chaos.dist"), "bin", "fuxictr-workflow");
    Process bench =
        new ProcessBuilder(
                launcher.toString(), "bench", "queue", "--submissions", "400", "--tasks", "10")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(bench.waitFor()).as(said).isZero();
    assertThat(said)
        .contains(
            "durable submissions, queue to database",
            "stage transitions, one dispatcher",
            "400 submissions: 400 tasks, 0 lost, 0 doubled");
  }

  @Test
  void transferBenchNamesOursAndTheOthers() throws IOException, InterruptedException {
    assumeTrue(SshServer.isInstalled(), "no sshd here (apt-get install openssh-server)");
    Path launcher = Path.of(System.getProperty("chaos.dist"), "bin", "fuxictr-workflow");
    Process bench =
        new ProcessBuilder(
                launcher.toString(), "bench", "transfer", "--size", "64", "--rounds", "1")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(bench.waitFor()).as(said).isZero();
    assertThat(said)
        .contains(
            "pull of 1 x 64 MiB",
            "push of 64 x 1 MiB",
            "transfer, checksums of all files",
            "scp",
            "aes128-gcm@openssh.com");
  }
}
