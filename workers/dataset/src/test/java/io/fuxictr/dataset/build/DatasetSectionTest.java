package io.fuxictr.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fuxictr.dataset.Built;
import io.fuxictr.dataset.feature.Coding;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.FeatureDetection;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartColumn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatasetSectionTest {
  private static final DatasetSection.SplitDefaults ALL_TRAIN =
      new DatasetSection.SplitDefaults("sequential", 0);

  private static DatasetSection section(Map<String, Object> values) {
    return new DatasetSection(values, "dataset_config.yaml");
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    DatasetSection section = section(Map.of());

    assertThat(section.labels()).isEmpty();
    assertThat(section.columns()).isEmpty();
    assertThat(section.minCount()).isEqualTo(1);
    assertThat(section.fileRows()).isZero();
    assertThat(section.split(ALL_TRAIN, 7))
        .isEqualTo(new SplitRule(SplitRule.Order.SEQUENTIAL, 0, 0, 7));
  }

  @Test
  void declaredColumnsTakeTheSectionsCount() {
    Map<String, Object> group =
        Map.of("name", List.of("a", "b"), "active", true, "dtype", "str", "type", "categorical");

    DatasetSection section =
        section(Map.of("feature_cols", List.of(group), "min_categr_count", 5, "label_col", "y"));

    assertThat(section.columns())
        .extracting(ColumnSpec::name, it -> ((ColumnSpec.Categorical) it).tokens().minCount())
        .containsExactly(tuple("a", 5), tuple("b", 5));
    assertThat(section.labels()).extracting(LabelSpec::name).containsExactly("y");
  }

  @Test
  void labelsAreOfTheKindThatTheExperimentsTasksSay() {
    Map<String, Object> block = Map.of("label_col", List.of("a", Map.of("name", "b")));

    assertThat(DatasetSection.of(block, Map.of("task", "regression"), "x").labels())
        .extracting(LabelSpec::kind)
        .containsExactly(LabelSpec.Kind.NUMBER, LabelSpec.Kind.NUMBER);
    assertThat(
            DatasetSection.of(
                    block, Map.of("task", List.of("binary_classification", "regression")), "x")
                .labels())
        .containsExactly(
            new LabelSpec("a", LabelSpec.Kind.CLASS, -1, 0.5),
            new LabelSpec("b", LabelSpec.Kind.NUMBER, Float.NaN, 0.5));
    assertThat(DatasetSection.of(block, Map.of("task", List.of("regression")), "x").labels())
        .extracting(LabelSpec::kind)
        .containsOnly(LabelSpec.Kind.NUMBER);
    assertThat(section(block).labels())
        .extracting(LabelSpec::kind)
        .containsOnly(LabelSpec.Kind.CLASS);
  }

  @Test
  void hashOfTheExperimentIsThatOfColumnsThatSayNothingOfTheirIds() {
    List<Map<String, Object>> groups =
        List.of(
            group("usual"),
            group("own", "feature_encoder", "hash", "hash_bits", 5),
            group("bits", "hash_bits", 6),
            group("pooled", "feature_encoder", "nn.Linear(4, 4)"),
            group("learnt", "remap", true),
            group("numbered", "remap", false),
            group("bucketed", "category_processor", "hash_bucket", "num_buckets", 9),
            group("sharer", "share_embedding", "learnt"),
            group("other", "share_embedding", "usual"));

    DatasetSection section =
        DatasetSection.of(
            Map.of("feature_cols", groups),
            Map.of("feature_encoder", "hash", "hash_bits", 32),
            "x");

    assertThat(section.columns())
        .extracting(ColumnSpec::name, it -> ((ColumnSpec.Categorical) it).tokens().coding())
        .containsExactly(
            tuple("usual", new Coding.Hashed(1L << 32)),
            tuple("own", new Coding.Hashed(32)),
            tuple("bits", new Coding.Hashed(64)),
            tuple("pooled", new Coding.Hashed(1L << 32)),
            tuple("learnt", new Coding.Learnt()),
            tuple("numbered", new Coding.Own()),
            tuple("bucketed", new Coding.Hashed(10)),
            tuple("sharer", new Coding.Learnt()),
            tuple("other", new Coding.Hashed(1L << 32)));
    assertThat(
            FeatureDetection.detect(
                List.of(new PartColumn("a_tag", ColumnType.TEXT, "binary a_tag (STRING)")),
                Set.of(),
                section.defaults()))
        .extracting(it -> ((ColumnSpec.Categorical) it).tokens().coding())
        .containsExactly(new Coding.Hashed(1L << 32));
  }

  @Test
  void bitsOfTheExperimentServeColumnsThatAreHashedThemselves() {
    var block = Map.of("feature_cols", List.of(group("a", "feature_encoder", "hash"), group("b")));

    assertThat(DatasetSection.of(block, Map.of("hash_bits", 7), "x").columns())
        .extracting(it -> ((ColumnSpec.Categorical) it).tokens().coding())
        .containsExactly(new Coding.Hashed(128), new Coding.Learnt());
  }

  @Test
  void hashWithoutUsableBitsIsRefused() {
    Map<String, Object> block = Map.of("feature_cols", List.of(group("a")));

    assertThatThrownBy(
            () -> DatasetSection.of(block, Map.of("feature_encoder", "hash"), "x").columns())
        .hasMessageContaining("hash_bits is 'null', expected a whole number from 1 to 32");
    assertThatThrownBy(
            () ->
                DatasetSection.of(block, Map.of("feature_encoder", "hash", "hash_bits", 33), "x")
                    .columns())
        .hasMessageContaining("hash_bits is '33', expected a whole number from 1 to 32");
    assertThatThrownBy(
            () -> DatasetSection.of(block, Map.of("feature_encoder", "mean"), "x").columns())
        .hasMessageContaining("feature_encoder is 'mean', expected hash");
  }

  private static Map<String, Object> group(String name, Object... settings) {
    return Built.column(name, "categorical", settings);
  }

  @Test
  void numbersMayBeText() {
    assertThat(section(Map.of("valid_size", "1e-1", "test_size", 100)).split(ALL_TRAIN, 1))
        .isEqualTo(new SplitRule(SplitRule.Order.SEQUENTIAL, 0.1, 100, 1));
  }

  @Test
  void valuesThatCannotBeUsedAreTold() {
    assertThatThrownBy(() -> section(Map.of("split_type", "randomly")).split(ALL_TRAIN, 1))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "Reading dataset_config.yaml: split_type is 'randomly', expected random or sequential");
    assertThatThrownBy(() -> section(Map.of("valid_size", "much")).split(ALL_TRAIN, 1))
        .hasMessageContaining("valid_size is 'much'");
    assertThatThrownBy(() -> section(Map.of("data_block_size", -1)).fileRows())
        .hasMessageContaining("data_block_size is '-1', expected a whole number");
    assertThatThrownBy(() -> section(Map.of("feature_cols", "all")).columns())
        .hasMessageContaining("feature_cols is 'all', expected a list");
    assertThatThrownBy(
            () -> section(Map.of("rebuild_dataset", "maybe")).flag("rebuild_dataset", true))
        .hasMessageContaining("true or false");
  }
}
