/**
 * The service that answers questions about events, from a database of its own.
 */
@NullMarked
package dev.slipway.sample.query;

import org.jspecify.annotations.NullMarked;
