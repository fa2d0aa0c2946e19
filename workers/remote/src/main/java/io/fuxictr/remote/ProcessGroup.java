package io.fuxictr.remote;

import io.fuxictr.remote.RemoteException.Reason;
import java.time.Duration;

/**
 * A command and all that it starts, as one group of processes of the other host, which can be ended
 * as a whole.
 */
final class ProcessGroup {
  /** How long a group may take to leave before it is killed. */
  static final Duration GRACE = Duration.ofSeconds(3);

  /** How long it takes at most until a group is gone, or known not to be. */
  static final Duration TO_END = GRACE.multipliedBy(2).plusSeconds(5);

  /** Precedes the number; what a login shell may say before it is no output of the command. */
  static final String MARK = "fuxictr-group ";

  private static final String START = "echo \"" + MARK + "$$\"; exec \"$@\"";

  /** Zombies do not count: somebody else has to wait for them, and they do nothing. */
  private static final String ALIVE =
      "alive() { ps -eo pgid=,stat= |"
          + " awk -v g=\"$1\" '$1 == g && $2 !~ /^Z/ { n++ } END { exit n == 0 }'; }\n";

  /** Ends the group {@code $1}: exit status 0 once nothing of it is left. */
  static final String END =
      ALIVE
          + """
          for signal in TERM KILL; do
            kill -s $signal -- "-$1" 2>/dev/null
            tries=0
            while alive "$1"; do
              tries=$((tries + 1))
              if [ $tries -gt 12 ]; then continue 2; fi
              sleep 0.2
            done
            exit 0
          done
          exit 1
          """;

  private ProcessGroup() {}

  /** Returns the line for the login shell that starts a command in a group of its own. */
  static String line(Command command) {
    return Command.of("setsid", "-w", "sh", "-c", START, "sh").line() + " " + command.line();
  }

  /**
   * Ends a group and waits until none of its processes is left: politely first, by force after
   * {@link #GRACE}.
   *
   * @throws RemoteException if that cannot be done, or processes are left
   */
  static void end(Connection connection, long group) throws InterruptedException {
    CommandResult result =
        new RunningCommand(connection, Command.script(END, Long.toString(group)))
            .await(RemoteWatch.NONE);
    if (!result.isSuccess()) {
      throw new RemoteException(
          Reason.FAILED,
          "Ending process group %d at %s: processes are left; end them there (kill -9 -- -%d)"
              .formatted(group, connection, group));
    }
  }
}
