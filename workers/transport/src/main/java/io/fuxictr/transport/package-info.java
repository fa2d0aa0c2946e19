/**
 * The fourth stage: carries the predictions to the warehouse and loads them into the result table,
 * once. Knows no broker, no model and no configuration file.
 *
 * <p>Start with {@link io.fuxictr.transport.TransportStage}; {@link io.fuxictr.transport.Warehouse}
 * is the port to the table, {@link io.fuxictr.transport.DuckWarehouse} the warehouse that needs no
 * server. Stage and warehouse keep nothing between attempts.
 */
@NullMarked
package io.fuxictr.transport;

import org.jspecify.annotations.NullMarked;
