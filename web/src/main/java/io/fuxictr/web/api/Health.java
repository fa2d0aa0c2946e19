package io.fuxictr.web.api;

import io.fuxictr.web.intake.Intake;
import io.fuxictr.web.store.Database;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the parts that the web server stands on work. */
final class Health {
  static final String OK = "ok";

  private final Database database;
  private final Intake intake;

  Health(Database database, Intake intake) {
    this.database = database;
    this.intake = intake;
  }

  /** Returns {@link #OK}, or what is wrong, by part. */
  Map<String, String> parts() {
    var parts = new LinkedHashMap<String, String>();
    parts.put("db", intake.trouble().orElseGet(this::reading));
    parts.put("broker", intake.isBrokerConnected() ? OK : "not connected");
    return parts;
  }

  private String reading() {
    try {
      return database.isReadable() ? OK : "not readable";
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
