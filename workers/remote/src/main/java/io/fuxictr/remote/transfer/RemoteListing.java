package io.fuxictr.remote.transfer;

import io.fuxictr.remote.Command;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.FileException.Reason;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.file.Manifest.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Lists files of another host, with one command there, so that a name may consist of any bytes.
 *
 * <p>The command writes one record per file, ended by a zero byte: size, blank, path. Behind an
 * empty record comes a line per file: checksum, two characters, path. A path that holds a backslash
 * or the end of a line is told differently by each program; sha256sum writes a backslash before the
 * line, and in the path {@code \\} for a backslash, {@code \n} and {@code \r} for line ends.
 */
final class RemoteListing {
  private static final String DATA_FILES =
      "\\( -name '.?*' -o -name '_*' -o -name '*.crc' -o -name '*.tmp' \\) -prune -o -type f";

  /** Tells how many KiB are free. */
  static final String FREE = "df -Pk -- \"$1\" | awk 'NR == 2 { print $4 }'";

  private static final String START = "[ -d \"$1\" ] || exit 0; cd -- \"$1\" || exit 1; ";
  private static final String RECORDS = " -printf '%s %p\\0'";
  private static final String SUMS = "printf '\\0'; find . " + DATA_FILES + " -exec %s {} +";
  private static final int SUM_LENGTH = 64;
  private static final int SEPARATOR_LENGTH = 2;

  private RemoteListing() {}

  /**
   * Returns the command that makes a folder and tells the sizes of all its files, hidden ones
   * included, and, behind the empty record, how many KiB are free.
   */
  static Command contents(String folder) {
    return Command.script(
        "mkdir -p -- \"$1\" && cd -- \"$1\" && find . -type f"
            + RECORDS
            + " && printf '\\0' && "
            + FREE,
        folder);
  }

  /** Returns the command for data files with their sizes. */
  static Command dataSizes(String folder) {
    return Command.script(START + "find . " + DATA_FILES + RECORDS, folder);
  }

  /** What works out checksums there. */
  enum Program {
    /** Uses what the processor offers for that, and is several times as fast. */
    OPENSSL("openssl dgst -sha256 -r"),
    /** Is everywhere, and tells every name so that it can be understood. */
    SHA256SUM("sha256sum");

    private final String call;

    Program(String call) {
      this.call = call;
    }

    /** Returns the beginning of a command whose further arguments are files. */
    String call() {
      return call;
    }
  }

  /** Returns the command for data files with sizes and checksums. */
  static Command checksums(String folder, Program program) {
    return Command.script(
        START + "find . " + DATA_FILES + RECORDS + " || exit 1; " + SUMS.formatted(program.call()),
        folder);
  }

  /** Returns whether each file has a checksum in what a command wrote. */
  static boolean isComplete(String output) {
    if (output.isEmpty()) {
      return true;
    }
    Map<String, String> sums = sums(bytes(output));
    return sizes(output, "").stream().allMatch(entry -> sums.containsKey(entry.path()));
  }

  /**
   * Reads what a command wrote.
   *
   * @param output one character per byte
   * @param place for messages
   * @throws FileException if it makes no sense, or two names would become the same here
   */
  static Manifest manifest(String output, boolean withChecksums, String place) {
    List<Entry> entries = sizes(output, place);
    if (withChecksums && !output.isEmpty()) {
      Map<String, String> sums = sums(bytes(output));
      entries =
          entries.stream()
              .map(
                  entry ->
                      new Entry(
                          entry.path(),
                          entry.bytes(),
                          sum(entry, sums, place),
                          OptionalLong.empty()))
              .toList();
    }
    return new Manifest(entries.stream().filter(entry -> DataFiles.counts(entry.path())).toList());
  }

  private static String sum(Entry entry, Map<String, String> sums, String place) {
    String sum = sums.get(entry.path());
    if (sum == null) {
      throw new FileException(
          Reason.DAMAGED,
          "Listing %s: %s has no checksum; did it come or go meanwhile? Try again"
              .formatted(place, entry.path()));
    }
    return sum;
  }

  /** Reads the records. */
  static List<Entry> sizes(String text, String place) {
    byte[] output = bytes(text);
    var entries = new ArrayList<Entry>();
    int start = 0;
    for (int end = next(output, start); end > start; end = next(output, start)) {
      int blank = start;
      while (output[blank] != ' ') {
        blank++;
      }
      long bytes = Long.parseLong(ascii(output, start, blank));
      // Behind "./".
      String path = RemoteNames.local(output, blank + 1 + SEPARATOR_LENGTH, end);
      entries.add(new Entry(path, bytes, "", OptionalLong.empty()));
      start = end + 1;
    }
    checkDistinct(entries, place);
    return entries;
  }

  /** Names of other bytes may have become the same text. */
  static void checkDistinct(List<Entry> entries, String place) {
    var names = new HashSet<String>();
    for (Entry entry : entries) {
      if (!names.add(entry.path())) {
        throw new FileException(
            Reason.DAMAGED,
            "Listing %s: two files would be called '%s' here; rename one of them there"
                .formatted(place, entry.path()));
      }
    }
  }

  /** Returns the index of the next zero byte; the start itself if there is none. */
  private static int next(byte[] output, int start) {
    for (int i = start; i < output.length; i++) {
      if (output[i] == 0) {
        return i;
      }
    }
    return start;
  }

  private static Map<String, String> sums(byte[] output) {
    int start = 0;
    // The empty record: a zero byte at the beginning, or behind another one.
    while (start < output.length && (output[start] != 0 || (start > 0 && output[start - 1] != 0))) {
      start++;
    }
    var sums = new HashMap<String, String>();
    start++;
    for (int i = start; i < output.length; i++) {
      if (output[i] == '\n') {
        line(output, start, i, sums);
        start = i + 1;
      }
    }
    return sums;
  }

  private static void line(byte[] output, int start, int end, Map<String, String> sums) {
    boolean changed = output[start] == '\\';
    int sum = changed ? start + 1 : start;
    // Behind the two characters that part sum and name, and "./".
    int name = sum + SUM_LENGTH + 2 * SEPARATOR_LENGTH;
    String path;
    if (changed) {
      byte[] real = unescaped(output, name, end);
      path = RemoteNames.local(real, 0, real.length);
    } else {
      path = RemoteNames.local(output, name, end);
    }
    sums.put(path, ascii(output, sum, sum + SUM_LENGTH));
  }

  private static byte[] unescaped(byte[] output, int start, int end) {
    var name = new ByteArrayOutputStream();
    int i = start;
    while (i < end) {
      boolean escape = output[i] == '\\' && i + 1 < end;
      name.write(escape ? unescaped(output[i + 1]) : output[i]);
      i += escape ? 2 : 1;
    }
    return name.toByteArray();
  }

  private static int unescaped(byte escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> escaped;
    };
  }

  /** Returns the checksum in a line of sha256sum. */
  static String checksum(String line) {
    int start = line.startsWith("\\") ? 1 : 0;
    return line.length() < start + SUM_LENGTH ? line : line.substring(start, start + SUM_LENGTH);
  }

  private static byte[] bytes(String output) {
    return output.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String ascii(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
  }
}
