package io.fuxictr.dataset.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.part.DatasetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ColumnSpecsTest {

  @Test
  void aGroupDeclaresEachOfItsNames() {
    var group = group("name", List.of("a", "b"), "type", "categorical", "min_categr_count", 3);
    group.put("source", "user");
    group.put("fill_na", "none");
    group.put("embedding_dim", 8);

    var tokens = new ColumnSpec.TokenRules(Optional.of("none"), 3, Optional.empty());
    assertThat(ColumnSpecs.parse(List.of(group), 1))
        .containsExactly(
            new ColumnSpec.Categorical("a", DataType.STR, "user", tokens, OptionalInt.of(8)),
            new ColumnSpec.Categorical("b", DataType.STR, "user", tokens, OptionalInt.of(8)));
  }

  @Test
  void aSequenceHasTheUsualSettingsUnlessItSaysOtherwise() {
    var usual = group("name", "a", "type", "sequence", "encoder", "MaskedAveragePooling");
    var other = group("name", "b", "type", "sequence", "share_embedding", "a");
    other.putAll(Map.of("padding", "pre", "splitter", ",", "max_len", 5));
    other.put("feature_encoder", null);

    List<ColumnSpec> specs = ColumnSpecs.parse(List.of(usual, other), 2);

    assertThat(((ColumnSpec.Sequence) specs.getFirst()).list())
        .isEqualTo(new ColumnSpec.ListRules("^", 0, Padding.POST));
    assertThat(((ColumnSpec.Sequence) specs.getFirst()).embedding().encoders())
        .containsExactly(new EncoderStep.MaskedAveragePooling());
    assertThat(((ColumnSpec.Sequence) specs.getLast()).list())
        .isEqualTo(new ColumnSpec.ListRules(",", 5, Padding.PRE));
    assertThat(((ColumnSpec.Sequence) specs.getLast()).embedding().encoders()).isEmpty();
    assertThat(((ColumnSpec.Sequence) specs.getLast()).tokens())
        .isEqualTo(new ColumnSpec.TokenRules(Optional.empty(), 2, Optional.of("a")));
  }

  @Test
  void whatIsWrittenIsRead() {
    List<Map<String, Object>> groups =
        List.of(
            group("name", "a", "type", "numeric", "normalizer", "MinMaxScaler", "fill_na", 2.5),
            group("name", "b", "type", "numeric", "preprocess", "log(a)", "embedding_dim", 3),
            group("name", "c", "type", "categorical", "feature_encoder", "hash", "hash_bits", 9),
            group("name", "d", "type", "categorical", "remap", false, "fill_na", "7"),
            group("name", "e", "type", "categorical", "feature_encoder", "nn.Linear(4, 2)"),
            group("name", "f", "type", "categorical", "category_processor", "hash_bucket"),
            group("name", "g", "type", "categorical", "pretrained_emb", "x.npz", "pretrain_dim", 4),
            group("name", "h", "type", "meta", "remap", true, "fill_na", "x"),
            group("name", "i", "type", "embedding", "pretrain_dim", 4, "source", "item"),
            group(
                "name",
                "j",
                "type",
                "sequence",
                "feature_encoder",
                List.of("hash", "null"),
                "hash_bits",
                3),
            group("name", "k", "type", "sequence", "feature_encoder", List.of("MaskedSumPooling")),
            group("name", "l", "type", "sequence", "share_embedding", "e", "emb_output_dim", 5),
            group("name", "m", "type", "categorical", "dtype", "int", "num_buckets", 6));
    groups.getLast().put("category_processor", "quantile_bucket");

    List<ColumnSpec> specs = ColumnSpecs.parse(groups, 2);

    assertThat(specs).hasSize(groups.size());
    assertThat(ColumnSpecs.parse(ColumnSpecs.write(specs), 1)).isEqualTo(specs);
  }

  @Test
  void columnsThatAreNotActiveAreLeftOut() {
    assertThat(ColumnSpecs.parse(List.of(group("name", "a", "active", false)), 1)).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    List<Map<String, Object>> groups =
        List.of(
            group("name", "a", "type", "numeric", "normalizer", "LogScaler"),
            group("name", "b", "type", "sequence", "max_len:15", "null"),
            group("name", "c", "type", "categorical", "preprocess", "eval(x)"),
            group("name", "d", "type", "embedding"),
            group("name", "e", "type", "categorical", "share_embedding", "later"),
            group("name", "f", "type", "categorical", "colour", "red"));

    assertThatThrownBy(() -> ColumnSpecs.parse(groups, 1))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(
            "'a': normalizer is 'LogScaler'; allowed: StandardScaler, MinMaxScaler")
        .hasMessageContaining("key 'max_len:15' is unknown (a blank is missing behind the colon)")
        .hasMessageContaining("'c': preprocess is 'eval(x)'; allowed: copy_from(column), or one of")
        .hasMessageContaining("'d': pretrain_dim is 'null'; allowed: the number of values")
        .hasMessageContaining("'e': share_embedding is 'later'")
        .hasMessageContaining("'f': key 'colour' is unknown");
  }

  @Test
  void labelsAreANameAMapOrAListOfThese() {
    assertThat(LabelSpec.parse("a"))
        .containsExactly(new LabelSpec("a", LabelSpec.Kind.CLASS, -1, 0.5));
    assertThat(
            LabelSpec.parse(List.of("a", Map.of("name", "b", "dtype", "float", "threshold", 0.3))))
        .containsExactly(
            new LabelSpec("a", LabelSpec.Kind.CLASS, -1, 0.5),
            new LabelSpec("b", LabelSpec.Kind.CLASS, -1, 0.3));
    assertThat(LabelSpec.parse(Map.of("name", "a", "fill_na", 5.5), _ -> LabelSpec.Kind.NUMBER))
        .containsExactly(new LabelSpec("a", LabelSpec.Kind.NUMBER, 5.5f, 0.5));
    assertThatThrownBy(() -> LabelSpec.parse(Map.of("name", "a", "fill_na", 5.5)))
        .hasMessageContaining("fill_na is 5.5; allowed: -1 (unknown), 0, 1");
    assertThatThrownBy(() -> LabelSpec.parse(null)).hasMessageContaining("at least one label");
    assertThatThrownBy(() -> LabelSpec.parse(Map.of("name", "a", "weight", 2)))
        .hasMessageContaining("key 'weight' is unknown");
  }

  private static Map<String, Object> group(Object... keysAndValues) {
    Map<String, Object> group = new HashMap<>(Map.of("dtype", "str", "active", true));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      group.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
    }
    return group;
  }
}
