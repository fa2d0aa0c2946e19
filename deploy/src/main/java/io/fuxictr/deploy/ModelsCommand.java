package io.fuxictr.deploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.ctr.config.Question;
import io.fuxictr.ctr.model.ModelKind;
import io.fuxictr.ctr.zoo.ModelCard;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.deploy.text.TextTable;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the models that can be trained, or the hyper-parameters of one. */
@Command(
    name = "models",
    description = "List the models that can be trained, or the hyper-parameters of one.",
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "a model, to see its hyper-parameters; without it all models are listed")
  private @Nullable String name;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  ModelsCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Optional.ofNullable(name).ifPresentOrElse(model -> show(model, out), () -> list(out));
    return 0;
  }

  private void list(PrintWriter out) {
    if (json) {
      ArrayNode models = JsonNodeFactory.instance.arrayNode();
      ModelRegistry.cards().forEach(card -> models.add(toJson(card)));
      out.println(models);
      return;
    }
    var table = new TextTable("MODEL", "OBJECTIVES", "PAPER", "VENUE", "LINK");
    for (ModelCard card : ModelRegistry.cards()) {
      table.row(card.name(), words(card.kind()), card.title(), card.venue(), card.link());
    }
    table.print(out);
  }

  private void show(String model, PrintWriter out) {
    ModelCard card = ModelRegistry.card(model);
    if (json) {
      ObjectNode node = toJson(card);
      ArrayNode parameters = node.putArray("hyper_parameters");
      for (Question question : ModelRegistry.parameters(model)) {
        parameters
            .addObject()
            .put("key", question.key())
            .put("default", question.fallback())
            .put("allowed", question.allowed());
      }
      out.println(node);
      return;
    }
    out.printf(
        "%s: %s%n%s, %s%nobjectives: %s%n%n",
        card.name(), card.title(), card.venue(), card.link(), words(card.kind()));
    var table = new TextTable("HYPER-PARAMETER", "DEFAULT", "ALLOWED");
    for (Question question : ModelRegistry.parameters(model)) {
      table.row(question.key(), question.fallback(), question.allowed());
    }
    table.print(out);
  }

  private static ObjectNode toJson(ModelCard card) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("model", card.name())
        .put("objectives", words(card.kind()))
        .put("paper", card.title())
        .put("venue", card.venue())
        .put("link", card.link());
  }

  private static String words(ModelKind kind) {
    return switch (kind) {
      case SINGLE_OBJECTIVE -> "one";
      case MULTI_OBJECTIVE -> "one per label";
    };
  }
}
