/**
 * You can skip this package: it starts a PostgreSQL server, so that the sample runs on a
 * machine without one. An application of yours names its databases instead.
 * <p>
 * {@code META-INF/spring.factories} hooks {@link dev.slipway.embedded.EmbeddedDatabases}
 * into the start. Nothing in {@code dev.slipway.sample} refers to this package.
 */
@NullMarked
package dev.slipway.embedded;

import org.jspecify.annotations.NullMarked;
