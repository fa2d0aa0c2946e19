package io.fuxictr.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The keys below one key of a configuration. Reading a value that is not as asked records a problem
 * with key and line and goes on with the default, so that all problems come out together.
 */
final class Section {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

  private final String path;
  private final Optional<MappingNode> node;
  private final ConfigInput input;
  private final Problems problems;
  private final Set<String> known = new HashSet<>();

  Section(String path, Optional<MappingNode> node, ConfigInput input, Problems problems) {
    this.path = path;
    this.node = node;
    this.input = input;
    this.problems = problems;
  }

  /** Returns the section below a key, empty if it is absent. */
  Section section(String key) {
    known.add(key);
    Optional<Node> value = value(key);
    if (value.isPresent() && !(value.get() instanceof MappingNode) && !isNull(value.get())) {
      problems.error(place(key, value.get()), "expected keys with values below it");
    }
    return new Section(
        full(key),
        value.filter(MappingNode.class::isInstance).map(MappingNode.class::cast),
        input,
        problems);
  }

  /** Returns whether anything is set below this key, in the file or above it. */
  boolean isPresent() {
    return node.isPresent()
        || input.overrides().keySet().stream().anyMatch(set -> set.startsWith(full("")));
  }

  /** Returns whether a key has a value. */
  boolean has(String key) {
    known.add(key);
    return input.overrides().containsKey(full(key))
        || value(key).filter(value -> !isNull(value)).isPresent();
  }

  /** Returns the keys of the file, in order. */
  List<String> keys() {
    return node.map(MappingNode::getValue).orElse(List.of()).stream()
        .map(NodeTuple::getKeyNode)
        .filter(ScalarNode.class::isInstance)
        .map(key -> ((ScalarNode) key).getValue())
        .toList();
  }

  /** Records that a key or a whole section is refused if it is there, and why. */
  void refuse(String key, String why) {
    known.add(key);
    value(key).ifPresent(value -> problems.error(place(key, value), why));
  }

  /** Warns of a key if it or something below it is set. */
  void warn(String key, String why) {
    known.add(key);
    if (value(key).isPresent() || isOverridden(key)) {
      problems.warning(place(key), why);
    }
  }

  private boolean isOverridden(String key) {
    return input.overrides().keySet().stream()
        .anyMatch(set -> set.equals(full(key)) || set.startsWith(full(key) + "."));
  }

  /** Records a problem with a key, whether it is there or not. */
  void problem(String key, String why) {
    problems.error(place(key), why);
  }

  /** Returns a text, if it is set. */
  Optional<String> text(String key) {
    known.add(key);
    Optional<String> override = Optional.ofNullable(input.overrides().get(full(key)));
    return override.or(() -> value(key).flatMap(value -> scalar(key, value)));
  }

  /** Returns a text that is one of some values. */
  String choice(String key, String fallback, List<String> allowed) {
    return parse(
        key,
        fallback,
        text -> {
          if (!allowed.contains(text)) {
            throw new IllegalArgumentException("one of " + String.join(", ", allowed));
          }
          return text;
        });
  }

  /** Returns a value that is one of an enum's. */
  <E extends Enum<E>> E choice(String key, E fallback, Function<E, String> wireName) {
    Map<String, E> byName =
        EnumSet.allOf(fallback.getDeclaringClass()).stream()
            .collect(
                Collectors.toMap(wireName, value -> value, (one, _) -> one, LinkedHashMap::new));
    String name = choice(key, wireName.apply(fallback), List.copyOf(byName.keySet()));
    return byName.getOrDefault(name, fallback);
  }

  /** Returns a whole number between two bounds, both included. */
  int integer(String key, int fallback, int least, int most) {
    return parse(
        key,
        fallback,
        text -> {
          int number = Integer.parseInt(text.replace("_", ""));
          if (number < least || number > most) {
            throw new IllegalArgumentException();
          }
          return number;
        },
        "a whole number from %d to %d".formatted(least, most));
  }

  /** Returns a number of bytes, at least some number. */
  long bytes(String key, long fallback, long least) {
    return parse(
        key,
        fallback,
        text -> {
          long number = Long.parseLong(text.replace("_", ""));
          if (number < least) {
            throw new IllegalArgumentException();
          }
          return number;
        },
        "a number of bytes, at least " + least);
  }

  /** Returns a time given in whole seconds, at least 1. */
  Duration seconds(String key, Duration fallback) {
    return Duration.ofSeconds(
        integer(key, Math.toIntExact(fallback.toSeconds()), 1, Integer.MAX_VALUE));
  }

