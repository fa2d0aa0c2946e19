package io.fuxictr.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fuxictr.message.Json;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The checklist over HTTP, one run at a time. */
final class PreflightService implements HttpService {
  private static final String PATH = "/api/workflow/preflight";

  private final Checklist checklist;

  /** Held by the run that is under way. */
  private final ReentrantLock turn = new ReentrantLock();

  PreflightService(Checklist checklist) {
    this.checklist = checklist;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post(PATH, this::run).any(PATH, Api::wrongMethod);
  }

  private void run(ServerRequest request, ServerResponse response) throws InterruptedException {
    if (!turn.tryLock()) {
      Answers.error(
          response, Status.CONFLICT_409, "The checklist is being run already; wait for its end");
      return;
    }
    try {
      Answers.send(response, json(checklist.run()));
    } finally {
      turn.unlock();
    }
  }

  private static ArrayNode json(List<Checklist.Row> rows) {
    ArrayNode list = Json.object().putArray("rows");
    rows.forEach(
        row ->
            list.addObject()
                .put("id", row.id())
                .put("title", row.title())
                .put("verdict", row.verdict())
                .put("detail", row.detail())
                .put("remedy", row.remedy()));
    return list;
  }
}
