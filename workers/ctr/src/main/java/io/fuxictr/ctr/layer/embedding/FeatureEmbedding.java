package io.fuxictr.ctr.layer.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.Weight.NamedShape;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.dataset.feature.EncoderStep;
import io.fuxictr.dataset.feature.Feature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Turns a batch into one vector per field.
 *
 * <p>Inputs are those of {@link Batch}. Categories of one width are looked up together, numbers are
 * multiplied with a vector each (no bias), sequences are looked up together and pooled with the
 * weights that come with the batch. What has a {@code feature_encoder} of other steps, vectors that
 * the data bring along, and vectors learnt elsewhere are embedded one by one; a vector without
 * encoder is multiplied with a matrix (no bias). Models of one weight per feature have no encoders.
 *
 * <p>As a DJL block its output is (B, F, d), the fields in the order of the feature map.
 */
public final class FeatureEmbedding extends WeightedBlock {
  private static final String TABLES = ".embedding_layers";
  private static final double TABLE_DEVIATION = 1e-4;

  private final EmbeddingPlan plan;
  private final List<Feature> members;
  private final List<TableUse> tables = new ArrayList<>();
  private final List<Numbers> numbers = new ArrayList<>();
  private final List<Single> singles = new ArrayList<>();
  private final Map<String, PretrainedTable> pretrained = new LinkedHashMap<>();

  /** Makes the tables of all features that take part. */
  public FeatureEmbedding(FieldLayout layout, EmbeddingPlan plan) {
    this.plan = plan;
    this.members = layout.features().inputs().stream().filter(plan.members()).toList();
    members.forEach(this::check);
    TablePlan rows = TablePlan.of(plan, members);
    for (int i = 0; i < rows.tables().size(); i++) {
      tables.add(use(layout, rows, i));
    }
    addNumbers(layout);
    members.stream().filter(this::isSingle).forEach(feature -> addSingle(layout, rows, feature));
  }

  /** A table and what is looked up in it. */
  private record TableUse(
      Weight table,
      List<String> categories,
      Lookup ids,
      List<Feature.Sequence> pooled,
      Lookup pooledIds,
      Lookup pooledRows,
      List<Feature.Sequence> kept,
      Lookup keptIds) {}

  /** Numeric features of one width. */
  private record Numbers(Weight vectors, List<String> features, Lookup columns) {}

  /**
   * A feature that is embedded on its own.
   *
   * @param values its embedded values, (B, d) or (B, L, d)
   * @param present for a sequence (B, L), 1 where there is no padding
   * @param chain what follows
   */
  private record Single(
      String feature, Values values, Optional<Values> present, EncoderChain chain) {

    void addTo(EmbeddedFields fields, Pass pass, NDList inputs) {
      Optional<NDArray> mask = present.map(each -> each.of(pass, inputs));
      NDArray vector = chain.encode(pass, values.of(pass, inputs), mask);
      if (chain.shape().dimension() == 1) {
        fields.add(List.of(feature), vector.expandDims(1));
      } else {
        fields.addSequence(feature, vector);
      }
    }
  }

  /** Computes something of a batch. */
  @FunctionalInterface
  private interface Values {
    NDArray of(Pass pass, NDList inputs);
  }

  private boolean isSingle(Feature feature) {
    if (TablePlan.pretrainedOwner(plan, members, feature).isPresent()) {
      return true;
    }
    return switch (feature) {
      case Feature.Vector _ -> true;
      case Feature.Numeric _, Feature.Categorical _ ->
          !plan.form().isLinear() && !feature.encoders().isEmpty();
      case Feature.Sequence it ->
          !plan.form().isLinear() && it.encoder() == Feature.SequenceEncoder.OTHER;
      case Feature.Meta _ -> false;
    };
  }

