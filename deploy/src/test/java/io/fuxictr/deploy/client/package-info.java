/** Tests of the client side against a small server of their own. */
@NullMarked
package io.fuxictr.deploy.client;

import org.jspecify.annotations.NullMarked;
