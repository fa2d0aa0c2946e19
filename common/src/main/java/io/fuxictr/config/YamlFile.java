package io.fuxictr.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.representer.Representer;

/** YAML files whose top level is a map. No tags, no code, no duplicate keys. */
public final class YamlFile {

  private YamlFile() {}

  /**
   * Returns the content of a file as plain maps, lists and values.
   *
   * @throws InvalidConfigException if it cannot be read or is no YAML map, with the line
   */
  public static Map<String, Object> read(Path file) {
    Object content;
    try {
      content = new Yaml(new SafeConstructor(options())).load(text(file));
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

  /** Returns the text of maps, lists and values as YAML, in the order of the maps. */
  public static String write(Map<String, Object> content) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new Yaml(new Representer(options), options).dump(content);
  }

  /** Returns the tree of a file, with lines, or empty for an empty file. */
  static Optional<MappingNode> compose(Path file) {
    if (read(file).isEmpty()) { // refuses what a tree alone lets pass, duplicate keys above all
      return Optional.empty();
    }
    Node root;
    try {
      root = new Yaml(options()).compose(new StringReader(text(file)));
    } catch (YAMLException e) {
      throw broken(file, e);
    }
    if (!(root instanceof MappingNode map)) {
      throw new InvalidConfigException(file + ": expected keys with values at the top level");
    }
    return Optional.of(map);
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
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
