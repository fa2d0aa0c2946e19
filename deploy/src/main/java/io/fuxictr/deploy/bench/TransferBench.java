package io.fuxictr.deploy.bench;

import io.fuxictr.deploy.text.TextTable;
import io.fuxictr.remote.HostSettings;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.loopback.SshServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures how fast files are carried, beside scp and rsync with the same cipher, in turns: one
 * large file, and the same size in 64 files.
 */
public final class TransferBench {
  private static final int MANY = 64;
  private static final int MEGABYTE = 1 << 20;

  private final Settings settings;

  /**
   * What is measured.
   *
   * @param host an SSH server; empty for one of our own on loopback
   * @param folder where files are made, here and, under the same name, there
   * @param megabytes size of the one file, and of the 64 together, in MiB
   * @param rounds how often each is measured; the median counts
   * @param workers connections of ours
   */
  public record Settings(
      Optional<HostSettings> host, Path folder, int megabytes, int rounds, int workers) {}

  /** Plans a measurement. */
  public TransferBench(Settings settings) {
    this.settings = settings;
  }

  /**
   * Measures and prints a table.
   *
   * @return whether everything arrived unchanged
   */
  public boolean run(PrintWriter out) throws InterruptedException {
    Path work = makeFolder();
    try {
      if (settings.host().isPresent()) {
        measure(settings.host().get(), work, out);
      } else {
        try (SshServer server = SshServer.start(work.resolve("sshd"))) {
          measure(server.settings(), work, out);
        }
      }
      return true;
    } finally {
      DataFiles.deleteFolder(work);
    }
  }

  private Path makeFolder() {
    try {
      Files.createDirectories(settings.folder());
      return Files.createTempDirectory(settings.folder(), "fuxictr-bench").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("Making a folder in " + settings.folder(), e);
    }
  }

  private void measure(HostSettings there, Path work, PrintWriter out) throws InterruptedException {
    var table =
        new TextTable(
            "WHAT",
            "BY",
            "MB/S",
            "RATIO TO THE BETTER OF SCP AND RSYNC",
            "RATIO TO SCP WITH CHECKSUMS");
    try (var host = new RemoteHost(there)) {
      for (int files : List.of(1, MANY)) {
        measure(host, work, files, table);
      }
    }
    table.print(out);
    out.printf(
        "%nMedian of %d rounds, %d connections of ours, cipher %s. Ours ends with the files forced"
            + " to disk; scp and rsync do not.%n",
        settings.rounds(), settings.workers(), TransferProgram.CIPHER);
  }

  private void measure(RemoteHost host, Path work, int files, TextTable table)
      throws InterruptedException {
    var load = new TransferLoad(host, work, files, (long) settings.megabytes() * MEGABYTE);
    try {
      for (TransferLoad.Direction direction : TransferLoad.Direction.values()) {
        addRows(table, files, direction, measure(load, direction, host));
      }
    } finally {
      load.delete();
    }
  }

  private Map<TransferProgram, Double> measure(
      TransferLoad load, TransferLoad.Direction direction, RemoteHost host)
      throws InterruptedException {
    Map<TransferProgram, List<Double>> seconds = new EnumMap<>(TransferProgram.class);
    for (int round = 0; round <= settings.rounds(); round++) {
      for (TransferProgram program : TransferProgram.values()) {
        if (!program.isInstalled()) {
          continue;
        }
        load.clear(direction);
        long start = System.nanoTime();
        program.carry(load, direction, host, settings.workers());
        double took = (System.nanoTime() - start) / 1e9;
        load.check(direction);
        if (round > 0) { // The first one warms up caches and compilers.
          seconds.computeIfAbsent(program, _ -> new ArrayList<>()).add(took);
        }
      }
    }
    Map<TransferProgram, Double> rates = new EnumMap<>(TransferProgram.class);
    seconds.forEach((program, all) -> rates.put(program, settings.megabytes() / median(all)));
    return rates;
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  private void addRows(
      TextTable table,
      int files,
      TransferLoad.Direction direction,
      Map<TransferProgram, Double> rates) {
    double better =
        Math.max(
            rates.getOrDefault(TransferProgram.SCP, 0.0),
            rates.getOrDefault(TransferProgram.RSYNC, 0.0));
    double checked = rates.getOrDefault(TransferProgram.SCP_CHECKED, 0.0);
    String what =
        "%s of %d x %d MiB".formatted(direction.words(), files, settings.megabytes() / files);
    rates.forEach(
        (program, rate) ->
            table.row(
                what,
                program.words(),
                String.format(Locale.ROOT, "%.0f", rate),
                ratio(rate, better),
                ratio(rate, checked)));
  }

  private static String ratio(double rate, double peer) {
    return peer == 0 ? "-" : String.format(Locale.ROOT, "%.2f", rate / peer);
  }
}
