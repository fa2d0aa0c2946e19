/** Tests of the package of the same name. */
@NullMarked
package io.fuxictr.dataset.sample;

import org.jspecify.annotations.NullMarked;
