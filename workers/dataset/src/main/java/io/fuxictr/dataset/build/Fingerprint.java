package io.fuxictr.dataset.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.PartFooter;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A text that changes with everything that decides what a dataset looks like. */
final class Fingerprint {
  /** Raised when the program starts to build something else out of the same. */
  private static final int VERSION = 2;

  private Fingerprint() {}

  /**
   * Returns the fingerprint of a dataset.
   *
   * @param isEncoded whether the data are taken as they are
   */
  static String of(DatasetSpec spec, boolean isEncoded) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("version", VERSION);
    parts.put("dataset", spec.datasetId());
    parts.put("columns", ColumnSpecs.write(spec.columns()));
    parts.put("labels", spec.labels().stream().map(Fingerprint::label).toList());
    parts.put("split", spec.split().toString());
    parts.put("file_rows", spec.fileRows());
    parts.put("format", spec.format().toString());
    parts.put("encoded", isEncoded);
    for (Split split : Split.values()) {
      parts.put(
          split.wireName(),
          spec.parts().of(split).stream().map(file -> fingerprint(spec, file)).toList());
    }
    parts.put("pretrained", new PretrainedCopies(spec.columns()).fingerprints());
    try {
      byte[] bytes = new JsonMapper().writeValueAsBytes(parts);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("maps of texts and numbers are JSON", e);
    }
  }

  private static Map<String, Object> label(LabelSpec label) {
    Map<String, Object> map = label.toMap();
    if (label.kind() == LabelSpec.Kind.NUMBER) {
      map.put("kind", "number");
    }
    return map;
  }

  private static String fingerprint(DatasetSpec spec, Path file) {
    String contents = spec.isParquet() ? PartFooter.read(file).fingerprint() : FileDigest.of(file);
    return file.getFileName() + " " + contents;
  }
}
