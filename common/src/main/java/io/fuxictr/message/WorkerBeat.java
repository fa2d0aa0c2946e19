package io.fuxictr.message;

import io.fuxictr.task.Attempt;
import io.fuxictr.task.Stage;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A sign of life of a worker, with or without work. May be lost; the next one says it all again.
 *
 * @param worker its name, one per host, process and stage
 * @param host where it runs
 * @param pid process there
 * @param stage whose orders it takes
 * @param at when it was told
 * @param activity what it is doing
 * @param load what its process takes
 */
public record WorkerBeat(
    String worker, String host, long pid, Stage stage, Instant at, Activity activity, Load load) {

  /** What a worker is doing. */
  public sealed interface Activity {

    /** Returns since when. */
    Instant since();
  }

  /**
   * It waits for an order.
   *
   * @param since when it began to
   */
  public record Idle(Instant since) implements Activity {}

  /**
   * It works.
   *
   * @param attempt on what
   * @param since when it took it up
   */
  public record Busy(Attempt attempt, Instant since) implements Activity {}

  /**
   * It takes no orders.
   *
   * @param why in words that say what to do
   * @param since when it noticed
   */
  public record Hindered(String why, Instant since) implements Activity {}

  /**
   * It ends, by intention.
   *
   * @param since when
   */
  public record Leaving(Instant since) implements Activity {}

  /**
   * What a process takes. Figures that the system does not tell are absent.
   *
   * @param cpuPercent processor time since the last beat, 100 for one core fully used
   * @param residentBytes memory of the process
   * @param heapBytes of it, Java objects
   * @param gpus the host's graphics processors, whoever uses them
   */
  public record Load(
      OptionalDouble cpuPercent, OptionalLong residentBytes, long heapBytes, List<Gpu> gpus) {

    /** Takes a copy of the list. */
    public Load {
      gpus = List.copyOf(gpus);
    }
  }

  /**
   * A graphics processor.
   *
   * @param index its number on the host
   * @param name what it is
   * @param percent how busy it is, 0 to 100
   * @param usedBytes memory in use
   * @param totalBytes memory there is
   */
  public record Gpu(int index, String name, int percent, long usedBytes, long totalBytes) {}
}
