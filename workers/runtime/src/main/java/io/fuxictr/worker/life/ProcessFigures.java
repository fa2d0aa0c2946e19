package io.fuxictr.worker.life;

import com.sun.management.OperatingSystemMXBean;
import io.fuxictr.message.WorkerBeat;
import io.fuxictr.message.WorkerBeat.Load;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What this process takes. Confined to the thread that asks. */
final class ProcessFigures {
  private static final double PERCENT = 100;
  private static final long KIBI = 1024;
  private static final long SHORTEST_NANOS = Duration.ofMillis(100).toNanos();
  private static final long GPU_NANOS = Duration.ofSeconds(10).toNanos();
  private static final String RESIDENT = "VmRSS:";

  private final Path status;
  private final Supplier<List<WorkerBeat.Gpu>> gpuSource;
  private OptionalDouble cpuPercent = OptionalDouble.empty();
  private long cpuAt;
  private long askedAt;
  private List<WorkerBeat.Gpu> gpus = List.of();
  private long gpusAt;
  private boolean gpusKnown;

  private ProcessFigures(Path status, Supplier<List<WorkerBeat.Gpu>> gpuSource) {
    this.status = status;
    this.gpuSource = gpuSource;
    this.cpuAt = cpuNanos();
    this.askedAt = System.nanoTime();
  }

  static ProcessFigures ofThisProcess() {
    return of(Path.of("/proc/self/status"), GpuFigures.onPath()::read);
  }

  /**
   * Returns figures from elsewhere.
   *
   * @param status file in the form of {@code /proc/self/status}; need not be there
   */
  static ProcessFigures of(Path status, Supplier<List<WorkerBeat.Gpu>> gpus) {
    return new ProcessFigures(status, gpus);
  }

  Load load() {
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Load(cpuPercent(), residentBytes(), heap, gpus());
  }

  /** Between two beats that follow each other at once there is nothing to be measured. */
  private OptionalDouble cpuPercent() {
    long now = System.nanoTime();
    long cpu = cpuNanos();
    if (cpu >= 0 && now - askedAt >= SHORTEST_NANOS) {
      double share = (double) (cpu - cpuAt) / (now - askedAt);
      cpuPercent = OptionalDouble.of(Math.round(share * PERCENT * 10) / 10.0);
      cpuAt = cpu;
      askedAt = now;
    }
    return cpuPercent;
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : -1;
  }

  private OptionalLong residentBytes() {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.replaceAll("\\D", ""))
          .filter(digits -> !digits.isEmpty())
          .mapToLong(digits -> Long.parseLong(digits) * KIBI)
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException _) {
      return OptionalLong.empty(); // not on this system
    }
  }

  /** Asking takes a process of its own, so not every beat asks. */
  private List<WorkerBeat.Gpu> gpus() {
    long now = System.nanoTime();
    if (!gpusKnown || now - gpusAt >= GPU_NANOS) {
      gpus = gpuSource.get();
      gpusAt = now;
      gpusKnown = true;
    }
    return gpus;
  }
}
