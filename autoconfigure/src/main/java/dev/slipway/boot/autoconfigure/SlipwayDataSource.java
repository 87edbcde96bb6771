package dev.slipway.boot.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Marks the {@code DataSource} bean that migrations connect through, where that is
 * another one than the application's. It is used by each service that names no
 * {@code data-source}. Give such a bean {@code defaultCandidate = false}, so that it is
 * injected nowhere by its type alone.
 */
@Documented
@Qualifier
@Target({ ElementType.METHOD, ElementType.TYPE, ElementType.FIELD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
public @interface SlipwayDataSource {

}
