/** Tests of the demonstration and its data. */
@NullMarked
package io.fuxictr.deploy.demo;

import org.jspecify.annotations.NullMarked;
