/**
 * What Actuator and Micrometer show of migrations. Loaded only where they are there.
 */
@NullMarked
package dev.slipway.boot.actuate;

import org.jspecify.annotations.NullMarked;
