/** Tests of what the stage adds to the training itself. */
@NullMarked
package io.fuxictr.train;

import org.jspecify.annotations.NullMarked;
