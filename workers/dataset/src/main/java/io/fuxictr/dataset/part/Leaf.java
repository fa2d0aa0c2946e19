package io.fuxictr.dataset.part;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a top-level column lie in Parquet's tree of types.
 *
 * <p>Lists come in three shapes: three levels (list, repeated group, element), two levels (list,
 * repeated element) and a bare repeated field. In all of them the definition level of the repeated
 * node parts empty lists from null elements.
 *
 * @param column name, type and declaration
 * @param path names from the top-level column to the values; empty if they cannot be read
 * @param repeatedLevel definition level from which a list has an element; 0 if there is no list
 */
record Leaf(PartColumn column, List<String> path, int repeatedLevel) {

  static List<Leaf> of(MessageType schema) {
    List<Leaf> leaves = new ArrayList<>();
    for (Type field : schema.getFields()) {
      leaves.add(of(field));
    }
    return List.copyOf(leaves);
  }

  ColumnDescriptor descriptor(MessageType schema) {
    return schema.getColumnDescription(path.toArray(String[]::new));
  }

  private static Leaf of(Type field) {
    List<Type> steps = stepsToValues(field);
    Type last = steps.isEmpty() ? field : steps.getLast();
    boolean list = steps.stream().anyMatch(step -> step.isRepetition(Type.Repetition.REPEATED));
    ColumnType single = steps.isEmpty() ? ColumnType.OTHER : scalar(last.asPrimitiveType());
    var column = new PartColumn(field.getName(), list ? single.listOf() : single, declare(field));
    return new Leaf(column, steps.stream().map(Type::getName).toList(), repeatedLevel(steps));
  }

  private static int repeatedLevel(List<Type> steps) {
    int level = 0;
    for (Type step : steps) {
      if (!step.isRepetition(Type.Repetition.REQUIRED)) {
        level++;
      }
      if (step.isRepetition(Type.Repetition.REPEATED)) {
        return level;
      }
    }
    return 0;
  }

  private static List<Type> stepsToValues(Type field) {
    if (field.isPrimitive()) {
      return List.of(field);
    }
    GroupType list = field.asGroupType();
    if (!(list.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)
        || list.getFieldCount() != 1
        || !list.getType(0).isRepetition(Type.Repetition.REPEATED)) {
      return List.of();
    }
    Type repeated = list.getType(0);
    if (repeated.isPrimitive()) {
      return List.of(field, repeated);
    }
    GroupType group = repeated.asGroupType();
    if (group.getFieldCount() != 1 || !group.getType(0).isPrimitive()) {
      return List.of();
    }
    Type element = group.getType(0);
    return element.isRepetition(Type.Repetition.REPEATED)
        ? List.of()
        : List.of(field, repeated, element);
  }

  private static ColumnType scalar(PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> ColumnType.BOOLEAN;
      case FLOAT, DOUBLE -> ColumnType.FLOATING;
      case INT32, INT64 -> whole(meaning);
      case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(meaning);
      case INT96 -> ColumnType.OTHER;
    };
  }

  private static ColumnType whole(@Nullable LogicalTypeAnnotation meaning) {
    return switch (meaning) {
      case null -> ColumnType.INTEGER;
      case IntLogicalTypeAnnotation _ -> ColumnType.INTEGER;
      case DecimalLogicalTypeAnnotation _ -> ColumnType.DECIMAL;
      default -> ColumnType.OTHER;
    };
  }

  private static ColumnType bytes(@Nullable LogicalTypeAnnotation meaning) {
    return switch (meaning) {
      case null -> ColumnType.OTHER;
      case StringLogicalTypeAnnotation _ -> ColumnType.TEXT;
      case EnumLogicalTypeAnnotation _ -> ColumnType.TEXT;
      case JsonLogicalTypeAnnotation _ -> ColumnType.TEXT;
      case DecimalLogicalTypeAnnotation _ -> ColumnType.DECIMAL;
      default -> ColumnType.OTHER;
    };
  }

  /** Writes a type without its name and without telling required from optional. */
  private static String declare(Type type) {
    if (type.isPrimitive()) {
      PrimitiveType primitive = type.asPrimitiveType();
      LogicalTypeAnnotation meaning = primitive.getLogicalTypeAnnotation();
      String physical = primitive.getPrimitiveTypeName().name().toLowerCase(Locale.ROOT);
      return meaning == null ? physical : physical + " " + meaning;
    }
    List<String> fields = type.asGroupType().getFields().stream().map(Leaf::declare).toList();
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return (meaning == null ? "group" : meaning.toString()) + fields;
  }
}
