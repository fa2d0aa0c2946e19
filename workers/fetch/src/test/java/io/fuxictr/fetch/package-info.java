/** Tests of the first stage and its source, on real DuckDB files. */
@NullMarked
package io.fuxictr.fetch;

import org.jspecify.annotations.NullMarked;
