package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.feature.Feature.SequenceEncoder;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names of sequence encoders in configuration files and feature maps. */
final class EncoderNames {
  private static final Map<String, SequenceEncoder> KNOWN =
      Map.of(
          "layers.MaskedAveragePooling()", SequenceEncoder.MASKED_AVERAGE,
          "MaskedAveragePooling", SequenceEncoder.MASKED_AVERAGE,
          "layers.MaskedSumPooling()", SequenceEncoder.MASKED_SUM,
          "MaskedSumPooling", SequenceEncoder.MASKED_SUM,
          "null", SequenceEncoder.NONE,
          "None", SequenceEncoder.NONE,
          "none", SequenceEncoder.NONE);

  private EncoderNames() {}

  /** Reads a name; null is the name of no encoder at all. */
  static Optional<SequenceEncoder> parse(@Nullable Object name) {
    return Optional.ofNullable(KNOWN.get(String.valueOf(name)));
  }

  /** Writes a name; empty for no encoder. */
  static Optional<String> text(SequenceEncoder encoder) {
    return switch (encoder) {
      case MASKED_AVERAGE -> Optional.of("layers.MaskedAveragePooling()");
      case MASKED_SUM -> Optional.of("layers.MaskedSumPooling()");
      case NONE -> Optional.empty();
    };
  }
}
