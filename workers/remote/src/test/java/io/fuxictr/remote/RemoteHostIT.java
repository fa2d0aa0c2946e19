package io.fuxictr.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fuxictr.remote.RemoteException.Reason;
import io.fuxictr.remote.loopback.SshServer;
import io.fuxictr.testing.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands and jobs at a real SSH server on loopback, where one is installed. */
class RemoteHostIT {
  @TempDir private Path work;
  private SshServer server;
  private RemoteHost host;

  @BeforeEach
  void start() throws InterruptedException {
    assumeTrue(SshServer.isInstalled(), "no sshd here (apt-get install openssh-server)");
    server = SshServer.start(work.resolve("server"));
    host = new RemoteHost(server.settings().trying(1));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      host.close();
      server.close();
    }
  }

  private CommandResult run(Command command) throws InterruptedException {
    return host.run(command, RemoteWatch.NONE);
  }

  private boolean runs(String words) {
    return ProcessHandle.allProcesses()
        .anyMatch(it -> it.info().commandLine().orElse("").endsWith(words));
  }

  @Test
  void argumentsArriveAsTheyAre() throws InterruptedException {
    String argument = "it's \"x\" $HOME `id` \\ * ünï 数\nnew;&|<>\t!";

    assertThat(run(Command.of("printf", "%s", argument)).text()).isEqualTo(argument);
  }

  @Test
  void statusAndBothOutputsComeBack() throws InterruptedException {
    CommandResult result = run(Command.of("sh", "-c", "echo out; echo err >&2; exit 3"));

    assertThat(result.status()).isEqualTo(3);
    assertThat(result.text()).isEqualTo("out");
    assertThat(result.errors()).isEqualTo("err\n");
    assertThatThrownBy(() -> result.orFail("Doing it"))
        .isInstanceOf(RemoteException.class)
        .hasMessage("Doing it: exit status 3: err");
  }

  @Test
  void manyErrorsDoNotBlockTheOutput() throws InterruptedException {
    CommandResult result =
        run(Command.of("sh", "-c", "head -c 5000000 /dev/zero | tr '\\0' x >&2; echo done"));

    assertThat(result.text()).isEqualTo("done");
    assertThat(result.errors()).hasSize(64 << 10);
  }

  @Test
  void commandThatTakesTooLongIsEndedWithItsChildren() {
    Command command =
        Command.of("sh", "-c", "sleep 98761 & sleep 98762").within(Duration.ofSeconds(1));

    assertThatThrownBy(() -> run(command))
        .isInstanceOfSatisfying(
            RemoteException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT));
    assertThat(runs("sleep 98761") || runs("sleep 98762")).isFalse();
  }

  @Test
  void smallFilesAreWrittenAndRead() throws Exception {
    Path file = work.resolve("it's ü.txt");
    byte[] content = "x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);

    host.write(file.toString(), content, RemoteWatch.NONE);

    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    assertThat(host.readText(work.resolve("none").toString(), RemoteWatch.NONE)).isEmpty();
  }

  @Test
  void connectionThatBrokeIsMadeAnew() throws InterruptedException {
    assertThat(run(Command.of("true")).isSuccess()).isTrue();

    server.restart();

    assertThat(run(Command.of("true")).isSuccess()).isTrue();
  }

  @Nested
  class BehindALineThatFallsSilent {
    private final CountDownLatch waiting = new CountDownLatch(3);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private TcpProxy proxy;
    private RemoteHost behind;

    private final RemoteWatch watch =
        () -> {
          waiting.countDown();
          if (stopped.get()) {
            throw new InterruptedException("told to stop");
          }
        };

    @BeforeEach
    void read() throws Exception {
      Files.writeString(work.resolve("file"), "text");
      proxy = new TcpProxy(server.settings().port());
      server.trust(proxy.port());
      behind = new RemoteHost(server.settings(proxy.port()).trying(2));
      assertThat(readText(RemoteWatch.NONE)).hasValue("text");
    }

    @AfterEach
    void close() {
      behind.close();
      proxy.close();
    }

    private Optional<String> readText(RemoteWatch looking) throws InterruptedException {
      return behind.readText(work.resolve("file").toString(), looking);
    }

    @Test
    @Timeout(20)
    void readingEndsWhenItIsToldTo() throws Exception {
      proxy.fallSilent();
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Optional<String>> reading = executor.submit(() -> readText(watch));
        waiting.await();

        stopped.set(true);

        assertThatThrownBy(reading::get).hasCauseInstanceOf(InterruptedException.class);
      }
      proxy.speak();
      assertThat(readText(RemoteWatch.NONE)).hasValue("text");
    }

    @Test
    void readingGoesOnOverAnotherConnection() throws Exception {
      proxy.fallSilent();
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Optional<String>> reading = executor.submit(() -> readText(watch));
        waiting.await();

        proxy.cut();
        proxy.speak();

        assertThat(reading.get()).hasValue("text");
      }
    }
  }

  @Nested
  class Jobs {
    private final List<String> said = new ArrayList<>();
    private final RemoteJob.Listener listener =
        new RemoteJob.Listener() {
          @Override
          public void output(String line) {
            said.add("out " + line);
          }

          @Override
          public void error(String line) {
            said.add("err " + line);
          }
        };

    private RemoteJob job(String script) {
      return new RemoteJob(host, work.resolve("job").toString(), List.of("sh", "-c", script));
    }

    @Test
    void jobRunsOnceAndTellsAgainWhatItSaid() throws InterruptedException {
      RemoteJob job =
          job("echo run >> %s; echo a; echo b >&2; exit 5".formatted(work.resolve("n")));

      assertThat(job.start(RemoteWatch.NONE)).isFalse();
      assertThat(job.await(listener, RemoteWatch.NONE).status()).isEqualTo(5);
      assertThat(job.start(RemoteWatch.NONE)).isTrue();
      assertThat(job.await(listener, RemoteWatch.NONE).errors()).isEqualTo("b\n");

      assertThat(said).containsExactlyInAnyOrder("out a", "err b", "out a", "err b");
      assertThat(work.resolve("n")).hasContent("run\n");
    }

    @Test
    void jobOutlivesTheOneWhoWaits() throws Exception {
      Path go = work.resolve("go");
      RemoteJob job = job("until [ -e %s ]; do sleep 0.1; done; echo went".formatted(go));
      var stopped = new AtomicBoolean();
      var _ = job.start(RemoteWatch.NONE);
      CompletableFuture<Boolean> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  var _ =
                      job.await(
                          listener,
                          () -> {
                            if (stopped.get()) {
                              throw new InterruptedException("told to stop");
                            }
                          });
                  return false;
                } catch (InterruptedException e) {
                  return true;
                }
              });
      stopped.set(true);
      assertThat(waiting.join()).isTrue();

      Files.createFile(go);
      try (var other = new RemoteHost(server.settings())) {
        var same = new RemoteJob(other, work.resolve("job").toString(), List.of("unused"));
        assertThat(same.await(listener, RemoteWatch.NONE).status()).isZero();
      }
      assertThat(said).contains("out went");
    }

    @Test
    void endedJobLeavesNoProcessAndNoFolder() throws InterruptedException {
      RemoteJob job = job("trap '' TERM; sleep 98763 & sleep 98764");
      var _ = job.start(RemoteWatch.NONE);
      await().until(() -> runs("sleep 98764"));

      assertThat(job.endSurely()).isTrue();

      assertThat(runs("sleep 98763") || runs("sleep 98764")).isFalse();
      assertThat(work.resolve("job")).doesNotExist();
    }

    @Test
    void jobThatWasKilledIsLost() throws InterruptedException {
      RemoteJob job = job("echo last words >&2; sleep 98765");
      var _ = job.start(RemoteWatch.NONE);
      await().until(() -> runs("sleep 98765"));

      run(Command.script(
              "kill -s KILL -- \"-$(cut -d' ' -f1 \"$1\"/pid)\"", work.resolve("job").toString()))
          .orFail("Killing the job");

      assertThatThrownBy(() -> job.await(listener, RemoteWatch.NONE))
          .isInstanceOfSatisfying(
              RemoteException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOST))
          .hasMessageContaining("last words");
    }
  }
}
