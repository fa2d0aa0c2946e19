package io.fuxictr.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Set;

/** The schemas of the messages, as somebody else's library reads them. */
public final class SchemaCheck {
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private SchemaCheck() {}

  /** Returns everything in which a message does not keep the schema of the given name. */
  public static Set<ValidationMessage> faults(String name, JsonNode message) {
    return JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            factory ->
                factory.schemaMappers(
                    mappers ->
                        mappers.mapPrefix(
                            "fuxictr:/schemas/", "classpath:io/fuxictr/message/schema/")))
        .getSchema(SchemaLocation.of("fuxictr:/schemas/" + name + ".json"), STRICT)
        .validate(message);
  }
}
