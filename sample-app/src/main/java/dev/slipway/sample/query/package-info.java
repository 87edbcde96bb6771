/**
 * The service that answers queries about events. It has a database of its own.
 */
@NullMarked
package dev.slipway.sample.query;

import org.jspecify.annotations.NullMarked;
