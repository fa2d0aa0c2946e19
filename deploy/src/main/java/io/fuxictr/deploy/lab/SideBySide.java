package io.fuxictr.deploy.lab;

import io.fuxictr.deploy.text.WorkProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the experiments of a tuning in processes of their own, as many at a time as there are slots.
 *
 * @param slots one device per process; a device may be there more than once
 * @param command gives the command line of a process for an experiment and a device
 * @param logs folder for what the processes say, one file per experiment
 * @param progress shows how many are done
 */
public record SideBySide(List<Integer> slots, CommandOf command, Path logs, WorkProgress progress)
    implements Tuning.Runner {
  private static final long PAUSE_MILLIS = 200;

  /** Takes a copy of the list. */
  public SideBySide {
    slots = List.copyOf(slots);
  }

  /** How a process is started. */
  @FunctionalInterface
  public interface CommandOf {
    /** Returns program and arguments. */
    List<String> of(String experiment, int device);
  }

  /** An experiment that is being run. */
  private record Running(String experiment, int device, Process process, Path log) {}

  @Override
  public Map<String, String> run(List<String> experiments) throws InterruptedException {
    var failures = new LinkedHashMap<String, String>();
    Deque<String> waiting = new ArrayDeque<>(experiments);
    Deque<Integer> free = new ArrayDeque<>(slots);
    List<Running> running = new ArrayList<>();
    int done = 0;
    try {
      while (!waiting.isEmpty() || !running.isEmpty()) {
        while (!waiting.isEmpty() && !free.isEmpty()) {
          running.add(start(waiting.remove(), free.remove()));
        }
        Optional<Running> ended = ended(running);
        if (ended.isPresent()) {
          running.remove(ended.get());
          free.add(ended.get().device());
          done++;
          note(ended.get(), failures);
          progress.step("tuning", done, experiments.size(), ended.get().experiment());
        }
      }
    } finally {
      stop(running);
    }
    return failures;
  }

  private Running start(String experiment, int device) {
    Path log = logs.resolve(experiment + ".out");
    try {
      Files.createDirectories(logs);
      Process process =
          new ProcessBuilder(command.of(experiment, device))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      progress.line("%s started on device %d".formatted(experiment, device));
      return new Running(experiment, device, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("Starting a process for %s: %s".formatted(experiment, e), e);
    }
  }

  /** Waits a moment for the first that ends. */
  private static Optional<Running> ended(List<Running> running) throws InterruptedException {
    Running first = running.getFirst();
    if (first.process().waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      return Optional.of(first);
    }
    return running.stream().filter(each -> !each.process().isAlive()).findFirst();
  }

  private void note(Running ended, Map<String, String> failures) {
    int code = ended.process().exitValue();
    if (code != 0) {
      String why = "%s (exit code %d, see %s)".formatted(lastLine(ended.log()), code, ended.log());
      failures.put(ended.experiment(), why);
      progress.line("%s failed: %s".formatted(ended.experiment(), why));
    } else {
      progress.line("%s is done".formatted(ended.experiment()));
    }
  }

  private static String lastLine(Path log) {
    try {
      List<String> lines = Files.readAllLines(log).stream().filter(it -> !it.isBlank()).toList();
      return lines.isEmpty() ? "it said nothing" : lines.getLast();
    } catch (IOException e) {
      return "what it said cannot be read: " + e;
    }
  }

  /** Ends the processes gently and waits, so that each keeps its last checkpoint. */
  private static void stop(List<Running> running) {
    running.forEach(each -> each.process().destroy());
    running.forEach(each -> each.process().onExit().join());
  }
}
