package io.fuxictr.remote;

import io.fuxictr.remote.RemoteException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A command that goes on at its host whether anybody is connected or not, and that is started at
 * most once. Who comes back after a crash finds it running or ended, by its folder.
 *
 * <p>A job that nobody has looked at for a quarter of an hour ends itself.
 *
 * <p>The folder holds what it has said ({@code output}, {@code errors}), which process it is
 * ({@code pid}, with its start time and the host's boot id, so that no other process is taken for
 * it) and, in the end, its exit status ({@code status}).
 */
public final class RemoteJob {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int READ_BYTES = 1 << 20;

  /** Polls without a process number after which a job that was begun counts as lost. */
  private static final int PATIENCE = 20;

  /** Minutes without a look at it after which a job ends itself, since its task may be gone. */
  private static final int UNASKED_MINUTES = 15;

  /** Whoever makes the folder {@code started} runs the command; everybody else leaves. */
  private static final String RUN =
      """
      cd -- "$1" || exit 1
      shift
      mkdir started 2>/dev/null || exit 0
      read -r boot < /proc/sys/kernel/random/boot_id
      echo "$$ $(awk '{ print $22 }' /proc/$$/stat) $boot" > pid.tmp && mv pid.tmp pid
      [ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8
      : > asked
      (
        trap '' TERM
        while sleep 20; do
          if [ -n "$(find asked -mmin +%d)" ]; then
            echo 'ended, since nobody has asked for it any more' >> errors
            kill -s TERM -- "-$$"
            sleep 5
            kill -s KILL -- "-$$"
          fi
        done
      ) > /dev/null 2>&1 &
      "$@" > output 2>> errors < /dev/null
      echo $? > status.tmp && mv status.tmp status
      kill -s KILL -- "-$$"
      """
          .formatted(UNASKED_MINUTES);

  private static final String START =
      """
      run=$1
      shift
      umask 077
      mkdir -p -- "$1" || exit 1
      setsid sh -c "$run" sh "$@" < /dev/null > /dev/null 2>&1 &
      """;

  private static final String LOOK =
      """
      cd -- "$1" 2>/dev/null && [ -d started ] || { echo absent; exit 0; }
      touch asked 2>/dev/null
      size() { if [ -f "$1" ]; then wc -c < "$1"; else echo 0; fi; }
      state=starting
      if [ -f pid ]; then
        read -r pid start boot < pid
        read -r now < /proc/sys/kernel/random/boot_id
        state=lost
        if [ "$boot" = "$now" ]; then
          found=$(awk '{ print $22 }' "/proc/$pid/stat" 2>/dev/null)
          if [ "$found" = "$start" ]; then state=running; fi
        fi
      fi
      if [ -f status ]; then state=$(cat status); fi
      echo "$state" $(size output) $(size errors)
      """;

  /**
   * Begins it in the place of the command, so that a start that is still on its way does nothing.
   */
  private static final String END =
      """
      cd -- "$1" 2>/dev/null || exit 0
      if mkdir started 2>/dev/null; then exit 0; fi
      tries=0
      while [ ! -f pid ] && [ $tries -lt 10 ]; do tries=$((tries + 1)); sleep 0.2; done
      [ -f pid ] || exit 0
      read -r pid start boot < pid
      read -r now < /proc/sys/kernel/random/boot_id
      if [ "$boot" != "$now" ]; then exit 0; fi
      found=$(awk '{ print $22 }' "/proc/$pid/stat" 2>/dev/null)
      if [ -n "$found" ] && [ "$found" != "$start" ]; then exit 0; fi
      set -- "$pid"
      """
          + ProcessGroup.END;

  private final RemoteHost host;
  private final String folder;
  private final List<String> command;

  /** What a job says while it runs. */
  public interface Listener {

    /** A line of its standard output. */
    void output(String line);

    /** A line of its standard error. */
    void error(String line);
  }

  /**
   * How a job ended.
   *
   * @param status its exit status
   * @param errors the last 64 KiB of its standard error
   */
  public record Ended(int status, String errors) {}

  /** Where a job is. */
  private record State(String word, long outputBytes, long errorBytes) {
    boolean isEnded() {
      return !word.isEmpty() && Character.isDigit(word.charAt(0));
    }
  }

  /**
   * Names a job; nothing is started by that.
   *
   * @param folder its folder at the host, which nothing else uses; absolute
   * @param command program and arguments
   */
  public RemoteJob(RemoteHost host, String folder, List<String> command) {
    this.host = host;
    this.folder = folder;
    this.command = List.copyOf(command);
  }

