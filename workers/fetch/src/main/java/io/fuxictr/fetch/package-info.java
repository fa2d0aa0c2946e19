/**
 * The first stage: runs the user's two queries on the data source, brings the rows over, finds the
 * features and builds the dataset. Knows no broker, no model and no configuration file.
 *
 * <p>Start with {@link io.fuxictr.fetch.FetchStage}; {@link io.fuxictr.fetch.SourceServer} is the
 * port to the data, {@link io.fuxictr.fetch.DuckSource} the source that needs no server. Stage and
 * source may be used by one attempt after the other; neither keeps anything between them.
 */
@NullMarked
package io.fuxictr.fetch;

import org.jspecify.annotations.NullMarked;
