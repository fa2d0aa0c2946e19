package io.fuxictr.transport;

import io.fuxictr.remote.file.Manifest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * What the files of a result are called in the table's folder: {@code
 * fuxictr-{task}-{created}-{checksum}-{part}}. No other result has these names, and the same one
 * always has them.
 *
 * @param run how the names of all results of a run begin
 * @param prefix how the names of this result begin
 * @param all the names, one for each part file, in their order
 */
record ResultNames(String run, String prefix, List<String> all) {
  private static final int CHECKSUM_DIGITS = 12;

  /** Takes a copy. */
  ResultNames {
    all = List.copyOf(all);
  }

  /** Returns the names of a load. */
  static ResultNames of(Load load) {
    String run = "fuxictr-%s-%d-".formatted(load.task(), load.createdAt().toEpochMilli());
    String prefix = run + checksum(load) + "-";
    return new ResultNames(
        run,
        prefix,
        load.files().entries().stream().map(Manifest.Entry::path).map(prefix::concat).toList());
  }

  private static String checksum(Load load) {
    String key =
        String.join(
            "\n",
            load.datasetId(),
            load.table().toString().toLowerCase(Locale.ROOT),
            new TreeMap<>(load.partition()).toString(),
            load.files().sha256());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, CHECKSUM_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns how many files there are. */
  int count() {
    return all.size();
  }
}
