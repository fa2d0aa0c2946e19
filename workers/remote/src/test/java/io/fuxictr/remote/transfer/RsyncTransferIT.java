package io.fuxictr.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fuxictr.remote.Command;
import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.testing.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RsyncTransferIT {
  private static final int MEGABYTE = 1 << 20;
  private static final TransferOptions OPTIONS =
      TransferOptions.DEFAULTS
          .by(TransferOptions.Method.RSYNC)
          .cut(2, MEGABYTE)
          .retrying(10, Duration.ofMillis(50));

  private static final String PARTIAL = ".rsync-incoming/.rsync-partial/large";

  @TempDir private Path work;
  private LoopbackHost loopback;
  private Tree source;
  private Path target;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(isInstalled(), "no rsync here (apt-get install rsync)");
    loopback = new LoopbackHost(work.resolve("sshd it's"));
    source = new Tree(work.resolve("source"));
    target = work.resolve("target it's");
  }

  @AfterEach
  void stop() {
    if (loopback != null) {
      loopback.close();
    }
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("rsync", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void pullsFilesOfEveryName() throws Exception {
    fillWithNames();
    Place from = loopback.place(source.folder());
    Manifest manifest = from.list(OPTIONS, TransferWatch.NONE);

    var result = new Transfer(from, Place.here(target), OPTIONS).run(manifest, TransferWatch.NONE);

    assertThat(result.files()).isEqualTo(6);
    manifest.verify(target);
    assertThat(hidden()).isEmpty();
  }

  @Test
  void pushesFilesOfEveryName() throws Exception {
    fillWithNames();
    Manifest manifest = source.manifest();

    new Transfer(source.place(), loopback.place(target), OPTIONS).run(manifest, TransferWatch.NONE);

    manifest.verify(target);
    assertThat(hidden()).isEmpty();
  }

  private void fillWithNames() {
    for (String name : List.of("plain", "a b", "it's", "q\"q", "ünï\nline", "sub/-x *")) {
      source.with(name, 2000);
    }
  }

  @Test
  void survivesACutOfTheConnectionAndGoesOnInTheMiddle() throws Exception {
    source.with("large", 32L * MEGABYTE).with("small", 5);
    try (var proxy = new TcpProxy(loopback.server().port());
        var host = through(proxy)) {
      Manifest manifest = source.manifest();
      var cuts = new AtomicInteger();
      var partial = new ArrayList<Boolean>();
      var watch =
          RecordingWatch.stoppingWhen(
                  done -> {
                    if (done > 8L * MEGABYTE && cuts.getAndIncrement() == 0) {
                      proxy.cut();
                    }
                    return false;
                  })
              .andOnRetry(_ -> partial.add(Files.exists(target.resolve(PARTIAL))));

      new Transfer(
              Place.at(host, source.folder().toString()),
              Place.here(target),
              OPTIONS.limitedTo(16L * MEGABYTE))
          .run(manifest, watch);

      assertThat(partial).containsExactly(true);
      manifest.verify(target);
      assertThat(hidden()).isEmpty();
    }
  }

  @Test
  void leavesNothingBehindWhenItIsStopped() throws Exception {
    source.with("large", 32L * MEGABYTE);
    Manifest manifest = source.manifest();
    var stopped = RecordingWatch.stoppingWhen(done -> done > 4L * MEGABYTE);

    assertThatThrownBy(
            () ->
                new Transfer(
                        loopback.place(source.folder()),
                        Place.here(target),
                        OPTIONS.limitedTo(8L * MEGABYTE))
                    .run(manifest, stopped))
        .isInstanceOf(InterruptedException.class);

    assertThat(Manifest.of(target)).isEqualTo(Manifest.EMPTY);
    assertThat(hidden()).isNotEmpty();
    new Transfer(source.place(), Place.here(target), OPTIONS).run(manifest, TransferWatch.NONE);
    assertThat(hidden()).isEmpty();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(ProcessHandle.current().descendants())
                    .extracting(handle -> handle.info().command().orElse(""))
                    .noneMatch(command -> command.endsWith("/rsync") || command.endsWith("/ssh")));
  }

  @Test
  void carriesAFileAgainThatIsDamagedThere() throws Exception {
    source.with("a", MEGABYTE).with("b", MEGABYTE);
    Manifest manifest = source.manifest();
    source.damage("a", 9);
    var watch = RecordingWatch.onRetry(_ -> source.damage("a", 9));

    new Transfer(loopback.place(source.folder()), Place.here(target), OPTIONS).run(manifest, watch);

    assertThat(watch.retries()).singleElement().asString().contains("try 2 of 3");
    manifest.verify(target);
  }

  @Test
  void saysThatAuthenticationFailedAndDoesNotTryAgain() throws Exception {
    source.with("a", 5);
    Manifest manifest = source.manifest();
    try (var host = new RemoteHost(loopback.server().settings())) {
      // Known from before, for the commands; rsync logs in anew.
      host.run(Command.of("true"), TransferWatch.NONE);
      Files.writeString(work.resolve("sshd it's/authorized_keys"), "");
      var watch = RecordingWatch.plain();

      assertThatThrownBy(
              () ->
                  new Transfer(
                          Place.at(host, source.folder().toString()), Place.here(target), OPTIONS)
                      .run(manifest, watch))
          .isInstanceOfSatisfying(
              RemoteException.class,
              e -> assertThat(e.reason()).isEqualTo(RemoteException.Reason.AUTHENTICATION));
      assertThat(watch.retries()).isEmpty();
    }
  }

  @Test
  void isUsedWhereTheOtherHostOffersNoFileSession() throws Exception {
    source.with("a", MEGABYTE).with("b", 5);
    Path config = work.resolve("sshd it's/sshd_config");
    Files.writeString(config, Files.readString(config).replaceAll("(?m)^Subsystem.*$", ""));
    loopback.server().restart();
    Place from = loopback.place(source.folder());
    Manifest manifest = from.list(OPTIONS, TransferWatch.NONE);

    new Transfer(from, Place.here(target), OPTIONS.by(TransferOptions.Method.AUTO))
        .run(manifest, TransferWatch.NONE);

    manifest.verify(target);
    Path pushed = work.resolve("pushed");
    new Transfer(source.place(), loopback.place(pushed), OPTIONS.by(TransferOptions.Method.AUTO))
        .run(manifest, TransferWatch.NONE);
    manifest.verify(pushed);
  }

  private RemoteHost through(TcpProxy proxy) {
    loopback.server().trust(proxy.port());
    return new RemoteHost(loopback.server().settings(proxy.port()).trying(2));
  }

  private List<Path> hidden() throws IOException {
    try (Stream<Path> files = Files.walk(target)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    }
  }
}
