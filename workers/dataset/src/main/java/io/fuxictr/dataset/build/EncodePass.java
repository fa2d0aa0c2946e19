package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.EncodedColumn;
import io.fuxictr.dataset.feature.EncodingPass;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.ColumnOutput;
import io.fuxictr.dataset.part.OutputColumn;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.PartFooter;
import io.fuxictr.dataset.part.PartReader;
import io.fuxictr.dataset.part.PartWriter;
import io.fuxictr.dataset.part.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The second pass: encodes all rows and writes each to the file of its split. */
final class EncodePass implements AutoCloseable {
  private final RawTable table;
  private final SplitPlan plan;
  private final BuildProgress progress;
  private final LabelColumns labels;
  private final EncodingPass encoding;
  private final Map<String, ColumnForm> forms = new LinkedHashMap<>();
  private final List<String> names;
  private final int labelCount;
  private final Map<Split, SplitOutput> outputs = new EnumMap<>(Split.class);

  EncodePass(
      DatasetSpec spec,
      RawTable table,
      SplitPlan plan,
      FeatureEncoder encoder,
      BuildProgress progress,
      Path folder) {
    this.table = table;
    this.plan = plan;
    this.progress = progress;
    labels = new LabelColumns(spec.labels());
    labelCount = spec.labels().size();
    encoding = encoder.start();
    spec.labelNames().forEach(label -> forms.put(label, ColumnForm.NUMBERS));
    forms.putAll(encoder.forms());
    names = List.copyOf(forms.keySet());
    for (Split split : Split.values()) {
      if (plan.count(split) > 0 || !table.parts(split).isEmpty()) {
        outputs.put(
            split, new SplitOutput(folder, split, outputColumns(spec, encoder), spec.fileRows()));
      }
    }
  }

  /** Writes everything and returns rows and names of the files of each split. */
  Map<Split, SplitOutput> run(ColumnCrew crew) throws InterruptedException {
    long from = 0;
    for (PartFooter part : table.parts(Split.TRAIN)) {
      from = encode(crew, part, Optional.empty(), from);
    }
    for (Split split : List.of(Split.VALID, Split.TEST)) {
      for (PartFooter part : table.parts(split)) {
        encode(crew, part, Optional.of(split), 0);
      }
    }
    outputs.values().forEach(SplitOutput::publish);
    return outputs;
  }

  @Override
  public void close() {
    outputs.values().forEach(SplitOutput::close);
  }

  /** Encodes one part; the rows go where the plan says, or all to the same split. */
  private long encode(ColumnCrew crew, PartFooter part, Optional<Split> whole, long from)
      throws InterruptedException {
    long row = from;
    try (PartReader reader = PartReader.open(part.file(), forms, BuildProgress.BLOCK_ROWS)) {
      Optional<PartBlock> next = reader.next();
      while (next.isPresent()) {
        PartBlock block = next.get();
        var columns = new EncodedColumn[names.size()];
        crew.each(columns.length, i -> columns[i] = encode(i, block));
        for (Map.Entry<Split, SplitOutput> output : outputs.entrySet()) {
          int[] rows = rows(whole, output.getKey(), row, block.rows());
          output.getValue().write(rows, (writer, chosen) -> write(crew, writer, columns, chosen));
        }
        row += block.rows();
        progress.add(block.rows());
        next = reader.next();
      }
    }
    return row;
  }

  private int[] rows(Optional<Split> whole, Split split, long from, int count) {
    if (whole.isEmpty()) {
      return plan.rows(split, from, count);
    }
    return whole.get() == split ? IntStream.range(0, count).toArray() : new int[0];
  }

  private EncodedColumn encode(int index, PartBlock block) {
    String name = names.get(index);
    return index < labelCount
        ? new EncodedColumn.Numbers(labels.encode(index, block.numbers(name)))
        : encoding.encode(name, block.column(name));
  }

  private static void write(ColumnCrew crew, PartWriter writer, EncodedColumn[] columns, int[] rows)
      throws InterruptedException {
    crew.each(columns.length, i -> write(writer.column(i), columns[i], rows));
  }

  private static void write(ColumnOutput output, EncodedColumn column, int[] rows) {
    switch (column) {
      case EncodedColumn.Numbers(float[] values) -> output.writeFloats(values, rows);
      case EncodedColumn.Ids(int[] values) -> output.writeIds(values, rows);
      case EncodedColumn.IdLists(int[] values, int width) ->
          output.writeIdLists(values, width, rows);
      case EncodedColumn.Vectors(float[] values, int width) ->
          output.writeFloatLists(values, width, rows);
      case EncodedColumn.Longs(long[] values) -> output.writeLongs(values, rows);
      case EncodedColumn.Texts(int[] codes, Words words) -> output.writeTexts(codes, words, rows);
    }
  }

  private static List<OutputColumn> outputColumns(DatasetSpec spec, FeatureEncoder encoder) {
    List<OutputColumn> columns = new ArrayList<>();
    spec.labelNames()
        .forEach(label -> columns.add(new OutputColumn(label, OutputColumn.Kind.FLOATS)));
    columns.addAll(encoder.outputColumns());
    return columns;
  }
}
