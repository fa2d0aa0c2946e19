package io.fuxictr.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * YAML files whose top level is a map, read as YAML 1.1 has it. No code, no duplicate keys, and no
 * tags but {@code !!python/tuple}, which becomes a {@link FieldGroup}.
 */
public final class YamlFile {

  private YamlFile() {}

  /**
   * Returns the content of a file as plain maps, lists and values.
   *
   * @throws InvalidConfigException if it cannot be read or is no YAML map, with the line
   */
  public static Map<String, Object> read(Path file) {
    return read(file, text(file));
  }

  /**
   * Returns one value as a file would have it: a number, a list, a map, a text.
   *
   * @param text YAML
   * @throws InvalidConfigException if it is not YAML
   */
  public static Optional<Object> value(String text) {
    return Optional.ofNullable(
        read(Path.of("value"), "value: " + text.replace("\n", "\n  ")).get("value"));
  }

  private static Map<String, Object> read(Path file, String text) {
    @Nullable Object content;
    try {
      check(file, text);
      content = yaml().load(text);
    } catch (YAMLException e) {
      throw broken(file, e);
    }
    if (content == null) {
      return Map.of();
    }
    if (!(content instanceof Map<?, ?> map)) {
      throw new InvalidConfigException(file + ": expected keys with values at the top level");
    }
    var keyed = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
    return keyed;
  }

  private static void check(Path file, String text) {
    Node root = yaml().compose(new StringReader(text));
    if (root == null) {
      return;
    }
    List<String> problems = YamlCheck.problems(root);
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(file.toString(), problems);
    }
  }

  /** Returns the text of maps, lists and values as YAML, in the order of the maps. */
  public static String write(Map<String, Object> content) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    var loading = options();
    return new Yaml(new Values(loading), new Texts(options), options, loading, new YamlScalars())
        .dump(content);
  }

  /**
   * Returns the line, counted from 1, on which a key of a file stands.
   *
   * @param path keys from the top level on; empty if there is no such key
   */
  public static OptionalInt line(Path file, List<String> path) {
    Optional<Node> node = compose(file).map(Node.class::cast);
    int line = 0;
    for (String key : path) {
      Optional<NodeTuple> entry = node.flatMap(parent -> entry(parent, key));
      if (entry.isEmpty()) {
        return OptionalInt.empty();
      }
      line = entry.get().getKeyNode().getStartMark().getLine() + 1;
      node = Optional.of(entry.get().getValueNode());
    }
    return line == 0 ? OptionalInt.empty() : OptionalInt.of(line);
  }

  private static Optional<NodeTuple> entry(Node node, String key) {
    return node instanceof MappingNode map
        ? map.getValue().stream()
            .filter(it -> it.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
            .findFirst()
        : Optional.empty();
  }

  /** Returns the tree of a file, with lines, or empty for an empty file. */
  static Optional<MappingNode> compose(Path file) {
    if (read(file).isEmpty()) { // refuses what a tree alone lets pass, duplicate keys above all
      return Optional.empty();
    }
    Node root;
    try {
      root = yaml().compose(new StringReader(text(file)));
    } catch (YAMLException e) {
      throw broken(file, e);
    }
    if (!(root instanceof MappingNode map)) {
      throw new InvalidConfigException(file + ": expected keys with values at the top level");
    }
    return Optional.of(map);
  }

  private static Yaml yaml() {
    LoaderOptions loading = options();
    var dumping = new DumperOptions();
    return new Yaml(new Values(loading), new Texts(dumping), dumping, loading, new YamlScalars());
  }

  /** Makes plain values of nodes. */
  private static final class Values extends SafeConstructor {
    Values(LoaderOptions options) {
      super(options);
      yamlConstructors.put(
          YamlCheck.TUPLE,
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return new FieldGroup(
                  ((SequenceNode) node)
                      .getValue().stream().map(it -> ((ScalarNode) it).getValue()).toList());
            }
          });
    }
  }

  /** Makes nodes of plain values. */
  private static final class Texts extends Representer {
    Texts(DumperOptions options) {
      super(options);
      representers.put(
          FieldGroup.class,
          group ->
              representSequence(
                  YamlCheck.TUPLE, ((FieldGroup) group).fields(), DumperOptions.FlowStyle.FLOW));
      representers.put(Double.class, number -> representScalar(Tag.FLOAT, text((Double) number)));
    }

    /** An exponent without a sign would make the number a text. */
    private static String text(double number) {
      if (Double.isNaN(number)) {
        return ".nan";
      }
      if (Double.isInfinite(number)) {
        return number > 0 ? ".inf" : "-.inf";
      }
      return Double.toString(number).replaceFirst("E(\\d)", "E+$1");
    }
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setTagInspector(_ -> true); // YamlCheck refuses tags, and names them with their lines
    return options;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new InvalidConfigException("Reading configuration " + file + ": there is no such file");
    } catch (IOException e) {
      throw new InvalidConfigException("Reading configuration " + file + ": " + e.getMessage());
    }
  }

  private static InvalidConfigException broken(Path file, YAMLException e) {
    if (e instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return new InvalidConfigException(
          "%s, line %d, column %d: not valid YAML: %s"
              .formatted(
                  file,
                  marked.getProblemMark().getLine() + 1,
                  marked.getProblemMark().getColumn() + 1,
                  marked.getProblem()));
    }
    return new InvalidConfigException(file + ": not valid YAML: " + e.getMessage());
  }
}
