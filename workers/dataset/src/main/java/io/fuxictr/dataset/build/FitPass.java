package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.FeatureFitter;
import io.fuxictr.dataset.feature.RawColumns;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.PartFooter;
import io.fuxictr.dataset.part.PartReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first pass: learns vocabularies and scales from the training rows and checks labels. */
final class FitPass {
  private final DatasetSpec spec;
  private final RawTable table;
  private final SplitPlan plan;
  private final BuildProgress progress;
  private final LabelColumns labels;
  private final FeatureFitter fitter;

  FitPass(DatasetSpec spec, RawTable table, SplitPlan plan, BuildProgress progress) {
    this.spec = spec;
    this.table = table;
    this.plan = plan;
    this.progress = progress;
    labels = new LabelColumns(spec.labels());
    fitter = new FeatureFitter(spec.columns(), table.types());
  }

  FeatureEncoder run(ColumnCrew crew) throws InterruptedException {
    Map<String, ColumnForm> forms = new LinkedHashMap<>();
    spec.labelNames().forEach(label -> forms.put(label, ColumnForm.NUMBERS));
    RawColumns columns = fitter.start();
    forms.putAll(columns.forms());
    List<String> names = new ArrayList<>(spec.labelNames());
    columns.names().forEach(names::add);
    long from = 0;
    for (PartFooter part : table.parts(Split.TRAIN)) {
      try (PartReader reader = table.open(part, forms)) {
        Optional<PartBlock> next = reader.next();
        while (next.isPresent()) {
          PartBlock block = next.get();
          int[] rows = plan.rows(Split.TRAIN, from, block.rows());
          crew.each(names.size(), i -> learn(columns, i, names.get(i), block, rows));
          from += block.rows();
          progress.add(block.rows());
          next = reader.next();
        }
      }
    }
    labels.checkCounted();
    return fitter.finish(spec.datasetId(), spec.labelNames());
  }

  private void learn(RawColumns columns, int index, String name, PartBlock block, int[] rows) {
    if (index < spec.labels().size()) {
      labels.count(index, labels.encode(index, block.numbers(name)), rows);
    } else if (rows.length > 0) {
      fitter.add(name, columns.column(name, block), rows);
    }
  }
}
