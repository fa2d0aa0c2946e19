/** Tests of the package of the same name. */
@NullMarked
package io.fuxictr.dataset.part;

import org.jspecify.annotations.NullMarked;
