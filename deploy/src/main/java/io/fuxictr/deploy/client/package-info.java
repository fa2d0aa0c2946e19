/**
 * The product seen from outside: its REST interface and its event stream. Knows no broker, no
 * database and no file of the server.
 *
 * <p>Start with {@link io.fuxictr.deploy.client.ApiClient}. Thread-safe unless a type says
 * otherwise.
 */
@NullMarked
package io.fuxictr.deploy.client;

import org.jspecify.annotations.NullMarked;
