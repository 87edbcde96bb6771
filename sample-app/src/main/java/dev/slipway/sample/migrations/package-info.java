/**
 * What the page shows about migrations.
 */
@NullMarked
package dev.slipway.sample.migrations;

import org.jspecify.annotations.NullMarked;
