/** Tests of the package of the same name. */
@NullMarked
package io.fuxictr.dataset.feature;

import org.jspecify.annotations.NullMarked;
