package io.fuxictr.deploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.ctr.engine.EngineException;
import io.fuxictr.ctr.engine.TorchEngine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether libtorch can use the GPUs; a process of its own, for preflight. */
@Command(
    name = "probe-gpus",
    hidden = true,
    description = "Say, as JSON, whether libtorch can use the GPUs.",
    mixinStandardHelpOptions = true)
final class ProbeGpusCommand implements Callable<Integer> {
  @Parameters(paramLabel = "COUNT", description = "how many there are")
  private int count;

  @Spec private CommandSpec spec = CommandSpec.create();

  ProbeGpusCommand() {}

  @Override
  public Integer call() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    try {
      TorchEngine engine = TorchEngine.start(1);
      answer.put("library", engine.name());
      ArrayNode obstacles = answer.putArray("obstacles");
      for (int gpu = 0; gpu < count; gpu++) {
        obstacles.add(engine.obstacle(gpu).orElse(""));
      }
    } catch (EngineException e) {
      answer.put("error", e.getMessage());
    }
    spec.commandLine().getOut().println(answer);
    return 0;
  }
}
