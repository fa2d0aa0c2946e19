package io.fuxictr.deploy.lab;

import io.fuxictr.config.YamlFile;
import java.util.Optional;

/**
 * A value that replaces one of the configuration.
 *
 * @param key its key
 * @param value its value; empty to have the default instead
 */
public record Setting(String key, Optional<Object> value) {

  /** Creates a setting of a number, a text or the like. */
  public static Setting of(String key, Object value) {
    return new Setting(key, Optional.of(value));
  }

  /**
   * Reads {@code key=value}; the value is YAML, such as {@code [64, 32]}.
   *
   * @throws LabException if there is no key
   */
  public static Setting parse(String text) {
    int sign = text.indexOf('=');
    if (sign < 1) {
      throw new LabException(
          "Reading the setting '%s': write it as key=value, such as epochs=3 or \"tower_hidden_units=[64, 32]\""
              .formatted(text));
    }
    return new Setting(text.substring(0, sign).strip(), YamlFile.value(text.substring(sign + 1)));
  }
}
