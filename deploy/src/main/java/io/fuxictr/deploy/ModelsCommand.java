package io.fuxictr.deploy;

import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.deploy.text.TextTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the models that can be trained. */
@Command(
    name = "models",
    description = "List the models that can be trained.",
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  ModelsCommand() {}

  @Override
  public Integer call() {
    var table = new TextTable("MODEL");
    ModelRegistry.names().forEach(table::row);
    table.print(spec.commandLine().getOut());
    return 0;
  }
}
