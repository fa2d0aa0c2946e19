package io.fuxictr.remote;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program and its arguments. No shell of the other host looks into an argument, whatever
 * characters it holds.
 *
 * @param arguments the program and what it is given, at least the program
 * @param timeout how long it may take
 */
public record Command(List<String> arguments, Duration timeout) {
  private static final Duration CONTROL = Duration.ofMinutes(5);

  /** Takes a copy; rejects what no program can be given. */
  public Command {
    arguments = List.copyOf(arguments);
    if (arguments.isEmpty() || arguments.getFirst().isEmpty()) {
      throw new IllegalArgumentException("a command without a program");
    }
    if (arguments.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("a zero byte cannot be part of an argument");
    }
  }

  /** Returns a command that may take five minutes. */
  public static Command of(String... arguments) {
    return new Command(List.of(arguments), CONTROL);
  }

  /** Returns a command that may take five minutes. */
  public static Command of(List<String> arguments) {
    return new Command(arguments, CONTROL);
  }

  /**
   * Returns a command that runs a fixed shell script.
   *
   * @param script text of ours, never one with values in it
   * @param values what the script knows as {@code $1}, {@code $2} ...
   */
  public static Command script(String script, String... values) {
    return of(Stream.concat(Stream.of("sh", "-c", script, "sh"), Stream.of(values)).toList());
  }

  /** Returns the same with another time limit. */
  public Command within(Duration limit) {
    return new Command(arguments, limit);
  }

  /** Returns the arguments as one line for a POSIX shell, which gives back exactly these. */
  String line() {
    return arguments.stream().map(Command::quoted).collect(Collectors.joining(" "));
  }

  /** Returns a text as one word of a POSIX shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
