package io.fuxictr.deploy;

import io.fuxictr.deploy.wiring.ProgramOptions;
import io.fuxictr.deploy.wiring.Programs;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares a running broker with what this product needs, and lists each difference. */
@Command(
    name = "broker-check",
    description = {
      "Compare a running broker with the plan in broker.xml and list each difference.",
      "Asks as the user 'operator'; exit code 0 if there is no difference, 1 if there is one."
    },
    mixinStandardHelpOptions = true)
final class BrokerCheckCommand implements Callable<Integer> {
  @Mixin private HomeOptions home = new HomeOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "broker, such as tcp://host:61616 (default: the configuration's)")
  private @Nullable String url;

  @Option(names = "--print", description = "print the plan as broker.xml, and ask nobody")
  private boolean print;

  @Spec private CommandSpec spec = CommandSpec.create();

  BrokerCheckCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (print) {
      out.print(Programs.brokerXml());
      out.flush();
      return 0;
    }
    var options =
        new ProgramOptions(
            home.home(),
            home.config(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty());
    Optional<String> asked = Optional.ofNullable(url);
    List<String> differences = Programs.brokerDifferences(options, asked);
    differences.forEach(out::println);
    out.println(
        differences.isEmpty()
            ? "The broker is as it should be."
            : "%d differences; broker.xml shows how it should be.".formatted(differences.size()));
    return differences.isEmpty() ? 0 : 1;
  }
}