  private void addSingle(FieldLayout layout, TablePlan rows, Feature feature) {
    int dim = TablePlan.width(plan, members, feature);
    Shape shape =
        switch (feature) {
          case Feature.Vector it -> new Shape(it.dim());
          case Feature.Sequence it -> new Shape(it.maxLength(), dim);
          case Feature.Numeric _, Feature.Categorical _, Feature.Meta _ -> new Shape(dim);
        };
    EncoderChain chain = add(feature.name(), chain(feature, dim, shape));
    if (chain.shape().dimension() != 1
        && !(feature instanceof Feature.Sequence sequence && keeps(sequence))) {
      throw new ModelConfigException(
          "Feature %s has a feature_encoder that leaves %s per sample, not one vector; end it with layers.MaskedAveragePooling() or layers.MaskedSumPooling()"
              .formatted(feature.name(), chain.shape()));
    }
    Optional<Values> present =
        feature instanceof Feature.Sequence sequence
            ? Optional.of((_, inputs) -> present(layout, sequence, inputs))
            : Optional.empty();
    singles.add(new Single(feature.name(), values(layout, rows, feature), present, chain));
  }

  private EncoderChain chain(Feature feature, int dim, Shape shape) {
    if (feature instanceof Feature.Vector vector
        && (plan.form().isLinear() || vector.encoders().isEmpty())) {
      String name = plan.prefix() + "." + feature.name();
      List<EncoderStep> map = List.of(new EncoderStep.Linear(vector.dim(), dim, false));
      return new EncoderChain(feature.name(), name, map, shape);
    }
    String root =
        plan.prefix().endsWith(TABLES)
            ? plan.prefix().substring(0, plan.prefix().length() - TABLES.length())
            : plan.prefix();
    String name = root + ".feature_encoders." + feature.name();
    return new EncoderChain(feature.name(), name, feature.encoders(), shape);
  }

  private Values values(FieldLayout layout, TablePlan rows, Feature feature) {
    return switch (feature) {
      case Feature.Vector it -> {
        int first = layout.firstNumber(it);
        int end = first + it.dim();
        yield (_, inputs) -> inputs.get(Batch.VECTORS).get(new NDIndex(":, {}:{}", first, end));
      }
      case Feature.Numeric it -> {
        Lookup column =
            new Lookup(
                new int[] {layout.numbers().indexOf(it)}, new long[0], layout.numbers().size());
        Weight vector = add(numberVectors(List.of(it), plan.dimOf(it)));
        yield (pass, inputs) -> column.chosen(inputs.get(Batch.NUMBERS), 1).mul(pass.value(vector));
      }
      case Feature.Categorical it -> {
        Vectors vectors = vectors(rows, it);
        Lookup ids = ids(layout, rows, List.of(it));
        yield (pass, inputs) -> vectors.of(pass, ids, inputs.get(Batch.IDS)).squeeze(1);
      }
      case Feature.Sequence it -> {
        Vectors vectors = vectors(rows, it);
        Lookup ids = positions(layout, rows, List.of(it));
        yield (pass, inputs) -> vectors.of(pass, ids, inputs.get(Batch.SEQUENCE_IDS));
      }
      case Feature.Meta _ ->
          throw new IllegalStateException("columns carried along are no members");
    };
  }

  /** Looks ids up, whatever the vectors start from. */
  @FunctionalInterface
  private interface Vectors {
    NDArray of(Pass pass, Lookup columns, NDArray ids);
  }

  private Vectors vectors(TablePlan rows, Feature feature) {
    Optional<Feature> owner = TablePlan.pretrainedOwner(plan, members, feature);
    if (owner.isPresent()) {
      PretrainedTable table =
          pretrained.computeIfAbsent(owner.get().name(), _ -> pretrained(owner.get()));
      return (pass, columns, ids) -> table.vectors(pass, columns.chosen(ids, 1));
    }
    Weight table = tables.get(rows.place(feature.name()).table()).table();
    return (pass, columns, ids) -> columns.in(pass, table, ids);
  }

