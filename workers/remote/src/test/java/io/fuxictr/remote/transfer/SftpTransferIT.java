package io.fuxictr.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.testing.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SftpTransferIT {
  private static final int CHUNK = 1 << 20;
  private static final TransferOptions OPTIONS =
      TransferOptions.DEFAULTS
          .by(TransferOptions.Method.SFTP)
          .cut(3, CHUNK)
          .retrying(10, Duration.ofMillis(50));

  private static final List<String> NAMES =
      List.of(
          "plain.parquet",
          "with  blanks .parquet ",
          " blank before",
          "single'quote",
          "double\"quote",
          "back\\slash\\",
          "new\nline\n",
          "carriage\rreturn",
          "tab\tand\u0001control",
          "ünï 中文 🚀.parquet",
          "e\u0301 decomposed",
          "-minus",
          "--help",
          "$HOME `id` $(id)",
          "*?[x]{a,b}",
          "percent %41 %FF 100%",
          "; true # & | < > !",
          "~",
          "folder with 'quotes'/and \"more\"/x",
          "x".repeat(250));

  @TempDir private static Path shared;
  private static LoopbackHost loopback;

  @TempDir private Path work;
  private Tree source;
  private Path target;

  /** Which end the other host is. */
  enum Direction {
    PULL,
    PUSH
  }

  @BeforeAll
  static void start() throws Exception {
    loopback = new LoopbackHost(shared.resolve("sshd"));
  }

  @AfterAll
  static void stop() {
    if (loopback != null) {
      loopback.close();
    }
  }

  @BeforeEach
  void fill() {
    source = new Tree(work.resolve("source"));
    target = work.resolve("target it's");
  }

  @ParameterizedTest
  @EnumSource
  void carriesFilesOfEveryNameUnchanged(Direction direction) throws Exception {
    NAMES.forEach(name -> source.with(name, 1000));
    Manifest manifest = list(direction);

    Transfer.Result result =
        transfer(direction, loopback.host(), OPTIONS).run(manifest, TransferWatch.NONE);

    assertThat(manifest).isEqualTo(source.manifest());
    assertThat(result.files()).isEqualTo(NAMES.size());
    manifest.verify(target);
    to(direction, loopback.host()).verify(manifest, OPTIONS, TransferWatch.NONE);
    assertThat(hidden()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void carriesFilesOfEverySizeAroundTheBordersOfChunks(Direction direction) throws Exception {
    for (long bytes : List.of(0L, 1L, CHUNK - 1L, (long) CHUNK, CHUNK + 1L, 3L * CHUNK - 1)) {
      source.with("of-" + bytes, bytes).with("of-" + (4L * CHUNK + bytes), 4L * CHUNK + bytes);
    }
    Manifest manifest = list(direction);

    transfer(direction, loopback.host(), OPTIONS).run(manifest, TransferWatch.NONE);

    manifest.verify(target);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhereItWasStopped(Direction direction) throws Exception {
    source.with("large.parquet", 10L * CHUNK).with("small.parquet", CHUNK / 2);
    Manifest manifest = list(direction);
    var stopped = RecordingWatch.stoppingWhen(done -> done > 5L * CHUNK);
    assertThatThrownBy(
            () ->
                transfer(direction, loopback.host(), OPTIONS.limitedTo(8L * CHUNK))
                    .run(manifest, stopped))
        .isInstanceOf(InterruptedException.class);
    assertThat(Manifest.of(target)).isEqualTo(Manifest.EMPTY);

    Transfer.Result result =
        transfer(direction, loopback.host(), OPTIONS).run(manifest, TransferWatch.NONE);

    assertThat(result.reusedChunks()).isBetween(2, 6);
    assertThat(result.chunks()).isEqualTo(11 - result.reusedChunks());
    assertThat(result.bytes()).isEqualTo(manifest.bytes() - result.reusedBytes());
    manifest.verify(target);
    assertThat(hidden()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void survivesCutsOfTheConnection(Direction direction) throws Exception {
    source.with("large.parquet", 16L * CHUNK).with("small.parquet", 1);
    try (var proxy = new TcpProxy(loopback.server().port());
        var host = through(proxy)) {
      Manifest manifest = list(direction);
      var cuts = new AtomicInteger();
      var watch =
          RecordingWatch.stoppingWhen(
              done -> {
                if (done > (cuts.get() + 1) * 3L * CHUNK && cuts.get() < 4) {
                  cuts.incrementAndGet();
                  proxy.cut();
                }
                return false;
              });

      transfer(direction, host, OPTIONS.limitedTo(16L * CHUNK)).run(manifest, watch);

      assertThat(cuts).hasValue(4);
      assertThat(watch.retries()).anyMatch(line -> line.contains("retry 1 of 10"));
      manifest.verify(target);
      assertThat(hidden()).isEmpty();
    }
  }

  @Test
  void goesOnWithinARangeThatWasCut() throws Exception {
    source.with("large.parquet", 8L * CHUNK);
    try (var proxy = new TcpProxy(loopback.server().port());
        var host = through(proxy)) {
      Manifest manifest = list(Direction.PULL);
      var cut = new AtomicInteger();
      var watch =
          RecordingWatch.stoppingWhen(
              done -> {
                if (done > 4L * CHUNK && cut.getAndIncrement() == 0) {
                  proxy.cut();
                }
                return false;
              });

      Transfer.Result result =
          transfer(Direction.PULL, host, OPTIONS.cut(1, 8L * CHUNK).limitedTo(8L * CHUNK))
              .run(manifest, watch);

      assertThat(watch.retries()).isNotEmpty();
      assertThat(result.bytes()).isEqualTo(8L * CHUNK);
      manifest.verify(target);
    }
  }

  @Test
  void saysWhyItGaveUpOnAHostThatIsGone() throws Exception {
    source.with("large.parquet", 4L * CHUNK);
    Manifest manifest = list(Direction.PULL);
    var proxy = new TcpProxy(loopback.server().port());
    try (var host = through(proxy)) {
      var watch =
          RecordingWatch.stoppingWhen(
              done -> {
                if (done > CHUNK) {
                  proxy.close();
                }
                return false;
              });

      assertThatThrownBy(
              () ->
                  transfer(
                          Direction.PULL,
                          host,
                          OPTIONS.retrying(1, Duration.ofMillis(10)).limitedTo(4L * CHUNK))
                      .run(manifest, watch))
          .hasMessageContaining("127.0.0.1:" + proxy.port())
          .hasMessageContaining("nothing listens there");
    }
  }

  @ParameterizedTest
  @EnumSource
  void carriesOnlyWhatDiffersAndDeletesWhatDoesNotBelong(Direction direction) throws Exception {
    source.with("a.parquet", 2 * CHUNK).with("b.parquet", CHUNK).with("c d.parquet", 10);
    Manifest manifest = list(direction);
    transfer(direction, loopback.host(), OPTIONS).run(manifest, TransferWatch.NONE);
    Tree.flip(target.resolve("a.parquet"), CHUNK);
    Files.writeString(target.resolve("of an earlier export's.parquet"), "x");
    Files.writeString(target.resolve("_SUCCESS"), "");

    Transfer.Result result =
        transfer(direction, loopback.host(), OPTIONS).run(manifest, TransferWatch.NONE);

    assertThat(result).isEqualTo(new Transfer.Result(1, 2L * CHUNK, 2, 2, 0, CHUNK + 10));
    manifest.verify(target);
    assertThat(target.resolve("_SUCCESS")).exists();
  }

  @ParameterizedTest
  @EnumSource
  void carriesAFileAgainThatArrivesDamagedAndOnlyThat(Direction direction) throws Exception {
    source.with("a.parquet", 2 * CHUNK).with("b.parquet", CHUNK);
    Manifest manifest = list(direction);
    source.damage("a.parquet", 7);
    var watch = RecordingWatch.onRetry(_ -> source.damage("a.parquet", 7));

    Transfer.Result result = transfer(direction, loopback.host(), OPTIONS).run(manifest, watch);

    assertThat(watch.retries()).singleElement().asString().contains("a.parquet", "try 2 of 3");
    assertThat(result.chunks()).isEqualTo(5);
    manifest.verify(target);
  }

  @Test
  void carriesAFileAgainWhoseRangesWereAllThereButDamaged() throws Exception {
    source.with("a.parquet", 2 * CHUNK);
    Manifest manifest = list(Direction.PUSH);
    var watch = RecordingWatch.failingToPublish();
    assertThatThrownBy(
            () -> transfer(Direction.PUSH, loopback.host(), OPTIONS).run(manifest, watch))
        .hasMessage("held by another");
    Tree.flip(target.resolve(".a.parquet.tmp"), CHUNK);

    Transfer.Result result =
        transfer(Direction.PUSH, loopback.host(), OPTIONS).run(manifest, TransferWatch.NONE);

    assertThat(result.reusedChunks()).isEqualTo(2);
    assertThat(result.chunks()).isEqualTo(2);
    manifest.verify(target);
  }

  @ParameterizedTest
  @EnumSource
  void givesUpOnAFileThatNeverMatches(Direction direction) throws Exception {
    source.with("a.parquet", 10);
    Manifest manifest = list(direction);
    source.damage("a.parquet", 7);

    assertThatThrownBy(
            () -> transfer(direction, loopback.host(), OPTIONS).run(manifest, TransferWatch.NONE))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("after 3 tries");
    assertThat(target.resolve("a.parquet")).doesNotExist();
  }

  @Test
  void saysThatAFileWasCutShortSinceItWasListed() throws Exception {
    source.with("a.parquet", 2L * CHUNK);
    Manifest manifest = list(Direction.PULL);
    source.with("a.parquet", CHUNK / 2);

    assertThatThrownBy(
            () ->
                transfer(Direction.PULL, loopback.host(), OPTIONS)
                    .run(manifest, TransferWatch.NONE))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("shorter than it was when it was listed");
  }

  @Test
  void givesNamesThatAreNoTextOnesThatAre() throws Exception {
    source.with("plain", 3);
    shell("printf abc > \"$1/$(printf 'bad\\377 100%%')\"", source.folder());

    Manifest manifest = place(source.folder()).list(OPTIONS, TransferWatch.NONE);
    transfer(Direction.PULL, loopback.host(), OPTIONS).run(manifest, TransferWatch.NONE);

    assertThat(manifest.entries())
        .extracting(Manifest.Entry::path)
        .containsExactly("bad%FF 100%25", "plain");
    assertThat(target.resolve("bad%FF 100%25")).hasContent("abc");
    manifest.verify(target);
  }

  @ParameterizedTest
  @EnumSource
  void listsOnlySizesWhereThatIsWanted(TransferOptions.Method method) throws Exception {
    source.with("a.parquet", 5).with("_b", 5).with(".c", 5).with("d.crc", 5).with(".e/f", 5);
    source.with("g/_h/i", 5).with("g/j k/\u00fc'\"\\.parquet", 7).with("g/empty", 0);
    Files.createSymbolicLink(source.folder().resolve("link"), source.folder().resolve("a.parquet"));
    shell("printf abc > \"$1/$(printf 'bad\\377 100%%')\"", source.folder());
    TransferOptions options = OPTIONS.by(method);

    Manifest manifest = place(source.folder()).list(options.sizesOnly(), TransferWatch.NONE);

    assertThat(manifest)
        .isEqualTo(place(source.folder()).list(options, TransferWatch.NONE).sizes());
    assertThat(manifest.entries())
        .extracting(Manifest.Entry::path, Manifest.Entry::bytes)
        .containsExactly(
            tuple("a.parquet", 5L),
            tuple("bad%FF 100%25", 3L),
            tuple("g/empty", 0L),
            tuple("g/j k/\u00fc'\"\\.parquet", 7L));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFolderThatIsNotThereIsEmpty(boolean withChecksums) throws Exception {
    TransferOptions options = withChecksums ? OPTIONS : OPTIONS.sizesOnly();

    assertThat(place(work.resolve("none")).list(options, TransferWatch.NONE))
        .isEqualTo(Manifest.EMPTY);
  }

  @Test
  void carriesManyFilesInMoreThanOneCommand() throws Exception {
    for (int i = 0; i < 600; i++) {
      source.with(
          "a folder with a rather long name to fill the line/%s-%d".formatted("x".repeat(150), i),
          i);
    }
    Manifest manifest = list(Direction.PUSH);

    transfer(Direction.PUSH, loopback.host(), OPTIONS).run(manifest, TransferWatch.NONE);

    manifest.verify(target);
    assertThat(transfer(Direction.PUSH, loopback.host(), OPTIONS).run(manifest, TransferWatch.NONE))
        .extracting(Transfer.Result::reusedFiles)
        .isEqualTo(600);
  }

  @ParameterizedTest
  @EnumSource
  void keepsToALimitOfBandwidth(Direction direction) throws Exception {
    source.with("a.parquet", 4L * CHUNK).with("b.parquet", 2L * CHUNK);
    Manifest manifest = list(direction);
    long start = System.nanoTime();

    transfer(direction, loopback.host(), OPTIONS.limitedTo(3L * CHUNK))
        .run(manifest, TransferWatch.NONE);

    assertThat((System.nanoTime() - start) / 1e9).isBetween(1.7, 6.0);
    manifest.verify(target);
  }

  @Test
  void carriesCompressed() throws Exception {
    source.with("a.parquet", CHUNK);
    try (var host = new RemoteHost(loopback.server().settings().compressing(true))) {
      Manifest manifest = list(Direction.PULL);

      transfer(Direction.PULL, host, OPTIONS).run(manifest, TransferWatch.NONE);

      manifest.verify(target);
    }
  }

  private Manifest list(Direction direction) throws InterruptedException {
    return switch (direction) {
      case PULL -> place(source.folder()).list(OPTIONS, TransferWatch.NONE);
      case PUSH -> source.place().list(OPTIONS, TransferWatch.NONE);
    };
  }

  private Transfer transfer(Direction direction, RemoteHost host, TransferOptions options) {
    return switch (direction) {
      case PULL ->
          new Transfer(Place.at(host, source.folder().toString()), to(direction, host), options);
      case PUSH -> new Transfer(source.place(), to(direction, host), options);
    };
  }

  private Place to(Direction direction, RemoteHost host) {
    return switch (direction) {
      case PULL -> Place.here(target);
      case PUSH -> Place.at(host, target.toString());
    };
  }

  private static Place place(Path folder) {
    return loopback.place(folder);
  }

  private static RemoteHost through(TcpProxy proxy) {
    loopback.server().trust(proxy.port());
    return new RemoteHost(loopback.server().settings(proxy.port()).trying(2));
  }

  private static void shell(String script, Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", script, "sh", folder.toString()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private List<Path> hidden() throws IOException {
    try (Stream<Path> files = Files.walk(target)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    }
  }
}
