package io.fuxictr.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fuxictr.dataset.part.PartFooter;
import io.fuxictr.remote.Command;
import io.fuxictr.remote.HostSettings;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.ScratchFolder;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.testing.Testbed;
import io.fuxictr.remote.transfer.TransferOptions;
import io.fuxictr.remote.transfer.TransferWatch;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.testing.TcpProxy;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.testing.RecordingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries on a real Spark, where there is one. */
class SparkSourceIT {
  private static final String DATASET = "MMoE_test.20261127_120000";
  private static final String DAY = "SELECT * FROM ctr_demo.samples WHERE dt = '2026-01-01'";
  private static final long ROWS_OF_A_DAY = 20_000;
  private static final String SLOW = "SELECT /*+ REPARTITION(1) */ user_id FROM ctr_demo.samples";
  private static final List<String> SPARK = List.of("spark-sql", "-f", "{sql_file}");

  /** Pairs of rows; it takes much longer than any test waits. */
  private static final String ENDLESS =
      """
      SELECT a.user_id, COUNT(*) AS n FROM ctr_demo.samples a CROSS JOIN ctr_demo.samples b
      WHERE a.call_30_days_max_cnt + b.call_30_days_max_cnt > 3 GROUP BY a.user_id
      """;

  @TempDir private Path work;
  private final RecordingContext context = new RecordingContext(Stage.DATA_FETCH);
  private Testbed testbed;
  private String staging;
  private String scratch;

  @BeforeEach
  void connect() throws IOException {
    testbed = Testbed.orSkip();
    staging = testbed.newFolder();
    scratch = testbed.newHdfsFolder();
  }

  @AfterEach
  void clean() throws InterruptedException {
    if (testbed != null) {
      source(ScratchFolder.Mode.LOCAL).clean(DATASET);
      testbed.run("rm", "-rf", staging);
      testbed.close();
    }
  }

  private SparkSource source(ScratchFolder.Mode mode) {
    return source(testbed.host(), mode, SPARK);
  }

  private SparkSource source(RemoteHost host, ScratchFolder.Mode mode, List<String> command) {
    return new SparkSource(
        host,
        new SparkSource.Settings(
            staging, mode, Optional.of(scratch), command, TransferOptions.DEFAULTS));
  }

  private void export(SparkSource source, String sql) throws InterruptedException {
    source.prepare(DATASET, context);
    var _ = source.export(DATASET, RowSet.TRAIN, sql, context);
  }