  /** Returns true or false. */
  boolean flag(String key, boolean fallback) {
    return parse(
        key,
        fallback,
        text ->
            switch (text) {
              case "true", "True", "yes", "on" -> true;
              case "false", "False", "no", "off" -> false;
              default -> throw new IllegalArgumentException();
            },
        "true or false");
  }

  /** Returns a path; relative ones start at the home folder, {@code ~} is the user's. */
  Path path(String key, Path fallback) {
    return text(key).map(this::resolve).orElse(fallback);
  }

  /**
   * Returns a path as {@link #path(String, Path)} does, with a text to resolve if it is not set.
   */
  Path path(String key, String fallback) {
    return resolve(text(key).orElse(fallback));
  }

  /** Returns a path as {@link #path(String, Path)} does, if it is set. */
  Optional<Path> optionalPath(String key) {
    return text(key).map(this::resolve);
  }

  /** Returns a list of texts, empty if it is not set. */
  List<String> texts(String key) {
    known.add(key);
    Optional<Node> value = value(key).filter(node -> !isNull(node));
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof SequenceNode list)) {
      problems.error(place(key, value.get()), "expected a list");
      return List.of();
    }
    return list.getValue().stream().flatMap(item -> scalar(key, item).stream()).toList();
  }

  /** Returns a list of paths, empty if it is not set. */
  List<Path> paths(String key) {
    return texts(key).stream().map(this::resolve).toList();
  }

  /** Warns of keys that nobody asked for. */
  void warnOfUnknownKeys() {
    for (NodeTuple tuple : node.map(MappingNode::getValue).orElse(List.of())) {
      String key = ((ScalarNode) tuple.getKeyNode()).getValue();
      if (!known.contains(key)) {
        problems.warning(place(key, tuple.getKeyNode()), "unknown key, ignored");
      }
    }
  }

  /**
   * Returns what a parser makes of a text.
   *
   * @param parser throws {@link IllegalArgumentException}, saying what the text is not
   */
  <T> T parse(String key, T fallback, Function<String, T> parser) {
    return parse(key, fallback, parser, "");
  }

  private <T> T parse(String key, T fallback, Function<String, T> parser, String expected) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      return parser.apply(text.get());
    } catch (IllegalArgumentException e) {
      String what = expected.isEmpty() ? e.getMessage() : expected;
      problems.error(place(key), "'%s' is not %s".formatted(text.get(), what));
      return fallback;
    }
  }

  private Path resolve(String text) {
    String local = text;
    while (local.startsWith("../../../")) {
      local = local.substring("../../../".length());
    }
    if (local.equals("~") || local.startsWith("~/")) {
      String user = input.environment().getOrDefault("HOME", "/");
      return Path.of(user, local.substring(1)).normalize();
    }
    return input.home().resolve(local).normalize();
  }

  private Optional<String> scalar(String key, Node value) {
    if (isNull(value)) {
      return Optional.empty();
    }
    if (value instanceof ScalarNode scalar) {
      return Optional.of(expand(key, scalar));
    }
    problems.error(
        place(key, value),
        value instanceof MappingNode
            ? "expected a single value; text in braces needs quotes"
            : "expected a single value");
    return Optional.empty();
  }

  private String expand(String key, ScalarNode scalar) {
    Map<String, String> environment = input.environment();
    Matcher matcher = VARIABLE.matcher(scalar.getValue());
    return matcher.replaceAll(
        match -> {
          String name = match.group(1);
          String value = environment.getOrDefault(name, match.group(2));
          if (value == null) {
            problems.error(
                place(key, scalar), "the environment variable %s is not set".formatted(name));
            return "";
          }
          return Matcher.quoteReplacement(value);
        });
  }

  private Optional<Node> value(String key) {
    return node.map(MappingNode::getValue).orElse(List.of()).stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  private static boolean isNull(Node value) {
    return value.getTag().equals(Tag.NULL);
  }

  private String full(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Where a value comes from: the file has a line, what stands above the file has none. */
  private String place(String key) {
    if (input.overrides().containsKey(full(key))) {
      return full(key);
    }
    return value(key).or(() -> node).map(where -> place(key, where)).orElse(full(key));
  }

  private String place(String key, Node where) {
    return "line %d, %s".formatted(where.getStartMark().getLine() + 1, full(key));
  }
}