  private PretrainedTable pretrained(Feature owner) {
    return add(
        owner.name() + "_pretrained",
        new PretrainedTable(
            owner.name(),
            plan.prefix() + "." + owner.name(),
            TablePlan.vocabularySize(owner),
            plan.dimOf(owner),
            owner.pretrained().orElseThrow()));
  }

  private static NDArray present(FieldLayout layout, Feature.Sequence sequence, NDList inputs) {
    int row = layout.sequences().indexOf(sequence);
    int first = layout.firstPosition(sequence);
    return inputs
        .get(Batch.POOLING)
        .get(new NDIndex(":, {}, {}:{}", row, first, first + sequence.maxLength()))
        .neq(0f)
        .toType(DataType.FLOAT32, false);
  }

  private static Lookup ids(
      FieldLayout layout, TablePlan rows, List<Feature.Categorical> categories) {
    return new Lookup(
        categories.stream().mapToInt(layout.categories()::indexOf).toArray(),
        categories.stream().mapToLong(it -> rows.firstRow(it.name())).toArray(),
        layout.categories().size());
  }

  private void check(Feature feature) {
    if (plan.form() == EmbeddingPlan.Form.POOLED
        && feature instanceof Feature.Sequence sequence
        && sequence.encoder() == Feature.SequenceEncoder.NONE) {
      throw new ModelConfigException(
          "Sequence feature %s has no feature_encoder; this model needs one vector per sequence,"
                  .formatted(sequence.name())
              + " allowed: layers.MaskedAveragePooling(), layers.MaskedSumPooling()");
    }
  }

  private TableUse use(FieldLayout layout, TablePlan rows, int number) {
    TablePlan.Table table = rows.tables().get(number);
    Weight weight =
        add(
            Weight.of(
                new Shape(table.rows(), table.dim()),
                WeightRole.TABLE,
                new InitialValues.PaddedNormal(TABLE_DEVIATION),
                table.parts()));
    List<Feature.Categorical> categories = new ArrayList<>();
    List<Feature.Sequence> pooled = new ArrayList<>();
    List<Feature.Sequence> kept = new ArrayList<>();
    for (Feature feature : members) {
      if (rows.has(feature.name())
          && rows.place(feature.name()).table() == number
          && !isSingle(feature)) {
        switch (feature) {
          case Feature.Categorical it -> categories.add(it);
          case Feature.Sequence it -> (keeps(it) ? kept : pooled).add(it);
          case Feature.Numeric _, Feature.Vector _, Feature.Meta _ -> {}
        }
      }
    }
    return new TableUse(
        weight,
        categories.stream().map(Feature.Categorical::name).toList(),
        ids(layout, rows, categories),
        pooled,
        positions(layout, rows, pooled),
        new Lookup(
            pooled.stream().mapToInt(layout.sequences()::indexOf).toArray(),
            new long[0],
            layout.sequences().size()),
        kept,
        positions(layout, rows, kept));
  }

  private boolean keeps(Feature.Sequence sequence) {
    return plan.form() == EmbeddingPlan.Form.SEQUENCES_KEPT
        && sequence.encoder() == Feature.SequenceEncoder.NONE;
  }

  private static Lookup positions(
      FieldLayout layout, TablePlan rows, List<Feature.Sequence> sequences) {
    return new Lookup(
        sequences.stream()
            .flatMapToInt(
                it -> IntStream.range(0, it.maxLength()).map(i -> layout.firstPosition(it) + i))
            .toArray(),
        sequences.stream()
            .flatMapToLong(
                it -> IntStream.range(0, it.maxLength()).mapToLong(_ -> rows.firstRow(it.name())))
            .toArray(),
        layout.sequencePositions());
  }

