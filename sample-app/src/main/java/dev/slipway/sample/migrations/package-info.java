/**
 * Serves the applied migrations, which the page shows.
 */
@NullMarked
package dev.slipway.sample.migrations;

import org.jspecify.annotations.NullMarked;
