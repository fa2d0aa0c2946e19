/**
 * The first stage: runs the user's two queries on the data source, brings the rows over, finds the
 * features and builds the dataset. Knows no broker, no model and no configuration file.
 *
 * <p>Start with {@link io.fuxictr.fetch.SourceServer}, the port to the data; {@link
 * io.fuxictr.fetch.DuckSource} is the source that needs no server. A source may be used by one
 * attempt after the other and keeps nothing between them.
 */
@NullMarked
package io.fuxictr.fetch;

import org.jspecify.annotations.NullMarked;
