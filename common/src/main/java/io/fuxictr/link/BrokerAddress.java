package io.fuxictr.link;

import java.util.Optional;

/**
 * Where a broker is, and as whom to go there.
 *
 * @param url {@code tcp://host:port}, {@code (tcp://one:port,tcp://other:port)} for a broker with a
 *     stand-in, or {@code vm://number} for a broker in this very process; may carry parameters of
 *     its own
 * @param user name of the broker's user
 * @param password its password; never shown
 * @param tls how to recognise the broker; without it the connection is not encrypted
 */
public record BrokerAddress(String url, String user, String password, Optional<ClientTls> tls) {

  /** Creates an address that is reached in the clear. */
  public BrokerAddress(String url, String user, String password) {
    this(url, user, password, Optional.empty());
  }

  @Override
  public String toString() {
    return user + " at " + url;
  }
}
