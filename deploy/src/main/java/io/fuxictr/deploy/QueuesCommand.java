package io.fuxictr.deploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.broker.QueueDesk.AsideMessage;
import io.fuxictr.broker.QueueDesk.QueueFigures;
import io.fuxictr.deploy.text.TextTable;
import io.fuxictr.deploy.wiring.OperatorDesk;
import io.fuxictr.deploy.wiring.ProgramOptions;
import io.fuxictr.message.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the broker's queues, and sees to messages that were put aside. */
@Command(
    name = "queues",
    description = "Show the broker's queues, and see to messages that were put aside.",
    mixinStandardHelpOptions = true)
final class QueuesCommand implements Callable<Integer> {
  private static final int PREVIEW = 60;

  @Mixin private HomeOptions home = new HomeOptions();

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  QueuesCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (OperatorDesk desk = open(home)) {
      List<QueueFigures> queues = desk.queues().queues();
      List<AsideMessage> aside = desk.queues().aside();
      if (json) {
        out.println(json(queues, aside));
      } else {
        print(out, queues);
        print(out, aside, PREVIEW);
      }
    }
    return 0;
  }

  private static OperatorDesk open(HomeOptions home) {
    return OperatorDesk.open(
        new ProgramOptions(
            home.home(),
            home.config(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty()));
  }

  private static void print(PrintWriter out, List<QueueFigures> queues) {
    var table = new TextTable("QUEUE", "WAITING", "HELD", "SCHEDULED", "CONSUMERS", "OLDEST");
    for (QueueFigures queue : queues) {
      table.row(
          queue.name(),
          Long.toString(queue.waiting()),
          Long.toString(queue.held()),
          Long.toString(queue.scheduled()),
          Integer.toString(queue.consumers()),
          queue.oldest().map(QueuesCommand::words).orElse("-"));
    }
    table.print(out);
  }

  private static void print(PrintWriter out, List<AsideMessage> aside, int preview) {
    out.println();
    if (aside.isEmpty()) {
      out.println("No message was put aside.");
      return;
    }
    var table = new TextTable("MESSAGE", "QUEUE", "MEANT FOR", "TASK", "AT", "REASON", "TEXT");
    for (AsideMessage message : aside) {
      table.row(
          Long.toString(message.id()),
          message.queue(),
          message.origin().orElse("-"),
          task(message.task()),
          message.at().toString(),
          oneLine(message.reason(), preview),
          oneLine(message.text(), preview));
    }
    table.print(out);
  }

  private static String task(OptionalLong task) {
    return task.isPresent() ? Long.toString(task.getAsLong()) : "-";
  }

  private static String oneLine(String text, int most) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most - 1) + "…";
  }

  private static String words(Duration age) {
    long seconds = age.toSeconds();
    if (seconds < 60) {
      return "%.1f s".formatted(age.toMillis() / 1000.0);
    }
    return seconds < 3600
        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
        : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
  }

  private static ObjectNode json(List<QueueFigures> queues, List<AsideMessage> aside) {
    ObjectNode all = Json.object();
    ArrayNode figures = all.putArray("queues");
    for (QueueFigures queue : queues) {
      ObjectNode one =
          figures
              .addObject()
              .put("name", queue.name())
              .put("waiting", queue.waiting())
              .put("held", queue.held())
              .put("scheduled", queue.scheduled())
              .put("consumers", queue.consumers());
      queue.oldest().ifPresent(age -> one.put("oldest_seconds", age.toMillis() / 1000.0));
    }
    ArrayNode messages = all.putArray("aside");
    aside.forEach(message -> messages.add(json(message)));
    return all;
  }

  private static ObjectNode json(AsideMessage message) {
    ObjectNode one =
        Json.object()
            .put("message", message.id())
            .put("queue", message.queue())
            .put("at", message.at().toString())
            .put("reason", message.reason())
            .put("text", message.text());
    message.origin().ifPresent(origin -> one.put("origin", origin));
    message.task().ifPresent(task -> one.put("task_id", task));
    return one;
  }

  @Command(
      name = "show",
      description = "Show a message that was put aside, whole.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin HomeOptions where,
      @Parameters(paramLabel = "MESSAGE", description = "its number in 'queues'") long id) {
    try (OperatorDesk desk = open(where)) {
      AsideMessage message = desk.queues().find(id);
      spec.commandLine().getOut().println(Json.writePretty(json(message)));
    }
    return 0;
  }

  @Command(
      name = "requeue",
      description = "Send messages that were put aside to the queues they were meant for.",
      mixinStandardHelpOptions = true)
  int requeue(
      @Mixin HomeOptions where,
      @Parameters(arity = "1..*", paramLabel = "MESSAGE", description = "numbers in 'queues'")
          List<Long> ids) {
    try (OperatorDesk desk = open(where)) {
      for (long id : ids) {
        String queue = desk.queues().requeue(id);
        spec.commandLine().getOut().printf("Message %d is in %s again%n", id, queue);
      }
    }
    return 0;
  }

  @Command(
      name = "drop",
      description = "Delete messages that were put aside.",
      mixinStandardHelpOptions = true)
  int drop(
      @Mixin HomeOptions where,
      @Parameters(arity = "1..*", paramLabel = "MESSAGE", description = "numbers in 'queues'")
          List<Long> ids) {
    try (OperatorDesk desk = open(where)) {
      for (long id : ids) {
        desk.queues().drop(id);
        spec.commandLine().getOut().printf("Message %d is deleted%n", id);
      }
    }
    return 0;
  }
}
