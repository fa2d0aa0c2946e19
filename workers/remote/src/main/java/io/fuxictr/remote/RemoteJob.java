package io.fuxictr.remote;

import io.fuxictr.remote.RemoteException.Reason;
import java.time.Duration;
import java.util.List;
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
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int READ_BYTES = 1 << 20;

  /** An offset that stands for the last part of what there is. */
  private static final long TAIL = -1;

  /** Polls without a process number after which a job that was begun counts as lost. */
  private static final int PATIENCE = 10;

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
      part() {
        size=0
        if [ -f "$1" ]; then size=$(wc -c < "$1"); fi
        from=$2
        if [ "$from" -lt 0 ]; then from=$((size > $3 ? size - $3 : 0)); fi
        echo $from $((size - from > $4 ? $4 : size - from))
      }
      show() { if [ "$3" -gt 0 ]; then tail -c +$(($2 + 1)) "$1" | head -c "$3"; fi; }
      out=$(part output "$2" "$4" "$5")
      err=$(part errors "$3" "$4" "$5")
      echo "$state" $out $err
      show output $out
      show errors $err
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

  /**
   * Where a job is, and what it has said since it was looked at last.
   *
   * @param word absent, starting, running, lost, or its exit status
   * @param output new part of its standard output, one character per byte
   * @param outputEnd bytes of its output that are known now
   * @param errors new part of its standard error
   * @param errorsEnd bytes of its standard error that are known now
   */
  private record State(String word, String output, long outputEnd, String errors, long errorsEnd) {
    private static final State ABSENT = new State("absent", "", 0, "", 0);
    private static final int WORDS = 5;

    boolean isAbsent() {
      return word.equals("absent");
    }

    boolean isEnded() {
      return Character.isDigit(word.charAt(0));
    }

    /** Returns whether it has ended and there is nothing more to read. */
    boolean isRead() {
      return isEnded() && output.isEmpty() && errors.isEmpty();
    }

    static State parse(String answer) {
      int end = answer.indexOf('\n');
      String[] words = answer.substring(0, end).split(" ", -1);
      if (words.length < WORDS) {
        return ABSENT;
      }
      int outputLength = Integer.parseInt(words[2]);
      String said = answer.substring(end + 1);
      return new State(
          words[0],
          said.substring(0, outputLength),
          Long.parseLong(words[1]) + outputLength,
          said.substring(outputLength),
          Long.parseLong(words[3]) + said.length() - outputLength);
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
    boolean before = isThere(watch);
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
    return !look(0, 0, watch).isAbsent();
  }

  /**
   * Waits for the end of the command. The connection may break meanwhile.
   *
   * @param listener hears what it says; of a job that was there before, only the last part
   * @throws RemoteException if it was killed, or the host cannot be reached
   * @throws InterruptedException if the watch says so; the command goes on
   */
  public Ended await(Listener listener, RemoteWatch watch) throws InterruptedException {
    var tail = new ErrorTail();
    var errors = new LineSplitter();
    var output = new LineSplitter();
    int starting = 0;
    State state = look(TAIL, TAIL, watch);
    while (!state.isRead()) {
      output.add(state.output(), listener::output);
      errors.add(state.errors(), listener::error);
      tail.add(state.errors());
      starting = state.word().equals("starting") ? starting + 1 : 0;
      if (starting > PATIENCE || state.isAbsent() || state.word().equals("lost")) {
        throw lost(tail);
      }
      if (!state.isEnded()) {
        Backoff.await(POLL, watch);
      }
      state = look(state.outputEnd(), state.errorsEnd(), watch);
    }
    output.end(listener::output);
    errors.end(listener::error);
    return new Ended(Integer.parseInt(state.word()), tail.text());
  }

  private RemoteException lost(ErrorTail tail) {
    return new RemoteException(
        Reason.LOST,
        "Waiting for %s in %s of %s: it is gone without an exit status; it was killed, or the host was restarted: %s"
            .formatted(command.getFirst(), folder, host, tail.text().strip()));
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

  /** Looks from an offset of each file on, or at the last part of what there is. */
  private State look(long output, long errors, RemoteWatch watch) throws InterruptedException {
    return State.parse(
        host.run(
                Command.script(
                    LOOK,
                    folder,
                    Long.toString(output),
                    Long.toString(errors),
                    Integer.toString(ErrorTail.KEPT_BYTES),
                    Integer.toString(READ_BYTES)),
                watch)
            .orFail("Looking for a job in %s of %s".formatted(folder, host))
            .output());
  }
}
