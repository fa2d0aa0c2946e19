package io.fuxictr.ctr.zoo;

import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import io.fuxictr.ctr.multitask.Mmoe;
import io.fuxictr.ctr.multitask.ShareBottom;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The models that can be trained, by the name that an experiment gives in {@code model}. */
public final class ModelRegistry {
  private static final int NEAREST = 3;
  private static final Map<String, Function<ModelSetup, Network>> MODELS =
      new TreeMap<>(Map.of("MMoE", Mmoe::new, "ShareBottom", ShareBottom::new));

  private ModelRegistry() {}

  /** Returns all names, sorted. */
  public static List<String> names() {
    return List.copyOf(MODELS.keySet());
  }

  /**
   * Builds a network without values.
   *
   * @throws ModelConfigException if there is no such model, naming the nearest, or a
   *     hyper-parameter cannot be used
   */
  public static Network build(ModelSetup setup) {
    return Optional.ofNullable(MODELS.get(setup.model()))
        .orElseThrow(() -> unknown(setup.model()))
        .apply(setup);
  }

  private static ModelConfigException unknown(String name) {
    List<String> nearest =
        MODELS.keySet().stream()
            .sorted(Comparator.comparingInt(known -> distance(lower(name), lower(known))))
            .limit(NEAREST)
            .toList();
    return new ModelConfigException(
        "Model '%s' is not known; the nearest are: %s".formatted(name, String.join(", ", nearest)));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Returns the number of single-character edits between two names (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
