package io.fuxictr.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Model.CommandSpec;

/** What the server said to a request, printed as the user wants it. */
final class Answer {
  private Answer() {}

  static void print(CommandSpec spec, ApiOptions api, String message) {
    String text =
        api.json()
            ? JsonNodeFactory.instance.objectNode().put("message", message).toString()
            : message;
    spec.commandLine().getOut().println(text);
  }
}
