package io.fuxictr.remote.file;

import java.util.ArrayList;
import java.util.List;

/**
 * How files differ from their manifest.
 *
 * @param missing paths that should be there
 * @param extra paths that should not
 * @param different paths whose size or checksum differs
 */
public record Differences(List<String> missing, List<String> extra, List<String> different) {
  private static final int NAMED = 20;

  /** Takes copies of the lists. */
  public Differences {
    missing = List.copyOf(missing);
    extra = List.copyOf(extra);
    different = List.copyOf(different);
  }

  /** Returns whether there is none. */
  public boolean isEmpty() {
    return missing.isEmpty() && extra.isEmpty() && different.isEmpty();
  }

  /** Returns the differences in words, the first 20 files of each kind by name. */
  public String text() {
    var parts = new ArrayList<String>();
    add(parts, "missing", missing);
    add(parts, "extra", extra);
    add(parts, "different", different);
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, String kind, List<String> paths) {
    if (paths.isEmpty()) {
      return;
    }
    String more = paths.size() > NAMED ? " and %d more".formatted(paths.size() - NAMED) : "";
    parts.add(
        "%d %s: %s%s"
            .formatted(
                paths.size(),
                kind,
                String.join(", ", paths.subList(0, Math.min(NAMED, paths.size()))),
                more));
  }
}
