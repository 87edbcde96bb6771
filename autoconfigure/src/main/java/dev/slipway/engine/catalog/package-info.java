/**
 * What a database consists of, and how two databases differ.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.catalog;

import org.jspecify.annotations.NullMarked;
