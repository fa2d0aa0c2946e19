package io.fuxictr.dataset.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureDetectionTest {

  @Test
  void namesDecideAndFileOrderIsKeptWithinEachKind() {
    List<PartColumn> columns =
        columns(
            ColumnType.TEXT,
            "user_id",
            "z_tag",
            "product",
            ColumnType.LIST_OF_TEXT,
            "appInstalls",
            "b_textlist",
            ColumnType.INTEGER,
            "y_cnt",
            "a_tag",
            "price",
            "product_id",
            "label_tag",
            ColumnType.FLOATING,
            "x_cnt",
            "f_tag");

    List<ColumnSpec> found = FeatureDetection.detect(columns, Set.of("label_tag"), 2);

    assertThat(found.stream().map(ColumnSpec::name))
        .containsExactly(
            "z_tag", "product", "a_tag", "f_tag", "y_cnt", "x_cnt", "appInstalls", "b_textlist");
    assertThat(found.stream().map(spec -> spec.dtype().wireName()))
        .containsExactly("str", "str", "int", "str", "float", "float", "list", "list");
    assertThat(FeatureDetection.summary(found)).isEqualTo("4 categorical, 2 numeric, 2 sequence");
    assertThat(ColumnSpecs.write(found).getFirst()).containsEntry("min_categr_count", 2);
  }

  @Test
  void whatIsFoundCanBeWrittenAndReadAgain() {
    List<ColumnSpec> found =
        FeatureDetection.detect(
            columns(ColumnType.TEXT, "a_tag", "b_tag", "c_textlist", ColumnType.INTEGER, "d_cnt"),
            Set.of(),
            1);

    List<Map<String, Object>> groups = ColumnSpecs.write(found);

    assertThat(groups).hasSize(3);
    assertThat(groups.getFirst()).containsEntry("name", List.of("a_tag", "b_tag"));
    assertThat(ColumnSpecs.parse(groups, 1)).isEqualTo(found);
  }

  @Test
  void declaredColumnsComeFirstInAUnion() {
    var declared =
        ColumnSpecs.parse(List.of(Map.of("name", "b_tag", "type", "numeric", "dtype", "float")), 1);

    List<ColumnSpec> all =
        FeatureDetection.union(
            declared, columns(ColumnType.INTEGER, "a_tag", "b_tag"), Set.of(), 1);

    assertThat(all.stream().map(ColumnSpec::name)).containsExactly("b_tag", "a_tag");
    assertThat(all.getFirst()).isInstanceOf(ColumnSpec.Numeric.class);
  }

  @Test
  void noFeatureAtAllIsAnErrorThatListsTheColumns() {
    assertThatThrownBy(
            () ->
                FeatureDetection.detect(
                    columns(ColumnType.TEXT, "user_id", "category", "label"), Set.of("label"), 1))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("[user_id, category, label]")
        .hasMessageContaining("rename with _tag/_cnt/_textlist");
  }

  @Test
  void typesThatDoNotFitTheirSuffixAreAllNamed() {
    assertThatThrownBy(
            () ->
                FeatureDetection.detect(
                    columns(
                        ColumnType.TEXT,
                        "a_cnt",
                        ColumnType.OTHER,
                        "b_tag",
                        ColumnType.INTEGER,
                        "c_textlist"),
                    Set.of(),
                    1))
        .hasMessageContaining("'a_cnt' is text")
        .hasMessageContaining("'b_tag' is other")
        .hasMessageContaining("'c_textlist' is integer");
  }

  private static List<PartColumn> columns(Object... typesAndNames) {
    List<PartColumn> columns = new ArrayList<>();
    ColumnType type = ColumnType.OTHER;
    for (Object each : typesAndNames) {
      if (each instanceof ColumnType next) {
        type = next;
      } else {
        String declaration = type.name().toLowerCase(Locale.ROOT);
        columns.add(new PartColumn(each.toString(), type, declaration));
      }
    }
    return columns;
  }
}