  private void addNumbers(FieldLayout layout) {
    Map<Integer, List<Feature.Numeric>> byWidth = new LinkedHashMap<>();
    for (Feature feature : members) {
      if (feature instanceof Feature.Numeric numeric && !isSingle(numeric)) {
        byWidth.computeIfAbsent(plan.dimOf(numeric), _ -> new ArrayList<>()).add(numeric);
      }
    }
    byWidth.forEach(
        (dim, features) -> {
          Weight vectors = add(numberVectors(features, dim));
          int[] columns = features.stream().mapToInt(layout.numbers()::indexOf).toArray();
          numbers.add(
              new Numbers(
                  vectors,
                  features.stream().map(Feature.Numeric::name).toList(),
                  new Lookup(columns, new long[0], layout.numbers().size())));
        });
  }

  private Weight numberVectors(List<Feature.Numeric> features, int dim) {
    return Weight.of(
        new Shape(features.size(), dim),
        WeightRole.FIELD,
        new InitialValues.XavierNormal(),
        features.stream().map(it -> named(plan.prefix(), it.name(), dim, 1)).toList());
  }

  /** Returns how many fields there are, F. */
  public int fields() {
    return members.size();
  }

  /** Returns the names of the features that take part, in the order of the feature map. */
  public List<String> features() {
    return members.stream().map(Feature::name).toList();
  }

  /** Returns the width of all fields side by side. */
  public int flatWidth() {
    return members.stream().mapToInt(this::width).sum();
  }

  /** Returns the width of a feature's vector. */
  public int width(Feature feature) {
    return singles.stream()
        .filter(single -> single.feature().equals(feature.name()))
        .findFirst()
        .map(single -> single.chain().shape())
        .map(shape -> Math.toIntExact(shape.get(shape.dimension() - 1)))
        .orElseGet(() -> TablePlan.width(plan, members, feature));
  }

  /** Embeds the fields of a batch. */
  public EmbeddedFields embed(Pass pass, NDList inputs) {
    EmbeddedFields fields = new EmbeddedFields(features());
    for (TableUse use : tables) {
      if (!use.ids().isEmpty()) {
        fields.add(use.categories(), use.ids().in(pass, use.table(), inputs.get(Batch.IDS)));
      }
      if (!use.pooledIds().isEmpty()) {
        NDArray vectors = use.pooledIds().in(pass, use.table(), inputs.get(Batch.SEQUENCE_IDS));
        List<String> names = use.pooled().stream().map(Feature.Sequence::name).toList();
        fields.add(names, pooling(use, inputs).batchMatMul(vectors));
      }
      if (!use.keptIds().isEmpty()) {
        addKept(use, use.keptIds().in(pass, use.table(), inputs.get(Batch.SEQUENCE_IDS)), fields);
      }
    }
    for (Numbers each : numbers) {
      NDArray values = each.columns().chosen(inputs.get(Batch.NUMBERS), 1);
      NDArray vectors = pass.value(each.vectors());
      fields.add(each.features(), values.expandDims(2).mul(vectors.expandDims(0)));
    }
    singles.forEach(single -> single.addTo(fields, pass, inputs));
    return fields;
  }

  private NDArray pooling(TableUse use, NDList inputs) {
    NDArray rows = use.pooledRows().chosen(inputs.get(Batch.POOLING), 1);
    NDArray weights = use.pooledIds().chosen(rows, 2);
    return plan.form().isLinear() ? weights.neq(0f).toType(DataType.FLOAT32, false) : weights;
  }

  private static void addKept(TableUse use, NDArray vectors, EmbeddedFields fields) {
    int position = 0;
    for (Feature.Sequence sequence : use.kept()) {
      int end = position + sequence.maxLength();
      fields.addSequence(sequence.name(), vectors.get(new NDIndex(":, {}:{}", position, end)));
      position = end;
    }
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(embed(pass, inputs).stacked());
  }

  static NamedShape named(String prefix, String feature, long rows, long columns) {
    return new NamedShape("%s.%s.weight".formatted(prefix, feature), new Shape(rows, columns));
  }
}
