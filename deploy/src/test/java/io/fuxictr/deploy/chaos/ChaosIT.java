package io.fuxictr.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The fault suite. {@code chaos.minutes} says for how long faults are done, {@code chaos.seed}
 * which and when, {@code chaos.atOnce} how many at a time; the table is printed and kept in {@code
 * target/chaos/table.md}.
 */
class ChaosIT {
  private static final Path FOLDER = Path.of("target", "chaos").toAbsolutePath();
  private static final int SHORTEST_PAUSE_MILLIS = 1000;
  private static final int LONGEST_PAUSE_MILLIS = 7000;
  private static final Duration TO_HEAR = Duration.ofMinutes(2);

  private final Random random = new Random(Long.getLong("chaos.seed", 1));
  private final Duration length = Duration.ofMinutes(Integer.getInteger("chaos.minutes", 1));

  /** With one, each fault waits until everything is up again after the one before. */
  private final int atOnce = Integer.getInteger("chaos.atOnce", 3);

  private final List<Trial> trials = new CopyOnWriteArrayList<>();

  /** All that may be done at the same time; a fault that hits everybody takes all. */
  private final Semaphore room = new Semaphore(atOnce, true);

  @Test
  void everySubmissionEndsOnceAndNothingElseIsLeft()
      throws IOException, SQLException, InterruptedException {
    Path home = emptyHome();
    Optional<SmallDisk> disk = SmallDisk.mount(home.resolve("datasets"));
    try {
      run(home, disk);
    } finally {
      disk.ifPresent(SmallDisk::close);
    }
  }

  private static Path emptyHome() throws IOException {
    Path home = FOLDER.resolve("home");
    if (Files.exists(home)) {
      try (Stream<Path> old = Files.walk(home)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(home);
  }

  private void run(Path home, Optional<SmallDisk> disk)
      throws IOException, SQLException, InterruptedException {
    Path dist = Path.of(System.getProperty("chaos.dist", "target/dist")).toAbsolutePath();
    Audit audit;
    try (Fleet fleet = Fleet.start(dist, home, new Journal())) {
      var workload = new Workload(fleet);
      audit = new Audit(fleet, workload);
      var faults = new Faults(fleet, workload, disk, random);
      workload.start();
      disturb(faults, disk);
      workload.close();
      audit.awaitEnds();
      workload.awaitFollowers(TO_HEAR);
      audit.checkRunning(faults.poisons());
    }
    audit.checkStopped();
    tell(audit, disk);

    assertThat(audit.violations()).isEmpty();
    assertThat(trials).isNotEmpty().allMatch(Trial::survived);
    assertThat(audit.ended(TaskStatus.COMPLETED)).isPositive();
  }

  private void disturb(Faults faults, Optional<SmallDisk> disk) throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    var running = new ArrayList<Thread>();
    while (System.nanoTime() < end) {
      Fault fault = pick(disk.isPresent());
      int needed = fault.isForAll() ? atOnce : 1;
      room.acquire(needed);
      running.add(Thread.ofVirtual().start(() -> inject(faults, fault, needed)));
      Thread.sleep(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  private Fault pick(boolean withDisk) {
    List<Fault> all =
        Stream.of(Fault.values()).filter(fault -> withDisk || fault != Fault.FULL_DISK).toList();
    int left = random.nextInt(all.stream().mapToInt(Fault::weight).sum());
    for (Fault fault : all) {
      left -= fault.weight();
      if (left < 0) {
        return fault;
      }
    }
    throw new IllegalStateException("the weights do not add up");
  }

  private void inject(Faults faults, Fault fault, int permits) {
    try {
      faults.inject(fault).ifPresent(trials::add);
      if (atOnce == 1) {
        faults.awaitAllUp();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      trials.add(Trial.lost(fault, String.valueOf(e)));
    } finally {
      room.release(permits);
    }
  }

  private void tell(Audit audit, Optional<SmallDisk> disk) throws IOException {
    var text = new StringBuilder();
    text.append(ChaosTable.of(trials));
    text.append(
        "%n%d tasks: %d completed, %d cancelled, %d failed. %d faults in %d min, %d at a time, seed %d, %d violations.%n"
            .formatted(
                audit.ended(TaskStatus.COMPLETED)
                    + audit.ended(TaskStatus.CANCELLED)
                    + audit.ended(TaskStatus.FAILED),
                audit.ended(TaskStatus.COMPLETED),
                audit.ended(TaskStatus.CANCELLED),
                audit.ended(TaskStatus.FAILED),
                trials.size(),
                length.toMinutes(),
                atOnce,
                Long.getLong("chaos.seed", 1),
                audit.violations().size()));
    if (disk.isEmpty()) {
      text.append("No disk was filled: this user may not mount a file system.%n".formatted());
    }
    trials.stream()
        .filter(trial -> !trial.survived())
        .forEach(
            trial -> text.append("NOT SURVIVED: %s: %s%n".formatted(trial.fault(), trial.note())));
    audit
        .violations()
        .forEach(violation -> text.append("VIOLATION: ").append(violation).append('\n'));
    Files.writeString(FOLDER.resolve("table.md"), text);
    System.out.println(text);
  }
}