  /**
   * Starts the command, unless that was done before.
   *
   * @return whether it was there already, running or over
   * @throws RemoteException if the host cannot be reached
   */
  public boolean start(RemoteWatch watch) throws InterruptedException {
    boolean before = !state(watch).word().equals("absent");
    if (!before) {
      String[] values =
          Stream.concat(Stream.of(RUN, folder), command.stream()).toArray(String[]::new);
      host.run(Command.script(START, values), watch)
          .orFail("Starting %s in %s of %s".formatted(command.getFirst(), folder, host));
    }
    return before;
  }

  /** Returns whether it has been started, and whatever became of it has not been removed. */
  public boolean isThere(RemoteWatch watch) throws InterruptedException {
    return !state(watch).word().equals("absent");
  }

  /**
   * Waits for the end of the command. The connection may break meanwhile.
   *
   * @param listener hears what it says; of a job that was there before, only the last part
   * @throws RemoteException if it was killed, or the host cannot be reached
   * @throws InterruptedException if the watch says so; the command goes on
   */
  public Ended await(Listener listener, RemoteWatch watch) throws InterruptedException {
    State state = state(watch);
    var errors = new FollowedFile("errors", state.errorBytes());
    var output = new FollowedFile("output", state.outputBytes());
    for (int starting = 0; ; state = state(watch)) {
      errors.follow(state.errorBytes(), listener::error, watch);
      output.follow(state.outputBytes(), listener::output, watch);
      if (state.isEnded()) {
        errors.end(listener::error);
        output.end(listener::output);
        return new Ended(Integer.parseInt(state.word()), errors.tail.text());
      }
      starting = state.word().equals("starting") ? starting + 1 : 0;
      if (starting > PATIENCE || !List.of("starting", "running").contains(state.word())) {
        throw new RemoteException(
            Reason.LOST,
            "Waiting for %s in %s of %s: it is gone without an exit status; it was killed, or the host was restarted: %s"
                .formatted(command.getFirst(), folder, host, errors.tail.text().strip()));
      }
      Backoff.await(POLL, watch);
    }
  }

  /**
   * Ends the command and all that it has started, waits until nothing of it is left, and removes
   * its folder. Nothing happens if there is no such job; one that is just being started never runs.
   *
   * @throws RemoteException if processes are left, or the host cannot be reached
   */
  public void end(RemoteWatch watch) throws InterruptedException {
    CommandResult result = host.run(Command.script(END, folder), watch);
    if (!result.isSuccess()) {
      throw new RemoteException(
          Reason.FAILED,
          "Ending %s in %s of %s: processes are left; their number is in the file pid there (kill -9 -- -PID)"
              .formatted(command.getFirst(), folder, host));
    }
    forget(watch);
  }

  /**
   * Does as {@link #end} does, even when the caller is to stop itself, and whether it is
   * interrupted or not. Gives up after a quarter of a minute; the job then ends itself once nobody
   * has asked for it for a while.
   *
   * @return whether it has ended
   * @throws RemoteException if processes are left, or the host cannot be reached
   */
  public boolean endSurely() {
    return Uninterrupted.run(ProcessGroup.TO_END, () -> end(RemoteWatch.NONE));
  }

  /** Removes the folder of a job that is over. */
  public void forget(RemoteWatch watch) throws InterruptedException {
    host.run(Command.of("rm", "-rf", "--", folder), watch)
        .orFail("Removing %s of %s".formatted(folder, host));
  }

  private State state(RemoteWatch watch) throws InterruptedException {
    CommandResult result =
        host.run(Command.script(LOOK, folder), watch)
            .orFail("Looking for a job in %s of %s".formatted(folder, host));
    String[] words = result.text().strip().split("\\s+", -1);
    return words.length == 3
        ? new State(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]))
        : new State(words[0], 0, 0);
  }

  /** A file of the job that grows while it is read. */
  private final class FollowedFile {
    private final String name;
    private final ErrorTail tail = new ErrorTail();
    private final LineSplitter lines = new LineSplitter();
    private long offset;

    FollowedFile(String name, long size) {
      this.name = name;
      this.offset = Math.max(0, size - ErrorTail.KEPT_BYTES);
    }

    void follow(long size, Consumer<String> line, RemoteWatch watch) throws InterruptedException {
      while (offset < size) {
        int most = (int) Math.min(READ_BYTES, size - offset);
        Optional<byte[]> read = host.read(folder + "/" + name, offset, most, watch);
        if (read.isEmpty() || read.get().length == 0) {
          return;
        }
        offset += read.get().length;
        tail.add(read.get(), read.get().length);
        lines.add(new String(read.get(), StandardCharsets.ISO_8859_1), line);
      }
    }

    void end(Consumer<String> line) {
      lines.end(line);
    }
  }
}
