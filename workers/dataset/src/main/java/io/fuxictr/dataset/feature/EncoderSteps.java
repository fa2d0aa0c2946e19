package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.feature.EncoderStep.Activation;
import io.fuxictr.dataset.feature.EncoderStep.KMaxPooling;
import io.fuxictr.dataset.feature.EncoderStep.Linear;
import io.fuxictr.dataset.feature.EncoderStep.MaskedAveragePooling;
import io.fuxictr.dataset.feature.EncoderStep.MaskedSumPooling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text form of feature encoders: an expression such as {@code nn.Linear(16, 8)}, or a list of
 * expressions. A closed language: nothing is evaluated.
 */
final class EncoderSteps {
  /** What may be written, for messages. */
  static final String ALLOWED =
      "null, layers.MaskedAveragePooling(), layers.MaskedSumPooling(), layers.KMaxPooling(k, dim),"
          + " nn.Linear(inputs, outputs), nn.X() with X one of "
          + String.join(
              ", ", Arrays.stream(Activation.Kind.values()).map(Activation.Kind::wireName).toList())
          + ", or a list of these";

  private static final Set<String> NOTHING = Set.of("", "null", "none");
  private static final Pattern CALL =
      Pattern.compile("(?:torch\\.)?(?:nn\\.|layers\\.)?(\\w+)\\s*(?:\\(([^()]*)\\))?");

  private EncoderSteps() {}

  /**
   * Reads an encoder.
   *
   * @param config an expression, a list of expressions, or null for none
   * @return the steps, or empty if there is something that is not known
   */
  static Optional<List<EncoderStep>> parse(@Nullable Object config) {
    if (config instanceof List<?> list) {
      return sequence(list);
    }
    String text = String.valueOf(config).strip();
    if (NOTHING.contains(text.toLowerCase(Locale.ROOT))) {
      return Optional.of(List.of());
    }
    return step(text).map(List::of);
  }

  /** Writes steps: empty, one expression, or several. */
  static List<String> text(List<EncoderStep> steps) {
    return steps.stream().map(EncoderSteps::text).toList();
  }

  private static Optional<List<EncoderStep>> sequence(List<?> expressions) {
    List<EncoderStep> steps = new ArrayList<>();
    for (Object expression : expressions) {
      Optional<EncoderStep> step = step(String.valueOf(expression).strip());
      if (step.isEmpty()) {
        return Optional.empty();
      }
      steps.add(step.get());
    }
    return Optional.of(List.copyOf(steps));
  }

  private static Optional<EncoderStep> step(String text) {
    Matcher call = CALL.matcher(text);
    if (!call.matches()) {
      return Optional.empty();
    }
    String written = Optional.ofNullable(call.group(2)).orElse("").strip();
    List<String> arguments =
        written.isEmpty() ? List.of() : List.of(written.split("\\s*,\\s*", -1));
    try {
      return switch (call.group(1)) {
        case "MaskedAveragePooling" -> without(arguments, new MaskedAveragePooling());
        case "MaskedSumPooling" -> without(arguments, new MaskedSumPooling());
        case "KMaxPooling" -> kMax(arguments);
        case "Linear" -> linear(arguments);
        case String name -> activation(name, arguments);
      };
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<EncoderStep> without(List<String> arguments, EncoderStep step) {
    return arguments.isEmpty() ? Optional.of(step) : Optional.empty();
  }

  private static Optional<EncoderStep> kMax(List<String> arguments) {
    if (arguments.size() != 2) {
      return Optional.empty();
    }
    return Optional.of(
        new KMaxPooling(whole(arguments.get(0), "k"), whole(arguments.get(1), "dim")));
  }

  private static Optional<EncoderStep> linear(List<String> arguments) {
    if (arguments.size() < 2 || arguments.size() > 3) {
      return Optional.empty();
    }
    int inputs = whole(arguments.get(0), "in_features");
    int outputs = whole(arguments.get(1), "out_features");
    boolean hasBias = arguments.size() < 3 || truth(value(arguments.get(2), "bias"));
    return Optional.of(new Linear(inputs, outputs, hasBias));
  }

  private static Optional<EncoderStep> activation(String name, List<String> arguments) {
    Optional<Activation.Kind> kind =
        Arrays.stream(Activation.Kind.values())
            .filter(it -> it.wireName().equalsIgnoreCase(name))
            .findFirst();
    boolean isPlain =
        arguments.isEmpty()
            || (kind.equals(Optional.of(Activation.Kind.SOFTMAX))
                && arguments.size() == 1
                && whole(arguments.getFirst(), "dim") == -1);
    return isPlain ? kind.map(Activation::new) : Optional.empty();
  }

  private static int whole(String argument, String name) {
    return Integer.parseInt(value(argument, name));
  }

  private static boolean truth(String value) {
    return switch (value) {
      case "True" -> true;
      case "False" -> false;
      default -> throw new IllegalArgumentException(value + " is neither True nor False");
    };
  }

  /** Returns what is given for an argument, by place or by name. */
  private static String value(String argument, String name) {
    int sign = argument.indexOf('=');
    if (sign >= 0 && !argument.substring(0, sign).strip().equals(name)) {
      throw new IllegalArgumentException(argument + " is not for " + name);
    }
    return argument.substring(sign + 1).strip();
  }

  private static String text(EncoderStep step) {
    return switch (step) {
      case MaskedAveragePooling() -> "layers.MaskedAveragePooling()";
      case MaskedSumPooling() -> "layers.MaskedSumPooling()";
      case KMaxPooling(int k, int axis) -> "layers.KMaxPooling(%d, %d)".formatted(k, axis);
      case Linear(int inputs, int outputs, boolean hasBias) ->
          "nn.Linear(%d, %d%s)".formatted(inputs, outputs, hasBias ? "" : ", bias=False");
      case Activation(var kind) when kind == Activation.Kind.SOFTMAX -> "nn.Softmax(dim=-1)";
      case Activation(var kind) -> "nn.%s()".formatted(kind.wireName());
    };
  }
}
