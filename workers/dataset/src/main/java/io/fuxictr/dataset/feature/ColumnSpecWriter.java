package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.feature.Feature.Embedding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the declaration of one column as the map from which it can be read again. */
final class ColumnSpecWriter {
  private final Map<String, Object> map = new LinkedHashMap<>();

  private ColumnSpecWriter() {}

  /** Returns all settings but the name. */
  static Map<String, Object> settings(ColumnSpec spec) {
    var writer = new ColumnSpecWriter();
    writer.map.put("active", true);
    writer.map.put("dtype", spec.dtype().wireName());
    writer.put(spec);
    return writer.map;
  }

  private void put(ColumnSpec spec) {
    switch (spec) {
      case ColumnSpec.Numeric numeric -> {
        putKind("numeric", numeric.source());
        map.put("fill_na", numeric.fill());
        numeric.scaling().ifPresent(scaling -> map.put("normalizer", scaling.wireName()));
        putEmbedding(numeric.embedding(), List.of());
      }
      case ColumnSpec.Categorical categorical -> {
        putKind("categorical", categorical.source());
        putTokens(categorical.tokens());
        putEmbedding(categorical.embedding(), hash(categorical.tokens()));
      }
      case ColumnSpec.Sequence sequence -> {
        putKind("sequence", sequence.source());
        putTokens(sequence.tokens());
        map.put("max_len", sequence.list().maxLength());
        map.put("padding", sequence.list().padding().wireName());
        map.put("splitter", sequence.list().splitter());
        List<String> before = new ArrayList<>(hash(sequence.tokens()));
        if (sequence.embedding().encoders().isEmpty()) {
          before.add("none");
        }
        putEmbedding(sequence.embedding(), before);
      }
      case ColumnSpec.Vector vector -> {
        putKind("embedding", vector.source());
        map.put("pretrain_dim", vector.dim());
        putEmbedding(vector.embedding(), List.of());
      }
      case ColumnSpec.Meta meta -> {
        map.put("type", "meta");
        map.put("remap", meta.remap());
        meta.fill().ifPresent(fill -> map.put("fill_na", fill));
      }
    }
    spec.derivation().ifPresent(derivation -> map.put("preprocess", derivation.text()));
  }

  private void putKind(String type, String source) {
    map.put("type", type);
    if (!source.isEmpty()) {
      map.put("source", source);
    }
  }

  private void putTokens(ColumnSpec.TokenRules tokens) {
    tokens.fill().ifPresent(fill -> map.put("fill_na", fill));
    map.put("min_categr_count", tokens.minCount());
    tokens.shareWith().ifPresent(owner -> map.put("share_embedding", owner));
    switch (tokens.coding()) {
      case Coding.Learnt() -> {}
      case Coding.Own() -> map.put("remap", false);
      case Coding.Hashed(long size) -> {
        if (bits(size).isPresent()) {
          map.put("hash_bits", bits(size).get());
        } else {
          map.put("category_processor", "hash_bucket");
          map.put("num_buckets", size - 1);
        }
      }
      case Coding.Quantiles(int buckets) -> {
        map.put("category_processor", "quantile_bucket");
        map.put("num_buckets", buckets);
      }
      case Coding.Declared(long size) -> map.put("vocab_size", size);
    }
    tokens.pretrained().ifPresent(this::putPretrained);
  }

  private void putPretrained(PretrainedSource vectors) {
    map.put("pretrained_emb", vectors.file().toString());
    vectors.dim().ifPresent(dim -> map.put("pretrain_dim", dim));
    map.put("freeze_emb", vectors.frozen());
    map.put("pretrain_usage", vectors.usage().wireName());
  }

  private void putEmbedding(Embedding embedding, List<String> before) {
    List<String> encoders = new ArrayList<>(before);
    encoders.addAll(EncoderSteps.text(embedding.encoders()));
    if (encoders.size() == 1) {
      map.put("feature_encoder", encoders.getFirst());
    } else if (encoders.size() > 1) {
      map.put("feature_encoder", encoders);
    }
    embedding.dim().ifPresent(dim -> map.put("embedding_dim", dim));
    embedding.outputDim().ifPresent(dim -> map.put("emb_output_dim", dim));
  }

  private static List<String> hash(ColumnSpec.TokenRules tokens) {
    return tokens.coding() instanceof Coding.Hashed(long size) && bits(size).isPresent()
        ? List.of("hash")
        : List.of();
  }

  private static Optional<Integer> bits(long size) {
    return Long.bitCount(size) == 1
        ? Optional.of(Long.numberOfTrailingZeros(size))
        : Optional.empty();
  }
}
