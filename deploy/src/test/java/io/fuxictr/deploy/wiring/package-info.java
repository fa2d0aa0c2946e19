/** Tests of the whole pipeline: every part is the real one. */
@NullMarked
package io.fuxictr.deploy.wiring;

import org.jspecify.annotations.NullMarked;
