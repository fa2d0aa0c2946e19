/** Tests of the look-up and inheritance of experiments. */
@NullMarked
package io.fuxictr.experiment;

import org.jspecify.annotations.NullMarked;