  private List<PartFooter> pull(SparkSource source) throws InterruptedException {
    Manifest manifest = source.list(DATASET, RowSet.TRAIN, context);
    Path target = work.resolve("raw");
    var _ = source.pull(DATASET, RowSet.TRAIN, manifest, target, TransferWatch.NONE);
    return DataFiles.under(target).stream().map(PartFooter::read).toList();
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfAQueryArriveAsPartFiles(ScratchFolder.Mode mode) throws Exception {
    SparkSource source = source(mode);

    export(source, DAY);

    List<PartFooter> parts = pull(source);
    assertThat(parts.stream().mapToLong(PartFooter::rows).sum()).isEqualTo(ROWS_OF_A_DAY);
    assertThat(parts.getFirst().names()).contains("user_id", "label_apply", "dt");
    source.clean(DATASET);
    assertThat(testbed.run("find", staging)).isEqualTo(staging);
    assertThat(
            testbed.host().run(Command.of("hdfs", "dfs", "-ls", scratch), RemoteWatch.NONE).text())
        .doesNotContain(DATASET);
  }

  @Test
  void queryMeansWhatItSays() throws Exception {
    SparkSource source = source(ScratchFolder.Mode.LOCAL);
    String sql =
        """
        -- 'a comment; with a quote
        SELECT 'it\\'s "x"; $HOME `id` ${user.home}' AS a,\r
               "ünï\r
        -- no comment" AS `数据 b` /* ; */ -- end
        ;
        """;

    export(source, sql);
    var _ = pull(source);

    try (var rows = DuckRows.of(work.resolve("raw"))) {
      assertThat(rows.text("SELECT a FROM rows")).isEqualTo("it's \"x\"; $HOME `id` ${user.home}");
      assertThat(rows.text("SELECT \"数据 b\" FROM rows")).isEqualTo("ünï\r\n-- no comment");
    }
  }

  @Test
  void programOfTheSiteIsToldWhereToWrite() throws Exception {
    String exporter =
        "cp -- \"$1\" \"$2\"/query.txt" + " && printf PAR1 > \"$2\"/part-00000.parquet";
    SparkSource source =
        source(
            testbed.host(),
            ScratchFolder.Mode.LOCAL,
            List.of("sh", "-c", exporter, "sh", "{sql_file}", "{output_dir}"));

    export(source, "SELECT 1 AS a -- mine");

    assertThat(testbed.run("cat", staging + "/" + DATASET + "/train/query.txt"))
        .isEqualTo("SELECT 1 AS a");
  }

  @Nested
  class WhenTheAttemptStops {

    private CompletableFuture<Throwable> exporting(SparkSource source, String sql) {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              export(source, sql);
              return new AssertionError("it came to an end");
            } catch (InterruptedException | RuntimeException e) {
              return e;
            }
          });
    }

    private void awaitSpark() {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !testbed.processes(staging + "/" + DATASET).isEmpty());
    }

    @Test
    void cancelledQueryLeavesNoProcess() throws InterruptedException {
      CompletableFuture<Throwable> running = exporting(source(ScratchFolder.Mode.LOCAL), ENDLESS);
      awaitSpark();

      context.stop();

      assertThat(running.join()).isInstanceOf(InterruptedException.class);
      assertThat(testbed.processes(staging + "/" + DATASET)).isEmpty();
    }

    @Test
    void queryGoesOnAndRunsOnceThoughTheConnectionIsCut() throws Exception {
      int port = Integer.parseInt(testbed.setting("TESTBED_SSH_PORT"));
      try (var network = new TcpProxy(port);
          var host = new RemoteHost(testbed.hostSettings(network.port(), work))) {
        SparkSource source = source(host, ScratchFolder.Mode.LOCAL, SPARK);
        CompletableFuture<Throwable> running = exporting(source, SLOW);
        awaitSpark();
        int before = network.accepted();

        network.cut();

        await().atMost(Duration.ofMinutes(1)).until(() -> network.accepted() > before);
        assertThat(running.join()).hasMessage("it came to an end");
        assertThat(pull(source).stream().mapToLong(PartFooter::rows).sum())
            .isEqualTo(10 * ROWS_OF_A_DAY);
      }
      assertThat(String.join("\n", context.lines())).containsOnlyOnce("Application Id");
      assertThat(testbed.processes(staging + "/" + DATASET)).isEmpty();
    }

    @Test
    void queryOfAWorkerThatShutsDownIsFoundByTheNextOne() throws Exception {
      SparkSource first = source(ScratchFolder.Mode.LOCAL);
      CompletableFuture<Throwable> running = exporting(first, SLOW);
      awaitSpark();
      context.shutDown();
      assertThat(running.join()).isInstanceOf(InterruptedException.class);

      var next = new RecordingContext(Stage.DATA_FETCH);
      try (var host = new RemoteHost(testbed.hostSettings())) {
        var _ =
            source(host, ScratchFolder.Mode.LOCAL, SPARK).export(DATASET, RowSet.TRAIN, SLOW, next);
      }

      assertThat(next.lines())
          .contains("INFO The export that an earlier worker began is there; waiting for its end");
      assertThat(String.join("\n", next.lines())).containsOnlyOnce("Application Id");
      assertThat(testbed.processes(staging + "/" + DATASET)).isEmpty();
    }
  }

  @Nested
  class WithBadInput {

    private AbstractThrowableAssert<?, ?> assertFailure(
        SparkSource source, String sql, ErrorCode code) {
      return assertThatThrownBy(() -> export(source, sql))
          .isInstanceOfSatisfying(
              StageException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
    }

    @Test
    void syntaxErrorIsToldWithItsPlace() {
      assertFailure(
              source(ScratchFolder.Mode.LOCAL),
              "SELECT user_id\nFORM ctr_demo.samples",
              ErrorCode.INVALID_INPUT)
          .hasMessageContaining("Running sample_sql with Spark")
          .hasMessageContaining("PARSE_SYNTAX_ERROR")
          .hasMessageContaining("FORM ctr_demo.samples");
    }

    @Test
    void missingTableIsToldByItsName() {
      assertFailure(
              source(ScratchFolder.Mode.LOCAL),
              "SELECT * FROM ctr_demo.nothing",
              ErrorCode.INVALID_INPUT)
          .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND")
          .hasMessageContaining("nothing");
    }

    @Test
    void queryWithoutRowsStillGivesAFileWithColumns() throws Exception {
      SparkSource source = source(ScratchFolder.Mode.LOCAL);

      export(source, DAY + " AND user_id = 'nobody'");

      List<PartFooter> parts = pull(source);
      assertThat(parts.stream().mapToLong(PartFooter::rows).sum()).isZero();
      assertThat(parts.getFirst().names()).contains("user_id");
    }

    @Test
    void folderThatCannotBeMadeIsTold() {
      var source =
          new SparkSource(
              testbed.host(),
              new SparkSource.Settings(
                  "/proc/nowhere",
                  ScratchFolder.Mode.LOCAL,
                  Optional.empty(),
                  SPARK,
                  TransferOptions.DEFAULTS));

      assertFailure(source, DAY, ErrorCode.STORAGE)
          .hasMessageContaining("Making the staging folder /proc/nowhere/" + DATASET);
    }

    @Test
    void fullDiskOfTheServerIsToldAndLeavesNothing() throws Exception {
      testbed.run("mkdir", "-p", staging);
      Assumptions.assumeTrue(
          testbed
              .host()
              .run(
                  Command.of("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", staging),
                  RemoteWatch.NONE)
              .isSuccess(),
          "mounting a small disk is not allowed");
      try {
        assertFailure(source(ScratchFolder.Mode.LOCAL), DAY, ErrorCode.DISK_FULL)
            .hasMessageContaining("the disk is full there; make room in file://" + staging);
        assertThat(source(ScratchFolder.Mode.LOCAL).holds(DATASET, RowSet.TRAIN, context))
            .isFalse();
      } finally {
        testbed.run("umount", staging);
      }
    }

    @Test
    void unknownHostKeyIsToldWithTheRemedy() throws IOException {
      Path nobody = Files.createFile(work.resolve("known_hosts"));
      HostSettings known = testbed.hostSettings();
      HostSettings unknown =
          HostSettings.of(known.host(), known.port(), known.user(), known.key(), nobody);

      assertConnecting(unknown, ErrorCode.INVALID_INPUT)
          .hasMessageContaining("is not in " + nobody)
          .hasMessageContaining("ssh-keyscan");
    }

    @Test
    void changedHostKeyIsToldWithTheDanger() throws Exception {
      HostSettings known = testbed.hostSettings();
      Path other = work.resolve("known_hosts");
      String key = testbed.run("sh", "-c", "cut -d' ' -f1,2 \"$0\".pub", known.key().toString());
      Files.writeString(other, "[%s]:%d %s%n".formatted(known.host(), known.port(), key));

      assertConnecting(
              HostSettings.of(known.host(), known.port(), known.user(), known.key(), other),
              ErrorCode.INVALID_INPUT)
          .hasMessageContaining("CHANGED")
          .hasMessageContaining("ssh-keygen -R");
    }

    @Test
    void keyThatOthersCanReadIsRefused() throws IOException {
      HostSettings known = testbed.hostSettings();
      Path key = Files.copy(known.key(), work.resolve("key"));
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

      assertConnecting(
              HostSettings.of(known.host(), known.port(), known.user(), key, known.knownHosts()),
              ErrorCode.INVALID_INPUT)
          .hasMessageContaining("chmod 600 " + key);
    }

    @Test
    void keyOfSomebodyElseIsNotLetIn() throws Exception {
      HostSettings known = testbed.hostSettings();
      Path key = work.resolve("key");
      assertThat(
              new ProcessBuilder(
                      "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                  .inheritIO()
                  .start()
                  .waitFor())
          .isZero();

      assertConnecting(
              HostSettings.of(known.host(), known.port(), known.user(), key, known.knownHosts()),
              ErrorCode.INVALID_INPUT)
          .hasMessageContaining("SSH authentication failed for ")
          .hasMessageContaining("authorized_keys");
    }

    @Test
    void serverThatIsNotThereMayComeBack() {
      HostSettings known = testbed.hostSettings();

      assertConnecting(
              HostSettings.of(known.host(), 1, known.user(), known.key(), known.knownHosts()),
              ErrorCode.UNAVAILABLE)
          .hasMessageContaining("nothing listens there");
    }

    private AbstractThrowableAssert<?, ?> assertConnecting(HostSettings settings, ErrorCode code) {
      return assertThatThrownBy(
              () -> {
                try (var host = new RemoteHost(settings.trying(1))) {
                  export(source(host, ScratchFolder.Mode.LOCAL, SPARK), DAY);
                }
              })
          .isInstanceOfSatisfying(
              StageException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
    }
  }
}
