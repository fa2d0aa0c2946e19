package io.fuxictr.dataset.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.PartFooter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A text that changes with everything that decides what a dataset looks like. */
final class Fingerprint {
  /** Raised when the program starts to build something else out of the same. */
  private static final int VERSION = 1;

  private Fingerprint() {}

  static String of(DatasetSpec spec, RawTable table) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("version", VERSION);
    parts.put("dataset", spec.datasetId());
    parts.put("columns", ColumnSpecs.write(spec.columns()));
    parts.put("labels", spec.labels().stream().map(LabelSpec::toMap).toList());
    parts.put("split", spec.split().toString());
    parts.put("file_rows", spec.fileRows());
    for (Split split : Split.values()) {
      parts.put(split.wireName(), fingerprints(table.parts(split)));
    }
    try {
      byte[] bytes = new JsonMapper().writeValueAsBytes(parts);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("maps of texts and numbers are JSON", e);
    }
  }

  private static List<String> fingerprints(List<PartFooter> parts) {
    return parts.stream()
        .map(part -> part.file().getFileName() + " " + part.fingerprint())
        .toList();
  }
}
