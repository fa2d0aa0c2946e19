/** Tests of the fourth stage and its warehouse, on real DuckDB files. */
@NullMarked
package io.fuxictr.transport;

import org.jspecify.annotations.NullMarked;
