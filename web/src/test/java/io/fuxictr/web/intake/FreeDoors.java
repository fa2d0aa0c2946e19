package io.fuxictr.web.intake;

import io.fuxictr.broker.Listening;
import io.fuxictr.testing.FreePorts;
import java.util.List;

/** Doors of a broker on ports that nobody has at the moment. */
final class FreeDoors {
  private FreeDoors() {}

  /** Returns one for each protocol, on loopback. */
  static Listening find() {
    List<Integer> ports = FreePorts.find(4);
    return Listening.on("127.0.0.1", ports.get(0)).alsoOn(ports.get(1), ports.get(2), ports.get(3));
  }
}
