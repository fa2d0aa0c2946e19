package io.fuxictr.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Finds what is valid YAML but never meant: tags that ask for code, and forgotten blanks. */
final class YamlCheck {
  /** What PyYAML makes a tuple of. */
  static final Tag TUPLE = new Tag("tag:yaml.org,2002:python/tuple");

  private static final String PREFIX = "tag:yaml.org,2002:";
  private static final Set<Tag> PLAIN =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.MERGE);

  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> problems = new ArrayList<>();

  private YamlCheck() {}

  /** Returns everything that is wrong with a tree, each with its line. */
  static List<String> problems(Node root) {
    var check = new YamlCheck();
    check.visit(root);
    return List.copyOf(check.problems);
  }

  private void visit(Node node) {
    if (!seen.add(node)) {
      return;
    }
    checkTag(node);
    switch (node) {
      case MappingNode map -> map.getValue().forEach(this::visit);
      case SequenceNode list -> list.getValue().forEach(this::visit);
      default -> {
        // A single value has nothing below it.
      }
    }
  }

  private void visit(NodeTuple entry) {
    if (entry.getKeyNode() instanceof ScalarNode key
        && key.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN
        && key.getValue().indexOf(':') > 0
        && entry.getValueNode().getTag().equals(Tag.NULL)) {
      problem(key, "'%s' has no value: a blank is missing behind the colon", key.getValue());
    }
    visit(entry.getKeyNode());
    visit(entry.getValueNode());
  }

  private void checkTag(Node node) {
    if (node.getTag().equals(TUPLE)) {
      if (!isGroup(node)) {
        problem(node, "%s needs a list of names", "!!python/tuple");
      }
    } else if (!PLAIN.contains(node.getTag())) {
      problem(
          node,
          "the tag %s is not allowed; the only one is !!python/tuple",
          node.getTag().getValue().replace(PREFIX, "!!"));
    }
  }

  private static boolean isGroup(Node node) {
    return node instanceof SequenceNode list
        && !list.getValue().isEmpty()
        && list.getValue().stream().allMatch(it -> it.getTag().equals(Tag.STR));
  }

  private void problem(Node node, String text, String value) {
    problems.add("line %d: ".formatted(node.getStartMark().getLine() + 1) + text.formatted(value));
  }
}
