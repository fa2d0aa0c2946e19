package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The coders of all columns after learning.
 *
 * <p>Columns that share a table share a coder: the values of the owner come first, then, in order
 * of the columns, what each brings in addition; the id of values that are not known moves behind
 * them. Behind that stand values of which only a vector learnt elsewhere is known.
 */
final class Coders {
  private final Map<String, Coder> ofColumn = new LinkedHashMap<>();
  private final Map<String, Pretrained> pretrained = new LinkedHashMap<>();

  Coders(List<ColumnSpec> columns, Map<String, TokenFit> fits) {
    Map<String, String> owners = owners(columns);
    Map<String, Set<String>> values = values(owners, fits);
    refuseEmpty(columns, owners, values);
    Map<String, Coder> ofOwner = new LinkedHashMap<>();
    for (ColumnSpec column : columns) {
      String owner = owners.getOrDefault(column.name(), "");
      if (owner.equals(column.name())) {
        Coder coder = coder(column, values.getOrDefault(owner, Set.of()));
        ofOwner.put(owner, withVectors(column, coder));
      }
    }
    owners.forEach((name, owner) -> ofColumn.put(name, present(ofOwner, owner)));
  }

  /** Returns the coder of a column. */
  Coder of(String column) {
    return present(ofColumn, column);
  }

  /** Returns the vectors learnt elsewhere that a column starts from. */
  Optional<Pretrained> pretrained(String column) {
    return Optional.ofNullable(pretrained.get(column));
  }

  private static Map<String, String> owners(List<ColumnSpec> columns) {
    Map<String, String> owners = new LinkedHashMap<>();
    for (ColumnSpec column : columns) {
      if (column instanceof ColumnSpec.Categorical || column instanceof ColumnSpec.Sequence) {
        String shared = ColumnSpecs.shared(column).orElse(column.name());
        owners.put(column.name(), owners.getOrDefault(shared, shared));
      }
    }
    return owners;
  }

  private static Map<String, Set<String>> values(
      Map<String, String> owners, Map<String, TokenFit> fits) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    owners.forEach(
        (name, owner) -> {
          TokenFit fit = fits.get(name);
          if (fit != null) {
            values.computeIfAbsent(owner, _ -> new LinkedHashSet<>()).addAll(fit.tokens());
          }
        });
    return values;
  }

  private static void refuseEmpty(
      List<ColumnSpec> columns, Map<String, String> owners, Map<String, Set<String>> values) {
    List<String> empty = new ArrayList<>();
    for (ColumnSpec column : columns) {
      String owner = owners.getOrDefault(column.name(), "");
      boolean isLearnt =
          ColumnSpecs.coding(column)
              .filter(it -> it instanceof Coding.Learnt || it instanceof Coding.Own)
              .isPresent();
      if (isLearnt && values.getOrDefault(owner, Set.of()).isEmpty()) {
        empty.add(column.name());
      }
    }
    if (!empty.isEmpty()) {
      throw new DatasetException(
          "Counting the values of columns %s: none occurs often enough in the training rows, so that"
                  .formatted(empty)
              + " nothing can be learnt of them; lower min_categr_count or remove the columns");
    }
  }

  private static Coder coder(ColumnSpec column, Set<String> values) {
    return switch (ColumnSpecs.coding(column).orElse(new Coding.Learnt())) {
      case Coding.Learnt(), Coding.Quantiles(_) -> new Vocabulary(List.copyOf(values));
      case Coding.Own() -> Vocabulary.own(column.name(), List.copyOf(values));
      case Coding.Hashed(long size) -> new HashedIds(size);
      case Coding.Declared(long size) -> new DeclaredIds(size);
    };
  }

  private Coder withVectors(ColumnSpec column, Coder coder) {
    Optional<PretrainedSource> source = ColumnSpecs.pretrained(column);
    if (source.isEmpty()) {
      return coder;
    }
    if (!(coder instanceof Vocabulary vocabulary)) {
      throw new DatasetException(
          "Preparing column '%s': pretrained_emb needs a vocabulary; remove feature_encoder: hash, or"
                  .formatted(column.name())
              + " category_processor, or set rebuild_dataset to true");
    }
    PretrainedFile file = PretrainedFile.open(source.get());
    Vocabulary all = vocabulary.withBehind(file.keys());
    pretrained.put(
        column.name(),
        file.described(PretrainedFile.name(column.name(), source.get().file()), all));
    return all;
  }

  private static Coder present(Map<String, Coder> coders, String name) {
    Coder coder = coders.get(name);
    if (coder == null) {
      throw new IllegalStateException("no ids for '" + name + "'");
    }
    return coder;
  }
}
