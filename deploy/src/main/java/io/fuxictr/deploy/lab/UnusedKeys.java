package io.fuxictr.deploy.lab;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds keys of an experiment that nobody reads: most of them are misspelt. */
final class UnusedKeys {
  /** Read somewhere, or known to have no meaning here, such as the loader's processes. */
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "model_id",
          "model_root",
          "dataset_id",
          "label_col",
          "verbose",
          "metrics",
          "task",
          "loss",
          "optimizer",
          "monitor",
          "group_id",
          "use_features",
          "feature_specs",
          "feature_config",
          "feature_encoder",
          "hash_bits",
          "pickle_feature_encoder",
          "ordered_features",
          "debug_mode",
          "num_workers",
          "num_tasks",
          "streaming",
          "gpu",
          "seed",
          "loss_weight",
          "regularizer",
          "embedding_regularizer",
          "net_regularizer",
          "hidden_activations",
          "dnn_activations",
          "net_dropout",
          "batch_norm",
          "embedding_dim");

  private UnusedKeys() {}

  /**
   * Returns a sentence for each.
   *
   * @param keys all keys of the experiment
   * @param asked keys that model and training asked for
   * @param placeOf gives file and line of a key
   */
  static List<String> warnings(
      Set<String> keys, Set<String> asked, Function<String, Optional<String>> placeOf) {
    return new TreeSet<>(keys)
        .stream()
            .filter(key -> !asked.contains(key) && !KNOWN.contains(key))
            .map(
                key ->
                    "Warning: %s%s has no effect: neither the model nor the training reads it"
                        .formatted(placeOf.apply(key).map(it -> it + ": ").orElse(""), key))
            .toList();
  }
}
