package io.fuxictr.remote.file;

import static io.fuxictr.remote.file.FileException.Reason.DAMAGED;
import static java.util.function.Function.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a folder, with size and checksum: what is carried, and what must have arrived.
 *
 * <p>Data files only: names that begin with {@code _} or {@code .}, {@code .crc} and unfinished
 * {@code .tmp} files do not count, nor does anything in a folder with such a name.
 *
 * @param entries files by path, sorted
 */
public record Manifest(List<Entry> entries) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Nothing at all. */
  public static final Manifest EMPTY = new Manifest(List.of());

  /** Sorts by path and rejects a path that comes twice. */
  public Manifest {
    entries = entries.stream().sorted(Comparator.comparing(Entry::path)).toList();
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).path().equals(entries.get(i - 1).path())) {
        throw new IllegalArgumentException("twice in a manifest: " + entries.get(i).path());
      }
    }
  }

  /**
   * One file.
   *
   * @param path relative, with {@code /}; never leads out of the folder
   * @param bytes size
   * @param sha256 checksum, 64 lower-case hexadecimal digits; empty if only sizes were looked at
   * @param rows rows in the file, where somebody counted them
   */
  public record Entry(String path, long bytes, String sha256, OptionalLong rows) {

    /** Rejects paths that lead out of the folder. */
    public Entry {
      boolean climbs = Stream.of(path.split("/", -1)).anyMatch(List.of("", ".", "..")::contains);
      if (climbs || path.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("not a relative path: '" + path + "'");
      }
    }

    boolean isSameFileAs(Entry other) {
      return bytes == other.bytes && (!hasChecksum() || sha256.equals(other.sha256));
    }

    private boolean hasChecksum() {
      return !sha256.isEmpty();
    }

    /**
     * Returns what shows that a file is this one.
     *
     * @param checksum whether that is its checksum, or only its size
     */
    public String proof(boolean checksum) {
      return checksum ? sha256 : Long.toString(bytes);
    }
  }

  /**
   * Lists a folder and reads every file of it once. A folder that does not exist is empty.
   *
   * @throws FileException if a file cannot be read
   */
  public static Manifest of(Path folder) {
    return of(folder, Checksum::of);
  }

  /** Lists a folder with sizes and no checksums. A folder that does not exist is empty. */
  public static Manifest sizesOf(Path folder) {
    return of(folder, _ -> "");
  }

  private static Manifest of(Path folder, Function<Path, String> checksum) {
    return new Manifest(
        DataFiles.under(folder).parallelStream()
            .map(file -> entry(folder, file, checksum))
            .toList());
  }

  private static Entry entry(Path folder, Path file, Function<Path, String> checksum) {
    try {
      return new Entry(
          DataFiles.name(folder, file),
          Files.size(file),
          checksum.apply(file),
          OptionalLong.empty());
    } catch (IOException e) {
      throw new FileException(DAMAGED, "Reading the size of %s: %s".formatted(file, e), e);
    }
  }

  /** Returns the size of all files together. */
  public long bytes() {
    return entries.stream().mapToLong(Entry::bytes).sum();
  }

  /** Returns the same files with their sizes only. */
  public Manifest sizes() {
    return new Manifest(
        entries.stream()
            .map(entry -> new Entry(entry.path(), entry.bytes(), "", entry.rows()))
            .toList());
  }

  /** Returns one checksum for all: equal only if the same files have the same content. */
  public String sha256() {
    MessageDigest digest = Checksum.digest();
    for (Entry entry : entries) {
      String line = "%s  %d  %s\n".formatted(entry.sha256(), entry.bytes(), entry.path());
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Checksum.text(digest);
  }

  /** Returns the same files as seen from a folder above. */
  public Manifest under(String folder) {
    return new Manifest(
        entries.stream()
            .map(
                entry ->
                    new Entry(
                        folder + "/" + entry.path(), entry.bytes(), entry.sha256(), entry.rows()))
            .toList());
  }

  /** Returns the files whose paths are given, as far as they are there. */
  public Manifest only(Collection<String> paths) {
    return new Manifest(entries.stream().filter(entry -> paths.contains(entry.path())).toList());
  }

  /** Returns the files of both. */
  public Manifest and(Manifest other) {
    return new Manifest(Stream.concat(entries.stream(), other.entries.stream()).toList());
  }

  /** Returns the same files with the rows counted in them; files not named keep what they had. */
  public Manifest withRows(Map<String, Long> rowsByPath) {
    return new Manifest(entries.stream().map(entry -> withRows(entry, rowsByPath)).toList());
  }

  private static Entry withRows(Entry entry, Map<String, Long> rowsByPath) {
    Long rows = rowsByPath.get(entry.path());
    return rows == null
        ? entry
        : new Entry(entry.path(), entry.bytes(), entry.sha256(), OptionalLong.of(rows));
  }

  /** Returns what is wrong with files that should be as this manifest says. */
  public Differences differences(Manifest actual) {
    Map<String, Entry> there =
        actual.entries.stream().collect(Collectors.toMap(Entry::path, identity()));
    var missing = new ArrayList<String>();
    var different = new ArrayList<String>();
    for (Entry entry : entries) {
      Entry found = there.remove(entry.path());
      if (found == null) {
        missing.add(entry.path());
      } else if (!entry.isSameFileAs(found)) {
        different.add(entry.path());
      }
    }
    return new Differences(missing, there.keySet().stream().sorted().toList(), different);
  }

  /**
   * Checks that a folder holds exactly these files; without checksums here, only sizes are
   * compared.
   *
   * @throws FileException if a file is missing, different or too many, naming the first of them
   */
  public void verify(Path folder) {
    boolean checksums = entries.stream().anyMatch(Entry::hasChecksum);
    verify(checksums ? of(folder) : sizesOf(folder), folder.toString());
  }

  /**
   * Checks that exactly these files are in a folder that was listed.
   *
   * @param folder for the message
   * @throws FileException if a file is missing, different or too many, naming the first of them
   */
  public void verify(Manifest actual, String folder) {
    Differences differences = differences(actual);
    if (!differences.isEmpty()) {
      throw new FileException(
          DAMAGED,
          "Checking %d files in %s: %s".formatted(entries.size(), folder, differences.text()));
    }
  }

  /** Writes the manifest as JSON; the file is there as a whole or not at all. */
  public void write(Path file) throws IOException {
    ArrayNode files = MAPPER.createArrayNode();
    for (Entry entry : entries) {
      ObjectNode json =
          files
              .addObject()
              .put("path", entry.path())
              .put("bytes", entry.bytes())
              .put("sha256", entry.sha256());
      entry.rows().ifPresent(rows -> json.put("rows", rows));
    }
    ObjectNode json = MAPPER.createObjectNode().put("algorithm", Checksum.ALGORITHM);
    json.set("files", files);
    AtomicFile.write(file, json.toPrettyString() + "\n");
  }

  /**
   * Reads a manifest that was {@linkplain #write written}.
   *
   * @throws FileException if the file is missing or is no manifest
   */
  public static Manifest read(Path file) {
    try {
      var entries = new ArrayList<Entry>();
      for (JsonNode json : MAPPER.readTree(file.toFile()).required("files")) {
        entries.add(
            new Entry(
                json.required("path").asText(),
                json.required("bytes").asLong(),
                json.required("sha256").asText(),
                json.has("rows")
                    ? OptionalLong.of(json.get("rows").asLong())
                    : OptionalLong.empty()));
      }
      return new Manifest(entries);
    } catch (IOException | IllegalArgumentException e) {
      throw new FileException(DAMAGED, "Reading the manifest %s: %s".formatted(file, e), e);
    }
  }

  /** Returns the files by path. */
  Map<String, Entry> byPath() {
    var map = new LinkedHashMap<String, Entry>();
    entries.forEach(entry -> map.put(entry.path(), entry));
    return map;
  }
}
