/** Tests of experiments that are run without a broker. */
@NullMarked
package io.fuxictr.deploy.lab;

import org.jspecify.annotations.NullMarked;
