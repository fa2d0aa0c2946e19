package io.fuxictr.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.remote.HostSettings;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.testing.TcpProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pull whose process is killed ten times and whose connections are cut ten times. {@code
 * -Dtransfer.bytes=2147483648} sets how much is pulled.
 */
class TransferFaultsIT {
  private static final long BYTES = Long.getLong("transfer.bytes", 256L << 20);
  private static final int CHUNKS = 64;
  private static final int FAULTS = 10;
  private static final int SECONDS = 8;

  @TempDir private Path work;
  private final Random random = new Random(20261127);

  /** What is known to be there: ranges of unfinished files, and whole files. */
  private record Recorded(int chunks, long bytes) {}

  /** What a process said at its start and its end. */
  private static final class Run {
    private long start = -1;
    private long done;
    private List<String> end = List.of();
    private int retries;
  }

  @Test
  void survivesTenKillsAndTenCutsAndCarriesNoVerifiedChunkTwice() throws Exception {
    Tree source = fill();
    Path target = work.resolve("target");
    Path manifestFile = work.resolve("manifest.json");
    try (var loopback = new LoopbackHost(work.resolve("sshd"));
        var proxy = new TcpProxy(loopback.server().port())) {
      loopback.server().trust(proxy.port());
      Manifest manifest =
          loopback.place(source.folder()).list(TransferOptions.DEFAULTS, TransferWatch.NONE);
      manifest.write(manifestFile);
      HostSettings settings = loopback.server().settings(proxy.port());
      List<String> command = command(settings, source.folder(), target, manifestFile);

      int completed = 0;
      long wasted = 0;
      for (int kill = 0; kill < FAULTS; kill++) {
        Recorded before = recorded(target, manifest);
        Run run = runAndKill(command, before.bytes());
        Recorded after = recorded(target, manifest);
        assertThat(run.start).as("bytes taken over by run %d", kill).isEqualTo(before.bytes());
        completed += after.chunks() - before.chunks();
        wasted += Math.max(0, run.done - after.bytes());
        assertNothingHalfWritten(target, manifest);
      }
      Recorded before = recorded(target, manifest);
      Run last = runAndCut(command, proxy, before.bytes());
      completed += Integer.parseInt(last.end.get(1));

      assertThat(last.start).isEqualTo(before.bytes());
      assertThat(last.retries).isGreaterThanOrEqualTo(FAULTS / 2);
      assertThat(completed).isEqualTo(chunks(manifest));
      manifest.verify(target);
      System.out.printf(
          "%d MiB in %d files and %d chunks: %d kill -9, %d cuts, %d retries; %d chunks completed,"
              + " none twice; about %d MiB of unfinished chunks were lost by the kills%n",
          BYTES >> 20,
          manifest.entries().size(),
          chunks(manifest),
          FAULTS,
          FAULTS,
          last.retries,
          completed,
          wasted >> 20);
    }
  }

  /** Half of it in one file, a quarter in the next, and so on down to single bytes. */
  private Tree fill() {
    var tree = new Tree(work.resolve("source of it's"));
    List<String> names =
        List.of("part 0.parquet", "it's.parquet", "\"q\".parquet", "ünï 中文.parquet", "sub/a b");
    long left = BYTES;
    for (int i = 0; left > 1; i++) {
      long size = left / 2;
      tree.with(i < names.size() ? names.get(i) : "part-%05d.parquet".formatted(i), size);
      left -= size;
    }
    return tree.with("one byte", left);
  }

  private static long chunkBytes() {
    return BYTES / CHUNKS;
  }

  private static int chunks(Manifest manifest) {
    return manifest.entries().stream()
        .mapToInt(entry -> new FileInTransfer(entry, chunkBytes()).chunks().size())
        .sum();
  }

  private static List<String> command(
      HostSettings settings, Path source, Path target, Path manifest) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-cp",
        System.getProperty("java.class.path"),
        KillableTransfer.class.getName(),
        Integer.toString(settings.port()),
        settings.key().toString(),
        settings.knownHosts().toString(),
        source.toString(),
        target.toString(),
        manifest.toString(),
        Long.toString(chunkBytes()),
        Long.toString(BYTES / SECONDS));
  }

  /** Kills the process when it has carried up to a twentieth of all. */
  private Run runAndKill(List<String> command, long before) throws Exception {
    long enough = before + random.nextLong(BYTES / 20);
    Process process = start(command);
    var run = new Run();
    try (BufferedReader said = process.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        take(line, run);
        if (run.done > enough) {
          // Not by the process itself, which would close what is read here.
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(process.waitFor()).isEqualTo(137);
    return run;
  }

  /** Cuts the connections ten times, at about the same distances. */
  private Run runAndCut(List<String> command, TcpProxy proxy, long before) throws Exception {
    long step = (BYTES - before) / (FAULTS + 2);
    int cuts = 0;
    Process process = start(command);
    var run = new Run();
    try (BufferedReader said = process.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        take(line, run);
        if (cuts < FAULTS && run.done > before + (cuts + 1) * step) {
          proxy.cut();
          cuts++;
        }
      }
    }
    assertThat(process.waitFor()).isZero();
    assertThat(cuts).isEqualTo(FAULTS);
    return run;
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void take(String line, Run run) {
    List<String> words = List.of(line.split(" "));
    switch (words.getFirst()) {
      case "moved" -> {
        run.done = Long.parseLong(words.get(1));
        run.start = run.start < 0 ? run.done : run.start;
      }
      case "retry" -> run.retries++;
      case "end" -> run.end = words;
      default -> {}
    }
  }

  private static Recorded recorded(Path target, Manifest manifest) throws IOException {
    Map<String, List<Long>> ranges = ranges(target.resolve(".transfer-ledger"));
    int chunks = 0;
    long bytes = 0;
    for (Manifest.Entry entry : manifest.entries()) {
      if (Files.exists(target.resolve(entry.path()))) {
        chunks += new FileInTransfer(entry, chunkBytes()).chunks().size();
        bytes += entry.bytes();
      } else {
        List<Long> lengths = ranges.getOrDefault(entry.path(), List.of());
        chunks += lengths.size();
        bytes += lengths.stream().mapToLong(Long::longValue).sum();
      }
    }
    return new Recorded(chunks, bytes);
  }

  private static Map<String, List<Long>> ranges(Path ledger) throws IOException {
    var mapper = new JsonMapper();
    var ranges = new HashMap<String, List<Long>>();
    if (Files.exists(ledger)) {
      for (String line : Files.readAllLines(ledger)) {
        if (line.endsWith("}")) {
          JsonNode json = mapper.readTree(line);
          ranges
              .computeIfAbsent(json.get("path").asText(), _ -> new ArrayList<>())
              .add(json.get("length").asLong());
        }
      }
    }
    return ranges;
  }

  private static void assertNothingHalfWritten(Path target, Manifest manifest) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    manifest.entries().forEach(entry -> sizes.put(entry.path(), entry.bytes()));
    for (Path file : DataFiles.under(target)) {
      assertThat(Files.size(file)).isEqualTo(sizes.get(target.relativize(file).toString()));
    }
  }
}
