package io.fuxictr.config;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What a value without quotes is: the rules of YAML 1.1 as PyYAML reads them, for the same file
 * must mean the same to both.
 *
 * <p>A number needs a point to be a fraction and a sign before its exponent: {@code 1.0e-3} is a
 * number, {@code 1e-3} and {@code 1.0e3} are text (which whoever asks for a number still takes). A
 * date is text.
 */
final class YamlScalars extends Resolver {
  private static final Pattern FRACTION =
      Pattern.compile(
          """
          [-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?\
          |\\.[0-9][0-9_]*([eE][-+][0-9]+)?\
          |[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*\
          |[-+]?\\.(inf|Inf|INF)\
          |\\.(nan|NaN|NAN)\
          """);

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
    addImplicitResolver(Tag.INT, INT, "-+0123456789");
    addImplicitResolver(Tag.FLOAT, FRACTION, "-+0123456789.");
    addImplicitResolver(Tag.MERGE, MERGE, "<");
    addImplicitResolver(Tag.NULL, NULL, "~nN\0");
    addImplicitResolver(Tag.NULL, EMPTY, null);
  }
}
