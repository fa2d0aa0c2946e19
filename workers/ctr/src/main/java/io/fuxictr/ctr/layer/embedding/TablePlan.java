package io.fuxictr.ctr.layer.embedding;

import io.fuxictr.ctr.layer.Weight.NamedShape;
import io.fuxictr.dataset.feature.Feature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rows of which merged table belong to which feature.
 *
 * <p>Features of one width lie one behind the other in one table, categories in one and sequences
 * in another; where features of both kinds share their rows, both lie in one. The first row of each
 * feature is its padding.
 */
final class TablePlan {
  private final List<Table> tables = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();

  private TablePlan() {}

  /**
   * A merged table.
   *
   * @param dim width of its rows
   * @param parts the reference's tables in it
   */
  record Table(int dim, List<NamedShape> parts) {
    long rows() {
      return parts.stream().mapToLong(part -> part.shape().get(0)).sum();
    }
  }

  /**
   * The rows of a feature.
   *
   * @param table number of the table
   * @param firstRow its padding row
   */
  record Place(int table, long firstRow) {}

  /** What a table is for, before it is one. */
  private record Kind(int dim, boolean ofSequences) {}

  static TablePlan of(EmbeddingPlan plan, List<Feature> members) {
    TablePlan result = new TablePlan();
    boolean sharing = plan.form() != EmbeddingPlan.Form.LINEAR;
    List<Feature> drawn =
        members.stream().filter(it -> pretrainedOwner(plan, members, it).isEmpty()).toList();
    boolean merged = sharing && sharesAcrossKinds(drawn);
    Map<Kind, List<Feature>> kinds = new LinkedHashMap<>();
    for (Feature feature : drawn) {
      boolean sequence = feature instanceof Feature.Sequence;
      if (sequence || feature instanceof Feature.Categorical) {
        Kind kind = new Kind(width(plan, members, feature), sequence && !merged);
        kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(feature);
      }
    }
    kinds.forEach((kind, features) -> result.lay(plan, kind.dim(), features, sharing));
    return result;
  }

  private void lay(EmbeddingPlan plan, int dim, List<Feature> features, boolean sharing) {
    List<NamedShape> parts = new ArrayList<>();
    long next = 0;
    for (Feature feature : features) {
      Optional<Place> owner = sharing ? shareWith(feature).map(places::get) : Optional.empty();
      if (owner.isPresent()) {
        places.put(feature.name(), owner.get());
        continue;
      }
      long rows = vocabularySize(feature);
      parts.add(FeatureEmbedding.named(plan.prefix(), feature.name(), rows, dim));
      places.put(feature.name(), new Place(tables.size(), next));
      next = Math.addExact(next, rows);
    }
    if (!parts.isEmpty()) {
      tables.add(new Table(dim, List.copyOf(parts)));
    }
  }

  List<Table> tables() {
    return tables;
  }

  boolean has(String feature) {
    return places.containsKey(feature);
  }

  Place place(String feature) {
    return Optional.ofNullable(places.get(feature)).orElseThrow();
  }

  /** Returns the padding row of a feature, 0 if its vectors lie in no merged table. */
  long firstRow(String feature) {
    return Optional.ofNullable(places.get(feature)).map(Place::firstRow).orElse(0L);
  }

  /** Returns the width of a feature's rows, which is that of the feature it shares with. */
  static int width(EmbeddingPlan plan, List<Feature> members, Feature feature) {
    if (plan.form().isLinear()) {
      return plan.dimOf(feature);
    }
    return shareWith(feature)
        .flatMap(name -> members.stream().filter(each -> each.name().equals(name)).findFirst())
        .map(owner -> width(plan, members, owner))
        .orElseGet(() -> plan.dimOf(feature));
  }

  /**
   * Returns the feature whose vectors learnt elsewhere are the rows of a feature: it, or the one it
   * shares with.
   */
  static Optional<Feature> pretrainedOwner(
      EmbeddingPlan plan, List<Feature> members, Feature feature) {
    if (plan.form().isLinear()) {
      return Optional.empty();
    }
    Feature owner = owner(members, feature);
    return owner.pretrained().isPresent() ? Optional.of(owner) : Optional.empty();
  }

  private static Feature owner(List<Feature> members, Feature feature) {
    return shareWith(feature)
        .flatMap(name -> members.stream().filter(each -> each.name().equals(name)).findFirst())
        .map(owner -> owner(members, owner))
        .orElse(feature);
  }

  static long vocabularySize(Feature feature) {
    return switch (feature) {
      case Feature.Categorical it -> it.vocabularySize();
      case Feature.Sequence it -> it.vocabularySize();
      case Feature.Numeric _, Feature.Vector _, Feature.Meta _ -> 0;
    };
  }

  private static boolean sharesAcrossKinds(List<Feature> members) {
    Map<String, Feature> byName = new HashMap<>();
    members.forEach(feature -> byName.put(feature.name(), feature));
    return members.stream()
        .anyMatch(
            feature ->
                shareWith(feature)
                    .map(byName::get)
                    .filter(owner -> owner.getClass() != feature.getClass())
                    .isPresent());
  }

  private static Optional<String> shareWith(Feature feature) {
    return switch (feature) {
      case Feature.Categorical it -> it.shareWith();
      case Feature.Sequence it -> it.shareWith();
      case Feature.Numeric _, Feature.Vector _, Feature.Meta _ -> Optional.empty();
    };
  }
}
